//! The course of a year, a table with bars for each utility.

use super::usage::{change, coverage};
use super::{Cell, Table};
use crate::meters::Course;

const COLUMNS: [&str; 8] = [
    "energy.course.month",
    "energy.course.amount",
    "energy.course.unit",
    "energy.course.coverage",
    "energy.course.last_year",
    "energy.course.on_last_year",
    "energy.course.target",
    "energy.course.executed",
];

/// The months of a utility under its name; what is not known has no bar.
pub(super) fn course_table(course: &Course) -> Table {
    let mut table = Table::new(course.carrier.utility().key(), &COLUMNS);
    for month in &course.months {
        table.line(vec![
            Cell::of(&month.span),
            Cell::maybe(month.usage.amount(), Cell::Quantity),
            Cell::text(course.carrier.unit()),
            coverage(&month.usage),
            Cell::maybe(month.last_year, Cell::Quantity),
            change(month.on_last_year),
            Cell::maybe(month.target, Cell::Quantity),
            Cell::maybe(month.executed, Cell::rate),
        ]);
    }
    table.without_unused(&["energy.course.target", "energy.course.executed"])
}
