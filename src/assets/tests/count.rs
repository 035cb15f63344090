//! Stocktakes: the eight classes, and that every line and every scan falls into exactly one.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::books::{Books, card, code, day};
use crate::assets::count::*;
use crate::assets::*;
use crate::base::{Decided, RecordId, Refuse as _, SheetCode};

fn sheet() -> SheetCode {
    code("ZC-01")
}

fn everything(date: &str) -> Scope {
    Scope {
        date: day(date),
        place: String::new(),
        department: None,
        custodian: None,
        class: String::new(),
    }
}

fn keep(books: &mut Books, decided: Decided<Vec<Row>>) -> usize {
    let Decided::New(rows) = decided else { return 0 };
    let records: Vec<Record> = rows.into_iter().map(Record::Count).collect();
    books.fold(&records);
    records.len()
}

fn begin(books: &mut Books, scope: Scope) {
    let request =
        OpenRequest { sheet: Some(sheet()), scope, person: String::new(), note: String::new() };
    let decided = open(&books.register, &books.org, &books.lives, request, &mut books.stamp);
    keep(books, decided.expect("opens"));
}

/// A scan: text, place, department, custodian; `-` for nothing said.
fn seen([text, place, department, custodian]: [&str; 4]) -> Seen {
    let said = |word: &str| (word != "-").then(|| word.to_owned());
    Seen {
        text: text.to_owned(),
        place: said(place).unwrap_or_default(),
        department: said(department).map(|text| code(&text)),
        custodian: said(custodian).map(|text| code(&text)),
        note: String::new(),
    }
}

fn scan(books: &mut Books, date: &str, seen: Vec<Seen>) -> Result<usize, crate::assets::Refusal> {
    let request =
        EnterRequest { sheet: None, date: day(date), person: "盘点员甲".to_owned(), seen };
    let decided = enter(&books.register, &books.org, &request, &mut books.stamp)?;
    Ok(keep(books, decided))
}

fn result(books: &Books) -> Counted {
    counted(&books.register, &sheet(), day("2026-12-31")).expect("a sheet")
}

fn classes(books: &Books) -> Vec<String> {
    let counted = result(books);
    let tag =
        |entry: &Entry| entry.tag.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string);
    counted.entries.iter().map(|entry| format!("{} {}", tag(entry), entry.class.word())).collect()
}

fn ward() -> Books {
    let mut books = Books::new();
    for tag in ["CH-1", "CH-2", "CH-3", "CH-4", "CH-5"] {
        books.acquire(&card(tag, "家具", "2000", "2024-01-10")).expect("acquired");
        books
            .go(EventKind::Assign, tag, "2024-02-01", ["3楼病房", "NK1", "护士长"])
            .expect("assigned");
    }
    books.dispose("CH-5", "2025-01-10", "报废").expect("disposed");
    books
}

#[test]
fn each_class_is_told_by_what_was_seen() {
    let mut books = ward();
    begin(&mut books, everything("2026-03-01"));
    let scans = vec![
        seen(["CH-1|病床|NK1", "3楼", "-", "-"]),
        seen(["CH-2", "走廊", "NK1", "别人"]),
        seen(["CH-3", "3楼病房", "NK1", "别人"]),
        seen(["CH-5", "-", "-", "-"]),
        seen(["CH-1", "走廊", "-", "-"]),
        seen(["ZZ-9", "-", "-", "-"]),
        seen(["？？#", "3楼", "-", "-"]),
    ];
    assert_eq!(scan(&mut books, "2026-03-02", scans.clone()), Ok(7));
    assert_eq!(
        classes(&books),
        [
            "CH-1 matched",
            "CH-2 wrong-place",
            "CH-3 wrong-custodian",
            "CH-4 missing",
            "CH-5 disposed",
            "ZZ-9 unregistered",
            "CH-1 twice",
            "? unreadable",
        ]
    );
    let tally = result(&books).tally;
    assert_eq!((tally.lines, tally.right, tally.differences()), (4, 1, 5));
    assert_eq!(tally.match_rate().to_string(), "25.0%");
    // The same file read again enters nothing; part of another one enters what is new.
    assert_eq!(scan(&mut books, "2026-03-02", scans), Ok(0));
    let more = vec![seen(["CH-4", "-", "-", "-"]), seen(["ZZ-9", "-", "-", "-"])];
    assert_eq!(scan(&mut books, "2026-03-02", more), Ok(1));
    assert!(classes(&books).contains(&"CH-4 matched".to_owned()));
}

