//! What a reading is held against before it is recorded.

use super::lab::{book, code_of, day, lines, number, point, reading, shown, stamp, uses};
use crate::base::{Decided, Refuse, Time};
use crate::meters::{
    Claim, Correction, Meters, Reading, ReadingKind, ReadingRequest, Record, Refusal, brought,
    read, read_each,
};

/// A request `P1 2025-03-01[T08:30] 99876 [claim] [correct] [note=…]`.
fn request(line: &str) -> ReadingRequest {
    let row = reading(0, line.split(" +").next().expect("a row"));
    let mut request = ReadingRequest {
        point: row.point,
        date: row.date,
        time: row.time,
        register: row.register,
        claim: Claim::Actual,
        correction: Correction::None,
        person: None,
        note: None,
    };
    for word in line.split(" +").skip(1) {
        match word {
            "estimated" => request.claim = Claim::Estimated,
            "confirmed" => request.claim = Claim::Confirmed,
            "doubtful" => request.claim = Claim::Doubtful,
            "correct" => request.correction = Correction::SameMoment,
            note => request.note = Some(note.to_owned()),
        }
    }
    request
}

fn decide(meters: &Meters, line: &str) -> Result<Decided<Vec<Reading>>, Refusal> {
    read(meters, day("2025-12-31"), &request(line), &mut stamp("2025-12-31"))
}

/// The kind as which it is recorded, `already`, or the code of the refusal.
fn answer(meters: &Meters, line: &str) -> &'static str {
    match decide(meters, line) {
        Ok(Decided::New(readings)) => readings[0].kind.word(),
        Ok(Decided::Already(_)) => "already",
        Err(refusal) => code_of(&refusal),
    }
}

/// A book with three months of P, read on the first at eight.
fn three_months(fields: &str) -> Meters {
    let readings = "P 2025-01-01 1000 | P 2025-02-01 1310 | P 2025-03-01 1589";
    book(vec![point("P", fields), point("MAIN-1", "")], "", readings)
}

#[test]
fn a_plain_reading_is_recorded_and_the_same_again_is_no_error() {
    let mut meters = three_months("max=20");
    let Ok(Decided::New(readings)) = decide(&meters, "P 2025-04-01 1901") else {
        panic!("refused");
    };
    assert_eq!(readings[0].id.as_str(), "R20250401-t-000001");
    meters.apply(&Record::Reading(readings[0].clone())).expect("folds");
    assert_eq!(answer(&meters, "P 2025-04-01 1901"), "already");
    assert_eq!(answer(&meters, "P 2025-04-01 1901.0"), "already");
    let interval = brought(&meters, &readings[0]).expect("an interval");
    assert_eq!((interval.days(), interval.before), (31, Some(number("1589"))));
    // The same day at another time is another reading.
    assert_eq!(answer(&meters, "P 2025-04-02 1905"), "actual");
    assert_eq!(answer(&meters, "P 2025-03-01T20:00 1600"), "actual");
}

#[test]
fn what_stands_already_is_only_replaced_by_a_correction() {
    let meters = three_months("");
    assert_eq!(answer(&meters, "P 2025-02-01 1300"), "meter.reading_taken");
    assert_eq!(answer(&meters, "P 2025-02-01 1300 +correct"), "corrected");
    assert_eq!(answer(&meters, "P 2025-02-01 1310 +correct"), "already");
    assert_eq!(answer(&meters, "P 2025-02-01 1310 +estimated"), "meter.reading_taken");
    assert_eq!(answer(&meters, "P 2025-02-03 1300 +correct"), "meter.nothing_to_correct_near");
    assert_eq!(answer(&meters, "MAIN-1 2025-02-03 1 +correct"), "meter.nothing_to_correct");
    let Ok(Decided::New(readings)) = decide(&meters, "P 2025-02-01 1300 +correct") else {
        panic!("refused");
    };
    assert_eq!(readings[0].supersedes, Some("R1".parse().expect("an id")));
    // A wrong date is corrected by naming the row.
    let mut moved = request("P 2025-02-03 1310");
    moved.correction = Correction::Of("R1".parse().expect("an id"));
    let decided = read(&meters, day("2025-12-31"), &moved, &mut stamp("2025-12-31"));
    assert!(matches!(decided, Ok(Decided::New(rows)) if rows[0].kind == ReadingKind::Corrected));
    moved.correction = Correction::Of("R9".parse().expect("an id"));
    let refusal =
        read(&meters, day("2025-12-31"), &moved, &mut stamp("2025-12-31")).expect_err("refused");
    assert_eq!(code_of(&refusal), "meter.unknown_row");
}

