//! A commit: all its operations happen or none, and one that was acknowledged stays.
//!
//! One append goes to the end of its file; everything else is written beside its target and put in
//! its place. Before the record nothing is visible, and everything that can fail for lack of space
//! or permission is done; after it, what a crash interrupts the next command completes.

use std::io::{Read, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::base::Message;

use super::disk::Creation;
use super::files::{Files, reading, write_at_end};
use super::log::{Entry, Log, Recorded};
use super::record::{Change, Way};
use super::{
    Attempt, Digest, Failure, Fingerprint, Handle, LineEnding, StoreError, StorePath, recover,
};

/// One change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Adds whole rows at the end of a file.
    Append {
        /// The file.
        path: StorePath,
        /// The content that the rows were made for; `None` when there must be no file yet.
        pre: Option<Fingerprint>,
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
    (path, pre, data): (StorePath, Fingerprint, Vec<u8>),
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
    let content = Content::read(&mut *handle).map_err(refused(Attempt::Read))?;
    if content.fingerprint() != pre {
        return Err(StoreError::ChangedMeanwhile(path.to_string()));
    }
    let data = content.rows(data);
    let post = content.followed_by(&data);
    let change = Change::new(Way::Append, &path, (Some(pre), post), data.clone());
    let mut recorded = log.record(files, entry, vec![change])?;
    let written = match write_at_end(&mut *handle, &data) {
        Err(source) => Err(refused(Attempt::Write)(source)),
        Ok(()) => handle.sync().map_err(refused(Attempt::Sync)),
    };
    if let Err(error) = written {
        // The old rows first: while the record stands, the next command completes it.
        return Err(match handle.set_len(pre.len).and_then(|()| handle.sync()) {
            Ok(()) => recorded.take_back(error),
            Err(_) => error.after_the_record(),
        });
    }
    let now = files.look(&real).map_err(StoreError::after_the_record)?;
    let notes = if now.is_some_and(|now| now.same_file(&opened)) {
        Vec::new()
    } else {
        recover::complete(files, &recorded.record).map_err(StoreError::after_the_record)?
    };
    Log::done(&mut recorded);
    Ok(Committed { seq: recorded.record.seq, notes })
}

/// What is to be known of a file to add rows to it, without keeping its content.
struct Content {
    hasher: Sha256,
    len: u64,
    first: Option<LineEnding>,
    last: u8,
}

impl Content {
    /// Reads a file through.
    fn read(handle: &mut dyn Handle) -> std::io::Result<Self> {
        let mut content = Self { hasher: Sha256::new(), len: 0, first: None, last: b'\n' };
        let mut buffer = Vec::with_capacity(64 * 1024);
        handle.seek(SeekFrom::Start(0))?;
        loop {
            buffer.clear();
            if (&mut *handle).take(64 * 1024).read_to_end(&mut buffer)? == 0 {
                return Ok(content);
            }
            content.add(&buffer);
        }
    }

    fn of(bytes: &[u8]) -> Self {
        let mut content = Self { hasher: Sha256::new(), len: 0, first: None, last: b'\n' };
        content.add(bytes);
        content
    }

    fn add(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        if self.first.is_none()
            && let Some(at) = bytes.iter().position(|byte| *byte == b'\n')
        {
            let before = if at == 0 { self.last } else { bytes[at - 1] };
            let crlf = before == b'\r';
            self.first = Some(if crlf { LineEnding::Crlf } else { LineEnding::Lf });
        }
        self.len += bytes.len() as u64;
        self.last = bytes.last().copied().unwrap_or(self.last);
    }

    fn fingerprint(&self) -> Fingerprint {
        self.followed_by(b"")
    }

    /// The fingerprint when some bytes are added.
    fn followed_by(&self, data: &[u8]) -> Fingerprint {
        let sha256 = Digest::finish(self.hasher.clone().chain_update(data));
        Fingerprint { len: self.len + data.len() as u64, sha256 }
    }

    /// Rows as they are added here: on a line of their own, also when an editor left the last
    /// line without an end.
    fn rows(&self, data: Vec<u8>) -> Vec<u8> {
        let open = self.last != b'\n' && !data.is_empty();
        if !open || data.starts_with(b"\n") || data.starts_with(b"\r\n") {
            return data;
        }
        let ending = self.first.unwrap_or(LineEnding::Lf).as_str();
        [ending.as_bytes(), &data].concat()
    }
}

/// A file that will be put in the place of another.
struct Target {
    path: StorePath,
    real: PathBuf,
    pre: Option<Fingerprint>,
    post: Fingerprint,
    way: Way,
    data: Vec<u8>,
    temp: PathBuf,
}

/// Writes every new content beside its target, records, and puts each in its place.
fn replace(
    files: &Files<'_>,
    log: &mut Log,
    ops: Vec<Op>,
    entry: Entry,
) -> Result<Committed, StoreError> {
    let mut targets = Vec::with_capacity(ops.len());
    let staged = stage(files, log.next(), ops, &mut targets)
        .and_then(|()| targets.iter().try_for_each(|target| unchanged(files, target)));
    let discard = |targets: &[Target]| {
        for target in targets {
            files.discard(&target.temp);
        }
    };
    if let Err(error) = staged {
        discard(&targets);
        return Err(error.before_the_record());
    }
    let changes = targets.iter_mut().map(|target| {
        let data = std::mem::take(&mut target.data);
        Change::new(target.way, &target.path, (target.pre, target.post), data)
    });
    let changes = changes.collect();
    let recorded = match log.record(files, entry, changes) {
        Ok(recorded) => recorded,
        Err(error) => {
            discard(&targets);
            return Err(error);
        }
    };
    let mut recorded = put_in_place(files, &targets, recorded)?;
    Log::done(&mut recorded);
    Ok(Committed { seq: recorded.record.seq, notes: Vec::new() })
}

/// Renames and syncs; only the first rename may fail as if nothing had happened.
fn put_in_place(
    files: &Files<'_>,
    targets: &[Target],
    recorded: Recorded,
) -> Result<Recorded, StoreError> {
    for (index, target) in targets.iter().enumerate() {
        if let Err(error) = files.publish(&target.temp, &target.real) {
            targets[index..].iter().for_each(|target| files.discard(&target.temp));
            return Err(match index {
                0 => recorded.take_back(error),
                _ => error.after_the_record(),
            });
        }
    }
    let mut folders: Vec<&Path> = Vec::new();
    for target in targets {
        let folder = target.real.parent().unwrap_or(&files.root);
        if !folders.contains(&folder) {
            folders.push(folder);
            files.sync_parent(&target.real).map_err(StoreError::after_the_record)?;
        }
    }
    Ok(recorded)
}

/// Writes the new contents into temporary files; those that are written are in `targets`.
fn stage(
    files: &Files<'_>,
    seq: u64,
    ops: Vec<Op>,
    targets: &mut Vec<Target>,
) -> Result<(), StoreError> {
    for (index, op) in ops.into_iter().enumerate() {
        let (path, pre, data, way) = match op {
            Op::Append { path, pre, data } => (path, pre, data, Way::Append),
            Op::Write { path, pre, data } => (path, pre, data, Way::Write),
        };
        let real = files.locate(&path)?;
        assert!(
            targets.iter().all(|target| target.real != real),
            "BUG: two operations on {path} in one commit"
        );
        let old = files.read(&path)?;
        if old.as_ref().map(super::FileImage::pre) != pre {
            return Err(StoreError::ChangedMeanwhile(path.to_string()));
        }
        let (data, content) = match (way, old) {
            (Way::Append, Some(old)) => {
                let data = Content::of(&old.bytes).rows(data);
                let content = [old.bytes.as_slice(), &data].concat();
                (data, content)
            }
            _ => (data.clone(), data),
        };
        let post = Fingerprint::of(&content);
        files.create_folders(&real)?;
        let temp = files.stage(&real, (seq, index), &content)?;
        targets.push(Target { path, real, pre, post, way, data, temp });
    }
    Ok(())
}

/// Checks once more, just before the record, that a target is as it was.
fn unchanged(files: &Files<'_>, target: &Target) -> Result<(), StoreError> {
    let mut now = None;
    if files.regular(&target.path, &target.real)?.is_some() {
        let read = |attempt| reading(&target.path, attempt);
        let mut handle = files.disk.open(&target.real).map_err(read(Attempt::Open))?;
        let content = Content::read(&mut *handle).map_err(read(Attempt::Read))?;
        now = Some(content.fingerprint());
    }
    if now == target.pre {
        return Ok(());
    }
    Err(StoreError::ChangedMeanwhile(target.path.to_string()))
}