#[test]
fn a_sheet_of_a_ward_tells_what_came_from_elsewhere() {
    let mut books = ward();
    books.acquire(&card("QX-1", "医疗设备", "9000", "2024-01-10")).expect("acquired");
    books.go(EventKind::Assign, "QX-1", "2024-02-01", ["手术室", "WK2", "-"]).expect("assigned");
    begin(&mut books, Scope { department: Some(code("NK1")), ..everything("2026-03-01") });
    let scans = vec![seen(["QX-1", "-", "-", "-"]), seen(["CH-1", "-", "-", "-"])];
    scan(&mut books, "2026-03-01", scans).expect("scanned");
    let counted = result(&books);
    let foreign = counted.entries.iter().find(|entry| entry.class == Class::WrongPlace);
    let line = foreign.and_then(|entry| entry.line.as_ref()).expect("a line");
    assert_eq!((line.tag.as_str(), line.within), ("QX-1", Within::Beyond));
    assert_eq!((counted.tally.lines, counted.tally.right), (4, 1));
}

#[test]
fn who_counted_does_not_sign_and_differences_need_a_reason() {
    let mut books = ward();
    let nothing = |request: &SignRequest, books: &mut Books| {
        sign(&books.register, request.clone(), &mut books.stamp).expect_err("refused").code()
    };
    begin(&mut books, everything("2026-03-01"));
    let mut request = SignRequest {
        sheet: None,
        date: day("2026-03-02"),
        person: "盘点员甲".to_owned(),
        reason: String::new(),
        note: String::new(),
    };
    assert_eq!(nothing(&request, &mut books), "asset.count_nothing_scanned");
    scan(&mut books, "2026-03-02", vec![seen(["CH-1", "-", "-", "-"])]).expect("scanned");
    assert_eq!(nothing(&request, &mut books), "asset.count_signer_counted");
    request.person = "资产科长".to_owned();
    assert_eq!(nothing(&request, &mut books), "asset.count_unexplained");
    request.reason = "三张床待查".to_owned();
    let decided = sign(&books.register, request.clone(), &mut books.stamp).expect("signs");
    keep(&mut books, decided);
    let again =
        sign(&books.register, SignRequest { sheet: Some(sheet()), ..request }, &mut books.stamp);
    assert!(matches!(again, Ok(Decided::Already(_))));
    let late = scan(&mut books, "2026-03-03", vec![seen(["CH-2", "-", "-", "-"])]);
    assert_eq!(late.expect_err("closed").code(), "asset.count_none_open");
    assert_eq!(result(&books).signed_otherwise(), None);

    // A move that comes in late and is dated before the count changes what was signed.
    books.go(EventKind::Transfer, "CH-1", "2026-02-01", ["5楼", "WK2", "-"]).expect("moved");
    assert_eq!(result(&books).signed_otherwise(), None, "nothing was said about the place");
    books.dispose("CH-2", "2026-02-20", "报废").expect("disposed");
    assert_eq!(result(&books).signed_otherwise(), Some("matched=1;missing=3"));
}

