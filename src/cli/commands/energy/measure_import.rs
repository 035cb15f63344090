//! `houqin energy measure import`: measures from a file.

use houqin::base::{
    DepartmentCode, MeasureCode, Money, PointCode, Refuse as _, SiteCode, parse_count,
    parse_decimal,
};
use houqin::books::{Need, decide_each};
use houqin::meters::{self, Load, MeasureFields, MeasureRequest, Method, Sample, SampleOf, Typing};

use super::import::carrier;
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Record the measures of a file
///
/// The headings are Chinese or English: 措施编码 code, 措施 name, 能源 utility, 开工 start, and if
/// they are there 完工 end, 数量 count, 费用 cost, 监测点 points, 核证方法 method and the other
/// fields of `energy measure add`. What is recorded already as the row says is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy measure import 节能措施.xlsx --dry-run")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const MEASURES: Columns = Columns {
    keys: &[
        "measure.measures.code",
        "measure.measures.name",
        "measure.measures.utility",
        "measure.measures.unit",
        "measure.measures.site",
        "measure.measures.department",
        "measure.measures.points",
        "measure.measures.count",
        "measure.measures.cost",
        "measure.measures.start",
        "measure.measures.end",
        "measure.measures.expected",
        "measure.measures.life",
        "measure.measures.method",
        "measure.measures.load_before",
        "measure.measures.load_after",
        "measure.measures.load_error",
        "measure.measures.hours",
        "measure.measures.hours_error",
        "measure.measures.sample_of",
        "measure.measures.sample_size",
        "measure.measures.sample_mean",
        "measure.measures.sample_sd",
        "measure.measures.evidence",
        "measure.measures.note",
    ],
    needed: &[
        "measure.measures.code",
        "measure.measures.name",
        "measure.measures.utility",
        "measure.measures.start",
    ],
    one_of: &[],
};

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let today = session.today();
    let command = "energy measure import";
    let task = Task { command, need: Need::meters(), columns: MEASURES, fields: &[] };
    take(session, &intake, task, measure, |books, rows, stamp| {
        verdicts(decide_each(
            books,
            rows,
            stamp,
            |_| (),
            |books, request: &MeasureRequest, stamp| {
                meters::record_measure(&books.meters, &books.org, today, request, stamp)
            },
        ))
    })
}

fn measure(row: &mut Row<'_>) -> Option<MeasureRequest> {
    let code = row.required("measure.measures.code", MeasureCode::parse);
    let carrier = carrier(row, "measure.measures.utility", "measure.measures.unit");
    let site = row.optional("measure.measures.site", SiteCode::parse);
    let department = row.optional("measure.measures.department", DepartmentCode::parse);
    let points = points(row);
    let count = row.optional("measure.measures.count", parse_count);
    let cost = row.maybe_number("measure.measures.cost", Money::parse);
    let start = row.day("measure.measures.start");
    let end = row.maybe_day("measure.measures.end");
    let expected = row.maybe_number("measure.measures.expected", parse_decimal);
    let life = row.maybe_number("measure.measures.life", parse_decimal);
    let method = row.word_or("measure.measures.method", Method::None, &Method::ALL, |method| {
        (method.word(), method.key())
    });
    let load = load(row);
    Some(MeasureRequest {
        code: code?,
        fields: MeasureFields {
            name: row.word_of("measure.measures.name"),
            carrier: Some(carrier?),
            site: site?,
            department: department?,
            points: points?,
            count: count?,
            cost: cost?,
            start: Some(start?),
            end: end?,
            expected: expected?,
            life: life?,
            method: Some(method?),
            load: load?,
            evidence: row.word_of("measure.measures.evidence"),
            note: row.word_of("measure.measures.note"),
        },
        typing: Typing::New,
    })
}

/// Codes of points, parted by blanks, commas or 、.
fn points(row: &mut Row<'_>) -> Option<Vec<PointCode>> {
    let key = "measure.measures.points";
    let text = row.text(key).to_owned();
    let codes = text.split([' ', ',', '，', '、', ';', '；']).filter(|code| !code.is_empty());
    let codes: Result<Vec<_>, _> = codes.map(PointCode::parse).collect();
    codes.map_err(|refusal| row.defect(key, refusal.message())).ok()
}

fn load(row: &mut Row<'_>) -> Option<Load> {
    let before = row.maybe_number("measure.measures.load_before", parse_decimal);
    let after = row.maybe_number("measure.measures.load_after", parse_decimal);
    let load_error = row.maybe_number("measure.measures.load_error", parse_decimal);
    let hours = row.maybe_number("measure.measures.hours", parse_decimal);
    let hours_error = row.maybe_number("measure.measures.hours_error", parse_decimal);
    let sample = if row.is_blank("measure.measures.sample_size") {
        Some(None)
    } else {
        let of =
            row.word_or("measure.measures.sample_of", SampleOf::Before, &SampleOf::ALL, |of| {
                (of.word(), of.key())
            });
        let size = row.required("measure.measures.sample_size", parse_count);
        let mean = row.number("measure.measures.sample_mean", parse_decimal);
        let deviation = row.number("measure.measures.sample_sd", parse_decimal);
        Some(Some((of?, Sample { size: size?, mean: mean?, deviation: deviation? })))
    };
    Some(Load {
        before: before?,
        after: after?,
        load_error: load_error?,
        hours: hours?,
        hours_error: hours_error?,
        sample: sample?,
    })
}
