//! Readings that break a rule: they stand in the ledger, and somebody should look at them again.

use crate::base::Day;
use crate::books::Books;
use crate::closing::Book;
use crate::meters::{self, Breach, Rule, View};

use super::{Ledger, Remark};

/// What is to be looked at about the readings; what was sealed was looked at before.
///
/// A use beyond what is usual is told for this month and the one before: later it is no question of
/// a digit any more, and the page of the point still shows it.
pub(super) fn remarks(books: &Books, today: Day) -> Vec<Remark> {
    let is_open = |breach: &Breach| books.closing.admits(Book::Meters, breach.day).is_ok();
    let since = today.month().previous().first();
    let is_news = |breach: &Breach| breach.rule != Rule::Usual || breach.day >= since;
    let of_points = books.meters.histories();
    of_points
        .flat_map(|history| meters::breaches(history, &View::NOW))
        .chain(meters::subs_above_mains(&books.meters, today))
        .filter(is_open)
        .filter(is_news)
        .map(|breach| Remark {
            ledger: Ledger::Readings,
            key: breach.reading.to_string(),
            column: Some("register"),
            message: breach.message,
        })
        .collect()
}
