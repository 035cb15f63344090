//! Cells: a document as typed rows of tab-separated values, and back again without loss.
//!
//! This is the form in which a store's report travels from the machine that made it to the one that
//! rolls it up, so every kind of cell keeps its kind, and money and amounts stay exact. Each row is
//! one record of ten fields, none of them ever null:
//!
//! ```text
//! store  n  part  what  row  column  key  kind  value  more
//! ```
//!
//! `store` is the folder as it was named (empty for a document alone) and `n` counts its records
//! from 1, so that a record that is lost or told twice is seen. `part` numbers the blocks of the
//! document, `what` says what the record is, `row`, `column` and `key` where it belongs, `kind`,
//! `value` and `more` are its cell. The last record of a store is its `end`. In a field `\\`, `\t`,
//! `\n` and `\r` stand for what would break a row.
//!
//! Look next at `record.rs` for the fields, `write.rs` and `read.rs` for the two ways, `value.rs`
//! for the cells.

mod read;
mod record;
#[cfg(test)]
mod tests;
mod value;
mod write;

pub use read::CellsReader;
pub use write::write_cells;
pub(super) use write::write_document;
