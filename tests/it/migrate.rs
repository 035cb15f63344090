//! Stores of another format: an older one is brought up to date, a newer one never touched.

use std::path::Path;

use crate::lab::Lab;

/// A copy of the store of format 0 that is kept as an example of it.
fn old_store() -> Lab {
    let lab = Lab::bare();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data/format_0");
    for file in
        ["houqin.toml", "stock/items.csv", "stock/stores.csv", "stock/movements/2025/2025-12.csv"]
    {
        lab.write(file, std::fs::read(from.join(file)).expect("a file of the example"));
    }
    lab
}

const COMMANDS: [&str; 9] = [
    "check",
    "item list",
    "stock onhand",
    "stock receive DG36 1 --supplier 灯具厂 --price 5",
    "restore",
    "salvage",
    "convert",
    "history DG36",
    "diff .",
];

#[test]
fn an_older_store_is_migrated_with_a_copy_and_only_once() {
    let lab = old_store();
    let old = lab.files();
    for command in COMMANDS {
        let said = lab.refuses(78, command);
        assert!(said.contains("houqin migrate"), "{command}: {said}");
    }
    assert!(lab.ok("migrate --dry-run").contains("houqin.toml"));
    assert!(lab.files() == old, "a rehearsal wrote");
    let done = lab.ok("migrate");
    assert!(
        done.contains("stock/movements/2025/2025-12.csv") && !done.contains("items.csv"),
        "{done}"
    );
    let settings = lab.read("houqin.toml");
    assert!(
        settings.contains("# 示范医院的账库\nformat = 1\nname = \"示范医院\"   # 印在报表上"),
        "{settings}"
    );
    assert!(lab.read("stock/movements/2025/2025-12.csv").contains("5.25,,,supplier:灯具厂"));
    assert!(lab.ok("check").contains("没有发现缺陷"));
    assert!(lab.ok("stock onhand -f csv").contains(",17,"));
    let copies: Vec<Vec<u8>> = std::fs::read_dir(lab.root().join(".houqin/quarantine"))
        .expect("copies")
        .map(|entry| std::fs::read(entry.expect("an entry").path()).expect("a copy"))
        .collect();
    let changed: Vec<&Vec<u8>> = old
        .iter()
        .filter(|(name, content)| lab.files()[*name] != **content)
        .map(|(_, old)| old)
        .collect();
    assert!(copies.len() == 2 && changed.iter().all(|old| copies.contains(old)));
    let new = lab.files();
    assert!(lab.ok("migrate").contains("什么也没有改"));
    assert!(lab.files() == new);
}

#[test]
fn a_newer_store_is_refused_byte_for_byte() {
    let lab = Lab::new();
    let newer = lab.read("houqin.toml").replace("format = 1", "format = 2");
    lab.write("houqin.toml", newer + "seasons = [\"unheard of\"]\n");
    for command in COMMANDS.iter().chain(&["migrate"]) {
        let said = lab.refuses(78, command);
        assert!(said.contains('2'), "{command}: {said}");
    }
}

#[test]
fn an_older_store_with_a_defect_is_left_as_it_is() {
    let lab = old_store();
    let ledger = "stock/movements/2025/2025-12.csv";
    lab.write(ledger, lab.read(ledger) + "M20251204-k7qd-000003,2025");
    let said = lab.refuses(65, "migrate");
    assert!(said.contains(&format!("{ledger}:4")), "{said}");
}

/// What every line of a table has before its last columns.
fn without_last(text: &str, n_columns: usize) -> String {
    let cut = |line: &str| line.rsplitn(n_columns + 1, ',').last().expect("columns").to_owned();
    text.lines().map(|line| cut(line) + "\n").collect()
}

#[test]
fn files_begun_by_an_older_version_get_the_columns_they_lack_and_lose_nothing() {
    let lab = Lab::new();
    lab.ok("org department add SB --name 设备科");
    lab.ok("store add ZW --name 总务库");
    lab.ok("item add ZC62 --name 轴承6205 --unit 只 --part");
    lab.ok("stock opening ZC62 20 --price 35 --date 2026-02-01");
    lab.ok("stock receive ZC62 5 --price 35 --supplier 五金店 --note \"甲,乙\" --date 2026-03-01");
    let (sealed, open) = ("stock/movements/2026/2026-02.csv", "stock/movements/2026/2026-03.csv");
    let columns = "market_price,order,repair,due,";
    for file in [sealed, open] {
        let text = lab.read(file);
        assert!(text.contains(columns), "{text}");
        lab.write(file, text.replace(columns, "").replace(",,,,,,2026", ",,2026"));
    }
    let rows = lab.read(open);
    let on_hand = lab.ok("stock onhand -f csv");
    lab.ok("close seal 2026-02 --book stock --waive stocktake-posted=未盘 --approver 科长");
    let before = lab.files();
    let said = lab.refuses(65, "stock issue ZC62 1 --department SB --repair WX-1");
    assert!(said.contains("repair") && said.contains("houqin migrate"), "{said}");
    assert!(lab.files() == before);
    let done = lab.ok("migrate");
    assert!(done.contains(open) && !done.contains(sealed), "{done}");
    let wide = lab.read(open);
    let new = wide.lines().next().expect("a header").matches(',').count()
        - rows.lines().next().expect("a header").matches(',').count();
    assert!(new > 0 && without_last(&wide, new) == rows, "{wide}");
    assert_eq!(lab.ok("stock onhand -f csv"), on_hand);
    lab.ok("stock issue ZC62 1 --department SB --repair WX-1");
    lab.ok("verify");
    let files = lab.files();
    assert!(lab.ok("migrate").contains("什么也没有改"));
    assert!(lab.files() == files);
}
