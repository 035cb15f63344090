//! `houqin training list`: the trainings and drills of a period.

use houqin::books::Need;
use houqin::inspections;

use super::Filter;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the trainings and drills of a period, the latest first: who came, hours, findings
///
/// What is recorded by inspect record and has no attendance yet is listed too, and the other way
/// round. The period is this year unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin training list\n  \
    houqin training list -p 2026-Q1 --rule PX-AQ")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { filter } = args;
    let (set, options) = filter.options(session)?;
    let books = session.read_known(Need::inspections(), &set)?;
    let sessions = inspections::training_sessions(&books.inspections, &books.org, &options);
    session.show_known(&sessions, &set)
}
