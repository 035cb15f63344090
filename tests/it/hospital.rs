//! The bundled hospital: made the same every time, and every report of it has something to say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn bundled() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/hospital")
}

/// The files below a folder but this machine's own, with their contents.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder that can be listed") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(root).expect("below the root").display().to_string();
            if path.is_dir() && name != ".houqin" {
                folders.push(path);
            } else if path.is_file() {
                files.insert(name, std::fs::read(&path).expect("a file that can be read"));
            }
        }
    }
    files
}

#[test]
fn it_is_made_the_same_every_time() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let made = folder.path().join("hospital");
    // Cargo builds the examples beside the binary whenever it builds the tests.
    let program = Path::new(env!("CARGO_BIN_EXE_houqin")).with_file_name("examples");
    let status = Command::new(program.join("make_hospital")).arg(&made).output();
    let output = status.expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (made, bundled) = (files(&made), files(&bundled()));
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&made), names(&bundled));
    for (name, content) in &made {
        assert!(bundled[name] == *content, "{name} differs from what the program makes");
    }
}

/// Runs a command on the bundled store as it was known at the end of 2025.
fn runs(line: &str) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_houqin"))
        .env_clear()
        .env("HOUQIN_LANG", "zh")
        .env("HOUQIN_NOW", "2026-02-01T08:30:00+08:00")
        .env("HOUQIN_BY", "后勤主任")
        .arg("-C")
        .arg(bundled())
        .args(line.split_whitespace())
        .output()
        .expect("the binary starts");
    assert!(output.stderr.is_empty(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    (output.status.code(), String::from_utf8(output.stdout).expect("text"))
}

#[test]
fn every_planted_fault_is_told_by_its_report() {
    for (line, code, told) in [
        // The late entry, the find, the goods of the issue that was entered twice, the swapped digits.
        (
            "report reconciliation -p 2025-03 --exit-code",
            1,
            &["BG005", "旧式订书机", "YC013", "DQ002"][..],
        ),
        ("report energy -p 2025-03 --exit-code", 1, &["W-ROLL   S-NK2", "W-METER  D-WK1"]),
        ("report energy -p 2025-03 --known-by 2025-04-02", 0, &["Q-ST"]),
        ("energy verify --all -p 2025 --exit-code", 1, &["节约已证实", "未核证"]),
        ("energy cusum D-HQ -p 2025 --exit-code", 1, &["用量下偏"]),
        ("report energy -p 2025-11", 0, &["D-HQ", "VSD-25", "每床日"]),
        ("report compliance -p 2025-03 --exit-code", 1, &["NK2", "XC"]),
        ("report compliance -p 2025-07 --exit-code", 1, &["DT-04"]),
        ("inspect due", 1, &["GL-02"]),
        ("report statement -p 2025-03", 0, &["ZW", "WJ"]),
        ("report depreciation -p 2025-03", 0, &["JSJ-001"]),
    ] {
        let (exit, said) = runs(line);
        assert_eq!(exit, Some(code), "{line}\n{said}");
        for word in told {
            assert!(said.contains(word), "`{line}` does not tell {word}\n{said}");
        }
    }
}

#[test]
fn the_check_finds_what_was_planted_and_nothing_else() {
    let (exit, said) = runs("check -f csv --headers keys");
    assert_eq!(exit, Some(1));
    let found: Vec<&str> = said
        .lines()
        .skip(1)
        .map(|line| {
            let code = line.split(',').nth(5);
            code.unwrap_or_default()
        })
        .collect();
    let planted = [
        "inspect.certificate_overdue",
        "meter.rule.roll",
        "meter.rule.subs",
        "meter.rule.cycle",
        "stock.old_overdue",
        "stock.entered_twice",
        "stock.old_overdue",
        "stock.old_overdue",
        "stock.old_overdue",
        "stock.sheet_left_open",
    ];
    assert_eq!(found, planted, "{said}");
    for told in ["GL-02", "CK2025-00574", "M20250312-wjk2-000001", "PD-2025-12-WJ"] {
        assert!(said.contains(told), "nothing of {told}\n{said}");
    }
    let (_, later) = runs("check counts -f csv --headers keys --today 2026-08-01");
    assert_eq!(later.matches("stock.room_not_counted").count(), 4, "{later}");
}
