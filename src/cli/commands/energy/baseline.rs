//! `houqin energy baseline` and `houqin energy prove`: expected use, and what could be proven.

use houqin::base::{Decimal, PointCode, parse_decimal};
use houqin::books::{Books, Need};
use houqin::meters::{
    self, BaselineOptions, Carrier, Cut, Family, ProveOptions, Scope, Select, View as At,
};
use houqin::report::Explained;

use super::driver;
use crate::cli::args::Period;
use crate::cli::commands::meter::{View, site, utility};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what a point or a utility uses as a rule, and what that follows from
///
/// The use of each period is held against its weather: degree days where the temperatures of the days
/// are known, change points where only the months' are, the mean alone where neither is. The chosen
/// model is shown with everything else that was tried and why it was not taken. Periods that are not
/// known in full are left out and named; nothing is filled in.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy baseline D-ZY -p 2025\n  \
    houqin energy baseline --utility electricity -p 2025 --driver occupied_bed_days\n  \
    houqin energy baseline D-ZY -p 2025 --select caltrack --explain")]
pub(crate) struct Args {
    #[command(flatten)]
    modelled: Modelled,
    /// Show how the figures come about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
}

/// Say before a measure how many months it takes to prove its saving on this meter
///
/// The meter's own scatter and its drift from year to year decide: a saving that is smaller than what
/// the meter moves by itself is never proven by the main meter, and Option A is the way.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy prove D-ZY -p 2025 --expected 8%\n  \
    houqin energy prove --utility gas -p 2025 --expected 15%")]
pub(crate) struct Prove {
    #[command(flatten)]
    modelled: Modelled,
    /// Expected saving, in percent of the use
    #[arg(long, value_name = "PERCENT")]
    expected: String,
    /// Show how the figures come about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
}

/// Whose use, and by which model
#[derive(Debug, clap::Args)]
struct Modelled {
    /// Code of the point
    #[arg(value_name = "POINT", required_unless_present = "utility")]
    point: Option<String>,
    /// Only this utility
    #[arg(long, value_name = "UTILITY", conflicts_with = "point")]
    utility: Option<String>,
    /// Only this site
    #[arg(long, value_name = "SITE", conflicts_with = "point")]
    site: Option<String>,
    #[command(flatten)]
    period: Period,
    /// Models that are tried: degree-day, change-point or mean; else what the temperatures allow for
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// How one is chosen: bic, or caltrack for the highest adjusted R²
    #[arg(long, value_name = "RULE")]
    select: Option<String>,
    /// How use is cut: readings, or months; a point by its readings, a utility by months
    #[arg(long, value_name = "WHAT")]
    cut: Option<String>,
    /// Driver that the use follows too, such as `occupied_bed_days`; may be repeated
    #[arg(long, value_name = "DRIVER")]
    driver: Vec<String>,
    /// Weather station; the only one if it is left out
    #[arg(long, value_name = "STATION")]
    station: Option<String>,
}

pub(super) fn baseline(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { modelled, explain, view } = args;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let options = options(session, &books, modelled, view)?;
    let result = meters::baseline(&books.meters, &options);
    let result = result.map_err(|refusal| Failure::refused(&refusal))?;
    let workings = if explain { result.workings() } else { Vec::new() };
    session.show_known(&Explained { result: &result, workings }, &set)
}

pub(super) fn prove(session: &Session, args: Prove) -> anyhow::Result<Exit> {
    let Prove { modelled, expected, explain, view } = args;
    let (set, view) = view.resolve(session)?;
    let expected = percent("--expected", &expected)?;
    let books = session.read_known(Need::meters(), &set)?;
    let baseline = options(session, &books, modelled, view)?;
    let options = ProveOptions { baseline, expected, history_from: None };
    let result = meters::prove(&books.meters, &options);
    let result = result.map_err(|refusal| Failure::refused(&refusal))?;
    let workings = if explain { result.workings() } else { Vec::new() };
    session.show_known(&Explained { result: &result, workings }, &set)
}

/// A share that is written in percent.
fn percent(flag: &str, text: &str) -> anyhow::Result<Decimal> {
    let number = text.trim().trim_end_matches(['%', '％']);
    let percent = parse_decimal(number).map_err(|refusal| Failure::argument(flag, &refusal))?;
    Ok(percent / Decimal::ONE_HUNDRED)
}

/// What is to be fitted.
fn options(
    session: &Session,
    books: &Books,
    modelled: Modelled,
    view: At,
) -> anyhow::Result<BaselineOptions> {
    let Modelled {
        point,
        utility: of,
        site: at,
        period,
        model,
        select,
        cut,
        driver: drivers,
        station,
    } = modelled;
    let Period { period } = period;
    let span = session.period(period.as_deref())?;
    let scope = match (point, of) {
        (Some(point), _) => Scope::Point(session.arg("POINT", &point, PointCode::parse)?),
        (None, of) => {
            let text = of.unwrap_or_default();
            let carrier = Carrier::new(utility("--utility", &text)?, None);
            let carrier = carrier.map_err(|refusal| Failure::argument("--utility", &refusal))?;
            Scope::Total { carrier, site: site(session, &books.org, at.as_deref())? }
        }
    };
    let default = match scope {
        Scope::Point(_) => Cut::Readings,
        Scope::Total { .. } => Cut::Months,
    };
    Ok(BaselineOptions {
        scope,
        span,
        cut: session.word("--cut", cut.as_deref(), &Cut::ALL, Cut::word)?.unwrap_or(default),
        family: session.word("--model", model.as_deref(), &Family::ALL, Family::word)?,
        select: session
            .word("--select", select.as_deref(), &Select::ALL, Select::word)?
            .unwrap_or(Select::Bic),
        station,
        drivers: drivers.iter().map(|text| driver::named(text)).collect::<Result<_, _>>()?,
        view,
    })
}
