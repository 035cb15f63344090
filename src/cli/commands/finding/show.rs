//! `houqin finding show`: one finding and all that happened to it.

use houqin::base::RecordId;
use houqin::books::Need;

use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show one finding: how it stands, whom to tell, and all that happened to it
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin finding show F20260305-test-000002")]
pub(crate) struct Args {
    /// Number of the finding
    #[arg(value_name = "FINDING")]
    finding: String,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { finding, clocks } = args;
    let finding = session.arg("FINDING", &finding, RecordId::parse)?;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let books = session.read_known(Need::inspections(), &set)?;
    let story = books.inspections.finding_story(&finding, clock);
    session.show_known(&story.map_err(|refusal| Failure::refused(&refusal))?, &set)
}
