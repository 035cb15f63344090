//! The write-ahead log: a record on the disk is the commit point, and the audit trail.
//!
//! Only whoever holds the store's exclusive lock writes here. A record that could not be made safe
//! is taken back, so that "nothing was recorded" is true when it is said.

use std::io::{ErrorKind, SeekFrom};
use std::path::PathBuf;

use crate::base::Moment;

use super::disk::Creation;
use super::files::{Files, reading, write_at, write_at_end, writing};
use super::record::{self, Change, Done, Header, LOG_FORMAT, Record};
use super::tail::{Fault, Tail};
use super::{Attempt, Digest, Failure, Handle, Kind, StoreError, StorePath, quarantine};

/// The log's name in messages.
pub(super) const LOG: &str = ".houqin/log";

/// Who commits what, and when: all that a record says besides the change itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who records it.
    pub who: String,
    /// When it is recorded.
    pub when: Moment,
    /// The command as it was given.
    pub command: String,
    /// How many ids this machine has given, those of this change included.
    pub given: u64,
}

/// The log of a store.
pub(super) struct Log {
    path: PathBuf,
    tail: Tail,
    /// This machine's tag, in the log or to be written with the first record.
    tag: String,
}

/// The log open for writing, with a record at its end.
pub(super) struct Recorded {
    /// The record.
    pub(super) record: Record,
    sum: Digest,
    handle: Box<dyn Handle>,
    before: u64,
    /// Whether the record is on the disk.
    safe: bool,
}

/// The letters of a tag: none that look like another.
const TAG_LETTERS: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// A machine's tag of four letters from whatever the caller knows of the machine.
fn tag(seed: &[u8]) -> String {
    let sum = Digest::of(seed);
    let letter = |byte: &u8| char::from(TAG_LETTERS[usize::from(*byte) % TAG_LETTERS.len()]);
    sum.bytes().iter().take(4).map(letter).collect()
}

impl Log {
    /// Reads the end of the log; `seed` makes the tag of a log that has none yet.
    pub(super) fn read(files: &Files<'_>, seed: Option<&[u8]>) -> Result<Self, StoreError> {
        let path = files.own().join("log");
        let tail = match files.look(&path)? {
            None => Tail::empty(),
            Some(seen) if seen.kind != Kind::File => {
                return Err(StoreError::NotAFile(LOG.to_owned()));
            }
            Some(_) => {
                let mut log = files.disk.open(&path).map_err(reading(LOG, Attempt::Open))?;
                Tail::read(&mut *log).map_err(|fault| match fault {
                    Fault::Io(error) => reading(LOG, Attempt::Read)(error),
                    Fault::Damaged(at) => StoreError::LogDamaged { at },
                    Fault::Newer(format) => StoreError::LogNewer(format),
                })?
            }
        };
        let tag = match (&tail.header, seed) {
            (Some(header), _) => header.tag.clone(),
            (None, Some(seed)) => tag(seed),
            (None, None) => String::new(),
        };
        Ok(Self { path, tail, tag })
    }

    /// A log that is there and cannot be read.
    pub(super) fn unreadable(files: &Files<'_>) -> Self {
        Self { path: files.own().join("log"), tail: Tail::empty(), tag: String::new() }
    }

    /// Sets a damaged log aside whole, and begins a new one in its place.
    ///
    /// The tag is another one, so that no id is given twice, whatever the damaged lines said. The
    /// old log stands until the new one is put over it, so this can be cut short anywhere and done
    /// again.
    pub(super) fn begin_anew(
        files: &Files<'_>,
        seed: &[u8],
        entry: &Entry,
    ) -> Result<(Self, StorePath), StoreError> {
        let path = files.own().join("log");
        let mut old = Vec::new();
        let mut handle = files.disk.open(&path).map_err(reading(LOG, Attempt::Open))?;
        handle.read_to_end(&mut old).map_err(reading(LOG, Attempt::Read))?;
        let copy = quarantine::place("log", &old)?;
        if files.read(&copy)?.is_none() {
            let real = files.locate(&copy)?;
            files.create_folders(&real)?;
            let temp = files.stage(&real, (0, 0), &old)?;
            files.publish(&temp, &real)?;
            files.sync_parent(&real)?;
        }
        let tag = tag(&[seed, Digest::of(&old).bytes()].concat());
        let (mut content, previous) = record::line(&Header { log: LOG_FORMAT, tag });
        let (seq, given) = (1, entry.given);
        let record = Record {
            seq,
            time: entry.when.to_string(),
            who: entry.who.clone(),
            command: entry.command.clone(),
            given,
            ops: Vec::new(),
            previous,
        };
        let (line, sum) = record::line(&record);
        content.push_str(&line);
        content.push_str(&record::line(&Done { seq, given, record: sum }).0);
        let temp = files.stage(&path, (0, 1), content.as_bytes())?;
        files.publish(&temp, &path)?;
        files.sync_parent(&path)?;
        Ok((Self::read(files, Some(seed))?, copy))
    }

