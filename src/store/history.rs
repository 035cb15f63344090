//! The log read from its beginning: every row that was recorded here, and how files should look.
//!
//! Only commands that care for the files need this. Everything else reads the end of the log, so
//! that its cost does not grow with the years. Look next at `missing.rs`, which holds it against
//! the files.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};

use super::codec;
use super::encoding::BYTE_ORDER_MARK;
use super::files::{Files, reading};
use super::image::Fingerprint;
use super::log::LOG;
use super::path::OWN_FOLDER;
use super::record::{self, Change, Line, Record, Way};
use super::{Attempt, Digest, Kind, StoreError, StorePath, layout, row};

/// The column by which rows of a ledger are known.
pub(super) const ID: &str = "id";

/// A row of a ledger as it was recorded.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The ledger's path, as the log has it.
    pub(super) path: String,
    /// The line, without its end.
    pub(super) text: String,
    /// The header that the line was written under; empty where the log does not know it.
    pub(super) header: Vec<String>,
    /// The how manieth row it is of all that were ever recorded.
    pub(super) number: usize,
    /// Who recorded it.
    pub(super) who: String,
    /// When.
    pub(super) time: String,
    /// With which command.
    pub(super) command: String,
}

/// A file as the log knows it.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// What the last change left.
    pub(super) last: Option<Fingerprint>,
    /// The whole content then, where nobody but this tool had written into it.
    pub(super) content: Option<Vec<u8>>,
    /// Whether a command wrote it anew when it was not as this tool had left it: then it may lack
    /// rows that were recorded before.
    pub(super) doubtful: bool,
    /// Its header line, without its end; empty for a file that is no table.
    pub(super) header: String,
}

/// All that the log says of ledgers and files.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// Every row with an id that was ever recorded, by it.
    pub(super) rows: BTreeMap<String, Row>,
    /// Every file that was ever written, by its path.
    pub(super) files: BTreeMap<String, Known>,
    /// Where the log is damaged, if it is; what good lines say behind it counts all the same.
    pub(super) damaged: Option<u64>,
    n_rows: usize,
}

impl Past {
    /// Reads the whole log.
    pub(super) fn read(files: &Files<'_>) -> Result<Self, StoreError> {
        let mut past = Self::default();
        past.damaged = read(files, |record| {
            for change in &record.ops {
                past.add(files, &record, change);
            }
        })?;
        Ok(past)
    }

    /// Takes a change in.
    fn add(&mut self, files: &Files<'_>, record: &Record, change: &Change) {
        // The copies of rows that a seal keeps are not where the rows belong.
        if change.path.starts_with(OWN_FOLDER) || layout::is_of_a_seal(&change.path) {
            return;
        }
        let Some(data) = change.data() else { return };
        let file = self.files.entry(change.path.clone()).or_default();
        let whole = change.op == Way::Write || change.pre.is_none();
        // Whether the file was as this tool had left it.
        let ours = change.pre == file.last;
        if whole {
            file.header = first_line(&data);
            file.doubtful |= !ours;
        } else if !ours {
            // Another machine made the file, or another program moved its columns.
            let row = String::from_utf8_lossy(&data);
            let row = cells(row.lines().find(|line| !line.is_empty()).unwrap_or_default());
            file.header = header_of(files, &change.path, &file.header, &row).unwrap_or_default();
        }
        let old = file.content.take();
        file.content = match old {
            _ if whole => Some(data.clone()),
            Some(old) if ours => Some([old.as_slice(), &data].concat()),
            // Rows were put back behind an old copy: it is again what it was.
            Some(old) if Fingerprint::of(&old) == change.post => Some(old),
            _ => None,
        };
        file.last = Some(change.post);
        let header = cells(&file.header);
        let Some(at) = header.iter().position(|column| column == ID) else { return };
        let Ok(text) = String::from_utf8(data) else { return };
        for line in text.lines().skip(usize::from(whole)).filter(|line| !line.is_empty()) {
            let found = cells(line);
            let Some(id) = found.get(at).filter(|id| !id.is_empty()) else { continue };
            // What another program did to a row is not what was recorded here, though a command
            // that wrote the file anew has its text.
            if whole && !ours && self.rows.get(id).is_some_and(|row| row.path == change.path) {
                continue;
            }
            self.n_rows += 1;
            let known = if found.len() == header.len() { header.clone() } else { Vec::new() };
            let row = Row {
                path: change.path.clone(),
                text: line.to_owned(),
                header: known,
                number: self.n_rows,
                who: record.who.clone(),
                time: record.time.clone(),
                command: record.command.clone(),
            };
            self.rows.insert(id.clone(), row);
        }
    }
}

/// The header under which a row was written into a file that was not as the log left it: the one
/// that the file has now, that it had before, or that this tool gives it, whichever has the row's
/// id where it says.
fn header_of(files: &Files<'_>, path: &str, known: &str, row: &[String]) -> Option<String> {
    let path = StorePath::new(path).ok()?;
    let now = files.read(&path).ok().flatten().map(|image| first_line(&image.bytes));
    let own = row::columns(&path).map(|columns| columns.join(","));
    now.into_iter().chain([known.to_owned()]).chain(own).find(|header| {
        let columns = cells(header);
        let id = columns.iter().position(|column| column == ID).and_then(|at| row.get(at));
        columns.len() == row.len() && id.is_some_and(|id| is_given(id))
    })
}

/// Whether a text has the shape of the ids that are given: a letter, a day and a dash; or the
/// number of a seal.
fn is_given(id: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let of_row = id.split_once('-').is_some_and(|(day, _)| {
        day.len() == 9
            && day.starts_with(|kind: char| kind.is_ascii_uppercase())
            && digits(&day[1..])
    });
    of_row || digits(id)
}

/// The cells of a line; none if it is malformed.
pub(super) fn cells(line: &str) -> Vec<String> {
    let fields = codec::split(line).unwrap_or_default();
    fields.into_iter().map(|field| field.text.into_owned()).collect()
}

/// The first line of a content, without mark and end.
pub(super) fn first_line(content: &[u8]) -> String {
    let body = content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(content);
    let line = body.split(|byte| *byte == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
}

/// Reads every record, and says where the first line stands that is changed or follows a gap.
pub(super) fn read(
    files: &Files<'_>,
    mut visit: impl FnMut(Record),
) -> Result<Option<u64>, StoreError> {
    let path = files.own().join("log");
    match files.look(&path)? {
        None => return Ok(None),
        Some(seen) if seen.kind == Kind::File => {}
        Some(_) => return Err(StoreError::NotAFile(LOG.to_owned())),
    }
    let log = files.disk.open(&path).map_err(reading(LOG, Attempt::Open))?;
    let mut log = BufReader::new(log);
    let (mut at, mut previous) = (0, Digest::of(b""));
    let mut damaged = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = log.by_ref().read_until(b'\n', &mut line);
        let len = read.map_err(reading(LOG, Attempt::Read))?;
        // What stands behind the last newline was never acknowledged.
        let Some(body) = line.strip_suffix(b"\n") else { return Ok(damaged) };
        let good = match record::parse(body) {
            Some(Line::Header(_, sum)) => {
                previous = sum;
                at == 0
            }
            Some(Line::Record(record, sum)) => {
                let follows = record.previous == previous;
                previous = sum;
                visit(*record);
                follows
            }
            Some(Line::Done(done)) => done.record == previous,
            None => false,
        };
        if !good {
            damaged = damaged.or(Some(at));
        }
        at += len as u64;
    }
}
