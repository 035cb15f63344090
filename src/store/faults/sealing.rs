//! Sealing a month, and recording many rows in many files at once as an import does, keep the
//! promise too: whatever call is the last, all of it is there or none of it.

use std::path::Path;

use super::crash::{each_call_may_go_wrong, recovery_may_be_killed_too};
use super::memory::{Loss, MemoryDisk};
use super::scenario::{ROOT, Scenario, entry};
use super::trouble::{Trouble, TroubledDisk};
use crate::base::{Day, Decided, Diagnostic, Moment, Month, RecordId};
use crate::books::{self, Books, Change, Line, Need, Receipt, Settings};
use crate::closing::{self, Book, SealRequest, Sealable};
use crate::org::{Record, Site};
use crate::stock::{Kind, Movement, Place};
use crate::store::{CommitError, Disk, Rehearsal, Store, StoreError, Verification, init, lives};

const SCENARIOS: [Scenario; 3] = [
    Scenario { name: "seal", prepare: books, act: seals, whole: true },
    Scenario { name: "seal upon a seal", prepare: sealed, act: seals_one_more, whole: true },
    Scenario { name: "import", prepare: one_site, act: imports, whole: true },
];

/// The ledger with the opening balance.
const FEBRUARY: &str = "stock/movements/2026/2026-02.csv";
const ITEMS: &str = "stock/items.csv";

fn root() -> &'static Path {
    Path::new(ROOT)
}

/// A store with an item, a room and an opening balance, as a person would write it.
fn books(disk: &MemoryDisk) {
    let settings = Settings { name: "示范医院".to_owned(), ..Settings::default() };
    init(disk, root(), &settings, &entry("init", 0), b"seed").expect("a store");
    for (file, content) in [
        (ITEMS, "code,name,spec,category,unit,scale\nDG36,灯管,,,支,0\n"),
        ("stock/stores.csv", "code,name\nZW,总务库\n"),
        (FEBRUARY, OPENING),
    ] {
        let file = format!("{ROOT}/{file}");
        let folders: Vec<&Path> = Path::new(&file).ancestors().skip(1).collect();
        for folder in folders.into_iter().rev().filter(|folder| folder.starts_with(ROOT)) {
            if disk.look(folder).expect("looks").is_none() {
                disk.create_folder(folder).expect("a folder");
            }
        }
        drop(disk.create_new(Path::new(&file)).expect("a file"));
        disk.scribble(&file, content.as_bytes());
    }
    disk.rest();
}

const OPENING: &str = "id,date,time,kind,item,quantity,unit,unit_price,amount,counted,from,to,lot,\
    expiry,slip,person,reason,note,reverses,recorded_at,recorded_by\n\
    M20260201-pu33-000001,2026-02-01,,opening,DG36,5,支,2.00,,,opening,store:ZW,,,,,,,,\
    2026-02-01T08:30:00+08:00,库管员甲\n";

/// The same with February of the stock sealed.
fn sealed(disk: &MemoryDisk) {
    books(disk);
    seals(disk, root()).expect("a seal");
    disk.rest();
}

/// The same with a register of sites.
fn one_site(disk: &MemoryDisk) {
    books(disk);
    record(disk, root(), &[], &[site("ZY", "总院")]).expect("a commit");
    disk.rest();
}

fn seals(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    seal(disk, root, &[(Book::Stock, "2026-02")])
}

/// The next month of the stock: a link upon the first.
fn seals_one_more(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    seal(disk, root, &[(Book::Stock, "2026-03")])
}

/// Two books together: two links upon the first, in one commit.
fn seals_two_more(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    seal(disk, root, &[(Book::Stock, "2026-03"), (Book::Meters, "2026-03")])
}

/// Seals as the command does: what is sealed already is not sealed again.
fn seal(disk: &dyn Disk, root: &Path, wanted: &[(Book, &str)]) -> Result<(), StoreError> {
    let store = Store::open(disk, root)?;
    let mut transaction = store.begin(Need::everything(), b"seed")?;
    assert_eq!(transaction.take_diagnostics(), vec![]);
    let stamp = transaction.stamp(now(), "库管员甲");
    let mut chain = transaction.books().closing.clone();
    let mut seals = Vec::new();
    for (book, month) in wanted {
        let of = Sealable { book: *book, month: Month::parse(month).expect("a month") };
        let today = Day::parse("2026-04-02").expect("a day");
        let request =
            SealRequest { of, today, demands: Vec::new(), waivers: Vec::new(), approver: None };
        if let Decided::New(seal) = closing::seal(&chain, request, &stamp).expect("in order") {
            chain.apply(&seal.link).expect("the next link");
            let carried = books::carried(transaction.books(), lives(), of);
            seals.push((seal, Some(carried)));
        }
    }
    if seals.is_empty() {
        return Ok(());
    }
    let (receipt, changes) =
        transaction.seal(&seals, Rehearsal::No, (stamp, "close seal")).map_err(of_store)?;
    assert!(matches!(receipt, Receipt::Recorded { .. }) && changes.is_empty());
    Ok(())
}

