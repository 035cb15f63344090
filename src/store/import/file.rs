//! One file from outside, whatever its kind.

use std::io::Read as _;
use std::path::Path;

use crate::store::charset::recognise;
use crate::store::{Attempt, Disk, Failure, Kind, StoreError};

use super::table::{ImportOptions, Imported, arrange};
use super::{cut, workbook};

/// More bytes than a table that somebody filled in can have.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// What may stand between two cells, unless a mapping file says another sign.
const DELIMITERS: [char; 3] = [',', '\t', ';'];

/// Reads a table from a file outside the store: CSV in any of the usual encodings, or a workbook.
pub fn import(
    disk: &dyn Disk,
    path: &Path,
    options: &ImportOptions<'_>,
) -> Result<Imported, StoreError> {
    import_bytes(&path.display().to_string(), &read(disk, path)?, options)
}

/// The bytes of a file outside the store.
pub(super) fn read(disk: &dyn Disk, path: &Path) -> Result<Vec<u8>, StoreError> {
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
    Ok(bytes)
}

/// Reads a text file from outside the store, in any encoding that imports understand.
pub fn import_text(disk: &dyn Disk, path: &Path) -> Result<String, StoreError> {
    Ok(recognise(&path.display().to_string(), &read(disk, path)?)?.text.into_owned())
}

/// Reads a table that came another way, such as stdin; `name` stands for it in places.
pub fn import_bytes(
    name: &str,
    bytes: &[u8],
    options: &ImportOptions<'_>,
) -> Result<Imported, StoreError> {
    if workbook::is_one(bytes) {
        return workbook::import(name, bytes, options);
    }
    let text = recognise(name, bytes)?.text;
    let first = cut::rows(name, text.lines().next().unwrap_or_default(), ',');
    let is_own = first.iter().flat_map(|row| &row.cells).any(|cell| (options.own)(&cell.text));
    if is_own {
        let own = ImportOptions { delimiter: Some(','), tab: None, heading: Some(1), ..*options };
        return Ok(arrange(name, None, cut::rows(name, &text, ','), &own));
    }
    let tried: &[char] = options.delimiter.as_ref().map_or(&DELIMITERS, std::slice::from_ref);
    let score = |rows: &Vec<_>| options.headings_among(rows).map_or(0, |(_, score)| score);
    let mut best = cut::rows(name, &text, tried[0]);
    for delimiter in &tried[1..] {
        if text.contains(*delimiter) {
            let rows = cut::rows(name, &text, *delimiter);
            if score(&rows) > score(&best) {
                best = rows;
            }
        }
    }
    Ok(arrange(name, None, best, options))
}
