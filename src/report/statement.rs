//! The statement of receipts, issues and balances (收发存报表), by item or by kind.

use super::{Cell, Document, Present, Row, Table};
use crate::base::{Message, Money};
use crate::stock::{Balance, Statement, StatementLine, Turnover, Turnovers};

const COLUMNS: [&str; 15] = [
    "stock.statement.store",
    "stock.statement.item",
    "stock.statement.name",
    "stock.statement.unit",
    "stock.statement.opening_quantity",
    "stock.statement.opening_value",
    "stock.statement.in_quantity",
    "stock.statement.in_value",
    "stock.statement.out_quantity",
    "stock.statement.out_value",
    "stock.statement.difference_quantity",
    "stock.statement.difference_value",
    "stock.statement.correction",
    "stock.statement.closing_quantity",
    "stock.statement.closing_value",
];

/// The column of corrections, which is shown only where there are any.
const CORRECTION: &str = "stock.statement.correction";

/// The same statement, with what came and went by kind.
pub struct StatementByKind<'s>(pub &'s Statement);

impl Present for Statement {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("stock.statement", &COLUMNS)
            .named_by(&["stock.statement.store", "stock.statement.item"])
            .asked(|| rows(self));
        if self.total.correction.is_zero()
            && self.lines.iter().all(|line| line.turnovers.correction.is_zero())
        {
            table = table.without(CORRECTION);
        }
        frame(self).table(table).notes(notes(self))
    }
}

/// The cards, with sums below those of each store where there are several, and below all.
fn rows(statement: &Statement) -> impl Iterator<Item = Row> {
    let Statement { lines, by_store, total, .. } = statement;
    let listed = lines.iter().enumerate().flat_map(move |(at, line)| {
        let is_last = lines.get(at + 1).is_none_or(|next| next.store != line.store);
        let sums = by_store.get(&line.store).filter(|_| is_last && by_store.len() > 1);
        let sums = sums.map(|sums| {
            let name = Cell::of(&line.store);
            Row::subtotal(summed(name, Cell::word("word.subtotal"), sums))
        });
        std::iter::once(Row::line(cells(line))).chain(sums)
    });
    let total = (!lines.is_empty())
        .then(|| Row::total(summed(Cell::word("word.total"), Cell::Blank, total)));
    listed.chain(total)
}

impl Present for StatementByKind<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new(
            "stock.statement_kinds",
            &[
                "stock.statement_kinds.store",
                "stock.statement_kinds.kind",
                "stock.statement_kinds.in_value",
                "stock.statement_kinds.out_value",
                "stock.statement_kinds.value",
            ],
        );
        for (store, sums) in &self.0.by_store {
            by_kind(&Cell::of(store), sums, &mut table, Row::subtotal);
        }
        if !self.0.by_store.is_empty() {
            by_kind(&Cell::word("word.total"), &self.0.total, &mut table, Row::total);
        }
        frame(self.0).table(table).notes(notes(self.0))
    }
}

fn frame(statement: &Statement) -> Document<'static> {
    Document::new("stock.statement").facts(vec![
        ("stock.statement.period", Cell::of(&statement.span)),
        ("stock.statement.cards", Cell::count(statement.lines.len())),
    ])
}

fn notes(statement: &Statement) -> Vec<Message> {
    let feet = statement.lines.iter().all(|line| line.turnovers.foots());
    vec![Message::new(if feet { "stock.foots" } else { "stock.does_not_foot" })]
}

fn cells(line: &StatementLine) -> Vec<Cell> {
    let StatementLine { store, item, turnovers } = line;
    let Turnovers { opening, correction, closing, .. } = turnovers;
    let both = |balance: Balance| [balance.quantity.into(), balance.value.into()];
    let mut cells =
        vec![Cell::of(store), Cell::of(&item.code), Cell::text(&item.name), Cell::text(&item.unit)];
    cells.extend(both(*opening));
    cells.extend(both(turnovers.inward()));
    cells.extend(both(turnovers.outward()));
    cells.extend(both(turnovers.difference()));
    cells.push((*correction).into());
    cells.extend(both(*closing));
    cells
}

/// A sum: of values only, quantities being of different things.
fn summed(name: Cell, what: Cell, sums: &Turnovers) -> Vec<Cell> {
    let mut cells = vec![name, what, Cell::Blank, Cell::Blank];
    let value = |value: Money| [Cell::Blank, value.into()];
    cells.extend(value(sums.opening.value));
    cells.extend(value(sums.inward().value));
    cells.extend(value(sums.outward().value));
    cells.extend(value(sums.difference().value));
    cells.push(sums.correction.into());
    cells.extend(value(sums.closing.value));
    cells
}

/// Opening, what came and went by kind, corrections and closing, one below the other.
fn by_kind(name: &Cell, sums: &Turnovers, table: &mut Table, closing: fn(Vec<Cell>) -> Row) {
    let mut row = |word: &'static str, inward: Cell, outward: Cell, value: Cell| {
        table.line(vec![name.clone(), Cell::word(word), inward, outward, value]);
    };
    row("word.opening", Cell::Blank, Cell::Blank, sums.opening.value.into());
    for kind in Turnover::ALL {
        let value = sums.at(kind).value;
        match (sums.has(kind), kind.is_inward()) {
            (false, _) => {}
            (true, true) => row(kind.key(), value.into(), Cell::Blank, Cell::Blank),
            (true, false) => row(kind.key(), Cell::Blank, value.into(), Cell::Blank),
        }
    }
    if !sums.correction.is_zero() {
        row("stock.turnover.correction", sums.correction.into(), Cell::Blank, Cell::Blank);
    }
    table.rows.push(closing(vec![
        name.clone(),
        Cell::word("word.closing"),
        Cell::Blank,
        Cell::Blank,
        sums.closing.value.into(),
    ]));
}
