//! A report that was printed is printed again the same, whatever is written afterwards; and what a
//! period is worth.

use proptest::prelude::*;

use crate::base::{Day, Fraction, Moment, RecordId, Span};
use crate::inspections::testing::{at_end_of, day, inspection, rule};
use crate::inspections::{
    Bands, BatchEvent, BatchKind, Calendar, Compliance, Excusal, FindingEvent, FindingKind, Grade,
    Inspection, Inspections, ListOptions, OnDuty, OutWhy, Outcome, Record, RepairKind, Rule,
    Service, ServicePeriod, Severity, Tally, TaskKind, compliance,
};
use crate::org::{CalendarDay, Certificate, DayKind};

use super::beside;
use super::office::Office;

fn first() -> Day {
    day("2024-01-01")
}

fn id(letter: char, number: usize) -> RecordId {
    RecordId::parse(&format!("{letter}{number:04}")).expect("an id")
}

fn rules() -> Vec<Rule> {
    let mut weekly = rule("W", "2/week", "2024-01-01");
    weekly.calendar = Calendar::Workday;
    weekly.min_workdays = Some(2);
    let mut gap = rule("G", "max-gap=9d", "2024-01-03");
    (gap.grace, gap.severity) = (3, Severity::Critical);
    let anchored = rule("A", "anchored=1m", "2024-01-01");
    let dwell = rule("B", "dwell<=48h", "2024-01-01");
    let certificate = rule("C", "certificate=上岗证", "2024-01-01");
    let mut after = rule("E", "event+2d", "2024-01-01");
    after.set_each(["after=W"]).expect("a rule that comes after");
    vec![weekly, gap, anchored, dwell, certificate, after]
}

const CODES: [&str; 6] = ["W", "G", "A", "B", "C", "E"];

/// A row: what it is, its rule, the day, how many days later it was recorded, and a number to
/// choose by.
type Drawn = (usize, usize, i64, i64, usize);

/// The rows with the day from which each is known; of a register, the day from which it holds.
fn rows(drawn: &[Drawn]) -> Vec<(Day, Record)> {
    let mut rows: Vec<(Day, Record)> = Vec::new();
    for rule in rules() {
        rows.push((rule.valid_from, Record::Rule(rule)));
    }
    for (at, code) in CODES.iter().enumerate() {
        rows.push((first(), Record::Service(service(at, code, first(), None, None))));
    }
    for (at, drawn) in drawn.iter().enumerate() {
        let row = row(&rows, at + 100, *drawn);
        rows.push(row);
    }
    rows
}

