//! The ABC classes of the items (ABC 分类).

use super::{Cell, Document, Present, Row, Table};
use crate::base::{Fraction, Money, Ratio};
use crate::stock::{Class, ClassLine, ClassSum, Classes};

const COLUMNS: [&str; 9] = [
    "stock.classes.item",
    "stock.classes.name",
    "stock.classes.spec",
    "stock.classes.category",
    "stock.classes.value",
    "stock.classes.share",
    "stock.classes.cumulative",
    "stock.classes.class",
    "stock.classes.fixed",
];

const SUMS: [&str; 4] = [
    "stock.class_sums.class",
    "stock.class_sums.items",
    "stock.class_sums.value",
    "stock.class_sums.share",
];

impl Present for Classes {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("stock.classes", &COLUMNS);
        for line in &self.lines {
            table.line(cells(line, self.total));
        }
        Document::new("stock.classes")
            .facts(vec![
                ("stock.classes.period", Cell::of(&self.span)),
                ("stock.classes.limit_a", share(self.policy.a)),
                ("stock.classes.limit_b", share(self.policy.b)),
            ])
            .table(sums(self))
            .table(table)
    }
}

fn sums(classes: &Classes) -> Table {
    let mut table = Table::new("stock.class_sums", &SUMS);
    let cells = |name: Cell, items: usize, value: Money| {
        vec![name, Cell::count(items), value.into(), part(value, classes.total)]
    };
    for ClassSum { class, items, value } in classes.sums() {
        table.line(cells(Cell::of(&class), items, value));
    }
    let total = cells(Cell::word("word.total"), classes.lines.len(), classes.total);
    table.rows.push(Row::total(total));
    table
}

fn cells(line: &ClassLine, total: Money) -> Vec<Cell> {
    let ClassLine { item, value, cumulative, class, by_use } = line;
    let fixed = |fixed: Class| {
        let key = if fixed == *by_use { "stock.classes.as_used" } else { "stock.classes.by_hand" };
        Cell::word(key)
    };
    vec![
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(&item.spec),
        Cell::text(&item.category),
        (*value).into(),
        part(*value, total),
        part(*cumulative, total),
        Cell::of(class),
        Cell::maybe(item.class, fixed),
    ]
}

/// A part of all use, in percent.
fn part(value: Money, total: Money) -> Cell {
    let exact = |money: Money| Fraction::new(i128::from(money.fen()), 1).unwrap_or(Fraction::ZERO);
    Ratio::exact(exact(value), exact(total), 1).into()
}

fn share(share: Fraction) -> Cell {
    Ratio::exact(share, Fraction::ONE, 0).into()
}
