//! Lots on the shelves: those that expire, and all of them.

use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Day, Message, Money};
use crate::stock::{Expiring, LotLine};

/// What is on the shelves, lot by lot, on a day.
pub struct LotsOnHand {
    /// The day.
    pub as_of: Day,
    /// The lots, by store and item.
    pub lines: Vec<LotLine>,
}

impl Present for Expiring {
    fn present(&self) -> Document {
        let as_of = self.options.as_of;
        let document = Document::new("stock.expiring")
            .facts(vec![("stock.expiring.until", Cell::Day(self.until))]);
        if self.is_empty() {
            return document.prose(Message::new("stock.nothing_expires"));
        }
        let table = |key, lines: &[LotLine]| lots(key, lines, as_of);
        document
            .table(table("stock.expired", &self.expired))
            .table(table("stock.near_expiry", &self.near))
    }
}

impl Present for LotsOnHand {
    fn present(&self) -> Document {
        let facts = vec![("stock.lots.lines", Cell::count(self.lines.len()))];
        Document::new("stock.onhand").facts(facts).table(lots(
            "stock.lots",
            &self.lines,
            self.as_of,
        ))
    }
}

const COLUMNS: [&str; 10] = [
    "stock.lots.store",
    "stock.lots.item",
    "stock.lots.name",
    "stock.lots.lot",
    "stock.lots.expiry",
    "stock.lots.days",
    "stock.lots.quantity",
    "stock.lots.unit",
    "stock.lots.value",
    "stock.lots.state",
];

fn lots(key: &'static str, lines: &[LotLine], as_of: Day) -> Table {
    let mut table = Table::new(key, &COLUMNS);
    for line in lines {
        let LotLine { store, item, lot } = line;
        table.line(vec![
            Cell::of(store),
            Cell::of(&item.code),
            Cell::text(&item.name),
            Cell::text(&lot.lot),
            Cell::maybe(lot.expiry, Cell::Day),
            Cell::maybe(lot.expiry, |expiry| Cell::Count(as_of.days_until(expiry))),
            lot.balance.quantity.into(),
            Cell::text(&item.unit),
            lot.balance.value.into(),
            match lot.expiry {
                Some(expiry) if expiry < as_of => Cell::verdict("stock.state.expired", Tone::Bad),
                _ if lot.balance.quantity.is_negative() => {
                    Cell::verdict("stock.state.negative", Tone::Bad)
                }
                _ => Cell::Blank,
            },
        ]);
    }
    if !lines.is_empty() {
        let sum: Money = lines.iter().map(|line| line.lot.balance.value).sum();
        let mut cells = vec![Cell::word("word.total")];
        cells.resize(COLUMNS.len() - 2, Cell::Blank);
        cells.extend([sum.into(), Cell::Blank]);
        table.rows.push(Row::total(cells));
    }
    if table.rows.iter().all(|row| row.cells.last() == Some(&Cell::Blank)) {
        table.columns.pop();
        for row in &mut table.rows {
            row.cells.pop();
        }
    }
    table
}
