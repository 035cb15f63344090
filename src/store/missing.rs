//! What was recorded held against the files: rows that are gone, and rows that say something else.
//!
//! A program that saves an old copy over a newer file does that. Rows are known by their `id`;
//! files without that column are registers, which people may edit as they like. A row that was
//! taken out on purpose stands in `closing/voids.csv`.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Diagnostic, Message, Place};

use super::codec::{self, Field, Sheet};
use super::files::Files;
use super::history::{ID, Known, Past, Row, cells, first_line};
use super::{ExitClass, FileImage, LineEnding, StoreError, StorePath, encoding, inventory, layout};

/// What the files lack of what was recorded, and what they say otherwise.
pub(super) struct Missing {
    /// The rows that stand nowhere, in the order in which they were recorded.
    pub(super) lost: Vec<(String, Row)>,
    /// The ids of lost rows of which loading tells: their file is empty, or ends in their beginning.
    pub(super) told: BTreeSet<String>,
    /// The ids of rows that were taken out on purpose.
    pub(super) voided: BTreeSet<String>,
    /// Everything else that is to be told.
    pub(super) remarks: Vec<Diagnostic>,
}

/// A row that stands in a file.
struct Present {
    line: u32,
    text: String,
    /// Whether its line has no end.
    unended: bool,
    cells: BTreeMap<String, (String, u32, u32)>,
}

/// Holds what the log knows against the files.
pub(super) fn missing(files: &Files<'_>, past: &Past) -> Result<Missing, StoreError> {
    let mut remarks = Vec::new();
    let voided = voided(files, &mut remarks)?;
    let mut by_path: BTreeMap<&str, Vec<(&String, &Row)>> = BTreeMap::new();
    for (id, row) in past.rows.iter().filter(|(id, _)| !voided.contains(*id)) {
        by_path.entry(&row.path).or_default().push((id, row));
    }
    let mut lost: Vec<(String, Row)> = Vec::new();
    let mut told = BTreeSet::new();
    for (path, rows) in by_path {
        let image = match files.read(&StorePath::new(path)?) {
            Ok(image) => image,
            // Loading tells what stands there in its place.
            Err(error) if error.exit_class() == ExitClass::BadData => continue,
            Err(error) => return Err(error),
        };
        let known = past.files.get(path);
        let untouched = |image: &FileImage| {
            known.is_some_and(|file| !file.doubtful && file.last == Some(image.pre()))
        };
        if image.as_ref().is_some_and(untouched) {
            continue;
        }
        let Some(present) = present(image.as_ref(), known) else { continue };
        // A file without anything is one defect, which loading tells.
        let empty = |image: &FileImage| image.bytes.iter().all(u8::is_ascii_whitespace);
        let emptied = image.as_ref().is_some_and(empty);
        remarks.extend(image.and_then(|image| end_lost(path, image, known)));
        let last = present.values().flatten().find(|row| row.unended && !row.text.is_empty());
        for (id, row) in rows {
            let cut = last.filter(|last| last.begins(row));
            // The beginning of an id may be that of many; only a row that stands nowhere is lost.
            match present.get(id).map(Vec::as_slice) {
                Some([found]) if found.begins(row) => {}
                Some(found) => {
                    remarks.extend(changed(id, row, found));
                    continue;
                }
                None => {}
            }
            lost.push((id.clone(), row.clone()));
            if emptied || cut.is_some_and(|cut| cut.cells.is_empty()) {
                told.insert(id.clone());
            }
        }
    }
    lost.sort_by_key(|(_, row)| row.number);
    elsewhere(files, &mut lost, &mut remarks)?;
    if let Some(at) = past.damaged {
        let message = Message::new("store.log_damaged_inside").with("byte", at.to_string());
        remarks.push(Diagnostic::error(Place::file(super::log::LOG), message));
    }
    Ok(Missing { lost, told, voided, remarks })
}

