//! The group of files for other programs.

use clap::Subcommand;

use super::{ics, parquet, schema};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Ics(ics::Args),
    Parquet(parquet::Args),
    Schema(schema::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Ics(args) => ics::run(session, args),
        Group::Parquet(args) => parquet::run(session, args),
        Group::Schema(args) => schema::run(session, args),
    }
}
