//! The life of a row: what it says, who recorded and corrected it, when and why.

use crate::lab::Lab;
use crate::writers::stocked;

const LEDGER: &str = "stock/movements/2026/2026-03.csv";

/// A store with a receipt and its reversal; the id of the receipt.
fn reversed() -> (Lab, String) {
    let mut lab = stocked();
    lab.ok("stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S1 -q");
    let id = lab.read(LEDGER).lines().nth(1).expect("a row").split(',').next().map(str::to_owned);
    let id = id.expect("an id");
    lab.on("2026-03-06");
    lab.ok(&format!("stock reverse {id} --reason 数量录错 --by 库管员乙 -q"));
    (lab, id)
}

#[test]
fn a_row_tells_its_correction_who_when_with_what_and_why() {
    let (lab, id) = reversed();
    let told = lab.ok(&format!("history {id}"));
    for part in [
        "库管员甲",
        "库管员乙",
        "2026-03-06T08:30:00",
        "stock reverse",
        "数量录错",
        &format!("{LEDGER}:2"),
    ] {
        assert!(told.contains(part), "no {part} in\n{told}");
    }
    // Without the log the rows themselves tell who and when, though not with which command.
    std::fs::remove_dir_all(lab.root().join(".houqin")).expect("removed");
    let told = lab.ok(&format!("history {id}"));
    assert!(told.contains("库管员乙") && told.contains("数量录错"), "{told}");
    assert!(!told.contains("stock reverse"), "{told}");
}

#[test]
fn a_register_tells_each_change_old_and_new() {
    let lab = stocked();
    lab.ok("item edit DG36 --name 日光灯管 -q");
    lab.ok("meter add D1 --name 总表 --utility electricity --digits 6 -q");
    let told = lab.ok("history DG36");
    assert!(told.contains("name: 灯管 → 日光灯管") && told.contains("item edit"), "{told}");
    let told = lab.english().ok("history D1");
    assert!(told.contains("meter add") && told.contains("meters/points.toml"), "{told}");
}

#[test]
fn a_row_that_is_gone_still_has_a_history() {
    let (lab, id) = reversed();
    let text = lab.read(LEDGER);
    let header = text.lines().next().expect("a header");
    lab.write(LEDGER, format!("{header}\n"));
    let told = lab.ok(&format!("history {id}"));
    assert!(told.contains("houqin restore") || told.contains("现在的文件里没有它"), "{told}");
    assert!(told.contains("灯具厂"), "its text is not shown: {told}");
}

#[test]
fn what_nobody_recorded_is_said_to_be_unknown() {
    let said = stocked().refuses(66, "history NOPE");
    assert!(said.contains("NOPE"), "{said}");
}
