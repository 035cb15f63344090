//! The group of the store rooms.

use clap::Subcommand;

use super::{add, import, list};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(add::Args),
    Import(import::Args),
    List(list::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add::run(session, args),
        Group::Import(args) => import::run(session, args),
        Group::List(args) => list::run(session, args),
    }
}
