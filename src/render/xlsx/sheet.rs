//! A sheet with a table: headings that stay, a filter, widths by what stands in the columns.

use rust_xlsxwriter::{Workbook, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::book::{Part, Scene};
use super::cell::Square;
use super::page::{Lying, Page};
use super::style::{Styles, Weight};
use crate::render::csv::keeps_both_names;
use crate::report::{Cell, Row, RowKind, Rows, Table};
use crate::text::Text;

/// No column is wider: what is longer is broken.
const WIDEST: usize = 48;
/// No column is narrower: there is a button in its heading.
const NARROWEST: usize = 8;
/// A heading alone makes no column wider than this.
const WIDEST_HEADING: usize = 12;
/// A table that is wider is printed on the long side of the paper.
const PORTRAIT: usize = 92;
/// The blanks beside a text, and the button beside a heading.
const PADDING: usize = 2;

/// Writes a table as a sheet of its own.
pub(super) fn write(
    book: &mut Workbook,
    scene: &Scene<'_>,
    styles: &mut Styles,
    (name, part): (&str, Part<'_>),
) -> Result<(), XlsxError> {
    let (text, table) = (scene.text, part.table);
    let headings: Vec<&str> = table.columns.iter().map(|column| text.label(column.key)).collect();
    let widths = widths(&headings, part.rows().map(|row| squares(table, &row, text)));
    let sheet = book.add_worksheet().set_name(name)?;
    for (at, width) in (0_u16..).zip(&widths) {
        sheet.set_column_width(at, f64::from(u32::try_from(*width).unwrap_or(u32::MAX)))?;
    }
    let format = styles.heading();
    for (at, heading) in (0_u16..).zip(&headings) {
        sheet.write_string_with_format(0, at, *heading, &format)?;
    }
    let lines = |(heading, width): (&&str, &usize)| lines_in(heading, *width);
    let n_lines = headings.iter().zip(&widths).map(lines).max().unwrap_or(1);
    sheet.set_row_height_pixels(0, Styles::height(n_lines))?;
    let (mut n_filtered, mut is_before_total, mut is_empty) = (0, true, true);
    for (at, row) in (1_u32..).zip(part.rows()) {
        is_empty = false;
        is_before_total &= row.kind != RowKind::Total;
        n_filtered += u32::from(is_before_total);
        let squares = squares(table, &row, text);
        for (column, square) in (0_u16..).zip(&squares) {
            square.write(sheet, (at, column), styles, Weight::from(row.kind))?;
        }
        let lines = |(square, width): (&Square, &usize)| square.n_lines(width - PADDING);
        let n_lines = squares.iter().zip(&widths).map(lines).max().unwrap_or(1);
        sheet.set_row_height_pixels(at, Styles::height(n_lines))?;
    }
    if is_empty {
        Square::text(text.label("word.none")).write(sheet, (1, 0), styles, Weight::Free)?;
    }
    let last = u16::try_from(headings.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if n_filtered > 0 {
        sheet.autofilter(0, 0, n_filtered, last)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let width: usize = widths.iter().sum();
    let lying = if width > PORTRAIT { Lying::Landscape } else { Lying::Portrait };
    scene.page.set(sheet, lying);
    Page::repeat(sheet, 1)
}

/// The cells of a row; a table that keeps both names of a thing has the one that was recorded.
fn squares(table: &Table<Rows<'_>>, row: &Row, text: Text) -> Vec<Square> {
    let cells = row.cells.iter().zip(&table.columns);
    cells
        .map(|(cell, column)| match cell {
            Cell::Named(name) if keeps_both_names(table, column.key) => Square::text(&name.zh),
            cell => Square::of(cell, text),
        })
        .collect()
}

/// How wide each column is to be: a Chinese character is two wide.
fn widths(headings: &[&str], rows: impl Iterator<Item = Vec<Square>>) -> Vec<usize> {
    let heading = |heading: &&str| (heading.width() + PADDING).clamp(NARROWEST, WIDEST_HEADING);
    let mut widths: Vec<usize> = headings.iter().map(heading).collect();
    for squares in rows {
        for (widest, square) in widths.iter_mut().zip(&squares) {
            let width = if square.breaks() { square.width.min(WIDEST) } else { square.width };
            *widest = width.max(*widest);
        }
    }
    widths.into_iter().map(|width| width + PADDING).collect()
}

/// How many lines a heading takes in a column of that width, beside the button of the filter.
fn lines_in(heading: &str, width: usize) -> usize {
    heading.width().div_ceil(width.saturating_sub(PADDING).max(1)).max(1)
}
