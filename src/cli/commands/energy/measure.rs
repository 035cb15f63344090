//! `houqin energy measure`: add, list, show; import is beside it.

use std::path::PathBuf;

use clap::Subcommand;
use houqin::base::{
    Decimal, Diagnostic, MeasureCode, Message, Money, Place, PointCode, SiteCode, Span,
    parse_count, parse_decimal,
};
use houqin::books::{Change, Need};
use houqin::meters::{
    self, Load, Measure, MeasureFields, MeasureRequest, Method, Sample, SampleOf, Typing,
    VerifyOptions,
};
use houqin::report::{MeasureSheet, MeasuresListed};

use super::measure_import;
use crate::cli::args::{Period, Writing};
use crate::cli::commands::meter::{View, carrier, department, optional_word, site};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Box<Add>),
    Import(measure_import::Args),
    List(List),
    Show(Show),
}

/// Record a measure, or correct one with --correct
///
/// A correction takes the place of the row that stands; what it does not say stays as it was.
/// Loads are a thousandth of the unit an hour: W for electricity, L/h for water, kg/h for steam.
/// Errors are in percent, at 90 %. What was measured on site is given as size, mean and standard
/// deviation, or as a file with the values, a line each.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    houqin energy measure add LED-01 --name 病房灯管换LED --utility 电 --count 2400 --cost 96000 \
    --start 2026-01-05 --end 2026-01-31 --method option-a --load-before 40 --load-after 16 \
    --load-error 3 --hours 4380 --hours-error 15\n  \
    houqin energy measure add LED-01 --correct --samples 实测功率.csv\n  \
    houqin energy measure add SLT-01 --name 节水龙头 --utility cold_water --count 300 --start \
    2026-03-01")]
pub(crate) struct Add {
    /// Code of the measure
    #[arg(value_name = "MEASURE")]
    measure: String,
    /// What was done
    #[arg(long, value_name = "NAME", required_unless_present = "correct")]
    name: Option<String>,
    /// What it saves: electricity, `cold_water`, gas, steam, heat, oxygen, diesel, petrol…, or other
    #[arg(long, value_name = "UTILITY", required_unless_present = "correct")]
    utility: Option<String>,
    /// Unit, where the utility is other
    #[arg(long, value_name = "UNIT", requires = "utility")]
    unit: Option<String>,
    /// Site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Point whose use it should lower; several times for several
    #[arg(long = "point", value_name = "POINT")]
    points: Vec<String>,
    /// How many parts were changed or put in
    #[arg(long, value_name = "COUNT")]
    count: Option<String>,
    /// What it cost, in yuan
    #[arg(long, value_name = "YUAN")]
    cost: Option<String>,
    /// First day of the works
    #[arg(long, value_name = "DAY", required_unless_present = "correct")]
    start: Option<String>,
    /// Last day of the works; the saving counts from the day after it
    #[arg(long, value_name = "DAY")]
    end: Option<String>,
    /// What it is expected to save in a year, in the unit of the utility
    #[arg(long, value_name = "QUANTITY")]
    expected: Option<String>,
    /// How many years it is expected to last
    #[arg(long, value_name = "YEARS")]
    life: Option<String>,
    /// How its saving is verified: none, option-a or option-c
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    #[command(flatten)]
    load: LoadFlags,
    /// Papers behind it: contract, acceptance, measuring record
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    /// Take the place of the row that stands for this code
    #[arg(long)]
    correct: bool,
    #[command(flatten)]
    writing: Writing,
}

/// What Option A multiplies
#[derive(Debug, clap::Args)]
pub(super) struct LoadFlags {
    /// Load of one part before, in thousandths of the unit an hour
    #[arg(long, value_name = "LOAD")]
    load_before: Option<String>,
    /// Load of one part after
    #[arg(long, value_name = "LOAD")]
    load_after: Option<String>,
    /// Uncertainty of the difference of load, in percent
    #[arg(long, value_name = "PERCENT")]
    load_error: Option<String>,
    /// Hours in use in a year
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,
    /// Uncertainty of the hours, in percent
    #[arg(long, value_name = "PERCENT")]
    hours_error: Option<String>,
    /// Which load was measured on site: before or after; before if left out
    #[arg(long, value_name = "WHAT")]
    sample_of: Option<String>,
    /// How many parts were measured
    #[arg(long, value_name = "COUNT", requires_all = ["sample_mean", "sample_sd"])]
    sample_size: Option<String>,
    /// Their mean load
    #[arg(long, value_name = "LOAD", requires = "sample_size")]
    sample_mean: Option<String>,
    /// Standard deviation of their load
    #[arg(long, value_name = "LOAD", requires = "sample_size")]
    sample_sd: Option<String>,
    /// File with the measured values, the last cell of each line; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "sample_size")]
    samples: Option<PathBuf>,
}

/// List the measures with what is proven of them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin energy measure list -p 2026\n  houqin energy measure list --site ZY"
)]
pub(crate) struct List {
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    view: View,
}

