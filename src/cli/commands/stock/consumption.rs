//! `houqin stock consumption`: what departments used.

use houqin::base::DepartmentCode;
use houqin::books::{Need, Window};
use houqin::stock::{self, ConsumptionOptions};

use super::flags::Room;
use crate::cli::args::{Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what departments used and what it cost: issues less returns
///
/// The period is this month unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock consumption -p 2026-Q1
  houqin stock consumption -p last-month --department NK1")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    room: Room,
    /// Only this department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, room, department, category, clocks } = args;
    let span = session.period(period.period.as_deref())?;
    let set = session.clocks(&clocks)?;
    let options = ConsumptionOptions {
        span,
        store: room.read(session)?,
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
        category,
        as_of: set.as_of(),
    };
    let books = session.read_known(Need::stock(Window::until(span.last())), &set)?;
    if let Some(department) = &options.department {
        books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let result =
        stock::consumption(&books.stock, &options).map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&result, &set)
}
