//! Recovery: completes the last record after a crash, without asking anybody.
//!
//! Every step may be cut short and done again. Nothing that another program wrote meanwhile is
//! lost: rows are added to its file, and a content that cannot be merged is put aside.

use crate::base::Message;

use super::disk::Creation;
use super::files::{Files, write_at, write_at_end, writing};
use super::log::Log;
use super::path::OWN_FOLDER;
use super::record::{Change, Record, Way};
use super::{Attempt, Fingerprint, LineEnding, StoreError, StorePath};

/// Brings log and files into a whole state; says what was done.
pub(super) fn recover(files: &Files<'_>, log: &mut Log) -> Result<Vec<Message>, StoreError> {
    let mut notes = Vec::new();
    if let Some((at, changes)) = log.suspect() {
        for change in changes {
            if content(files, change)?.map(|bytes| Fingerprint::of(&bytes)) != change.pre {
                return Err(StoreError::LogDamaged { at });
            }
        }
    }
    if log.lost_a_record() {
        notes.push(Message::new("store.torn_record_dropped"));
    }
    if log.torn() || log.unfinished().is_some() {
        log.settle(files)?;
    }
    if let Some(record) = log.unfinished() {
        notes.push(
            Message::new("store.recovered")
                .with("who", &record.who)
                .with("time", record.moment().map_or_else(String::new, |when| when.to_string()))
                .with("command", &record.command),
        );
        notes.extend(complete(files, record)?);
        log.finish(files)?;
    }
    Ok(notes)
}

/// Makes every change of a record that is not there yet, and makes sure of those that are.
pub(super) fn complete(files: &Files<'_>, record: &Record) -> Result<Vec<Message>, StoreError> {
    let mut notes = Vec::new();
    for (index, change) in record.ops.iter().enumerate() {
        notes.extend(make(files, (record.seq, index), change)?);
    }
    Ok(notes)
}

/// The present content of a change's file.
fn content(files: &Files<'_>, change: &Change) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(files.read(&change.path()?)?.map(|image| image.bytes))
}

/// Makes one change; a message says when that needed more than writing it.
fn make(
    files: &Files<'_>,
    number: (u64, usize),
    change: &Change,
) -> Result<Option<Message>, StoreError> {
    let path = change.path()?;
    let data = change.data().ok_or(StoreError::LogDamaged { at: 0 })?;
    let now = content(files, change)?;
    let print = now.as_deref().map(Fingerprint::of);
    if print == Some(change.post) {
        let old = match (change.op, change.pre) {
            (Way::Append, Some(pre)) => pre.len,
            _ => 0,
        };
        return make_sure(files, &path, old, &data).map(|()| None);
    }
    if print == change.pre {
        let content = match (change.op, now) {
            (Way::Append, Some(old)) => [old, data].concat(),
            _ => data,
        };
        return put(files, number, &path, &content).map(|()| None);
    }
    match (change.op, now, change.pre) {
        (Way::Append, Some(now), pre) => {
            let old = pre.map_or(0, |pre| pre.len);
            if pre.is_some() && torn(&now, change, &data) {
                return write_again(files, &path, old, &data).map(|()| None);
            }
            add_missing(files, number, &path, &now, &data)
        }
        _ => put_aside(files, number, &path, &data).map(Some),
    }
}

/// Whether a file is what it was before, and behind it a part of our rows: bytes that are ours or
/// never came to the disk.
fn torn(now: &[u8], change: &Change, data: &[u8]) -> bool {
    let Some(pre) = change.pre else {
        return false;
    };
    let Some((old, rest)) = usize::try_from(pre.len).ok().and_then(|len| now.split_at_checked(len))
    else {
        return false;
    };
    let ours = |(at, byte): (usize, &u8)| *byte == 0 || data.get(at) == Some(byte);
    rest.iter().enumerate().all(ours) && Fingerprint::of(old) == pre
}

