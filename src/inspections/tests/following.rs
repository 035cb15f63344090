//! How findings are followed up: in time or not, whom to tell, what came again.

use proptest::option::of;
use proptest::prelude::*;

use crate::base::{Fraction, Moment, RecordId, Refuse};
use crate::inspections::testing::{at_end_of, day};
use crate::inspections::{
    Escalation, FindingEvent, FindingKind, FindingSource, FindingTally, Inspections, ListOptions,
    Record, Severity, Which, compliance, findings,
};

/// What happened to a finding, in days after the first of January and after its opening.
#[derive(Debug, Clone)]
struct Tale {
    subject: &'static str,
    severity: Severity,
    opened: i64,
    due: Option<i64>,
    extend: Option<(i64, i64)>,
    rectify: Option<i64>,
    reject: Option<(i64, i64)>,
    verify: Option<i64>,
    source: Option<FindingSource>,
    /// Whether a file shows that it was put right.
    shown: bool,
}

const PLAIN: Tale = Tale {
    subject: "S1",
    severity: Severity::Major,
    opened: 0,
    due: None,
    extend: None,
    rectify: None,
    reject: None,
    verify: None,
    source: None,
    shown: true,
};

/// The rows of the tales.
fn book(tales: &[Tale]) -> Inspections {
    let mut book = Inspections::default();
    // What is critical is put right with evidence only.
    book.policy.findings.evidence = Some(Severity::Critical);
    for (at, tale) in tales.iter().enumerate() {
        let finding = RecordId::parse(&format!("F{at}")).expect("an id");
        let mut number = 0;
        let mut add = |kind: FindingKind, days: i64, due: Option<i64>| {
            let id = if number == 0 { finding.to_string() } else { format!("F{at}-{number}") };
            number += 1;
            let opens = kind == FindingKind::Open;
            let shows = kind == FindingKind::Rectify && tale.shown;
            let on = |days: i64| day("2024-01-01").plus_days(tale.opened + days);
            let row = FindingEvent {
                id: RecordId::parse(&id).expect("an id"),
                finding: finding.clone(),
                date: on(days),
                kind,
                subject: opens.then(|| tale.subject.parse().expect("a code")),
                rule: None,
                record: None,
                severity: opens.then_some(tale.severity),
                due: due.map(on),
                source: tale.source.filter(|_| opens),
                department: opens.then(|| "NK1".parse().expect("a code")),
                owner: String::new(),
                person: format!("{kind:?}"),
                note: "疏散通道堆物".to_owned(),
                evidence: shows.then(|| "照片.jpg".to_owned()).into_iter().collect(),
                sha256: shows.then(|| "0".repeat(64)).into_iter().collect(),
                recorded_at: Moment::end_of(on(days)),
                recorded_by: String::new(),
            };
            book.apply(&Record::Finding(row)).expect("folds");
        };
        add(FindingKind::Open, 0, tale.due);
        if let Some((on, due)) = tale.extend {
            add(FindingKind::Extend, on, Some(due));
        }
        if let Some(done) = tale.rectify {
            add(FindingKind::Rectify, done, None);
            let again = tale.reject.map(|(seen, mended)| (done + seen, done + seen + mended));
            if let Some((seen, mended)) = again {
                add(FindingKind::Reject, seen, None);
                add(FindingKind::Rectify, mended, None);
            }
            if let Some(seen) = tale.verify {
                add(FindingKind::Verify, again.map_or(done, |(_, mended)| mended) + seen, None);
            }
        }
    }
    book
}

fn options(as_of: &str) -> ListOptions {
    let clock = at_end_of(as_of).into();
    let period = crate::base::Span::parse("2024", day(as_of)).expect("a year");
    ListOptions { period, clock, rule: None, subject: None, site: None }
}

fn tally(tales: &[Tale], as_of: &str) -> FindingTally {
    findings(&book(tales), &options(as_of), Which::All).tally.expect("a sum")
}

