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
const DISPOSED_ON: &str = "asset.register.disposed_on";

impl Present for Listing {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("asset.register", &COLUMNS).asked(|| rows(self));
        if self.status != Some(Status::Disposed) {
            table = table.without(DISPOSED_ON);
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

/// The assets, with sums below each group where they are grouped, and below all.
fn rows(listing: &Listing) -> impl Iterator<Item = Row> {
    let Listing { groups, by, total, .. } = listing;
    let listed = groups.iter().flat_map(move |group| {
        let sum = (*by != Grouping::Whole)
            .then(|| Row::subtotal(summed(group_name(&group.name), "word.subtotal", &group.sum)));
        group.lines.iter().map(|listed| Row::line(line(listed))).chain(sum)
    });
    let total = (total.count > 0).then(|| Row::total(summed(Cell::word("word.total"), "", total)));
    listed.chain(total)
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

fn summed(name: Cell, what: &'static str, sum: &ListedSum) -> Vec<Cell> {
    let what = if what.is_empty() { Cell::Blank } else { Cell::word(what) };
    let mut cells = vec![name, what];
    cells.resize(COLUMNS.len() - 3, Cell::Blank);
    cells.extend([sum.value, sum.accumulated, sum.net].map(Cell::Money));
    cells
}
