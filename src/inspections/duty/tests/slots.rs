//! The worked examples of the two kinds, slot by slot, and the laws behind them.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::base::{Clocks, Day, Moment};
use crate::inspections::testing::{Fixture, at_end_of, day};
use crate::inspections::{PassedOverWhy, Standing, Status, Tally};

/// The worked examples, as the sheet of rules gives them.
const CASES: &str = include_str!("../../../../tests/it/data/compliance-cases.json");

fn case(name: &str) -> Value {
    let cases: Vec<Value> = serde_json::from_str(CASES).expect("the cases are JSON");
    cases.into_iter().find(|case| case["case"] == name).expect("the case is there")
}

/// The summary in the shape of the worked examples.
fn summary(tally: Tally) -> Value {
    let mut progress = Map::new();
    for (key, count) in [
        ("complied", tally.ahead),
        ("not_yet_due", tally.not_yet_due),
        ("excused", tally.excused_ahead),
    ] {
        if count > 0 {
            progress.insert(key.to_owned(), count.into());
        }
    }
    json!({
        "complied": tally.complied, "late": tally.late, "missed": tally.missed,
        "overdue": tally.overdue, "excused": tally.excused, "na": tally.not_applicable,
        "progress": progress, "R": tally.required(),
        "on_time": tally.on_time().to_string(), "done": tally.done().to_string(),
        "strict": tally.strict().to_string(), "excused_share": tally.excused_share().to_string(),
    })
}

/// The slots in the shape of the worked examples: units that share a window, added up.
fn slots(standing: &Standing, by_gap: bool) -> Vec<Value> {
    let mut slots: Vec<Map<String, Value>> = Vec::new();
    let mut last = None;
    for unit in &standing.units {
        if last != Some(unit.window) {
            slots.push(Map::new());
        }
        last = Some(unit.window);
        let slot = slots.last_mut().expect("just pushed");
        if !by_gap {
            slot.insert("slot".to_owned(), unit.window.first().to_string().into());
        }
        slot.insert("due".to_owned(), unit.due.to_string().into());
        let word = match unit.status {
            Status::NotApplicable => "na",
            status => {
                slot.insert("closed".to_owned(), unit.closed.into());
                status.word()
            }
        };
        let count = slot.get(word).and_then(Value::as_u64).unwrap_or(0) + 1;
        slot.insert(word.to_owned(), count.into());
        if let Some(proof) = unit.by.as_ref().filter(|_| by_gap) {
            slot.insert("by".to_owned(), proof.date.to_string().into());
        }
    }
    slots.into_iter().map(Value::Object).collect()
}

#[track_caller]
fn check(name: &str, facts: &str, clock: Clocks) {
    let expected = case(name);
    let standing = Fixture::read(facts).judge(clock);
    assert_eq!(summary(Tally::of(&standing.units, &[])), expected["expected"], "{name}");
    let by_gap = facts.contains("max-gap");
    assert_eq!(Value::Array(slots(&standing, by_gap)), expected["slots"], "{name}");
}

const E1: &str = "every 2/week; from 2024-01-01; done 2024-01-02 2024-01-05 2024-01-09 2024-01-09
    done 2024-01-15 2024-01-16 2024-01-19 2024-01-28";
const E2: &str = "anchor 2024-01-01; done 2024-01-15 2024-01-30 2024-02-14 2024-03-31 2024-04-14";
const E4: &str = "from 2024-05-01; done 2024-05-06 2024-06-05@2024-07-20 2024-07-03";
const E6: &str = "grace 5; done 2024-01-20 2024-03-03 2024-03-25 2024-05-04";

#[test]
fn e1_so_many_a_week() {
    check("E1", E1, at_end_of("2024-01-31"));
    let only_two = "every 2/week; from 2024-01-15; done 2024-01-15 2024-01-16";
    check("E1b", &format!("{only_two}; spacing 2"), at_end_of("2024-01-21"));
    check("E1c", &format!("{only_two}; spacing 1"), at_end_of("2024-01-21"));
    let year_end = "every 2/week; from 2024-12-26; done 2024-12-27 2024-12-30 2025-01-02";
    check("E1d", year_end, at_end_of("2025-01-05"));
}