#[test]
fn the_longer_it_is_overdue_the_higher_it_is_told() {
    // Found on the 1st, to be put right by the 8th by the standard of what is major.
    let book = book(&[PLAIN]);
    let told = |as_of: &str| {
        let of = |which: Which| findings(&book, &options(as_of), which).findings;
        let [line] = of(Which::Unclosed).try_into().expect("one finding");
        assert_eq!(line.due, day("2024-01-08"));
        assert_eq!(of(Which::Overdue).len(), usize::from(line.days_over.is_some()));
        (line.days_over, line.level)
    };
    assert_eq!(told("2024-01-08"), (None, None));
    assert_eq!(told("2024-01-09"), (Some(1), Some(Escalation::Foreman)));
    assert_eq!(told("2024-01-14"), (Some(6), Some(Escalation::Foreman)));
    assert_eq!(told("2024-01-15"), (Some(7), Some(Escalation::Department)));
    assert_eq!(told("2024-01-22"), (Some(14), Some(Escalation::Department)));
    assert_eq!(told("2024-01-23"), (Some(15), Some(Escalation::Director)));
}

#[test]
fn the_same_trouble_soon_after_its_closing_is_a_repeated_one() {
    let closed = Tale { rectify: Some(2), verify: Some(3), ..PLAIN };
    // Closed on the 6th of January: the ninetieth day after it is the 5th of April.
    let again = |opened: i64, subject: &'static str| -> Vec<String> {
        let book = book(&[closed.clone(), Tale { subject, opened, ..PLAIN }]);
        let listed = findings(&book, &options("2024-12-31"), Which::Repeated).findings;
        listed.into_iter().filter_map(|line| line.repeats).map(|id| id.to_string()).collect()
    };
    assert_eq!(again(95, "S1"), ["F0"]);
    assert_eq!(again(96, "S1"), Vec::<String>::new());
    assert_eq!(again(95, "S2"), Vec::<String>::new());
    // Found while the other was still open: no repeat of it.
    assert_eq!(again(3, "S1"), Vec::<String>::new());
    // The report of its period tells it, open or not, and that of another as long as it is open.
    let told = |rectify, period: &str| {
        let again = Tale { opened: 95, rectify, verify: rectify, ..PLAIN };
        let asked = ListOptions {
            period: crate::base::Span::parse(period, day("2024-12-31")).expect("a period"),
            ..options("2024-12-31")
        };
        let beside = compliance(&book(&[closed.clone(), again]), &asked).summary.beside;
        (beside.findings.n_findings, beside.findings.n_repeated, beside.repeated.len())
    };
    assert_eq!(told(Some(1), "2024"), (2, 1, 1));
    assert_eq!(told(Some(1), "2024-12"), (0, 0, 0));
    assert_eq!(told(None, "2024-12"), (0, 0, 1));
}

#[test]
fn three_rates_stand_beside_each_other() {
    let tales = [
        // Within the standard's seven days, late by its own three.
        Tale { due: Some(3), rectify: Some(5), ..PLAIN },
        // Late by its first deadline, in time by the one it was given before that passed.
        Tale { due: Some(7), extend: Some((6, 20)), rectify: Some(18), ..PLAIN },
        // Never given a deadline: by the standard only.
        Tale { rectify: Some(6), ..PLAIN },
        // Extended when its deadline had passed: that does not count.
        Tale { due: Some(7), extend: Some((8, 40)), rectify: Some(30), ..PLAIN },
        // Nobody puts it right.
        Tale { due: Some(9), ..PLAIN },
    ];
    let sum = tally(&tales, "2024-03-01");
    assert_eq!((sum.n_findings, sum.n_open, sum.n_rectified, sum.n_without_due), (5, 1, 4, 1));
    let rate = |rate: crate::base::Ratio| rate.fraction().expect("a rate");
    let fifths = |n: i128| Fraction::new(n, 5).expect("a fraction");
    assert_eq!(rate(sum.standard.rate()), fifths(2));
    assert_eq!(rate(sum.first.rate()), fifths(0));
    assert_eq!(rate(sum.current.rate()), fifths(1));
}

