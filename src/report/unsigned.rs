//! Issues that no department has signed for (出库未签收).

use super::{Cell, Document, Present, Row, Table};
use crate::base::{Message, Money};
use crate::stock::{Unsigned, UnsignedLine};

const COLUMNS: [&str; 11] = [
    "stock.unsigned.department",
    "stock.unsigned.slip",
    "stock.unsigned.id",
    "stock.unsigned.date",
    "stock.unsigned.age",
    "stock.unsigned.store",
    "stock.unsigned.item",
    "stock.unsigned.name",
    "stock.unsigned.quantity",
    "stock.unsigned.unit",
    "stock.unsigned.value",
];

impl Present for Unsigned {
    fn present(&self) -> Document<'_> {
        let mut table =
            Table::new("stock.unsigned.lines", &COLUMNS).named_by(&["stock.unsigned.id"]);
        for (at, line) in self.lines.iter().enumerate() {
            table.line(cells(line));
            let last = self.lines.get(at + 1).is_none_or(|next| next.department != line.department);
            if let Some((_, value)) = self.by_department.get(&line.department).filter(|_| last) {
                let name = Cell::of(&line.department);
                table.rows.push(Row::subtotal(summed(name, Cell::word("word.subtotal"), *value)));
            }
        }
        if self.is_open() {
            let total = summed(Cell::word("word.total"), Cell::Blank, self.value);
            table.rows.push(Row::total(total));
        }
        let next = self.is_open().then(|| Message::new("stock.note_unsigned"));
        Document::new("stock.unsigned")
            .facts(vec![
                ("stock.unsigned.period", Cell::of(&self.span)),
                ("stock.unsigned.issues", Cell::count(self.issues)),
                ("stock.unsigned.open", Cell::count(self.lines.len())),
            ])
            .table(table)
            .notes(next.into_iter().collect())
            .sign_off(&["word.storekeeper", "word.in_charge", "word.signed_on"])
    }
}

fn cells(line: &UnsignedLine) -> Vec<Cell> {
    vec![
        Cell::of(&line.department),
        Cell::text(&line.slip),
        Cell::of(&line.id),
        Cell::Day(line.date),
        Cell::Count(line.age),
        Cell::of(&line.store),
        Cell::of(&line.item),
        Cell::text(&line.name),
        line.quantity.into(),
        Cell::text(&line.unit),
        line.value.into(),
    ]
}

fn summed(name: Cell, what: Cell, value: Money) -> Vec<Cell> {
    let mut cells = vec![name, what];
    cells.resize(COLUMNS.len() - 1, Cell::Blank);
    cells.push(value.into());
    cells
}
