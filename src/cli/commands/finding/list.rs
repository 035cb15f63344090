//! `houqin finding list`: the findings and how long they are open.

use houqin::books::Need;
use houqin::inspections::{self, Which};

use crate::cli::commands::inspect::{Filter, must_be_known};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the findings that are not closed; with --all, all that were opened in the period
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin finding list\n  houqin finding list --all -p 2026-Q1")]
pub(crate) struct Args {
    /// Closed ones too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    filter: Filter,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { all, filter } = args;
    let (set, options) = filter.options(session)?;
    let which = if all { Which::All } else { Which::Unclosed };
    let books = session.read_known(Need::inspections(), &set)?;
    must_be_known(&books.inspections, &options)?;
    session.show_known(&inspections::findings(&books.inspections, &options, which), &set)
}
