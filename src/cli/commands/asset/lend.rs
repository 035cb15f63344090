//! `houqin asset lend`, `return` and `idle`: a thing is away for a while, back, or needed by nobody.

use houqin::assets;
use houqin::books::{Change, Need};

use super::moves::Target;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Lend a thing: it stays its department's, and is where it was lent to
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin asset lend FWQ-01 --place 社区卫生站 --custodian 站长乙 --reason 义诊三天"
)]
pub(crate) struct Lend {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn lend(session: &Session, args: Lend) -> anyhow::Result<Exit> {
    let Lend { target, writing } = args;
    let request = target.request(session)?;
    session.record("asset lend", Need::assets(), &writing, |books, stamp| {
        assets::lend(&books.assets, &books.org, request, stamp).map(Change::from_decided)
    })
}

/// Take a lent thing back to where it was before
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin asset return FWQ-01")]
pub(crate) struct Return {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn give_back(session: &Session, args: Return) -> anyhow::Result<Exit> {
    let Return { target, writing } = args;
    let request = target.request(session)?;
    session.record("asset return", Need::assets(), &writing, |books, stamp| {
        assets::give_back(&books.assets, &books.org, request, stamp).map(Change::from_decided)
    })
}

/// Say that nobody needs a thing where it is
///
/// It is depreciated as before. `asset reuse` finds it before something is bought
/// (行政事业性国有资产管理条例, article 11); assign or transfer puts it to use.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin asset idle FWQ-01 --place 设备库 --reason 更新后退下")]
pub(crate) struct Idle {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn idle(session: &Session, args: Idle) -> anyhow::Result<Exit> {
    let Idle { target, writing } = args;
    let request = target.request(session)?;
    session.record("asset idle", Need::assets(), &writing, |books, stamp| {
        assets::idle(&books.assets, &books.org, request, stamp).map(Change::from_decided)
    })
}
