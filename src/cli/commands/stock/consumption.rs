//! `houqin stock consumption`: what departments used.

use houqin::base::{Day, DepartmentCode};
use houqin::books::{Need, Window};
use houqin::stock::{self, ConsumptionOptions};

use super::flags::Room;
use crate::cli::args::Period;
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
    /// Show what was known at the end of this day
    #[arg(long, value_name = "DAY")]
    known_by: Option<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, room, department, category, known_by } = args;
    let span = session.period(period.period.as_deref())?;
    let options = ConsumptionOptions {
        span,
        store: room.read(session)?,
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
        category,
        known_by: session.maybe("--known-by", known_by.as_deref(), Day::parse)?,
    };
    let books = session.read(Need::stock(Window::until(span.last())))?;
    if let Some(department) = &options.department {
        books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let result =
        stock::consumption(&books.stock, &options).map_err(|refusal| Failure::refused(&refusal))?;
    session.show(&result)
}
