//! The figures that uses are measured against: the list, and the rows of the ledger.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present};
use crate::base::Message;
use crate::meters::{Driver, DriverKind};

/// The figures that stand.
pub struct Drivers(pub Vec<Driver>);

const ROWS: Ledger = Ledger {
    key: "driver.rows",
    columns: &[
        "driver.rows.month",
        "driver.rows.driver",
        "driver.rows.site",
        "driver.rows.department",
        "driver.rows.amount",
        "driver.rows.unit",
        "driver.rows.source",
        "driver.rows.note",
    ],
};

impl Present for Drivers {
    fn present(&self) -> Document {
        let mut table = ROWS.table().named_by(&[
            "driver.rows.month",
            "driver.rows.driver",
            "driver.rows.site",
            "driver.rows.department",
        ]);
        self.0.iter().for_each(|driver| table.line(cells(driver)));
        let none = self.0.is_empty().then(|| Message::new("driver.none"));
        Document::new("driver.rows").table(table).notes(none.into_iter().collect())
    }
}

pub(super) fn written(driver: &Driver) -> Written {
    Written { ledger: ROWS, cells: cells(driver) }
}

fn cells(driver: &Driver) -> Vec<Cell> {
    let place = &driver.place;
    let department = match (&place.department, &place.site) {
        (Some(department), _) => Cell::of(department),
        (None, Some(_)) => Cell::Blank,
        (None, None) => Cell::word("meter.subject.utility"),
    };
    vec![
        Cell::of(&place.month),
        kind(&place.kind),
        Cell::maybe(place.site.as_ref(), Cell::of),
        department,
        Cell::Quantity(driver.amount),
        Cell::maybe(place.kind.unit(), Cell::word),
        Cell::maybe(driver.source.as_ref(), Cell::text),
        Cell::maybe(driver.note.as_ref(), Cell::text),
    ]
}

/// What is counted, by its word; an own kind by its name.
pub(super) fn kind(kind: &DriverKind) -> Cell {
    kind.key().map_or_else(|| Cell::text(kind.word()), Cell::word)
}