/// Receipts of a month that has a file and of one that has none, a new site, and a site that is
/// written over: rows of three files in one change, one appended to, one made, one rewritten.
fn imports(disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
    let moved = [
        ("M20260202-pu33-000011", "2026-02-02"),
        ("M20260302-pu33-000012", "2026-03-02"),
        ("M20260303-pu33-000013", "2026-03-03"),
    ];
    let sites = [site("FY", "分院"), site("ZY", "总院,东区")];
    record(disk, root, &moved, &sites)
}

/// Records what is not there yet, all in one commit.
fn record(
    disk: &dyn Disk,
    root: &Path,
    moved: &[(&str, &str)],
    sites: &[Site],
) -> Result<(), StoreError> {
    let store = Store::open(disk, root)?;
    let mut transaction = store.begin(Need::everything(), b"seed")?;
    assert_eq!(transaction.take_diagnostics(), vec![]);
    let books = transaction.books();
    let new = sites.iter().filter(|site| !books.org.sites().any(|known| known == *site));
    let mut lines: Vec<Line> = new.map(|site| Line::from(Record::Site(site.clone()))).collect();
    lines.extend(moved.iter().filter_map(|(id, date)| receipt(books, id, date)));
    if lines.is_empty() {
        return Ok(());
    }
    let stamp = transaction.stamp(now(), "库管员甲");
    transaction.commit(Change { lines }, stamp, "stock import").map(drop).map_err(of_store)
}

/// A receipt like the opening balance, unless it is in the ledger already.
fn receipt(books: &Books, id: &str, date: &str) -> Option<Line> {
    let id = RecordId::parse(id).expect("an id");
    if books.stock.line(&id).is_some() {
        return None;
    }
    let first = RecordId::parse("M20260201-pu33-000001").expect("an id");
    let opening = books.stock.line(&first).expect("the opening balance").movement.clone();
    let date = Day::parse(date).expect("a day");
    let from = Place::Supplier("五金店".to_owned());
    Some(Line::from(Movement { id, date, kind: Kind::Receipt, from, ..opening }))
}

fn site(code: &str, name: &str) -> Site {
    Site { code: code.parse().expect("a code"), name: name.to_owned() }
}

fn now() -> Moment {
    Moment::parse("2026-04-02T08:30:00+08:00").expect("a moment")
}

fn of_store(error: CommitError) -> StoreError {
    match error {
        CommitError::Store(error) => error,
        CommitError::Refused(refusal) => panic!("{refusal}"),
    }
}

/// What does not hold in the chain of a store, and how many links it has.
fn verified(disk: &MemoryDisk) -> (usize, Vec<Diagnostic>) {
    let store = Store::open(disk, root()).expect("a store");
    let Verification { links, diagnostics, .. } = store.verify().expect("a chain");
    (links.len(), diagnostics)
}

#[test]
fn each_call_of_a_seal_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[0]);
}

#[test]
fn each_call_of_sealing_upon_a_seal_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[1]);
}

#[test]
fn each_call_of_an_import_may_go_wrong() {
    each_call_may_go_wrong(&SCENARIOS[2]);
}

#[test]
fn recovery_of_seals_and_imports_may_be_killed_too() {
    // A seal upon a seal is a commit of the same shape.
    for scenario in [&SCENARIOS[0], &SCENARIOS[2]] {
        recovery_may_be_killed_too(scenario);
    }
}

/// The chain holds at whatever call sealing was killed, before it is made again and after.
#[test]
fn the_chain_holds_whatever_call_of_a_seal_is_the_last() {
    let two = Scenario { name: "two seals", prepare: sealed, act: seals_two_more, whole: true };
    for (scenario, before, after) in [(&SCENARIOS[0], 0, 1), (&two, 1, 3)] {
        let base = MemoryDisk::new();
        (scenario.prepare)(&base);
        assert_eq!(verified(&base), (before, vec![]), "{}", scenario.name);
        for at in 1.. {
            let disk = base.copy();
            let troubled = TroubledDisk::new(&disk, Trouble::StopsHalfway, at);
            let told = (scenario.act)(&troubled, root());
            if !troubled.hit() {
                told.expect("a sound disk");
                break;
            }
            for loss in [Loss::Nothing, Loss::All, Loss::FirstHalves, Loss::Every2nd(1)] {
                let what = format!("{}, killed at {at}, then {loss:?}", scenario.name);
                let disk = disk.copy();
                disk.lose(loss);
                let (links, defects) = verified(&disk);
                assert_eq!(defects, vec![], "{what}");
                assert!(links == before || links == after, "{what}: {links} links");
                (scenario.act)(&disk, root()).expect("a sound disk");
                assert_eq!(verified(&disk), (after, vec![]), "{what}: made again");
            }
        }
    }
}
