//! What may be done to an asset, and how it stands after it.

use super::books::{Books, LATE, card, code, day, refused, yuan};
use crate::assets::*;
use crate::base::{Money, RecordId, Refuse};

#[test]
fn place_and_custodian_at_any_day_and_as_known_by_any_day() {
    let mut books = Books::new();
    books.recorded_on("2024-04-02");
    books.acquire(&card("FWQ-01", "计算机设备", "36000", "2024-03-31")).expect("acquired");
    books.recorded_on("2024-04-10");
    books
        .go(EventKind::Assign, "FWQ-01", "2024-04-10", ["3楼机房", "NK1", "护士长甲"])
        .expect("assigned");
    books.recorded_on("2024-06-20");
    books.go(EventKind::Transfer, "FWQ-01", "2024-06-01", ["-", "WK2", "-"]).expect("moved");
    books.recorded_on("2024-07-01");
    books.go(EventKind::Assign, "FWQ-01", "2024-07-01", ["-", "-", "护士长乙"]).expect("assigned");
    books.recorded_on("2025-01-15");
    books.dispose("FWQ-01", "2025-01-15", "报废").expect("disposed");

    assert_eq!(books.at("FWQ-01", "2024-03-30", LATE), "nothing");
    assert_eq!(books.at("FWQ-01", "2024-03-31", "2024-04-01"), "nothing");
    assert_eq!(books.at("FWQ-01", "2024-03-31", "2024-04-02"), "in-store - - -");
    assert_eq!(books.at("FWQ-01", "2024-05-31", LATE), "in-use NK1 3楼机房 护士长甲");
    // The transfer of 1 June was written down on the 20th.
    assert_eq!(books.at("FWQ-01", "2024-06-10", "2024-06-10"), "in-use NK1 3楼机房 护士长甲");
    assert_eq!(books.at("FWQ-01", "2024-06-10", "2024-06-20"), "in-use WK2 - -");
    assert_eq!(books.at("FWQ-01", "2024-07-01", LATE), "in-use WK2 - 护士长乙");
    assert_eq!(books.at("FWQ-01", "2025-01-15", LATE), "disposed WK2 - 护士长乙");
}

#[test]
fn a_register_lists_and_sums_by_what_is_asked() {
    let mut books = Books::with_server();
    books.acquire(&card("DN-01", "办公设备", "7200", "2024-04-01")).expect("acquired");
    books.acquire(&card("CH-01", "家具", "1800", "2024-04-01")).expect("acquired");
    books.go(EventKind::Assign, "DN-01", "2024-04-05", ["-", "NK1", "-"]).expect("assigned");
    books.go(EventKind::Assign, "CH-01", "2024-04-05", ["-", "NK1", "-"]).expect("assigned");
    books.dispose("CH-01", "2024-05-01", "损坏").expect("disposed");
    let options = ListingOptions {
        as_of: day("2024-04-30"),
        by: Grouping::Department,
        department: None,
        place: String::new(),
        wear: Wear::Any,
        custodian: None,
        class: None,
        status: None,
    };
    let sums = |options: &ListingOptions| {
        let listing = listing(&books.register, &books.lives, options);
        let show = |name: &str, sum: &ListedSum| {
            format!("{name} {} {} {} {}", sum.count, sum.value, sum.accumulated, sum.net)
        };
        let mut shown: Vec<String> =
            listing.groups.iter().map(|group| show(&group.name, &group.sum)).collect();
        shown.push(show("=", &listing.total));
        shown
    };
    assert_eq!(
        sums(&options),
        [
            " 1 36000.00 1000.00 35000.00",
            "NK1 2 9000.00 110.00 8890.00",
            "= 3 45000.00 1110.00 43890.00"
        ]
    );
    let later = day("2024-05-31");
    let disposed = ListingOptions {
        as_of: later,
        by: Grouping::Class,
        status: Some(Status::Disposed),
        ..options.clone()
    };
    assert_eq!(sums(&disposed), ["家具 1 1800.00 0.00 0.00", "= 1 1800.00 0.00 0.00"]);
    let of_ward = ListingOptions {
        as_of: later,
        by: Grouping::Whole,
        department: Some(code("NK1")),
        ..options
    };
    assert_eq!(sums(&of_ward), [" 1 7200.00 200.00 7000.00", "= 1 7200.00 200.00 7000.00"]);
}

