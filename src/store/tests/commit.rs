//! What a commit leaves of a file that people edit too, and what it refuses to touch.

use std::path::Path;

use crate::base::{Decided, Moment, Refuse};
use crate::books::{Change, Need, Receipt, Settings};
use crate::org::{self, Department, Record};
use crate::store::disk::Creation;
use crate::store::{CommitError, Disk, Entry, RealDisk, Store, init};

static DISK: RealDisk = RealDisk;
const SEED: &[u8] = b"test";

pub(super) fn now() -> Moment {
    Moment::parse("2026-03-05T08:30:00+08:00").expect("a moment")
}

pub(super) fn store(root: &Path) -> Store<'static> {
    store_with(root, |_| {})
}

/// A store whose settings are not the usual ones.
pub(super) fn store_with(root: &Path, set: impl FnOnce(&mut Settings)) -> Store<'static> {
    let mut settings = Settings { name: "示范医院".to_owned(), ..Settings::default() };
    set(&mut settings);
    let entry =
        Entry { who: "库管员甲".to_owned(), when: now(), command: "init".to_owned(), given: 0 };
    init(&DISK, root, &settings, &entry, SEED).expect("a store");
    Store::open(&DISK, root).expect("a store")
}

fn department(code: &str, name: &str) -> Record {
    Record::Department(Department {
        code: code.parse().expect("a code"),
        name: name.to_owned(),
        site: None,
        beds: None,
        area: None,
        class: None,
    })
}

/// Records a row as the command would, or writes it over an older one of the same code.
fn record(store: &Store<'static>, row: Record) -> Result<Receipt, CommitError> {
    let transaction = store.begin(Need::registers(), SEED).expect("the lock");
    let stamp = transaction.stamp(now(), "库管员甲");
    transaction.commit(Change { lines: vec![row.into()] }, stamp, "org department add")
}

pub(super) fn put(root: &Path, path: &str, content: &[u8]) {
    let path = root.join(path);
    if let Some(folder) = path.parent()
        && DISK.look(folder).expect("looks").is_none()
    {
        DISK.create_folder(folder).expect("a folder");
    }
    let _absent = DISK.remove(&path);
    let mut file = DISK.open_append(&path, Creation::IfAbsent).expect("a file");
    std::io::Write::write_all(&mut file, content).expect("written");
}

fn get(root: &Path, path: &str) -> String {
    let mut text = String::new();
    let mut file = DISK.open(&root.join(path)).expect("a file");
    std::io::Read::read_to_string(&mut file, &mut text).expect("text");
    text
}

const FILE: &str = "org/departments.csv";

#[test]
fn an_edited_file_keeps_its_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    // Excel's mark and line ends, another order of columns, one of its own, no last line end.
    put(folder.path(), FILE, "\u{feff}name,电话,code\r\n内科,8001,NK1\r\n外科,8002,WK1".as_bytes());
    record(&store, department("EK1", "儿科,一病区")).expect("recorded");
    assert_eq!(
        get(folder.path(), FILE),
        "\u{feff}name,电话,code\r\n内科,8001,NK1\r\n外科,8002,WK1\r\n\"儿科,一病区\",,EK1\r\n"
    );
    record(&store, department("NK1", "内科一病区")).expect("recorded");
    assert_eq!(
        get(folder.path(), FILE),
        "\u{feff}name,电话,code\r\n内科一病区,8001,NK1\r\n外科,8002,WK1\r\n\"儿科,一病区\",,EK1\r\n"
    );
}

#[test]
fn a_file_that_changed_since_it_was_read_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    record(&store, department("NK1", "内科")).expect("recorded");
    let transaction = store.begin(Need::registers(), SEED).expect("the lock");
    let stamp = transaction.stamp(now(), "库管员甲");
    put(folder.path(), FILE, "code,name\nNK1,改过的内科\n".as_bytes());
    let change = Change { lines: vec![department("WK1", "外科").into()] };
    let error = transaction.commit(change, stamp, "org department add").expect_err("refused");
    match error {
        CommitError::Store(error) => assert_eq!(error.code(), "store.changed_meanwhile"),
        CommitError::Refused(refusal) => panic!("{refusal}"),
    }
    assert_eq!(get(folder.path(), FILE), "code,name\nNK1,改过的内科\n");
}

#[test]
fn what_was_decided_is_what_is_read_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(folder.path());
    let books = store.read(Need::registers()).expect("reads").books;
    let row = department("NK1", "内科\"一\"病区, 东");
    assert!(matches!(org::add(&books.org, row.clone()), Ok(Decided::New(_))));
    record(&store, row.clone()).expect("recorded");
    let read = store.read(Need::registers()).expect("reads");
    assert_eq!(read.diagnostics, vec![]);
    assert!(matches!(org::add(&read.books.org, row), Ok(Decided::Already(_))));
}