impl Present {
    /// Whether it is only the beginning of a recorded row, at the end of its file.
    fn begins(&self, row: &Row) -> bool {
        // The end may cut a character.
        let text = self.text.trim_end_matches(char::REPLACEMENT_CHARACTER);
        self.unended && text.len() < row.text.len() && row.text.starts_with(text)
    }
}

/// A file that lacks nothing but the end of its last line, or of its only one.
fn end_lost(path: &str, mut image: FileImage, known: Option<&Known>) -> Option<Diagnostic> {
    let ending = LineEnding::of(&image.bytes);
    image.bytes.extend(ending.as_str().bytes());
    let whole = known.and_then(|known| known.last) == Some(image.pre());
    let line = u32::try_from(image.bytes.split(|byte| *byte == b'\n').count() - 1).ok()?;
    whole.then(|| Diagnostic::warning(Place::line(path, line), Message::new("store.end_lost")))
}

/// The rows of a ledger by id; none of a file that is no ledger, all of which is then no matter.
///
/// A line that is malformed is told by loading; here its row counts as there.
fn present(
    image: Option<&FileImage>,
    known: Option<&Known>,
) -> Option<BTreeMap<String, Vec<Present>>> {
    let nothing = Some(BTreeMap::new());
    let Some(image) = image else { return nothing };
    let first = first_line(&image.bytes);
    let header = cells(&first);
    let cut = |known: &Known| !image.bytes.contains(&b'\n') && known.header.starts_with(&first);
    if known.is_some_and(cut) {
        return nothing;
    }
    let at = header.iter().position(|column| column == ID)?;
    let text = String::from_utf8_lossy(&image.bytes);
    let readable = encoding::decode("", &image.bytes).is_ok();
    let mut rows: BTreeMap<String, Vec<Present>> = BTreeMap::new();
    let mut lines = text.split('\n').zip(1_u32..).skip(1).peekable();
    while let Some((line, number)) = lines.next() {
        let unended = lines.peek().is_none();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let fields = codec::split(line).unwrap_or_default();
        let cells = if readable && fields.len() == header.len() {
            let cells = header.iter().zip(&fields).map(|(column, field)| {
                (column.clone(), (field.text.to_string(), field.column, field.length))
            });
            cells.collect()
        } else {
            BTreeMap::new()
        };
        let row = Present { line: number, text: line.to_owned(), unended, cells };
        rows.entry(id_of(line, &fields, at)).or_default().push(row);
    }
    Some(rows)
}

