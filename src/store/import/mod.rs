//! Files from outside: a table as somebody filled it in, cell by cell, each with its place.
//!
//! `cut.rs` makes rows of a text in whichever charset (`store/charset.rs`), `workbook.rs` makes rows of a
//! spreadsheet, `table.rs` finds the headings among them, `mapping.rs` reads what somebody said
//! about a file. What the columns mean is for the reader to find out by their headings; here they
//! are only cut, and nothing is guessed that could be wrong in silence.

mod cut;
mod file;
mod mapping;
mod table;
mod workbook;

#[cfg(test)]
mod tests;

pub use file::{import, import_bytes, import_text};
pub use mapping::{Mapping, Placed, mapping};
pub use table::{ImportOptions, Imported, ImportedCell, ImportedRow};
