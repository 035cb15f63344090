//! XLSX: a workbook for Excel, WPS and `LibreOffice`, with typed cells and charts they draw themselves.
//!
//! The first sheet has the letterhead, the title, the named values, texts, notes and the lines for
//! signatures; then comes one sheet for each table and one for each chart. A number is a number and a
//! day a day, unless a spreadsheet would round it: then it is a text. The same document gives the
//! same bytes. Look next at `book.rs`.

mod book;
mod cell;
mod chart;
mod first;
mod name;
mod page;
mod sheet;
mod style;
#[cfg(test)]
mod tests;

pub(super) use book::print;