#[test]
fn one_correction_settles_two_values_of_one_moment() {
    let mut meters = book(
        vec![point("P", "")],
        "",
        "P 2025-01-01 1000 | P 2025-02-01 1100 | P 2025-02-01 1010 | P 2025-03-01 1200",
    );
    assert_eq!(answer(&meters, "P 2025-02-01 1010"), "meter.reading_taken");
    let Ok(Decided::New(readings)) = decide(&meters, "P 2025-02-01 1110 +correct") else {
        panic!("refused");
    };
    assert_eq!(readings.len(), 2);
    for reading in readings {
        meters.apply(&Record::Reading(reading)).expect("folds");
    }
    assert_eq!(shown(&uses(&meters, "P")), "2025-01-01..2025-02-01 110\n2025-02-01..2025-03-01 90");
}

#[test]
fn a_register_that_goes_back_is_refused_on_both_sides() {
    let meters = three_months("");
    assert_eq!(answer(&meters, "P 2025-04-01 1500"), "meter.backward");
    assert_eq!(answer(&meters, "P 2025-02-15 1300"), "meter.backward");
    assert_eq!(answer(&meters, "P 2025-02-15 1600"), "meter.backward");
    assert_eq!(answer(&meters, "P 2025-02-15 1400"), "actual");
    assert_eq!(answer(&meters, "P 2024-12-01 1001"), "meter.backward");
    let refusal = decide(&meters, "P 2025-02-15 1600").expect_err("refused");
    assert_eq!(refusal.field(), Some("register"));
    let Refusal::Backward { from, until, before, after, .. } = refusal else { panic!("other") };
    assert_eq!((from, until), (day("2025-02-15"), day("2025-03-01")));
    assert_eq!((before, after), (number("1600"), number("1589")));
    // Insisting does not make it a use; it is kept with its reason and its days stay open.
    assert_eq!(answer(&meters, "P 2025-04-01 1500 +confirmed +looked twice"), "meter.backward");
    assert_eq!(answer(&meters, "P 2025-04-01 1500 +doubtful"), "meter.needs_reason");
    assert_eq!(answer(&meters, "P 2025-04-01 1500 +doubtful +  "), "meter.needs_reason");
    assert_eq!(answer(&meters, "P 2025-04-01 1500 +doubtful +glass is fogged"), "doubtful");
}

#[test]
fn a_rollover_is_taken_where_digits_and_bound_allow_for_it() {
    let meters = book(vec![point("P", "digits=5 max=40")], "", "P 2025-03-01 99876");
    assert_eq!(answer(&meters, "P 2025-04-01 00214"), "actual");
    assert_eq!(answer(&meters, "P 2025-04-01 9876"), "meter.backward_wrap");
    assert_eq!(answer(&meters, "P 2025-04-01 100214"), "meter.digits");
    let meters = book(vec![point("P", "digits=5")], "", "P 2025-03-01 99876");
    assert_eq!(answer(&meters, "P 2025-04-01 00214"), "meter.backward_unbounded");
}

#[test]
fn a_tenfold_slip_is_asked_about() {
    let meters = three_months("max=20");
    assert_eq!(answer(&meters, "P 2025-04-01 19010"), "meter.high");
    assert_eq!(answer(&meters, "P 2025-04-01 19010 +confirmed"), "meter.needs_reason");
    assert_eq!(answer(&meters, "P 2025-04-01 19010 +confirmed +pipe burst"), "confirmed");
    let Refusal::High { amount, days, limit, .. } =
        decide(&meters, "P 2025-04-01 19010").expect_err("refused")
    else {
        panic!("other")
    };
    assert_eq!((amount, days, limit), (number("17421"), 31, number("620")));
    // Two readings of one day are held against the bound of one day.
    assert_eq!(answer(&meters, "P 2025-03-01T20:00 1605"), "actual");
    assert_eq!(answer(&meters, "P 2025-03-01T20:00 1615"), "meter.high");
}

#[test]
fn an_open_step_that_was_there_before_is_not_blamed_on_a_new_reading() {
    let meters = book(vec![point("P", "")], "", "P 2025-01-01 1000 | P 2025-03-01 900");
    assert_eq!(answer(&meters, "P 2025-02-01 1100"), "actual");
    assert_eq!(answer(&meters, "P 2025-02-01 999"), "meter.backward");
    assert_eq!(answer(&meters, "P 2025-04-01 950"), "actual");
}

