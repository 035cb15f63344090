//! `houqin report exchanges`: what was given new against what came back old.

use houqin::base::{DepartmentCode, ItemCode};
use houqin::books::{Bearing, Need, Window};
use houqin::closing::Book;
use houqin::stock::{self, OutstandingOptions, Owing};

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show which old goods are still to come back, who exempted what, and the pool, with lines to sign
///
/// What is missing at the end of the period, by department, person and item; the exemptions of the
/// period; what came into the pool of old goods and what became of it. The period is this month
/// unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin report exchanges -p 2026-03
  houqin report exchanges -p last-month --department NK1 --exit-code -q")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only this item
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, department, item, clocks, restating, asking } = args;
    let set = session.clocks(&clocks)?;
    let span = session.period(period.period.as_deref())?;
    let options = OutstandingOptions {
        as_of: set.as_of(),
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
        item: session.maybe("--item", item.as_deref(), ItemCode::parse)?,
        owing: Owing::Open,
    };
    let about = options.department.iter().map(ToString::to_string);
    let about = about.chain(options.item.iter().map(ToString::to_string)).collect();
    let bearing = Bearing { book: Book::Stock, until: span.last(), about };
    let need = Need::stock(Window::until(span.last()));
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (result, exit) = session.report(&paper, |books| {
        if let Some(department) = &options.department {
            books.org.known_department(department).map_err(|refusal| Failure::refused(&refusal))?;
        }
        let policy = &books.settings.exchange;
        let result = stock::exchange_report(&books.stock, policy, span, &options);
        Ok(result.map_err(|refusal| Failure::refused(&refusal))?)
    })?;
    let open = !result.outstanding.is_empty();
    Ok(if asking.exit_code && open { Exit::Found } else { exit })
}
