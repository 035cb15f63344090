//! Rows that were recorded and stand nowhere any more, put back as they were; or let go on purpose.
//!
//! The log has every row byte for byte. A file that is an old state of itself becomes the recorded
//! state again; into any other the rows go at the end, under the columns that it has now.

use std::collections::BTreeMap;

use crate::base::{Day, Moment, Stamp};

use super::codec::{self, write_line};
use super::history::{Known, Past, Row, cells, first_line};
use super::missing::{self, VOIDS};
use super::{
    Entry, FileImage, Journal, LineEnding, Op, StoreError, StorePath, encoding, layout, salvage,
};

/// Whether a command does its work or only shows what it would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It does it.
    Do,
    /// It shows it.
    Show,
}

/// A row that was recorded and is not in its file any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostRow {
    /// Its id.
    pub id: String,
    /// The file it belongs to.
    pub file: String,
    /// The line as it was recorded.
    pub text: String,
    /// Who recorded it.
    pub who: String,
    /// When.
    pub time: String,
    /// With which command.
    pub command: String,
}

impl LostRow {
    fn of((id, row): &(String, Row)) -> Self {
        Self {
            id: id.clone(),
            file: row.path.clone(),
            text: row.text.clone(),
            who: row.who.clone(),
            time: row.time.clone(),
            command: row.command.clone(),
        }
    }
}

/// Puts back every row that is lost, all of them in one commit; tells which.
///
/// Rows that stand in their file, whatever they say there, or in another file, are left alone.
pub fn restore(journal: Journal<'_>, entry: Entry, act: Act) -> Result<Vec<LostRow>, StoreError> {
    let past = Past::read(journal.files())?;
    restore_from(journal, &past, entry, act)
}

/// The same by what a log said that is not the journal's any more.
pub(super) fn restore_from(
    journal: Journal<'_>,
    past: &Past,
    entry: Entry,
    act: Act,
) -> Result<Vec<LostRow>, StoreError> {
    let lost = missing::missing(journal.files(), past)?.lost;
    let mut by_path: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for (_, row) in &lost {
        by_path.entry(&row.path).or_default().push(row);
    }
    let mut ops = Vec::new();
    for (path, rows) in by_path {
        let path = StorePath::new(path)?;
        let image = journal.read(&path)?;
        ops.push(put_back(path.clone(), image, &rows, past.files.get(path.as_str()))?);
    }
    let told = lost.iter().map(LostRow::of).collect();
    if act == Act::Do && !ops.is_empty() {
        let given = journal.given();
        let _committed = journal.commit(ops, Entry { given, ..entry })?;
    }
    Ok(told)
}

/// Records that rows which are lost were taken out on purpose; tells which were.
///
/// A row of which that is recorded already is passed over.
pub fn forget(
    journal: Journal<'_>,
    ids: &[String],
    (reason, recorded_by, recorded_at): (&str, &str, Moment),
    act: Act,
) -> Result<Vec<LostRow>, StoreError> {
    let past = Past::read(journal.files())?;
    let lost = missing::missing(journal.files(), &past)?;
    let path = layout::voids();
    let image = journal.read(&path)?;
    let mut stamp = Stamp {
        recorded_at,
        recorded_by: recorded_by.to_owned(),
        tag: journal.tag().to_owned(),
        given: journal.given(),
    };
    let (mut told, mut rows) = (Vec::new(), String::new());
    for id in ids {
        let Some(found) = lost.lost.iter().find(|(known, _)| known == id) else {
            if lost.voided.contains(id) {
                continue;
            }
            return Err(StoreError::NotLost(id.clone()));
        };
        let row = LostRow::of(found);
        if !told.contains(&row) {
            rows.push_str(&void(&mut stamp, recorded_at.day(), &row, reason));
            told.push(row);
        }
    }
    if act == Act::Show || told.is_empty() {
        return Ok(told);
    }
    let header = match &image {
        None => write_line(VOIDS.into_iter(), "\n"),
        Some(_) => String::new(),
    };
    let pre = image.as_ref().map(FileImage::pre);
    let pre = pre.map(Into::into);
    let op = Op::Append { path, pre, data: format!("{header}{rows}").into_bytes() };
    let entry = Entry {
        who: recorded_by.to_owned(),
        when: recorded_at,
        command: "restore --forget".to_owned(),
        given: stamp.given,
    };
    let _committed = journal.commit(vec![op], entry)?;
    Ok(told)
}

