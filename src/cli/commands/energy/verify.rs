//! `houqin energy verify`: whether the saving of a measure is proven.

use houqin::base::MeasureCode;
use houqin::books::Need;
use houqin::meters::{self, VerifyOptions};
use houqin::report::Explained;

use super::measure::year;
use crate::cli::args::{Asking, Period};
use crate::cli::commands::meter::{View, site};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Verify the savings of measures, and say what may be claimed
///
/// Option A multiplies counted parts, difference of load and hours, and tells how far the saving
/// may be off at 90 %. A saving is proven where it is larger than that. Option C holds the whole
/// meter after the works against the 12 to 36 months before them. A measure that nobody
/// verified is listed and counts in no sum. A saving that is in that of another measure, since both
/// rest on the same meter, is not added to it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy verify LED-01 -p 2026 --explain\n  \
    houqin energy verify --all -p 2026-Q1")]
pub(crate) struct Args {
    /// Code of the measure
    #[arg(value_name = "MEASURE", required_unless_present = "all")]
    measure: Option<String>,
    /// Every measure
    #[arg(long, conflicts_with = "measure")]
    all: bool,
    /// Only measures of this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Weather station; the only one if it is left out
    #[arg(long, value_name = "STATION")]
    station: Option<String>,
    #[command(flatten)]
    period: Period,
    /// Show how the figures come about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { measure, all: _, site: at, station, period, explain, asking, view } = args;
    let Period { period } = period;
    let Asking { exit_code } = asking;
    let span = year(session, period.as_deref())?;
    let measure = session.maybe("MEASURE", measure.as_deref(), MeasureCode::parse)?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    if let Some(code) = &measure {
        books.meters.known_measure(code).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let site = site(session, &books.org, at.as_deref())?;
    let options = VerifyOptions { span, measure, site, station, view };
    let result = meters::verify(&books.meters, &options);
    let workings = if explain { result.workings() } else { Vec::new() };
    session.show_known(&Explained { result: &result, workings }, &set)?;
    Ok(if exit_code && result.is_open() { Exit::Found } else { Exit::Done })
}
