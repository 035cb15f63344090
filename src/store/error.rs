//! Every way in which the store itself can fail: what was tried, on which file, and why not.
//!
//! The words are in `data/diagnostics/store.toml`, by [`Refuse::code`]; the exit status follows
//! from [`StoreError::exit_class`].

use std::fmt;
use std::io::{self, ErrorKind};
use std::time::Duration;

use crate::base::{Argument, Diagnostic, Message, Place, Refuse};

/// What was tried when the disk said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// To open a file.
    Open,
    /// To read a file.
    Read,
    /// To list a folder.
    List,
    /// To follow the links of a path.
    Resolve,
    /// To create a folder.
    CreateFolder,
    /// To create a file.
    Create,
    /// To write into a file.
    Write,
    /// To make sure that what was written is on the disk.
    Sync,
    /// To cut a file to its old length.
    Cut,
    /// To put a file in the place of another.
    Rename,
    /// To remove a file.
    Remove,
    /// To lock the store.
    Lock,
}

impl Attempt {
    /// The key of the word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "store.attempt.open",
            Self::Read => "store.attempt.read",
            Self::List => "store.attempt.list",
            Self::Resolve => "store.attempt.resolve",
            Self::CreateFolder => "store.attempt.create_folder",
            Self::Create => "store.attempt.create",
            Self::Write => "store.attempt.write",
            Self::Sync => "store.attempt.sync",
            Self::Cut => "store.attempt.cut",
            Self::Rename => "store.attempt.rename",
            Self::Remove => "store.attempt.remove",
            Self::Lock => "store.attempt.lock",
        }
    }
}

/// One call that the disk refused.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {attempt:?}: {source}")]
pub struct Failure {
    /// The file or folder, below the store's root where it lies there.
    pub file: String,
    /// What was tried.
    pub attempt: Attempt,
    /// What the system said.
    pub source: io::Error,
}

impl Failure {
    /// Names the call that failed.
    pub fn new(file: impl fmt::Display, attempt: Attempt, source: io::Error) -> Self {
        Self { file: file.to_string(), attempt, source }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        vec![
            ("file", Argument::of(&self.file)),
            ("attempt", Argument::key(self.attempt.key())),
            ("reason", reason(&self.source)),
        ]
    }
}

/// The system's reason: a key for the common ones, its own words for the others.
fn reason(error: &io::Error) -> Argument {
    let key = match error.kind() {
        ErrorKind::StorageFull => "store.reason.full",
        ErrorKind::QuotaExceeded => "store.reason.quota",
        ErrorKind::FileTooLarge => "store.reason.too_large",
        ErrorKind::PermissionDenied => "store.reason.permission",
        ErrorKind::ReadOnlyFilesystem => "store.reason.read_only",
        ErrorKind::NotFound => "store.reason.not_found",
        ErrorKind::AlreadyExists => "store.reason.exists",
        ErrorKind::NotADirectory => "store.reason.not_a_folder",
        ErrorKind::IsADirectory => "store.reason.is_a_folder",
        _ => return Argument::of(error),
    };
    Argument::key(key)
}