#[test]
fn what_was_recorded_may_be_sent_again_and_counts_once() {
    let mut books = Books::with_server();
    let again = card("FWQ-01", "计算机设备", "36000.00", "2024-03-31");
    assert_eq!(books.acquire(&again), Ok(None));
    for _ in 0..2 {
        let moved = books.go(EventKind::Transfer, "FWQ-01", "2024-04-10", ["-", "NK1", "-"]);
        let repaired = books.repair("FWQ-01", "2024-04-11", "80.00");
        let first = moved.expect("moved").is_some();
        assert_eq!(first, repaired.expect("repaired").is_some());
    }
    for _ in 0..2 {
        books.dispose("FWQ-01", "2024-05-06", "报废").expect("disposed");
    }
    assert_eq!(books.records.len(), 5);
    let seen = day("2024-05-06");
    let standing = books.register.standing(&code("FWQ-01"), seen).expect("there");
    assert_eq!(standing.repair_cost(), yuan("80.00"));
    assert_eq!(standing.value(), yuan("36000.00"));
}

#[test]
fn each_wrong_request_is_refused_by_its_own_name() {
    let mut books = Books::with_server();
    let unknown = books.repair("FWQ-10", "2024-04-01", "1").expect_err("refused");
    assert_eq!(
        unknown,
        Refusal::UnknownAsset { tag: "FWQ-10".to_owned(), nearest: Some("FWQ-01".to_owned()) }
    );
    let good = card("FWQ-02", "计算机设备", "5000", "2024-03-31");
    let refuse = |books: &mut Books, card: Card| refused(books.acquire(&card));
    for (card, code, field) in [
        (Card { name: " ".to_owned(), ..good.clone() }, "asset.nameless", "name"),
        (Card { class: "计算机".to_owned(), ..good.clone() }, "asset.unknown_class_near", "class"),
        (Card { class: "飞碟".to_owned(), ..good.clone() }, "asset.unknown_class", "class"),
        (Card { original_value: Money::ZERO, ..good.clone() }, "asset.worthless", "original_value"),
        (Card { original_value: yuan("-5"), ..good.clone() }, "asset.negative_value", "value"),
        (Card { months: Some(0), ..good.clone() }, "asset.life_out_of_range", "months"),
        (Card { months: Some(1_201), ..good.clone() }, "asset.life_out_of_range", "months"),
        (
            Card { in_service_from: Some(day("2024-03-30")), ..good.clone() },
            "asset.service_too_early",
            "in_service_from",
        ),
        (
            Card { tag: code("FWQ-01"), original_value: yuan("36000.01"), ..good.clone() },
            "asset.taken",
            "original_value",
        ),
    ] {
        assert_eq!(refuse(&mut books, card), (code, Some(field)));
    }
    let go = |books: &mut Books, kind, date: &str, to| refused(books.go(kind, "FWQ-01", date, to));
    let (assign, transfer) = (EventKind::Assign, EventKind::Transfer);
    assert_eq!(
        go(&mut books, assign, "2024-04-01", ["-", "NK9", "-"]),
        ("org.unknown_department_near", Some("department"))
    );
    assert_eq!(
        go(&mut books, assign, "2024-04-01", ["-"; 3]),
        ("asset.missing", Some("department"))
    );
    assert_eq!(
        go(&mut books, assign, "2024-03-30", ["-", "NK1", "-"]),
        ("asset.before_acquisition", Some("date"))
    );
    books.go(assign, "FWQ-01", "2024-04-01", ["-", "NK1", "-"]).expect("assigned");
    assert_eq!(
        go(&mut books, assign, "2024-04-02", ["-", "WK2", "-"]),
        ("asset.held_by", Some("department"))
    );
    assert_eq!(
        go(&mut books, transfer, "2024-04-02", ["-", "NK1", "-"]),
        ("asset.nothing_changes", Some("department"))
    );
    let to_come = refused(books.repair("FWQ-01", "2062-05-01", "1"));
    assert_eq!(to_come, ("asset.future", Some("date")));
    assert_eq!(
        refused(books.dispose("FWQ-01", "2024-05-01", " ")),
        ("asset.missing", Some("reason"))
    );
    assert_eq!(
        refused(books.dispose("FWQ-01", "2024-03-31", "报废")),
        ("asset.later_event", Some("date"))
    );
    assert_eq!(
        refused(books.repair("FWQ-01", "2024-04-02", "-1")),
        ("asset.negative_value", Some("value"))
    );
    books.dispose("FWQ-01", "2024-05-06", "报废").expect("disposed");
    assert_eq!(
        go(&mut books, transfer, "2024-05-06", ["-", "WK2", "-"]),
        ("asset.disposed", Some("asset"))
    );
    assert_eq!(
        refused(books.dispose("FWQ-01", "2024-05-07", "丢失")),
        ("asset.disposed", Some("asset"))
    );
    // Dated before the disposal it is still taken.
    books.go(transfer, "FWQ-01", "2024-05-05", ["-", "WK2", "-"]).expect("moved");
}