    /// This machine's tag; empty where nothing was written yet and nothing will be.
    pub(super) fn tag(&self) -> &str {
        &self.tag
    }

    /// How many ids this machine has given.
    pub(super) const fn given(&self) -> u64 {
        self.tail.given
    }

    /// The number of the next record.
    pub(super) const fn next(&self) -> u64 {
        self.tail.seq + 1
    }

    /// The number and the sum of the last record; none before the first.
    pub(super) fn head(&self) -> Option<(u64, Digest)> {
        (self.tail.seq > 0).then_some((self.tail.seq, self.tail.previous))
    }

    /// The last record, when nothing says that it is done.
    pub(super) fn unfinished(&self) -> Option<&Record> {
        self.tail.unfinished.as_deref()
    }

    /// The change of a record that was perhaps never acknowledged, behind a bad line.
    pub(super) fn suspect(&self) -> Option<(u64, &[Change])> {
        self.tail.suspect.as_ref().map(|(at, ops)| (*at, ops.as_slice()))
    }

    /// Whether a crash left something behind the last good line.
    pub(super) const fn torn(&self) -> bool {
        self.tail.len > self.tail.end
    }

    /// Whether what a crash left is more than a part of the hint that the last record lacks: then
    /// somebody was about to record something else.
    pub(super) fn lost_a_record(&self) -> bool {
        let hint = self.unfinished().map_or(0, |record| self.hint(record).len());
        self.tail.len - self.tail.end > hint as u64
    }

    /// The hint that the last record is done.
    fn hint(&self, record: &Record) -> String {
        let done = Done { seq: record.seq, given: record.given, record: self.tail.previous };
        record::line(&done).0
    }

    /// Opens the log for writing, and creates it when nothing was ever written.
    fn open(&self, files: &Files<'_>) -> Result<Box<dyn Handle>, StoreError> {
        let opened = if self.tail.end == 0 {
            files.disk.open_append(&self.path, Creation::IfAbsent)
        } else {
            files.disk.open_write(&self.path)
        };
        opened.map_err(writing(LOG, Attempt::Open))
    }

    /// Cuts off what was never acknowledged, and makes sure that the rest is on the disk.
    ///
    /// A process may have been killed before it synced its record, or the sync may have failed:
    /// what recovery does by that record must not be safer than the record itself. So its bytes
    /// are written over themselves, with the hint before it, which makes the system write them once
    /// more.
    pub(super) fn settle(&mut self, files: &Files<'_>) -> Result<(), StoreError> {
        let mut handle = self.open(files)?;
        if self.torn() {
            handle.set_len(self.tail.end).map_err(writing(LOG, Attempt::Cut))?;
        }
        // The first record was written together with the header.
        let start = if self.tail.seq > 1 { self.tail.start } else { 0 };
        let mut last = Vec::new();
        handle
            .seek(SeekFrom::Start(start))
            .and_then(|_| handle.read_to_end(&mut last))
            .map_err(reading(LOG, Attempt::Read))?;
        write_at(&mut *handle, start, &last).map_err(writing(LOG, Attempt::Write))?;
        handle.sync().map_err(writing(LOG, Attempt::Sync))?;
        self.sync_folders(files)?;
        (self.tail.len, self.tail.suspect) = (self.tail.end, None);
        Ok(())
    }

    /// Makes sure that the log can be found on the disk.
    fn sync_folders(&self, files: &Files<'_>) -> Result<(), StoreError> {
        files.sync_parent(&self.path)?;
        files.sync_parent(&files.own())
    }

