//! Other programs write too: nothing of theirs is lost, and nothing of ours that was acknowledged.
//!
//! Before each call of a commit an editor saves the file that the commit is about.

use std::cell::Cell;
use std::path::Path;

use super::memory::MemoryDisk;
use super::scenario::{
    LEDGER, ROOT, SCENARIOS, SETTINGS, append_rows, audit, entry, ledger, open, path, three,
};
use super::trouble::{Trouble, TroubledDisk};
use crate::base::Refuse;
use crate::store::{Beginning, Disk, ExitClass, FileImage, Op, Pre, StoreError, Sum};

/// What the editor saves: one row more than there was.
const SAVED: &str = "id,item\nM1,灯管\nM2,水管\nM7,别人\n";

fn root() -> &'static Path {
    Path::new(ROOT)
}

fn file(disk: &MemoryDisk, name: &str) -> String {
    let bytes = disk.content(&format!("{ROOT}/{name}")).unwrap_or_default();
    String::from_utf8(bytes).expect("text")
}

/// The editor writes a new file and renames it, as most do.
fn saves_by_rename(disk: &MemoryDisk) {
    disk.substitute(&format!("{ROOT}/{LEDGER}"), SAVED.as_bytes());
}

/// The editor writes into the file itself.
fn saves_in_place(disk: &MemoryDisk) {
    disk.scribble(&format!("{ROOT}/{LEDGER}"), SAVED.as_bytes());
}

/// Somebody appends a row by hand.
fn appends(disk: &MemoryDisk) {
    let text = file(disk, LEDGER) + "M7,别人\n";
    disk.scribble(&format!("{ROOT}/{LEDGER}"), text.as_bytes());
}

fn saves_settings(disk: &MemoryDisk) {
    disk.substitute(&format!("{ROOT}/{SETTINGS}"), b"name = \"theirs\"\n");
}

/// Runs a command again and again, with an editor before its first call, its second, …
///
/// `check` gets the result, the disk, and whether the editor came when nothing was left to do but
/// the hint in the log.
fn meddle(
    act: fn(&dyn Disk, &Path) -> Result<(), StoreError>,
    editor: fn(&MemoryDisk),
    check: impl Fn(&Result<(), StoreError>, &MemoryDisk, bool, &str),
) {
    let mut calls = 1;
    loop {
        let disk = MemoryDisk::new();
        ledger(&disk);
        let troubled = TroubledDisk::new(&disk, Trouble::Meddled(|_| ()), calls);
        act(&troubled, root()).expect("a sound disk");
        if !troubled.hit() {
            break;
        }
        calls += 1;
    }
    for at in 1..calls {
        let disk = MemoryDisk::new();
        ledger(&disk);
        let troubled = TroubledDisk::new(&disk, Trouble::Meddled(editor), at);
        let result = act(&troubled, root());
        let what = format!("meddled before call {at} of {}: {result:?}", calls - 1);
        if let Err(error) = &result {
            assert_eq!(error.code(), "store.changed_meanwhile", "{what}");
            assert_eq!(error.exit_class(), ExitClass::Busy, "{what}");
        }
        // The hint takes two calls.
        check(&result, &disk, at + 2 >= calls, &what);
        audit(&disk.content(&format!("{ROOT}/.houqin/log")).expect("a log"), &what);
        open(&disk, root()).unwrap_or_else(|error| panic!("{what}: {error:?}"));
        let hidden = disk.files().into_keys().find(|name| name.contains(".houqin-tmp-"));
        assert_eq!(hidden, None, "{what}");
    }
}

fn append_holds(result: &Result<(), StoreError>, disk: &MemoryDisk, late: bool, what: &str) {
    let text = file(disk, LEDGER);
    let count = |row: &str| text.lines().filter(|line| line.starts_with(row)).count();
    assert_eq!(count("M7,"), 1, "{what}: theirs is lost or doubled:\n{text}");
    match result {
        // An old copy that is saved afterwards is what `check` finds, not a commit.
        Ok(()) if late => {}
        Ok(()) => assert_eq!((count("M9,"), count("M10,")), (1, 1), "{what}: ours:\n{text}"),
        Err(_) => assert_eq!((count("M9,"), count("M10,")), (0, 0), "{what}: ours:\n{text}"),
    }
}

#[test]
fn an_editor_that_renames_loses_nothing_and_makes_nothing_lost() {
    meddle(SCENARIOS[0].act, saves_by_rename, append_holds);
}

#[test]
fn an_editor_that_writes_in_place_loses_nothing_and_makes_nothing_lost() {
    meddle(SCENARIOS[0].act, saves_in_place, append_holds);
}

#[test]
fn a_row_appended_by_hand_stays_beside_ours() {
    meddle(SCENARIOS[0].act, appends, append_holds);
}

/// Adds a line to the settings by writing them anew.
fn add_a_setting(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    let journal = open(disk, root)?;
    let image = journal.read(&path(SETTINGS))?.expect("settings");
    let data = [&image.bytes[..], b"more = 1\n"].concat();
    let ops = vec![Op::Write { path: path(SETTINGS), pre: Some(image.pre()), data }];
    journal.commit(ops, entry("set more", 2)).map(|_| ())
}

