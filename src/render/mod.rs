//! Floor 5: one file per format; each says what it does with each kind of cell.
//!
//! A printer turns a [`crate::report::Document`] into bytes with the words of a
//! [`crate::text::Text`]. It computes nothing, reads nothing, and gives the same bytes each time.
//! A new format is a file here and an arm in `print.rs`; a new kind of cell stops the build of
//! every printer. `excerpt.rs` shows defects in the data as they stand in the file, `manual/` the
//! pages of the help.

mod bars;
mod cells;
mod csv;
mod excerpt;
mod figure;
mod grid;
mod guard;
mod html;
mod ics;
mod json;
mod labels;
mod letterhead;
mod manual;
mod markdown;
mod names;
#[cfg(feature = "parquet")]
mod parquet;
mod passage;
mod print;
mod rejected;
mod spark;
mod table;
#[cfg(test)]
mod tests;
mod xlsx;

#[cfg(feature = "parquet")]
pub use self::parquet::parquet;
pub use cells::{CellsReader, write_cells};
pub use excerpt::{excerpt, list};
pub use ics::calendar;
pub use json::DOCUMENT_SCHEMA;
pub use labels::{label_html, label_svg};
pub use letterhead::{Letterhead, Logo, LogoType};
pub use manual::{Page, manual_html, page_man, page_text};
pub use print::{Bom, Colour, Format, Headers, Options, print};
pub use rejected::{RejectedRow, rejected};
