//! What a caller does with a journal, in all its forms, for disks of every kind.

use std::path::Path;
use std::time::Duration;

use super::memory::MemoryDisk;
use super::trouble::{Trouble, TroubledDisk};
use crate::base::Moment;
use crate::store::record::{self, Line};
use crate::store::{Digest, Disk, Entry, Journal, Op, StoreError, StorePath};

/// The store's folder on the disk in memory.
pub(super) const ROOT: &str = "/store";

/// The ledger that most scenarios write into.
pub(super) const LEDGER: &str = "stock/movements/2026/2026-03.csv";

/// The settings, which are rewritten whole.
pub(super) const SETTINGS: &str = "houqin.toml";

/// A command on a store, and the store it finds.
pub(super) struct Scenario {
    /// Its name in a failure.
    pub(super) name: &'static str,
    /// Makes the store, on a sound disk.
    pub(super) prepare: fn(&MemoryDisk),
    /// Runs the command as a caller would: what is recorded already is not recorded again.
    pub(super) act: fn(&dyn Disk, &Path) -> Result<(), StoreError>,
    /// Whether the store is whole before the command opens it.
    pub(super) whole: bool,
}

/// Every form of a command.
pub(super) const SCENARIOS: [Scenario; 7] = [
    Scenario { name: "append", prepare: ledger, act: append, whole: true },
    Scenario {
        name: "append behind a line without end",
        prepare: edited,
        act: append,
        whole: true,
    },
    Scenario { name: "create", prepare: nothing, act: append, whole: true },
    Scenario { name: "rewrite", prepare: ledger, act: rewrite, whole: true },
    Scenario { name: "three files", prepare: ledger, act: three, whole: true },
    Scenario { name: "append after a crash", prepare: crashed, act: append, whole: false },
    Scenario { name: "append after a torn record", prepare: torn, act: append, whole: false },
];

/// A path that is right.
pub(super) fn path(text: &str) -> StorePath {
    StorePath::new(text).expect("a path")
}

/// What is said of a command in the log.
pub(super) fn entry(command: &str, given: u64) -> Entry {
    let when = Moment::parse("2026-03-05T08:30:00+08:00").expect("a moment");
    Entry { who: "库管员甲".to_owned(), when, command: command.to_owned(), given }
}

/// Opens a store to write into it.
pub(super) fn open<'d>(disk: &'d dyn Disk, root: &Path) -> Result<Journal<'d>, StoreError> {
    Journal::exclusive(disk, root, Duration::ZERO, b"seed")
}

/// Appends rows to a file unless it has a row with that key; creates it with a header.
pub(super) fn append_rows(
    disk: &dyn Disk,
    root: &Path,
    file: &str,
    (key, rows): (&str, &str),
) -> Result<(), StoreError> {
    let journal = open(disk, root)?;
    let given = journal.given();
    let image = journal.read(&path(file))?;
    let text = image.as_ref().map_or("", |image| std::str::from_utf8(&image.bytes).expect("text"));
    if text.lines().any(|line| line.split(',').next() == Some(key)) {
        return Ok(());
    }
    let pre = image.as_ref().map(crate::store::FileImage::pre);
    let header = if pre.is_none() { "id,item\n" } else { "" };
    let data = format!("{header}{rows}").into_bytes();
    let ops = vec![Op::Append { path: path(file), pre: pre.map(Into::into), data }];
    journal.commit(ops, entry("stock receive", given + 1)).map(|_| ())
}

fn nothing(_disk: &MemoryDisk) {}

/// Two commits, the last of which left its hint unsynced.
pub(super) fn ledger(disk: &MemoryDisk) {
    let root = Path::new(ROOT);
    append_rows(disk, root, LEDGER, ("M1", "M1,灯管\n")).expect("a commit");
    append_rows(disk, root, LEDGER, ("M2", "M2,水管\n")).expect("a commit");
    let journal = open(disk, root).expect("a journal");
    let data = b"name = \"one\"\n".to_vec();
    let ops = vec![Op::Write { path: path(SETTINGS), pre: None, data }];
    let _ = journal.commit(ops, entry("init", 2)).expect("a commit");
}

