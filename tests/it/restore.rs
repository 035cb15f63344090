//! Rows that another program wiped out: named by `check`, put back by `restore`, or let go.

use std::fmt::Write as _;

use crate::lab::{self, Lab};
use crate::writers::stocked;

const LEDGER: &str = "stock/movements/2026/2026-03.csv";

/// Receives some goods, one slip each.
fn receive(lab: &Lab, slips: std::ops::RangeInclusive<usize>) {
    let mut rows = String::new();
    for slip in slips {
        rows.clear();
        write!(rows, "stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S{slip} -q")
            .expect("text");
        lab.ok(&rows);
    }
}

/// What `check` says in CSV, with keys.
fn checked(lab: &Lab, code: i32) -> Vec<String> {
    let ran = lab.run("check -f csv --headers keys");
    assert_eq!(ran.code, code, "{}{}", ran.stdout, ran.stderr);
    ran.stdout.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn an_old_copy_saved_over_fifty_rows_is_told_row_by_row_and_undone() {
    let lab = stocked();
    receive(&lab, 1..=2);
    let old = lab.read(LEDGER);
    receive(&lab, 3..=52);
    let whole = lab.files();
    lab.write(LEDGER, &old);
    let told = checked(&lab, 1);
    let lost: Vec<&String> = told.iter().filter(|line| line.contains("store.row_lost")).collect();
    assert_eq!((lost.len(), told.len()), (50, 50), "{told:#?}");
    let rehearsed = lab.ok("restore --dry-run -f csv");
    assert_eq!(rehearsed.lines().count(), 51, "{rehearsed}");
    assert_eq!(lab.read(LEDGER), old, "a rehearsal wrote");
    let done = lab.ok("restore");
    assert!(done.contains("找回 50 行"), "{done}");
    assert!(lab.files() == whole, "not byte for byte as it was");
    assert!(lab.ok("check").contains("没有发现缺陷"));
    let log = lab.read(".houqin/log");
    assert!(lab.ok("restore").contains("没有要找回的记录"));
    assert!(
        lab.files() == whole && lab.read(".houqin/log") == log,
        "the second time did something"
    );
    assert!(lab.ok("stock onhand -f csv").contains(",104,"), "52 times 2 are not 104");
}

#[test]
fn rows_taken_out_of_the_middle_come_back_beside_what_others_wrote() {
    let lab = stocked();
    receive(&lab, 1..=4);
    let lines: Vec<String> = lab.read(LEDGER).lines().map(str::to_owned).collect();
    // An editor took out the second row, moved the columns, and wrote with Windows line ends.
    let swapped = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        [&cells[1..2], &cells[0..1], &cells[2..]].concat().join(",")
    };
    let kept = [0, 1, 3, 4].map(|at| swapped(&lines[at]));
    lab.write(LEDGER, format!("\u{feff}{}\r\n", kept.join("\r\n")));
    assert_eq!(checked(&lab, 1).len(), 1);
    lab.ok("restore -q");
    let after = lab.read(LEDGER);
    assert!(after.ends_with(&format!("{}\r\n", swapped(&lines[2]))), "{after}");
    assert!(lab.ok("check").contains("没有发现缺陷"));
}

#[test]
fn a_whole_ledger_that_was_removed_comes_back() {
    let lab = stocked();
    receive(&lab, 1..=3);
    let whole = lab.files();
    std::fs::remove_file(lab.root().join(LEDGER)).expect("removed");
    assert_eq!(checked(&lab, 1).len(), 3);
    lab.ok("restore -q");
    assert!(lab.files() == whole);
}

#[test]
fn a_ledger_cut_anywhere_is_told_and_mended() {
    let lab = stocked();
    receive(&lab, 1..=3);
    let bytes = lab.read(LEDGER).into_bytes();
    for cut in (bytes.len() - 200..bytes.len()).step_by(11).chain([bytes.len() - 1]) {
        lab.write(LEDGER, &bytes[..cut]);
        let told = checked(&lab, 1);
        assert!(told.iter().all(|line| line.contains(LEDGER)), "cut at {cut}: {told:#?}");
        lab.ok("restore -q");
        if cut < bytes.len() - 1 {
            assert_eq!(lab.read(LEDGER), String::from_utf8_lossy(&bytes), "cut at {cut}");
        }
        lab.write(LEDGER, &bytes);
    }
}

#[test]
fn a_row_that_says_something_else_is_told_and_never_overwritten() {
    let lab = stocked();
    receive(&lab, 1..=2);
    let changed = lab.read(LEDGER).replace("S2", "S9");
    lab.write(LEDGER, &changed);
    let told = checked(&lab, 1);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("store.row_changed") && told[0].contains("S2"), "{told:#?}");
    assert!(told[0].contains(&format!("{LEDGER},3")), "{told:#?}");
    assert!(lab.ok("restore").contains("没有要找回的记录"));
    assert_eq!(lab.read(LEDGER), changed);
}

