//! Torn ends of files and damaged logs: moved to quarantine byte for byte, never thrown away.

use crate::lab::Lab;
use crate::writers::stocked;

const LEDGER: &str = "stock/movements/2026/2026-03.csv";

/// A store with three receipts and a metering point, and no log that knew of them.
fn unlogged() -> Lab {
    let lab = stocked();
    for slip in 1..=3 {
        lab.ok(&format!("stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S{slip} -q"));
    }
    lab.ok("meter add D1 --name 总表 --utility electricity --digits 6 -q");
    lab.ok("meter add D2 --name 分表 --utility electricity --digits 6 --parent D1 -q");
    std::fs::remove_dir_all(lab.root().join(".houqin")).expect("removed");
    lab
}

/// Every copy in quarantine.
fn quarantine(lab: &Lab) -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(lab.root().join(".houqin/quarantine")) else {
        return Vec::new();
    };
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        std::fs::read(entry.expect("an entry").path()).expect("a copy")
    };
    entries.map(read).collect()
}

#[test]
fn every_kind_of_torn_end_is_moved_away_and_kept() {
    let torn: [&[u8]; 5] = [
        b"M20260305-test-000009,2026-03-05,,rec",
        b"M20260305-test-000009,\"2026-03-05",
        b"\0\0\0\0",
        b"M20260305-test-0000\0\0\0\0\0",
        b"M20260305-test-000009,2026-03-05,,\xE7\x81",
    ];
    for tail in torn {
        let lab = unlogged();
        let whole = lab.files();
        let content = lab.read(LEDGER);
        lab.write(LEDGER, [content.as_bytes(), tail].concat());
        let told = lab.run("check");
        assert!(told.code == 1 && told.stdout.contains("houqin salvage"), "{}", told.stdout);
        let shown = lab.ok("salvage --dry-run");
        assert!(shown.contains(LEDGER) && quarantine(&lab).is_empty(), "{shown}");
        let done = lab.ok("salvage");
        assert!(done.contains("houqin restore"), "no next step: {done}");
        assert!(lab.files() == whole, "{tail:?}: not as before");
        assert_eq!(quarantine(&lab), [tail.to_vec()]);
        assert!(lab.ok("salvage").contains("没有残尾"));
        assert!(lab.ok("check").contains("没有发现缺陷"));
    }
}

#[test]
fn torn_registers_and_several_files_at_once() {
    let lab = unlogged();
    let whole = lab.files();
    let points = lab.read("meters/points.toml");
    let items = lab.read("stock/items.csv");
    let settings = lab.read("houqin.toml");
    let cut = points.trim_end().len() - 1;
    lab.write("meters/points.toml", &points[..cut]);
    lab.write("stock/items.csv", format!("{items}DG40,\"灯"));
    lab.write("houqin.toml", format!("{settings}\0\0\0"));
    let done = lab.ok("salvage");
    for file in ["houqin.toml", "meters/points.toml", "stock/items.csv"] {
        assert!(done.contains(file), "{done}");
    }
    assert_eq!(quarantine(&lab).len(), 3);
    let mut after = lab.files();
    let kept = after.remove("meters/points.toml").expect("points");
    assert!(points.as_bytes().starts_with(&kept) && kept.ends_with(b"\n"));
    assert!(after.iter().all(|(name, content)| whole[name] == *content));
    assert!(lab.ok("meter list -f csv").contains("D1"));
}

#[test]
fn what_somebody_wrote_is_named_and_left_alone() {
    let lab = unlogged();
    let content = lab.read(LEDGER);
    let holed = content.replace("S1", "S\0");
    for (path, bytes, what) in [
        (LEDGER, holed.into_bytes(), "空字节"),
        (LEDGER, b"id,date,ki\0\0".to_vec(), "表头"),
        ("org/sites.csv", b"code,name\nZY,\xB5\xC6\n".to_vec(), "houqin convert"),
    ] {
        let lab = unlogged();
        lab.write(path, &bytes);
        let said = lab.refuses(1, "salvage");
        assert!(said.contains(what) && said.contains(path), "{said}");
    }
    // What is well formed but wrong is for `check`, not for salvage.
    lab.write(LEDGER, content.replace("receipt", "receit"));
    assert!(lab.ok("salvage").contains("没有残尾"));
}

#[test]
fn a_row_that_was_recorded_here_comes_back_after_a_salvage() {
    let lab = stocked();
    for slip in 1..=3 {
        lab.ok(&format!("stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S{slip} -q"));
    }
    let whole = lab.files();
    let content = lab.read(LEDGER);
    lab.write(LEDGER, &content[..content.len() - 100]);
    lab.ok("salvage -q");
    lab.ok("restore -q");
    assert!(lab.files() == whole);
}

#[test]
fn a_damaged_log_is_set_aside_whole_and_what_it_knew_is_put_back() {
    for line in [0, 3] {
        let lab = stocked();
        lab.ok("stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S1 -q");
        let before = lab.read(LEDGER);
        lab.ok("stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S2 -q");
        let whole = lab.files();
        let log = lab.read(".houqin/log");
        let start: usize = log.split_inclusive('\n').take(line).map(str::len).sum();
        let mut damaged = log.clone().into_bytes();
        damaged[start + 12] ^= 1;
        lab.write(".houqin/log", &damaged);
        lab.write(LEDGER, &before);
        let told = lab.run("check");
        assert!(told.code != 0, "{}", told.stdout);
        let shown = lab.run("salvage --dry-run");
        assert_eq!(shown.code, 0, "{}", shown.stderr);
        assert!(lab.read(LEDGER) == before, "a rehearsal wrote");
        let done = lab.ok("salvage");
        assert!(done.contains("另起新日志"), "{done}");
        assert_eq!(quarantine(&lab), [damaged]);
        assert!(lab.files() == whole, "the lost row is not back: {done}");
        assert!(lab.ok("check").contains("没有发现缺陷"));
        // Ids go on under another tag: none is given twice.
        lab.ok("stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S3 -q");
        let ledger = lab.read(LEDGER);
        let tag = |line: &str| line.split('-').nth(1).map(str::to_owned);
        let tags: Vec<_> = ledger.lines().skip(1).map(tag).collect();
        assert!(tags[0] == tags[1] && tags[1] != tags[2], "{ledger}");
        assert!(lab.ok("salvage").contains("没有残尾"));
    }
}
