//! The group of the meters.

use clap::Subcommand;

use super::{
    add, balance, coverage, import, list, missing, night, read, replace, route, show, usage,
};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Box<add::Args>),
    Replace(replace::Replace),
    Reset(replace::Reset),
    List(list::List),
    Tree(list::Tree),
    Show(show::Args),
    Read(read::Args),
    Import(import::Args),
    /// Rounds: their list, the sheet of one, and the sheet filled in
    #[command(subcommand)]
    Route(route::Group),
    Missing(missing::Args),
    Usage(usage::Args),
    Balance(balance::Args),
    Night(Box<night::Args>),
    Coverage(coverage::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add::run(session, *args),
        Group::Replace(args) => replace::replace(session, args),
        Group::Reset(args) => replace::reset(session, args),
        Group::List(args) => list::list(session, args),
        Group::Tree(args) => list::tree(session, args),
        Group::Show(args) => show::run(session, args),
        Group::Read(args) => read::run(session, args),
        Group::Import(args) => import::run(session, args),
        Group::Route(group) => route::run_group(session, group),
        Group::Missing(args) => missing::run(session, args),
        Group::Usage(args) => usage::run(session, args),
        Group::Balance(args) => balance::run(session, args),
        Group::Night(args) => night::run(session, *args),
        Group::Coverage(args) => coverage::run(session, args),
    }
}
