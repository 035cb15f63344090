//! Repairs, indicators and tasks in the compliance report.

use crate::base::{Day, Decimal, Fraction, Moment, Money, RecordId, Time};
use crate::inspections::testing::{at_end_of, day};
use crate::inspections::{
    Direction, GivenValue, Indicator, IndicatorState, IndicatorValue, Inspections, ListOptions,
    Record, RepairEvent, RepairKind, RepairUrgency, TaskEvent, TaskKind, compliance,
};

use super::office::Office;

/// How many sorts of rows [`row`] makes.
pub(super) const SORTS: usize = 4;

/// A row of one of the ledgers; `older` is the row that it may be about.
pub(super) fn row(
    sort: usize,
    id: RecordId,
    date: Day,
    recorded_at: Moment,
    (other, older): (usize, Option<&Record>),
) -> Record {
    match sort {
        0 => Record::Indicator(Box::new(indicator(id, date, recorded_at, other))),
        1 => Record::IndicatorValue(value(id, date, recorded_at, other)),
        2 => {
            let mut event = task(id, date, recorded_at);
            if let Some(Record::Task(open)) = older {
                event.task = open.task.clone();
                event.kind = [TaskKind::Done, TaskKind::Extend, TaskKind::Cancel][other % 3];
            }
            Record::Task(Box::new(event))
        }
        _ => {
            let mut event = repair(id, date, recorded_at);
            if let Some(Record::Repair(open)) = older {
                event.repair = open.repair.clone();
                event.kind = [RepairKind::Respond, RepairKind::Complete][other % 2];
                event.cost = Some(Money::from_fen(46_000));
            }
            Record::Repair(event)
        }
    }
}

fn indicator(id: RecordId, date: Day, recorded_at: Moment, other: usize) -> Indicator {
    Indicator {
        id,
        code: "MYD".parse().expect("a code"),
        name: "综合满意度".to_owned(),
        name_en: String::new(),
        unit: "%".to_owned(),
        direction: Direction::AtLeast,
        target: Fraction::new(i128::try_from(80 + other).expect("small"), 1).expect("a target"),
        from: date.month(),
        to: None,
        owner: "院办公室主任".to_owned(),
        source: String::new(),
        section: String::new(),
        note: String::new(),
        supersedes: None,
        recorded_at,
        recorded_by: "办事员".to_owned(),
    }
}

fn value(id: RecordId, date: Day, recorded_at: Moment, other: usize) -> IndicatorValue {
    IndicatorValue {
        id,
        indicator: "MYD".parse().expect("a code"),
        month: date.month(),
        given: GivenValue::Number(Decimal::from(80 + other)),
        person: "统计员".to_owned(),
        evidence: Vec::new(),
        sha256: Vec::new(),
        note: String::new(),
        supersedes: None,
        recorded_at,
        recorded_by: "办事员".to_owned(),
    }
}

fn task(id: RecordId, date: Day, recorded_at: Moment) -> TaskEvent {
    TaskEvent {
        task: id.as_str().parse().expect("a code"),
        id,
        kind: TaskKind::Open,
        date,
        year: Some(date.year()),
        section: "规范化建设".to_owned(),
        title: "完善各种台账".to_owned(),
        owner: "库管员".to_owned(),
        department: "后勤部".to_owned(),
        due: Some(date.plus_days(10)),
        percent: None,
        person: "办事员".to_owned(),
        note: String::new(),
        evidence: Vec::new(),
        sha256: Vec::new(),
        supersedes: None,
        recorded_at,
        recorded_by: "办事员".to_owned(),
    }
}

fn repair(id: RecordId, date: Day, recorded_at: Moment) -> RepairEvent {
    RepairEvent {
        repair: id.clone(),
        id,
        date,
        time: Some(Time::MIDNIGHT),
        kind: RepairKind::Open,
        number: String::new(),
        subject: Some("S1".parse().expect("a code")),
        department: None,
        place: String::new(),
        urgency: Some(RepairUrgency::Routine),
        contractor: None,
        finding: None,
        due: None,
        due_time: None,
        cost: None,
        person: "电工".into(),
        note: "漏水".to_owned(),
        evidence: Vec::new(),
        supersedes: None,
        recorded_at,
        recorded_by: "办事员".into(),
    }
}

