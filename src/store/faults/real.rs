//! The same on real files: what a memory disk cannot show.
#![expect(clippy::disallowed_methods, reason = "tests look at the disk behind the store's back")]

use std::collections::BTreeSet;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::scenario::{LEDGER, SETTINGS, append_rows, entry, open, path, three};
use super::trouble::{Trouble, TroubledDisk};
use crate::base::Refuse;
use crate::store::{
    Disk as _, ExitClass, Journal, Op, RealDisk, StoreError, StorePath, decode, replace_output,
};

const PATIENCE: Duration = Duration::from_mins(1);

fn write(root: &Path, file: &str, content: &str) {
    let file = root.join(file);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
    std::fs::write(file, content).expect("a file");
}

fn read(root: &Path, file: &str) -> String {
    std::fs::read_to_string(root.join(file)).unwrap_or_default()
}

/// A store with a ledger and settings, as `scenario::ledger` makes it.
fn store() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), LEDGER, "id,item\nM1,灯管\nM2,水管\n");
    write(folder.path(), SETTINGS, "name = \"one\"\n");
    folder
}

#[test]
fn three_files_are_old_or_new_whatever_call_is_the_last() {
    for at in 1.. {
        let folder = store();
        let root = folder.path();
        let troubled = TroubledDisk::new(&RealDisk, Trouble::StopsHalfway, at);
        let result = three(&troubled, root);
        if !troubled.hit() {
            break;
        }
        drop(open(&RealDisk, root).expect("recovery"));
        let new = read(root, SETTINGS) == "name = \"3\"\n";
        assert!(new || result.is_err(), "acknowledged and not there");
        assert_eq!(read(root, LEDGER).contains("M5,阀门\n"), new, "at {at}");
        assert_eq!(read(root, "stock/stocktakes/a.csv").contains("K2,2\n"), new, "at {at}");
        three(&RealDisk, root).expect("the retry");
        assert_eq!(read(root, LEDGER), "id,item\nM1,灯管\nM2,水管\nM5,阀门\n", "at {at}");
        for folder in ["", "stock/stocktakes", "stock/movements/2026"] {
            for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
                let name = entry.expect("an entry").file_name();
                assert!(!name.to_string_lossy().contains("tmp"), "{name:?} is left");
            }
        }
    }
}

#[test]
fn six_writers_at_once_lose_nothing_and_double_nothing() {
    const WRITERS: u32 = 6;
    const ROWS: u32 = 10;
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                for row in 0..ROWS {
                    let key = format!("M{writer}-{row}");
                    append_patiently(root, &key);
                }
            });
        }
    });
    let text = read(root, LEDGER);
    let keys: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let distinct: BTreeSet<&str> = keys.iter().copied().collect();
    assert_eq!((keys.len(), distinct.len()), (60, 60), "{text}");
    let journal = open(&RealDisk, root).expect("a journal");
    assert_eq!((journal.given(), journal.notes()), (60, &[][..]));
}

/// Appends a row as a command does that is ready to wait.
fn append_patiently(root: &Path, key: &str) {
    let journal = Journal::exclusive(&RealDisk, root, PATIENCE, b"seed").expect("the lock");
    let image = journal.read(&path(LEDGER)).expect("a ledger");
    let header = if image.is_none() { "id,item\n" } else { "" };
    let pre = image.map(|image| image.pre().into());
    let data = format!("{header}{key},灯管\n").into_bytes();
    let given = journal.given() + 1;
    let ops = vec![Op::Append { path: path(LEDGER), pre, data }];
    let _ = journal.commit(ops, entry("stock receive", given)).expect("a commit");
}

#[test]
fn who_waits_gets_the_lock_when_it_is_free_and_gives_up_in_time() {
    let folder = store();
    let root = folder.path();
    let writer = open(&RealDisk, root).expect("a journal");
    let short = Duration::from_millis(30);
    let begin = Instant::now();
    let busy = Journal::read_only(&RealDisk, root, short).map(|_| ()).expect_err("busy");
    assert!(begin.elapsed() >= short);
    assert_eq!((busy.code(), busy.exit_class()), ("store.busy", ExitClass::Busy));
    assert!(matches!(busy, StoreError::Busy { waited } if waited == short));
    thread::scope(|scope| {
        let waiting =
            scope.spawn(|| Journal::exclusive(&RealDisk, root, PATIENCE, b"seed").is_ok());
        drop(writer);
        assert!(waiting.join().expect("no panic"));
    });
    // Who gave up does not come back for the lock.
    let reports: Vec<_> =
        (0..2).map(|_| Journal::read_only(&RealDisk, root, PATIENCE).expect("a report")).collect();
    assert_eq!(reports.len(), 2);
}

