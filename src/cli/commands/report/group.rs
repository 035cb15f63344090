//! The group of the reports.

use clap::Subcommand;

use super::depreciation;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Reports for a period, ready to sign
#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Depreciation(depreciation::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Depreciation(args) => depreciation::run(session, args),
    }
}
