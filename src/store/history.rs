//! The log read from its beginning: what was recorded here, and whether the files still have it.
//!
//! Only `check` needs this. Everything else reads the end of the log, so that its cost does not
//! grow with the years.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};

use crate::base::{Diagnostic, Message, Place};

use super::encoding::BYTE_ORDER_MARK;
use super::files::{Files, reading};
use super::image::Fingerprint;
use super::log::LOG;
use super::record::{self, Change, Line, Record, Way};
use super::{Attempt, Digest, ExitClass, FileImage, StoreError, StorePath};

/// A row as it was recorded.
struct Row {
    text: String,
    who: String,
    time: String,
    command: String,
}

/// What a ledger must still hold.
#[derive(Default)]
struct Ledger {
    rows: BTreeMap<String, Row>,
    last: Option<Fingerprint>,
    /// Whether the file was made here with an `id` for each row.
    made_with_ids: bool,
}

/// Names every row that was recorded in a ledger and is not in its file any more.
///
/// A program that saves an old copy over a newer file does that. Rows are known by their `id`;
/// files without that first column are registers, which people may edit as they like.
pub(super) fn lost_rows(files: &Files<'_>) -> Result<Vec<Diagnostic>, StoreError> {
    let mut ledgers: BTreeMap<String, Ledger> = BTreeMap::new();
    read(files, |record| {
        for change in &record.ops {
            ledgers.entry(change.path.clone()).or_default().add(&record, change);
        }
    })?;
    let mut lost = Vec::new();
    for (path, ledger) in ledgers {
        let image = match files.read(&StorePath::new(&path)?) {
            Ok(image) => image,
            // Loading tells what stands there in its place.
            Err(error) if error.exit_class() == ExitClass::BadData => continue,
            Err(error) => return Err(error),
        };
        lost.extend(ledger.missing(&path, image.as_ref()));
    }
    Ok(lost)
}

impl Ledger {
    fn add(&mut self, record: &Record, change: &Change) {
        self.last = Some(change.post);
        let Some(data) = change.data().and_then(|data| String::from_utf8(data).ok()) else {
            return;
        };
        if change.op == Way::Write {
            self.rows.clear();
        }
        let whole = change.op == Way::Write || change.pre.is_none();
        if whole {
            self.made_with_ids = has_ids(data.as_bytes());
        }
        for line in data.lines().skip(usize::from(whole)) {
            let id = line.split(',').next().unwrap_or_default();
            let row = Row {
                text: line.to_owned(),
                who: record.who.clone(),
                time: record.time.clone(),
                command: record.command.clone(),
            };
            self.rows.insert(id.to_owned(), row);
        }
        self.rows.remove("");
    }

    /// The rows that a file does not hold, wherever in a line it keeps its ids.
    fn missing(mut self, path: &str, image: Option<&FileImage>) -> Vec<Diagnostic> {
        if !image.map_or(self.made_with_ids, |image| has_ids(&image.bytes)) {
            return Vec::new();
        }
        if let Some(image) = image {
            if self.last == Some(image.pre()) {
                return Vec::new();
            }
            let text = String::from_utf8_lossy(&image.bytes);
            for cell in text.split([',', '\n', '\r', '"']) {
                self.rows.remove(cell);
            }
        }
        let lost = |(id, row): (String, Row)| {
            let message = Message::new("store.row_lost")
                .with("file", path)
                .with("id", id)
                .with("who", row.who)
                .with("time", row.time)
                .with("command", row.command);
            Diagnostic::warning(Place::file(path), message).with_original(row.text)
        };
        self.rows.into_iter().map(lost).collect()
    }
}

/// Whether the rows of a file are known by an `id` in its first column.
fn has_ids(content: &[u8]) -> bool {
    content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(content).starts_with(b"id,")
}

/// Reads every record, and checks that none is changed or missing.
fn read(files: &Files<'_>, mut visit: impl FnMut(Record)) -> Result<(), StoreError> {
    let path = files.own().join("log");
    if files.look(&path)?.is_none() {
        return Ok(());
    }
    let log = files.disk.open(&path).map_err(reading(LOG, Attempt::Open))?;
    let mut log = BufReader::new(log);
    let (mut at, mut previous) = (0, Digest::of(b""));
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = log.by_ref().read_until(b'\n', &mut line);
        let len = read.map_err(reading(LOG, Attempt::Read))?;
        // What stands behind the last newline was never acknowledged.
        let Some(body) = line.strip_suffix(b"\n") else {
            return Ok(());
        };
        match record::parse(body) {
            Some(Line::Header(_, sum)) if at == 0 => previous = sum,
            Some(Line::Record(record, sum)) if record.previous == previous => {
                previous = sum;
                visit(*record);
            }
            Some(Line::Done(done)) if done.record == previous => {}
            _ => return Err(StoreError::LogDamaged { at }),
        }
        at += len as u64;
    }
}
