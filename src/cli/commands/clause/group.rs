//! The group of clauses.

use clap::Subcommand;

use super::{add, adopt, import, list, rest};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    List(list::Args),
    Show(list::Show),
    Sample(adopt::SampleArgs),
    Check(adopt::Check),
    Adopt(adopt::Adopt),
    Add(add::Args),
    Import(import::Args),
    Rest(rest::Args),
    Na(rest::Na),
    Drop(rest::Drop),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::List(args) => list::run(session, &args),
        Group::Show(args) => list::show(session, args),
        Group::Sample(args) => adopt::sample(session, args),
        Group::Check(args) => adopt::check(session, args),
        Group::Adopt(args) => adopt::run(session, args),
        Group::Add(args) => add::run(session, args),
        Group::Import(args) => import::run(session, args),
        Group::Rest(args) => rest::run(session, args),
        Group::Na(args) => rest::na(session, args),
        Group::Drop(args) => rest::drop_ground(session, args),
    }
}
