//! `houqin asset depreciation`: the schedule of one asset, month by month.

use houqin::assets;
use houqin::books::Need;
use houqin::report::Explained;
use houqin::store;

use super::tag::tag as read_tag;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the depreciation of a thing, month by month to its end
///
/// Straight line: the month of acquisition counts, the month of disposal does not, the last month
/// takes the remainder, and nothing remains. With `regime = "enterprise"` under `[assets]` in
/// houqin.toml the month after the acquisition is the first, the month of disposal still counts, and
/// `residual`, 5% unless it says otherwise, remains.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin asset depreciation FWQ-01\n  houqin asset depreciation FWQ-01 --explain --as-of 2026-03-31"
)]
pub(crate) struct Args {
    /// Tag on the thing
    #[arg(value_name = "TAG")]
    tag: String,
    /// Show how the value came about: formula, row of the table, months
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { tag, explain, clocks } = args;
    let tag = read_tag(session, &tag)?;
    let set = session.clocks(&clocks)?;
    let books = session.read_known(Need::assets(), &set)?;
    let schedule = assets::schedule(&books.assets, store::lives(), &tag, set.as_of())
        .map_err(|refusal| Failure::refused(&refusal))?;
    let workings = if explain { vec![schedule.working.clone()] } else { Vec::new() };
    session.show_known(&Explained { result: schedule, workings }, &set)
}