#[test]
fn e2_at_most_so_many_days_apart() {
    check("E2", &format!("every max-gap=15d; {E2}"), at_end_of("2024-04-30"));
    check("E2b", &format!("every max-gap=15d; grace 3; {E2}"), at_end_of("2024-04-30"));
    check("E2c", &format!("every 2/month; {E2}"), at_end_of("2024-04-30"));
}

#[test]
fn e3_only_days_of_service_require_anything() {
    let facts = "service 2024-01-17..2024-03-31; service 2024-06-10..2024-08-20
        done 2024-02-10 2024-03-31 2024-06-15";
    check("E3", facts, at_end_of("2024-09-30"));
}

#[test]
fn e4_what_was_known_then_and_what_is_known_now() {
    let later = Clocks { known_by: Moment::end_of(day("2024-07-31")), ..at_end_of("2024-07-10") };
    check("E4 D=2024-07-10 K=2024-07-10", E4, at_end_of("2024-07-10"));
    check("E4 D=2024-07-10 K=2024-07-31", E4, later);
    check("E4 D=2024-07-31 K=2024-07-31", E4, at_end_of("2024-07-31"));

    let tally = Tally::of(&Fixture::read(E4).judge(at_end_of("2024-07-31")).units, &[]);
    assert_eq!(tally.backfill_share().to_string(), "33.3%");
    assert_eq!(tally.contemporary_on_time().to_string(), "66.6%");
}

#[test]
fn e5_an_excusal_comes_in_time_or_not_at_all() {
    let facts =
        |approved: &str| format!("done 2024-01-10 2024-03-12; excused 2024-02 approved {approved}");
    check("E5 approved 2024-02-20", &facts("2024-02-20"), at_end_of("2024-04-30"));
    check("E5 approved 2024-03-05", &facts("2024-03-05"), at_end_of("2024-04-30"));

    let standing = Fixture::read(&facts("2024-03-05")).judge(at_end_of("2024-04-30"));
    let ignored: Vec<_> = standing.ignored.iter().map(|one| (one.why.word(), one.due)).collect();
    assert_eq!(ignored, [("late", Some(day("2024-02-29")))]);
}

#[test]
fn e6_the_days_of_grace_serve_the_older_slot_first() {
    check("E6a as-of 05-03", E6, at_end_of("2024-05-03"));
    check("E6b as-of 05-10", E6, at_end_of("2024-05-10"));
    // A record that says which slot it is for serves that one.
    let meant = format!("{E6}>2024-05-31");
    let tally = Tally::of(&Fixture::read(&meant).judge(at_end_of("2024-05-10")).units, &[]);
    assert_eq!((tally.late, tally.missed, tally.ahead), (1, 1, 1));
}

#[test]
fn e7_what_is_done_ahead_is_in_no_rate_yet() {
    let facts = "every 1/week; done 2024-01-03 2024-01-16";
    check("E7", facts, at_end_of("2024-01-18"));
}

#[test]
fn e21_twice_a_day_is_told_apart_by_the_time() {
    let mut fixture = Fixture::read("every 2/day; from 2024-06-01; service 2024-06-01..2024-06-30");
    let rule = fixture.versions[0].clone();
    let mut date = day("2024-06-01");
    while date <= day("2024-06-30") {
        let n_done = match date.day_of_month() {
            4 => 0,
            7 | 15 | 30 => 1,
            _ => 2,
        };
        for hour in 0..n_done {
            let number = fixture.records.len() + 1;
            let mut record = crate::inspections::testing::inspection(&rule, number, date, date);
            record.time = crate::base::Time::new(8 + 8 * hour, 0);
            fixture.records.push(record);
        }
        date = date.next();
    }
    let tally = Tally::of(&fixture.judge(at_end_of("2024-06-30")).units, &[]);
    assert_eq!((tally.complied, tally.required(), tally.missed), (55, 60, 5));
    assert_eq!(tally.on_time().to_string(), "91.6%");
}

/// The statuses of all units, as `due status`.
fn statuses(facts: &str, as_of: &str) -> Vec<String> {
    let standing = Fixture::read(facts).judge(at_end_of(as_of));
    standing.units.iter().map(|unit| format!("{} {}", unit.due, unit.status.word())).collect()
}