/// A row and the day from which it is known.
fn row(rows: &[(Day, Record)], at: usize, drawn: Drawn) -> (Day, Record) {
    let (what, which, days, delay, other) = drawn;
    let (code, date) = (CODES[which], first().plus_days(days));
    let recorded = date.plus_days(delay);
    let recorded_at = Moment::new(recorded, 9 * 3600).expect("a moment");
    let older = |letter: char| {
        let of_kind = rows.iter().filter_map(|(_, row)| match (letter, row) {
            ('C', Record::Inspection(row)) => Some(row.id.clone()),
            ('X', Record::Excusal(row)) => Some(row.id.clone()),
            _ => None,
        });
        of_kind.collect::<Vec<_>>().get(other).cloned()
    };
    let record = match what {
        0..=4 => {
            let plain = inspection(&rule(code, "1/week", "2024-01-01"), at, date, recorded);
            let supersedes = (what == 0).then(|| older('C')).flatten();
            let result = Outcome::ALL[other % 3];
            Record::Inspection(Inspection { result, supersedes, recorded_at, ..plain })
        }
        5 => Record::Excusal(Excusal {
            id: id('X', at),
            date,
            rule: code.parse().expect("a code"),
            subject: "S1".parse().expect("a code"),
            days: Span::new(date, date.plus_days(9)).expect("days"),
            reason: "停电".to_owned(),
            person: "巡检员".to_owned(),
            approved_by: "科长".to_owned(),
            supersedes: older('X').filter(|_| other % 2 == 0),
            recorded_at,
            recorded_by: "办事员".to_owned(),
        }),
        6 => {
            let row = service(at, code, first(), Some(date), Some(id('V', which)));
            Record::Service(Service { recorded_at, reason: "大修".to_owned(), ..row })
        }
        7 => Record::Finding(FindingEvent {
            id: id('F', at),
            finding: id('F', at),
            date,
            kind: FindingKind::Open,
            subject: Some("S1".parse().expect("a code")),
            rule: Some(code.parse().expect("a code")),
            record: None,
            severity: Some(Severity::Major),
            due: Some(date.plus_days(7)),
            source: None,
            department: None,
            owner: String::new(),
            person: "巡检员".to_owned(),
            note: "漏水".to_owned(),
            evidence: Vec::new(),
            sha256: Vec::new(),
            recorded_at,
            recorded_by: "办事员".to_owned(),
        }),
        8..=10 => of_holder(what, at, date, recorded_at),
        11 => {
            let kind = if other % 2 == 0 { DayKind::Off } else { DayKind::Work };
            let (known, recorded_at) = known_from(other, date, recorded_at);
            let name = "节日".to_owned();
            return (known, Record::CalendarDay(CalendarDay { date, kind, name, recorded_at }));
        }
        13.. => {
            let (sort, id) = ((what - 13) % beside::SORTS, id('P', at));
            let same = rows.iter().map(|(_, row)| row).filter(|row| match row {
                Record::Task(row) => sort == 2 && row.kind == TaskKind::Open,
                Record::Repair(row) => sort == 3 && row.kind == RepairKind::Open,
                _ => false,
            });
            let older = same.collect::<Vec<_>>().get(other / 2).copied();
            beside::row(sort, id, date, recorded_at, (other, older))
        }
        _ => {
            let code = if other > 8 { "N" } else { code };
            let mut next = rule(code, ["1/week", "max-gap=5d"][other % 2], "2024-01-01");
            let (known, recorded_at) = known_from(other, date, recorded_at);
            next.recorded_at = recorded_at;
            next.version = u32::try_from(at).expect("small");
            next.valid_from = date;
            return (known, Record::Rule(next));
        }
    };
    (recorded, record)
}

/// From when on a row of a register is known, which may be dated back; by hand it is written without
/// saying when, and holds from its day on.
fn known_from(other: usize, date: Day, recorded_at: Moment) -> (Day, Option<Moment>) {
    if other.is_multiple_of(3) { (date, None) } else { (recorded_at.day(), Some(recorded_at)) }
}

/// A batch, a certificate, or a day on duty.
fn of_holder(what: usize, at: usize, date: Day, recorded_at: Moment) -> Record {
    match what {
        8 => Record::Batch(BatchEvent {
            id: id('B', at),
            batch: id('B', at),
            kind: BatchKind::Open,
            rule: "B".parse().expect("a code"),
            subject: "S1".parse().expect("a code"),
            date,
            time: crate::base::Time::MIDNIGHT,
            amount: None,
            person: "库管员".to_owned(),
            note: String::new(),
            supersedes: None,
            recorded_at,
            recorded_by: "办事员".to_owned(),
        }),
        9 => Record::Certificate(Certificate {
            id: id('L', at),
            holder: "S1".parse().expect("a code"),
            kind: "上岗证".to_owned(),
            number: at.to_string(),
            from: date,
            to: Some(date.plus_days(20)),
            issuer: String::new(),
            note: String::new(),
            supersedes: None,
            recorded_at,
            recorded_by: "办事员".to_owned(),
        }),
        _ => Record::OnDuty(OnDuty {
            id: id('D', at),
            rule: "C".parse().expect("a code"),
            subject: "S1".parse().expect("a code"),
            date,
            shift: String::new(),
            present: true,
            note: String::new(),
            supersedes: None,
            recorded_at,
            recorded_by: "办事员".to_owned(),
        }),
    }
}

fn service(
    number: usize,
    code: &str,
    from: Day,
    to: Option<Day>,
    supersedes: Option<RecordId>,
) -> Service {
    Service {
        id: id('V', number),
        rule: code.parse().expect("a code"),
        subject: "S1".parse().expect("a code"),
        period: ServicePeriod { from, to },
        anchor: None,
        site: None,
        reason: String::new(),
        supersedes,
        recorded_at: Moment::new(first(), 8 * 3600).expect("a moment"),
        recorded_by: "办事员".to_owned(),
    }
}

