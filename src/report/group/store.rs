//! What one store of many gave: its report, or the first reason why it gave none.

use crate::base::Message;
use crate::report::{Block, Document, RowKind, Rows, Table};

/// The report of one store.
#[derive(Debug, Clone, PartialEq)]
pub struct StoreReport {
    /// The folder of the store, as it was named.
    pub path: String,
    /// What the hospital is called; empty where its settings cannot be read.
    pub name: String,
    /// How many warnings were left unsaid.
    pub warnings: usize,
    /// The exit code that the report has for this store alone.
    pub exit: u8,
    /// What came of it.
    pub outcome: StoreOutcome,
}

/// What came of the report of one store.
#[derive(Debug, Clone, PartialEq)]
pub enum StoreOutcome {
    /// It was made.
    Read(Document<'static>),
    /// It could not be made.
    Failed(StoreFailure),
}

/// Why a store has no report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreFailure {
    /// The first thing that is wrong.
    pub message: Message,
    /// Where it stands; empty where it is about no file.
    pub place: String,
    /// How many more things are wrong.
    pub more: usize,
}

impl StoreReport {
    /// The same report with the store's totals in place of its lines.
    ///
    /// A table with lines and no total of its own stays as it is: nothing stands for its lines.
    #[must_use]
    pub fn sums_only(mut self) -> Self {
        if let StoreOutcome::Read(document) = &mut self.outcome {
            for block in &mut document.blocks {
                match block {
                    Block::Table(table) | Block::Bars(table) => keep_sums(table),
                    Block::Facts(_)
                    | Block::Prose(_)
                    | Block::Passage(_)
                    | Block::Notes(_)
                    | Block::Chart(_)
                    | Block::SignOff(_) => {}
                }
            }
        }
        self
    }
}

fn keep_sums(table: &mut Table<Rows<'_>>) {
    let rows = table.rows.made_mut();
    if rows.iter().any(|row| row.kind == RowKind::Total) {
        rows.retain(|row| row.kind == RowKind::Total);
    }
}
