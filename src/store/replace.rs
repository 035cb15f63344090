//! Commits that give files a new content: staged beside their targets, then put in their place.
//!
//! Everything that can fail for lack of space or permission happens before the record; after it
//! there are only renames and syncs.

use std::path::{Path, PathBuf};

use super::commit::{Committed, Op};
use super::files::{Files, reading};
use super::log::{Entry, Log, Recorded};
use super::record::{Change, Way};
use super::{Attempt, Content, Fingerprint, Pre, Seen, StoreError, StorePath, recover};

/// A file that will be put in the place of another.
struct Target {
    path: StorePath,
    real: PathBuf,
    pre: Option<Fingerprint>,
    post: Fingerprint,
    way: Way,
    data: Vec<u8>,
    temp: PathBuf,
    /// What the disk said of the file when it was last compared.
    seen: Option<Seen>,
}

/// Writes every new content beside its target, records, and puts each in its place.
pub(super) fn replace(
    files: &Files<'_>,
    log: &mut Log,
    ops: Vec<Op>,
    entry: Entry,
) -> Result<Committed, StoreError> {
    let mut targets = Vec::with_capacity(ops.len());
    let staged = stage(files, log.next(), ops, &mut targets)
        .and_then(|()| targets.iter_mut().try_for_each(|target| compare(files, target)));
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
    put_in_place(files, &targets, recorded)
}

/// Renames and syncs; only the first rename may fail as if nothing had happened.
fn put_in_place(
    files: &Files<'_>,
    targets: &[Target],
    mut recorded: Recorded,
) -> Result<Committed, StoreError> {
    let mut notes = Vec::new();
    for (index, target) in targets.iter().enumerate() {
        let Err(error) = put(files, target) else {
            continue;
        };
        for target in &targets[index..] {
            files.discard(&target.temp);
        }
        match error {
            error if index == 0 => return Err(recorded.take_back(error)),
            StoreError::ChangedMeanwhile(_) => {
                notes = recover::complete(files, &recorded.record)
                    .map_err(StoreError::after_the_record)?;
                break;
            }
            error => return Err(error.after_the_record()),
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
    Log::done(&mut recorded);
    Ok(Committed { seq: recorded.record.seq, notes })
}

/// Puts one file in its place, unless another program was there since it was compared.
fn put(files: &Files<'_>, target: &Target) -> Result<(), StoreError> {
    if files.look(&target.real)? != target.seen {
        return Err(StoreError::ChangedMeanwhile(target.path.to_string()));
    }
    files.publish(&target.temp, &target.real)
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
            Op::Write { path, pre, data } => (path, pre.map(Pre::Content), data, Way::Write),
        };
        let real = files.locate(&path)?;
        assert!(
            targets.iter().all(|target| target.real != real),
            "BUG: two operations on {path} in one commit"
        );
        let old = files.read(&path)?;
        let now = old.as_ref().map(|old| Content::of(&old.bytes));
        let is_same = match (&now, pre) {
            (None, None) => true,
            (Some(now), Some(pre)) => pre.is(now),
            _ => false,
        };
        if !is_same {
            return Err(StoreError::ChangedMeanwhile(path.to_string()));
        }
        let pre = now.as_ref().map(Content::fingerprint);
        let (data, content) = match (way, now.zip(old)) {
            (Way::Append, Some((now, old))) => {
                let data = now.rows(data);
                let content = [old.bytes.as_slice(), &data].concat();
                (data, content)
            }
            _ => (data.clone(), data),
        };
        let post = Fingerprint::of(&content);
        files.create_folders(&real)?;
        let temp = files.stage(&real, (seq, index), &content)?;
        targets.push(Target { path, real, pre, post, way, data, temp, seen: None });
    }
    Ok(())
}

/// Checks once more, just before the record, that a target is as it was.
fn compare(files: &Files<'_>, target: &mut Target) -> Result<(), StoreError> {
    let mut now = None;
    target.seen = files.regular(&target.path, &target.real)?;
    if target.seen.is_some() {
        let read = |attempt| reading(&target.path, attempt);
        let mut handle = files.disk.open(&target.real).map_err(read(Attempt::Open))?;
        let content = Content::read(&mut *handle, None).map_err(read(Attempt::Read))?;
        now = Some(content.fingerprint());
    }
    if now == target.pre {
        return Ok(());
    }
    Err(StoreError::ChangedMeanwhile(target.path.to_string()))
}
