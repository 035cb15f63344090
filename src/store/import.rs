//! Files from outside: a table as somebody filled it in, cell by cell, each with its place.
//!
//! What the columns mean is for the reader to find out by their headings; here they are only cut,
//! as strictly as the store's own files. Look next at `codec.rs`.

use std::io::Read as _;
use std::path::Path;

use crate::base::{Diagnostic, Place};

use super::codec::Sheet;
use super::{Attempt, Disk, Failure, Kind, StoreError, encoding};

/// More bytes than a table that somebody filled in can have.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A cell of a table from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedCell {
    /// The text, quotes and blanks around it removed.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A row of a table from outside: as many cells as there are headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// Where it stands.
    pub place: Place,
    /// The line as it stands in the file.
    pub original: String,
    /// Its cells.
    pub cells: Vec<ImportedCell>,
}

/// A table from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The headings.
    pub headings: Vec<ImportedCell>,
    /// The first line as it stands in the file.
    pub original: String,
    /// The rows that are well formed; those without any text are left out.
    pub rows: Vec<ImportedRow>,
    /// What is wrong with the others.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file from outside the store.
pub fn import(disk: &dyn Disk, path: &Path) -> Result<Imported, StoreError> {
    let name = path.display().to_string();
    let failed = |attempt| {
        let name = name.clone();
        move |source| StoreError::Input(Failure::new(name, attempt, source))
    };
    let real = disk.resolve(path).map_err(failed(Attempt::Open))?;
    let seen = disk.look(&real).map_err(failed(Attempt::Open))?;
    match seen {
        Some(seen) if seen.kind == Kind::Folder => return Err(StoreError::NotAFile(name)),
        Some(seen) if seen.len > MOST_BYTES => {
            return Err(StoreError::TooLarge { file: name, bytes: seen.len });
        }
        _ => {}
    }
    let mut bytes = Vec::new();
    let mut handle = disk.open(&real).map_err(failed(Attempt::Open))?;
    handle.read_to_end(&mut bytes).map_err(failed(Attempt::Read))?;
    import_bytes(&name, &bytes)
}

/// Reads a table that came another way, such as stdin; `name` stands for it in places.
pub fn import_bytes(name: &str, bytes: &[u8]) -> Result<Imported, StoreError> {
    let text = encoding::decode(name, bytes)?.text;
    let original = text.lines().next().unwrap_or_default().to_owned();
    let mut imported =
        Imported { headings: Vec::new(), original, rows: Vec::new(), diagnostics: Vec::new() };
    let sheet = match Sheet::open(name, text, &[], &[]) {
        Ok(sheet) => sheet,
        Err(diagnostic) => {
            imported.diagnostics.push(*diagnostic);
            return Ok(imported);
        }
    };
    let head = Place::line(name, 1);
    imported.headings = sheet
        .header
        .iter()
        .map(|heading| ImportedCell { text: heading.trim().to_owned(), place: head.clone() })
        .collect();
    for line in sheet.rows() {
        match line {
            Ok(line) => {
                let cells: Vec<ImportedCell> = line
                    .cells()
                    .map(|(text, place)| ImportedCell { text: text.trim().to_owned(), place })
                    .collect();
                if cells.iter().any(|cell| !cell.text.is_empty()) {
                    let (place, original) = (line.place(), line.text.to_owned());
                    imported.rows.push(ImportedRow { place, original, cells });
                }
            }
            Err(diagnostic) => imported.diagnostics.push(*diagnostic),
        }
    }
    Ok(imported)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_trimmed_each_with_its_place_and_empty_rows_are_left_out() {
        let bytes = "\u{feff}行号,实盘\r\n1, 57 \r\n,\r\n2,\"1,5\"\r\n3\r\n".as_bytes();
        let imported = import_bytes("盘点.csv", bytes).expect("a table");
        let headings: Vec<&str> =
            imported.headings.iter().map(|heading| heading.text.as_str()).collect();
        assert_eq!(headings, ["行号", "实盘"]);
        let told: Vec<String> = imported
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| format!("{} {}", cell.place, cell.text))
            .collect();
        assert_eq!(
            told,
            ["盘点.csv:2:1 1", "盘点.csv:2:3 57", "盘点.csv:4:1 2", "盘点.csv:4:3 1,5"]
        );
        assert_eq!(imported.diagnostics.len(), 1, "line 5 is short");
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        let gbk = b"\xd0\xd0\xba\xc5,1\n";
        assert!(matches!(import_bytes("x.csv", gbk), Err(StoreError::NotUtf8(_))));
        assert!(import_bytes("x.csv", b"").expect("empty").headings.is_empty());
    }
}
