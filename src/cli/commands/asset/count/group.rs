//! The group of the asset stocktakes.

use clap::Subcommand;

use super::{enter, follow, import, list, open, scan, settle, sheet, sign, status, withdraw};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Asset stocktakes: sheets, scans, the eight classes, signature, follow-up of the missing
#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Open(open::Args),
    Sheet(sheet::Args),
    Scan(scan::Args),
    Enter(enter::Args),
    Import(import::Args),
    Withdraw(withdraw::Args),
    Status(status::Args),
    Sign(sign::Args),
    Follow(follow::Args),
    Settle(settle::Args),
    Cancel(open::Cancel),
    List(list::Args),
}

pub(crate) fn run(session: &Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Open(args) => open::run(session, args),
        Group::Sheet(args) => sheet::run(session, args),
        Group::Scan(args) => scan::run(session, args),
        Group::Enter(args) => enter::run(session, args),
        Group::Import(args) => import::run(session, args),
        Group::Withdraw(args) => withdraw::run(session, args),
        Group::Status(args) => status::run(session, args),
        Group::Sign(args) => sign::run(session, args),
        Group::Follow(args) => follow::run(session, args),
        Group::Settle(args) => settle::run(session, args),
        Group::Cancel(args) => open::cancel(session, args),
        Group::List(args) => list::run(session, args),
    }
}
