//! A disk that takes no more, and a process that dies in the middle of a write.
//!
//! The system's limit on the length of a file stands for both: a process that ignores the signal
//! gets an error from its write, after a part of it was taken; one that does not is killed there.
//! What happens at every other call is in the library's own tests.
#![cfg(unix)]

use std::process::Command;

use crate::lab::{Lab, Ran};
use crate::writers::{slips, stocked};

const LEDGER: &str = "stock/movements/2026/2026-03.csv";
const RECEIVE: &str = "stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S2";

/// What becomes of a process that writes beyond the limit.
#[derive(Clone, Copy)]
enum Beyond {
    Fails,
    Dies,
}

/// Runs a command line whose files may not grow beyond so many blocks of 512 bytes.
fn limited(lab: &Lab, blocks: usize, beyond: Beyond, line: &str) -> Ran {
    let trap = match beyond {
        Beyond::Fails => "trap '' XFSZ; ",
        Beyond::Dies => "ulimit -c 0; ",
    };
    let script = format!("{trap}ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let inner = lab.command();
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(script).arg(inner.get_program()).args(line.split_whitespace());
    shell.current_dir(lab.root()).env_clear();
    for (name, value) in inner.get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    let output = shell.output().expect("a shell");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let code = output.status.code().unwrap_or(-1);
    Ran { code, stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// Runs a command line that dies where a file would grow beyond so many blocks, or has nothing to
/// write; it must not end well.
#[track_caller]
pub(crate) fn dies(lab: &Lab, blocks: usize, line: &str) {
    let ran = limited(lab, blocks, Beyond::Dies, line);
    assert_ne!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

/// A store with a receipt and, by hand, another with a note so long that the ledger ends just
/// before a limit which nothing else comes near.
fn nearly_full() -> (Lab, usize) {
    const BLOCKS: usize = 64;
    let lab = stocked();
    lab.ok("stock receive DG36 1 --supplier 灯具厂 --price 5 --slip S1 -q");
    let text = lab.read(LEDGER);
    let row = text.lines().nth(1).expect("a row");
    let note_at = text.lines().next().expect("a header").split(',').position(|name| name == "note");
    let mut cells: Vec<String> = row.split(',').map(str::to_owned).collect();
    cells[0].push_str("-9");
    let slip = cells.iter().position(|cell| cell == "S1").expect("a slip");
    "S0".clone_into(&mut cells[slip]);
    let bare = text.len() + cells.join(",").len() + 1;
    cells[note_at.expect("a column for notes")] = "x".repeat(BLOCKS * 512 - 40 - bare);
    lab.write(LEDGER, format!("{text}{}\n", cells.join(",")));
    assert_eq!(lab.read(LEDGER).len(), BLOCKS * 512 - 40);
    (lab, BLOCKS)
}

#[test]
fn a_ledger_that_cannot_grow_stays_as_it_was() {
    let (lab, blocks) = nearly_full();
    let before = lab.files();
    let ran = limited(&lab, blocks, Beyond::Fails, RECEIVE);
    assert_eq!(ran.code, 74, "{}", ran.stderr);
    assert!(ran.stderr.contains(LEDGER), "the file is not named: {}", ran.stderr);
    assert!(ran.stdout.is_empty(), "a receipt: {}", ran.stdout);
    assert!(before == lab.files(), "the store changed");
    lab.ok(RECEIVE);
    assert_eq!(slips(&lab)["S2"], 1);
}

#[test]
fn a_log_that_cannot_grow_changes_nothing() {
    let lab = stocked();
    lab.ok("stock receive DG36 1 --supplier 灯具厂 --price 5 --slip S1 -q");
    let before = lab.files();
    // The log is the longest file by far, and a record takes more than a block.
    let blocks = lab.read(".houqin/log").len().div_ceil(512);
    let ran = limited(&lab, blocks, Beyond::Fails, RECEIVE);
    assert_eq!(ran.code, 74, "{}", ran.stderr);
    assert!(ran.stderr.contains(".houqin/log"), "the file is not named: {}", ran.stderr);
    assert!(before == lab.files(), "the store changed");
    lab.ok(RECEIVE);
    assert_eq!(slips(&lab)["S2"], 1);
}

#[test]
fn the_next_report_completes_what_a_dead_process_began() {
    let (lab, blocks) = nearly_full();
    let before = lab.read(LEDGER);
    let ran = limited(&lab, blocks, Beyond::Dies, RECEIVE);
    assert_eq!((ran.code, ran.stdout.as_str()), (-1, ""), "{}", ran.stderr);
    let torn = lab.read(LEDGER).len() - before.len();
    assert_eq!(torn, 40, "the process did not die in the middle of its row");
    let report = lab.run("stock onhand -f csv");
    assert_eq!(report.code, 0, "{}", report.stderr);
    assert!(report.stdout.contains(",4,"), "1 + 1 + 2 are not there: {}", report.stdout);
    assert!(report.stderr.contains("stock receive"), "nothing is said: {}", report.stderr);
    assert_eq!(slips(&lab)["S2"], 1);
    // Silent from now on, and the same command again finds its row.
    let retried = lab.ok(RECEIVE);
    assert!(retried.contains("没有重复写入"), "{retried}");
    assert_eq!(slips(&lab)["S2"], 1);
}

#[test]
fn a_process_that_dies_before_its_record_leaves_nothing() {
    let lab = stocked();
    lab.ok("stock receive DG36 1 --supplier 灯具厂 --price 5 --slip S1 -q");
    let before = lab.files();
    let blocks = lab.read(".houqin/log").len().div_ceil(512);
    assert_eq!(limited(&lab, blocks, Beyond::Dies, RECEIVE).code, -1);
    assert!(before == lab.files(), "the store changed");
    let ran = lab.run(RECEIVE);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(slips(&lab), [("S1".to_owned(), 1), ("S2".to_owned(), 1)].into());
}

#[test]
#[cfg(target_os = "linux")]
fn an_output_that_takes_no_more_is_said_and_the_store_is_well() {
    let lab = stocked();
    let said = lab.refuses(73, "item list -o /dev/full");
    assert!(said.contains("/dev/full"), "{said}");
    let ran = limited(&lab, 0, Beyond::Fails, "item list -q -o items.csv -f csv");
    assert_eq!(ran.code, 73, "{}", ran.stderr);
    assert!(!lab.files().contains_key("items.csv"), "half an output");
}
