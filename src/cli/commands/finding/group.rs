//! The group of findings.

use clap::Subcommand;

use super::{import, list, open, report, show, step};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Open(open::Args),
    Report(report::Args),
    Assign(step::Assign),
    Extend(step::Extend),
    Rectify(step::Rectify),
    Verify(step::Verify),
    Import(import::Args),
    List(list::Args),
    Show(show::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Open(args) => open::run(session, args),
        Group::Report(args) => report::run(session, args),
        Group::Assign(args) => step::assign(session, args),
        Group::Extend(args) => step::extend(session, args),
        Group::Rectify(args) => step::rectify(session, args),
        Group::Verify(args) => step::verify(session, args),
        Group::Import(args) => import::run(session, args),
        Group::List(args) => list::run(session, args),
        Group::Show(args) => show::run(session, args),
    }
}
