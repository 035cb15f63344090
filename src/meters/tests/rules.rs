//! What readings that stand in the ledger are told for, and what settles it.

use super::lab::{book, day, history, number, point, reading};
use crate::base::Fraction;
use crate::meters::{Expected, Known, Meters, Usual, View, breaches, notes_on, subs_above_mains};

/// The codes that the readings of `P` are told for, each with its day.
fn told(fields: &str, readings: &str) -> Vec<String> {
    of(&book(vec![point("P", fields)], "", readings))
}

fn of(meters: &Meters) -> Vec<String> {
    let found = breaches(history(meters, "P"), &View::NOW);
    found.iter().map(|breach| format!("{} {}", breach.rule.code(), breach.day)).collect()
}

#[test]
fn each_rule_has_its_code() {
    for (fields, readings, code) in [
        ("", "P 2025-03-01 10|P 2025-03-05 8", "E-BACK 2025-03-05"),
        ("max=5", "P 2025-03-01 10|P 2025-03-03 30", "E-HIGH 2025-03-03"),
        ("", "P 2025-03-01 10|P 2025-03-05 18|P 2025-03-05 19", "E-TWICE 2025-03-05"),
        ("digits=5 max=500", "P 2025-03-01 99876|P 2025-03-05 214", "W-ROLL 2025-03-05"),
        ("", "P 2025-03-01 10|P 2025-03-05 18|P 2025-03-09 18", "W-STUCK 2025-03-09"),
        (
            "",
            "P 2025-03-01 0 estimated|P 2025-03-02 1 estimated|P 2025-03-03 2 estimated",
            "W-ESTIMATES 2025-03-03",
        ),
        (
            "",
            "P 2025-01-01 0|P 2025-02-01 31|P 2025-03-01 59|P 2025-04-01 90|P 2025-04-11 100",
            "W-CYCLE 2025-04-11",
        ),
        (
            "",
            "P 2025-01-01 0|P 2025-02-01 31|P 2025-03-01 59|P 2025-04-01 90|P 2025-06-01 151",
            "W-CYCLE 2025-06-01",
        ),
    ] {
        assert_eq!(told(fields, readings), [code], "{readings}");
    }
    assert_eq!(told("", "P 2025-03-01 10|P 2025-03-05 18|P 2025-03-09 30"), [""; 0]);
}

/// Thirteen readings, a day after another, of 9 to 11 a day; and one more.
fn thirteen_and(last: u32) -> String {
    let mut register = 0;
    let mut lines = vec!["P 2025-03-01 0".to_owned()];
    for day in 2..=13 {
        register += 9 + day % 3;
        lines.push(format!("P 2025-03-{day:02} {register}"));
    }
    lines.push(format!("P 2025-03-14 {}", register + last));
    lines.join("|")
}

#[test]
fn more_than_is_usual_in_the_last_twelve_is_told() {
    // Median 10, quartiles 9 and 11: up to 16 a day.
    assert_eq!(told("", &thirteen_and(17)), ["W-USUAL 2025-03-14"]);
    assert_eq!(told("", &thirteen_and(16)), [""; 0]);
    // With fewer nobody can tell.
    assert_eq!(told("", "P 2025-03-01 0|P 2025-03-02 1|P 2025-03-03 900"), [""; 0]);
}

#[test]
fn a_note_settles_a_warning_and_leaves_an_open_use_told() {
    let mut meters = book(vec![point("P", "digits=5 max=500")], "", "P 2025-03-01 99876");
    let mut roll = reading(7, "P 2025-03-05 214 confirmed >R9");
    (roll.supersedes, roll.note) = (None, Some("已核对".to_owned()));
    meters.apply(&crate::meters::Record::Reading(roll)).expect("folds");
    assert_eq!(of(&meters), [""; 0]);
    let mut back = reading(8, "P 2025-03-09 100");
    back.note = Some("看不清".to_owned());
    meters.apply(&crate::meters::Record::Reading(back)).expect("folds");
    assert_eq!(of(&meters), ["E-BACK 2025-03-09"]);
}

#[test]
fn nobody_is_one_that_neither_column_names() {
    let mut meters = book(vec![point("P", "")], "", "");
    let mut unnamed = reading(0, "P 2025-03-01 1");
    unnamed.recorded_by = " ".into();
    meters.apply(&crate::meters::Record::Reading(unnamed)).expect("folds");
    assert_eq!(of(&meters), ["W-NOBODY 2025-03-01"]);
}

#[test]
fn what_a_reading_breaks_is_said_with_it() {
    let meters = book(
        vec![point("P", ""), point("S", "parent=P")],
        "",
        "P 2025-03-01 0|S 2025-03-01 0|S 2025-04-01 500|P 2025-05-01 900",
    );
    let said = notes_on(&meters, &reading(99, "P 2025-04-01 310"));
    let codes: Vec<&str> = said.iter().map(|message| message.code.as_ref()).collect();
    assert_eq!(codes, ["meter.rule.order", "meter.rule.subs"]);
}

#[test]
fn sub_meters_above_their_main_are_told_by_month() {
    let meters = book(
        vec![point("P", ""), point("S", "parent=P")],
        "",
        "P 2025-03-01 0|P 2025-04-01 310|P 2025-05-01 610\
         |S 2025-03-01 0|S 2025-04-01 500|S 2025-05-01 600",
    );
    let found = subs_above_mains(&meters, day("2025-05-20"));
    let days: Vec<String> = found.iter().map(|breach| breach.day.to_string()).collect();
    assert_eq!(days, ["2025-04-01"]);
}

#[test]
fn the_usual_range_is_the_median_and_three_times_the_distance_of_quartiles() {
    let rates: Vec<Fraction> = [8, 10, 12, 14, 100]
        .into_iter()
        .map(|rate| Fraction::new(rate, 1).expect("a rate"))
        .collect();
    let usual = Usual::of(&rates).expect("enough");
    let whole = |number: i128| Fraction::new(number, 1).expect("a number");
    assert_eq!((usual.median, usual.iqr), (whole(12), whole(4)));
    assert_eq!(usual.range(), Some((whole(0), whole(24))));
    assert_eq!(Usual::of(&rates[..3]), None);

    let meters = book(vec![point("P", "x=2 digits=3 max=40")], "", "");
    let segment = history(&meters, "P").last_segment(&View::NOW).expect("a meter");
    let expected =
        |last: &str, usual| Expected::after(&segment, number(last), 10, usual).expect("in range");
    let known = expected("100.0", Some(usual));
    assert_eq!((known.low, known.high), (number("100.0"), Some(number("220.0"))));
    assert_eq!(known.by, Known::Usual(5));
    let bounded = expected("950.5", None);
    assert_eq!((bounded.low, bounded.high), (number("950.5"), Some(number("150.5"))));
    assert_eq!(bounded.by, Known::MaxPerDay);
    // Over the dial's end: above the least or below the most.
    for (register, holds) in [("960", true), ("150.5", true), ("150.6", false), ("950.4", false)] {
        assert_eq!(bounded.holds(number(register)), holds, "{register}");
    }
}
