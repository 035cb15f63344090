//! A commit: all its operations happen or none, and one that was acknowledged stays.
//!
//! One append goes to the end of its file; everything else is written beside its target and put in
//! its place. Before the record nothing is visible, and everything that can fail for lack of space
//! or permission is done; after it, what a crash interrupts the next command completes.

use std::path::Path;

use crate::base::Message;

use super::disk::Creation;
use super::files::{Files, write_at_end};
use super::log::{Entry, Log, Recorded};
use super::record::{Change, Way};
use super::replace::replace;
use super::{
    Attempt, Content, Failure, Fingerprint, Handle, Pre, Seen, StoreError, StorePath, recover,
};

/// One change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Adds whole rows at the end of a file.
    Append {
        /// The file.
        path: StorePath,
        /// The content that the rows were made for; `None` when there must be no file yet.
        pre: Option<Pre>,
        /// The rows, each with its line ending.
        data: Vec<u8>,
    },
    /// Gives a file a new content.
    Write {
        /// The file.
        path: StorePath,
        /// The content that the new one was made for; `None` when there must be no file yet.
        pre: Option<Fingerprint>,
        /// The new content.
        data: Vec<u8>,
    },
}

/// What became of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Committed {
    /// The number of its record.
    pub seq: u64,
    /// What is to be said about it, when another program wrote at the same time.
    pub notes: Vec<Message>,
}

/// Carries the operations out.
///
/// The caller holds the exclusive lock, and the log's last record is done.
pub(super) fn commit(
    files: &Files<'_>,
    log: &mut Log,
    ops: Vec<Op>,
    entry: Entry,
) -> Result<Committed, StoreError> {
    let mut ops = ops;
    if let [Op::Append { pre: Some(_), .. }] = ops.as_slice()
        && let Some(Op::Append { path, pre: Some(pre), data }) = ops.pop()
    {
        return append(files, log, (path, pre, data), entry);
    }
    replace(files, log, ops, entry)
}

/// Adds rows to one file in place.
fn append(
    files: &Files<'_>,
    log: &mut Log,
    (path, pre, data): (StorePath, Pre, Vec<u8>),
    entry: Entry,
) -> Result<Committed, StoreError> {
    let refused = |attempt| {
        let file = path.to_string();
        move |source| StoreError::NothingRecorded(Failure::new(file, attempt, source))
    };
    let real = files.locate(&path).map_err(StoreError::before_the_record)?;
    if files.regular(&path, &real).map_err(StoreError::before_the_record)?.is_none() {
        return Err(StoreError::ChangedMeanwhile(path.to_string()));
    }
    let mut handle =
        files.disk.open_append(&real, Creation::Never).map_err(refused(Attempt::Open))?;
    let opened = handle.seen().map_err(refused(Attempt::Read))?;
    let content = Content::read(&mut *handle, pre.beginning()).map_err(refused(Attempt::Read))?;
    if !pre.is(&content) {
        return Err(StoreError::ChangedMeanwhile(path.to_string()));
    }
    let data = content.rows(data);
    let (pre, post) = (content.fingerprint(), content.followed_by(&data));
    let change = Change::new(Way::Append, &path, (Some(pre), post), data.clone());
    let recorded = log.record(files, entry, vec![change])?;
    let recorded = write(&mut *handle, (&path, pre.len, &data), recorded)?;
    let expected = Seen { len: pre.len + data.len() as u64, ..opened };
    confirm(files, &real, expected, recorded)
}

/// Writes the rows of a record and waits until they are on the disk, or takes the record back.
fn write(
    handle: &mut dyn Handle,
    (path, old, data): (&StorePath, u64, &[u8]),
    recorded: Recorded,
) -> Result<Recorded, StoreError> {
    let refused =
        |attempt| move |source| StoreError::NothingRecorded(Failure::new(path, attempt, source));
    match handle.seen() {
        Ok(seen) if seen.len == old => {}
        Ok(_) => return Err(recorded.take_back(StoreError::ChangedMeanwhile(path.to_string()))),
        Err(source) => return Err(recorded.take_back(refused(Attempt::Read)(source))),
    }
    let written = match write_at_end(handle, data) {
        Err(source) => Err(refused(Attempt::Write)(source)),
        Ok(()) => handle.sync().map_err(refused(Attempt::Sync)),
    };
    let Err(error) = written else {
        return Ok(recorded);
    };
    // The old rows first: while the record stands, the next command completes it.
    Err(match handle.set_len(old).and_then(|()| handle.sync()) {
        Ok(()) => recorded.take_back(error),
        Err(_) => error.after_the_record(),
    })
}

/// Makes sure that the rows are in the file that has the name now: another program may have
/// replaced the file, or written its own copy over it.
fn confirm(
    files: &Files<'_>,
    real: &Path,
    expected: Seen,
    mut recorded: Recorded,
) -> Result<Committed, StoreError> {
    let now = files.look(real).map_err(StoreError::after_the_record)?;
    let ours = now.is_some_and(|now| now.same_file(&expected) && now.len == expected.len);
    let notes = if ours {
        Vec::new()
    } else {
        recover::complete(files, &recorded.record).map_err(StoreError::after_the_record)?
    };
    Log::done(&mut recorded);
    Ok(Committed { seq: recorded.record.seq, notes })
}
