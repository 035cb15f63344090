//! What this machine writes down of the shelves at the end of a sealed month: reports go on from it,
//! and nothing rests on it.

use std::fs::{self, File};

use crate::lab::Lab;
use crate::seal::{closable, sealed};

/// March is sealed, and something was issued in April.
fn april() -> Lab {
    let mut lab = sealed();
    lab.on("2026-04-10");
    lab.ok("stock issue DG36 2 --department NK1 --slip CK02");
    lab
}

#[test]
fn reports_say_the_same_with_the_file_without_it_and_with_a_broken_one() {
    let lab = april();
    let file = lab.root().join(".houqin/shelves");
    let asked = ["stock onhand -f csv", "stock statement -p 2026-04 -f csv", "report statement"];
    let first = asked.map(|line| lab.ok(line));
    let written = fs::read(&file).expect("the file is written");
    assert_eq!(asked.map(|line| lab.ok(line)), first);
    let longer = [&written[..], &b"x"[..]].concat();
    for broken in [&written[..written.len() / 2], &[][..], &longer[..]] {
        fs::write(&file, broken).expect("written");
        assert_eq!(asked.map(|line| lab.ok(line)), first);
        assert_eq!(fs::read(&file).expect("it is written anew"), written);
    }
    fs::remove_file(&file).expect("removed");
    // Another day than the end of what is sealed needs all lines, and leaves nothing behind.
    lab.ok("stock onhand --as-of 2026-03-05");
    assert!(!file.exists());
}

#[test]
fn a_line_of_april_takes_back_one_of_march() {
    let mut lab = closable();
    // What no count speaks for may be taken back.
    for line in [
        "item add DG40 --name 台灯 --unit 支",
        "stock receive DG40 9 --price 3 --supplier 灯具厂 --slip RK02 --date 2026-03-20",
        "stock issue DG40 4 --department NK1 --slip CK03 --date 2026-03-21",
        "close seal 2026-03",
    ] {
        lab.ok(line);
    }
    lab.on("2026-04-10");
    let first = lab.ok("stock onhand -q");
    let id = lab.read("stock/movements/2026/2026-03.csv");
    let id = id.lines().find(|line| line.contains(",CK03,")).expect("an issue");
    let id = id.split(',').next().expect("its id");
    lab.ok(&format!("stock reverse {id} --reason 开错"));
    assert_ne!(lab.ok("stock onhand -q"), first);
    let statement = lab.ok("stock statement -p 2026-04 -f csv");
    let file = lab.root().join(".houqin/shelves");
    assert_eq!(lab.ok("stock statement -p 2026-04 -f csv"), statement);
    fs::remove_file(&file).expect("removed");
    fs::create_dir(&file).expect("nobody can write there now");
    assert_eq!(lab.ok("stock statement -p 2026-04 -f csv"), statement);
}

#[test]
fn check_holds_the_file_against_the_ledger() {
    let lab = april();
    let first = lab.ok("stock onhand -f csv");
    let ledger = lab.root().join("stock/movements/2026/2026-03.csv");
    let text = fs::read_to_string(&ledger).expect("the ledger");
    let dearer = text.replace(",8.50,", ",9.50,");
    assert_ne!(text, dearer);
    // The same length, the same time, the same file: only its content tells.
    let time = fs::metadata(&ledger).and_then(|seen| seen.modified()).expect("its time");
    fs::write(&ledger, dearer).expect("written");
    let open = File::options().write(true).open(&ledger).expect("the ledger");
    open.set_modified(time).expect("its time is put back");
    assert_eq!(lab.ok("stock onhand -f csv"), first);
    let told = lab.run("check --lang en");
    assert!(
        told.stdout.contains("wrote down of the shelves at the end of 2026-03"),
        "{}",
        told.stdout
    );
    assert!(!lab.root().join(".houqin/shelves").exists());
    assert_ne!(lab.ok("stock onhand -f csv"), first);
}
