//! The group of sealing.

use clap::Subcommand;

use super::{reopen, seal, sign, status};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Seal(seal::Args),
    Reopen(reopen::Args),
    Status(status::Args),
    Sign(sign::Args),
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Seal(args) => seal::run(session, args),
        Group::Reopen(args) => reopen::run(session, args),
        Group::Status(args) => status::run(session, args),
        Group::Sign(args) => sign::run(session, args),
    }
}