/// A way in which the store can fail.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Others hold the lock, and the time to wait is over.
    #[error("the store is in use")]
    Busy {
        /// How long was waited.
        waited: Duration,
    },
    /// The file system knows no locks.
    #[error("no locks here: {0}")]
    NoLocks(Failure),
    /// There is no such folder.
    #[error("{0}: no such store")]
    NoStore(String),
    /// Reading failed.
    #[error("cannot read: {0}")]
    Read(Failure),
    /// A write outside a commit failed: opening, clearing up, recovering.
    #[error("cannot write: {0}")]
    Write(Failure),
    /// A commit failed, and everything is as before.
    #[error("nothing was recorded: {0}")]
    NothingRecorded(Failure),
    /// The change is recorded; the next command completes it.
    #[error("recorded, not confirmed: {0}")]
    RecordedUnconfirmed(Failure),
    /// The disk failed also while the record was taken back: nobody can say.
    #[error("perhaps recorded: {0}")]
    PerhapsRecorded(Failure),
    /// A file cannot be created where the user wants it.
    #[error("cannot create: {0}")]
    Output(Failure),
    /// A file from outside the store cannot be read.
    #[error("cannot read the input: {0}")]
    Input(Failure),
    /// The log has a bad line before its last record.
    #[error("the log is damaged at byte {at}")]
    LogDamaged {
        /// Where the bad line begins.
        at: u64,
    },
    /// The log was written by a newer houqin.
    #[error("log format {0} is newer than this program")]
    LogNewer(u32),
    /// A write was interrupted, and this user may not complete it.
    #[error("an unfinished write of {who}")]
    Unfinished {
        /// Who wrote.
        who: String,
        /// With which command.
        command: String,
    },
    /// Another program changed a file between reading and writing.
    #[error("{0} was changed meanwhile")]
    ChangedMeanwhile(String),
    /// Not UTF-8.
    #[error("{0}: not UTF-8")]
    NotUtf8(Place),
    /// UTF-16, as "Unicode text" of spreadsheet programs is.
    #[error("{0}: UTF-16")]
    Utf16(Place),
    /// UTF-8 with a character that is damaged or cut.
    #[error("{0}: damaged UTF-8")]
    BrokenUtf8(Place),
    /// No character of the charset that the file must be in.
    #[error("{place}: not {charset}")]
    NotText {
        /// Where.
        place: Place,
        /// The charset.
        charset: &'static str,
    },
    /// A workbook that cannot be read.
    #[error("{file}: no workbook: {reason}")]
    Workbook {
        /// The file.
        file: String,
        /// Why not.
        reason: String,
    },
    /// A workbook without the sheet that was named.
    #[error("{file}: no sheet {tab}")]
    NoTab {
        /// The file.
        file: String,
        /// The sheet that was named.
        tab: String,
        /// The sheets there are.
        known: String,
    },
    /// A NUL byte: a zero-filled tail after a power loss, or no text at all.
    #[error("{0}: a NUL byte")]
    Nul(Place),
    /// A folder, a pipe or a device stands where a file should.
    #[error("{0}: not a regular file")]
    NotAFile(String),
    /// More bytes than a file of the store may have.
    #[error("{file}: {bytes} bytes are too many")]
    TooLarge {
        /// The file.
        file: String,
        /// Its length.
        bytes: u64,
    },
    /// Not a folder, where one is meant.
    #[error("{0}: not a folder")]
    NotAFolder(String),
    /// A link leads out of the store.
    #[error("{0}: leads out of the store")]
    Outside(String),
    /// A text that is no path of a store.
    #[error("{0:?}: not a path of a store")]
    Path(String),
    /// No data file of the store has this name.
    #[error("{0}: no data file")]
    NoData(String),
    /// No row that is lost has this id.
    #[error("{0}: no lost row")]
    NotLost(String),
    /// The folder is no store.
    #[error("{0}: not a store")]
    NotAStore(String),
    /// A folder that should be new has something in it.
    #[error("{0}: not empty")]
    NotEmpty(String),
    /// The folder is a store already.
    #[error("{0}: a store already")]
    AlreadyAStore(String),
    /// A file of the store has a defect that keeps it from being written.
    #[error("{0:?}")]
    Defect(Box<Diagnostic>),
    /// The settings cannot be read.
    #[error("{0:?}")]
    Settings(Box<Diagnostic>),
    /// The settings name no format.
    #[error("no format number")]
    NoFormat,
    /// The store is of another format.
    #[error("format {found}, not {known}")]
    OtherFormat {
        /// The store's format.
        found: u32,
        /// The format that this version knows.
        known: u32,
    },
}

