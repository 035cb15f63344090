//! The worked examples E8 to E11 and E16 to E20, and what the days off move.

use crate::base::{Clocks, Fraction, Moment, Ratio};
use crate::inspections::testing::{Fixture, at_end_of, day};
use crate::inspections::{About, PassedOverWhy, Standing, Status, Tally};

fn judge(facts: &str, as_of: &str) -> Standing {
    Fixture::read(facts).judge(at_end_of(as_of))
}

/// What became of all units, as `due status`.
fn statuses(facts: &str, as_of: &str) -> Vec<String> {
    let units = judge(facts, as_of).units;
    units.iter().map(|unit| format!("{} {}", unit.due, unit.status.word())).collect()
}

fn reasons(facts: &str, as_of: &str) -> Vec<PassedOverWhy> {
    judge(facts, as_of).passed_over.into_iter().map(|over| over.why).collect()
}

const E8: &str = "every shifts=C 00:00-08:00, A 08:00-16:00, B 16:00-24:00; from 2024-07-01
    done 2024-07-01T09:10 2024-07-01T16:20 2024-07-02T00:15 2024-07-02T08:05 2024-07-02T15:50
    done 2024-07-02T23:59 2024-07-03T08:20";

#[test]
fn e8_a_record_belongs_to_the_shift_that_its_time_lies_in() {
    let standing = judge(E8, "2024-07-03");
    let tally = Tally::of(&standing.units, &[]);
    assert_eq!((tally.complied, tally.required()), (6, 9));
    assert_eq!(tally.on_time().to_string(), "66.6%");
    let missed: Vec<String> = standing
        .units
        .iter()
        .filter(|unit| unit.status == Status::Missed)
        .map(|unit| {
            let About::Shift(nth) = unit.about else { panic!("a shift") };
            format!("{} {}", unit.window.first(), ["C", "A", "B"][nth])
        })
        .collect();
    assert_eq!(missed, ["2024-07-01 C", "2024-07-03 C", "2024-07-03 B"]);
    assert_eq!(reasons(E8, "2024-07-03"), [PassedOverWhy::Repeat]);
}

#[test]
fn a_shift_across_midnight_belongs_to_the_day_on_which_it_starts() {
    let night = "every shifts=N 22:00-06:00; from 2024-07-01; service 2024-07-01..2024-07-02";
    // Not over at the end of its own day.
    assert_eq!(statuses(night, "2024-07-01"), ["2024-07-02 not_yet_due"]);
    let done = format!("{night}; done 2024-07-02T05:59 2024-07-02T06:00");
    assert_eq!(statuses(&done, "2024-07-03"), ["2024-07-02 complied", "2024-07-03 missed"]);
    let why = reasons(&format!("{night}; done 2024-07-01 2024-07-02T12:00"), "2024-07-03");
    assert_eq!(why, [PassedOverWhy::NoTime, PassedOverWhy::NoShift]);
}

#[test]
fn e9_waste_lies_for_48_hours_at_most() {
    let facts = "every dwell<=48h; from 2024-07-01; batch 2024-07-01T17:30..2024-07-03T17:30
        batch 2024-07-02T08:00..2024-07-04T08:01; batch 2024-07-03T10:00..";
    let at = |moment: &str| {
        let known_by = Moment::parse(&format!("{moment}:00+08:00")).expect("a moment");
        let standing = Fixture::read(facts).judge(Clocks { as_of: known_by.day(), known_by });
        let told = |unit: &crate::inspections::Unit| (unit.status, unit.minutes_off);
        standing.units.iter().map(told).collect::<Vec<_>>()
    };
    let closed = [(Status::Complied, None), (Status::Missed, Some(1))];
    assert_eq!(at("2024-07-05T09:59")[..2], closed);
    assert_eq!(at("2024-07-05T09:59")[2], (Status::NotYetDue, None));
    assert_eq!(at("2024-07-05T10:00")[2], (Status::NotYetDue, None));
    assert_eq!(at("2024-07-05T10:01")[2], (Status::Overdue, Some(1)));
    // The day over, nobody can say any more that it was taken away on it.
    assert_eq!(at("2024-07-06T08:00")[2].0, Status::Missed);
}

#[test]
fn e10_a_sample_holds_enough_for_long_enough() {
    let facts = "every dwell>=48h; set amount_min=125g; from 2024-07-01
        batch 2024-07-01T12:00..2024-07-03T12:00 130 g
        batch 2024-07-01T12:00..2024-07-03T11:30 130 g
        batch 2024-07-01T12:00..2024-07-04T09:30 120 g";
    let words: Vec<_> =
        judge(facts, "2024-07-05").units.iter().map(|unit| unit.status.word()).collect();
    assert_eq!(words, ["complied", "missed", "missed"]);
    // One that nobody has recorded as thrown away shows nothing.
    let open = "every dwell>=48h; from 2024-07-01; batch 2024-07-01T12:00.. 130 g";
    assert_eq!(statuses(open, "2024-07-02"), ["2024-07-03 not_yet_due"]);
    assert_eq!(statuses(open, "2024-07-03"), ["2024-07-03 missed"]);
}

