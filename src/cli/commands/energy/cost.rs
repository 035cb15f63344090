//! `houqin energy cost`: use × price.

use houqin::books::Need;
use houqin::meters::{ExpenseOptions, UsageBy, expense};
use houqin::report::Explained;

use crate::cli::args::{Asking, Period};
use crate::cli::commands::meter::{View, site, utility};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show what energy cost: use × price, by utility, department or point
///
/// Each run of days is priced by the price that is valid on it; a tiered price counts from the
/// month's or the year's first day, a price by the time of day takes the registers of the meter.
/// Money is rounded once, on the line of the utility; what departments carry adds up to it. What is
/// not known is said, and never taken for zero.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin energy cost -p 2026-03\n  \
    houqin energy cost -p 2026-Q1 --group-by department --utility electricity --explain")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// What a line stands for: point, department or utility
    #[arg(long, value_name = "WHAT")]
    group_by: Option<String>,
    /// Only this utility
    #[arg(long, value_name = "UTILITY")]
    utility: Option<String>,
    /// Only this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Show the steps by which each figure came about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    asking: Asking,
}

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period: Period { period }, group_by, utility: of, site: at, explain, view, asking } =
        args;
    let span = session.period(period.as_deref())?;
    let by = session.word("--group-by", group_by.as_deref(), &UsageBy::ALL, UsageBy::word)?;
    let by = by.unwrap_or(UsageBy::Utility);
    let utility = of.map(|of| utility("--utility", &of)).transpose()?;
    let (set, view) = view.resolve(session)?;
    let books = session.read_known(Need::meters(), &set)?;
    let site = site(session, &books.org, at.as_deref())?;
    let options = ExpenseOptions { span, by, site, utility, view };
    let result = expense(&books.meters, &books.org, &options);
    let workings = if explain { result.workings() } else { Vec::new() };
    let exit = session.show_known(&Explained { result: &result, workings }, &set)?;
    Ok(if asking.exit_code && result.needs_attention() { Exit::Found } else { exit })
}
