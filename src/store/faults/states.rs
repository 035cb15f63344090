//! What recovery makes of each state that a file or the log can be in.

use std::path::Path;
use std::time::Duration;

use super::memory::MemoryDisk;
use super::scenario::{LEDGER, ROOT, SCENARIOS, SETTINGS, audit, ledger, open};
use super::trouble::{Trouble, TroubledDisk};
use crate::base::Refuse;
use crate::store::{ExitClass, Journal, StoreError};

const OLD: &str = "id,item\nM1,灯管\nM2,水管\n";
const ROWS: &str = "M9,螺丝\nM10,螺母\n";
const LOG: &str = "/store/.houqin/log";

fn root() -> &'static Path {
    Path::new(ROOT)
}

/// A store whose last command was killed just after its record, before it changed anything.
fn unfinished(scenario: usize) -> MemoryDisk {
    let scenario = &SCENARIOS[scenario];
    let base = MemoryDisk::new();
    (scenario.prepare)(&base);
    let lines = |disk: &MemoryDisk| {
        let log = disk.content(LOG).unwrap_or_default();
        (starts(&log).len(), log.ends_with(b"\n"))
    };
    for at in 1.. {
        let disk = base.copy();
        let troubled = TroubledDisk::new(&disk, Trouble::Stops, at);
        (scenario.act)(&troubled, root()).expect_err("a killed process");
        if lines(&disk) != lines(&base) {
            return disk;
        }
    }
    unreachable!("a command without a record")
}

