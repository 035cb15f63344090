//! `houqin contractor list`: the contracts.

use houqin::books::Need;
use houqin::inspections;

use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the contracts: days, checklists, payment bands
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin contractor list")]
pub(crate) struct Args {}

pub(crate) fn run(session: &Session, args: &Args) -> anyhow::Result<Exit> {
    let Args {} = args;
    session.show(&inspections::contracts(&session.read(Need::inspections())?.inspections))
}
