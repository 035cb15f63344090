//! The stock card of one item in one store (收发存明细账).

use super::stock::place_cell;
use super::{Cell, Document, Present, Row, Table};
use crate::base::{Message, Quantity};
use crate::stock::{Balance, Card, CardLine};

const COLUMNS: [&str; 15] = [
    "stock.card.date",
    "stock.card.time",
    "stock.card.slip",
    "stock.card.kind",
    "stock.card.partner",
    "stock.card.in_quantity",
    "stock.card.in_value",
    "stock.card.out_quantity",
    "stock.card.out_value",
    "stock.card.quantity",
    "stock.card.price",
    "stock.card.value",
    "stock.card.lot",
    "stock.card.remark",
    "stock.card.id",
];

/// The column of lots, which is shown only where there are any.
const LOT: &str = "stock.card.lot";

impl Present for Card {
    fn present(&self) -> Document<'_> {
        let moved = [self.inward(), self.outward()];
        let mut table = Table::new("stock.card", &COLUMNS).asked(move || {
            let opening = framed("word.opening", [Balance::ZERO; 2], self.opening);
            let closing = framed("word.closing", moved, self.closing);
            let lines = self.lines.iter().map(|line| Row::line(cells(line)));
            [Row::subtotal(opening)].into_iter().chain(lines).chain([Row::total(closing)])
        });
        if self.lines.iter().all(|line| line.movement.lot.is_empty()) {
            table = table.without(LOT);
        }
        let correction = self.correction();
        let corrected = Message::new("stock.corrected").with("value", correction.to_string());
        let notes = if correction.is_zero() { vec![] } else { vec![corrected] };
        Document::new("stock.card")
            .facts(vec![
                ("stock.card.store", Cell::of(&self.store.code)),
                ("stock.card.store_name", Cell::text(&self.store.name)),
                ("stock.card.item", Cell::of(&self.item.code)),
                ("stock.card.name", Cell::text(&self.item.name)),
                ("stock.card.spec", Cell::text(&self.item.spec)),
                ("stock.card.unit", Cell::text(&self.item.unit)),
                ("stock.card.period", Cell::of(&self.span)),
            ])
            .table(table)
            .notes(notes)
    }
}

fn cells(line: &CardLine) -> Vec<Cell> {
    let movement = &line.movement;
    let side = |balance: Balance| {
        if balance.quantity == Quantity::ZERO {
            [Cell::Blank, Cell::Blank]
        } else {
            [balance.quantity.into(), balance.value.into()]
        }
    };
    let remark = if line.taken_back {
        Cell::word("stock.card.taken_back")
    } else {
        let said = [&movement.person, &movement.reason, &movement.note];
        let said: Vec<&str> =
            said.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        Cell::text(said.join("；"))
    };
    let mut cells = vec![
        Cell::Day(movement.date),
        Cell::maybe(movement.time.as_ref(), Cell::of),
        Cell::text(&movement.slip),
        Cell::word(movement.kind.key()),
        place_cell(&line.partner),
    ];
    cells.extend(side(line.inward()));
    cells.extend(side(line.outward()));
    cells.extend(standing(line.balance));
    cells.extend([Cell::text(&movement.lot), remark, Cell::of(&movement.id)]);
    cells
}

fn standing(balance: Balance) -> [Cell; 3] {
    [balance.quantity.into(), Cell::maybe(balance.price(), Cell::from), balance.value.into()]
}

/// The first and the last row: what was and is there, and all that came and went.
fn framed(word: &'static str, [inward, outward]: [Balance; 2], balance: Balance) -> Vec<Cell> {
    let mut cells = vec![Cell::word(word), Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank];
    for moved in [inward, outward] {
        if word == "word.opening" {
            cells.extend([Cell::Blank, Cell::Blank]);
        } else {
            cells.extend([moved.quantity.into(), moved.value.into()]);
        }
    }
    cells.extend(standing(balance));
    cells.extend([Cell::Blank, Cell::Blank, Cell::Blank]);
    cells
}