#[test]
fn a_failed_test_is_met_by_the_passing_retest() {
    let facts = "require passed; fail 2024-01-10; done 2024-01-12; fail 2024-02-10";
    assert_eq!(statuses(facts, "2024-02-29"), ["2024-01-31 complied", "2024-02-29 missed"]);
    let standing = Fixture::read(facts).judge(at_end_of("2024-02-29"));
    assert!(standing.passed_over.iter().all(|over| over.why == PassedOverWhy::NotPassed));
    assert_eq!(standing.passed_over.len(), 2);
}

#[test]
fn a_record_counts_only_in_service_with_its_evidence_and_if_there_was_something_to_see() {
    let why = |facts: &str| {
        let standing = Fixture::read(facts).judge(at_end_of("2024-03-31"));
        standing.passed_over.iter().map(|over| over.why).collect::<Vec<_>>()
    };
    assert_eq!(why("service 2024-02-01..; done 2024-01-10"), [PassedOverWhy::OutOfService]);
    assert_eq!(why("evidence 1; done 2024-01-10"), [PassedOverWhy::Unproven]);
    assert_eq!(why("na 2024-01-10"), [PassedOverWhy::NotApplicable]);
    assert_eq!(why("service 2023-01-01..; done 2023-12-10"), [PassedOverWhy::NotInForce]);
    assert_eq!(why("done 2024-01-10 2024-01-20"), [PassedOverWhy::Surplus]);
    assert_eq!(why("every 2/month; done 2024-01-10 2024-01-10"), [PassedOverWhy::Repeat]);
    let spaced = "every 2/month; spacing 7; done 2024-01-10 2024-01-12";
    assert_eq!(why(spaced), [PassedOverWhy::TooClose]);
}

#[test]
fn never_inspected_is_missed_from_the_first_day_of_service_on() {
    let facts = "every max-gap=15d; service 2024-01-10..";
    assert_eq!(
        statuses(facts, "2024-02-10"),
        ["2024-01-25 missed", "2024-02-09 missed", "2024-02-24 not_yet_due"]
    );
}

#[test]
fn the_clock_of_a_longest_gap_stands_still_out_of_service() {
    let facts = "every max-gap=15d; service 2024-01-01..2024-01-10; service 2024-02-01..";
    assert_eq!(statuses(facts, "2024-02-05"), ["2024-02-06 not_yet_due"]);
    // After a long stop it is due on the first day back.
    let stopped = format!("{facts}; stopped 20");
    assert_eq!(statuses(&stopped, "2024-02-05"), ["2024-02-01 missed", "2024-02-16 not_yet_due"]);
    let returned = format!("{stopped}; done 2024-02-01");
    assert_eq!(
        statuses(&returned, "2024-02-05"),
        ["2024-02-01 complied", "2024-02-16 not_yet_due"]
    );
}

#[test]
fn each_full_count_of_excused_days_removes_one_unit() {
    let facts = "every max-gap=15d; excused 2024-01-10..2024-01-31 approved 2024-01-09";
    assert_eq!(
        statuses(facts, "2024-02-10"),
        ["2024-01-24 excused", "2024-02-07 missed", "2024-02-22 not_yet_due"]
    );
    // Too late for the first deadline, in time for the second.
    let late = "every max-gap=15d; excused 2024-01-10..2024-01-31 approved 2024-01-20";
    assert_eq!(
        statuses(late, "2024-02-10"),
        ["2024-01-16 missed", "2024-01-31 excused", "2024-02-15 not_yet_due"]
    );
}

#[test]
fn a_stricter_version_binds_from_its_first_day() {
    let facts = "every max-gap=30d; then 2024-03-01 max-gap=15d; done 2024-01-20 2024-02-10";
    assert_eq!(
        statuses(facts, "2024-03-20"),
        [
            "2024-01-31 complied",
            "2024-02-19 complied",
            "2024-03-01 missed",
            "2024-03-16 missed",
            "2024-03-31 not_yet_due"
        ]
    );
    let facts = "every 1/month; then 2024-03-01 2/month; done 2024-02-10 2024-03-05 2024-03-10";
    assert_eq!(
        statuses(facts, "2024-03-31"),
        ["2024-01-31 missed", "2024-02-29 complied", "2024-03-31 complied", "2024-03-31 complied"]
    );
}

fn random_days(most: usize) -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(0_i64..200, 0..most)
}

