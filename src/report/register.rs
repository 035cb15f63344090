//! The asset register as it stood on a day (固定资产台账).

use super::{Cell, Document, Present, Row, Table};
use crate::assets::{Grouping, Listed, ListedSum, Listing, Status};
use crate::base::Message;

const COLUMNS: [&str; 12] = [
    "asset.register.tag",
    "asset.register.name",
    "asset.register.class",
    "asset.register.status",
    "asset.register.department",
    "asset.register.place",
    "asset.register.custodian",
    "asset.register.acquired_on",
    "asset.register.disposed_on",
    "asset.register.original_value",
    "asset.register.accumulated",
    "asset.register.net_value",
];

/// The column that only things which left have filled.
const DISPOSED_ON: usize = 8;

impl Present for Listing {
    fn present(&self) -> Document {
        let mut table = Table::new("asset.register", &COLUMNS);
        for group in &self.groups {
            group.lines.iter().for_each(|listed| table.line(line(listed)));
            if self.by != Grouping::Whole {
                let name = group_name(&group.name);
                table.rows.push(Row::subtotal(summed(name, "word.subtotal", &group.sum)));
            }
        }
        if self.total.count > 0 {
            table.rows.push(Row::total(summed(Cell::word("word.total"), "", &self.total)));
        }
        if self.status != Some(Status::Disposed) {
            table.columns.remove(DISPOSED_ON);
            for row in &mut table.rows {
                row.cells.remove(DISPOSED_ON);
            }
        }
        let n_warned = self.warnings.len();
        let notes = (n_warned > 0)
            .then(|| Message::new("asset.some_warned").with("count", n_warned))
            .into_iter();
        Document::new("asset.register")
            .facts(vec![("asset.register.count", Cell::count(self.total.count))])
            .table(table)
            .notes(notes.collect())
    }
}

/// The name of a group; what is in none is said to be with nobody.
pub(super) fn group_name(name: &str) -> Cell {
    if name.is_empty() { Cell::word("asset.nobody") } else { Cell::text(name) }
}

/// A code where there is one; among texts that may be empty a dash would only be noise.
pub(super) fn or_nothing<T: ToString>(value: Option<&T>) -> Cell {
    Cell::text(value.map(T::to_string).unwrap_or_default())
}

fn line(listed: &Listed) -> Vec<Cell> {
    vec![
        Cell::of(&listed.tag),
        Cell::text(&listed.name),
        Cell::text(&listed.class),
        Cell::word(listed.status.key()),
        or_nothing(listed.department.as_ref()),
        Cell::text(&listed.place),
        or_nothing(listed.custodian.as_ref()),
        Cell::Day(listed.acquired_on),
        Cell::maybe(listed.disposed_on, Cell::Day),
        Cell::Money(listed.value),
        Cell::Money(listed.accumulated),
        Cell::Money(listed.net),
    ]
}

fn summed(name: Cell, what: &str, sum: &ListedSum) -> Vec<Cell> {
    let what = if what.is_empty() { Cell::Blank } else { Cell::word(what) };
    let mut cells = vec![name, what];
    cells.resize(COLUMNS.len() - 3, Cell::Blank);
    cells.extend([sum.value, sum.accumulated, sum.net].map(Cell::Money));
    cells
}