fn void(stamp: &mut Stamp, day: Day, row: &LostRow, reason: &str) -> String {
    let id = stamp.id('Y', day).to_string();
    let (date, at) = (day.to_string(), stamp.recorded_at.to_string());
    let cells = [&id, &date, &row.id, &row.file, &row.text, reason, &at, &stamp.recorded_by];
    write_line(cells.into_iter(), "\n")
}

/// The operation that puts rows back into their file.
fn put_back(
    path: StorePath,
    image: Option<FileImage>,
    rows: &[&Row],
    known: Option<&Known>,
) -> Result<Op, StoreError> {
    let pre = image.as_ref().map(FileImage::pre);
    let bytes = image.map(|image| image.bytes).unwrap_or_default();
    let recorded = known.and_then(|known| known.content.as_deref());
    if let Some(content) = recorded.filter(|content| only_adds(&bytes, content, rows).is_some()) {
        return Ok(match content.strip_prefix(bytes.as_slice()) {
            Some(rest) if bytes.ends_with(b"\n") => {
                Op::Append { path, pre: pre.map(Into::into), data: rest.to_vec() }
            }
            _ => Op::Write { path, pre, data: content.to_vec() },
        });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        let header = known.map(|known| known.header.as_str()).unwrap_or_default();
        let texts = rows.iter().map(|row| row.text.as_str());
        let lines = std::iter::once(header).chain(texts).map(|line| format!("{line}\n"));
        return Ok(Op::Write { path, pre, data: lines.collect::<String>().into_bytes() });
    }
    // A last line that is the beginning of a row which is put back whole gives way to it.
    let start = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let tail = &bytes[start..];
    let begins = !tail.is_empty() && rows.iter().any(|row| row.text.as_bytes().starts_with(tail));
    let kept = if begins { &bytes[..start] } else { &bytes[..] };
    let text = encoding::decode(path.as_str(), kept)?.text;
    let header = cells(&first_line(kept));
    let ending = LineEnding::of(kept).as_str();
    let mut data = String::new();
    for row in rows {
        data.push_str(&arranged(path.as_str(), text, row, &header)?);
        data.push_str(ending);
    }
    if begins {
        return Ok(Op::Write { path, pre, data: [kept, data.as_bytes()].concat() });
    }
    if let Some(torn) = salvage::torn(path.as_str(), text) {
        return Err(StoreError::Defect(Box::new(torn)));
    }
    Ok(Op::Append { path, pre: pre.map(Into::into), data: data.into_bytes() })
}

/// Whether a recorded content has all lines of the present one in their order, and besides them
/// exactly the rows that are lost. A last line may be cut.
fn only_adds(now: &[u8], recorded: &[u8], rows: &[&Row]) -> Option<()> {
    let mut lines = now.split_inclusive(|byte| *byte == b'\n').peekable();
    let mut missing: Vec<&[u8]> = rows.iter().map(|row| row.text.as_bytes()).collect();
    for (number, line) in recorded.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let present = lines.next_if(|present| {
            *present == line || (!present.ends_with(b"\n") && line.starts_with(present))
        });
        let header = number == 0 && (now.is_empty() || present.is_some());
        if present == Some(line) || header {
            continue;
        }
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        let bare = bare.strip_suffix(b"\r").unwrap_or(bare);
        if present == Some(bare) {
            continue;
        }
        let at = missing.iter().position(|text| *text == bare)?;
        missing.remove(at);
    }
    (missing.is_empty() && lines.next().is_none()).then_some(())
}

/// A row under the columns that its file has now, byte for byte where they are the same.
fn arranged(file: &str, text: &str, row: &Row, header: &[String]) -> Result<String, StoreError> {
    let recorded = cells(&row.text);
    let same = row.header == header || (row.header.is_empty() && recorded.len() == header.len());
    if same {
        return Ok(row.text.clone());
    }
    let said = row.header.iter().zip(&recorded).filter(|(_, cell)| !cell.is_empty());
    let missing: Vec<&str> = said
        .map(|(column, _)| column.as_str())
        .filter(|column| !header.iter().any(|present| present == column))
        .collect();
    if !missing.is_empty() || row.header.is_empty() {
        let missing = codec::missing_columns(file, text, &missing);
        return Err(StoreError::Defect(Box::new(missing)));
    }
    let cell = |column: &String| {
        let at = row.header.iter().position(|known| known == column);
        at.map_or("", |at| recorded[at].as_str())
    };
    Ok(write_line(header.iter().map(cell), ""))
}
