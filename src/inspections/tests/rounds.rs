//! Rounds planned ahead: every subject its number, spaced, the loads level.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::base::{Day, Refuse, Span, SubjectCode};
use crate::inspections::testing::{at_end_of, day, rule};
use crate::inspections::{
    BindRequest, DaysOff, Inspections, Record, Rounds, RoundsOptions, RuleRequest, ServicePeriod,
    Status, UnplannedWhy, add_rule, bind, plan_rounds,
};
use crate::org::{CalendarDay, DayKind};

use super::office::{Office, request, running};

/// An office whose rule binds so many wards.
fn wards(every: &str, with: &str, n_wards: usize) -> Office {
    let mut office = Office::new();
    let mut rounds = rule("R1", every, "2024-01-01");
    rounds.set_each(with.split_whitespace()).expect("keys");
    let subjects = (1..=n_wards).map(ward).collect();
    let request = RuleRequest { rule: rounds, subjects };
    let rows = add_rule(&office.book, &request, &mut office.stamp).expect("decided");
    office.take(rows);
    office
}

fn ward(nth: usize) -> SubjectCode {
    format!("W{nth:02}").parse().expect("a code")
}

fn options(period: &str, today: &str) -> RoundsOptions {
    RoundsOptions {
        rule: "R1".parse().expect("a code"),
        period: Span::parse(period, day("2024-01-01")).expect("days"),
        clock: running(today),
        inspectors: vec!["甲组".to_owned()],
        most: None,
        days_off: DaysOff::Free,
    }
}

fn planned(book: &Inspections, options: &RoundsOptions) -> Rounds {
    plan_rounds(book, options).expect("a plan")
}

fn loads(rounds: &Rounds) -> Vec<usize> {
    rounds.days.iter().map(|day| day.visits.iter().sum()).collect()
}

/// The days of the visits of a subject.
fn days_of(rounds: &Rounds, subject: &SubjectCode) -> Vec<String> {
    let of_it = rounds.visits.iter().filter(|visit| visit.subject == *subject);
    of_it.map(|visit| visit.day.to_string()).collect()
}

#[test]
fn ten_wards_twice_a_week_are_four_visits_a_day_two_days_apart() {
    let office = wards("2/week", "spacing=2", 10);
    let mut options = options("2024-03-04..2024-03-10", "2024-03-04");
    options.inspectors.push("乙组".to_owned());
    let rounds = planned(&office.book, &options);
    assert_eq!(loads(&rounds), [4, 4, 4, 4, 4]);
    assert!(rounds.days.iter().all(|day| day.visits == [2, 2]));
    assert_eq!(rounds.unplanned, []);
    assert_eq!(rounds, planned(&office.book, &options));
}

#[test]
fn what_is_done_counts_and_keeps_its_distance() {
    let mut office = wards("2/week", "spacing=2", 2);
    let mut done = request("R1", "2024-03-05");
    done.subject = ward(1);
    office.at("2024-03-05").record(&done).expect("recorded");
    let rounds = planned(&office.book, &options("2024-03-04..2024-03-10", "2024-03-06"));
    assert_eq!(rounds.n_done, 1);
    let first = days_of(&rounds, &ward(1));
    assert!(first == ["2024-03-07"] || first == ["2024-03-08"], "{first:?}");
    // Three days are left of the week, and two of them are two days apart.
    assert_eq!(days_of(&rounds, &ward(2)), ["2024-03-06", "2024-03-08"]);
    assert_eq!(first, ["2024-03-07"]);
}

#[test]
fn holidays_are_free_and_what_finds_no_day_is_said() {
    let mut office = wards("2/week", "spacing=2", 1);
    for date in ["2024-03-06", "2024-03-07", "2024-03-08"].map(day) {
        let row =
            CalendarDay { date, kind: DayKind::Off, name: "停诊".to_owned(), recorded_at: None };
        office.book.apply(&Record::CalendarDay(row)).expect("folds");
    }
    let mut options = options("2024-03-04..2024-03-10", "2024-03-04");
    let rounds = planned(&office.book, &options);
    assert_eq!((rounds.visits.len(), rounds.unplanned.len()), (1, 1));
    assert_eq!(rounds.unplanned[0].why, UnplannedWhy::NoDay);
    options.days_off = DaysOff::Worked;
    assert_eq!(planned(&office.book, &options).unplanned, []);
}

