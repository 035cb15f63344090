//! The promise: whatever call is the last, every file is as before the command or as after it.
//!
//! Each scenario is run with each trouble at its first call, its second, and so on until the
//! trouble does not come any more; after each, with each loss of what was not synced.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use super::memory::{Loss, MemoryDisk};
use super::scenario::{ROOT, SCENARIOS, Scenario, audit, open};
use super::trouble::{Trouble, TroubledDisk};
use crate::store::{Disk, ExitClass, Journal, StoreError};

const TROUBLES: [Trouble; 8] = [
    Trouble::FailsOnce,
    Trouble::FailsHalfway,
    Trouble::FailsForEver,
    Trouble::Full,
    Trouble::SyncsFail,
    Trouble::Stops,
    Trouble::StopsHalfway,
    Trouble::ShortWrite,
];

const LOSSES: [Loss; 6] = [
    Loss::Nothing,
    Loss::All,
    Loss::Every2nd(0),
    Loss::Every2nd(1),
    Loss::FirstHalves,
    Loss::SecondHalves,
];

type Files = BTreeMap<String, String>;

/// What a store must come to.
struct Expected {
    old: Files,
    new: Files,
}

/// What became of a command, as its user was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// Nothing: the process was killed.
    Nothing,
    /// It is done.
    Done,
    /// Nothing changed.
    Unchanged,
    /// It is recorded, and the next command completes it.
    Recorded,
    /// Nobody knows.
    Perhaps,
}

impl Told {
    fn by(result: &Result<(), StoreError>, trouble: Trouble) -> Self {
        match result {
            Ok(()) => Self::Done,
            Err(_) if matches!(trouble, Trouble::Stops | Trouble::StopsHalfway) => Self::Nothing,
            Err(StoreError::RecordedUnconfirmed(_)) => Self::Recorded,
            Err(StoreError::PerhapsRecorded(_)) => Self::Perhaps,
            Err(error) if error.exit_class() == ExitClass::NothingChanged => Self::Unchanged,
            Err(error) => panic!("an error that says nothing of what became of it: {error:?}"),
        }
    }
}

fn root() -> &'static Path {
    Path::new(ROOT)
}

/// Opens the store so that it recovers, as a writer or as a report.
fn recover(disk: &dyn Disk, report: bool) -> Result<(), StoreError> {
    if report {
        Journal::read_only(disk, root(), Duration::ZERO).map(|_| ())
    } else {
        open(disk, root()).map(|_| ())
    }
}

fn expected(scenario: &Scenario) -> (MemoryDisk, Expected) {
    let base = MemoryDisk::new();
    (scenario.prepare)(&base);
    let whole = base.copy();
    recover(&whole, false).expect("a sound disk");
    let done = whole.copy();
    (scenario.act)(&done, root()).expect("a sound disk");
    let expected = Expected { old: whole.files(), new: done.files() };
    assert_ne!(expected.old, expected.new, "{}: nothing happens", scenario.name);
    if scenario.whole {
        assert_eq!(expected.old, base.files(), "{}", scenario.name);
    }
    (base, expected)
}

impl Expected {
    /// Checks a store that was recovered: old or new, and what the user was told is true.
    fn check(&self, disk: &MemoryDisk, told: Told, what: &str) {
        let files = disk.files();
        match told {
            Told::Done => assert_eq!(files, self.new, "{what}: acknowledged and not there"),
            Told::Unchanged => assert_eq!(files, self.old, "{what}: not old"),
            Told::Recorded => assert_eq!(files, self.new, "{what}: recorded, not there"),
            Told::Nothing | Told::Perhaps => {
                assert!(files == self.old || files == self.new, "{what}: half: {files:#?}");
            }
        }
        audit(&disk.content(&format!("{ROOT}/.houqin/log")).unwrap_or_default(), what);
    }

    /// Everything that must hold after a command that met trouble.
    fn hold(&self, scenario: &Scenario, disk: &MemoryDisk, told: Told, what: &str) {
        recover(disk, false).unwrap_or_else(|error| panic!("{what}: {error:?}"));
        self.check(disk, told, what);
        if told != Told::Nothing {
            // Whoever was told of a failure repeats the command before the power fails.
            self.retry(scenario, &disk.copy(), what);
        }
        let seen = disk.files();
        disk.lose(Loss::All);
        recover(disk, false).unwrap_or_else(|error| panic!("{what}: {error:?}"));
        // Where the disk failed while a record was taken back, that may come undone: this is why
        // the user was told that nobody knows.
        if told == Told::Perhaps {
            self.check(disk, told, what);
        } else {
            assert_eq!(disk.files(), seen, "{what}: what was seen is gone after a power failure");
        }
        self.retry(scenario, disk, what);
    }

    /// The same command again, twice; the power fails after the first.
    fn retry(&self, scenario: &Scenario, disk: &MemoryDisk, what: &str) {
        (scenario.act)(disk, root()).unwrap_or_else(|error| panic!("{what}: {error:?}"));
        assert_eq!(disk.files(), self.new, "{what}: the retry");
        disk.lose(Loss::All);
        (scenario.act)(disk, root()).unwrap_or_else(|error| panic!("{what}: {error:?}"));
        assert_eq!(disk.files(), self.new, "{what}: the retry is gone, or counted twice");
        audit(&disk.content(&format!("{ROOT}/.houqin/log")).unwrap_or_default(), what);
    }
}