/// What a failure means for the exit status, by DESIGN's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitClass {
    /// 3: recorded but not confirmed; never to be repeated blindly.
    RecordedUnconfirmed,
    /// 65: something in the data.
    BadData,
    /// 66: no such input.
    NoInput,
    /// 73: a file cannot be created.
    CannotCreate,
    /// 74: an I/O error, nothing changed.
    NothingChanged,
    /// 75: busy, to be tried again.
    Busy,
    /// 78: the store's format or settings.
    Format,
}

impl StoreError {
    /// What the failure means for the exit status.
    pub const fn exit_class(&self) -> ExitClass {
        match self {
            Self::RecordedUnconfirmed(_) | Self::PerhapsRecorded(_) => {
                ExitClass::RecordedUnconfirmed
            }
            Self::LogDamaged { .. }
            | Self::NotUtf8(_)
            | Self::Utf16(_)
            | Self::BrokenUtf8(_)
            | Self::NotText { .. }
            | Self::Nul(_)
            | Self::Workbook { .. }
            | Self::NoTab { .. }
            | Self::NotAFile(_)
            | Self::NotAFolder(_)
            | Self::TooLarge { .. }
            | Self::Outside(_)
            | Self::Path(_)
            | Self::Defect(_) => ExitClass::BadData,
            Self::NoStore(_)
            | Self::NotAStore(_)
            | Self::Input(_)
            | Self::NotLost(_)
            | Self::NoData(_) => ExitClass::NoInput,
            Self::Output(_) | Self::NotEmpty(_) => ExitClass::CannotCreate,
            Self::NoLocks(_) | Self::Read(_) | Self::Write(_) | Self::NothingRecorded(_) => {
                ExitClass::NothingChanged
            }
            Self::Busy { .. } | Self::Unfinished { .. } | Self::ChangedMeanwhile(_) => {
                ExitClass::Busy
            }
            Self::LogNewer(_)
            | Self::AlreadyAStore(_)
            | Self::Settings(_)
            | Self::NoFormat
            | Self::OtherFormat { .. } => ExitClass::Format,
        }
    }

    /// The same failure, met in a commit before its record was on the disk.
    pub(super) fn before_the_record(self) -> Self {
        match self {
            Self::Read(failure) | Self::Write(failure) => Self::NothingRecorded(failure),
            other => other,
        }
    }

    /// The same failure, met when the record was on the disk.
    pub(super) fn after_the_record(self) -> Self {
        match self {
            Self::Read(failure) | Self::Write(failure) | Self::NothingRecorded(failure) => {
                Self::RecordedUnconfirmed(failure)
            }
            Self::RecordedUnconfirmed(_) | Self::PerhapsRecorded(_) => self,
            other => {
                let source = io::Error::other(other.to_string());
                Self::RecordedUnconfirmed(Failure::new(super::log::LOG, Attempt::Write, source))
            }
        }
    }

    /// The place in a file that is meant, where it is one.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::NotUtf8(place)
            | Self::Utf16(place)
            | Self::BrokenUtf8(place)
            | Self::NotText { place, .. }
            | Self::Nul(place) => Some(place.clone()),
            Self::Workbook { file, .. }
            | Self::NoTab { file, .. }
            | Self::NotAFile(file)
            | Self::NotAFolder(file)
            | Self::TooLarge { file, .. }
            | Self::Outside(file) => Some(Place::file(file.clone())),
            _ => None,
        }
    }
}

