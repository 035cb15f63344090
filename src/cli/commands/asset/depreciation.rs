//! `houqin asset depreciation`: the schedule of one asset, month by month.

use houqin::assets;
use houqin::books::Need;
use houqin::store;

use super::tag::tag as read_tag;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the depreciation of a thing, month by month to its end
///
/// Straight line without residual value: the month of acquisition counts, the month of disposal
/// does not, the last month takes the remainder.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin asset depreciation FWQ-01")]
pub(crate) struct Args {
    /// Tag on the thing
    #[arg(value_name = "TAG")]
    tag: String,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { tag, clocks } = args;
    let tag = read_tag(session, &tag)?;
    let set = session.clocks(&clocks)?;
    let books = session.read_known(Need::assets(), &set)?;
    let schedule = assets::schedule(&books.assets, store::lives(), &tag, set.as_of())
        .map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&schedule, &set)
}
