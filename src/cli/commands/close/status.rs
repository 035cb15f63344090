//! `houqin close status`: which months are sealed, and what a month still wants.

use houqin::base::{Check, Day, Month};
use houqin::books::Books;
use houqin::closing::{Book, Demand, MonthState, Sealable};
use houqin::report::MonthsClosed;

use super::demands::{books_of, demands, months};
use crate::cli::args::Asking;
use crate::cli::checking;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show which months are sealed, book by book, and what a month still wants
///
/// With a month: every demand of its seal by name, and whether it is in order. Without: the last
/// twelve months that are over, and every one since the first seal.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin close status
  houqin close status 2026-03
  houqin close status last-month --book stock --exit-code")]
pub(crate) struct Args {
    /// Month to look at closely, or a quarter or year of months
    #[arg(value_name = "MONTH")]
    month: Option<String>,
    /// Book to look at closely; may be given more than once
    #[arg(long, value_name = "BOOK", requires = "month")]
    book: Vec<String>,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { month, book, asking } = args;
    let asked = books_of(session, &book)?;
    let close = month.map(|month| months(session, &month)).transpose()?;
    let (seen, defects) = checking::defects(session)?;
    let shown = close.clone().unwrap_or_else(|| lately(&seen, session.today()));
    let mut of_months: Vec<(Sealable, Vec<Demand>)> = Vec::new();
    for month in close.iter().flatten() {
        for book in &asked {
            let of = Sealable { book: *book, month: *month };
            let has_rows = seen.first_day(*book).is_some_and(|day| day <= month.last());
            if !has_rows || matches!(seen.closing.state(of), MonthState::Sealed(_)) {
                continue;
            }
            let crlf = session.crlf_files(&seen, of)?;
            let all = demands((&seen, &defects), of, session.today(), crlf);
            of_months.push((of, in_short(all)));
        }
    }
    let is_wanting = of_months.iter().any(|(_, demands)| demands.iter().any(Demand::is_open));
    session.show(&MonthsClosed { closing: &seen.closing, months: shown, demands: of_months })?;
    Ok(if asking.exit_code && is_wanting { Exit::Found } else { Exit::Done })
}

/// The last twelve months that are over, and every one since the first seal.
fn lately(seen: &Books, today: Day) -> Vec<Month> {
    let begun = Book::ALL.iter().filter_map(|book| seen.first_day(*book)).min();
    let sealed = Book::ALL.iter().filter_map(|book| seen.closing.first_month(*book)).min();
    let running = today.month();
    let year = running.plus(-12).max(begun.map_or(running, Day::month));
    let first = sealed.map_or(year, |sealed| sealed.min(year));
    let months = std::iter::successors(Some(first), |month| Some(month.next()));
    months.take_while(|month| *month < running).collect()
}

/// The checks that are clean as one line, beside everything else.
fn in_short(demands: Vec<Demand>) -> Vec<Demand> {
    let is_check = |demand: &Demand| Check::parse(&demand.name).is_some();
    let (open, clean): (Vec<Demand>, Vec<Demand>) =
        demands.into_iter().partition(|demand| !is_check(demand) || demand.is_open());
    let all_clean = !open.iter().any(is_check);
    let checks = (all_clean && !clean.is_empty()).then(|| Demand::unless("checks", Vec::new()));
    open.into_iter().chain(checks).collect()
}