#[test]
fn whoever_goes_has_a_most() {
    let office = wards("2/week", "", 6);
    let mut options = options("2024-03-04..2024-03-10", "2024-03-04");
    options.most = Some(2);
    let rounds = planned(&office.book, &options);
    assert_eq!(loads(&rounds), [2, 2, 2, 2, 2]);
    assert!(rounds.unplanned.iter().all(|line| line.why == UnplannedWhy::Full));
    assert_eq!(rounds.unplanned.len(), 2);
    options.inspectors.push("乙组".to_owned());
    assert_eq!(planned(&office.book, &options).unplanned, []);
}

#[test]
fn a_month_is_planned_week_by_week_and_past_days_are_not() {
    let office = wards("2/week", "spacing=2", 5);
    let rounds = planned(&office.book, &options("2024-03", "2024-03-11"));
    // The weeks of the 4th is over; those that end on the 17th, 24th and 31st are planned.
    assert_eq!(rounds.visits.len(), 3 * 2 * 5);
    assert!(rounds.visits.iter().all(|visit| visit.day >= day("2024-03-11")));
    assert_eq!(loads(&rounds), [2; 15]);
}

#[test]
fn so_many_a_month_or_a_quarter_are_planned_over_it() {
    for (every, period, n_visits) in [("2/month", "2024-03", 2), ("3/quarter", "2024-Q2", 3)] {
        let office = wards(every, "spacing=7", 3);
        let mut asked = options(period, "2024-03-01");
        asked.inspectors.push("乙组".to_owned());
        let rounds = planned(&office.book, &asked);
        assert_eq!((rounds.visits.len(), rounds.unplanned.len()), (3 * n_visits, 0), "{every}");
        assert!(loads(&rounds).into_iter().all(|load| load <= 1), "{every}");
        for nth in 1..=3 {
            let of_it = rounds.visits.iter().filter(|visit| visit.subject == ward(nth));
            let days: Vec<_> = of_it.map(|visit| visit.day).collect();
            assert!(days.windows(2).all(|two| two[0].days_until(two[1]) >= 7), "{days:?}");
        }
    }
}

#[test]
fn only_numbers_in_slots_are_planned_and_only_ahead() {
    let office = wards("max-gap=15d", "", 1);
    let refused = plan_rounds(&office.book, &options("2024-03", "2024-03-01"));
    assert_eq!(refused.expect_err("no number").code(), "inspect.rounds_not_by_number");
    let office = wards("1/week", "", 1);
    let refused = plan_rounds(&office.book, &options("2024-02", "2024-03-01"));
    assert_eq!(refused.expect_err("over").code(), "inspect.rounds_over");
    assert_eq!(RoundsOptions::parse_most("0").expect_err("none").code(), "inspect.rounds_most");
}

/// The least sum of the squares of the loads over all ways to visit every ward its number of times.
fn least_squares(wards: &[Vec<Vec<usize>>], loads: &mut Vec<u64>) -> u64 {
    let Some((first, rest)) = wards.split_first() else {
        return loads.iter().map(|load| load * load).sum();
    };
    let mut least = u64::MAX;
    for way in first {
        for day in way {
            loads[*day] += 1;
        }
        least = least.min(least_squares(rest, loads));
        for day in way {
            loads[*day] -= 1;
        }
    }
    least
}