#[test]
fn a_row_taken_out_on_purpose_is_let_go_with_a_reason() {
    let lab = stocked();
    receive(&lab, 1..=3);
    let text = lab.read(LEDGER);
    let row = text.lines().nth(2).expect("a row");
    let id = row.split(',').next().expect("an id");
    lab.write(LEDGER, text.replace(&format!("{row}\n"), ""));
    assert!(checked(&lab, 1)[0].contains(id));
    lab.refuses(2, &format!("restore --forget {id}"));
    lab.refuses(66, "restore --forget M20260305-test-999999 --reason 录错");
    lab.ok(&format!("restore --forget {id} --reason 重复录入 --dry-run -q"));
    assert!(checked(&lab, 1)[0].contains(id), "a rehearsal let it go");
    let said = lab.ok(&format!("restore --forget {id} --reason 重复录入"));
    assert!(said.contains("closing/voids.csv"), "{said}");
    let voids = lab.read("closing/voids.csv");
    assert!(
        voids.contains(id) && voids.contains("重复录入") && voids.contains("灯具厂"),
        "{voids}"
    );
    assert!(lab.ok("check").contains("没有发现缺陷"));
    assert!(lab.ok("restore").contains("没有要找回的记录"));
    lab.ok(&format!("restore --forget {id} --reason 重复录入"));
    assert_eq!(lab.read("closing/voids.csv"), voids, "let go twice");
}

#[test]
fn a_row_that_was_moved_to_another_file_is_told_and_not_doubled() {
    let lab = stocked();
    receive(&lab, 1..=2);
    let text = lab.read(LEDGER);
    let (kept, moved) = text.trim_end().rsplit_once('\n').expect("two rows");
    let header = text.lines().next().expect("a header");
    lab.write(LEDGER, format!("{kept}\n"));
    let other = "stock/movements/2026/2026-02.csv";
    lab.write(other, format!("{header}\n{}\n", moved.replace("2026-03-05,", "2026-02-05,")));
    let told = checked(&lab, 1);
    assert!(told.iter().any(|line| line.contains("store.row_moved") && line.contains(other)));
    assert!(lab.ok("restore").contains("没有要找回的记录"));
}

#[test]
fn a_file_in_another_charset_is_converted_before_rows_are_put_back() {
    let lab = stocked();
    receive(&lab, 1..=2);
    let text = lab.read(LEDGER);
    let header = text.lines().next().expect("a header");
    lab.write(LEDGER, [header.as_bytes(), b"\nM20260305-test-000077,\xB5\xC6\n"].concat());
    let said = lab.refuses(65, "restore");
    assert!(said.contains("houqin convert"), "{said}");
}

/// A clone of a store as git makes one, without this machine's own folder, on another machine.
fn cloned(lab: &Lab) -> Lab {
    let clone = lab.copy();
    std::fs::remove_dir_all(clone.root().join(".houqin")).expect("removed");
    let mut first = clone.command();
    first
        .env("HOUQIN_MACHINE", "clone")
        .stdout(std::process::Stdio::null())
        .args(lab::words("item add DG40 --name 灯座 --unit 只 -q"));
    assert!(first.status().expect("the binary runs").success());
    clone
}

#[test]
fn a_row_recorded_into_a_ledger_that_came_with_a_clone_is_missed_too() {
    let lab = stocked();
    receive(&lab, 1..=2);
    let clone = cloned(&lab);
    receive(&clone, 3..=4);
    let (before, whole) = (lab.read(LEDGER), clone.read(LEDGER));
    clone.write(LEDGER, &before);
    let told = checked(&clone, 1);
    let lost = told.iter().filter(|line| line.contains("store.row_lost")).count();
    assert_eq!((lost, told.len()), (2, 2), "{told:#?}");
    clone.ok("restore -q");
    assert_eq!(clone.read(LEDGER), whole);
    assert!(clone.ok("check").contains("没有发现缺陷"));
    // A whole file that is gone: what this machine did not record is not its to put back.
    std::fs::remove_file(clone.root().join(LEDGER)).expect("removed");
    assert_eq!(checked(&clone, 1).len(), 2);
    clone.ok("restore -q");
    let header = before.lines().next().expect("a header");
    let own = whole.strip_prefix(&before).expect("rows at the end");
    assert_eq!(clone.read(LEDGER), format!("{header}\n{own}"));
}

#[test]
fn a_row_recorded_under_other_columns_is_missed_by_its_id() {
    let swapped = |text: &str| {
        let swap = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            [&cells[1..2], &cells[0..1], &cells[2..]].concat().join(",") + "\n"
        };
        text.lines().map(swap).collect::<String>()
    };
    let lab = stocked();
    receive(&lab, 1..=2);
    for lab in [cloned(&lab), lab] {
        let moved = swapped(&lab.read(LEDGER));
        lab.write(LEDGER, &moved);
        receive(&lab, 3..=3);
        let whole = lab.read(LEDGER);
        assert!(lab.ok("check").contains("没有发现缺陷"));
        lab.write(LEDGER, &moved);
        assert_eq!(checked(&lab, 1).len(), 1);
        lab.ok("restore -q");
        assert_eq!(lab.read(LEDGER), whole);
        // The columns moved again after the row was recorded.
        lab.write(LEDGER, swapped(&whole));
        assert!(lab.ok("check").contains("没有发现缺陷"));
    }
}