#[test]
fn modes_survive_a_rewrite_and_new_files_get_the_usual_one() {
    use std::os::unix::fs::PermissionsExt;
    let folder = store();
    let root = folder.path();
    let mode = |file: &str| {
        let metadata = std::fs::metadata(root.join(file)).expect("a file");
        metadata.permissions().mode() & 0o777
    };
    let rare = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(root.join(SETTINGS), rare).expect("a mode");
    three(&RealDisk, root).expect("a commit");
    write(root, "usual", "");
    assert_eq!((mode(SETTINGS), mode("stock/stocktakes/a.csv")), (0o640, mode("usual")));
}

fn reads(root: &Path, file: &str) -> Result<bool, StoreError> {
    let journal = Journal::read_only(&RealDisk, root, PATIENCE)?;
    journal.read(&StorePath::new(file)?).map(|image| image.is_some())
}

#[test]
fn links_lead_to_files_of_the_store_or_nowhere() {
    use std::os::unix::fs::symlink;
    let (folder, elsewhere) = (store(), store());
    let root = folder.path();
    symlink("houqin.toml", root.join("inside.toml")).expect("a link");
    symlink(elsewhere.path().join(SETTINGS), root.join("outside.toml")).expect("a link");
    symlink(elsewhere.path(), root.join("away")).expect("a link");
    symlink("nothing", root.join("nowhere.toml")).expect("a link");
    symlink(".houqin/log", root.join("log.csv")).expect("a link");
    assert!(reads(root, "inside.toml").expect("a file"));
    append_rows(&RealDisk, root, LEDGER, ("M3", "M3,x\n")).expect("a commit");
    for file in ["outside.toml", "away/houqin.toml", "nowhere.toml", "log.csv"] {
        let error = reads(root, file).expect_err(file);
        assert_eq!((error.code(), error.exit_class()), ("store.outside", ExitClass::BadData));
        let journal = open(&RealDisk, root).expect("a journal");
        let ops = vec![Op::Write { path: path(file), pre: None, data: b"x".to_vec() }];
        assert_eq!(journal.commit(ops, entry("x", 1)).expect_err(file).code(), "store.outside");
    }
    // A link to a file of the store stays a link when the file is written.
    let journal = open(&RealDisk, root).expect("a journal");
    let pre = journal.read(&path("inside.toml")).expect("read").map(|image| image.pre());
    let ops = vec![Op::Write { path: path("inside.toml"), pre, data: b"x = 1\n".to_vec() }];
    let _ = journal.commit(ops, entry("set", 1)).expect("a commit");
    assert!(root.join("inside.toml").is_symlink());
    assert_eq!(read(root, SETTINGS), "x = 1\n");
    assert_eq!(read(elsewhere.path(), SETTINGS), "name = \"one\"\n");
    // Neither is the lock followed.
    std::fs::remove_file(root.join(".houqin/lock")).expect("a lock");
    symlink(elsewhere.path().join("lock"), root.join(".houqin/lock")).expect("a link");
    let error = open(&RealDisk, root).map(|_| ()).expect_err("a linked lock");
    assert_eq!(error.code(), "store.not_a_file");
    assert!(!elsewhere.path().join("lock").exists());
}

#[test]
fn what_is_not_a_regular_file_is_never_opened() {
    let folder = store();
    let root = folder.path();
    std::fs::create_dir(root.join("folder.csv")).expect("a folder");
    let pipe = std::process::Command::new("mkfifo").arg(root.join("pipe.csv")).status();
    assert!(pipe.expect("mkfifo").success());
    for file in ["folder.csv", "pipe.csv"] {
        let error = reads(root, file).expect_err(file);
        assert_eq!((error.code(), error.exit_class()), ("store.not_a_file", ExitClass::BadData));
        assert_eq!(error.place().expect("a place").file, file);
    }
    let error = reads(root, "houqin.toml/x.csv").expect_err("a file for a folder");
    assert_eq!(error.code(), "store.not_a_folder");
    let missing = Journal::read_only(&RealDisk, &root.join("none"), PATIENCE).map(|_| ());
    let missing = missing.expect_err("no store");
    assert_eq!((missing.code(), missing.exit_class()), ("store.no_store", ExitClass::NoInput));
}