#[test]
fn a_reversal_takes_back_from_its_own_day_on() {
    let mut books = Books::with_server();
    let moved = books
        .go(EventKind::Assign, "FWQ-01", "2024-04-10", ["-", "NK1", "-"])
        .expect("assigned")
        .expect("new");
    let gone = books.dispose("FWQ-01", "2024-05-06", "报废").expect("disposed").expect("new");
    let before: Vec<Charge> =
        ["2024-04", "2024-05", "2024-06"].map(|of| books.charges(of, of).total).into();
    let taken_back = books.reverse(&gone, "2024-07-20").expect("reversed").expect("new");
    // The months before the reversal keep what they showed.
    for (of, before) in ["2024-04", "2024-05", "2024-06"].into_iter().zip(before) {
        assert_eq!(books.charges(of, of).total, before);
    }
    assert_eq!(books.at("FWQ-01", "2024-07-19", LATE), "disposed NK1 - -");
    assert_eq!(books.at("FWQ-01", "2024-07-20", LATE), "in-use NK1 - -");
    // July carries its own part and makes up for May and June and what was written off.
    let july = books.charges("2024-07", "2024-07").total;
    assert_eq!(
        (july.opening, july.charge, july.correction, july.closing),
        (Money::ZERO, yuan("500.00"), yuan("2000.00"), yuan("2500.00"))
    );
    assert_eq!(books.reverse(&gone, "2024-07-20"), Ok(None));
    assert_eq!(refused(books.reverse(&gone, "2024-07-21")).0, "asset.reversed_twice");
    assert_eq!(refused(books.reverse(&taken_back, "2024-07-21")).0, "asset.reverses_reversal");
    assert_eq!(refused(books.reverse(&moved, "2024-04-09")).0, "asset.reversed_before");
    let nobody = RecordId::parse("A20240410-T1-999").expect("an id");
    assert_eq!(refused(books.reverse(&nobody, "2024-07-21")).1, Some("reverses"));
}

#[test]
fn an_acquisition_is_taken_back_once_nothing_else_stands() {
    let mut books = Books::new();
    let wrong = card("FWQ-01", "计算机设备", "36000", "2024-03-31");
    let acquired = books.acquire(&wrong).expect("acquired").expect("new");
    let moved = books
        .go(EventKind::Assign, "FWQ-01", "2024-04-10", ["-", "NK1", "-"])
        .expect("assigned")
        .expect("new");
    assert_eq!(refused(books.reverse(&acquired, "2024-04-10")).0, "asset.later_event");
    books.reverse(&moved, "2024-04-10").expect("reversed");
    books.reverse(&acquired, "2024-04-10").expect("reversed");
    assert_eq!(books.at("FWQ-01", "2024-04-10", LATE), "nothing");
    assert_eq!(refused(books.repair("FWQ-01", "2024-04-11", "1")).0, "asset.not_acquired");
    // What was wrong with the card is put right when it is acquired again.
    let right = Card { original_value: yuan("63000"), ..wrong };
    assert!(books.acquire(&right).expect("acquired again").is_some());
    assert_eq!(books.at("FWQ-01", "2024-04-10", LATE), "in-store - - -");
    assert_eq!(books.register.faults(), []);
}

