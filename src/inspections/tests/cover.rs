//! The register of certificates: apply-by days, days without one, and on how many it was needed.

use proptest::prelude::*;

use crate::base::{Day, SubjectCode};
use crate::inspections::testing::{day, rule};
use crate::inspections::{
    CertificateRegister, CertificateRequest, Clock, DayState, OnDuty, Record, RegisterOptions,
    ReleaseRequest, WhichCertificates, certificate_register, certify, release,
};

use super::office::Office;

const OLD: (&str, &str) = ("2020-04-01", "2024-03-31");
const NEW: (&str, &str) = ("2024-04-10", "2028-04-09");

/// An office whose one rule asks `S1` for a certificate from 2024-03-25 on.
fn asking(keys: &str) -> Office {
    let mut rule = rule("R1", "certificate=电梯", "2024-03-25");
    rule.set_each(keys.split_whitespace()).expect("keys");
    Office::with(rule)
}

fn holds(office: &mut Office, (from, to): (&str, &str)) {
    let request = CertificateRequest {
        holder: "S1".parse().expect("a code"),
        kind: "电梯".to_owned(),
        number: String::new(),
        from: day(from),
        to: Some(day(to)),
        issuer: String::new(),
        note: String::new(),
        supersedes: None,
    };
    let rows = certify(&office.book, &request, &mut office.stamp).expect("decided");
    office.take(rows);
}

fn on_duty(office: &mut Office, dates: &[&str]) {
    for date in dates {
        let row = OnDuty {
            id: office.stamp.id('Z', day(date)),
            rule: "R1".parse().expect("a code"),
            subject: "S1".parse().expect("a code"),
            date: day(date),
            shift: String::new(),
            note: String::new(),
            present: true,
            supersedes: None,
            recorded_at: office.stamp.recorded_at,
            recorded_by: "办事员".to_owned(),
        };
        office.book.apply(&Record::OnDuty(row)).expect("folds");
    }
}

fn register(office: &Office, as_of: Day, which: WhichCertificates) -> CertificateRegister {
    let clock = Clock { as_of, state: DayState::Over };
    let options = RegisterOptions { clock, which, holder: None, kind: None };
    certificate_register(&office.book, &options)
}

fn told(office: &Office, as_of: &str, which: WhichCertificates) -> Vec<String> {
    let register = register(office, day(as_of), which);
    let day_or_dash = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
    let lines = register.lines.iter().map(|line| {
        format!(
            "until {} apply {} left {} gap {} uncovered {}{}",
            day_or_dash(line.line.certificate.to),
            day_or_dash(line.line.apply_by),
            line.line.left.unwrap_or_default(),
            line.gap,
            line.n_uncovered,
            if line.line.renewed { " renewed" } else { "" },
        )
    });
    let uncovered = register.uncovered.iter().map(|line| {
        format!(
            "{} of {} days without, {}..{}{}",
            line.n_uncovered,
            line.n_needed,
            line.first,
            line.last,
            if line.is_open { ", still" } else { "" },
        )
    });
    let open = register.has_something_open().then(|| "open".to_owned());
    lines.chain(uncovered).chain(open).collect()
}

#[test]
fn e11_a_gap_of_nine_days_and_two_duties_in_it() {
    let mut office = asking("apply_before=1m");
    holds(&mut office, OLD);
    holds(&mut office, NEW);
    assert_eq!(
        told(&office, "2024-04-15", WhichCertificates::All),
        [
            "until 2024-03-31 apply 2024-02-29 left -15 gap 9 uncovered 9 renewed",
            "until 2028-04-09 apply 2028-03-09 left 1455 gap 0 uncovered 0",
            "9 of 22 days without, 2024-04-01..2024-04-09",
        ]
    );
    let mut office = asking("apply_before=1m cover=duty");
    holds(&mut office, OLD);
    holds(&mut office, NEW);
    on_duty(&mut office, &["2024-03-31", "2024-04-02", "2024-04-05", "2024-04-10"]);
    assert_eq!(
        told(&office, "2024-04-15", WhichCertificates::All),
        [
            "until 2024-03-31 apply 2024-02-29 left -15 gap 9 uncovered 2 renewed",
            "until 2028-04-09 apply 2028-03-09 left 1455 gap 0 uncovered 0",
            "2 of 4 days without, 2024-04-02..2024-04-05",
        ]
    );
}

