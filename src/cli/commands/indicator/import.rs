//! `houqin indicator import`: indicators, or their monthly values, from a file.

use houqin::base::{IndicatorCode, Month, RecordId, Refuse as _, parse_decimal};
use houqin::books::{Need, decide_each};
use houqin::inspections::{
    self, Direction, GivenValue, Goal, IndicatorRefusal, IndicatorRequest, ValueRequest,
};

use super::add::january;
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Source, Table, Task, run_on, verdicts};
use crate::cli::session::Session;

/// Enter the indicators of a file, or their monthly values
///
/// The headings are Chinese or English. Indicators: 指标编码 code, 指标名称 name, 单位 unit, 目标 target
/// (≥98%, or 98% with 方向 direction), and if they are there 起始月 from (January of this year where
/// nothing stands), 截止月 to, 责任人 owner, 来源 source, 类别 section, 英文名称 name in English, 备注
/// note. Values: 指标 indicator (code or name), 月份 month, 分子 numerator and 分母 denominator, or 数值
/// value, and if they are there 统计人 person, 备注 note, 更正 supersedes. What is entered already is
/// passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin indicator import 指标.csv\n  \
    houqin indicator import 三月指标.xlsx --dry-run")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const INDICATORS: Columns = Columns {
    keys: &[
        "indicator.list.code",
        "indicator.list.name",
        "indicator.list.name_en",
        "indicator.list.unit",
        "indicator.list.direction",
        "indicator.list.target",
        "indicator.list.from",
        "indicator.list.to",
        "indicator.list.owner",
        "indicator.list.source",
        "indicator.list.section",
        "indicator.list.note",
        "indicator.list.supersedes",
    ],
    needed: &["indicator.list.code", "indicator.list.name", "indicator.list.target"],
    one_of: &[],
};

const VALUES: Columns = Columns {
    keys: &[
        "indicator.values.indicator",
        "indicator.values.month",
        "indicator.values.numerator",
        "indicator.values.denominator",
        "indicator.values.value",
        "indicator.values.person",
        "indicator.values.note",
        "indicator.values.supersedes",
    ],
    needed: &["indicator.values.indicator", "indicator.values.month"],
    one_of: &["indicator.values.value", "indicator.values.numerator"],
};

fn task(columns: Columns) -> Task {
    Task { command: "indicator import", need: Need::inspections(), columns, fields: &[] }
}

pub(crate) fn run(session: &Session, args: &Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let sorts = [INDICATORS, VALUES];
    let source = intake.open(session, &sorts)?;
    if Table::which(&source, &source.imported, &sorts) == 0 {
        let january = january(session.today());
        let read = |row: &mut Row<'_>| indicator(row, january);
        return run_on(session, intake, source, task(INDICATORS), read, |books, rows, stamp| {
            let by_month = |request: &IndicatorRequest| request.from;
            verdicts(decide_each(books, rows, stamp, by_month, |books, request, stamp| {
                inspections::add_indicator(&books.inspections, request, stamp)
            }))
        });
    }
    values(session, intake, source)
}

fn values(session: &Session, intake: &Intake, source: Source) -> anyhow::Result<Exit> {
    let read = |row: &mut Row<'_>| value(row, session);
    run_on(session, intake, source, task(VALUES), read, |books, rows, stamp| {
        let by_month = |request: &ValueRequest| request.month;
        verdicts(decide_each(books, rows, stamp, by_month, |books, request, stamp| {
            inspections::set_value(&books.inspections, request, stamp)
        }))
    })
}

fn indicator(row: &mut Row<'_>, january: Month) -> Option<IndicatorRequest> {
    let code = row.required("indicator.list.code", IndicatorCode::parse);
    let unit = row.text("indicator.list.unit").trim().to_owned();
    let goal = row.required("indicator.list.target", |text| Goal::parse(text, &unit));
    let direction = match goal.and_then(|goal| goal.direction) {
        Some(direction) if row.is_blank("indicator.list.direction") => Some(direction),
        None if row.is_blank("indicator.list.direction") && goal.is_some() => {
            let refusal = IndicatorRefusal::NoDirection;
            row.defect("indicator.list.target", refusal.message());
            None
        }
        _ => row.word("indicator.list.direction", Direction::ALL, |one| (one.word(), one.key())),
    };
    let from = month_or(row, "indicator.list.from", Some(january));
    let to = month_or(row, "indicator.list.to", None);
    let supersedes = row.optional("indicator.list.supersedes", RecordId::parse);
    let text = |key: &str| row.text(key).to_owned();
    Some(IndicatorRequest {
        code: code?,
        name: text("indicator.list.name"),
        name_en: text("indicator.list.name_en"),
        unit,
        direction: direction?,
        target: goal?.target,
        from: from?.unwrap_or(january),
        to: to?,
        owner: text("indicator.list.owner"),
        source: text("indicator.list.source"),
        section: text("indicator.list.section"),
        note: text("indicator.list.note"),
        supersedes: supersedes?,
    })
}

#[expect(clippy::option_option, reason = "wrong, empty and filled in are three things")]
fn month_or(row: &mut Row<'_>, key: &str, blank: Option<Month>) -> Option<Option<Month>> {
    if row.is_blank(key) { Some(blank) } else { row.month(key).map(Some) }
}

fn value(row: &mut Row<'_>, session: &Session) -> Option<ValueRequest> {
    let indicator = row.required("indicator.values.indicator", IndicatorCode::parse);
    let month = row.month("indicator.values.month");
    let numerator = row.maybe_number("indicator.values.numerator", parse_decimal);
    let denominator = row.maybe_number("indicator.values.denominator", parse_decimal);
    let number = row.optional("indicator.values.value", GivenValue::parse_number);
    let supersedes = row.optional("indicator.values.supersedes", RecordId::parse);
    let (number, sign) = number?.unzip();
    let given = GivenValue::new(numerator?, denominator?, number)
        .map_err(|refusal| row.defect("indicator.values.value", refusal.message()))
        .ok();
    let person = row.word_of("indicator.values.person");
    Some(ValueRequest {
        indicator: indicator?,
        month: month?,
        given: given?,
        sign: sign.flatten(),
        person: person.unwrap_or_else(|| session.by().to_owned()),
        evidence: Vec::new(),
        sha256: Vec::new(),
        note: row.text("indicator.values.note").to_owned(),
        supersedes: supersedes?,
        today: session.today(),
    })
}
