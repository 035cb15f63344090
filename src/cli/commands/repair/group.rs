//! The group of repair orders.

use clap::Subcommand;

use super::{import, list, open, show, step};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Open(open::Args),
    Respond(step::Respond),
    Complete(step::Complete),
    Accept(step::Accept),
    Extend(step::Extend),
    Cancel(step::Cancel),
    Import(import::Args),
    List(list::Args),
    Show(show::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Open(args) => open::run(session, args),
        Group::Respond(args) => step::respond(session, args),
        Group::Complete(args) => step::complete(session, args),
        Group::Accept(args) => step::accept(session, args),
        Group::Extend(args) => step::extend(session, args),
        Group::Cancel(args) => step::cancel(session, args),
        Group::Import(args) => import::run(session, args),
        Group::List(args) => list::run(session, args),
        Group::Show(args) => show::run(session, args),
    }
}
