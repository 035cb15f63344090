//! The group of the stocktakes.

use clap::Subcommand;

use super::{
    approve, cancel, charged, differences, due, enter, explain, import, list, open, pend, pending,
    post, recount, scan, settle, sheet, show, status, withdraw,
};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Open(open::Args),
    Sheet(sheet::Args),
    Enter(enter::Args),
    Scan(scan::Args),
    Import(import::Args),
    Status(status::Args),
    Differences(differences::Args),
    Recount(recount::Args),
    Explain(explain::Args),
    Withdraw(withdraw::Args),
    Approve(approve::Args),
    Pend(pend::Args),
    Post(post::Args),
    Pending(pending::Args),
    Settle(settle::Args),
    Charged(charged::Args),
    Cancel(cancel::Args),
    List(list::Args),
    Show(show::Args),
    Due(due::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Open(args) => open::run(session, args),
        Group::Sheet(args) => sheet::run(session, args),
        Group::Enter(args) => enter::run(session, args),
        Group::Scan(args) => scan::run(session, args),
        Group::Import(args) => import::run(session, args),
        Group::Status(args) => status::run(session, args),
        Group::Differences(args) => differences::run(session, args),
        Group::Recount(args) => recount::run(session, args),
        Group::Explain(args) => explain::run(session, args),
        Group::Withdraw(args) => withdraw::run(session, args),
        Group::Approve(args) => approve::run(session, args),
        Group::Pend(args) => pend::run(session, args),
        Group::Post(args) => post::run(session, args),
        Group::Pending(args) => pending::run(session, args),
        Group::Settle(args) => settle::run(session, args),
        Group::Charged(args) => charged::run(session, args),
        Group::Cancel(args) => cancel::run(session, args),
        Group::List(args) => list::run(session, args),
        Group::Show(args) => show::run(session, args),
        Group::Due(args) => due::run(session, args),
    }
}