#[test]
fn the_missing_are_followed_until_something_became_of_them() {
    let mut books = ward();
    begin(&mut books, everything("2026-03-01"));
    let scans = vec![seen(["CH-1", "走廊", "-", "-"])];
    scan(&mut books, "2026-03-01", scans).expect("scanned");
    let request = SignRequest {
        sheet: None,
        date: day("2026-03-01"),
        person: "资产科长".to_owned(),
        reason: "待查".to_owned(),
        note: String::new(),
    };
    let decided = sign(&books.register, request, &mut books.stamp).expect("signs");
    keep(&mut books, decided);
    let states = |books: &Books, as_of: &str| -> Vec<String> {
        let options =
            FollowOptions { as_of: day(as_of), sheet: None, class: None, listed: Followed::All };
        let list = follow_ups(&books.register, &options).expect("a list");
        list.iter().map(|one| format!("{} {:?}", one.tag, one.state)).collect()
    };
    assert_eq!(states(&books, "2026-03-01"), ["CH-1 Open", "CH-2 Open", "CH-3 Open", "CH-4 Open"]);
    let settle_lost = SettleRequest {
        sheet: sheet(),
        asset: code("CH-2"),
        date: day("2026-03-05"),
        outcome: Outcome::Lost,
        person: "护士长".to_owned(),
        reason: "查无下落".to_owned(),
        note: String::new(),
    };
    let decided = settle(&books.register, settle_lost, &mut books.stamp).expect("settles");
    keep(&mut books, decided);
    books.go(EventKind::Transfer, "CH-1", "2026-03-06", ["走廊", "NK1", "护士长"]).expect("moved");
    books.dispose("CH-3", "2026-03-07", "盘亏报损").expect("disposed");
    let request = OpenRequest {
        sheet: Some(code("ZC-02")),
        scope: everything("2026-03-08"),
        person: String::new(),
        note: String::new(),
    };
    let decided = open(&books.register, &books.org, &books.lives, request, &mut books.stamp);
    keep(&mut books, decided.expect("opens"));
    scan(&mut books, "2026-03-08", vec![seen(["CH-4", "-", "-", "-"])]).expect("scanned");
    assert_eq!(
        states(&books, "2026-03-08"),
        ["CH-1 PutRight", "CH-2 Lost", "CH-3 WrittenOff", "CH-4 Found"]
    );
    // Seen from before, nothing had become of them yet.
    assert_eq!(states(&books, "2026-03-04"), ["CH-1 Open", "CH-2 Open", "CH-3 Open", "CH-4 Open"]);
}