/// The id that a line has in one of its cells; of a line that is malformed, between its commas.
fn id_of(line: &str, fields: &[Field<'_>], at: usize) -> String {
    match fields.get(at) {
        Some(id) => id.text.to_string(),
        None => line.split(',').nth(at).unwrap_or_default().trim_matches('"').to_owned(),
    }
}

/// The first cell in which a row says something else than was recorded.
fn changed(id: &str, row: &Row, found: &[Present]) -> Option<Diagnostic> {
    let recorded = cells(&row.text);
    let difference = |present: &Present| {
        if present.cells.is_empty() || row.header.is_empty() {
            return None;
        }
        row.header.iter().zip(&recorded).find_map(|(column, old)| {
            let now = present.cells.get(column);
            let same = now.map_or("", |(text, ..)| text.as_str()) == old;
            (!same).then(|| (column.clone(), old.clone(), now.cloned()))
        })
    };
    let differences: Option<Vec<_>> = found.iter().map(difference).collect();
    let (column, old, now) = differences?.into_iter().next()?;
    let (text, at, length) = now.unwrap_or_default();
    let message = Message::new("store.row_changed")
        .with("id", id)
        .with("column", column)
        .with("old", old)
        .with("new", text)
        .with("who", &row.who)
        .with("time", &row.time)
        .with("command", &row.command);
    let mut place = Place::line(row.path.clone(), found[0].line);
    if at > 0 {
        place = place.at(at, length);
    }
    Some(Diagnostic::warning(place, message).with_original(found[0].text.clone()))
}

/// Takes out the rows that stand in another file now, and remarks on them.
fn elsewhere(
    files: &Files<'_>,
    lost: &mut Vec<(String, Row)>,
    remarks: &mut Vec<Diagnostic>,
) -> Result<(), StoreError> {
    if lost.is_empty() {
        return Ok(());
    }
    let ids: BTreeSet<&str> = lost.iter().map(|(id, _)| id.as_str()).collect();
    let mut found: BTreeMap<String, Place> = BTreeMap::new();
    for path in inventory::inventory(files)? {
        let Ok(Some(image)) = files.read(&path) else { continue };
        for (id, line) in standing(&image, &ids) {
            found.insert(id.to_owned(), Place::line(path.as_str(), line));
        }
    }
    lost.retain(|(id, row)| {
        let Some(place) = found.get(id).filter(|place| place.file != row.path) else {
            return true;
        };
        let message = Message::new("store.row_moved")
            .with("id", id)
            .with("from", &row.path)
            .with("who", &row.who)
            .with("time", &row.time);
        remarks.push(Diagnostic::warning(place.clone(), message).with_original(&row.text));
        false
    });
    Ok(())
}

/// Where the first row of each of some ids stands in a file: most of its lines have none of them, and
/// are looked at no further than that.
fn standing<'i>(image: &FileImage, ids: &BTreeSet<&'i str>) -> BTreeMap<&'i str, u32> {
    let header = cells(&first_line(&image.bytes));
    let mut rows = BTreeMap::new();
    let Some(at) = header.iter().position(|column| column == ID) else { return rows };
    let text = String::from_utf8_lossy(&image.bytes);
    for (line, number) in text.split('\n').zip(1_u32..).skip(1) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let fields = codec::split(line).unwrap_or_default();
        if let Some(id) = ids.get(id_of(line, &fields, at).as_str()) {
            rows.entry(*id).or_insert(number);
        }
    }
    rows
}

/// The ids of rows that were taken out on purpose; what is wrong with that list is remarked on.
fn voided(
    files: &Files<'_>,
    remarks: &mut Vec<Diagnostic>,
) -> Result<BTreeSet<String>, StoreError> {
    let path = layout::voids();
    let Some(image) = files.read(&path)? else { return Ok(BTreeSet::new()) };
    let text = encoding::decode(path.as_str(), &image.bytes)?.text;
    let sheet = match Sheet::open(path.as_str(), text, &VOIDS, &[]) {
        Ok(sheet) => sheet,
        Err(diagnostic) => {
            remarks.push(*diagnostic);
            return Ok(BTreeSet::new());
        }
    };
    let mut voided = BTreeSet::new();
    for line in sheet.rows() {
        match line {
            Ok(line) => voided.insert(sheet.cells(&line, &VOIDS).text("row").to_owned()),
            Err(diagnostic) => {
                remarks.push(*diagnostic);
                continue;
            }
        };
    }
    Ok(voided)
}

/// The columns of the list of rows that were taken out on purpose.
pub(super) const VOIDS: [&str; 8] =
    ["id", "date", "row", "file", "original", "reason", "recorded_at", "recorded_by"];

/// Tells of every row that is lost, with everything else that was remarked.
pub(super) fn tell(missing: Missing) -> Vec<Diagnostic> {
    let lost = |(id, row): (String, Row)| {
        let message = Message::new("store.row_lost")
            .with("id", id)
            .with("who", row.who)
            .with("time", row.time)
            .with("command", row.command);
        Diagnostic::warning(Place::file(row.path), message).with_original(row.text)
    };
    let told_already = |(id, _): &(String, Row)| missing.told.contains(id);
    let lost_rows = missing.lost.into_iter().filter(|row| !told_already(row));
    let mut told: Vec<Diagnostic> = lost_rows.map(lost).collect();
    told.extend(missing.remarks);
    told
}