#[test]
fn one_finding_tells_its_story_up_to_the_day() {
    let told = book(&[Tale { due: Some(3), rectify: Some(5), verify: Some(1), ..PLAIN }]);
    let id = RecordId::parse("F0").expect("an id");
    let kinds = |as_of: &str| {
        let story = told.finding_story(&id, at_end_of(as_of).into()).expect("a finding");
        assert_eq!(story.standard_due, day("2024-01-08"));
        story.events.iter().map(|event| event.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds("2024-01-05"), [FindingKind::Open]);
    let all = [FindingKind::Open, FindingKind::Rectify, FindingKind::Verify];
    assert_eq!(kinds("2024-01-07"), all);
    let before = told.finding_story(&id, at_end_of("2023-12-31").into());
    assert_eq!(before.expect_err("not yet").code(), "finding.unknown_near");
}

fn tale() -> impl Strategy<Value = Tale> {
    let what = (prop::sample::select(Severity::ALL), 0_i64..60, of(0_i64..40));
    let steps = (of((0_i64..40, 0_i64..40)), of(0_i64..60), of((0_i64..20, 0_i64..20)));
    let whose = (of(prop::sample::select(FindingSource::ALL)), any::<bool>());
    (what, steps, of(0_i64..20), whose).prop_map(|(what, steps, verify, whose)| Tale {
        subject: "S1",
        severity: what.0,
        opened: what.1,
        due: what.2,
        extend: steps.0,
        rectify: steps.1,
        reject: steps.2,
        verify,
        source: whose.0,
        shown: whose.1,
    })
}

/// The rates: by the standard, by the first deadline, of what is closed, of what the departments
/// reported, by the deadline in force.
fn rates(tales: &[Tale]) -> [(&'static str, Option<Fraction>); 5] {
    let sum = tally(tales, "2024-02-20");
    [
        ("standard", sum.standard.rate().fraction()),
        ("first", sum.first.rate().fraction()),
        ("closed", sum.closed().fraction()),
        ("self-reported", sum.self_reported().fraction()),
        ("current", sum.current.rate().fraction()),
    ]
}

/// Changes one tale, and looks at so many of the rates.
fn never_better(tales: &[Tale], one: usize, change: fn(&mut Tale), n_rates: usize) {
    let mut changed = tales.to_vec();
    change(&mut changed[one]);
    for ((name, before), (_, after)) in rates(tales).into_iter().zip(rates(&changed)).take(n_rates)
    {
        match (before, after) {
            (Some(before), Some(after)) => assert!(after <= before, "{name}: {before:?} {after:?}"),
            (None, Some(after)) => assert_eq!(after, Fraction::ZERO, "{name}"),
            (before, None) => assert_eq!(before, None, "{name} vanished"),
        }
    }
}

proptest! {
    #[test]
    fn leaving_something_out_betters_no_rate(
        tales in prop::collection::vec(tale(), 1..8),
        which in 0_usize..8,
    ) {
        let one = which % tales.len();
        let changes: [fn(&mut Tale); 7] = [
            |tale| tale.verify = None,
            |tale| tale.shown = false,
            |tale| tale.source = None,
            |tale| tale.due = None,
            |tale| (tale.due, tale.extend) = (None, None),
            |tale| tale.rectify = None,
            |tale| tale.reject = tale.reject.map(|(seen, mended)| (seen, mended + 60)),
        ];
        for change in changes {
            never_better(&tales, one, change, 5);
        }
    }

    #[test]
    fn moving_a_deadline_betters_no_rate_but_the_one_it_is_for(
        tales in prop::collection::vec(tale(), 1..8),
        which in 0_usize..8,
    ) {
        let one = which % tales.len();
        let mut tales = tales;
        tales[one].extend = None;
        // Once it has passed, and where none was given: not even that one.
        never_better(&tales, one, |tale| tale.extend = tale.due.map(|due| (due + 1, 90)), 5);
        tales[one].due = tales[one].due.filter(|_| which % 2 == 0);
        let n_rates = if tales[one].due.is_none() { 5 } else { 4 };
        never_better(&tales, one, |tale| tale.extend = Some((0, 90)), n_rates);
    }
}