fn dates(days: &[i64]) -> String {
    let zero = day("2024-01-01");
    let dates: Vec<String> = days.iter().map(|at| zero.plus_days(*at).to_string()).collect();
    if dates.is_empty() { String::new() } else { format!("done {}", dates.join(" ")) }
}

fn every() -> impl Strategy<Value = String> {
    prop_oneof![
        (1_u32..4, prop::sample::select(vec!["week", "month", "quarter"]))
            .prop_map(|(times, slot)| format!("every {times}/{slot}")),
        (1_u32..40).prop_map(|days| format!("every max-gap={days}d")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_gap_misses_as_many_deadlines_as_fit_before_its_end(gap in 1_i64..200, d in 1_i64..40) {
        let zero: Day = day("2024-01-01");
        let end = zero.plus_days(gap);
        let facts = format!("every max-gap={d}d; done {zero} {end}; anchor {zero}");
        let clock = at_end_of(&end.to_string());
        let tally = Tally::of(&Fixture::read(&facts).judge(clock).units, &[]);
        prop_assert_eq!(i64::try_from(tally.missed).expect("small"), (gap - 1) / d);
    }

    #[test]
    fn statuses_partition_the_units_and_no_record_counts_twice(
        every in every(),
        done in random_days(40),
        grace in 0_u32..12,
        stop in 0_i64..100,
        pause in 0_i64..60,
        excused in 0_i64..150,
        as_of in 0_i64..200,
    ) {
        let zero = day("2024-01-01");
        let at = |days: i64| zero.plus_days(days);
        let facts = format!(
            "{every}; grace {grace}; {}; service {}..{}; service {}..
             excused {}..{} approved {}",
            dates(&done), zero, at(stop), at(stop + pause + 1), at(excused), at(excused + 20),
            at(excused),
        );
        let standing = Fixture::read(&facts).judge(at_end_of(&at(as_of).to_string()));
        let tally = Tally::of(&standing.units, &[]);
        prop_assert_eq!(tally.units(), standing.units.len() as u64);
        for unit in &standing.units {
            prop_assert_eq!(unit.closed, unit.due <= at(as_of));
            prop_assert_eq!(
                unit.by.is_some(),
                matches!(unit.status, Status::Complied | Status::Late)
            );
            let late = unit.by.as_ref().is_some_and(|proof| proof.date > unit.due);
            prop_assert_eq!(late, unit.status == Status::Late);
        }
        let mut proofs: Vec<_> =
            standing.units.iter().filter_map(|unit| unit.by.as_ref()).map(|by| &by.record).collect();
        let n_proofs = proofs.len();
        proofs.sort_unstable();
        proofs.dedup();
        prop_assert_eq!(proofs.len(), n_proofs);
        let n_known = done.iter().filter(|at| **at <= as_of).count();
        prop_assert_eq!(n_proofs + standing.passed_over.len(), n_known);
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(
        every in every(),
        rows in Just(()).prop_flat_map(|()| random_days(20))
            .prop_flat_map(|days| (Just(days.clone()), Just(days).prop_shuffle())),
    ) {
        let (ours, theirs) = rows;
        let clock = at_end_of("2024-08-01");
        let units = |days: &[i64]| {
            let fixture = Fixture::read(&format!("{every}; grace 3; {}", dates(days)));
            let units = fixture.judge(clock).units;
            units.into_iter().map(|unit| (unit.due, unit.status, unit.by.map(|by| by.date)))
                .collect::<Vec<_>>()
        };
        prop_assert_eq!(units(&ours), units(&theirs));
    }

    #[test]
    fn what_was_missed_never_comes_back_as_time_goes_on(
        every in every(), done in random_days(20), first in 0_i64..100, later in 0_i64..100,
    ) {
        let fixture = Fixture::read(&format!("{every}; grace 4; {}", dates(&done)));
        let missed = |at: i64| {
            let clock = at_end_of(&day("2024-01-01").plus_days(at).to_string());
            let clock = Clocks { known_by: Moment::end_of(day("2025-01-01")), ..clock };
            let units = fixture.judge(clock).units;
            units.into_iter().filter(|unit| unit.status == Status::Missed).map(|unit| unit.due)
                .collect::<Vec<_>>()
        };
        let (before, after) = (missed(first), missed(first + later));
        prop_assert!(before.iter().all(|due| after.contains(due)));
    }
}
