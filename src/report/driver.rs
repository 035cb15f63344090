//! The figures that uses are measured against: the list, and the rows of the ledger.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present};
use crate::base::{Argument, Message, Span, Working};
use crate::meters::{Driver, DriverKind, DriverOrigin, DriverSum, Nature};

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
    fn present(&self) -> Document<'_> {
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

/// That nobody entered a figure for all months, and what to type.
pub(super) fn lacking(kind: &DriverKind, span: Span) -> Message {
    Message::new("driver.lacking")
        .with("driver", kind.argument())
        .with("word", kind.word())
        .with("period", Argument::of(&span))
}

/// The months of which a figure is known, and what they come to, as steps of a working.
pub(super) fn steps(sum: &DriverSum, working: &mut Working) {
    let mut sources: Vec<String> = Vec::new();
    for (_, _, origin) in &sum.months {
        let source = match origin {
            DriverOrigin::Row(id) | DriverOrigin::BedsByDays(Some(id)) => id.to_string(),
            DriverOrigin::Register | DriverOrigin::BedsByDays(None) => {
                "org/departments.csv".to_owned()
            }
        };
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let amounts: Vec<String> = sum.months.iter().map(|(_, amount, _)| amount.to_string()).collect();
    let one = amounts.first().filter(|first| amounts.iter().all(|amount| amount == *first));
    let joined = match one {
        Some(one) if amounts.len() > 1 => format!("{one} × {}", amounts.len()),
        _ => amounts.join(" + "),
    };
    let formula = match sum.over.kind.nature() {
        _ if amounts.len() < 2 => String::new(),
        Nature::Sum => joined,
        Nature::Level => format!("({joined}) ÷ {}", amounts.len()),
    };
    let code = match sum.over.kind.nature() {
        Nature::Sum => "driver.step.sum",
        Nature::Level => "driver.step.mean",
    };
    working.step(
        Message::new(code).with("driver", sum.over.kind.argument()),
        formula,
        sum.decimal().map(|amount| amount.to_string()).unwrap_or_default(),
        sources.join(" "),
    );
}
