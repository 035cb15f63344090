//! A table: rows under columns with stable keys.

use super::{Cell, Row, Rows};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The full key, such as `stock.reconcile.book_quantity`.
    pub key: &'static str,
}

/// Rows under columns: rows that were made one by one, or [`Rows`] of either sort.
#[derive(Debug, Clone, PartialEq)]
pub struct Table<R = Vec<Row>> {
    /// The key of the table, whose word is its heading; also its name in JSON.
    pub key: &'static str,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: R,
    /// The keys of the columns that name a row: by them it is found again in the same report of
    /// another day.
    pub named_by: Vec<&'static str>,
    /// The keys of columns whose totals add up to nothing: a cost per bed-day, a median.
    pub not_summed: Vec<&'static str>,
}

impl Table {
    /// A table without rows yet.
    pub fn new(key: &'static str, columns: &[&'static str]) -> Self {
        let named_by = columns.first().copied().into_iter().collect();
        let columns = columns.iter().map(|key| Column { key }).collect();
        Self { key, columns, rows: Vec::new(), named_by, not_summed: Vec::new() }
    }

    /// Adds a line.
    pub fn line(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row::line(cells));
    }

    /// The same table with rows that are made whenever somebody walks them: for a listing that may
    /// be as long as its ledger.
    #[must_use]
    pub fn asked<'r, I>(self, make: impl Fn() -> I + Send + Sync + 'r) -> Table<Rows<'r>>
    where
        I: Iterator<Item = Row> + 'r,
    {
        self.with(Rows::asked(make))
    }

    /// The same table with a line for each of these, made whenever somebody walks them.
    #[must_use]
    pub fn lines_of<'r, T: Sync>(
        self,
        all: &'r [T],
        cells: impl Fn(&'r T) -> Vec<Cell> + Copy + Send + Sync + 'r,
    ) -> Table<Rows<'r>> {
        self.asked(move || all.iter().map(move |one| Row::line(cells(one))))
    }

    /// The same table without a column that would say the same in each row.
    #[must_use]
    pub fn without(self, key: &str) -> Self {
        self.in_rows(|table| table.without(key))
    }

    /// The same table without those of these columns that no row fills.
    #[must_use]
    pub fn without_unused(self, columns: &[&str]) -> Self {
        self.in_rows(|table| table.without_unused(columns))
    }

    fn in_rows(self, change: impl FnOnce(Table<Rows<'static>>) -> Table<Rows<'static>>) -> Self {
        change(self.into()).made()
    }
}

impl<R> Table<R> {
    /// The same table, with columns whose totals add up to nothing where several are put together.
    #[must_use]
    pub fn not_summed(mut self, columns: &[&'static str]) -> Self {
        self.not_summed = columns.to_vec();
        self
    }

    /// The same table, its rows named by these columns in place of the first one.
    #[must_use]
    pub fn named_by(mut self, columns: &[&'static str]) -> Self {
        self.named_by = columns.to_vec();
        self
    }

    fn with<S>(self, rows: S) -> Table<S> {
        let Self { key, columns, rows: _, named_by, not_summed } = self;
        Table { key, columns, rows, named_by, not_summed }
    }
}

impl Table<Rows<'_>> {
    /// The same table without a column that would say the same in each row.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        let kept: Vec<usize> =
            (0..self.columns.len()).filter(|at| self.columns[*at].key != key).collect();
        self.named_by.retain(|named| *named != key);
        self.keep(kept)
    }

    /// The same table without those of these columns that no row fills.
    #[must_use]
    pub fn without_unused(self, columns: &[&str]) -> Self {
        let all = 0..self.columns.len();
        let mut unused: Vec<usize> =
            all.clone().filter(|at| columns.contains(&self.columns[*at].key)).collect();
        for row in &self.rows {
            if unused.is_empty() {
                break;
            }
            unused.retain(|at| match &row.cells[*at] {
                Cell::Blank => true,
                Cell::Text(text) => text.is_empty(),
                _ => false,
            });
        }
        let kept = all.filter(|at| !unused.contains(at)).collect();
        self.keep(kept)
    }

    /// The same table with its rows made.
    #[must_use]
    pub fn made(mut self) -> Table {
        let rows = std::mem::replace(&mut self.rows, Rows::Made(Vec::new())).made();
        self.with(rows)
    }

    /// The same table with these columns, which are in their order.
    fn keep(mut self, columns: Vec<usize>) -> Self {
        if columns.len() == self.columns.len() {
            return self;
        }
        self.columns = columns.iter().map(|at| self.columns[*at].clone()).collect();
        self.rows = self.rows.keep(columns);
        self
    }
}

impl From<Table> for Table<Rows<'_>> {
    fn from(mut table: Table) -> Self {
        let rows = std::mem::take(&mut table.rows);
        table.with(Rows::Made(rows))
    }
}
