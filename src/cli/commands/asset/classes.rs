//! `houqin asset classes`: the table of useful lives.

use houqin::store;

use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the classes with their useful lives, and what is not depreciated
///
/// By the government accounting standard on fixed assets, 财会〔2017〕4号.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin asset classes")]
pub(crate) struct Args {}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {} = args;
    session.show(store::lives())
}
