//! `houqin inspect retention`: how long records are to be kept.

use houqin::books::Need;
use houqin::inspections;

use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show how long the rows of each ledger are to be kept, and by which text
///
/// Of several texts the strictest counts. houqin itself never removes a row.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect retention")]
pub(crate) struct Args {}

pub(crate) fn run(session: &Session, args: &Args) -> anyhow::Result<Exit> {
    let Args {} = args;
    session.show(&inspections::retention(&session.read(Need::inspections())?.inspections))
}