/// The report as of the end of a day, by what was known then.
fn report<'r>(rows: impl Iterator<Item = &'r (Day, Record)>, as_of: Day) -> Compliance {
    let mut book = Inspections::default();
    for (_, row) in rows {
        // A second version of a day is refused, on both sides alike.
        let _refused = book.apply(row);
    }
    let clocks = at_end_of(&as_of.to_string());
    book.forget_after(clocks.known_by);
    let period = Span::parse("2024-01-01..2024-03-31", as_of).expect("a span");
    let clock = clocks.into();
    compliance(&book, &ListOptions { period, clock, rule: None, subject: None, site: None })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_was_printed_then_is_printed_again(
        drawn in prop::collection::vec(
            (0_usize..17, 0_usize..6, 0_i64..100, 0_i64..30, 0_usize..12), 0..40,
        ),
        at in 5_i64..95,
    ) {
        let as_of = first().plus_days(at);
        let mut rows = rows(&drawn);
        // As the files have them.
        rows.sort_by_key(|(known, _)| *known);
        let then = report(rows.iter().filter(|(known, _)| *known <= as_of), as_of);
        prop_assert_eq!(report(rows.iter(), as_of), then);
    }
}

#[test]
fn an_asset_out_of_service_counts_until_its_day_and_is_named() {
    let mut office = Office::with(rule("R1", "1/week", "2024-01-01"));
    office.done(&["2024-01-03"]);
    let request = crate::inspections::ReleaseRequest {
        rule: None,
        subject: "S1".parse().expect("a code"),
        last: day("2024-01-14"),
        reason: "报废".to_owned(),
    };
    let mut stamp = office.at("2024-01-15").stamp.clone();
    let decided = crate::inspections::release(&office.book, &request, &mut stamp);
    office.take(decided.expect("decided"));
    let report = office.report("2024-01", at_end_of("2024-01-31"));
    assert_eq!((report.summary.total.complied, report.summary.total.missed), (1, 1));
    let [out] = report.outlook.out.as_slice() else { panic!("{:?}", report.outlook.out) };
    assert_eq!((out.why, out.day, out.reason.as_str()), (OutWhy::Ended, day("2024-01-14"), "报废"));
    // Before its day nobody is told, and what is due next week is.
    let then = office.report("2024-01", at_end_of("2024-01-10"));
    assert!(then.outlook.out.is_empty());
    let next: Vec<Day> = then.outlook.next.lines.iter().map(|line| line.due).collect();
    assert_eq!(next, [day("2024-01-14")]);
}

#[test]
fn a_missed_critical_duty_caps_the_grade() {
    let of = |complied, missed, critical_missed| Tally {
        complied,
        missed,
        critical_missed,
        ..Tally::default()
    };
    let grade = |tally| Bands::default().grade(tally);
    assert_eq!(grade(of(0, 0, 0)), None);
    assert_eq!(grade(of(95, 5, 0)), Some(Grade::Excellent));
    assert_eq!(grade(of(9499, 501, 0)), Some(Grade::Good));
    assert_eq!(grade(of(99, 1, 1)), Some(Grade::Pass));
    assert_eq!(grade(of(79, 21, 1)), Some(Grade::Fail));
    let strict = Bands { excellent: Fraction::ONE, ..Bands::default() };
    assert_eq!(strict.grade(of(99, 1, 0)), Some(Grade::Good));
}

#[test]
fn units_weigh_what_their_rules_say_and_slots_count_whole() {
    let mut heavy = rule("R1", "2/week", "2024-01-01");
    heavy.weight = Some(5);
    let mut office = Office::with(heavy);
    let mut request = crate::inspections::RuleRequest {
        rule: rule("R2", "1/week", "2024-01-01"),
        subjects: vec!["S1".parse().expect("a code")],
    };
    request.rule.severity = Severity::Minor;
    let mut stamp = office.at("2024-01-01").stamp.clone();
    let decided = crate::inspections::add_rule(&office.book, &request, &mut stamp);
    office.take(decided.expect("decided"));
    office.done(&["2024-01-03", "2024-01-05", "2024-01-09"]);
    let total = office.report("2024-01-01..2024-01-14", at_end_of("2024-01-14")).summary.total;
    // Of R1 three of four units at 5, of R2 none of two at 1; one of four slots is whole.
    assert_eq!((total.weight_complied, total.weight_required), (15, 22));
    assert_eq!(total.weighted().to_string(), "68.1%");
    assert_eq!((total.slots_complied, total.slots), (1, 4));
    assert_eq!(total.on_time().to_string(), "50.0%");
}
