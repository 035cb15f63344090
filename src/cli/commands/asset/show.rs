//! `houqin asset show`: one card with everything known about it.

use houqin::assets;
use houqin::books::Need;
use houqin::store;

use super::tag::tag as read_tag;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show a card: what the thing is, where, with whom, its value and every event
///
/// What a scanner reads off the label will do in place of the tag.
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
    let set = session.clocks(&clocks)?;
    let books = session.read_known(Need::assets(), &set)?;
    let dossier = assets::dossier(&books.assets, store::lives(), &tag, set.as_of())
        .map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&dossier, &set)
}
