//! The group of tasks.

use clap::Subcommand;

use super::{add, import, list, step};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(add::Args),
    Import(import::Args),
    Progress(step::Progress),
    Done(step::Done),
    Reopen(step::Reopen),
    Extend(step::Extend),
    Cancel(step::Cancel),
    List(list::Args),
    Show(list::Show),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add::run(session, args),
        Group::Import(args) => import::run(session, &args),
        Group::Progress(args) => step::progress(session, args),
        Group::Done(args) => step::done(session, args),
        Group::Reopen(args) => step::reopen(session, args),
        Group::Extend(args) => step::extend(session, args),
        Group::Cancel(args) => step::cancel(session, args),
        Group::List(args) => list::run(session, args),
        Group::Show(args) => list::show(session, args),
    }
}