/// Each call of a command goes wrong in each way, and what is left is old or new.
pub(super) fn each_call_may_go_wrong(scenario: &Scenario) {
    let (base, expected) = expected(scenario);
    let mut checked = BTreeSet::new();
    for trouble in TROUBLES {
        for at in 1.. {
            let disk = base.copy();
            let troubled = TroubledDisk::new(&disk, trouble, at);
            let result = (scenario.act)(&troubled, root());
            let what = format!("{}, {trouble:?} at {at}: {result:?}", scenario.name);
            if !troubled.hit() {
                assert_eq!(disk.files(), expected.new, "{what}");
                assert!(at > 2, "{what}: hardly any call");
                break;
            }
            if matches!(trouble, Trouble::ShortWrite) {
                assert!(result.is_ok(), "{what}");
            }
            let told = Told::by(&result, trouble);
            if told == Told::Unchanged && scenario.whole {
                let mut files = disk.files();
                files.retain(|name, _| !name.contains(".houqin-tmp-"));
                assert_eq!(files, expected.old, "{what}: changed though it says not");
            }
            let bits = Loss::Bits(at.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            for loss in LOSSES.into_iter().chain([bits]) {
                let after = disk.copy();
                after.lose(loss);
                if !checked.insert((told, after.state())) {
                    continue;
                }
                expected.hold(scenario, &after, told, &format!("{what}, then {loss:?}"));
            }
        }
    }
}

/// Recovery is cut short at each of its calls, and begins again.
pub(super) fn recovery_may_be_killed_too(scenario: &Scenario) {
    let (base, expected) = expected(scenario);
    // What an earlier command left unsynced is lost in the tests above.
    base.rest();
    let (mut crashes, mut checked) = (BTreeSet::new(), BTreeSet::new());
    for at in 1.. {
        let disk = base.copy();
        let troubled = TroubledDisk::new(&disk, Trouble::StopsHalfway, at);
        let result = (scenario.act)(&troubled, root());
        if !troubled.hit() {
            break;
        }
        let told = Told::by(&result, Trouble::StopsHalfway);
        for loss in [Loss::Nothing, Loss::All, Loss::FirstHalves, Loss::Every2nd(0)] {
            let crashed = disk.copy();
            crashed.lose(loss);
            let what = format!("{}, killed at {at}, then {loss:?}", scenario.name);
            if crashes.insert((told, crashed.state())) {
                recovery_holds(&crashed, (&expected, told), &what, &mut checked);
            }
        }
    }
}

fn recovery_holds(
    crashed: &MemoryDisk,
    (expected, told): (&Expected, Told),
    what: &str,
    checked: &mut BTreeSet<(Told, Option<Files>, u64)>,
) {
    let recovered = crashed.copy();
    recover(&recovered, false).unwrap_or_else(|error| panic!("{what}: {error:?}"));
    if recovered.state() == crashed.state() {
        return;
    }
    let report = what.len().is_multiple_of(2);
    for trouble in [Trouble::StopsHalfway, Trouble::Full, Trouble::SyncsFail] {
        for at in 1.. {
            let disk = crashed.copy();
            let troubled = TroubledDisk::new(&disk, trouble, at);
            let result = recover(&troubled, report);
            if !troubled.hit() {
                result.unwrap_or_else(|error| panic!("{what}: {error:?}"));
                break;
            }
            // After a report that went well nobody may see another state any more.
            let shown = result.is_ok().then(|| disk.files());
            for loss in [Loss::Nothing, Loss::All, Loss::SecondHalves] {
                let after = disk.copy();
                after.lose(loss);
                if !checked.insert((told, shown.clone(), after.state())) {
                    continue;
                }
                let what = format!("{what}, recovery {trouble:?} at {at}: {result:?}, {loss:?}");
                recover(&after, !report).unwrap_or_else(|error| panic!("{what}: {error:?}"));
                recover(&after, report).unwrap_or_else(|error| panic!("{what}: {error:?}"));
                expected.check(&after, told, &what);
                if let Some(shown) = &shown {
                    assert_eq!(&after.files(), shown, "{what}: shown, then gone");
                }
            }
        }
    }
}

#[test]
fn each_call_of_an_append_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[0]);
}

#[test]
fn each_call_of_an_append_behind_a_line_without_end_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[1]);
}

#[test]
fn each_call_of_the_very_first_commit_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[2]);
}

#[test]
fn each_call_of_a_rewrite_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[3]);
}

#[test]
fn each_call_of_a_commit_of_three_files_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[4]);
}

#[test]
fn each_call_of_an_append_that_recovers_first_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[5]);
    each_call_may_go_wrong(&SCENARIOS[6]);
}

#[test]
fn recovery_of_one_file_may_be_killed_too() {
    for scenario in &SCENARIOS[..4] {
        recovery_may_be_killed_too(scenario);
    }
}

#[test]
fn recovery_of_three_files_may_be_killed_too() {
    recovery_may_be_killed_too(&SCENARIOS[4]);
}
