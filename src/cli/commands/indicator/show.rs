//! `houqin indicator show`: one indicator, its versions and its months.

use houqin::base::{IndicatorCode, Span};
use houqin::books::Need;
use houqin::inspections::{self, IndicatorOptions};
use houqin::report::IndicatorShown;

use super::add::january;
use crate::cli::args::{Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show an indicator: its versions, and its months against the target as bars
///
/// The period is this year unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin indicator show MYD -p 2026")]
pub(crate) struct Args {
    /// Indicator: its code, or its name
    #[arg(value_name = "INDICATOR")]
    indicator: String,
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { indicator, period, clocks } = args;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let wanted = session.arg("INDICATOR", &indicator, IndicatorCode::parse)?;
    let period = match period.period {
        Some(period) => session.period(Some(&period))?,
        None => this_year(session),
    };
    let books = session.read_known(Need::inspections(), &set)?;
    let book = &books.inspections;
    let code = book.indicator_called(&wanted).map_err(|refusal| Failure::refused(&refusal))?;
    let mut versions = inspections::listed_indicators(book).0;
    versions.retain(|version| version.code == code);
    let options = IndicatorOptions { period, clock, indicator: Some(code.clone()), section: None };
    let months = inspections::indicators(book, &options);
    session.show_known(&IndicatorShown { code, versions, months }, &set)
}

/// The year of today.
pub(crate) fn this_year(session: &Session) -> Span {
    let first = january(session.today()).first();
    Span::new(first, first.plus_months(12).previous()).unwrap_or(Span::day(first))
}
