//! `houqin asset repairs`: what repairs cost against what the things are worth.

use houqin::books::{Need, Reading, UpkeepOptions, UpkeepPolicy, Window, upkeep};
use houqin::store;

use super::filter::Filter;
use crate::cli::args::{Asking, Clocks, Period};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Hold what the repairs of each asset cost against its value, and say what to replace
///
/// For each asset that was ever repaired: repair orders about it and repairs in its own books, what
/// they cost and their parts from stock, in the period (this year if left out) and over its life.
/// Where the life's cost reaches --over of the value, replacing it is to be considered; where the
/// period's cost alone reaches that share of the net value, it is to be watched. `repair_share` under
/// `[assets]` in houqin.toml sets the share, 50% unless it says otherwise. An order counts in the
/// period in which it was reported; orders about no asset stand in a line of their own, so that the
/// sum is that of the ledgers.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset repairs -p 2026
  houqin asset repairs -p 2026-Q1 --department NK1 --over 30%
  houqin asset repairs -p last-month --exit-code -f xlsx -o 维修与价值.xlsx")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Share of the value from which on repairs cost too much, as 50%
    #[arg(long, value_name = "PERCENT")]
    over: Option<String>,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, over, filter, clocks, asking } = args;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let as_of = set.as_of();
    let year = as_of.year().to_string();
    let span = session.period(Some(period.period.as_deref().unwrap_or(&year)))?;
    let over = session.maybe("--over", over.as_deref(), UpkeepPolicy::parse)?;
    let listing = filter.read(session, as_of)?;
    let need = Need {
        assets: Reading::Wanted,
        inspections: Reading::Wanted,
        ..Need::stock(Window::until(as_of))
    };
    let books = session.read_known(need, &set)?;
    Filter::check(&listing, &books)?;
    let policy = over.unwrap_or(books.settings.upkeep);
    let options = UpkeepOptions { span, clock, policy, listing };
    let upkeep = upkeep(&books, store::lives(), &options);
    let exit = session.show_known(&upkeep, &set)?;
    Ok(if asking.exit_code && upkeep.has_something_open() { Exit::Found } else { exit })
}
