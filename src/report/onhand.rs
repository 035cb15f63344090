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
    fn present(&self) -> Document {
        let mut table = Table::new("stock.onhand", &COLUMNS);
        let stores = self.by_store.len();
        for (at, line) in self.lines.iter().enumerate() {
            table.line(cells(line));
            let next = self.lines.get(at + 1).and_then(|next| next.store.as_ref());
            if let Some(store) = line.store.as_ref().filter(|store| Some(*store) != next)
                && stores > 1
            {
                let value = self.by_store.get(store).copied().unwrap_or_default();
                table.rows.push(Row::subtotal(summed(
                    Cell::of(store),
                    "word.subtotal",
                    value.into(),
                )));
            }
        }
        if !self.lines.is_empty() {
            let total = summed(Cell::word("word.total"), "", self.total.into());
            table.rows.push(Row::total(total));
        }
        let facts = vec![("stock.onhand.cards", Cell::count(self.lines.len()))];
        Document::new("stock.onhand").facts(facts).table(table)
    }
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

fn summed(name: Cell, what: &str, value: Cell) -> Vec<Cell> {
    let what = if what.is_empty() { Cell::Blank } else { Cell::word(what) };
    let mut cells = vec![name, what];
    cells.resize(COLUMNS.len() - 2, Cell::Blank);
    cells.extend([value, Cell::Blank]);
    cells
}
