//! `houqin report unsigned`: issues that no department has signed for.

use houqin::base::DepartmentCode;
use houqin::books::{Bearing, Need, Window};
use houqin::closing::Book;
use houqin::stock::{self, UnsignedOptions};

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show which issues no department has signed for, with lines to sign
///
/// An issue is signed when its line names who received it, or by `stock sign`. The period is this
/// month unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin report unsigned -p 2026-03
  houqin report unsigned -p last-month --department NK1 --exit-code -q")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    room: Room,
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
    let Args { period, room, department, clocks, restating, asking } = args;
    let set = session.clocks(&clocks)?;
    let span = session.period(period.period.as_deref())?;
    let options = UnsignedOptions {
        span,
        store: room.read(session)?,
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
        as_of: set.as_of(),
    };
    let department = options.department.iter().map(ToString::to_string);
    let bearing = Bearing { book: Book::Stock, until: set.as_of(), about: department.collect() };
    let need = Need::stock(Window::until(set.as_of()));
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (result, exit) = session.report(&paper, |books| {
        if let Some(department) = &options.department {
            books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
        }
        let result = stock::unsigned(&books.stock, &options);
        Ok(result.map_err(|refusal| Failure::refused(&refusal))?)
    })?;
    Ok(if asking.exit_code && result.is_open() { Exit::Found } else { exit })
}
