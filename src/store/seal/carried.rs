//! Whether the balances that a seal carried forward are still what the books come to.
//!
//! The rows of a sealed month do not change in silence, `verify` sees to that; but what they are
//! worth follows from the cost method of `houqin.toml`, which no seal keeps.

use std::collections::BTreeMap;

use crate::base::{Argument, Diagnostic, Message, Place};
use crate::books::{Books, carried};
use crate::closing::{Book, Sealable};
use crate::store::journal::Journal;
use crate::store::{StoreError, layout, lives};

use super::write::table;

/// Holds the stock balances of the last sealed month against the books; tells the first that has
/// moved, and how many have.
///
/// Earlier months are passed over: what moved in them has moved here, and each costs a replay.
pub(in crate::store) fn moved_balances(
    journal: &Journal<'_>,
    books: &Books,
) -> Result<Vec<Diagnostic>, StoreError> {
    let Some((month, link)) = books.closing.sealed(Book::Stock).max_by_key(|(month, _)| *month)
    else {
        return Ok(Vec::new());
    };
    let path = layout::seal_file(link, "balances.csv");
    // A file that is gone, or no text, is for `verify` to tell.
    let Some(image) = journal.read(&path)? else { return Ok(Vec::new()) };
    let sealed = String::from_utf8_lossy(&image.bytes).into_owned();
    let now = table(&carried(books, lives(), Sealable { book: Book::Stock, month }));
    if sealed == now {
        return Ok(Vec::new());
    }
    let (sealed, now) = (cards(&sealed), cards(&now));
    let moved: Vec<&String> = sealed
        .keys()
        .chain(now.keys().filter(|card| !sealed.contains_key(*card)))
        .filter(|card| figures(&sealed, card) != figures(&now, card))
        .collect();
    let Some(first) = moved.first() else { return Ok(Vec::new()) };
    let (place, item) = first.split_once(',').unwrap_or((first, ""));
    let line = sealed.get(*first).map_or(1, |(line, _)| *line);
    let message = Message::new("closing.balance_moved")
        .with("month", Argument::of(&month))
        .with("place", place)
        .with("item", item)
        .with("sealed", figures(&sealed, first))
        .with("now", figures(&now, first))
        .with("count", moved.len());
    Ok(vec![Diagnostic::error(Place::line(path.as_str(), line), message)])
}

/// The cards of a table of balances: by place and item, the line and what stands behind them.
type Cards = BTreeMap<String, (u32, String)>;

fn cards(text: &str) -> Cards {
    let rows = (1..).zip(text.lines()).skip(1);
    rows.filter_map(|(number, line)| {
        let mut cells = line.splitn(3, ',');
        let (place, item, rest) = (cells.next()?, cells.next()?, cells.next()?);
        Some((format!("{place},{item}"), (number, rest.replace(',', " / "))))
    })
    .collect()
}

fn figures(cards: &Cards, card: &str) -> String {
    cards.get(card).map_or_else(|| "0 / 0.00".to_owned(), |(_, figures)| figures.clone())
}
