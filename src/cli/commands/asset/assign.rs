//! `houqin asset assign`: hands a thing to a department or a person.

use houqin::assets;
use houqin::books::{Change, Need};

use super::moves::Target;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Hand a thing to a department or a person
///
/// What is not given stays as it is. What another department has is transferred, not assigned.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin asset assign FWQ-01 --department XXK --place 3楼机房 --custodian 管理员甲"
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
    session.record("asset assign", Need::assets(), &writing, |books, stamp| {
        assets::assign(&books.assets, &books.org, request, stamp).map(Change::from_decided)
    })
}
