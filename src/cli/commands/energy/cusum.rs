//! `houqin energy cusum`: where the use of a point drifts away, and from when on.

use houqin::base::{PointCode, Span, parse_decimal};
use houqin::books::{Near, Need, Reading, near};
use houqin::meters::{self, CusumOptions, Expectation, Family, Modelled};
use houqin::report::{Drifting, Explained};

use crate::cli::args::{Asking, Period};
use crate::cli::commands::meter::{View, department};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Sum up how far the use of a point is from what is expected, and say when it went off
///
/// Expected is the mean day of a baseline (the year before the period if none is named), a use
/// that is given, or the target. Sums beyond the limit raise an alarm; the month after the sum was
/// last at zero is where it began, and what the store knows of those days is listed below.
/// A month that is not known in full is a gap: it moves nothing. Slack and limit are `cusum_slack`
/// and `cusum_limit` under `[watch]` in houqin.toml.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy cusum D-ZY -p 2026\n  \
    houqin energy cusum D-ZY -p 2026 --baseline 2024-07-01..2025-06-30\n  \
    houqin energy cusum D-ZY -p 2026 --fit --driver occupied_bed_days\n  \
    houqin energy cusum D-ZY -p 2026 --expected 98000 --sigma 2500\n  \
    houqin energy cusum D-ZY -p 2026 --target --sigma 2500")]
pub(crate) struct Args {
    /// Code of the point
    #[arg(value_name = "POINT")]
    point: String,
    #[command(flatten)]
    period: Period,
    /// Months of the baseline
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["expected", "target"])]
    baseline: Option<String>,
    /// Expect what the model of the baseline says of each month's weather and drivers
    #[arg(long, conflicts_with_all = ["expected", "target"])]
    fit: bool,
    /// Models that are tried: degree-day, change-point or mean; else what the temperatures allow for
    #[arg(long, value_name = "MODEL", requires = "fit")]
    model: Option<String>,
    /// Driver that the use follows too, such as `occupied_bed_days`; may be repeated
    #[arg(long, value_name = "DRIVER", requires = "fit")]
    driver: Vec<String>,
    /// Weather station; the only one if it is left out
    #[arg(long, value_name = "STATION", requires = "fit")]
    station: Option<String>,
    /// Use that is expected of each month
    #[arg(long, value_name = "QUANTITY", requires = "sigma", conflicts_with = "target")]
    expected: Option<String>,
    /// Expect the target of each month
    #[arg(long, requires = "sigma")]
    target: bool,
    /// Department whose target it is; that of the whole hospital if left out
    #[arg(long, value_name = "DEPARTMENT", requires = "target")]
    department: Option<String>,
    /// Standard deviation of a month; that of the baseline if left out
    #[arg(long, value_name = "QUANTITY")]
    sigma: Option<String>,
    /// Show how the figures come about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        point,
        period: Period { period },
        baseline,
        fit,
        model,
        driver,
        station,
        expected,
        target,
        department: of,
        sigma,
        explain,
        asking,
        view,
    } = args;
    let Asking { exit_code } = asking;
    let span = super::measure::year(session, period.as_deref())?;
    let point = session.arg("POINT", &point, PointCode::parse)?;
    let expected = session.maybe("--expected", expected.as_deref(), parse_decimal)?;
    let today = session.today();
    let named = |text: &str| Span::parse(text, today);
    let baseline = session.maybe("--baseline", baseline.as_deref(), named)?;
    let expectation = match (expected, target) {
        (Some(amount), _) => Expectation::Given(amount),
        (None, true) => Expectation::Target(department(session, of.as_deref())?),
        (None, false) => {
            let span = baseline.unwrap_or_else(|| year_before(span));
            let family = session.word("--model", model.as_deref(), &Family::ALL, Family::word)?;
            let drivers = driver.iter().map(|text| super::driver::named(text));
            let drivers = drivers.collect::<Result<_, _>>()?;
            if fit {
                Expectation::Model(Modelled { span, family, station, drivers })
            } else {
                Expectation::Mean(span)
            }
        }
    };
    let sigma = session.maybe("--sigma", sigma.as_deref(), parse_decimal)?;
    let policy = session.settings_of_store()?.watch.cusum;
    let (set, view) = view.resolve(session)?;
    let need = Need { assets: Reading::Wanted, inspections: Reading::Wanted, ..Need::meters() };
    let books = session.read_known(need, &set)?;
    let options = CusumOptions { point, span, expectation, sigma, policy, view };
    let cusum =
        meters::cusum(&books.meters, &options).map_err(|refusal| Failure::refused(&refusal))?;
    let mut nearby = Vec::new();
    for alarm in &cusum.alarms {
        let (day, last) = (alarm.change.first(), alarm.change.last());
        let around = Span::new(day.plus_days(-DAYS_AROUND), last.plus_days(DAYS_AROUND));
        let around = around.unwrap_or(alarm.change);
        let point = options.point.clone();
        nearby.extend(near(&books, &Near { point, around, day, view }));
    }
    nearby.sort();
    nearby.dedup_by(|next, kept| (&next.id, next.kind) == (&kept.id, kept.kind));
    let workings = if explain { cusum.workings() } else { Vec::new() };
    let alarmed = !cusum.alarms.is_empty();
    let result = Drifting { cusum, near: nearby };
    session.show_known(&Explained { result: &result, workings }, &set)?;
    Ok(if exit_code && alarmed { Exit::Found } else { Exit::Done })
}

/// How many days before and after the month of a change what happened is shown.
const DAYS_AROUND: i64 = 31;

/// The twelve months before a period.
fn year_before(span: Span) -> Span {
    let first = span.first().month();
    let (from, until) = (first.plus(-12).first(), first.previous().last());
    Span::new(from, until).unwrap_or(span)
}
