//! Two stores row by row.

use crate::lab::Lab;
use crate::writers::stocked;

#[test]
fn a_store_differs_from_its_old_copy_by_what_was_done_since() {
    let lab = stocked();
    lab.ok("store add ST --name 食堂库 -q");
    let old = lab.copy();
    let path = old.root().display().to_string();
    assert!(lab.ok(&format!("diff {path}")).contains("逐行相同"));
    lab.ok("item edit DG36 --name 日光灯管 -q");
    lab.ok("stock receive DG36 2 --room WJ --supplier 灯具厂 --price 5 --slip S1 -q");
    let rooms = lab.read("stock/stores.csv");
    let kept: Vec<&str> = rooms.lines().filter(|line| !line.starts_with("ST,")).collect();
    lab.write("stock/stores.csv", kept.join("\n") + "\n");
    let told = lab.run(&format!("diff {path} -f csv --headers keys"));
    assert_eq!(told.code, 1, "{}", told.stderr);
    let rows: Vec<&str> = told.stdout.lines().collect();
    let has = |parts: &[&str]| rows.iter().any(|row| parts.iter().all(|part| row.contains(part)));
    assert!(has(&["stock/items.csv", "DG36", "changed", "name: 灯管 → 日光灯管"]), "{rows:#?}");
    assert!(has(&["stock/stores.csv", "ST", "removed"]), "{rows:#?}");
    assert!(has(&["stock/movements/2026/2026-03.csv", "added", "slip=S1"]), "{rows:#?}");
    // Seen from the other side, what was added is missing.
    let back = old.run(&format!("diff {} -f csv --headers keys", lab.root().display()));
    assert!(back.stdout.contains("removed") && back.code == 1, "{}", back.stdout);
}

#[test]
fn order_quotes_and_line_ends_are_no_difference() {
    let lab = stocked();
    lab.ok("store add ST --name 食堂库 -q");
    let old = lab.copy();
    let rooms = lab.read("stock/stores.csv");
    let mut lines: Vec<String> = rooms.lines().map(str::to_owned).collect();
    lines[1..].reverse();
    lab.write("stock/stores.csv", lines.join("\r\n").replace("食堂库", "\"食堂库\"") + "\r\n");
    assert!(lab.ok(&format!("diff {}", old.root().display())).contains("逐行相同"));
}

#[test]
fn what_is_no_store_is_refused() {
    let lab = stocked();
    let other = tempfile::tempdir().expect("a folder");
    lab.refuses(66, &format!("diff {}", other.path().display()));
    lab.refuses(66, "diff nowhere");
}

/// A store with a row of March in the stock and meter books, both sealed on the second of April.
fn sealed() -> Lab {
    let mut lab = stocked();
    lab.ok("stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S1 -q");
    lab.ok("stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S2 -q");
    lab.ok("meter add W-01 --name 总水表 --utility 冷水 --digits 5 --from 2026-03-01 --initial 1");
    lab.ok("meter replace W-01 --date 2026-03-04 --old-final 60 --new-initial 0 -q");
    lab.ok("meter read W-01 40 --date 2026-03-05 -q");
    lab.on("2026-04-02");
    lab.ok("close seal 2026-03 --book meters");
    lab.ok("close seal 2026-03 --book stock --waive stocktake-posted=四月补盘 --approver 后勤主任");
    lab
}

/// What has changed since the seal of March, in CSV with keys.
#[track_caller]
fn since(lab: &Lab, book: &str) -> Vec<String> {
    let ran = lab.run(&format!("diff --since-seal 2026-03 --book {book} -f csv --headers keys"));
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let rows = ran.stdout.lines().skip_while(|line| !line.starts_with("file,key"));
    rows.skip(1).map(str::to_owned).collect()
}

#[test]
fn nothing_has_changed_since_a_seal_until_something_is_recorded() {
    let mut lab = sealed();
    assert!(lab.ok("diff --since-seal 2026-03").contains("结账以来没有变动"));
    lab.on("2026-04-03");
    lab.ok("stock receive DG36 1 --supplier 灯具厂 --price 5 --slip S3 -q");
    lab.ok("meter replace W-01 --date 2026-04-03 --old-final 70 --new-initial 0 -q");
    let stock = since(&lab, "stock");
    assert_eq!(stock.len(), 1, "{stock:#?}");
    assert!(stock[0].contains("2026-04.csv") && stock[0].contains("slip=S3"), "{stock:#?}");
    let meters = since(&lab, "meters");
    assert!(meters.iter().all(|row| row.contains("added")), "{meters:#?}");
    assert!(meters.iter().any(|row| row.contains("meters/events.csv")), "{meters:#?}");
}

#[test]
fn rows_of_a_sealed_month_that_came_went_or_changed_are_named() {
    let mut lab = sealed();
    let ledger = "stock/movements/2026/2026-03.csv";
    let text = lab.read(ledger);
    let gone = text.lines().nth(1).expect("a row").to_owned();
    let id = gone.split(',').next().expect("an id");
    lab.write(ledger, text.replace(&format!("{gone}\n"), "").replace("S2", "S9"));
    let told = since(&lab, "stock");
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told[0].contains(id) && told[0].contains("removed") && told[0].contains("slip=S1"));
    assert!(told[1].contains("changed") && told[1].contains("slip: S2 → S9"), "{told:#?}");
    // The copy that a seal keeps tells what a row of a growing file said.
    let events = lab.read("meters/events.csv");
    lab.write("meters/events.csv", events.replace(",60,", ",61,"));
    let told = since(&lab, "meters");
    assert!(told.len() == 1 && told[0].contains("60 → 61"), "{told:#?}");
    lab.write("meters/events.csv", &events);
    // Where no log knows what a row was, it is told by its place.
    lab.write(ledger, text.replace("S2", "S9"));
    std::fs::remove_dir_all(lab.root().join(".houqin")).expect("removed");
    let told = since(&lab, "stock");
    assert!(told.len() == 1 && told[0].contains("slip: ? → S9"), "{told:#?}");
    lab.write(ledger, text.replace(&format!("{gone}\n"), ""));
    let told = since(&lab, "stock");
    assert!(told.len() == 1 && told[0].contains("line=2"), "{told:#?}");
    std::fs::remove_file(lab.root().join(ledger)).expect("removed");
    assert_eq!(since(&lab, "stock").len(), 3);
    // A month that was opened again is still held against its seal.
    lab.write(ledger, &text);
    lab.on("2026-04-04");
    lab.ok("close reopen 2026-03 --book stock --reason 漏记 --approver 后勤主任");
    lab.ok("stock receive DG36 1 --supplier 灯具厂 --price 5 --slip S7 --date 2026-03-06 -q");
    let told = since(&lab, "stock");
    assert!(told.len() == 1 && told[0].contains("slip=S7"), "{told:#?}");
}

#[test]
fn a_month_that_was_never_sealed_is_refused() {
    let lab = sealed();
    assert!(lab.refuses(77, "diff --since-seal 2026-04").contains("没有结账"));
    assert!(lab.refuses(77, "diff --since-seal 2026-03 --book assets").contains("资产"));
    lab.refuses(2, "diff");
    lab.refuses(2, "diff elsewhere --since-seal 2026-03");
    lab.refuses(2, "diff elsewhere --book stock");
}
