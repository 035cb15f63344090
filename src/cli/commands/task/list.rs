//! `houqin task list` and `show`: the tasks as they stand, and the history of one.

use houqin::base::TaskCode;
use houqin::books::Need;
use houqin::inspections::{self, TaskOptions, TaskWhich};

use crate::cli::args::{Asking, Clocks, Period};
use crate::cli::clocks::Set;
use crate::cli::commands::indicator::this_year;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// List the tasks that are to be done, the overdue ones first; with --all, those of the period
///
/// With --exit-code an overdue task exits with 1.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin task list\n  houqin task list --overdue --owner 库管员\n  \
    houqin task list --all -p 2026"
)]
pub(crate) struct Args {
    /// Only those whose deadline has passed
    #[arg(long, conflicts_with = "all")]
    overdue: bool,
    /// Done and cancelled ones too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    asking: Asking,
}

/// Which tasks, and when
#[derive(Debug, clap::Args)]
pub(crate) struct Filter {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
    /// Only those of this owner
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Only those of this department, as it is written in the plan
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only those of this section
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,
}

impl Filter {
    /// Understands the flags; the period is this year unless it is given.
    pub(crate) fn options(
        self,
        session: &Session,
        which: TaskWhich,
    ) -> anyhow::Result<(Set, TaskOptions)> {
        let Self { period, clocks, owner, department, section } = self;
        let (set, clock) = session.duty_clocks(&clocks)?;
        let period = match period.period {
            Some(period) => session.period(Some(&period))?,
            None => this_year(session),
        };
        Ok((set, TaskOptions { period, clock, which, owner, department, section }))
    }
}

/// Show a task: where it stands, and everything that happened to it
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin task show 2026-17")]
pub(crate) struct Show {
    /// Task
    #[arg(value_name = "TASK")]
    task: String,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { overdue, all, filter, asking } = args;
    let which = match (overdue, all) {
        (true, _) => TaskWhich::Overdue,
        (false, true) => TaskWhich::All,
        (false, false) => TaskWhich::Unsettled,
    };
    let (set, options) = filter.options(session, which)?;
    let books = session.read_known(Need::inspections(), &set)?;
    let tasks = inspections::tasks(&books.inspections, &options);
    let exit = session.show_known(&tasks, &set)?;
    Ok(if asking.exit_code && tasks.has_something_open() { Exit::Found } else { exit })
}

pub(crate) fn show(session: &Session, args: Show) -> anyhow::Result<Exit> {
    let Show { task, clocks } = args;
    let task = session.arg("TASK", &task, TaskCode::parse)?;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let books = session.read_known(Need::inspections(), &set)?;
    let history = inspections::task_history(&books.inspections, &task, clock);
    session.show_known(&history.map_err(|refusal| Failure::refused(&refusal))?, &set)
}
