//! `houqin report contractors`: what the contractors came to, month by month.

use houqin::books::Need;
use houqin::inspections;
use houqin::report::Explained;

use crate::cli::args::Asking;
use crate::cli::commands::inspect::{Filter, must_be_known};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show the contractors' months: score, payment band, bad months in a row, open findings
///
/// A month is the sum over the contract's checklists; one without a sheet is missing, never full
/// marks, and neither ends nor adds to the bad months in a row. With --exit-code a month that is
/// missing or escalates exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report contractors -p 2026-03\n  \
    houqin report contractors -p 2026-Q1 --subject 保洁公司 --explain --exit-code")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    /// Show how every figure came about, step by step
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { filter, explain, asking } = args;
    let (set, options) = filter.options(session)?;
    let books = session.read_known(Need::inspections(), &set)?;
    must_be_known(&books, &options)?;
    let result = inspections::contractors(&books.inspections, &options);
    let open = result.has_something_open();
    let workings = if explain { result.workings() } else { Vec::new() };
    let exit = session.show_known(&Explained { result, workings }, &set)?;
    Ok(if asking.exit_code && open { Exit::Found } else { exit })
}
