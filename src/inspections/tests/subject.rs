//! The duties of one subject: the next day however far ahead, and what was left undone.

use crate::inspections::testing::{day, rule};
use crate::inspections::{ReleaseRequest, release, subject_duties};

use super::due::{certificate, licensed};
use super::office::{Office, running};

/// Each duty of `S1` as `state last next undone-since x n`.
fn tell(office: &Office, today: &str) -> Vec<String> {
    let subject = "S1".parse().expect("a code");
    let or = |day: Option<crate::base::Day>| day.map_or("-".to_owned(), |day| day.to_string());
    let duties = subject_duties(&office.book, &subject, running(today));
    let said = duties.iter().map(|duty| {
        let (last, next, since) = (or(duty.last), or(duty.next), or(duty.undone_since));
        format!("{} {last} {next} {since} x{}", duty.state.word(), duty.n_undone)
    });
    said.collect()
}

#[test]
fn the_next_time_is_found_however_far_ahead_it_lies() {
    for (every, next) in
        [("1/month", "2024-02-29"), ("max-gap=365d", "2025-01-09"), ("max-gap=2000d", "2029-07-02")]
    {
        let mut office = Office::with(rule("R1", every, "2024-01-01"));
        office.done(&["2024-01-10"]);
        assert_eq!(
            tell(&office, "2024-01-20"),
            [format!("ahead 2024-01-10 {next} - x0")],
            "{every}"
        );
    }
}

#[test]
fn what_was_missed_stands_until_it_is_done_again_and_the_next_time_beside_it() {
    let mut office = Office::with(rule("R1", "1/month", "2024-01-01"));
    office.done(&["2024-01-10"]);
    assert_eq!(tell(&office, "2024-02-29"), ["today 2024-01-10 2024-02-29 - x0"]);
    assert_eq!(tell(&office, "2024-04-05"), ["missed 2024-01-10 2024-04-30 2024-02-29 x2"]);
    office.done(&["2024-05-06"]);
    // What was missed more than a month ago and done since is settled.
    assert_eq!(tell(&office, "2024-06-10"), ["ahead 2024-05-06 2024-06-30 - x0"]);
}

#[test]
fn a_certificate_is_applied_for_in_time_and_is_held_not_done() {
    let mut office = licensed("apply_before=1m");
    certificate(&mut office, "2024-01-01..2026-03-31");
    assert_eq!(tell(&office, "2024-02-20"), ["ahead - 2026-02-28 - x0"]);
    assert_eq!(tell(&office, "2026-02-28"), ["today - 2026-02-28 - x0"]);
    assert_eq!(tell(&office, "2026-03-15"), ["overdue - - 2026-02-28 x1"]);
}

#[test]
fn a_duty_that_ended_is_told_only_while_something_of_it_is_left_undone() {
    let mut office = Office::with(rule("R1", "1/month", "2024-01-01"));
    office.done(&["2024-01-10"]);
    let request = ReleaseRequest {
        rule: None,
        subject: "S1".parse().expect("a code"),
        last: day("2024-03-31"),
        reason: "报废".to_owned(),
    };
    office.at("2024-03-31");
    let rows = release(&office.book, &request, &mut office.stamp).expect("released");
    office.take(rows);
    assert_eq!(tell(&office, "2024-04-02"), ["missed 2024-01-10 - 2024-02-29 x2"]);
    let mut kept = Office::with(rule("R1", "1/month", "2024-01-01"));
    kept.done(&["2024-01-10", "2024-02-10", "2024-03-10"]);
    let rows = release(&kept.book, &request, &mut kept.stamp).expect("released");
    kept.take(rows);
    assert_eq!(tell(&kept, "2024-04-02"), [] as [&str; 0]);
}