#[test]
fn service_runs_from_the_first_day_of_use_to_the_day_before_disposal() {
    let mut books = Books::new();
    let lift = Card {
        in_service_from: Some(day("2024-06-18")),
        ..card("DT-01", "机械设备", "480000", "2024-03-31")
    };
    books.acquire(&lift).expect("acquired");
    let service = |books: &Books| {
        let seen = day(LATE);
        books.register.services(&code("DT-01"), seen)
    };
    assert_eq!(service(&books), [Service { from: day("2024-06-18"), until: None }]);
    books.dispose("DT-01", "2024-09-01", "拆除").expect("disposed");
    let until = Some(day("2024-08-31"));
    assert_eq!(service(&books), [Service { from: day("2024-06-18"), until }]);
}

#[test]
fn rows_that_contradict_each_other_are_found_whatever_their_order() {
    let books = Books::with_server();
    let Some(Record::Event(acquired)) = books.records.last() else { panic!("an event") };
    let event = |id: &str, date: &str, kind| Event {
        id: RecordId::parse(id).expect("an id"),
        date: day(date),
        kind,
        value: None,
        reason: "x".to_owned(),
        ..acquired.clone()
    };
    let again = Event { value: acquired.value, ..event("A2", "2024-04-02", EventKind::Acquire) };
    let early = event("A3", "2024-03-01", EventKind::Repair);
    let gone = event("A4", "2024-05-01", EventKind::Dispose);
    let after = event("A5", "2024-05-02", EventKind::Repair);
    let reversal = Event {
        reverses: Some(RecordId::parse("A99").expect("an id")),
        ..event("A6", "2024-05-02", EventKind::Reversal)
    };
    let mut rows = vec![again, early, gone, after, reversal];
    let mut seen = Vec::new();
    for _ in 0..rows.len() {
        rows.rotate_left(1);
        let mut register = books.register.clone();
        for row in &rows {
            register.apply(&Record::Event(row.clone())).expect("folds");
        }
        let faults: Vec<(String, &'static str)> = register
            .faults()
            .iter()
            .map(|(id, refusal)| (id.to_string(), refusal.code()))
            .collect();
        seen.push(faults);
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
    let found: Vec<(&str, &str)> = seen[0].iter().map(|(id, code)| (&**id, *code)).collect();
    assert_eq!(
        found,
        [
            ("A6", "asset.unknown_event"),
            ("A3", "asset.not_acquired"),
            ("A2", "asset.acquired_twice"),
            ("A5", "asset.disposed"),
        ]
    );
}

#[test]
fn a_row_is_refused_when_no_other_row_can_make_it_right() {
    let books = Books::with_server();
    let Some(Record::Event(acquired)) = books.records.last() else { panic!("an event") };
    let fold = |event: Event| books.register.clone().apply(&Record::Event(event));
    assert_eq!(fold(acquired.clone()), Ok(()));
    let code_of = |event: Event| refused(fold(event)).0;
    let base = acquired.clone();
    assert_eq!(code_of(Event { note: "x".to_owned(), ..base.clone() }), "asset.event_twice");
    assert_eq!(code_of(Event { value: None, ..base.clone() }), "asset.missing");
    assert_eq!(code_of(Event { value: Some(yuan("-1")), ..base.clone() }), "asset.negative_value");
    assert_eq!(
        code_of(Event { reverses: Some(base.id.clone()), ..base.clone() }),
        "asset.unexpected"
    );
    assert_eq!(code_of(Event { asset: code("FWQ-11"), ..base.clone() }), "asset.unknown_near");
    let other = card("FWQ-01", "计算机设备", "1", "2024-03-31");
    let mut register = books.register.clone();
    assert_eq!(refused(register.apply(&Record::Card(other))).0, "asset.card_twice");
    // A card edited by hand is taken, and the disagreement with its acquisition told.
    let edited = card("FWQ-01", "计算机设备", "63000", "2024-03-31");
    let mut register = Register::default();
    register.apply(&Record::Card(edited)).expect("folds");
    register.apply(&Record::Event(base.clone())).expect("folds");
    let faults = register.faults();
    assert_eq!(
        (faults[0].1.code(), faults[0].1.field()),
        ("asset.card_disagrees", Some("original_value"))
    );
}
