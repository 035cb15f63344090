//! `houqin report repairs`: the repairs of a period.

use houqin::books::{Bearing, Need, Reading, Window, repair_account};
use houqin::closing::Book;

use crate::cli::args::{Asking, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::repair::Filter;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the repairs of a period: number, response and completion in time, cost, what broke again
///
/// Looks at the orders that were reported in the period. An order that nobody answered or completed
/// counts as late once its time is over; standards by urgency, how soon is a repeated repair, and
/// the target are in houqin.toml, [repairs]. With --exit-code it exits with 1 when an order is
/// overdue, something broke again or the target is missed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin report repairs -p 2026-03\n  \
    houqin report repairs -p 2026-Q1 --contractor 电梯维保 --exit-code\n  \
    houqin report repairs -p 2026-03 --as-of 2026-03-31 -f xlsx -o 维修.xlsx")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { filter, restating, asking } = args;
    let (set, options) = filter.options(session)?;
    let span = options.period;
    let about = options.subject.iter().map(ToString::to_string).collect();
    let bearing = Bearing { book: Book::Inspections, until: span.last(), about };
    let need = Need { inspections: Reading::Wanted, ..Need::stock(Window::until(set.as_of())) };
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (account, exit) = session.report(&paper, |books| {
        if let Some(department) = &options.department {
            let known = books.org.known_department(department);
            known.map_err(|refusal| Failure::refused(&refusal))?;
        }
        Ok(repair_account(books, &options))
    })?;
    let found = account.report.has_something_open();
    Ok(if asking.exit_code && found { Exit::Found } else { exit })
}
