//! The stores' ledgers beside finance's general ledger (明细账与总账核对).

use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Message, Money};
use crate::stock::{LedgerLine, Ledgers};

const COLUMNS: [&str; 7] = [
    "stock.ledgers.room",
    "stock.ledgers.name",
    "stock.ledgers.category",
    "stock.ledgers.own",
    "stock.ledgers.finance",
    "stock.ledgers.difference",
    "stock.ledgers.state",
];

const ELSEWHERE: [&str; 2] = ["stock.ledgers.what", "stock.ledgers.value"];

impl Present for Ledgers {
    fn present(&self) -> Document<'_> {
        let named_by = ["stock.ledgers.room", "stock.ledgers.category"];
        let mut table = Table::new("stock.ledgers.lines", &COLUMNS).named_by(&named_by);
        for line in &self.lines {
            match line.category {
                Some(_) => table.line(cells(line)),
                None => table.rows.push(Row::subtotal(cells(line))),
            }
        }
        if !self.lines.is_empty() {
            let difference = self.finance.map(|finance| self.own - finance);
            let mut total = vec![Cell::word("word.total"), Cell::Blank, Cell::Blank];
            total.extend([
                self.own.into(),
                Cell::maybe(self.finance, Cell::from),
                Cell::maybe(difference, Cell::from),
                Cell::Blank,
            ]);
            table.rows.push(Row::total(total));
        }
        Document::new("stock.ledgers")
            .facts(vec![("stock.ledgers.month", Cell::of(&self.month))])
            .table(table)
            .table(elsewhere(self))
            .notes(notes(self))
            .sign_off(&["word.storekeeper", "word.finance", "word.in_charge", "word.signed_on"])
    }
}

fn cells(line: &LedgerLine) -> Vec<Cell> {
    let category = match line.category.as_deref() {
        None => Cell::word("stock.ledgers.whole"),
        Some("") => Cell::word("stock.ledgers.uncategorised"),
        Some(name) => Cell::text(name),
    };
    let state = match line.difference() {
        Some(difference) if difference.is_zero() => {
            Cell::verdict("stock.ledgers.agrees", Tone::Good)
        }
        Some(_) => Cell::verdict("stock.ledgers.differs", Tone::Bad),
        None => Cell::verdict("stock.ledgers.untold", Tone::Warn),
    };
    vec![
        Cell::of(&line.room),
        Cell::text(&line.name),
        category,
        line.own.into(),
        Cell::maybe(line.finance, Cell::from),
        Cell::maybe(line.difference(), Cell::from),
        state,
    ]
}

/// What is the hospital's and on no shelf, and what all of it comes to.
fn elsewhere(of: &Ledgers) -> Table {
    let mut table = Table::new("stock.ledgers.elsewhere", &ELSEWHERE);
    let places = [
        ("stock.ledgers.shelves", of.own),
        ("stock.ledgers.transit", of.elsewhere.transit),
        ("stock.ledgers.loans", of.elsewhere.loans),
        ("stock.ledgers.pending", of.elsewhere.pending),
    ];
    for (key, value) in places {
        table.line(vec![Cell::word(key), value.into()]);
    }
    let sum: Money = places.into_iter().map(|(_, value)| value).sum();
    table.rows.push(Row::total(vec![Cell::word("word.total"), sum.into()]));
    table
}

fn notes(of: &Ledgers) -> Vec<Message> {
    let untold = of.lines.iter().filter(|line| line.category.is_none() && line.finance.is_none());
    untold
        .map(|line| {
            Message::new("stock.note_untold")
                .with("room", line.room.to_string())
                .with("month", of.month.to_string())
        })
        .collect()
}
