//! Two readings a day: the night, the day, and both together as whole days.

use super::lab::{book, history, number, point, shown, uses};
use crate::base::{Fraction, Time};
use crate::meters::{Intraday, Meters, View, intraday};

fn time(text: &str) -> Time {
    Time::parse(text).expect("a time")
}

fn parts(meters: &Meters) -> Vec<Intraday> {
    intraday(history(meters, "P"), &View::NOW)
}

/// A line each: from, until, use or reason, minutes.
fn told(parts: &[Intraday]) -> Vec<String> {
    let when = |(day, time): (crate::base::Day, Option<Time>)| match time {
        Some(time) => format!("{day}T{time}"),
        None => day.to_string(),
    };
    let line = |part: &Intraday| {
        let amount = match &part.outcome {
            Ok(posted) => posted.amount.to_string(),
            Err(gap) => gap.code().to_owned(),
        };
        format!("{} {} {amount} {:?}", when(part.from), when(part.until), part.minutes())
    };
    parts.iter().map(line).collect()
}

#[test]
fn a_night_is_what_was_used_from_22_to_6() {
    let meters = book(
        vec![point("P", "")],
        "",
        "P 2025-03-01T22:00 18450.0|P 2025-03-02T06:00 18523.6|P 2025-03-02T22:00 18693.6",
    );
    let parts = parts(&meters);
    assert_eq!(
        told(&parts),
        [
            "2025-03-01T22:00 2025-03-02T06:00 73.6 Some(480)",
            "2025-03-02T06:00 2025-03-02T22:00 170.0 Some(960)",
        ]
    );
    assert_eq!(parts[0].per_hour(), Some(Fraction::from_decimal(number("9.2"))));
    let (six, ten) = (time("06:00"), time("22:00"));
    assert!(parts[0].goes_from_to(ten, six) && !parts[0].goes_from_to(six, ten));
    assert!(parts[1].goes_from_to(six, ten) && !parts[1].goes_from_to(ten, six));
}

#[test]
fn the_parts_of_days_add_up_to_the_days() {
    let meters = book(
        vec![point("P", "x=40 digits=4 max=40000")],
        "P 2025-03-03T12:00 9990→10",
        "P 2025-03-01T06:00 9000|P 2025-03-01T22:00 9100|P 2025-03-02T06:00 9150\
         |P 2025-03-02T22:00 9800|P 2025-03-03T06:00 9900|P 2025-03-03T22:00 70\
         |P 2025-03-04T06:00 90",
    );
    let sum = parts(&meters)
        .iter()
        .filter_map(|part| part.outcome.as_ref().ok())
        .fold(Fraction::ZERO, |sum, own| sum.checked_add(own.exact).expect("in range"));
    assert_eq!(sum.to_integer(), Some(40 * (990 + 80)));
    assert_eq!(
        shown(&uses(&meters, "P")),
        "2025-03-01..2025-03-02 6000\n2025-03-02..2025-03-03 30000\n\
         2025-03-03..2025-03-04 6800 W-METER"
    );
}

#[test]
fn a_reading_without_a_time_gives_no_rate() {
    let meters = book(vec![point("P", "")], "", "P 2025-03-01 10|P 2025-03-02T06:00 20");
    let parts = parts(&meters);
    assert_eq!(told(&parts), ["2025-03-01 2025-03-02T06:00 10 None"]);
    assert_eq!(parts[0].per_hour(), None);
}

#[test]
fn a_register_that_goes_back_is_a_part_without_a_use() {
    let meters = book(
        vec![point("P", "")],
        "",
        "P 2025-03-01T06:00 10|P 2025-03-01T22:00 8|P 2025-03-02T06:00 12",
    );
    let parts = parts(&meters);
    assert_eq!(
        told(&parts),
        [
            "2025-03-01T06:00 2025-03-01T22:00 E-BACK Some(960)",
            "2025-03-01T22:00 2025-03-02T06:00 4 Some(480)",
        ]
    );
}
