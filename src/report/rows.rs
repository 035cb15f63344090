//! The rows of a table: made, or made anew each time that somebody walks them.
//!
//! A listing is as long as its ledger, and nobody needs all of its rows at a time: a printer writes
//! one after the other, twice where it must know beforehand how wide they are. What makes them is a
//! pure function of the result that it borrows, so that every walk gives the same rows.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::Cell;

/// What a row is among its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A line of the ledger or of the result.
    Line,
    /// A sum over the lines above it in its group.
    Subtotal,
    /// A sum over all lines.
    Total,
}

/// One row: as many cells as there are columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is among its rows.
    pub kind: RowKind,
    /// The cells, in the order of the columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A line.
    pub const fn line(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Line, cells }
    }

    /// A sum over a group.
    pub const fn subtotal(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Subtotal, cells }
    }

    /// A sum over everything.
    pub const fn total(cells: Vec<Cell>) -> Self {
        Self { kind: RowKind::Total, cells }
    }

    /// Keeps the cells of these columns, which are in their order.
    fn keep(&mut self, columns: &[usize]) {
        let mut at = 0;
        self.cells.retain(|_| {
            at += 1;
            columns.binary_search(&(at - 1)).is_ok()
        });
    }
}

/// The rows of a table, to be walked as often as somebody likes.
#[derive(Clone)]
pub enum Rows<'r> {
    /// They are there.
    Made(Vec<Row>),
    /// They are made when they are asked for.
    Asked(Asked<'r>),
}

/// What makes the rows of a table.
#[derive(Clone)]
pub struct Asked<'r>(Arc<dyn Source + 'r>);

/// Gives the same rows on each walk. What it gives borrows from it, so that a document that borrows
/// for long stands for one that borrows for less.
trait Source: Send + Sync {
    fn walk(&self) -> Box<dyn Iterator<Item = Row> + '_>;
}

/// Rows by a function.
struct ByFunction<F, I>(F, PhantomData<fn() -> I>);

impl<F, I> Source for ByFunction<F, I>
where
    F: Fn() -> I + Send + Sync,
    I: Iterator<Item = Row>,
{
    fn walk(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        Box::new(self.0())
    }
}

/// Some of the columns of other rows.
struct Narrowed<'r> {
    rows: Asked<'r>,
    columns: Vec<usize>,
}

impl Source for Narrowed<'_> {
    fn walk(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        Box::new(self.rows.0.walk().map(|mut row| {
            row.keep(&self.columns);
            row
        }))
    }
}

impl<'r> Rows<'r> {
    /// Rows that are made on each walk.
    pub fn asked<I>(make: impl Fn() -> I + Send + Sync + 'r) -> Self
    where
        I: Iterator<Item = Row> + 'r,
    {
        Self::Asked(Asked(Arc::new(ByFunction(make, PhantomData))))
    }

    /// Walks the rows from the first.
    pub fn iter(&self) -> Walk<'_> {
        match self {
            Self::Made(rows) => Walk::Made(rows.iter()),
            Self::Asked(Asked(source)) => Walk::Asked(source.walk()),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Made(rows) => rows.is_empty(),
            Self::Asked(_) => self.iter().next().is_none(),
        }
    }

    /// The rows, all at once.
    pub fn made(self) -> Vec<Row> {
        match self {
            Self::Made(rows) => rows,
            Self::Asked(Asked(source)) => source.walk().collect(),
        }
    }

    /// The rows, all at once and to be changed.
    pub fn made_mut(&mut self) -> &mut Vec<Row> {
        if let Self::Asked(Asked(source)) = self {
            let rows = source.walk().collect();
            *self = Self::Made(rows);
        }
        match self {
            Self::Made(rows) => rows,
            Self::Asked(_) => unreachable!("BUG: rows that were made are not there"),
        }
    }

    /// The same rows with the cells of these columns, which are in their order.
    pub(super) fn keep(self, columns: Vec<usize>) -> Self {
        match self {
            Self::Made(mut rows) => {
                for row in &mut rows {
                    row.keep(&columns);
                }
                Self::Made(rows)
            }
            Self::Asked(rows) => Self::Asked(Asked(Arc::new(Narrowed { rows, columns }))),
        }
    }
}

/// A walk over the rows of a table.
pub enum Walk<'t> {
    /// Over rows that are there.
    Made(std::slice::Iter<'t, Row>),
    /// Over rows as they are made.
    Asked(Box<dyn Iterator<Item = Row> + 't>),
}

impl<'t> Iterator for Walk<'t> {
    type Item = Cow<'t, Row>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Made(rows) => rows.next().map(Cow::Borrowed),
            Self::Asked(rows) => rows.next().map(Cow::Owned),
        }
    }
}

impl<'t> IntoIterator for &'t Rows<'_> {
    type Item = Cow<'t, Row>;
    type IntoIter = Walk<'t>;

    fn into_iter(self) -> Walk<'t> {
        self.iter()
    }
}

impl From<Vec<Row>> for Rows<'_> {
    fn from(rows: Vec<Row>) -> Self {
        Self::Made(rows)
    }
}

impl PartialEq for Rows<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Rows<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Table;

    fn asked(n: i64) -> Table<Rows<'static>> {
        let table = Table::new("a.table", &["a.number", "a.word", "a.remark"]);
        let row = |at| Row::line(vec![Cell::Count(at), Cell::word("word.item"), Cell::text("")]);
        table.asked(move || (0..n).map(row).chain([Row::total(vec![Cell::Blank; 3])]))
    }

    #[test]
    fn rows_are_the_same_on_each_walk_and_made() {
        let table = asked(3);
        let counted = || table.rows.iter().filter(|row| row.kind == RowKind::Line).count();
        assert_eq!((counted(), counted()), (3, 3));
        assert!(!table.rows.is_empty());
        assert_eq!(table.clone().made().rows.len(), 4);
        assert_eq!(Table::<Rows<'_>>::from(table.clone().made()), table);
        assert_ne!(asked(2), table);
        let mut changed = table.clone();
        changed.rows.made_mut().pop();
        assert_eq!(changed.rows.iter().count(), 3);
        assert!(Rows::asked(std::iter::empty).is_empty());
    }

    #[test]
    fn columns_go_from_rows_of_either_sort() {
        for table in [asked(2), asked(2).made().into()] {
            let narrower = table.clone().without("a.number");
            assert_eq!(narrower.columns.len(), 2);
            assert!(narrower.named_by.is_empty());
            assert!(narrower.rows.iter().all(|row| row.cells.len() == 2));
            let filled = table.without_unused(&["a.remark", "a.word"]).made();
            let keys: Vec<&str> = filled.columns.iter().map(|column| column.key).collect();
            assert_eq!(keys, ["a.number", "a.word"]);
            assert_eq!(filled.rows[1].cells, [Cell::Count(1), Cell::word("word.item")]);
        }
    }

    #[test]
    fn a_cell_is_small() {
        assert!(size_of::<Cell>() <= 32, "{}", size_of::<Cell>());
    }
}
