//! `houqin asset transfer`: moves a thing to another department or place.

use houqin::assets;
use houqin::books::{Change, Need};

use super::moves::Target;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Move a thing to another department or place
///
/// What is not given stays as it is, but place and person of another department do not come along.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin asset transfer FWQ-01 --department WK2 --place 5楼 --reason 科室搬迁"
)]
pub(crate) struct Args {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { target, writing } = args;
    let request = target.request(session)?;
    session.record("asset transfer", Need::assets(), &writing, |books, stamp| {
        assets::transfer(&books.assets, &books.org, request, stamp).map(Change::from_decided)
    })
}
