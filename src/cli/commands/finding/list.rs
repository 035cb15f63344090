//! `houqin finding list`: the findings and how long they are open.

use houqin::books::Need;
use houqin::inspections::{self, Which};

use crate::cli::commands::inspect::{Filter, must_be_known};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the findings that are not closed; with --all, all that were opened in the period
///
/// Whom to tell of one that is overdue, after how many days, and within how many days of its closing
/// the same trouble is a repeated one, is in houqin.toml, [findings]. With --all come the rates: put
/// right within the standard's days, by the first deadline, by the one in force. One that was given
/// no deadline when it was opened is never in time by the latter two.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin finding list\n  houqin finding list --overdue\n  \
    houqin finding list --repeated\n  houqin finding list --all -p 2026-Q1")]
pub(crate) struct Args {
    /// Closed ones too
    #[arg(long)]
    all: bool,
    /// Only those that nobody put right by their deadline
    #[arg(long, conflicts_with = "all")]
    overdue: bool,
    /// Only those that came again soon after they were closed
    #[arg(long, conflicts_with_all = ["all", "overdue"])]
    repeated: bool,
    #[command(flatten)]
    filter: Filter,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { all, overdue, repeated, filter } = args;
    let (set, options) = filter.options(session)?;
    let which = match (all, overdue, repeated) {
        (true, _, _) => Which::All,
        (_, true, _) => Which::Overdue,
        (_, _, true) => Which::Repeated,
        _ => Which::Unclosed,
    };
    let books = session.read_known(Need::inspections(), &set)?;
    must_be_known(&books, &options)?;
    session.show_known(&inspections::findings(&books.inspections, &options, which), &set)
}
