//! `houqin repair list`: the repair orders and how long they are waited for.

use houqin::books::{Need, Reading, Window, repair_list};
use houqin::inspections::WhichRepairs;
use houqin::report::RepairList;

use super::Filter;
use crate::cli::args::Asking;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// List the repair orders that are not closed; with --all, all that were reported in the period
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin repair list\n  houqin repair list --overdue --exit-code\n  \
    houqin repair list --all -p 2026-Q1 --contractor 电梯维保"
)]
pub(crate) struct Args {
    /// Closed ones too
    #[arg(long)]
    all: bool,
    /// Only those that are waited for longer than the standard allows
    #[arg(long, conflicts_with = "all")]
    overdue: bool,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { all, overdue, filter, asking } = args;
    let (set, options) = filter.options(session)?;
    let which = match (all, overdue) {
        (true, _) => WhichRepairs::All,
        (false, true) => WhichRepairs::Overdue,
        (false, false) => WhichRepairs::Unclosed,
    };
    let need = Need { inspections: Reading::Wanted, ..Need::stock(Window::until(set.as_of())) };
    let books = session.read_known(need, &set)?;
    if let Some(department) = &options.department {
        let known = books.org.known_department(department);
        known.map_err(|refusal| Failure::refused(&refusal))?;
    }
    let lines = repair_list(&books, &options, which);
    let late = lines.iter().any(houqin::inspections::RepairLine::is_overdue);
    let exit = session.show_known(&RepairList { as_of: set.as_of(), lines }, &set)?;
    Ok(if asking.exit_code && late { Exit::Found } else { exit })
}
