//! The number in a cell, to be drawn, and which columns hold numbers.

use crate::base::Decimal;
use crate::report::{Cell, Row, RowKind, Rows, Table};

/// The number in a cell; none where there is none.
pub(super) fn figure(cell: &Cell) -> Option<Decimal> {
    match cell {
        Cell::Count(count) => Some(Decimal::from(*count)),
        Cell::Quantity(quantity) => Some(*quantity),
        Cell::Money(money) => Some(money.yuan()),
        Cell::Ratio(ratio) => ratio.percent(),
        Cell::Blank
        | Cell::Text(_)
        | Cell::Day(_)
        | Cell::Verdict { .. }
        | Cell::Named(_)
        | Cell::Said(_) => None,
    }
}

/// Which columns hold figures: some line has one, and none has anything else.
pub(super) struct Figures {
    /// For each column whether some line has a figure, and whether some has anything else.
    seen: Vec<(bool, bool)>,
}

impl Figures {
    /// Before any row of a table.
    pub(super) fn new(table: &Table<Rows<'_>>) -> Self {
        Self { seen: vec![(false, false); table.columns.len()] }
    }

    /// Which columns of a table hold figures.
    pub(super) fn of(table: &Table<Rows<'_>>) -> Vec<bool> {
        let mut figures = Self::new(table);
        table.rows.iter().for_each(|row| figures.take(&row));
        figures.columns()
    }

    /// Looks at a row.
    pub(super) fn take(&mut self, row: &Row) {
        if row.kind != RowKind::Line {
            return;
        }
        for ((figure, other), cell) in self.seen.iter_mut().zip(&row.cells) {
            let is_figure = cell.is_figure();
            *figure |= is_figure;
            *other |= !is_figure && !matches!(cell, Cell::Blank);
        }
    }

    /// For each column whether it holds figures.
    pub(super) fn columns(self) -> Vec<bool> {
        self.seen.into_iter().map(|(figure, other)| figure && !other).collect()
    }
}