    /// Writes a record and waits until it is on the disk: the commit point.
    pub(super) fn record(
        &mut self,
        files: &Files<'_>,
        entry: Entry,
        ops: Vec<Change>,
    ) -> Result<Recorded, StoreError> {
        // The hint before was never synced, and a sync that failed may have lost it although it
        // shows: it is written over itself, so that no hole can stay before this record.
        let mut bytes = std::mem::take(&mut self.tail.hint);
        let from = self.tail.end - bytes.len() as u64;
        if self.tail.header.is_none() {
            let header = Header { log: LOG_FORMAT, tag: self.tag.clone() };
            let (line, sum) = record::line(&header);
            bytes.extend(line.as_bytes());
            self.tail.previous = sum;
        }
        let record = Record {
            seq: self.next(),
            time: entry.when.to_string(),
            who: entry.who,
            command: entry.command,
            given: entry.given,
            ops,
            previous: self.tail.previous,
        };
        let (line, sum) = record::line(&record);
        bytes.extend(line.as_bytes());
        let mut handle = self.open(files).map_err(StoreError::before_the_record)?;
        let refused =
            |attempt| move |source| StoreError::NothingRecorded(Failure::new(LOG, attempt, source));
        let before = self.tail.end;
        let len = handle.seen().map_err(refused(Attempt::Read))?.len;
        if len != before {
            // Somebody wrote here without the lock, or took away.
            let changed = std::io::Error::from(ErrorKind::InvalidData);
            return Err(refused(Attempt::Write)(changed));
        }
        if let Err(source) = write_at(&mut *handle, from, &bytes) {
            // What was written lacks at least the newline, so it never counts, cut off or not.
            let _ = handle.set_len(before).and_then(|()| handle.sync());
            return Err(refused(Attempt::Write)(source));
        }
        let recorded = Recorded { record, sum, handle, before, safe: false };
        self.make_safe(files, recorded)
    }

    /// Waits until a written record is on the disk, or takes it back.
    fn make_safe(
        &mut self,
        files: &Files<'_>,
        mut recorded: Recorded,
    ) -> Result<Recorded, StoreError> {
        let synced = match recorded.handle.sync() {
            Err(source) => Err(writing(LOG, Attempt::Sync)(source)),
            Ok(()) if recorded.before == 0 => self.sync_folders(files),
            Ok(()) => Ok(()),
        };
        match synced {
            Ok(()) => Ok(Recorded { safe: true, ..recorded }),
            Err(error) => Err(recorded.take_back(error)),
        }
    }

    /// Notes that a record's change is complete.
    ///
    /// This is only a hint for the next command, so nothing waits for it and its failure is no
    /// failure of the command.
    pub(super) fn done(recorded: &mut Recorded) {
        let Recorded { record, sum, handle, .. } = recorded;
        let done = Done { seq: record.seq, given: record.given, record: *sum };
        let (line, _) = record::line(&done);
        let _ = write_at_end(&mut **handle, line.as_bytes());
    }

    /// Notes that recovery has completed the last record.
    pub(super) fn finish(&mut self, files: &Files<'_>) -> Result<(), StoreError> {
        let Some(record) = self.tail.unfinished.take() else {
            return Ok(());
        };
        let line = self.hint(&record);
        let mut handle = self.open(files)?;
        let written = write_at_end(&mut *handle, line.as_bytes()).and_then(|()| handle.sync());
        match written {
            Ok(()) => self.tail.end += line.len() as u64,
            // A full disk does not make the recovered files less good: the next writer recovers
            // once more, and finds nothing to do.
            Err(_) => handle.set_len(self.tail.end).map_err(writing(LOG, Attempt::Cut))?,
        }
        self.tail.len = self.tail.end;
        Ok(())
    }
}

impl Recorded {
    /// Takes the record back after a failure, and says what became of it.
    pub(super) fn take_back(mut self, cause: StoreError) -> StoreError {
        let cut = self.handle.set_len(self.before);
        let gone = cut.is_ok() && self.handle.sync().is_ok();
        match cause.before_the_record() {
            nothing if gone => nothing,
            nothing if cut.is_err() && self.safe => nothing.after_the_record(),
            StoreError::NothingRecorded(failure) => StoreError::PerhapsRecorded(failure),
            nothing => nothing.after_the_record(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_four_letters_that_cannot_be_mistaken() {
        for seed in [&b""[..], b"a", b"host/12345"] {
            let tag = tag(seed);
            assert_eq!(tag.len(), 4, "{tag}");
            assert!(tag.bytes().all(|byte| TAG_LETTERS.contains(&byte)), "{tag}");
        }
        assert_ne!(tag(b"a"), tag(b"b"));
    }
}
