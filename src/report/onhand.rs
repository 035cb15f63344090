//! What is on the shelves at the end of a day (库存).

use super::stock::in_larger_unit;
use super::{Cell, Document, Present, Row, Table, Tone};
use crate::stock::{OnHand, OnHandLine};

const COLUMNS: [&str; 11] = [
    "stock.onhand.store",
    "stock.onhand.item",
    "stock.onhand.name",
    "stock.onhand.spec",
    "stock.onhand.category",
    "stock.onhand.quantity",
    "stock.onhand.unit",
    "stock.onhand.larger",
    "stock.onhand.price",
    "stock.onhand.value",
    "stock.onhand.state",
];

impl Present for OnHand {
    fn present(&self) -> Document<'_> {
        let table = Table::new("stock.onhand", &COLUMNS).asked(|| rows(self));
        let facts = vec![("stock.onhand.cards", Cell::count(self.lines.len()))];
        Document::new("stock.onhand").facts(facts).table(table)
    }
}

/// The cards, with a sum below those of each store where there are several, and one below all.
fn rows(of: &OnHand) -> impl Iterator<Item = Row> {
    let OnHand { lines, by_store, total, .. } = of;
    let listed = lines.iter().enumerate().flat_map(move |(at, line)| {
        let next = lines.get(at + 1).and_then(|next| next.store.as_ref());
        let last = line.store.as_ref().filter(|store| Some(*store) != next && by_store.len() > 1);
        let sum = last.map(|store| {
            let value = by_store.get(store).copied().unwrap_or_default();
            Row::subtotal(summed(Cell::of(store), "word.subtotal", value.into()))
        });
        std::iter::once(Row::line(cells(line))).chain(sum)
    });
    let total = (!lines.is_empty())
        .then(|| Row::total(summed(Cell::word("word.total"), "", (*total).into())));
    listed.chain(total)
}

fn cells(line: &OnHandLine) -> Vec<Cell> {
    let OnHandLine { store, item, balance, low } = line;
    vec![
        store.as_ref().map_or_else(|| Cell::word("stock.place.transit"), Cell::of),
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(&item.spec),
        Cell::text(&item.category),
        balance.quantity.into(),
        Cell::text(&item.unit),
        in_larger_unit(item, balance.quantity),
        Cell::maybe(balance.price(), Cell::from),
        balance.value.into(),
        if balance.quantity.is_negative() {
            Cell::verdict("stock.state.negative", Tone::Bad)
        } else if *low {
            Cell::verdict("stock.state.low", Tone::Warn)
        } else {
            Cell::Blank
        },
    ]
}

fn summed(name: Cell, what: &'static str, value: Cell) -> Vec<Cell> {
    let what = if what.is_empty() { Cell::Blank } else { Cell::word(what) };
    let mut cells = vec![name, what];
    cells.resize(COLUMNS.len() - 2, Cell::Blank);
    cells.extend([value, Cell::Blank]);
    cells
}
