//! Figures as bars beside their value, drawn in ASCII so that every terminal shows them alike.

use std::io;

use super::Options;
use super::grid::Grid;
use crate::base::Decimal;
use crate::report::{Cell, Row, Table};
use crate::text::Text;

/// The longest bar, and the longest where the terminal leaves less room.
const LONGEST: usize = 40;
const SHORTEST: usize = 10;

/// Prints the table with a bar after each row, as long as its second cell is large.
pub(super) fn print(
    table: &Table,
    text: Text,
    options: Options,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let grid = Grid::measure(table, text);
    let room = options.width.map_or(LONGEST, |width| {
        usize::from(width).saturating_sub(grid.width() + 2).clamp(SHORTEST, LONGEST)
    });
    let largest = table.rows.iter().filter_map(size).map(|size| size.abs()).max();
    let bar = |row: &Row| match (size(row), largest) {
        (Some(size), Some(largest)) => draw(size, largest, room),
        (None, _) | (_, None) => String::new(),
    };
    grid.aligned(options.colour, &bar, out)
}

/// The figure that a row's bar shows.
fn size(row: &Row) -> Option<Decimal> {
    match row.cells.get(1)? {
        Cell::Count(count) => Some(Decimal::from(*count)),
        Cell::Quantity(quantity) => Some(*quantity),
        Cell::Money(money) => Some(money.yuan()),
        Cell::Ratio(ratio) => ratio.percent(),
        Cell::Blank
        | Cell::Text(_)
        | Cell::Day(_)
        | Cell::Verdict { .. }
        | Cell::Named { .. }
        | Cell::Said(_) => None,
    }
}

/// A bar of `#`, of `-` below zero; anything but zero has at least one.
fn draw(size: Decimal, largest: Decimal, room: usize) -> String {
    if size.is_zero() {
        return String::new();
    }
    let share = size.abs().checked_div(largest).unwrap_or(Decimal::ONE);
    let length = (share * Decimal::from(room)).round().try_into().unwrap_or(room).clamp(1, room);
    if size.is_sign_negative() { "-".repeat(length) } else { "#".repeat(length) }
}