#[test]
fn an_estimate_lies_between_what_was_seen() {
    let meters = three_months("");
    assert_eq!(answer(&meters, "P 2025-02-15 1400 +estimated"), "estimated");
    assert_eq!(answer(&meters, "P 2025-04-01 1580 +estimated"), "meter.backward");
    assert_eq!(answer(&meters, "P 2025-02-15 1600 +estimated"), "meter.backward");
    // An actual reading below an earlier estimate is no step back.
    let estimated =
        book(vec![point("P", "")], "", "P 2025-01-01 1000 | P 2025-02-01 1300 estimated");
    assert_eq!(answer(&estimated, "P 2025-03-01 1240"), "actual");
    assert_eq!(answer(&estimated, "P 2025-03-01 990"), "meter.backward");
}

#[test]
fn days_and_dials_have_their_limits() {
    let fields = "from=2025-01-01 until=2025-06-01 decimals=1";
    let meters = book(vec![point("P", fields), point("SUM", "virtual")], "", "");
    assert_eq!(answer(&meters, "P 2026-01-01 1"), "meter.future");
    assert_eq!(answer(&meters, "P 2024-12-31 1"), "meter.early");
    assert_eq!(answer(&meters, "P 2025-06-02 1"), "meter.late");
    assert_eq!(answer(&meters, "P 2025-06-01 1"), "actual");
    assert_eq!(answer(&meters, "P 2025-02-01 1.25"), "meter.decimals");
    assert_eq!(answer(&meters, "P 2025-02-01 1.50"), "actual");
    assert_eq!(answer(&meters, "P 2025-02-01 -1"), "meter.negative");
    assert_eq!(answer(&meters, "SUM 2025-02-01 1"), "meter.no_meter");
    assert_eq!(answer(&meters, "SUN 2025-02-01 1"), "meter.unknown_point_near");
    assert_eq!(answer(&meters, "WATER-77 2025-02-01 1"), "meter.unknown_point");
}

#[test]
fn on_the_day_of_a_replacement_the_time_decides() {
    let meters = book(vec![point("P", "max=40")], "P 2025-03-18T10:00 500→0", "P 2025-03-01 100");
    assert_eq!(answer(&meters, "P 2025-03-18 480"), "meter.needs_time");
    assert_eq!(answer(&meters, "P 2025-03-18T08:00 480"), "actual");
    assert_eq!(answer(&meters, "P 2025-03-18T12:00 480"), "meter.high");
    assert_eq!(answer(&meters, "P 2025-03-18T12:00 1"), "actual");
}

fn requests(rows: &str) -> Vec<ReadingRequest> {
    lines(rows).map(|(_, line)| request(line)).collect()
}

#[test]
fn many_readings_are_decided_in_whatever_order() {
    let meters = three_months("");
    let told = |rows: &str| -> Vec<String> {
        let requests = requests(rows);
        read_each(&meters, day("2025-12-31"), &requests, &mut stamp("2025-12-31"))
            .into_iter()
            .map(|(at, decided)| match decided {
                Ok(Decided::New(new)) => format!("{at} {} {}", new[0].point, new[0].date),
                Ok(Decided::Already(_)) => format!("{at} already"),
                Err(refusal) => format!("{at} {}", code_of(&refusal)),
            })
            .collect()
    };
    assert_eq!(
        told("P 2025-05-01 2100 | P 2025-04-01 1901 | P 2025-02-01 1310 | MAIN-1 2025-04-01 7"),
        ["3 MAIN-1 2025-04-01", "2 already", "1 P 2025-04-01", "0 P 2025-05-01"]
    );
    // The same row twice in one file is one reading.
    assert_eq!(told("P 2025-04-01 1901 | P 2025-04-01 1901"), ["0 P 2025-04-01", "1 already"]);
    assert_eq!(
        told("P 2025-04-01 1901 | Q 2025-04-01 1 | P 2025-05-01 1900 | P 2025-05-01 1899"),
        ["0 P 2025-04-01", "2 meter.backward", "3 meter.backward", "1 meter.unknown_point_near"]
    );
}

#[test]
fn a_time_orders_the_readings_of_a_day() {
    let eight = Time::parse("08:00").expect("a time");
    let meters = three_months("");
    let Ok(Decided::New(rows)) = decide(&meters, "P 2025-03-02T08:00 1600") else {
        panic!("refused")
    };
    assert_eq!(rows[0].time, Some(eight));
    assert_eq!(brought(&meters, &rows[0]).expect("an interval").days(), 1);
    // A later one of the same day ends no interval.
    let Ok(Decided::New(rows)) = decide(&meters, "P 2025-03-01T20:00 1600") else {
        panic!("refused")
    };
    assert_eq!(brought(&meters, &rows[0]), None);
}