/// Makes sure that bytes which are there already are on the disk.
///
/// They are written over themselves: when a sync has failed, the system may show what it will
/// never write, and a second sync without a write would find nothing to do.
fn make_sure(files: &Files<'_>, path: &StorePath, at: u64, data: &[u8]) -> Result<(), StoreError> {
    let real = files.locate(path)?;
    let mut handle = files.disk.open_write(&real).map_err(writing(path, Attempt::Open))?;
    write_at(&mut *handle, at, data).map_err(writing(path, Attempt::Write))?;
    handle.sync().map_err(writing(path, Attempt::Sync))?;
    files.sync_parent(&real)
}

/// Gives a file a content, by way of a temporary file.
fn put(
    files: &Files<'_>,
    number: (u64, usize),
    path: &StorePath,
    content: &[u8],
) -> Result<(), StoreError> {
    let real = files.locate(path)?;
    files.create_folders(&real)?;
    let temp = files.stage(&real, number, content)?;
    files.publish(&temp, &real)?;
    files.sync_parent(&real)
}

/// Cuts torn rows off and writes them again, in place.
fn write_again(
    files: &Files<'_>,
    path: &StorePath,
    old: u64,
    data: &[u8],
) -> Result<(), StoreError> {
    let real = files.locate(path)?;
    let mut handle =
        files.disk.open_append(&real, Creation::Never).map_err(writing(path, Attempt::Open))?;
    handle.set_len(old).map_err(writing(path, Attempt::Cut))?;
    write_at_end(&mut *handle, data).map_err(writing(path, Attempt::Write))?;
    handle.sync().map_err(writing(path, Attempt::Sync))?;
    files.sync_parent(&real)
}

/// Adds those of our rows that a file does not have, which another program wrote meanwhile.
fn add_missing(
    files: &Files<'_>,
    number: (u64, usize),
    path: &StorePath,
    now: &[u8],
    data: &[u8],
) -> Result<Option<Message>, StoreError> {
    let keys: Vec<&[u8]> = lines(now).map(|line| key(now, line)).collect();
    let missing: Vec<&[u8]> = lines(data).filter(|line| !keys.contains(&key(now, line))).collect();
    if missing.is_empty() {
        // Where our rows stand now, another program has written them.
        return make_sure(files, path, 0, b"").map(|()| None);
    }
    let ending = LineEnding::of(now).as_str().as_bytes();
    let mut content = now.to_vec();
    if content.last().is_some_and(|byte| *byte != b'\n') {
        content.extend(ending);
    }
    for line in &missing {
        content.extend(*line);
        content.extend(ending);
    }
    put(files, number, path, &content)?;
    let rows = missing.len();
    Ok(Some(Message::new("store.rows_added_again").with("file", path.as_str()).with("rows", rows)))
}

/// The lines of a text without their endings; blank ones are none.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.is_empty())
}

/// What tells a row from the others: its id or code where that is the file's first column, else
/// all of it.
fn key<'a>(file: &[u8], line: &'a [u8]) -> &'a [u8] {
    let file = file.strip_prefix(super::encoding::BYTE_ORDER_MARK).unwrap_or(file);
    if !file.starts_with(b"id,") && !file.starts_with(b"code,") {
        return line;
    }
    line.split(|byte| *byte == b',').next().unwrap_or(line)
}

/// Keeps another program's file, and puts our content where a person can find it.
fn put_aside(
    files: &Files<'_>,
    number: (u64, usize),
    path: &StorePath,
    data: &[u8],
) -> Result<Message, StoreError> {
    let flat = path.as_str().replace('/', "-");
    let aside = StorePath::new(&format!("{OWN_FOLDER}/conflicts/{}-{flat}", number.0))?;
    put(files, number, &aside, data)?;
    Ok(Message::new("store.conflict_put_aside")
        .with("file", path.as_str())
        .with("copy", aside.as_str()))
}
