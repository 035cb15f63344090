//! `houqin report tasks`: how the year's plan was kept.

use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::inspections::{self, TaskWhich};
use houqin::report::TaskReport;

use crate::cli::args::{Asking, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::task::Filter;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show how the year's plan was kept: by owner and section, the overdue tasks first
///
/// Looks at the tasks whose first deadline is in the period, this year unless --period says
/// otherwise. Rates are over the tasks whose deadline has passed: what is not done, or cancelled
/// after its deadline, stays in them. The strict rate holds everything against its first deadline.
/// With --exit-code an overdue task exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report tasks -p 2026\n  \
    houqin report tasks -p 2026-Q1 --as-of 2026-03-31 --exit-code\n  \
    houqin report tasks -p 2026 --owner 库管员 -f csv")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { filter, restating, asking } = args;
    let (set, options) = filter.options(session, TaskWhich::All)?;
    let span = options.period;
    let bearing = Bearing { book: Book::Inspections, until: span.last(), about: Vec::new() };
    let paper = Paper { set, need: Need::inspections(), span, bearing, restating: &restating };
    let (report, exit) = session
        .report(&paper, |books| Ok(TaskReport(inspections::tasks(&books.inspections, &options))))?;
    Ok(if asking.exit_code && report.0.has_something_open() { Exit::Found } else { exit })
}