/// Show a measure: every row recorded of it, and what is proven
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin energy measure show LED-25 -p 2026")]
pub(crate) struct Show {
    /// Code of the measure
    #[arg(value_name = "MEASURE")]
    measure: String,
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add(session, *args),
        Group::Import(args) => measure_import::run(session, args),
        Group::List(args) => list(session, args),
        Group::Show(args) => show(session, args),
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add {
        measure,
        name,
        utility,
        unit,
        site,
        department: of,
        points,
        count,
        cost,
        start,
        end,
        expected,
        life,
        method,
        load,
        source,
        note,
        correct,
        writing,
    } = args;
    let decimal = |flag: &str, text: Option<&str>| session.maybe(flag, text, parse_decimal);
    let points: anyhow::Result<Vec<PointCode>> =
        points.iter().map(|point| session.arg("--point", point, PointCode::parse)).collect();
    let method = method.map(|text| {
        let text = text.replace('-', "_");
        session.choice("--method", &text, &Method::ALL, |method| (method.word(), method.key()))
    });
    let utility = utility.map(|text| carrier("--utility", &text, unit.as_deref()));
    let fields = MeasureFields {
        name: optional_word(name),
        carrier: utility.transpose()?,
        site: session.maybe("--site", site.as_deref(), SiteCode::parse)?,
        department: department(session, of.as_deref())?,
        points: points?,
        count: session.maybe("--count", count.as_deref(), parse_count)?,
        cost: session.maybe("--cost", cost.as_deref(), Money::parse)?,
        start: session.maybe_day("--start", start.as_deref())?,
        end: session.maybe_day("--end", end.as_deref())?,
        expected: decimal("--expected", expected.as_deref())?,
        life: decimal("--life", life.as_deref())?,
        method: method.transpose()?,
        load: load.read(session)?,
        evidence: optional_word(source),
        note: optional_word(note),
    };
    let request = MeasureRequest {
        code: session.arg("MEASURE", &measure, MeasureCode::parse)?,
        fields,
        typing: if correct { Typing::Correction } else { Typing::New },
    };
    let today = session.today();
    session.record("energy measure add", Need::meters(), &writing, |books, stamp| {
        meters::record_measure(&books.meters, &books.org, today, &request, stamp)
            .map(Change::from_decided)
    })
}

impl LoadFlags {
    fn read(self, session: &Session) -> anyhow::Result<Load> {
        let Self {
            load_before,
            load_after,
            load_error,
            hours,
            hours_error,
            sample_of,
            sample_size,
            sample_mean,
            sample_sd,
            samples,
        } = self;
        let decimal = |flag: &str, text: Option<&str>| session.maybe(flag, text, parse_decimal);
        let of =
            session.word("--sample-of", sample_of.as_deref(), &SampleOf::ALL, SampleOf::word)?;
        let of = of.unwrap_or(SampleOf::Before);
        let (size, mean, deviation) = (
            session.maybe("--sample-size", sample_size.as_deref(), parse_count)?,
            decimal("--sample-mean", sample_mean.as_deref())?,
            decimal("--sample-sd", sample_sd.as_deref())?,
        );
        let sample = match (size, mean, deviation, samples) {
            (_, _, _, Some(file)) => Some((of, measured(session, &file)?)),
            (Some(size), Some(mean), Some(deviation), None) => {
                Some((of, Sample { size, mean, deviation }))
            }
            _ => None,
        };
        Ok(Load {
            before: decimal("--load-before", load_before.as_deref())?,
            after: decimal("--load-after", load_after.as_deref())?,
            load_error: decimal("--load-error", load_error.as_deref())?,
            hours: decimal("--hours", hours.as_deref())?,
            hours_error: decimal("--hours-error", hours_error.as_deref())?,
            sample,
        })
    }
}

/// The sample of a file of values: the last cell of each line, a heading passed over.
fn measured(session: &Session, file: &std::path::Path) -> anyhow::Result<Sample> {
    let mut values: Vec<Decimal> = Vec::new();
    for (at, line) in session.lines(Some(file))?.enumerate() {
        let line = line?;
        let cell = line.rsplit([',', '\t', ';']).next().unwrap_or_default().trim().to_owned();
        if cell.is_empty() {
            continue;
        }
        match parse_decimal(cell.trim_matches('"')) {
            Ok(value) => values.push(value),
            Err(_) if at == 0 => {}
            Err(_) => {
                let at = Place::line(file.display().to_string(), u32::try_from(at + 1)?);
                let message = Message::new("measure.sample_value").with("text", cell);
                let defect = Diagnostic::error(at, message).with_original(line);
                return Err(Failure::Rejected(vec![defect]).into());
            }
        }
    }
    let few = || {
        let at = Place::file(file.display().to_string());
        let message = Message::new("measure.sample_file").with("count", values.len());
        Failure::Rejected(vec![Diagnostic::error(at, message)]).into()
    };
    Sample::of(&values).ok_or_else(few)
}

/// The period of a flag; the year of today where none is named.
pub(super) fn year(session: &Session, period: Option<&str>) -> anyhow::Result<Span> {
    if period.is_some() {
        return session.period(period);
    }
    let year = session.today().year().to_string();
    session.period(Some(&year))
}

fn list(session: &Session, args: List) -> anyhow::Result<Exit> {
    let List { site: at, period: Period { period }, view } = args;
    let span = year(session, period.as_deref())?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let site = site(session, &books.org, at.as_deref())?;
    let options = VerifyOptions { span, measure: None, site, station: None, view };
    session.show_known(&MeasuresListed(&meters::verify(&books.meters, &options)), &set)
}

fn show(session: &Session, args: Show) -> anyhow::Result<Exit> {
    let Show { measure, period: Period { period }, view } = args;
    let span = year(session, period.as_deref())?;
    let code = session.arg("MEASURE", &measure, MeasureCode::parse)?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    books.meters.known_measure(&code).map_err(|refusal| Failure::refused(&refusal))?;
    let mut rows: Vec<&Measure> =
        books.meters.measure_rows().iter().filter(|row| row.code == code).collect();
    rows.sort_by_key(|row| (row.recorded_at, row.id.clone()));
    let options = VerifyOptions { span, measure: Some(code), site: None, station: None, view };
    let verified = meters::verify(&books.meters, &options);
    session.show_known(&MeasureSheet { rows, verified }, &set)
}