#[test]
fn a_certificate_that_is_over_stays_open_until_it_is_renewed_or_not_needed() {
    let mut office = asking("apply_before=1m");
    holds(&mut office, OLD);
    let over = "until 2024-03-31 apply 2024-02-29 left -5 gap 5 uncovered 5";
    let without = "5 of 12 days without, 2024-04-01..2024-04-05, still";
    let expired = WhichCertificates::Expired;
    assert_eq!(told(&office, "2024-04-05", expired), [over, without, "open"]);
    assert_eq!(told(&office, "2024-04-05", WhichCertificates::Within(0)), [over, without, "open"]);
    // On its last day it holds; by then the next one should have been applied for.
    let last = "until 2024-03-31 apply 2024-02-29 left 0 gap 0 uncovered 0";
    assert_eq!(told(&office, "2024-03-31", WhichCertificates::Within(0)), [last, "open"]);
    assert_eq!(told(&office, "2024-03-31", expired), ["open"; 0]);
    let before = told(&office, "2024-01-30", WhichCertificates::Within(29));
    assert_eq!(before, ["open"; 0]);
    let before = told(&office, "2024-01-30", WhichCertificates::Within(30));
    assert_eq!(before.last().map(String::as_str), Some("open"));

    let request = ReleaseRequest {
        rule: None,
        subject: "S1".parse().expect("a code"),
        last: day("2024-04-03"),
        reason: "调岗".to_owned(),
    };
    let rows = release(&office.book, &request, &mut office.stamp).expect("decided");
    office.take(rows);
    assert_eq!(
        told(&office, "2024-04-05", expired),
        ["3 of 10 days without, 2024-04-01..2024-04-03"]
    );
    assert!(!register(&office, day("2024-04-05"), WhichCertificates::All).lines[0].is_needed);
}

#[test]
fn whoever_never_had_one_is_named() {
    let office = asking("");
    assert_eq!(
        told(&office, "2024-03-27", WhichCertificates::All),
        ["3 of 3 days without, 2024-03-25..2024-03-27, still", "open"]
    );
    let somebody_else = RegisterOptions {
        clock: Clock { as_of: day("2024-03-27"), state: DayState::Over },
        which: WhichCertificates::All,
        holder: Some("S2".parse::<SubjectCode>().expect("a code")),
        kind: None,
    };
    let register = certificate_register(&office.book, &somebody_else);
    assert!(register.uncovered.is_empty() && !register.has_something_open());
}

proptest! {
    #[test]
    fn days_without_one_are_counted_day_by_day(
        spans in prop::collection::vec((0_i64..60, 0_i64..20), 0..5),
        as_of in 0_i64..90,
    ) {
        let from = day("2024-03-25");
        let as_of = from.plus_days(as_of);
        let mut office = asking("");
        let spans: Vec<(Day, Day)> = spans
            .iter()
            .map(|(first, length)| (from.plus_days(*first), from.plus_days(first + length)))
            .collect();
        for (first, last) in &spans {
            holds(&mut office, (&first.to_string(), &last.to_string()));
        }
        let register = register(&office, as_of, WhichCertificates::All);
        let days: Vec<Day> =
            std::iter::successors(Some(from), |day| Some(day.next())).take_while(|day| *day <= as_of).collect();
        let bare = |day: &&Day| !spans.iter().any(|(first, last)| first <= *day && *day <= last);
        let n_bare = days.iter().filter(bare).count();
        let told: u64 = register.uncovered.iter().map(|line| line.n_uncovered).sum();
        prop_assert_eq!(told, n_bare as u64);
        // Each of them is the gap of exactly one certificate, unless none had ended yet.
        let after_one = |day: &&Day| spans.iter().any(|(_, last)| last < *day);
        let n_after = days.iter().filter(bare).filter(after_one).count();
        let of_lines: u64 = register.lines.iter().map(|line| line.n_uncovered).sum();
        prop_assert_eq!(of_lines, n_after as u64);
        let gaps: i64 = register.lines.iter().map(|line| line.gap).sum();
        prop_assert_eq!(gaps, i64::try_from(n_after).expect("few"));
    }
}
