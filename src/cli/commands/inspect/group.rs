//! The group of inspections.

use clap::Subcommand;

use super::{
    batch, due, excuse, explain, import, list, matrix, record, retention, roster, rounds, rules,
    show, simulate, templates,
};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Record(record::Args),
    Import(import::Args),
    Due(due::Args),
    Explain(explain::Args),
    Simulate(Box<simulate::Args>),
    Rounds(rounds::Args),
    List(list::Args),
    Show(show::Args),
    Templates(templates::Args),
    Rules(rules::Args),
    Excuse(excuse::Args),
    Matrix(matrix::Args),
    Retention(retention::Args),
    /// Batches: waste into its store and out, samples, calls and their answers
    #[command(subcommand)]
    Batch(batch::Group),
    /// Who is on duty when, for the certificates that a duty asks for
    #[command(subcommand)]
    Roster(roster::Group),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Record(args) => record::run(session, args),
        Group::Import(args) => import::run(session, args),
        Group::Due(args) => due::run(session, args),
        Group::Explain(args) => explain::run(session, args),
        Group::Simulate(args) => simulate::run(session, *args),
        Group::Rounds(args) => rounds::run(session, args),
        Group::List(args) => list::run(session, args),
        Group::Show(args) => show::run(session, args),
        Group::Templates(args) => templates::run(session, args),
        Group::Rules(args) => rules::run(session, args),
        Group::Excuse(args) => excuse::run(session, args),
        Group::Matrix(args) => matrix::run(session, args),
        Group::Retention(args) => retention::run(session, &args),
        Group::Batch(group) => batch::run(session, group),
        Group::Roster(group) => roster::run(session, group),
    }
}
