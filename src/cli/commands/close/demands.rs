//! What sealing demands of a month, gathered: what the books say, what the checks found, how the
//! files are written; and the months and books that a command line means.

use std::collections::BTreeMap;

use houqin::base::{Argument, Check, Day, Diagnostic, Message, Month};
use houqin::books::{self, Books, Need};
use houqin::closing::{Book, Demand, Sealable};
use houqin::store;

use crate::cli::fail::{Failure, usage_message};
use crate::cli::session::Session;

/// The months of an argument such as `2026-03`, `2026-Q1` or `last-month`: whole ones only.
pub(in crate::cli::commands) fn months(
    session: &Session,
    text: &str,
) -> anyhow::Result<Vec<Month>> {
    let period = session.period(Some(text))?;
    if period.first().day_of_month() != 1 || period.last().next().day_of_month() != 1 {
        let message = usage_message("closing.whole_months", "MONTH");
        return Err(Failure::usage(message.with("period", period.to_string())).into());
    }
    Ok(period.months().collect())
}

/// The books that are named; none named means all.
pub(in crate::cli::commands) fn books_of(
    session: &Session,
    named: &[String],
) -> anyhow::Result<Vec<Book>> {
    let choice = |text: &String| {
        session.choice("--book", text, &Book::ALL, |book| (book.word(), book.key()))
    };
    let mut books: Vec<Book> = named.iter().map(choice).collect::<anyhow::Result<_>>()?;
    books.sort_unstable();
    books.dedup();
    Ok(if books.is_empty() { Book::ALL.to_vec() } else { books })
}

/// Everything that sealing a month of a book demands, as it stands.
///
/// A defect counts against a month unless it stands in another book or in the file of a later
/// month, or is about later days; which check it belongs to is the name by which it is waived.
pub(super) fn demands(
    (books, defects): (&Books, &[Diagnostic]),
    of: Sealable,
    today: Day,
    crlf: Vec<Message>,
) -> Vec<Demand> {
    let mut found: BTreeMap<Check, Vec<Message>> = BTreeMap::new();
    for defect in defects.iter().filter(|defect| bears_on(defect, of)) {
        if let Some(check) = Check::of(&defect.message.code) {
            found.entry(check).or_default().push(defect.message.clone());
        }
    }
    let checks = Check::ALL
        .into_iter()
        .map(|check| Demand::unless(check.name(), found.remove(&check).unwrap_or_default()));
    let mut demands = books::demands(books, store::lives(), of, today);
    demands.push(Demand::unless("line-ends", crlf));
    demands.extend(checks);
    demands
}

/// Whether a defect can touch a month of a book.
fn bears_on(defect: &Diagnostic, of: Sealable) -> bool {
    let file = defect.place.file.as_str();
    let folder = file.split('/').next().unwrap_or(file);
    let of_another = Book::ALL.iter().any(|book| *book != of.book && book.word() == folder);
    let name = file.rsplit('/').next().unwrap_or(file);
    let month = name.strip_suffix(".csv").and_then(|name| Month::parse(name).ok());
    let days: Vec<Day> = defect.message.arguments.iter().filter_map(day_of).collect();
    let later = !days.is_empty() && days.iter().all(|day| *day > of.month.last());
    !of_another && !later && month.is_none_or(|month| month <= of.month)
}

/// The day that an argument of a message names.
fn day_of((_, argument): &(&str, Argument)) -> Option<Day> {
    match argument {
        Argument::Text(text) => Day::parse(text).ok(),
        Argument::Key(_) => None,
    }
}

/// Everything must be read, since any of it may stand in the way.
pub(super) const NEED: Need = Need::everything();
