//! The group of files for other programs.

use clap::Subcommand;

use super::ics;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Files for other programs: the deadlines as a calendar
#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Ics(ics::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Ics(args) => ics::run(session, args),
    }
}
