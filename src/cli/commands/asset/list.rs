//! `houqin asset list`: the register at a day.

use houqin::assets::{self, Grouping, ListingOptions, Wear};
use houqin::books::Need;
use houqin::store;

use super::filter::Filter;
use crate::cli::args::Clocks;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the assets as they stood on a day, with their value
///
/// Depreciation counts up to the end of the day's month. What was disposed of is listed with
/// --status disposed only.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset list
  houqin asset list --as-of 2025-12-31 --group-by department
  houqin asset list --place 3楼 --group-by place
  houqin asset list --fully-depreciated --status in-use
  houqin asset list --status idle
  houqin asset list --status disposed -f csv")]
pub(crate) struct Args {
    /// Sum by department, place, custodian or class
    #[arg(long, value_name = "WHAT")]
    group_by: Option<String>,
    #[command(flatten)]
    filter: Filter,
    /// Only what is fully depreciated, and in the books still
    #[arg(long)]
    fully_depreciated: bool,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { group_by, filter, fully_depreciated, clocks } = args;
    let wear = if fully_depreciated { Wear::Depreciated } else { Wear::Any };
    let set = session.clocks(&clocks)?;
    let by = session.word("--group-by", group_by.as_deref(), &Grouping::ASKED, Grouping::word)?;
    let by = by.unwrap_or(Grouping::Whole);
    let options = ListingOptions { by, wear, ..filter.read(session, set.as_of())? };
    let books = session.read_known(Need::assets(), &set)?;
    Filter::check(&options, &books)?;
    session.show_known(&assets::listing(&books.assets, store::lives(), &options), &set)
}
