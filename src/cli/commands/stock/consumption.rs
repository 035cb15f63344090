//! `houqin stock consumption`: what departments used.

use houqin::base::{DepartmentCode, Span};
use houqin::books::{Need, Window};
use houqin::stock::{self, AskedOfSteps, ConsumptionOptions};

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
    // Of days that have not come yet there is nothing to be asked.
    let days = Span::new(span.first(), span.last().min(set.as_of()));
    let window = Window::until(span.last());
    let (books, steps) = match days {
        Some(days) => {
            let of = AskedOfSteps::Uses(days, options.store.clone());
            session.scan_steps_known((window, &of), &set)?
        }
        None => (session.read_known(Need::stock(window), &set)?, None),
    };
    if let Some(department) = &options.department {
        books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let result = match steps {
        Some(steps) => stock::consumption_of(&books.stock, steps.uses, &options),
        None => stock::consumption(&books.stock, &options),
    };
    let result = result.map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&result, &set)
}
