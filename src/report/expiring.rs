//! Lots on the shelves: those that expire, and all of them.

use super::{Cell, Document, Present, Row, Rows, Table, Tone};
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
    fn present(&self) -> Document<'_> {
        let as_of = self.options.as_of;
        let document = Document::new("stock.expiring")
            .facts(vec![("stock.expiring.until", Cell::Day(self.until))]);
        if self.is_empty() {
            return document.prose(Message::new("stock.nothing_expires"));
        }
        document.table(lots("stock.expired", &self.expired, as_of)).table(lots(
            "stock.near_expiry",
            &self.near,
            as_of,
        ))
    }
}

impl Present for LotsOnHand {
    fn present(&self) -> Document<'_> {
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

fn lots<'l>(key: &'static str, lines: &'l [LotLine], as_of: Day) -> Table<Rows<'l>> {
    let sum: Money = lines.iter().map(|line| line.lot.balance.value).sum();
    let table = Table::new(key, &COLUMNS).asked(move || {
        let total = (!lines.is_empty()).then(|| {
            let mut cells = vec![Cell::word("word.total")];
            cells.resize(COLUMNS.len() - 2, Cell::Blank);
            cells.extend([sum.into(), Cell::Blank]);
            Row::total(cells)
        });
        lines.iter().map(move |line| Row::line(cells(line, as_of))).chain(total)
    });
    let [.., state] = COLUMNS;
    if lines.iter().all(|line| state_cell(line, as_of) == Cell::Blank) {
        table.without(state)
    } else {
        table
    }
}

fn cells(line: &LotLine, as_of: Day) -> Vec<Cell> {
    let LotLine { store, item, lot } = line;
    vec![
        Cell::of(store),
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(&lot.lot),
        Cell::maybe(lot.expiry, Cell::Day),
        Cell::maybe(lot.expiry, |expiry| Cell::Count(as_of.days_until(expiry))),
        lot.balance.quantity.into(),
        Cell::text(&item.unit),
        lot.balance.value.into(),
        state_cell(line, as_of),
    ]
}

fn state_cell(line: &LotLine, as_of: Day) -> Cell {
    match line.lot.expiry {
        Some(expiry) if expiry < as_of => Cell::verdict("stock.state.expired", Tone::Bad),
        _ if line.lot.balance.quantity.is_negative() => {
            Cell::verdict("stock.state.negative", Tone::Bad)
        }
        _ => Cell::Blank,
    }
}
