//! `houqin training coverage`: of those who must come to a training, who did.

use houqin::base::{DepartmentCode, RuleCode};
use houqin::books::Need;
use houqin::inspections::{self, TrainingOptions};

use crate::cli::args::{Asking, Clocks, Period};
use crate::cli::clocks::Set;
use crate::cli::commands::indicator::this_year;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show of each training and period who must come, who came and who is missed, by name
///
/// Who must come say the subjects of the rule: a person, a department, a site; any other subject
/// stands for the whole staff. `[trainings]` in houqin.toml can name other places and kinds of work.
/// Asked for is whoever was at work for half of the period or longer. Only what was entered in time
/// counts; what was entered too late is told beside it. Periods that are running are in no rate.
/// With --exit-code a share that is not reached exits with 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin training coverage -p 2026-Q1\n  \
    houqin training coverage --rule PX-AQ --department HQ --exit-code")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    asking: Asking,
}

/// Which trainings, and when
#[derive(Debug, clap::Args)]
pub(crate) struct Filter {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
    /// Only this rule
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Only the staff of this department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
}

impl Filter {
    /// Understands the flags; the period is this year unless it is given.
    pub(crate) fn options(self, session: &Session) -> anyhow::Result<(Set, TrainingOptions)> {
        let Self { period, clocks, rule, department } = self;
        let (set, clock) = session.duty_clocks(&clocks)?;
        let period = match period.period {
            Some(period) => session.period(Some(&period))?,
            None => this_year(session),
        };
        let rule = session.maybe("--rule", rule.as_deref(), RuleCode::parse)?;
        let department =
            session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
        Ok((set, TrainingOptions { period, clock, rule, department }))
    }
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { filter, asking } = args;
    let (set, options) = filter.options(session)?;
    let books = session.read_known(Need::inspections(), &set)?;
    let coverage = inspections::training_coverage(&books.inspections, &books.org, &options);
    let exit = session.show_known(&coverage, &set)?;
    Ok(if asking.exit_code && coverage.falls_short() { Exit::Found } else { exit })
}
