//! The group of the stocktakes.

use clap::Subcommand;

use super::{approve, cancel, differences, enter, import, list, open, post, sheet, show, status};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Stocktakes: count sheets, differences, approval
#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Open(open::Args),
    Sheet(sheet::Args),
    Enter(enter::Args),
    Import(import::Args),
    Status(status::Args),
    Differences(differences::Args),
    Approve(approve::Args),
    Post(post::Args),
    Cancel(cancel::Args),
    List(list::Args),
    Show(show::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Open(args) => open::run(session, args),
        Group::Sheet(args) => sheet::run(session, args),
        Group::Enter(args) => enter::run(session, args),
        Group::Import(args) => import::run(session, args),
        Group::Status(args) => status::run(session, args),
        Group::Differences(args) => differences::run(session, args),
        Group::Approve(args) => approve::run(session, args),
        Group::Post(args) => post::run(session, args),
        Group::Cancel(args) => cancel::run(session, args),
        Group::List(args) => list::run(session, args),
        Group::Show(args) => show::run(session, args),
    }
}
