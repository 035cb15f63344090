//! `houqin inspect list`: records, and what each counts for.

use houqin::books::Need;
use houqin::inspections;
use houqin::report::Inspected;

use super::{Filter, must_be_known};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List inspection records: what each counts for, or why it does not
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect list -p 2026-03 --subject DT-01")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { filter } = args;
    let (set, options) = filter.options(session)?;
    let books = session.read_known(Need::inspections(), &set)?;
    must_be_known(&books, &options)?;
    session.show_known(&Inspected(inspections::records(&books.inspections, &options)), &set)
}
