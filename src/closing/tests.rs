//! The rules of sealing: order, demands, waivers, reopening, and rows that come too late.

use crate::base::{Day, Decided, Message, Moment, Month, Refuse, Stamp};

use super::{
    Book, Closing, Demand, Link, LinkKind, Met, MonthState, Refusal, ReopenRequest, SealRequest,
    Sealable, Waiver, must_be_open, reopen, seal,
};

fn month(text: &str) -> Month {
    Month::parse(text).expect("a month")
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn stamp() -> Stamp {
    Stamp {
        recorded_at: Moment::parse("2026-05-04T09:00:00+08:00").expect("a moment"),
        recorded_by: "库管员甲".to_owned(),
        tag: "abcd".to_owned(),
        given: 0,
    }
}

fn of(text: &str) -> Sealable {
    Sealable { book: Book::Stock, month: month(text) }
}

fn request(text: &str) -> SealRequest {
    SealRequest {
        of: of(text),
        today: day("2026-05-04"),
        demands: Vec::new(),
        waivers: Vec::new(),
        approver: None,
    }
}

fn sealed(closing: &mut Closing, text: &str) -> Link {
    match seal(closing, request(text), &stamp()).expect("sealed") {
        Decided::New(seal) => {
            closing.apply(&seal.link).expect("the next link");
            seal.link
        }
        Decided::Already(number) => panic!("sealed already by {number}"),
    }
}

fn why(refusal: Result<impl std::fmt::Debug, Refusal>) -> &'static str {
    refusal.expect_err("a refusal").code()
}

#[test]
fn months_are_sealed_in_order_and_only_when_they_are_over() {
    let mut closing = Closing::default();
    assert_eq!(sealed(&mut closing, "2026-02").number, 1);
    assert_eq!(why(seal(&closing, request("2026-04"), &stamp())), "closing.earlier_open");
    assert_eq!(sealed(&mut closing, "2026-03").number, 2);
    assert_eq!(sealed(&mut closing, "2026-04").number, 3);
    assert_eq!(why(seal(&closing, request("2026-05"), &stamp())), "closing.not_over");
    let last_day = SealRequest { today: day("2026-05-31"), ..request("2026-05") };
    assert_eq!(why(seal(&closing, last_day, &stamp())), "closing.not_over");
    let again = seal(&closing, request("2026-03"), &stamp()).expect("no refusal");
    assert_eq!(again, Decided::Already("0002".to_owned()));
}

#[test]
fn a_row_dated_in_a_sealed_month_is_refused_in_its_book_only() {
    let mut closing = Closing::default();
    sealed(&mut closing, "2026-02");
    assert_eq!(why(closing.admits(Book::Stock, day("2026-02-28"))), "closing.sealed");
    assert_eq!(closing.admits(Book::Stock, day("2026-03-01")), Ok(()));
    // The first seal takes in everything before it.
    assert_eq!(why(closing.admits(Book::Stock, day("2019-12-31"))), "closing.sealed");
    assert_eq!(closing.admits(Book::Meters, day("2026-02-28")), Ok(()));
}

#[test]
fn what_is_demanded_is_met_or_somebody_else_answers_for_it() {
    let closing = Closing::default();
    let wanting = || {
        vec![
            Demand::unless("slips", Vec::new()),
            Demand::unless("stocktake-posted", vec![Message::new("closing.room_uncounted")]),
        ]
    };
    let asked = |waiver: &str, approver: Option<&str>| {
        let waivers = Waiver::parse(waiver).into_iter().collect();
        let approver = approver.map(str::to_owned);
        let request = SealRequest { demands: wanting(), waivers, approver, ..request("2026-02") };
        seal(&closing, request, &stamp())
    };
    assert_eq!(why(asked("", None)), "closing.demands");
    assert_eq!(why(asked("slips=无妨", Some("后勤主任"))), "closing.demands");
    assert_eq!(why(asked("stocktake-posted=四月补盘", None)), "closing.no_approver");
    assert_eq!(why(asked("stocktake-posted=四月补盘", Some("库管员甲"))), "closing.own_approval");
    let Ok(Decided::New(seal)) = asked("stocktake-posted=四月补盘", Some("后勤主任"))
    else {
        panic!("not sealed");
    };
    assert_eq!(seal.link.reason, "stocktake-posted: 四月补盘");
    assert_eq!(seal.demands[1].met, Met::Waived { count: 1, reason: "四月补盘".to_owned() });
    let demands = wanting();
    let demands: Vec<&Demand> = demands.iter().collect();
    let waiver = |text: &str| vec![Waiver::parse(text).expect("a waiver")];
    assert_eq!(must_be_open(&waiver("stocktake-posted=x"), &demands), Ok(()));
    assert_eq!(why(must_be_open(&waiver("slips=x"), &demands)), "closing.nothing_to_waive");
    assert_eq!(Waiver::parse("slips="), None);
    assert_eq!(Waiver::parse("slips"), None);
}

#[test]
fn a_month_is_reopened_from_the_last_on_record_and_may_be_sealed_again() {
    let mut closing = Closing::default();
    sealed(&mut closing, "2026-02");
    sealed(&mut closing, "2026-03");
    let ask = |closing: &Closing, text: &str, reason: &str, approver: &str| {
        let approver = Some(approver.to_owned());
        let request = ReopenRequest { of: of(text), reason: reason.to_owned(), approver };
        reopen(closing, request, &stamp())
    };
    assert_eq!(why(ask(&closing, "2026-02", "漏记", "后勤主任")), "closing.later_sealed");
    assert_eq!(why(ask(&closing, "2026-04", "漏记", "后勤主任")), "closing.not_sealed");
    assert_eq!(why(ask(&closing, "2026-03", " ", "后勤主任")), "closing.no_reason");
    assert_eq!(why(ask(&closing, "2026-03", "漏记", "库管员甲")), "closing.own_approval");
    let Ok(Decided::New(opened)) = ask(&closing, "2026-03", "漏记", "后勤主任") else {
        panic!("not reopened");
    };
    closing.apply(&opened.link).expect("the next link");
    assert!(matches!(closing.state(of("2026-03")), MonthState::Reopened(link) if link.number == 3));
    assert_eq!(closing.admits(Book::Stock, day("2026-03-05")), Ok(()));
    let printed = closing.seal_of(Book::Stock, month("2026-03").span(), None);
    assert_eq!(printed.map(|link| link.kind), Some(LinkKind::Reopen));
    assert_eq!(sealed(&mut closing, "2026-03").number, 4);
    assert_eq!(closing.links().len(), 4);
    assert_eq!(closing.first_seal(of("2026-03"), None).map(|link| link.number), Some(2));
    let march = month("2026-03").span();
    assert_eq!(closing.seal_of(Book::Stock, march, None).map(|link| link.number), Some(4));
    assert_eq!(closing.seal_of(Book::Meters, march, None), None);
}

#[test]
fn a_chain_with_a_link_missing_or_twice_is_refused() {
    let mut closing = Closing::default();
    let first = sealed(&mut closing, "2026-02");
    assert_eq!(why(closing.apply(&first)), "closing.out_of_order");
    let skipped = Link { number: 3, of: of("2026-03"), ..first.clone() };
    assert_eq!(why(closing.apply(&skipped)), "closing.out_of_order");
    let twice = Link { number: 2, ..first };
    assert_eq!(why(closing.apply(&twice)), "closing.already");
}