#[test]
fn a_log_that_somebody_writes_without_the_lock_is_not_written_into() {
    for at in 1..200 {
        let disk = MemoryDisk::new();
        ledger(&disk);
        let scribble = |disk: &MemoryDisk| {
            let log = format!("{ROOT}/.houqin/log");
            let mut bytes = disk.content(&log).expect("a log");
            bytes.extend(b"hand-made\n");
            disk.scribble(&log, &bytes);
        };
        let troubled = TroubledDisk::new(&disk, Trouble::Meddled(scribble), at);
        let result = (SCENARIOS[0].act)(&troubled, root());
        if !troubled.hit() {
            return;
        }
        let count = file(&disk, LEDGER).lines().filter(|line| line.starts_with("M9,")).count();
        assert_eq!(count, usize::from(result.is_ok()), "at {at}: {result:?}");
        (SCENARIOS[0].act)(&disk, root()).unwrap_or_else(|error| panic!("at {at}: {error:?}"));
        let count = file(&disk, LEDGER).lines().filter(|line| line.starts_with("M9,")).count();
        assert_eq!(count, 1, "at {at}: {result:?}");
        if result.is_err() {
            audit(&disk.content(&format!("{ROOT}/.houqin/log")).expect("a log"), "put right");
        }
    }
}

// Between the last look at a file and its rename lies nothing but the rename itself, and no file
// system has one that asks first: in these tests one call in a hundred is open to a loss.

#[test]
fn a_rewrite_never_goes_over_what_another_program_saved() {
    let lost = Cell::new(0);
    meddle(add_a_setting, saves_settings, |result, disk, _, what| {
        let text = file(disk, SETTINGS);
        let theirs = text.starts_with("name = \"theirs\"\n");
        assert!(!(theirs && text.contains("more")) || result.is_ok(), "{what}: {text}");
        lost.set(lost.get() + i32::from(!theirs));
    });
    assert_eq!(lost.get(), 1);
}

#[test]
fn a_commit_of_three_files_keeps_what_another_program_saved() {
    let lost = Cell::new(0);
    meddle(three, saves_by_rename, |result, disk, _, what| {
        let text = file(disk, LEDGER);
        lost.set(lost.get() + i32::from(!text.contains("M7,别人\n")));
        let ours = (text.contains("M5,"), file(disk, SETTINGS) == "name = \"3\"\n");
        assert!(ours.0 == result.is_ok() || text == SAVED, "{what}:\n{text}");
        assert_eq!(ours.1, result.is_ok(), "{what}");
    });
    assert_eq!(lost.get(), 1);
    meddle(three, saves_settings, |result, disk, _, what| {
        let (text, settings) = (file(disk, LEDGER), file(disk, SETTINGS));
        assert_eq!(text.contains("M5,"), result.is_ok(), "{what}:\n{text}");
        assert!(settings == "name = \"theirs\"\n" || result.is_ok(), "{what}: {settings}");
    });
}

fn append(pre: Option<Pre>, data: &[u8]) -> Op {
    Op::Append { path: path(LEDGER), pre, data: data.to_vec() }
}

#[test]
fn who_knows_how_a_file_begins_records_the_same_as_who_does_not() {
    let record = |pre: fn(&FileImage) -> Pre| {
        let disk = MemoryDisk::new();
        ledger(&disk);
        let journal = open(&disk, root()).expect("a journal");
        let image = journal.read(&path(LEDGER)).expect("read").expect("a ledger");
        let op = append(Some(pre(&image)), b"M8,x\n");
        let _ = journal.commit(vec![op], entry("stock receive", 9)).expect("a commit");
        disk.files()
    };
    let files = record(|image| image.pre().into());
    assert_eq!(files, record(|image| Pre::Begun(Beginning::of(&image.bytes))));
    let half_way = |image: &FileImage| {
        let (before, behind) = image.bytes.split_at(5);
        Pre::Begun(Beginning::of(before).with(behind, Sum::of(&image.bytes)))
    };
    assert_eq!(files, record(half_way));
}

/// A second writer comes between reading and writing only where locks do not work; then too the
/// commit refuses.
#[test]
fn a_stale_commit_is_refused_whatever_its_form() {
    let disk = MemoryDisk::new();
    ledger(&disk);
    let stale = |op: fn(&FileImage) -> Op| {
        let journal = open(&disk, root()).expect("a journal");
        let image = journal.read(&path(LEDGER)).expect("read").expect("a ledger");
        appends(&disk);
        let before = disk.files();
        let error = journal.commit(vec![op(&image)], entry("stale", 9)).expect_err("stale");
        assert_eq!(error.code(), "store.changed_meanwhile");
        assert_eq!(disk.files(), before);
    };
    stale(|image| append(Some(image.pre().into()), b"M8,x\n"));
    stale(|image| append(Some(Pre::Begun(Beginning::of(&image.bytes))), b"M8,x\n"));
    stale(|image| Op::Write { path: path(LEDGER), pre: Some(image.pre()), data: b"id\n".to_vec() });
    stale(|_| append(None, b"id\nM8,x\n"));
    stale(|_| Op::Write { path: path(LEDGER), pre: None, data: b"id\n".to_vec() });
    append_rows(&disk, root(), LEDGER, ("M8", "M8,x\n")).expect("a fresh look");
}
