//! The group of the catalogue.

use clap::Subcommand;

use super::{add, edit, find, import, list, show};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(add::Args),
    Edit(edit::Args),
    Import(import::Args),
    List(list::Args),
    Find(find::Args),
    Show(show::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add::run(session, args),
        Group::Edit(args) => edit::run(session, args),
        Group::Import(args) => import::run(session, args),
        Group::List(args) => list::run(session, args),
        Group::Find(args) => find::run(session, args),
        Group::Show(args) => show::run(session, args),
    }
}