/// An editor wrote the ledger: CRLF, and no end of the last line.
fn edited(disk: &MemoryDisk) {
    ledger(disk);
    disk.scribble(&format!("{ROOT}/{LEDGER}"), "id,item\r\nM1,灯管\r\nM2,水管".as_bytes());
}

fn append(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    append_rows(disk, root, LEDGER, ("M9", "M9,螺丝\nM10,螺母\n"))
}

fn rewrite(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    let journal = open(disk, root)?;
    let image = journal.read(&path(SETTINGS))?.expect("settings");
    let data = b"name = \"two\"\n".to_vec();
    if image.bytes == data {
        return Ok(());
    }
    let given = journal.given();
    let ops = vec![Op::Write { path: path(SETTINGS), pre: Some(image.pre()), data }];
    journal.commit(ops, entry("set name", given)).map(|_| ())
}

/// Appends to one file, rewrites another, and creates a third with its folder.
pub(super) fn three(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    let journal = open(disk, root)?;
    let (ledger, settings, sheet) = (path(LEDGER), path(SETTINGS), path("stock/stocktakes/a.csv"));
    let given = journal.given();
    let rows = journal.read(&ledger)?.expect("a ledger");
    if rows.bytes.windows(4).any(|bytes| bytes == b"\nM5,") {
        return Ok(());
    }
    let old = journal.read(&settings)?.expect("settings");
    let ops = vec![
        Op::Append { path: ledger, pre: Some(rows.pre().into()), data: "M5,阀门\n".into() },
        Op::Write { path: settings, pre: Some(old.pre()), data: b"name = \"3\"\n".to_vec() },
        Op::Append { path: sheet, pre: None, data: b"id,line\nK1,1\nK2,2\n".to_vec() },
    ];
    journal.commit(ops, entry("stocktake post", given + 3)).map(|_| ())
}

/// A commit of three files was killed after its record: the store that recovery must complete.
fn crashed(disk: &MemoryDisk) {
    ledger(disk);
    for at in 1.. {
        let tried = disk.copy();
        let troubled = TroubledDisk::new(&tried, Trouble::Stops, at);
        three(&troubled, Path::new(ROOT)).expect_err("a killed process");
        let log = tried.content(&format!("{ROOT}/.houqin/log")).expect("a log");
        if String::from_utf8_lossy(&log).contains("stocktake post") {
            let troubled = TroubledDisk::new(disk, Trouble::Stops, at + 1);
            three(&troubled, Path::new(ROOT)).expect_err("a killed process");
            return;
        }
    }
}

/// A commit of three files was killed while its record was written; its temporary files are there.
fn torn(disk: &MemoryDisk) {
    ledger(disk);
    for at in 1.. {
        let tried = disk.copy();
        let troubled = TroubledDisk::new(&tried, Trouble::StopsHalfway, at);
        three(&troubled, Path::new(ROOT)).expect_err("a killed process");
        let log = tried.content(&format!("{ROOT}/.houqin/log")).expect("a log");
        if !log.ends_with(b"\n") {
            let troubled = TroubledDisk::new(disk, Trouble::StopsHalfway, at);
            three(&troubled, Path::new(ROOT)).expect_err("a killed process");
            return;
        }
    }
}

/// Checks every line of a log: whole, numbered, chained, and never giving an id twice.
pub(super) fn audit(log: &[u8], what: &str) {
    if log.is_empty() {
        return;
    }
    let text = log.strip_suffix(b"\n").expect("a last line with its end");
    let (mut seq, mut given, mut previous) = (0, 0, Digest::of(b""));
    for (number, line) in text.split(|byte| *byte == b'\n').enumerate() {
        let shown = String::from_utf8_lossy(line);
        match record::parse(line)
            .unwrap_or_else(|| panic!("{what}: a bad line in the log: {shown}"))
        {
            Line::Header(_, sum) => {
                assert_eq!(number, 0, "{shown}");
                previous = sum;
            }
            Line::Record(record, sum) => {
                assert_eq!((record.seq, record.previous), (seq + 1, previous), "{shown}");
                assert!(record.given >= given, "{shown}");
                (seq, given, previous) = (record.seq, record.given, sum);
            }
            Line::Done(done) => {
                assert_eq!((done.seq, done.given, done.record), (seq, given, previous), "{shown}");
            }
        }
    }
}