/// Every way to choose so many of the days, each so many apart from the one before.
fn ways(days: &[usize], count: usize, spacing: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, first) in days.iter().enumerate() {
        let rest: Vec<usize> =
            days[at + 1..].iter().copied().filter(|day| *day >= first + spacing).collect();
        for mut way in ways(&rest, count - 1, spacing) {
            way.insert(0, *first);
            all.push(way);
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    /// Kept, the plan meets every duty of the period; nobody's visits are closer than the rule
    /// allows; inspectors of a day differ by one at most.
    #[test]
    fn a_plan_that_is_kept_meets_every_duty(
        n_wards in 1_usize..9, times in 1_u32..4, spacing in 1_u32..3, n_inspectors in 1_usize..4,
        off in prop::collection::btree_set(0_i64..14, 0..4),
    ) {
        let mut office = wards(&format!("{times}/week"), &format!("spacing={spacing}"), n_wards);
        for at in off {
            let date = day("2024-03-04").plus_days(at);
            let row = CalendarDay { date, kind: DayKind::Off, name: "放假".to_owned(), recorded_at: None };
            office.book.apply(&Record::CalendarDay(row)).expect("folds");
        }
        let mut options = options("2024-03-04..2024-03-17", "2024-03-04");
        options.inspectors = (0..n_inspectors).map(|nth| format!("组{nth}")).collect();
        let rounds = planned(&office.book, &options);
        prop_assert_eq!(rounds.visits.len() + rounds.unplanned.len(), n_wards * 2 * times as usize);
        let mut by_subject: BTreeMap<&SubjectCode, Vec<Day>> = BTreeMap::new();
        for visit in &rounds.visits {
            prop_assert!(office.book.calendar().is_workday(visit.day));
            by_subject.entry(&visit.subject).or_default().push(visit.day);
        }
        for day in &rounds.days {
            let (least, most) = (day.visits.iter().min(), day.visits.iter().max());
            prop_assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1));
        }
        for visit in &rounds.visits {
            let mut done = request("R1", &visit.day.to_string());
            done.subject = visit.subject.clone();
            office.at(&visit.day.to_string()).record(&done).expect("recorded");
        }
        let clock = at_end_of("2024-03-17").into();
        let standings = office.book.standings(clock, day("2024-03-17"));
        let of_period = |due: Day| options.period.contains(due);
        let units = standings.values().flat_map(|standing| &standing.units);
        let missed = units.filter(|unit| of_period(unit.due) && unit.status == Status::Missed);
        prop_assert_eq!(missed.count(), rounds.unplanned.len());
    }

    /// No other plan has leveller loads: held against all ways there are.
    #[test]
    fn no_plan_is_more_level(
        from in prop::collection::vec((0_usize..5, 0_usize..5), 1..6), times in 1_usize..3,
        spacing in 1_usize..3,
    ) {
        let mut office = wards(&format!("{times}/week"), &format!("spacing={spacing}"), 0);
        let mut all_ways = Vec::new();
        for (nth, (one, other)) in from.iter().enumerate() {
            // Out of service on all but some days of the week, a ward asks for fewer: what it asks
            // for is looked up, not reckoned a second time.
            let (first, last) = (*one.min(other), *one.max(other));
            let from = day("2024-03-04").plus_days(i64::try_from(first).expect("small"));
            let to = day("2024-03-04").plus_days(i64::try_from(last).expect("small"));
            let bound = BindRequest {
                rule: "R1".parse().expect("a code"),
                subjects: vec![ward(nth + 1)],
                period: ServicePeriod { from, to: Some(to) },
                anchor: None,
                site: None,
                reason: String::new(),
            };
            let rows = bind(&office.book, &bound, &mut office.stamp).expect("decided");
            office.take(rows);
            let key = ("R1".parse().expect("a code"), ward(nth + 1));
            let standing = &office.book.standings(running("2024-03-04"), day("2024-03-10"))[&key];
            let asked = standing.units.iter().filter(|unit| unit.status == Status::NotYetDue);
            let days: Vec<usize> = (first..=last).collect();
            let count = asked.count();
            let fits = (0..=count).rev().find(|count| !ways(&days, *count, spacing).is_empty());
            all_ways.push(ways(&days, fits.expect("none always fits"), spacing));
        }
        let rounds = planned(&office.book, &options("2024-03-04..2024-03-10", "2024-03-04"));
        let squares: u64 = loads(&rounds).iter().map(|load| (load * load) as u64).sum();
        prop_assert_eq!(squares, least_squares(&all_ways, &mut vec![0; 5]));
    }
}