impl Refuse for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Busy { .. } => "store.busy",
            Self::NoLocks(_) => "store.no_locks",
            Self::NoStore(_) => "store.no_store",
            Self::Read(_) => "store.io_read",
            Self::Write(_) => "store.io_write",
            Self::NothingRecorded(_) => "store.nothing_recorded",
            Self::RecordedUnconfirmed(_) => "store.recorded_unconfirmed",
            Self::PerhapsRecorded(_) => "store.perhaps_recorded",
            Self::Output(_) => "store.cannot_create",
            Self::Input(_) => "store.no_input",
            Self::LogDamaged { .. } => "store.log_damaged",
            Self::LogNewer(_) => "store.log_newer",
            Self::Unfinished { .. } => "store.unfinished",
            Self::ChangedMeanwhile(_) => "store.changed_meanwhile",
            Self::NotUtf8(_) => "store.not_utf8",
            Self::Utf16(_) => "store.utf16",
            Self::BrokenUtf8(_) => "store.broken_utf8",
            Self::NotText { .. } => "store.not_text",
            Self::Nul(_) => "store.nul",
            Self::Workbook { .. } => "store.workbook",
            Self::NoTab { .. } => "store.no_tab",
            Self::NotAFile(_) => "store.not_a_file",
            Self::NotAFolder(_) => "store.not_a_folder",
            Self::TooLarge { .. } => "store.too_large",
            Self::Outside(_) => "store.outside",
            Self::Path(_) => "store.path",
            Self::NotLost(_) => "store.not_lost",
            Self::NoData(_) => "store.no_data",
            Self::NotAStore(_) => "store.not_a_store",
            Self::NotEmpty(_) => "store.not_empty",
            Self::AlreadyAStore(_) => "store.already_a_store",
            // Said as the defect itself, see `message`.
            Self::Defect(_) | Self::Settings(_) => "toml.syntax",
            Self::NoFormat => "store.no_format",
            Self::OtherFormat { found, known } if found < known => "store.older_format",
            Self::OtherFormat { .. } => "store.other_format",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Busy { waited } => vec![("seconds", Argument::of(&waited.as_secs()))],
            Self::NoLocks(failure)
            | Self::Read(failure)
            | Self::Write(failure)
            | Self::NothingRecorded(failure)
            | Self::RecordedUnconfirmed(failure)
            | Self::PerhapsRecorded(failure)
            | Self::Output(failure)
            | Self::Input(failure) => failure.arguments(),
            Self::LogDamaged { at } => {
                vec![("file", super::log::LOG.into()), ("byte", Argument::of(at))]
            }
            Self::LogNewer(format) => vec![("format", (*format).into())],
            Self::Unfinished { who, command } => {
                vec![("who", who.into()), ("command", command.into())]
            }
            Self::NotText { place, charset } => {
                vec![("place", Argument::of(place)), ("charset", (*charset).into())]
            }
            Self::Workbook { file, reason } => {
                vec![("file", file.into()), ("reason", reason.into())]
            }
            Self::NoTab { file, tab, known } => {
                vec![("file", file.into()), ("tab", tab.into()), ("known", known.into())]
            }
            Self::NotUtf8(place)
            | Self::Utf16(place)
            | Self::BrokenUtf8(place)
            | Self::Nul(place) => {
                let (line, column) = (place.line.into(), place.column.into());
                vec![
                    ("place", Argument::of(place)),
                    ("file", (&place.file).into()),
                    ("line", line),
                    ("column", column),
                ]
            }
            Self::TooLarge { file, bytes } => {
                vec![("file", file.into()), ("bytes", Argument::of(bytes))]
            }
            Self::NoStore(file)
            | Self::ChangedMeanwhile(file)
            | Self::NotAFile(file)
            | Self::NotAFolder(file)
            | Self::Outside(file)
            | Self::Path(file)
            | Self::NotAStore(file)
            | Self::NoData(file)
            | Self::NotEmpty(file)
            | Self::AlreadyAStore(file) => vec![("file", file.into())],
            Self::NotLost(id) => vec![("id", id.into())],
            Self::Defect(_) | Self::Settings(_) | Self::NoFormat => vec![],
            Self::OtherFormat { found, known } => {
                vec![("found", (*found).into()), ("known", (*known).into())]
            }
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Defect(diagnostic) | Self::Settings(diagnostic) => diagnostic.message.clone(),
            other => Message { code: other.code().to_owned(), arguments: other.arguments() },
        }
    }
}