#[test]
fn a_label_with_more_than_the_tag_is_read_by_its_first_field() {
    for (text, tag) in [
        ("FWQ-01", Some("FWQ-01")),
        ("\u{feff}FWQ-01 \r", Some("FWQ-01")),
        ("FWQ-01|服务器|XXK", Some("FWQ-01")),
        ("FWQ-01，服务器", Some("FWQ-01")),
        ("病床-3", Some("病床-3")),
        ("|FWQ-01", None),
        ("http://x", None),
        ("", None),
    ] {
        assert_eq!(tag_of(text).as_ref().map(crate::base::AssetTag::as_str), tag, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 64 } else { 4_000 }, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every line in scope and every scan that stands is in exactly one entry, and the class of an
    /// entry says which of both it has.
    #[test]
    fn every_line_and_every_scan_falls_into_exactly_one_class(
        moves in proptest::collection::vec((0_usize..5, 0_usize..4, 0_i64..60), 0..12),
        scans in proptest::collection::vec((0_usize..8, 0_usize..4, 0_i64..6), 1..25),
        narrowed in 0_usize..3,
        withdrawn in proptest::collection::vec(any::<prop::sample::Index>(), 0..4),
        seed in any::<usize>(),
    ) {
        let mut books = ward();
        for (at, what, days) in moves {
            let (tag, date) = (format!("CH-{}", at + 1), day("2026-02-10").plus_days(days));
            let text = date.to_string();
            // What is refused leaves no trace.
            let _refused = match what {
                0 => books.dispose(&tag, &text, "报废"),
                1 => books.go(EventKind::Transfer, &tag, &text, ["5楼", "WK2", "-"]),
                2 => books.go(EventKind::Transfer, &tag, &text, ["3楼走廊", "NK1", "护士"]),
                _ => books.go(EventKind::Transfer, &tag, &text, ["-", "ZWK", "-"]),
            };
        }
        let mut scope = everything("2026-03-01");
        match narrowed {
            1 => scope.department = Some(code("NK1")),
            2 => "3楼".clone_into(&mut scope.place),
            _ => {}
        }
        if scope_is_empty(&books, &scope) {
            return Ok(());
        }
        begin(&mut books, scope.clone());
        let texts = ["CH-1", "CH-2|床", "CH-3", "CH-4", "CH-5", "ZZ-9", "##", "CH-2"];
        let places = ["-", "3楼", "5楼", "3楼病房"];
        for (at, place, days) in scans {
            let date = day("2026-03-01").plus_days(days).to_string();
            scan(&mut books, &date, vec![seen([texts[at], places[place], "-", "-"])]).expect("scanned");
        }
        let ids: Vec<RecordId> = books.register.counts().rows()
            .filter(|row| row.act == Act::Scan).map(|row| row.id.clone()).collect();
        for index in withdrawn {
            let request = WithdrawRequest { scan: index.get(&ids).clone(), reason: "扫错".to_owned() };
            let decided = withdraw(&books.register, request, day("2026-03-10"), &mut books.stamp);
            keep(&mut books, decided.expect("withdraws"));
        }
        let counted = result(&books);
        let standing: Vec<RecordId> = books.register.counts().sheet(&sheet()).expect("a sheet")
            .scans().map(|row| row.id.clone()).collect();
        let mut of_entries: Vec<RecordId> =
            counted.entries.iter().filter_map(|entry| entry.scan.as_ref()).map(|row| row.id.clone()).collect();
        of_entries.sort();
        let mut sorted = standing;
        sorted.sort();
        prop_assert_eq!(of_entries, sorted, "every scan exactly once");
        let in_scope: Vec<String> = books.register.standings(scope.date)
            .filter(|standing| standing.disposed.is_none()
                && standing.place().starts_with(&scope.place)
                && scope.department.as_ref().is_none_or(|of| standing.department() == Some(of)))
            .map(|standing| standing.card.tag.to_string()).collect();
        let lines: Vec<String> = counted.entries.iter().filter_map(|entry| entry.line.as_ref())
            .filter(|line| line.within == Within::Scope).map(|line| line.tag.to_string()).collect();
        let distinct: BTreeSet<&String> = lines.iter().collect();
        prop_assert_eq!(distinct.len(), lines.len(), "no line twice");
        prop_assert_eq!(distinct, in_scope.iter().collect::<BTreeSet<_>>(), "every line");
        for entry in &counted.entries {
            let (line, scan) = (entry.line.is_some(), entry.scan.is_some());
            match entry.class {
                Class::Missing => prop_assert!(line && !scan),
                Class::Matched | Class::WrongPlace | Class::WrongCustodian => prop_assert!(line && scan),
                Class::Unregistered | Class::Disposed => prop_assert!(scan),
                Class::Twice => prop_assert!(!line && scan && entry.before.is_some()),
                Class::Unreadable => prop_assert!(!line && scan && entry.tag.is_none()),
            }
        }
        let sum: usize = Class::ALL.into_iter().map(|class| counted.tally.count(class)).sum();
        prop_assert_eq!(sum, counted.entries.len());

        // The rows in any order tell the same.
        let (mut rows, others): (Vec<Record>, Vec<Record>) =
            books.records.iter().cloned().partition(|record| matches!(record, Record::Count(_)));
        for at in 0..rows.len() {
            let other = seed.wrapping_mul(at + 7) % rows.len();
            rows.swap(at, other);
        }
        let mut register = Register::default();
        for record in others.iter().chain(&rows).chain(&rows) {
            prop_assert!(register.apply(record).is_ok());
        }
        prop_assert_eq!(&register, &books.register);
        prop_assert_eq!(register.counts().faults(), vec![]);
    }
}

fn scope_is_empty(books: &Books, scope: &Scope) -> bool {
    let request = OpenRequest {
        sheet: Some(code("ZC-99")),
        scope: scope.clone(),
        person: String::new(),
        note: String::new(),
    };
    open(&books.register, &books.org, &books.lives, request, &mut books.stamp.clone()).is_err()
}
