//! `houqin report consumption`: what departments cost, against their quotas, ready to sign.

use houqin::base::{DepartmentCode, Span};
use houqin::books::{Bearing, Need, Window};
use houqin::closing::Book;
use houqin::stock::{DepartmentCostOptions, department_costs};

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what each department used month by month, against its quota, with lines to sign
///
/// Beside each month the month before and the same month of the year before; then by category. The
/// sum of the departments is held against the issues less the returns of the store rooms. With
/// --exit-code it ends with 1 when a department is over a quota. The period is this month unless
/// --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin report consumption -p last-month
  houqin report consumption -p 2026-Q1 --department NK1 --exit-code")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, department, clocks, restating, asking } = args;
    let Asking { exit_code } = asking;
    let set = session.clocks(&clocks)?;
    let span = session.period(period.period.as_deref())?;
    let department = session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
    let about = department.iter().map(ToString::to_string).collect();
    let options = DepartmentCostOptions { span, department, as_of: set.as_of() };
    let bearing = Bearing { book: Book::Stock, until: span.last(), about };
    // The months are held against those of the year before.
    let since = Span::new(span.first().month().plus(-12).first(), span.last()).unwrap_or(span);
    let need = Need::stock(Window::of(since, set.as_of()));
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (result, exit) = session.report(&paper, |books| {
        if let Some(department) = &options.department {
            books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
        }
        let costs = department_costs(&books.stock, &options);
        Ok(costs.map_err(|refusal| Failure::refused(&refusal))?)
    })?;
    Ok(if exit_code && result.is_over() { Exit::Found } else { exit })
}
