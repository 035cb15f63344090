//! What a command recorded, or would record: the rows by ledger, with the ledgers' own columns.

use crate::base::Message;
use crate::books::{Change, Line, Receipt};

use super::{Cell, Document, Present, Table, asset, closing, inspect, org, readings, stock};

/// A ledger or register as a table: its key and the keys of its columns, the last part of which is
/// the column's name in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ledger {
    /// The key of the table.
    pub(super) key: &'static str,
    /// The keys of the columns.
    pub(super) columns: &'static [&'static str],
}

impl Ledger {
    /// A table without rows yet.
    pub(super) fn table(self) -> Table {
        Table::new(self.key, self.columns)
    }
}

/// A row as the receipt shows it.
pub(super) struct Written {
    /// The ledger it belongs to.
    pub(super) ledger: Ledger,
    /// Its cells.
    pub(super) cells: Vec<Cell>,
}

fn written(line: &Line) -> Written {
    match line {
        Line::Org(record) => org::written(record),
        Line::Closing(link) => closing::written(link),
        Line::Asset(record) => asset::written(record),
        Line::Stock(record) => stock::written(record),
        Line::Inspection(record) => inspect::written(record),
        Line::Meter(record) => readings::written(record),
    }
}

impl Present for Receipt {
    fn present(&self) -> Document<'_> {
        match self {
            Self::Already(name) => Document::new("receipt.already")
                .prose(Message::new("receipt.already").with("name", name)),
            Self::Rehearsed(change) => {
                lay_out("receipt.rehearsed", change).notes(vec![Message::new("receipt.rehearsed")])
            }
            Self::Recorded { change, stamp: _ } => lay_out("receipt.recorded", change),
        }
    }
}

/// One table a ledger, in the order of first mention; columns that no row fills are left out.
fn lay_out(key: &'static str, change: &Change) -> Document<'static> {
    let mut tables: Vec<Table> = Vec::new();
    for row in change.lines.iter().map(written) {
        let found = tables.iter().position(|table| table.key == row.ledger.key);
        let at = found.unwrap_or_else(|| {
            tables.push(row.ledger.table());
            tables.len() - 1
        });
        tables[at].line(row.cells);
    }
    let filled = |table: Table| {
        let all: Vec<&str> = table.columns.iter().map(|column| column.key).collect();
        table.without_unused(&all)
    };
    tables.into_iter().map(filled).fold(Document::new(key), Document::table)
}
