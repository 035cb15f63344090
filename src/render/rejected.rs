//! The review file: rows that were not taken as they stand, then where and why, as CSV for Excel.
//!
//! Corrected there, it can be imported as it is: the columns that are added here are passed over.

use super::guard::guarded;
use crate::base::{Diagnostic, Place};
use crate::text::Text;

/// A row that was not taken.
pub struct RejectedRow<'r> {
    /// Its cells; of a line that could not be cut, the whole line in the first.
    pub cells: Vec<&'r str>,
    /// What stands against it.
    pub diagnostics: &'r [Diagnostic],
}

/// Writes rejected rows under their headings, with a byte order mark; `added` are the keys of the
/// headings for line, column, reason and code.
pub fn rejected(
    headings: &[&str],
    added: [&'static str; 4],
    rows: &[RejectedRow<'_>],
    text: Text,
) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut write = |cells: Vec<String>| {
        let cells = cells.iter().map(|cell| guarded(cell).into_owned());
        writer.write_record(cells).expect("BUG: a vector that cannot be written to");
    };
    let own = added.iter().map(|key| text.label(key));
    write(headings.iter().copied().chain(own).map(str::to_owned).collect());
    for row in rows {
        let mut cells: Vec<String> = row.cells.iter().map(|cell| (*cell).to_owned()).collect();
        cells.resize(headings.len(), String::new());
        let each = |say: &dyn Fn(&Diagnostic) -> String, between: &str| {
            let mut said: Vec<String> = row.diagnostics.iter().map(say).collect();
            said.dedup();
            said.join(between)
        };
        cells.push(each(&|found| found.place.line.to_string(), " "));
        cells.push(each(&|found| column(&found.place), " "));
        cells.push(each(&|found| text.say(&found.message), "；"));
        cells.push(each(&|found| found.message.code.clone(), " "));
        write(cells);
    }
    let bytes = writer.into_inner().expect("BUG: a vector that cannot be flushed");
    ["\u{FEFF}".as_bytes(), &bytes].concat()
}

/// A column as its file counts it: letters in a spreadsheet, else the place in the line.
fn column(place: &Place) -> String {
    let letters = |cell: &str| -> String {
        let name = cell.rsplit_once('!').map_or(cell, |(_, name)| name);
        name.chars().take_while(char::is_ascii_alphabetic).collect()
    };
    match &place.cell {
        Some(cell) => letters(cell),
        None if place.column == 0 => String::new(),
        None => place.column.to_string(),
    }
}
