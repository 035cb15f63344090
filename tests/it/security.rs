//! What names a file stays in the store, what the files may do stays, and data is only ever text.
#![cfg(unix)]

use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::lab::Lab;
use crate::writers::stocked;

const LEDGER: &str = "stock/movements/2026/2026-03.csv";

fn mode(lab: &Lab, path: &str) -> u32 {
    let metadata = std::fs::metadata(lab.root().join(path)).expect("a file");
    metadata.permissions().mode() & 0o777
}

#[test]
fn no_argument_leads_out_of_the_store() {
    let lab = stocked();
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::write(outside.path().join("x.csv"), "code,name\n").expect("written");
    for name in ["../x", "/tmp/x", "..", "a/b", "a\\b"] {
        for line in [
            format!("stocktake open {name} --room WJ"),
            format!("convert {name}"),
            format!("convert {}/x.csv", outside.path().display()),
        ] {
            let ran = lab.run(&line);
            assert!(
                matches!(ran.code, 2 | 65 | 66 | 77),
                "houqin {line}: {} {}",
                ran.code,
                ran.stderr
            );
        }
    }
    let files: Vec<String> = lab.files().into_keys().collect();
    assert!(!files.iter().any(|file| file.contains("stocktakes")), "{files:?}");
}

#[test]
fn care_for_files_follows_no_link_out_of_the_store() {
    let lab = stocked();
    let outside = tempfile::tempdir().expect("a folder");
    let secret = outside.path().join("secret.csv");
    std::fs::write(&secret, b"code,name\nA,\xB5\xC6").expect("written");
    std::fs::remove_file(lab.root().join("stock/items.csv")).expect("removed");
    symlink(&secret, lab.root().join("stock/items.csv")).expect("a link");
    for line in ["salvage", "convert", "restore"] {
        let _told = lab.run(line);
        assert_eq!(std::fs::read(&secret).expect("a file"), b"code,name\nA,\xB5\xC6", "{line}");
    }
    let said = lab.run("check");
    assert!(said.code == 1 && said.stdout.contains("stock/items.csv"), "{}", said.stdout);
}

#[test]
fn files_keep_their_mode_whatever_writes_them() {
    let lab = stocked();
    lab.ok("stock receive DG36 2 --supplier 灯具厂 --price 5 --slip S1 -q");
    let rare = || std::fs::Permissions::from_mode(0o640);
    for file in [LEDGER, "stock/items.csv"] {
        std::fs::set_permissions(lab.root().join(file), rare()).expect("a mode");
    }
    lab.ok("item edit DG36 --name 日光灯管 -q");
    let text = lab.read(LEDGER);
    lab.write(LEDGER, &text[..text.len() - 20]);
    lab.ok("salvage -q");
    lab.ok("restore -q");
    assert_eq!(lab.read(LEDGER), text);
    lab.write("stock/items.csv", lab.read("stock/items.csv").replacen('\n', "\r\n", 1));
    lab.ok("convert -q");
    assert_eq!((mode(&lab, LEDGER), mode(&lab, "stock/items.csv")), (0o640, 0o640));
}

#[test]
fn a_store_that_everybody_may_write_is_warned_about() {
    let lab = stocked();
    assert!(lab.ok("check").contains("没有发现缺陷"));
    for (file, usual, open) in [("", 0o755, 0o777), ("houqin.toml", 0o644, 0o666)] {
        let path = lab.root().join(file);
        let set = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode));
        set(open).expect("a mode");
        let ran = lab.run("check -f csv");
        assert!(ran.code == 1 && ran.stdout.contains("store.world_writable"), "{}", ran.stdout);
        set(usual).expect("a mode");
    }
    lab.ok("check");
}

#[test]
fn escapes_in_data_are_shown_as_text_by_every_printer() {
    let lab = stocked();
    let spoilt = lab.read("stock/items.csv").replace("灯管", "\u{1b}[31m<b>灯\u{202e}管</b>");
    lab.write("stock/items.csv", spoilt);
    // CSV and TSV hand the data on as it is, so that it comes back unchanged.
    for format in ["table", "json", "markdown"] {
        for line in ["item list", "history DG36"] {
            let ran = lab.run(&format!("{line} -f {format}"));
            let all = ran.stdout + &ran.stderr;
            assert!(!all.contains('\u{1b}'), "{line} {format}: {all:?}");
            assert!(
                format == "json" || format.ends_with("sv") || !all.contains('\u{202e}'),
                "{line} {format}: {all:?}"
            );
        }
    }
}
