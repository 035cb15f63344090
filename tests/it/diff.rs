//! Two stores row by row.

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