#[test]
fn e11_every_day_without_a_certificate_is_a_violation() {
    let rule = "every certificate=上岗证; from 2024-03-25; set apply_before=1m
        certificate 2020-04-01..2024-03-31";
    let standing = judge(rule, "2024-03-25");
    let renewal = standing.renewal.expect("the certificate ends");
    assert_eq!((renewal.apply_by, renewal.valid_to), (day("2024-02-29"), day("2024-03-31")));

    let renewed = format!("{rule}; certificate 2024-04-10..2028-04-09");
    let tally = Tally::of(&judge(&renewed, "2024-04-15").units, &[]);
    assert_eq!((tally.missed, tally.complied), (9, 13));

    let duty =
        format!("{renewed}; set cover=duty; duty 2024-03-31 2024-04-02 2024-04-05 2024-04-10");
    assert_eq!(
        statuses(&duty, "2024-04-15"),
        ["2024-03-31 complied", "2024-04-02 missed", "2024-04-05 missed", "2024-04-10 complied"]
    );
    // A certificate that came to hand later is a backfill, and was not seen at the time.
    let late =
        "every certificate=上岗证; from 2024-03-25; certificate 2024-03-25..2025-03-24@2024-04-20";
    let tally = Tally::of(&judge(late, "2024-04-20").units, &[]);
    assert_eq!((tally.complied, tally.backfilled, tally.contemporary), (27, 23, 1));
}

#[test]
fn e16_a_target_is_met_in_integers() {
    let target = Fraction::new(98, 100).expect("a fraction");
    let told = |done: u64, all: u64| {
        let ratio = Ratio::counted(done, all);
        format!("{ratio} {}", ratio.reaches(target))
    };
    assert_eq!(
        [told(49, 50), told(1469, 1500), told(9795, 10_000), told(1959, 2000)],
        ["98.0% true", "97.9% false", "97.9% false", "97.9% false"]
    );
}

/// The due days of a rule with an anchor.
fn dues(facts: &str, as_of: &str) -> Vec<String> {
    judge(facts, as_of).units.iter().map(|unit| unit.due.to_string()).collect()
}

#[test]
fn e17_months_from_an_anchor_do_not_drift() {
    let facts = "every anchored=1m; from 2024-01-31; anchor 2024-01-31";
    let expected = ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30"];
    assert_eq!(dues(facts, "2024-05-31"), expected);
}

#[test]
fn e18_a_lift_is_inspected_in_the_years_of_the_list() {
    let list = "every anchored=1y,4y,7y,9y,11y,13y,15y,then=1y; from 2010-06-18; anchor 2010-06-18";
    let years = ["2011", "2014", "2017", "2019", "2021", "2023", "2025", "2026", "2027", "2028"];
    let days: Vec<String> = years.iter().map(|year| format!("{year}-06-18")).collect();
    assert_eq!(dues(list, "2027-12-31"), days);

    let months = format!("{list}; set early=2m granularity=month");
    let ends: Vec<String> = years.iter().map(|year| format!("{year}-06-30")).collect();
    assert_eq!(dues(&months, "2027-12-31"), ends);
    let opens = judge(&months, "2011-01-01").units[0].window.first();
    assert_eq!(opens, day("2011-04-01"));
    // A day before the window is too early; done early, the next due day stays where it is.
    let early = format!("{months}; done 2011-03-31");
    assert_eq!(statuses(&early, "2011-06-30")[0], "2011-06-30 missed");
    assert_eq!(reasons(&early, "2011-06-30"), [PassedOverWhy::TooEarly]);
    let done = format!("{months}; done 2011-04-01");
    assert_eq!(statuses(&done, "2011-06-30"), ["2011-06-30 complied", "2014-06-30 not_yet_due"]);
}

#[test]
fn e19_a_car_is_inspected_as_its_age_asks() {
    let facts = "every anchored=2y..6y,1y..15y,6m; from 2010-05-10; anchor 2010-05-10";
    let mut expected: Vec<String> =
        [2012, 2014, 2016].iter().map(|year| format!("{year}-05-10")).collect();
    expected.extend((2017..=2025).map(|year| format!("{year}-05-10")));
    expected.extend(["2025-11-10", "2026-05-10", "2026-11-10"].map(str::to_owned));
    assert_eq!(dues(facts, "2026-06-01"), expected);
}