/// Rows written on their days.
fn book(rows: &[(usize, &str, &str, Option<usize>)]) -> Inspections {
    let mut office = Office::new();
    let mut written: Vec<Record> = Vec::new();
    for (sort, id, date, older) in rows {
        let date = day(date);
        let recorded_at = Moment::new(date, 9 * 3600).expect("a moment");
        let id = RecordId::parse(id).expect("an id");
        // The second of two words: a repair is completed, a task is extended.
        let of = (1, older.map(|at| &written[at]));
        written.push(row(*sort, id, date, recorded_at, of));
    }
    for row in &written {
        office.book.apply(row).expect("a row that folds");
    }
    office.book
}

/// What a store has in its first quarter: an indicator with a gap, three orders, three tasks.
fn quarter() -> Inspections {
    book(&[
        (0, "I1", "2024-01-05", None),
        (1, "W1", "2024-01-31", None),
        (3, "R1", "2024-02-01", None),
        (3, "R2", "2024-02-02", Some(2)),
        (3, "R3", "2024-03-01", None),
        (3, "R4", "2024-03-30", None),
        (2, "T1", "2023-12-10", None),
        (2, "T2", "2024-03-01", None),
        (2, "T3", "2024-03-27", None),
    ])
}

fn asked(rule: Option<&str>, subject: Option<&str>) -> ListOptions {
    ListOptions {
        period: crate::base::Span::parse("2024-Q1", day("2024-03-31")).expect("a quarter"),
        clock: at_end_of("2024-03-31").into(),
        rule: rule.map(|rule| rule.parse().expect("a code")),
        subject: subject.map(|subject| subject.parse().expect("a code")),
        site: None,
    }
}

#[test]
fn repairs_indicators_and_tasks_stand_beside_the_duties() {
    let report = compliance(&quarter(), &asked(None, None));
    let beside = &report.summary.beside;
    assert!(report.has_something_open());
    let repairs = beside.repairs.as_ref().expect("repairs");
    // Of three orders one is done in time; nobody came for the other two, of which one may still be
    // completed in time.
    let total = &repairs.total;
    assert_eq!((total.n_orders, total.n_completed, total.n_open), (3, 1, 2));
    assert_eq!((total.completion.in_time, total.completion.required()), (1, 2));
    assert_eq!(total.cost, Money::from_fen(46_000));
    assert_eq!(beside.n_overdue_repairs(), 2);
    let next = beside.repairs_until(report.outlook.until).map(|one| one.repair.name());
    assert_eq!(next.collect::<Vec<_>>(), ["R4"]);

    let indicators = beside.indicators.as_ref().expect("indicators");
    let count = |state| indicators.count(state);
    assert_eq!((count(IndicatorState::Met), count(IndicatorState::Missing)), (1, 2));

    // The task of the year before is in no rate of this year's plan, but it is not forgotten.
    let tasks = beside.tasks.as_ref().expect("tasks").total;
    assert_eq!((tasks.all, tasks.overdue, tasks.open), (2, 1, 1));
    let codes = |tasks: &[crate::inspections::Task]| {
        tasks.iter().map(|task| task.code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&beside.overdue), ["T1", "T2"]);
    assert_eq!(codes(&report.outlook.next_tasks), ["T3"]);
}

#[test]
fn a_rule_or_a_subject_has_no_plan_and_no_indicators() {
    let mut office = Office::with(crate::inspections::testing::rule("R1", "1/week", "2024-01-01"));
    office.book.repairs.clone_from(&quarter().repairs);
    for (rule, subject, n_orders) in
        [(Some("R1"), None, None), (None, Some("S1"), Some(3)), (None, Some("S2"), Some(0))]
    {
        let options = asked(rule, subject);
        let beside = compliance(&office.book, &options).summary.beside;
        assert_eq!((beside.indicators, beside.tasks, beside.overdue.len()), (None, None, 0));
        assert_eq!(beside.repairs.map(|repairs| repairs.total.n_orders), n_orders);
    }
}

#[test]
fn nothing_is_open_where_nothing_is_kept() {
    let report = compliance(&Inspections::default(), &asked(None, None));
    assert!(!report.has_something_open());
}
