//! Rounds: their order, what a dial may show, and a filled sheet held against it.

use super::lab::{book, code_of, day, number, point, span, stamp};
use crate::base::{Decided, Refuse, Time};
use crate::meters::{
    Claim, Correction, Known, Meters, MissingOptions, ReadingRequest, Record, View, missing,
    read_route, route_sheet, routes,
};

/// Two dials of a round that are read every day, one of them with a usual use of ten a day.
fn round() -> Meters {
    let mut lines: Vec<String> =
        (1..=13).map(|nth| format!("B 2025-03-{nth:02} {}", nth * 10 + nth % 3)).collect();
    lines.push("A 2025-03-13 100".to_owned());
    book(
        vec![
            point("A", "route=东线/20 max=50 digits=5"),
            point("B", "route=东线/10"),
            point("C", "route=东线"),
            point("D", "route=西线"),
        ],
        "",
        &lines.join("|"),
    )
}

fn filled(code: &str, register: &str, claim: Claim, note: Option<&str>) -> ReadingRequest {
    ReadingRequest {
        point: code.parse().expect("a code"),
        date: day("2025-03-14"),
        time: None,
        register: number(register),
        claim,
        correction: Correction::None,
        person: None,
        note: note.map(str::to_owned),
    }
}

/// What becomes of each row; what is new is recorded.
fn read(meters: &mut Meters, rows: &[ReadingRequest]) -> Vec<String> {
    let decided = read_route(meters, day("2025-03-14"), rows, &mut stamp("2025-03-14"));
    let mut said = |decision| match decision {
        Ok(Decided::New(readings)) => {
            for reading in readings {
                meters.apply(&Record::Reading(reading)).expect("folds");
            }
            "new".to_owned()
        }
        Ok(Decided::Already(_)) => "already".to_owned(),
        Err(refusal) => code_of(&refusal).to_owned(),
    };
    decided.into_iter().map(|(_, decision)| said(decision)).collect()
}

#[test]
fn a_sheet_goes_by_place_and_says_what_to_expect() {
    let meters = round();
    assert_eq!(routes(&meters), [("东线".to_owned(), 3), ("西线".to_owned(), 1)]);
    let sheet = route_sheet(&meters, "东线", day("2025-03-14")).expect("a round");
    let told: Vec<String> = sheet
        .iter()
        .map(|line| {
            let expected = line.expected.map(|own| (own.low, own.high, own.by));
            format!("{} {:?} {expected:?}", line.point, line.last.map(|last| last.1))
        })
        .collect();
    assert_eq!(sheet[0].expected.expect("known").by, Known::Usual(12));
    assert_eq!(sheet[1].expected.expect("known").high, Some(number("150")));
    assert_eq!(told.len(), 3);
    assert_eq!((sheet[2].point.to_string(), sheet[2].last), ("C".to_owned(), None));
    let refusal = route_sheet(&meters, "东绕", day("2025-03-14")).expect_err("no such round");
    assert!(code_of(&refusal).starts_with("meter.unknown_route"));
}

#[test]
fn a_slip_of_a_digit_is_questioned_and_recorded_only_with_a_reason() {
    let mut meters = round();
    // 131 was last; ten times the use of a day is 231 instead of 141.
    assert_eq!(read(&mut meters, &[filled("B", "231", Claim::Actual, None)]), ["meter.outside"]);
    assert_eq!(
        read(&mut meters, &[filled("B", "231", Claim::Confirmed, None)]),
        ["meter.needs_reason"]
    );
    let rows = [
        filled("B", "231", Claim::Confirmed, Some("检修放水")),
        filled("A", "140", Claim::Actual, None),
        filled("C", "7", Claim::Actual, None),
    ];
    assert_eq!(read(&mut meters, &rows), ["new", "new", "new"]);
    assert_eq!(read(&mut meters, &rows), ["already", "already", "already"]);
}

#[test]
fn a_digit_too_many_is_questioned_where_little_was_read() {
    let lines = "A 2025-03-13 1234|B 2025-03-12 1200|B 2025-03-13 1212|C 2025-03-13 0|D 2025-03-13 99\
                 |E 2025-03-12 7|E 2025-03-13 7|F 2025-03-12 1200|F 2025-03-13 1212";
    let points = ["A", "B", "C", "D", "E"].map(|code| point(code, "route=东线"));
    let with_most = [point("F", "route=东线 max=5000 digits=6")];
    let mut meters = book(points.into_iter().chain(with_most).collect(), "", lines);
    let mut said = |code: &str, register: &str| {
        read(&mut meters, &[filled(code, register, Claim::Actual, None)]).remove(0)
    };
    // Read once: a digit more. Read twice: more than ten times the most of a day.
    assert_eq!(said("A", "12345"), "meter.longer");
    assert_eq!(said("A", "1240"), "new");
    assert_eq!(said("B", "12245"), "meter.leap");
    assert_eq!(said("B", "1333"), "meter.leap");
    assert_eq!(said("B", "1332"), "new");
    assert_eq!(said("F", "1333"), "meter.leap");
    assert_eq!(said("F", "900"), "meter.backward_wrap");
    // A new dial, a digit that came by itself, a dial that stood still.
    assert_eq!(said("C", "345"), "new");
    assert_eq!(said("D", "101"), "new");
    assert_eq!(said("E", "5000"), "meter.longer");
}

#[test]
fn exactly_the_times_that_nobody_read_are_missing() {
    let meters = book(
        vec![point("P", "from=2025-03-01 initial=0 read_at=06:00,22:00"), point("Q", "")],
        "",
        "P 2025-03-01T06:10 1|P 2025-03-01T21:40 2|P 2025-03-02T07:00 3|P 2025-03-03 4\
         |Q 2025-03-02 5",
    );
    let view = View { as_of: Some(day("2025-03-03")), ..View::NOW };
    let options = MissingOptions { window: span("2025-03-01..2025-03-05"), site: None, view };
    let slots: Vec<String> = missing(&meters, &options)
        .into_iter()
        .map(|row| {
            let (day, time): (_, Time) = row.slot.expect("a time");
            format!("{} {day} {time}", row.point)
        })
        .collect();
    assert_eq!(slots, ["P 2025-03-02 22:00", "P 2025-03-03 06:00", "P 2025-03-03 22:00"]);
}

#[test]
fn times_of_day_read_as_they_are_written() {
    let times: crate::meters::ReadAt = "22:00，06:00".parse().expect("times");
    assert_eq!(times.to_string(), "06:00,22:00");
    for text in ["", "6", "06:00,06:00", "25:00"] {
        let refusal = text.parse::<crate::meters::ReadAt>().expect_err(text);
        assert_eq!(refusal.code(), "meter.read_at");
    }
}
