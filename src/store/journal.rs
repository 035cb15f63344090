//! The store opened: its lock held, what a crash left recovered, its files to be read and, once,
//! to be changed.
//!
//! A journal is all that the rest of `store` sees of locks, log and recovery. It knows bytes and
//! paths, never rows.

use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use crate::base::{Diagnostic, Message};

use super::commit::{self, Committed, Op};
use super::disk::not_permitted;
use super::files::{Files, writing};
use super::history::Past;
use super::log::{Entry, Log};
use super::{
    Attempt, Disk, Failure, FileImage, Kind, LockFile, LockMode, StoreError, StorePath, lock,
    missing, recover,
};

/// The lock's name in messages.
const LOCK: &str = ".houqin/lock";

/// An open store; its lock is free again when it is dropped.
pub struct Journal<'d> {
    files: Files<'d>,
    log: Log,
    notes: Vec<Message>,
    lock: Held,
}

/// What is held while a store is open.
enum Held {
    /// The exclusive lock, by a writer.
    Writer(#[expect(dead_code, reason = "held, not used")] Box<dyn LockFile>),
    /// A lock, or none where this user can hold none, by a report.
    Reader(#[expect(dead_code, reason = "held, not used")] Option<Box<dyn LockFile>>),
}

/// What asking for the lock came to.
enum Asked {
    /// It is ours.
    Held(Box<dyn LockFile>),
    /// This user may not write here and cannot even lock; or the file system knows no locks.
    Without(StoreError),
}

impl<'d> Journal<'d> {
    /// Opens a store for a report: no writer changes it meanwhile.
    ///
    /// When the last writer was interrupted, its work is completed first. A user who may not write
    /// here reads without a lock, and is refused while a write is unfinished.
    pub fn read_only(disk: &'d dyn Disk, root: &Path, wait: Duration) -> Result<Self, StoreError> {
        let files = Files::at(disk, root)?;
        let lock = match ask(&files, LockMode::Shared, wait)? {
            Asked::Held(lock) => Some(lock),
            Asked::Without(_) => None,
        };
        let log = Log::read(&files, None)?;
        let Some(record) = log.unfinished() else {
            return Ok(Self { files, log, notes: Vec::new(), lock: Held::Reader(lock) });
        };
        if !lock.as_ref().is_some_and(|lock| lock.writable()) {
            let (who, command) = (record.who.clone(), record.command.clone());
            return Err(StoreError::Unfinished { who, command });
        }
        // A lock cannot be made exclusive without letting go of it.
        drop(lock);
        let Asked::Held(lock) = ask(&files, LockMode::Exclusive, wait)? else {
            return Err(StoreError::Busy { waited: wait });
        };
        let (log, notes) = put_right(&files, None)?;
        Ok(Self { files, log, notes, lock: Held::Reader(Some(lock)) })
    }

    /// Opens a store for a writer: nobody else reads or writes it meanwhile.
    ///
    /// `seed` is whatever tells this machine and store from others; a store that has no log yet
    /// gets its tag from it.
    pub fn exclusive(
        disk: &'d dyn Disk,
        root: &Path,
        wait: Duration,
        seed: &[u8],
    ) -> Result<Self, StoreError> {
        let files = Files::at(disk, root)?;
        let lock = ask_to_write(&files, wait)?;
        let (log, notes) = put_right(&files, Some(seed))?;
        Ok(Self { files, log, notes, lock: Held::Writer(lock) })
    }

    /// Opens a store for a writer whatever state its log is in.
    ///
    /// A damaged log is set aside and a new one begun when `entry` says who does that; without it
    /// the journal can only be read. Beside it comes what the good lines of a damaged log say.
    pub(super) fn with_any_log(
        disk: &'d dyn Disk,
        root: &Path,
        (wait, seed): (Duration, &[u8]),
        entry: Option<&Entry>,
    ) -> Result<(Self, Option<DamagedLog>), StoreError> {
        let files = Files::at(disk, root)?;
        let lock = ask_to_write(&files, wait)?;
        let opened = match put_right(&files, Some(seed)) {
            Ok(opened) => Ok(opened),
            Err(StoreError::LogDamaged { at }) => Err(at),
            Err(error) => return Err(error),
        };
        let past = Past::read(&files)?;
        let at = match (opened, past.damaged) {
            (Ok((log, notes)), None) => {
                return Ok((Self { files, log, notes, lock: Held::Writer(lock) }, None));
            }
            (_, Some(at)) | (Err(at), None) => at,
        };
        let notes = Vec::new();
        let Some(entry) = entry else {
            let log = Log::unreadable(&files);
            let journal = Self { files, log, notes, lock: Held::Reader(Some(lock)) };
            return Ok((journal, Some(DamagedLog { at, past, copy: None })));
        };
        let (log, copy) = Log::begin_anew(&files, seed, entry)?;
        let journal = Self { files, log, notes, lock: Held::Writer(lock) };
        Ok((journal, Some(DamagedLog { at, past, copy: Some(copy) })))
    }

    /// This machine's tag with the number of the last record and the beginning of its sum; none
    /// before the first.
    pub(super) fn head(&self) -> Option<String> {
        let (seq, sum) = self.log.head()?;
        let sum = sum.to_string();
        Some(format!("{} {seq} {}", self.log.tag(), &sum[..sum.len().min(12)]))
    }

    /// The files, for those who look after them.
    pub(super) const fn files(&self) -> &Files<'d> {
        &self.files
    }

    /// Reads a file whole; `None` when there is none. Only regular files are opened.
    pub fn read(&self, path: &StorePath) -> Result<Option<FileImage>, StoreError> {
        self.files.read(path)
    }

    /// Names the regular files directly below a folder, sorted; none when there is no folder.
    pub fn list(&self, folder: &StorePath) -> Result<Vec<StorePath>, StoreError> {
        self.files.list(folder)
    }

    /// Names the folders directly below a folder, sorted; none when there is no folder.
    pub fn folders(&self, folder: &StorePath) -> Result<Vec<StorePath>, StoreError> {
        self.files.folders(folder)
    }

    /// Names every row that was recorded here in a ledger and is not in its file any more, or says
    /// something else there.
    ///
    /// This reads the whole log, and tells where it is damaged if it is.
    pub fn lost_rows(&self) -> Result<Vec<Diagnostic>, StoreError> {
        let past = Past::read(&self.files)?;
        Ok(missing::tell(missing::missing(&self.files, &past)?))
    }

    /// This machine's tag, a part of every id it gives; empty in a report on a store that nothing
    /// was written into from here.
    pub fn tag(&self) -> &str {
        self.log.tag()
    }

    /// How many ids this machine has given so far.
    pub const fn given(&self) -> u64 {
        self.log.given()
    }

    /// What recovery did, for a line on the user's screen.
    pub fn notes(&self) -> &[Message] {
        &self.notes
    }

    /// Carries out all operations or none, and gives the lock back.
    ///
    /// Every file must still be as its `pre` says, else `store.changed_meanwhile`: read and decide
    /// again. No file may be named twice.
    ///
    /// # Panics
    /// When the journal was opened for reading.
    pub fn commit(mut self, ops: Vec<Op>, entry: Entry) -> Result<Committed, StoreError> {
        assert!(matches!(self.lock, Held::Writer(_)), "BUG: a commit without the exclusive lock");
        commit::commit(&self.files, &mut self.log, ops, entry)
    }
}

/// A log that cannot be trusted from some place on.
pub(super) struct DamagedLog {
    /// The first byte of the first bad line.
    pub(super) at: u64,
    /// What its good lines say.
    pub(super) past: Past,
    /// Where it was set aside, when it was.
    pub(super) copy: Option<StorePath>,
}

/// Asks for the lock of a writer.
fn ask_to_write(files: &Files<'_>, wait: Duration) -> Result<Box<dyn LockFile>, StoreError> {
    match ask(files, LockMode::Exclusive, wait)? {
        Asked::Held(lock) if lock.writable() => Ok(lock),
        Asked::Held(_) => {
            let source = ErrorKind::PermissionDenied.into();
            Err(StoreError::Write(Failure::new(LOCK, Attempt::Open, source)))
        }
        Asked::Without(refused) => Err(refused),
    }
}

/// Removes what a crash left and completes what it interrupted; needs the exclusive lock.
fn put_right(files: &Files<'_>, seed: Option<&[u8]>) -> Result<(Log, Vec<Message>), StoreError> {
    files.clear()?;
    let mut log = Log::read(files, seed)?;
    let notes = recover::recover(files, &mut log)?;
    Ok((log, notes))
}

/// Asks for the store's lock.
fn ask(files: &Files<'_>, mode: LockMode, wait: Duration) -> Result<Asked, StoreError> {
    let failed = |source| StoreError::Write(Failure::new(LOCK, Attempt::Lock, source));
    let own = files.own();
    match files.look(&own)? {
        Some(seen) if seen.kind == Kind::Folder => {}
        Some(_) => return Err(StoreError::NotAFile(LOCK.to_owned())),
        None => match files.disk.create_folder(&own) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) if not_permitted(&error) => {
                let refused = writing(super::path::OWN_FOLDER, Attempt::CreateFolder)(error);
                return Ok(Asked::Without(refused));
            }
            Err(error) => {
                return Err(writing(super::path::OWN_FOLDER, Attempt::CreateFolder)(error));
            }
        },
    }
    let file = match files.disk.open_lock(&own.join("lock")) {
        Ok(file) => file,
        Err(error) if not_permitted(&error) => return Ok(Asked::Without(failed(error))),
        Err(error) if error.kind() == ErrorKind::InvalidInput => {
            return Err(StoreError::NotAFile(LOCK.to_owned()));
        }
        Err(error) => return Err(failed(error)),
    };
    match lock::acquire(file, mode, wait) {
        Ok(Some(lock)) => Ok(Asked::Held(lock)),
        Ok(None) => Err(StoreError::Busy { waited: wait }),
        Err(error) if lock::unsupported(&error) => {
            let failure = Failure::new(LOCK, Attempt::Lock, error);
            Ok(Asked::Without(StoreError::NoLocks(failure)))
        }
        Err(error) => Err(failed(error)),
    }
}
