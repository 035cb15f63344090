//! From text to rows: the lines of a file, cut at a delimiter, as strictly as the store's own.
//!
//! Two things more than there: lines may end in a carriage return alone, and a cell in quotes may
//! run over several lines, as spreadsheet programs write it.

use crate::base::Place;
use crate::store::codec::{Field, split_at};

use super::table::{ImportedCell, ImportedRow};

/// How many lines one cell in quotes may run over; past them its quote was never closed.
const MOST_LINES: usize = 50;

/// Cuts a text into rows, blank ones among them.
pub(super) fn rows(file: &str, text: &str, delimiter: char) -> Vec<ImportedRow> {
    let lines: Vec<&str> = if text.contains('\n') {
        text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect()
    } else {
        text.split('\r').collect()
    };
    let mut rows = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let (row, n_lines) = row(file, &lines[at..], at, delimiter);
        rows.push(row);
        at += n_lines;
    }
    rows
}

/// The row that begins in the first of some lines, and how many of them it takes.
fn row(file: &str, lines: &[&str], before: usize, delimiter: char) -> (ImportedRow, usize) {
    let number = u32::try_from(before + 1).unwrap_or(u32::MAX);
    let place = Place::line(file, number);
    let malformed = match split_at(lines[0], delimiter) {
        Ok(fields) => return (whole(place, lines[0], fields), 1),
        Err(malformed) => malformed,
    };
    if malformed.code == "csv.unclosed_quote" {
        for n_lines in 2..=lines.len().min(MOST_LINES) {
            let joined = lines[..n_lines].join("\n");
            match split_at(&joined, delimiter) {
                Ok(fields) => return (whole(place, &joined, fields), n_lines),
                Err(other) if other.code == "csv.unclosed_quote" => {}
                Err(_) => break,
            }
        }
    }
    let defect = malformed.diagnostic(file, number, lines[0]);
    let original = lines[0].to_owned();
    (ImportedRow { place, original, cells: Vec::new(), defect: Some(defect) }, 1)
}

fn whole(place: Place, original: &str, fields: Vec<Field<'_>>) -> ImportedRow {
    let cells = fields
        .into_iter()
        .map(|field| {
            let place = place.clone().at(field.column, field.length);
            ImportedCell::new(&field.text.replace(['\r', '\n'], " "), place)
        })
        .collect();
    ImportedRow { place, original: original.to_owned(), cells, defect: None }
}
