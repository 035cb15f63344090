//! `houqin inspect matrix`: the clauses of the accreditation against what they rest on.

use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::inspections;

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show for every clause of the accreditation whether it is met, and what is missing
///
/// A clause is met when everything it rests on holds: its rules reach their target in the period,
/// its files are what they were, its indicators and tasks are where they should be. What rests on
/// nothing is a gap: nobody assessed it. A chapter without a clause is one, too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect matrix -p 2026\n  \
    houqin inspect matrix -p 2026-Q1 -f csv --bom -o 条款对照.csv\n  \
    houqin inspect matrix -p 2026 --exit-code")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period: Period { period }, clocks, restating, asking } = args;
    let (set, clock) = session.duty_clocks(&clocks)?;
    let span = session.period(period.as_deref())?;
    let bearing = Bearing { book: Book::Inspections, until: span.last(), about: Vec::new() };
    let paper = Paper { set, need: Need::inspections(), span, bearing, restating: &restating };
    let (matrix, exit) =
        session.report(&paper, |books| Ok(inspections::matrix(&books.inspections, span, clock)))?;
    Ok(if asking.exit_code && matrix.has_gaps() { Exit::Found } else { exit })
}