/// Recovers, and tells the ledger, what is set aside, and the codes of the notes.
fn recovered(disk: &MemoryDisk) -> (Option<String>, Option<String>, String) {
    let journal = open(disk, root()).expect("recovery");
    let codes: Vec<&str> = journal.notes().iter().map(|note| note.code.as_str()).collect();
    let text =
        |path: &str| disk.content(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let aside = text("/store/.houqin/conflicts/4-stock-movements-2026-2026-03.csv")
        .or_else(|| text("/store/.houqin/conflicts/4-houqin.toml"));
    audit(&disk.content(LOG).expect("a log"), "recovered");
    let ledger = text(&format!("{ROOT}/{LEDGER}"));
    let codes = codes.join(" ");
    drop(journal);
    let again = open(disk, root()).expect("a second opening");
    assert_eq!(again.notes(), &[], "recovery was not finished");
    (ledger, aside, codes)
}

fn append_from(content: &str) -> (String, String) {
    let disk = unfinished(0);
    disk.scribble(&format!("{ROOT}/{LEDGER}"), content.as_bytes());
    let (ledger, aside, codes) = recovered(&disk);
    assert_eq!(aside, None, "{content:?}");
    (ledger.expect("a ledger"), codes)
}

#[test]
fn an_append_is_completed_from_every_part_of_it() {
    let whole = format!("{OLD}{ROWS}");
    let killed = unfinished(0);
    for cut in OLD.len()..=whole.len() {
        let (done, rest) = whole.as_bytes().split_at(cut);
        for zeros in [0, rest.len(), rest.len() + 5] {
            let state = [done, &vec![0; zeros]].concat();
            let disk = killed.copy();
            disk.scribble(&format!("{ROOT}/{LEDGER}"), &state);
            let (ledger, aside, codes) = recovered(&disk);
            assert_eq!(ledger.as_deref(), Some(whole.as_str()), "{cut} bytes, {zeros} zeros");
            assert_eq!((aside, codes.as_str()), (None, "store.recovered"));
        }
    }
}

#[test]
fn a_hole_of_zeros_before_written_bytes_is_a_torn_append_too() {
    let mut state = format!("{OLD}{ROWS}").into_bytes();
    state[OLD.len()..OLD.len() + 6].fill(0);
    let (ledger, codes) = append_from(std::str::from_utf8(&state).expect("text"));
    assert_eq!((ledger, codes.as_str()), (format!("{OLD}{ROWS}"), "store.recovered"));
}

#[test]
fn rows_are_added_to_a_file_that_was_edited_since() {
    let again = "store.recovered store.rows_added_again";
    for (edited, after, codes) in [
        ("id,item\nM1,灯泡\n", "id,item\nM1,灯泡\nM9,螺丝\nM10,螺母\n", again),
        ("id,item\nM7,x", "id,item\nM7,x\nM9,螺丝\nM10,螺母\n", again),
        ("id,item\r\nM7,x\r\n", "id,item\r\nM7,x\r\nM9,螺丝\r\nM10,螺母\r\n", again),
        ("\u{feff}id,item\nM9,改\n", "\u{feff}id,item\nM9,改\nM10,螺母\n", again),
        ("id,item\nM10,螺母\nM9,螺丝\n", "id,item\nM10,螺母\nM9,螺丝\n", "store.recovered"),
        // Rows without an id of their own are told apart by all they say.
        ("sheet,line\nM9,1\n", "sheet,line\nM9,1\nM9,螺丝\nM10,螺母\n", again),
        ("", "M9,螺丝\nM10,螺母\n", again),
    ] {
        assert_eq!(append_from(edited), (after.to_owned(), codes.to_owned()), "{edited:?}");
    }
}

#[test]
fn what_cannot_be_merged_is_put_aside() {
    // Somebody removed the ledger.
    let disk = unfinished(0);
    let away = crate::store::Disk::remove(&disk, Path::new(&format!("{ROOT}/{LEDGER}")));
    away.expect("a removed file");
    let (ledger, aside, codes) = recovered(&disk);
    assert_eq!((ledger, aside.as_deref()), (None, Some(ROWS)));
    assert_eq!(codes, "store.recovered store.conflict_put_aside");
    // Somebody edited the settings that were to be rewritten.
    let disk = unfinished(3);
    disk.scribble(&format!("{ROOT}/{SETTINGS}"), b"name = \"theirs\"\n");
    let (_, aside, codes) = recovered(&disk);
    assert_eq!(disk.files()[SETTINGS], "name = \"theirs\"\n");
    assert_eq!(aside.as_deref(), Some("name = \"two\"\n"));
    assert_eq!(codes, "store.recovered store.conflict_put_aside");
}

#[test]
fn rows_go_into_a_file_that_another_program_created_meanwhile() {
    let disk = unfinished(2);
    disk.scribble(&format!("{ROOT}/{LEDGER}"), b"id,item\nM7,x\n");
    let (ledger, aside, _) = recovered(&disk);
    assert_eq!(ledger.as_deref(), Some("id,item\nM7,x\nM9,螺丝\nM10,螺母\n"));
    assert_eq!(aside, None);
}

/// Opens a store with its log changed; nothing may change when that is refused.
fn with_log(change: fn(Vec<u8>) -> Vec<u8>) -> Result<String, StoreError> {
    let disk = MemoryDisk::new();
    ledger(&disk);
    disk.scribble(LOG, &change(disk.content(LOG).expect("a log")));
    let before = (disk.files(), disk.content(LOG));
    match open(&disk, root()) {
        Ok(journal) => {
            audit(&disk.content(LOG).expect("a log"), "opened");
            assert_eq!((journal.tag().len(), journal.given()), (4, 2));
            let codes: Vec<&str> = journal.notes().iter().map(|note| note.code.as_str()).collect();
            Ok(codes.join(" "))
        }
        Err(error) => {
            assert_eq!((disk.files(), disk.content(LOG)), before, "{error:?}");
            let report = Journal::read_only(&disk, root(), Duration::ZERO).map(|_| ());
            assert_eq!(report.expect_err("the same refusal").code(), error.code());
            Err(error)
        }
    }
}

/// Where the lines of a log begin; the last is its end.
fn starts(log: &[u8]) -> Vec<usize> {
    let ends = log.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(ends).collect()
}

#[test]
fn what_a_crash_leaves_at_the_end_of_the_log_is_dropped() {
    let dropped = Some("store.torn_record_dropped");
    for (change, note) in [
        ((|log| log) as fn(Vec<u8>) -> Vec<u8>, Some("")),
        (|log| [&log[..], b"{\"seq\":4,\"ti"].concat(), dropped),
        (|log| [&log[..], &[0; 300]].concat(), dropped),
        (|log| [&log[..], b"half\nhalf\n", &[0; 9]].concat(), dropped),
        // The hint never came to the disk, or came by half.
        (|log| log[..starts(&log)[6]].to_vec(), Some("store.recovered")),
        (
            |mut log| {
                let at = starts(&log)[6];
                log[at..at + 30].fill(0);
                log
            },
            Some("store.recovered"),
        ),
        (|log| [&log[..starts(&log)[6]], b"{\"done\":3,\"gi"].concat(), Some("store.recovered")),
        (
            |log| [&log[..starts(&log)[6]], &[0; 300]].concat(),
            Some("store.torn_record_dropped store.recovered"),
        ),
    ] {
        assert_eq!(with_log(change).ok().as_deref(), note);
    }
}

#[test]
fn a_log_that_no_crash_leaves_so_is_damaged_and_not_touched() {
    let changes: [fn(Vec<u8>) -> Vec<u8>; 5] = [
        |mut log| {
            log[10] ^= 1;
            log
        },
        |log| [&log[..], b"a\nb\nc\n"].concat(),
        |log| [&b"{}\n"[..], &log].concat(),
        |log| log[starts(&log)[1]..].to_vec(),
        // A record is gone from between the others, and its hint with it.
        |log| [&log[..starts(&log)[3]], &log[starts(&log)[5]..starts(&log)[6]]].concat(),
    ];
    for change in changes {
        let error = with_log(change).expect_err("a damaged log");
        assert_eq!(error.code(), "store.log_damaged");
        assert_eq!(error.exit_class(), ExitClass::BadData);
    }
}

#[test]
fn a_newer_log_is_refused() {
    let newer = |_| {
        let header = crate::store::record::Header { log: 2, tag: "abcd".to_owned() };
        crate::store::record::line(&header).0.into_bytes()
    };
    let error = with_log(newer).expect_err("a newer log");
    assert_eq!((error.code(), error.exit_class()), ("store.log_newer", ExitClass::Format));
}

#[test]
fn a_good_record_behind_a_bad_line_counts_only_if_nobody_saw_it() {
    // The record of a killed command behind a hint that came to the disk by half.
    let hole = |disk: &MemoryDisk| {
        let mut log = disk.content(LOG).expect("a log");
        let starts = starts(&log);
        let hint = starts[starts.len() - 3];
        log[hint..hint + 30].fill(0);
        disk.scribble(LOG, &log);
    };
    let disk = unfinished(0);
    hole(&disk);
    let (ledger, _, codes) = recovered(&disk);
    assert_eq!(ledger.as_deref(), Some(OLD));
    assert_eq!(codes, "store.torn_record_dropped store.recovered");
    // The same, but its rows are in the ledger: then it was on the disk, and the disk is rotten.
    let disk = unfinished(0);
    hole(&disk);
    disk.scribble(&format!("{ROOT}/{LEDGER}"), format!("{OLD}{ROWS}").as_bytes());
    let error = open(&disk, root()).map(|_| ()).expect_err("a damaged log");
    assert_eq!(error.code(), "store.log_damaged");
}

#[test]
fn a_report_needs_no_right_to_write_unless_something_is_unfinished() {
    let disk = MemoryDisk::new();
    ledger(&disk);
    disk.make_read_only();
    let report = Journal::read_only(&disk, root(), Duration::ZERO).expect("a report");
    assert_eq!((report.given(), report.tag().len()), (2, 4));
    drop(report);
    let error = open(&disk, root()).map(|_| ()).expect_err("no right to write");
    assert_eq!((error.code(), error.exit_class()), ("store.io_write", ExitClass::NothingChanged));

    let disk = unfinished(0);
    disk.make_read_only();
    let error =
        Journal::read_only(&disk, root(), Duration::ZERO).map(|_| ()).expect_err("unfinished");
    assert_eq!((error.code(), error.exit_class()), ("store.unfinished", ExitClass::Busy));

    let disk = MemoryDisk::new();
    disk.make_read_only();
    let report = Journal::read_only(&disk, root(), Duration::ZERO).expect("an untouched store");
    assert_eq!((report.given(), report.tag()), (0, ""));
}

#[test]
fn a_report_recovers_before_it_shows_anything() {
    let disk = unfinished(4);
    let report = Journal::read_only(&disk, root(), Duration::ZERO).expect("a report");
    assert_eq!(report.notes().len(), 1);
    let files = disk.files();
    assert_eq!(files[SETTINGS], "name = \"3\"\n");
    assert_eq!(files["stock/stocktakes/a.csv"], "id,line\nK1,1\nK2,2\n");
    assert!(files[LEDGER].ends_with("M5,阀门\n"));
}

#[test]
fn writers_shut_everybody_out_and_reports_only_writers() {
    let disk = MemoryDisk::new();
    ledger(&disk);
    let report = || Journal::read_only(&disk, root(), Duration::ZERO);
    let (first, second) = (report().expect("a report"), report().expect("another"));
    let busy = open(&disk, root()).map(|_| ()).expect_err("busy");
    assert_eq!((busy.code(), busy.exit_class()), ("store.busy", ExitClass::Busy));
    drop((first, second));
    let writer = open(&disk, root()).expect("a writer");
    assert!(report().is_err() && open(&disk, root()).is_err());
    drop(writer);
    assert!(report().is_ok());
}

#[test]
fn a_row_that_an_old_copy_has_swept_away_is_missed() {
    let disk = MemoryDisk::new();
    ledger(&disk);
    let ledger = format!("{ROOT}/{LEDGER}");
    let lost = |disk: &MemoryDisk| {
        let journal = Journal::read_only(disk, root(), Duration::ZERO).expect("a report");
        let told = journal.lost_rows().expect("a whole log");
        let lost = told.into_iter().filter(|told| told.message.code == "store.row_lost");
        lost.map(|row| row.original.expect("its text")).collect::<Vec<_>>()
    };
    assert!(lost(&disk).is_empty());
    // Edited, in another order, with the columns quoted: every row is there.
    disk.scribble(&ledger, "id,item\r\n\"M2\",\"水管,长\"\r\nM1,灯\r\n".as_bytes());
    assert!(lost(&disk).is_empty());
    disk.scribble(&ledger, "id,item\nM1,灯管\n".as_bytes());
    assert_eq!(lost(&disk), ["M2,水管"]);
    crate::store::Disk::remove(&disk, Path::new(&ledger)).expect("a removed file");
    assert_eq!(lost(&disk), ["M1,灯管", "M2,水管"]);
    // A register is no ledger.
    disk.scribble(&ledger, b"code,item\n");
    assert!(lost(&disk).is_empty());
}

#[test]
fn the_whole_log_is_checked_when_it_is_read() {
    let disk = MemoryDisk::new();
    ledger(&disk);
    let mut log = disk.content(LOG).expect("a log");
    let second = starts(&log)[1];
    log[second + 20] ^= 1;
    disk.scribble(LOG, &log);
    let journal = Journal::read_only(&disk, root(), Duration::ZERO).expect("its end is good");
    let told = journal.lost_rows().expect("a log");
    assert_eq!(told.len(), 1, "{told:?}");
    let message = &told[0].message;
    assert_eq!(message.code, "store.log_damaged_inside");
    assert_eq!(message.arguments, [("byte", second.to_string().into())]);
}
