//! `houqin asset show`: one card with everything known about it.

use houqin::books::{Need, OfMeters, Reading, Window, asset_story};
use houqin::store;

use super::tag::tag as read_tag;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show a card: what the thing is, where, with whom, its value, events, repairs, duties, meters
///
/// Repair orders, inspection duties and certificates belong to a thing whose tag they have as their
/// subject or holder; a meter, to the asset that its point names. Repairs count with their parts from
/// stock. What a scanner reads off the label will do in place of the tag.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset show FWQ-01
  houqin asset show 'FWQ-01|服务器|信息科'
  houqin asset show FWQ-01 --as-of 2025-12-31")]
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
    let (set, clock) = session.duty_clocks(&clocks)?;
    let need = Need {
        assets: Reading::Wanted,
        inspections: Reading::Wanted,
        meters: OfMeters::All,
        ..Need::stock(Window::until(set.as_of()))
    };
    let books = session.read_known(need, &set)?;
    let story = asset_story(&books, store::lives(), &tag, clock);
    session.show_known(&story.map_err(|refusal| Failure::refused(&refusal))?, &set)
}
