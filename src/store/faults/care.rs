//! The commands that care for files keep the promise too: old or new, whatever call is the last.

use std::path::Path;

use super::crash::{each_call_may_go_wrong, recovery_may_be_killed_too};
use super::memory::MemoryDisk;
use super::scenario::{LEDGER, ROOT, SETTINGS, Scenario, append_rows, entry, ledger, open};
use crate::store::{Act, Disk, StoreError, convert, forget, migrate, restore, salvage};

const SCENARIOS: [Scenario; 5] = [
    Scenario { name: "restore", prepare: old_copies, act: restores, whole: true },
    Scenario { name: "forget", prepare: old_copies, act: forgets, whole: true },
    Scenario { name: "salvage", prepare: torn_ends, act: salvages, whole: true },
    Scenario { name: "convert", prepare: other_charsets, act: converts, whole: true },
    Scenario { name: "migrate", prepare: old_format, act: migrates, whole: true },
];

const OTHER: &str = "stock/movements/2026/2026-04.csv";

/// Two ledgers, over which a program saved an old copy and nothing.
fn old_copies(disk: &MemoryDisk) {
    ledger(disk);
    append_rows(disk, Path::new(ROOT), OTHER, ("M3", "M3,水管\n")).expect("a commit");
    disk.scribble(&format!("{ROOT}/{LEDGER}"), "id,item\nM1,灯管\n".as_bytes());
    disk.scribble(&format!("{ROOT}/{OTHER}"), "id,item\n".as_bytes());
    disk.rest();
}

/// A torn row and a tail of zeros.
fn torn_ends(disk: &MemoryDisk) {
    ledger(disk);
    disk.scribble(&format!("{ROOT}/{LEDGER}"), "id,item\nM1,灯管\nM2".as_bytes());
    disk.scribble(&format!("{ROOT}/{SETTINGS}"), b"name = \"one\"\n\0\0\0");
    disk.rest();
}

/// One file in GB18030, one in UTF-16.
fn other_charsets(disk: &MemoryDisk) {
    ledger(disk);
    disk.scribble(&format!("{ROOT}/{LEDGER}"), b"id,item\nM1,\xB5\xC6\nM2,\xB9\xDC\n");
    let units = "name = \"一\"\n".encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: Vec<u8> = b"\xFF\xFE".iter().copied().chain(units).collect();
    disk.scribble(&format!("{ROOT}/{SETTINGS}"), &bytes);
    disk.rest();
}

/// A store of an older format.
fn old_format(disk: &MemoryDisk) {
    ledger(disk);
    disk.scribble(&format!("{ROOT}/{SETTINGS}"), b"format = 0\nhospital = \"one\"\n");
    disk.scribble(&format!("{ROOT}/{LEDGER}"), "id,unit_price\nM1,2\nM2,3\n".as_bytes());
    disk.rest();
}

fn migrates(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    migrate(disk, root, b"seed", entry("migrate", 0), Act::Do).map(|_| ())
}

fn restores(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    restore(open(disk, root)?, entry("restore", 0), Act::Do).map(|_| ())
}

fn forgets(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    let when = entry("restore", 0).when;
    let ids = ["M2".to_owned(), "M3".to_owned()];
    forget(open(disk, root)?, &ids, ("录错", "库管员甲", when), Act::Do).map(|_| ())
}

fn salvages(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    salvage(disk, root, b"seed", &entry("salvage", 0), Act::Do).map(|_| ())
}

fn converts(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    convert(disk, root, (&[], b"seed"), entry("convert", 0), Act::Do).map(|_| ())
}

#[test]
fn each_call_of_a_restore_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[0]);
}

#[test]
fn each_call_of_letting_rows_go_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[1]);
}

#[test]
fn each_call_of_a_salvage_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[2]);
}

#[test]
fn each_call_of_a_conversion_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[3]);
}

#[test]
fn each_call_of_a_migration_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[4]);
}

#[test]
fn recovery_of_what_cares_for_files_may_be_killed_too() {
    // The others are commits of the same shape.
    for scenario in [&SCENARIOS[0], &SCENARIOS[4]] {
        recovery_may_be_killed_too(scenario);
    }
}

/// A log that was damaged in its middle is set aside and begun anew, or stands as it was.
#[test]
fn setting_a_damaged_log_aside_may_stop_anywhere() {
    use super::memory::Loss;
    use super::trouble::{Trouble, TroubledDisk};

    let log = format!("{ROOT}/.houqin/log");
    let base = MemoryDisk::new();
    ledger(&base);
    let mut damaged = base.content(&log).expect("a log");
    let second = damaged.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
    damaged[second + 20] ^= 1;
    base.scribble(&log, &damaged);
    base.rest();
    let files = base.files();
    for trouble in [Trouble::StopsHalfway, Trouble::FailsHalfway, Trouble::Full, Trouble::SyncsFail]
    {
        for at in 1.. {
            let disk = base.copy();
            let troubled = TroubledDisk::new(&disk, trouble, at);
            let _told = salvages(&troubled, Path::new(ROOT));
            if !troubled.hit() {
                break;
            }
            for loss in [Loss::Nothing, Loss::All, Loss::FirstHalves, Loss::Every2nd(1)] {
                let after = disk.copy();
                after.lose(loss);
                let what = format!("{trouble:?} at {at}, then {loss:?}");
                salvages(&after, Path::new(ROOT))
                    .unwrap_or_else(|error| panic!("{what}: {error:?}"));
                assert_eq!(after.files(), files, "{what}");
                super::scenario::audit(&after.content(&log).expect("a log"), &what);
                let copies = after.contents_below("/store/.houqin/quarantine");
                assert_eq!(copies, std::slice::from_ref(&damaged), "{what}: the old log is gone");
            }
        }
    }
}
