//! Figures as bars beside their value, drawn in ASCII so that every terminal shows them alike.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::Options;
use super::figure::figure;
use super::grid::{Grid, shown};
use super::spark::unit_after;
use crate::base::Decimal;
use crate::report::{Cell, Chart, Row, Rows, Table};
use crate::text::Text;

/// The longest bar, and the longest where the terminal leaves less room.
const LONGEST: usize = 40;
const SHORTEST: usize = 10;

/// Prints the table with a bar after each row, as long as its second cell is large.
pub(super) fn print(
    grid: &Grid<'_>,
    table: &Table<Rows<'_>>,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let room = options.width.map_or(LONGEST, |width| {
        usize::from(width).saturating_sub(grid.width() + 2).clamp(SHORTEST, LONGEST)
    });
    let largest = table.rows.iter().filter_map(|row| size(&row)).map(|size| size.abs()).max();
    let bar = |row: &Row| match (size(row), largest) {
        (Some(size), Some(largest)) => draw(size, largest, room),
        (None, _) | (_, None) => String::new(),
    };
    grid.aligned(options.colour, &bar, out)
}

/// Prints amounts by size: the name of each, the amount and a bar; one part after the other where
/// there are several rows of figures.
pub(super) fn ranking(
    chart: &Chart,
    text: Text,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let all = || chart.series.iter().flat_map(|series| &series.cells);
    let largest = all().filter_map(figure).map(|size| size.abs()).max();
    let widest = |cells: &mut dyn Iterator<Item = &Cell>| {
        cells.map(|cell| shown(cell, text).width()).max().unwrap_or(0)
    };
    let (names, figures) = (widest(&mut chart.labels.iter()), widest(&mut all()));
    let room = options.width.map_or(LONGEST, |width| {
        usize::from(width).saturating_sub(names + figures + 4).clamp(SHORTEST, LONGEST)
    });
    for series in &chart.series {
        let name = shown(&series.name, text);
        writeln!(out, "{name}{}", unit_after(&name, chart, text))?;
        for (label, cell) in chart.labels.iter().zip(&series.cells) {
            let (label, amount) = (shown(label, text), shown(cell, text));
            let (after, before) = (names - label.width() + 2, figures - amount.width());
            let bar = match (figure(cell), largest) {
                (Some(size), Some(largest)) => draw(size, largest, room),
                (None, _) | (_, None) => String::new(),
            };
            let line = format!("{label}{:after$}{:before$}{amount}  {bar}", "", "");
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    Ok(())
}

/// The figure that a row's bar shows.
fn size(row: &Row) -> Option<Decimal> {
    figure(row.cells.get(1)?)
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
