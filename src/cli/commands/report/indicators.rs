//! `houqin report indicators`: the months of a period against their targets.

use houqin::base::IndicatorCode;
use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::inspections::{self, IndicatorOptions};

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::indicator::this_year;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the indicators month by month against their targets, and over the whole period
///
/// A month without a value is missing and never met. Over the period a rate is the sum of the
/// numerators over the sum of the denominators, never a mean of percentages; what was given as plain
/// numbers is judged month by month. The period is this year unless --period says otherwise. With
/// --exit-code a month that is missing or not met exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report indicators -p 2026\n  \
    houqin report indicators -p 2026-Q1 --section 服务 --exit-code\n  \
    houqin report indicators -p 2026 --as-of 2026-06-30 -f csv")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this indicator: its code, or its name
    #[arg(long, value_name = "INDICATOR")]
    indicator: Option<String>,
    /// Only what is about this
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, indicator, section, clocks, restating, asking } = args;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let span = match period.period {
        Some(period) => session.period(Some(&period))?,
        None => this_year(session),
    };
    let wanted = session.maybe("--indicator", indicator.as_deref(), IndicatorCode::parse)?;
    let about = wanted.iter().map(ToString::to_string).collect();
    let bearing = Bearing { book: Book::Inspections, until: span.last(), about };
    let paper = Paper { set, need: Need::inspections(), span, bearing, restating: &restating };
    let (report, exit) = session.report(&paper, |books| {
        let book = &books.inspections;
        let code = wanted.as_ref().map(|code| book.indicator_called(code)).transpose();
        let indicator = code.map_err(|refusal| Failure::refused(&refusal))?;
        let options = IndicatorOptions { period: span, clock, indicator, section: section.clone() };
        Ok(inspections::indicators(book, &options))
    })?;
    Ok(if asking.exit_code && report.has_something_open() { Exit::Found } else { exit })
}
