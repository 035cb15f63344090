//! Finance's ledger, the cards and the things (账卡物).

use super::books::{Books, card, code, day, refused, yuan};
use crate::assets::count::{Class, EnterRequest, OpenRequest, Scope, Seen, SignRequest};
use crate::assets::*;
use crate::base::{Decided, SheetCode};

/// A server of 36,000 yuan, two beds and a painting; at the end of March 2026.
fn house() -> Books {
    let mut books = Books::with_server();
    for tag in ["CH-01", "CH-02"] {
        books.acquire(&card(tag, "家具", "1800", "2024-04-01")).expect("acquired");
    }
    books.acquire(&card("WW-01", "文物和陈列品", "5000", "2024-04-01")).expect("acquired");
    books.recorded_on("2026-03-31");
    books
}

fn asked(books: &Books, value: Booked, accumulated: Booked) -> Agreement {
    let options = AgreementOptions { as_of: day("2026-03-31"), value, accumulated };
    agreement(&books.register, &books.lives, &options).expect("an answer")
}

/// The lines as `class count value/finance accumulated/finance`, then what is unclear.
fn shown(of: &Agreement) -> Vec<String> {
    let or =
        |money: Option<crate::base::Money>| money.map_or("-".to_owned(), |money| money.to_string());
    let line = |line: &AgreementLine| {
        let (cards, class) = (&line.cards, line.class.as_deref().unwrap_or("="));
        let (value, accumulated) = (or(line.value_off()), or(line.accumulated_off()));
        let (held, charged) = (cards.value, cards.accumulated);
        format!("{class} {} {held}/{value} {charged}/{accumulated}", cards.count)
    };
    let unclear = |line: &UnclearLine| {
        let tags: Vec<String> = line.tags.iter().map(ToString::to_string).collect();
        format!("{:?} {} {}", line.what, tags.join(" "), line.value)
    };
    of.lines.iter().map(line).chain(of.unclear.iter().map(unclear)).collect()
}

#[test]
fn what_finance_books_by_great_class_stands_beside_the_cards() {
    let books = house();
    let mut value = Booked::default();
    value.by_class.insert("通用设备".to_owned(), yuan("36000"));
    value.by_class.insert("家具、用具及装具".to_owned(), yuan("3700"));
    value.by_class.insert("文物和陈列品".to_owned(), yuan("5000"));
    value.by_class.insert("房屋及构筑物".to_owned(), yuan("1"));
    let accumulated = Booked { whole: Some(yuan("12980")), ..Booked::default() };
    let found = asked(&books, value, accumulated);
    assert_eq!(
        shown(&found),
        [
            "家具、用具及装具 2 3600.00/-100.00 480.00/-",
            "房屋及构筑物 0 0.00/-1.00 0.00/-",
            "文物和陈列品 1 5000.00/0.00 0.00/-",
            "通用设备 1 36000.00/0.00 12500.00/-",
            "= 4 44600.00/-101.00 12980.00/0.00",
            "Uncounted CH-01 CH-02 FWQ-01 WW-01 44600.00",
        ]
    );
    assert!(found.is_open());
    let nothing = asked(&books, Booked::default(), Booked::default());
    assert!(nothing.lines.iter().all(|line| line.is_untold() && !line.differs()));
    assert_eq!(
        refused(books.lives.known_great_class("设备")),
        ("asset.unknown_great_class", Some("class"))
    );
    assert_eq!(books.lives.known_great_class("文物和陈列品"), Ok(()));
}

#[test]
fn what_a_signed_sheet_found_stands_until_something_became_of_it() {
    let mut books = house();
    let sheet = || Some(code::<SheetCode>("PD-1"));
    let date = day("2026-03-31");
    let keep = |books: &mut Books, decided: Decided<Vec<count::Row>>| {
        let Decided::New(rows) = decided else { panic!("nothing new") };
        let records: Vec<Record> = rows.into_iter().map(Record::Count).collect();
        books.fold(&records);
    };
    let scope = Scope {
        date,
        place: String::new(),
        department: None,
        custodian: None,
        class: "家具".to_owned(),
    };
    let request =
        OpenRequest {
            sheet: sheet(), scope, person: "盘点员甲".to_owned(), note: String::new()
        };
    let decided = count::open(&books.register, &books.org, &books.lives, request, &mut books.stamp);
    keep(&mut books, decided.expect("opened"));
    let seen = Seen {
        text: "CH-01".to_owned(),
        place: String::new(),
        department: None,
        custodian: None,
        note: String::new(),
    };
    let request =
        EnterRequest { sheet: sheet(), date, person: "盘点员甲".to_owned(), seen: vec![seen] };
    let decided = count::enter(&books.register, &books.org, &request, &mut books.stamp);
    keep(&mut books, decided.expect("entered"));
    let unclear = |books: &Books| {
        let found = asked(books, Booked::default(), Booked::default());
        let all = shown(&found).split_off(found.lines.len());
        (all, found.counted_on)
    };
    // Before it is signed it says nothing.
    assert_eq!(unclear(&books).1, None);
    let request = SignRequest {
        sheet: sheet(),
        date,
        person: "科长".to_owned(),
        reason: "一张未见".to_owned(),
        note: String::new(),
    };
    let decided = count::sign(&books.register, request, &mut books.stamp);
    keep(&mut books, decided.expect("signed"));
    let missing = format!("Count({:?}) CH-02 1800.00", Class::Missing);
    let uncounted = "Uncounted FWQ-01 WW-01 41000.00".to_owned();
    assert_eq!(unclear(&books), (vec![missing, uncounted.clone()], Some(date)));
    books.dispose("CH-02", "2026-03-31", "盘亏核销").expect("disposed");
    assert_eq!(unclear(&books), (vec![uncounted], Some(date)));
}