#[test]
fn e20_an_extinguisher_is_scrapped_and_no_longer_serviced() {
    let facts =
        "every anchored=5y,then=2y; from 2015-08-20; anchor 2015-08-20; set retire_after=10y";
    assert_eq!(dues(facts, "2030-01-01"), ["2020-08-20", "2022-08-20", "2024-08-20"]);
}

#[test]
fn after_a_long_stop_it_is_inspected_before_it_is_used_again() {
    let facts = "every anchored=1y; from 2024-01-01; anchor 2024-01-01; set stopped=365
        service 2024-01-01..2024-03-31; service 2025-06-01..";
    assert_eq!(
        statuses(facts, "2025-06-30"),
        ["2025-01-01 not_applicable", "2025-06-01 missed", "2026-01-01 not_yet_due"]
    );
    let done = format!("{facts}; done 2025-06-01");
    assert_eq!(statuses(&done, "2025-06-30")[1], "2025-06-01 complied");
}

#[test]
fn a_result_is_posted_within_two_days_of_the_test() {
    let facts =
        "every event+2d; set after=R0; from 2024-05-01; event 2024-05-06 2024-05-10 2024-05-20
        done 2024-05-08 2024-05-14";
    assert_eq!(
        statuses(facts, "2024-05-21"),
        ["2024-05-08 complied", "2024-05-12 missed", "2024-05-22 not_yet_due"]
    );
    let grace = format!("{facts}; grace 2");
    assert_eq!(statuses(&grace, "2024-05-21")[1], "2024-05-12 late");
    // Of two events the older is answered first, unless the record says otherwise.
    let two = "every event+9d; set after=R0; from 2024-05-01; event 2024-05-06 2024-05-07; done 2024-05-08";
    assert_eq!(statuses(two, "2024-05-31"), ["2024-05-15 complied", "2024-05-16 missed"]);
    let meant = format!("{two}>2024-05-07");
    assert_eq!(statuses(&meant, "2024-05-31"), ["2024-05-15 missed", "2024-05-16 complied"]);
}

#[test]
fn a_call_is_answered_within_minutes() {
    let facts = "every event+30min; from 2024-05-01; batch 2024-05-06T23:50..2024-05-07T00:20
        batch 2024-05-07T08:00..2024-05-07T08:31; batch 2024-05-08T08:00..";
    let told: Vec<_> = judge(facts, "2024-05-08")
        .units
        .iter()
        .map(|unit| (unit.due.to_string(), unit.status.word(), unit.minutes_off))
        .collect();
    assert_eq!(
        told,
        [
            ("2024-05-07".to_owned(), "complied", None),
            ("2024-05-07".to_owned(), "missed", Some(1)),
            ("2024-05-08".to_owned(), "missed", Some(930)),
        ]
    );
    // A record without a time of day has it against itself.
    let untimed =
        "every event+30min; set after=R0; from 2024-05-01; event 2024-05-06T08:00; done 2024-05-06";
    assert_eq!(statuses(untimed, "2024-05-06"), ["2024-05-06 missed"]);
}

#[test]
fn days_off_move_what_goes_by_workdays_and_nothing_else() {
    let off = "days-off 2024-05-31; done 2024-06-03";
    // 31 May 2024 is a Friday; the Monday after is the next workday.
    let safety = format!("every 1/month; from 2024-05-01; {off}");
    assert_eq!(statuses(&safety, "2024-06-10"), ["2024-05-31 missed", "2024-06-30 complied"]);
    let office = format!("{safety}; set calendar=workday");
    assert_eq!(statuses(&office, "2024-06-10"), ["2024-06-03 complied", "2024-07-01 not_yet_due"]);
    let gap = format!("every max-gap=30d; anchor 2024-05-01; from 2024-05-01; {off}");
    assert_eq!(statuses(&gap, "2024-06-10")[0], "2024-05-31 missed");
    assert_eq!(
        statuses(&format!("{gap}; set calendar=workday"), "2024-06-10")[0],
        "2024-06-03 complied"
    );
    let anchored = format!("every anchored=1m; anchor 2024-04-30; from 2024-05-01; {off}");
    // 30 May is a Thursday, and stays.
    assert_eq!(
        statuses(&format!("{anchored}; set calendar=workday"), "2024-06-10")[0],
        "2024-05-30 missed"
    );
}

#[test]
fn a_slot_with_too_few_workdays_asks_for_nothing() {
    let week = "every 1/week; from 2024-02-05; set calendar=workday; set min_workdays=3
        days-off 2024-02-12 2024-02-13 2024-02-14 2024-02-15; days-worked 2024-02-18";
    assert_eq!(statuses(week, "2024-02-18"), ["2024-02-16 missed", "2024-02-18 not_applicable"]);
}
