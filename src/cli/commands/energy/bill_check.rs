//! `houqin energy bill check`: bills against the meters.

use houqin::base::{Fraction, parse_decimal};
use houqin::books::Need;
use houqin::meters::{self, BillCheckOptions};

use super::measure::year;
use crate::cli::args::{Asking, Period};
use crate::cli::commands::meter::{View, site, utility};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Hold bills against the meters: quantity, money, days without a bill
///
/// Each bill is held against the use of its meters in its own days, shared out by days, and against
/// what that use costs at the prices of these days. Where the use is not known for every day it
/// says open. The period is this year unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy bill check -p 2026-02 --exit-code\n  \
    houqin energy bill check -p 2026-Q1 --utility 电 --tolerance 1%")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Up to how much of the measured figure a difference is none, as 1%; 0 if left out
    #[arg(long, value_name = "PERCENT")]
    tolerance: Option<String>,
    /// Only this utility
    #[arg(long, value_name = "UTILITY")]
    utility: Option<String>,
    /// Only bills that name this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    asking: Asking,
}

pub(super) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period: Period { period }, tolerance, utility: of, site: at, view, asking } = args;
    let span = year(session, period.as_deref())?;
    let utility = of.map(|of| utility("--utility", &of)).transpose()?;
    let tolerance = tolerance.as_deref().map_or(Ok(Fraction::ZERO), percent)?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let site = site(session, &books.org, at.as_deref())?;
    let options = BillCheckOptions { span, site, utility, tolerance, view };
    let result = meters::check_bills(&books.meters, &options);
    let exit = session.show_known(&result, &set)?;
    Ok(if asking.exit_code && result.needs_attention() { Exit::Found } else { exit })
}

/// A share that is written in percent.
fn percent(text: &str) -> anyhow::Result<Fraction> {
    let number = text.trim().trim_end_matches(['%', '％']);
    let percent =
        parse_decimal(number).map_err(|refusal| Failure::argument("--tolerance", &refusal))?;
    let hundred = Fraction::new(100, 1).expect("BUG: a hundred");
    Ok(Fraction::from_decimal(percent.abs()).checked_div(hundred).unwrap_or(Fraction::ZERO))
}
