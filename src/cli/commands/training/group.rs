//! The group of trainings and drills.

use clap::Subcommand;

use super::{attend, coverage, import, list};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Attend(Box<attend::Args>),
    Import(import::Args),
    List(list::Args),
    Coverage(coverage::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Attend(args) => attend::run(session, *args),
        Group::Import(args) => import::run(session, &args),
        Group::List(args) => list::run(session, args),
        Group::Coverage(args) => coverage::run(session, args),
    }
}
