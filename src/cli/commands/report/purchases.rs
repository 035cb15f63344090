//! `houqin report purchases`: plan, order, receipt and invoice side by side, ready to sign.

use houqin::books::{Bearing, Need, Window};
use houqin::closing::Book;
use houqin::stock::purchase::{MatchingOptions, matching};

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show plan, order, receipt and invoice side by side, with lines to sign
///
/// Order by order, and for goods that came without one slip by slip: what was planned, ordered,
/// received and invoiced, and every difference. An order or a slip is shown when any of its rows is
/// dated in the period, with everything that came of it by the day of --as-of. The period is this
/// month unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin report purchases -p 2026-03
  houqin report purchases -p last-month --supplier 华北五金 --exit-code -q")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    /// Only this supplier
    #[arg(long, value_name = "SUPPLIER")]
    supplier: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, supplier, clocks, restating, asking } = args;
    let Asking { exit_code } = asking;
    let set = session.clocks(&clocks)?;
    let span = session.period(period.period.as_deref())?;
    let as_of = set.as_of();
    let options = MatchingOptions { span, as_of, supplier };
    let bearing = Bearing { book: Book::Stock, until: as_of, about: Vec::new() };
    let need = Need::stock(Window::until(as_of));
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (result, exit) = session.report(&paper, |books| Ok(matching(&books.stock, &options)))?;
    Ok(if exit_code && result.open().next().is_some() { Exit::Found } else { exit })
}
