//! The compliance report and what is due.

use proptest::prelude::*;

use crate::base::{Clocks, Day, Moment, Span};
use crate::inspections::testing::{at_end_of, day, rule};
use crate::inspections::{
    Inspections, ListOptions, Outcome, Record, Require, RuleRequest, Severity, Tally, Urgency,
    add_rule, compliance,
};

use super::office::{Office, due_of, opened, request, weekly};

#[test]
fn every_missed_obligation_is_a_row_and_the_gravest_comes_first() {
    let mut office = weekly();
    let mut critical = rule("R0", "max-gap=15d", "2024-01-01");
    critical.severity = Severity::Critical;
    critical.target = Some("0.98".parse().expect("a fraction"));
    let subjects = vec!["S1".parse().expect("a code"), "S2".parse().expect("a code")];
    let request = RuleRequest { rule: critical, subjects };
    let rows = add_rule(&office.book, &request, &mut office.stamp).expect("decided");
    office.take(rows);
    let lonely = RuleRequest { rule: rule("R9", "1/year", "2024-01-01"), subjects: Vec::new() };
    let rows = add_rule(&office.book, &lonely, &mut office.stamp).expect("decided");
    office.take(rows);
    office.done(&["2024-01-03", "2024-01-17"]);

    let report = office.report("2024-01", at_end_of("2024-01-31"));
    assert_eq!(report.missed.len() as u64, report.summary.total.missed);
    let missed: Vec<String> = report
        .missed
        .iter()
        .map(|one| format!("{} {} {}", one.rule, one.subject, one.unit.due))
        .collect();
    assert_eq!(
        missed,
        [
            "R0 S1 2024-01-16",
            "R0 S2 2024-01-16",
            "R0 S1 2024-01-31",
            "R0 S2 2024-01-31",
            "R1 S1 2024-01-14",
            "R1 S1 2024-01-28"
        ]
    );
    let line = &report.summary.lines[0];
    assert_eq!((line.rule.id.as_str(), line.n_subjects, line.meets()), ("R0", 2, Some(false)));
    let sum = report.summary.lines.iter().fold(Tally::default(), |mut sum, line| {
        sum += line.tally;
        sum
    });
    assert_eq!(report.summary.total, sum);
    assert_eq!(report.summary.total.on_time().to_string(), "25.0%");
    assert_eq!(report.summary.unbound, ["R9".parse().expect("a code")]);
}

#[test]
fn due_today_is_due_and_not_overdue() {
    let mut office = weekly();
    office.done(&["2024-01-02"]);
    assert_eq!(due_of(&office, "2024-01-07", 0), [] as [&str; 0]);
    assert_eq!(due_of(&office, "2024-01-07", 7), ["soon R1 2024-01-14 x1"]);
    assert_eq!(due_of(&office, "2024-01-14", 0), ["today R1 2024-01-14 x1"]);
    assert_eq!(due_of(&office, "2024-01-15", 0), ["missed R1 2024-01-14 x1"]);
    assert_eq!(due_of(&office, "2024-03-04", 0), ["missed R1 2024-01-14 x8"]);
    // Done again: what was missed is listed for a month more.
    office.done(&["2024-03-04"]);
    assert_eq!(due_of(&office, "2024-03-04", 0), ["missed R1 2024-02-04 x5"]);
    assert_eq!(due_of(&office, "2024-04-07", 0).len(), 2);
    assert_eq!(due_of(&office, "2024-03-06", 0), ["missed R1 2024-02-04 x5"]);
}

#[test]
fn what_is_overdue_is_due_until_its_grace_is_over_and_findings_count() {
    let mut graceful = rule("R1", "1/month", "2024-02-01");
    graceful.grace = 5;
    let mut office = Office::with(graceful);
    assert_eq!(due_of(&office, "2024-03-05", 0), ["overdue R1 2024-02-29 x1"]);
    assert_eq!(due_of(&office, "2024-03-06", 0), ["missed R1 2024-02-29 x1"]);
    opened(office.at("2024-03-01"));
    office.done(&["2024-03-02", "2024-03-03"]);
    assert_eq!(due_of(&office, "2024-03-07", 0), [] as [&str; 0]);
    assert_eq!(due_of(&office, "2024-03-07", 1), ["soon finding 2024-03-08"]);
    assert_eq!(due_of(&office, "2024-03-09", 1), ["overdue finding 2024-03-08"]);
}

#[test]
fn the_running_day_is_not_over() {
    let mut office = weekly();
    office.done(&["2024-01-03"]);
    let noon = Moment::new(day("2024-01-14"), 12 * 3600).expect("a moment");
    let running = Clocks { known_by: noon, ..at_end_of("2024-01-14") };
    assert_eq!(office.report("2024-01", running).summary.total.not_yet_due, 1);
    assert_eq!(office.report("2024-01", at_end_of("2024-01-14")).summary.total.missed, 1);
}

fn outcomes() -> impl Strategy<Value = Vec<(i64, u8, i64)>> {
    prop::collection::vec((0_i64..60, 0_u8..3, 0_i64..9), 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_book_is_the_same_whatever_the_order_of_its_rows(
        outcomes in outcomes(), seed in prop::collection::vec(any::<u32>(), 80),
    ) {
        let mut first = rule("R1", "2/week", "2024-01-01");
        first.require = Require::Passed;
        first.rectify_days = Some(2);
        let mut office = Office::with(first);
        for (at, result, delay) in outcomes {
            let date: Day = day("2024-01-01").plus_days(at);
            let mut one = request("R1", &date.to_string());
            one.result = Outcome::ALL[usize::from(result)];
            let entered = date.plus_days(delay).to_string();
            // A second look by the same person on the same day is refused: that is no matter here.
            let _ = office.at(&entered).record(&one);
        }
        let mut rows: Vec<(u32, Record)> = seed.iter().copied().cycle().zip(office.rows.clone()).collect();
        rows.sort_by_key(|(at, row)| (!matches!(row, Record::Rule(_)), *at));
        let mut shuffled = Inspections::default();
        for (_, row) in &rows {
            shuffled.apply(row).expect("folds in any order");
        }
        let known_by = Moment::end_of(day("2024-06-01"));
        let clock = Clocks { known_by, ..at_end_of("2024-03-20") }.into();
        let period = Span::parse("2024", day("2024-01-01")).expect("a year");
        let options = ListOptions { period, clock, rule: None, subject: None, site: None };
        let report = compliance(&office.book, &options);
        prop_assert_eq!(&compliance(&shuffled, &options), &report);
        prop_assert_eq!(report.missed.len() as u64, report.summary.total.missed);
        prop_assert_eq!(report.overdue.len() as u64, report.summary.total.overdue);
        let n_failed = office.rows.iter().filter(|row| matches!(row, Record::Finding(_))).count();
        prop_assert_eq!(report.findings.len(), n_failed);
    }
}

#[test]
fn urgency_is_ordered() {
    assert!(Urgency::ALL.is_sorted());
}
