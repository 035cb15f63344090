//! The group of indicators.

use clap::Subcommand;

use super::{add, import, list, set, show};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(add::Args),
    Set(set::Args),
    Import(import::Args),
    List(list::Args),
    Show(show::Args),
    Sample(list::Sample),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add::run(session, args),
        Group::Set(args) => set::run(session, args),
        Group::Import(args) => import::run(session, &args),
        Group::List(args) => list::run(session, args),
        Group::Show(args) => show::run(session, args),
        Group::Sample(args) => list::sample(session, &args),
    }
}