#[test]
fn a_folder_lists_its_files_in_order_and_nothing_else() {
    let folder = store();
    let root = folder.path();
    for name in ["b.csv", "a.csv", "盘点.csv", ".houqin-tmp-1-0", "sub/c.csv"] {
        write(root, &format!("stock/list/{name}"), "");
    }
    let journal = Journal::read_only(&RealDisk, root, PATIENCE).expect("a report");
    let list = |folder: &str| {
        let files = journal.list(&path(folder)).expect("a folder");
        files.iter().map(|file| file.name().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(list("stock/list"), ["a.csv", "b.csv", "盘点.csv"]);
    assert!(list("stock/none").is_empty());
    assert_eq!(journal.list(&path(SETTINGS)).expect_err("a file").code(), "store.not_a_folder");
}

#[cfg(unix)]
#[test]
fn a_folder_says_of_its_files_what_is_said_of_their_paths() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    // More names than come at a time.
    for number in 0..300 {
        write(root, &format!("{number:03}-of-a-name-that-is-long.csv"), "id\n");
    }
    write(root, "盘点.csv", "");
    std::fs::create_dir(root.join("2026")).expect("a folder");
    std::os::unix::fs::symlink(root.join("盘点.csv"), root.join("link.csv")).expect("a link");
    std::os::unix::fs::symlink(root.join("none"), root.join("dead.csv")).expect("a link");
    let pipe = std::process::Command::new("mkfifo").arg(root.join("pipe.csv")).status();
    assert!(pipe.expect("mkfifo").success());
    let before_1970 = std::time::UNIX_EPOCH - Duration::from_millis(1_500);
    let old = std::fs::File::open(root.join("000-of-a-name-that-is-long.csv")).expect("a file");
    old.set_modified(before_1970).expect("a time");

    let mut each = Vec::new();
    let named = RealDisk.each(root, &mut |name, kind| each.push((name.to_owned(), kind)));
    named.expect("a folder");
    let mut listed = RealDisk.list(root).expect("a folder");
    each.sort();
    listed.sort();
    assert_eq!((each.len(), &each), (305, &listed));
    let mut below = RealDisk.below(root).expect("a folder");
    for (name, _) in &listed {
        let by_path = RealDisk.look(&root.join(name)).expect("there");
        let by_name = below.look(name.to_str().expect("letters")).expect("there");
        assert_eq!((by_name.is_some(), by_name), (true, by_path), "{}", name.display());
    }
    assert_eq!(below.look("none.csv").expect("a look"), None);
    assert!(below.look("盘点.csv/x.csv").is_err());
    let file = root.join("盘点.csv");
    assert!(RealDisk.each(&file, &mut |_, _| {}).is_err() && RealDisk.below(&file).is_err());
    assert!(RealDisk.below(&root.join("none")).is_err());
}

#[test]
fn an_output_file_is_whole_or_as_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("report.csv");
    for content in ["first", "second, longer", "3"] {
        replace_output(&RealDisk, &target, content.as_bytes()).expect("an output");
        assert_eq!(read(folder.path(), "report.csv"), content);
    }
    for at in 1.. {
        let troubled = TroubledDisk::new(&RealDisk, Trouble::StopsHalfway, at);
        let result = replace_output(&troubled, &target, b"fourth");
        let now = read(folder.path(), "report.csv");
        assert!(now == "3" || now == "fourth", "at {at}: {now}");
        if !troubled.hit() {
            break;
        }
        assert_eq!(result.expect_err("a killed process").exit_class(), ExitClass::CannotCreate);
        std::fs::write(&target, "3").expect("a file");
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
    let error = replace_output(&RealDisk, folder.path(), b"x").expect_err("a folder");
    assert_eq!(error.code(), "store.cannot_create");
    let error =
        replace_output(&RealDisk, &folder.path().join("no/x"), b"x").expect_err("no folder");
    assert_eq!(
        (error.code(), error.exit_class()),
        ("store.cannot_create", ExitClass::CannotCreate)
    );
}

#[test]
fn a_file_in_another_encoding_is_read_as_bytes_and_refused_as_text() {
    let folder = store();
    let root = folder.path();
    std::fs::write(root.join(LEDGER), b"id,name\nM1,\xB5\xC6\n").expect("a file");
    let journal = Journal::read_only(&RealDisk, root, PATIENCE).expect("a report");
    let image = journal.read(&path(LEDGER)).expect("bytes").expect("a file");
    let error = decode(image.path.as_str(), &image.bytes).expect_err("not UTF-8");
    assert_eq!(error.place().expect("a place").to_string(), format!("{LEDGER}:2:4"));
}
