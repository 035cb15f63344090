//! The files of indicators, tasks and attendance: what is written reads back as the same rows.

use proptest::option::of;
use proptest::prelude::*;

use crate::base::{Day, Decimal, Fraction, Moment, Month, RecordId, Refuse};
use crate::books::{Change, Need};
use crate::inspections::{
    Attendance, Direction, GivenValue, Indicator, IndicatorValue, Outcome, Presence, Record, Rule,
    TaskEvent, TaskKind,
};

use super::commit::{now, store};

fn text() -> impl Strategy<Value = String> {
    "[ -~\u{4e00}-\u{4e20}，；\"]{0,10}"
}

fn pieces() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-z\u{4e00}-\u{4e20}/,\"]{1,6}", 0..3)
}

fn day() -> impl Strategy<Value = Day> {
    (0_i64..2000).prop_map(|days| Day::FIRST.plus_days(45_000 + days))
}

fn month() -> impl Strategy<Value = Month> {
    day().prop_map(Day::month)
}

fn moment() -> impl Strategy<Value = Moment> {
    (day(), 0_u32..86_400).prop_map(|(day, second)| Moment::new(day, second).expect("a moment"))
}

fn id(kind: char) -> impl Strategy<Value = RecordId> {
    (0_u64..1_000_000_000).prop_map(move |n| RecordId::parse(&format!("{kind}{n}")).expect("an id"))
}

fn target() -> impl Strategy<Value = Fraction> {
    (0_i128..100_000, 1_i128..2_000)
        .prop_map(|(above, below)| Fraction::new(above, below).expect("a fraction"))
}

fn given() -> impl Strategy<Value = GivenValue> {
    let decimal = || (0_i64..1_000_000, 0_u32..4).prop_map(|(all, scale)| Decimal::new(all, scale));
    let above = (1_i64..1_000_000, 0_u32..4).prop_map(|(all, scale)| Decimal::new(all, scale));
    prop_oneof![
        (decimal(), above)
            .prop_map(|(numerator, denominator)| GivenValue::Parts { numerator, denominator }),
        decimal().prop_map(GivenValue::Number),
    ]
}

fn indicator() -> impl Strategy<Value = Indicator> {
    let names = (text(), text(), prop::sample::select(vec!["%", "‰", "例", ""]));
    let goal = (prop::sample::select(Direction::ALL), target(), month(), of(0_i32..30));
    let words = (text(), text(), text(), text());
    (names, goal, words, of(id('N')), moment()).prop_map(|(names, goal, words, old, at)| {
        Indicator {
            id: RecordId::parse("N-0").expect("an id"),
            code: "MYD".parse().expect("a code"),
            name: names.0,
            name_en: names.1,
            unit: names.2.to_owned(),
            direction: goal.0,
            target: goal.1,
            from: goal.2,
            to: goal.3.map(|more| goal.2.plus(more)),
            owner: words.0,
            source: words.1,
            section: words.2,
            note: words.3,
            supersedes: old,
            recorded_at: at,
            recorded_by: "办事员".to_owned(),
        }
    })
}

fn value() -> impl Strategy<Value = IndicatorValue> {
    (month(), given(), text(), pieces(), text(), of(id('N')), moment()).prop_map(
        |(month, given, person, evidence, note, supersedes, recorded_at)| IndicatorValue {
            id: RecordId::parse("N-0").expect("an id"),
            indicator: "MYD".parse().expect("a code"),
            month,
            given,
            person,
            sha256: evidence.iter().map(|_| "0".repeat(64)).collect(),
            evidence,
            note,
            supersedes,
            recorded_at,
            recorded_by: "办事员".to_owned(),
        },
    )
}

fn event() -> impl Strategy<Value = TaskEvent> {
    let what = (prop::sample::select(TaskKind::ALL), day(), of(1990_i32..2100), of(day()));
    let words = (text(), text(), text(), text(), text(), text());
    let more = (of(0_u32..=100), pieces(), of(id('H')), moment());
    (what, words, more).prop_map(|(what, words, more)| TaskEvent {
        id: RecordId::parse("H-0").expect("an id"),
        task: "2026-17".parse().expect("a code"),
        kind: what.0,
        date: what.1,
        year: what.2,
        section: words.0,
        title: words.1,
        owner: words.2,
        department: words.3,
        due: what.3,
        percent: more.0,
        person: words.4,
        note: words.5,
        sha256: more.1.iter().map(|_| "0".repeat(64)).collect(),
        evidence: more.1,
        supersedes: more.2,
        recorded_at: more.3,
        recorded_by: "办事员".to_owned(),
    })
}

fn training_rule() -> Rule {
    let mut rules = crate::store::packs().into_iter().flat_map(|sample| sample.pack.rules);
    rules.find(|rule| rule.id.as_str() == "PX-AQ").expect("a rule of a pack")
}

fn attendance() -> impl Strategy<Value = Attendance> {
    let decimal = || (0_i64..2_400, 0_u32..3).prop_map(|(all, scale)| Decimal::new(all, scale));
    let what = (day(), prop::sample::select(Presence::ALL), of(decimal()), of(decimal()));
    let result = of(prop::sample::select(Outcome::ALL));
    let more = (pieces(), of(id('C')), of(id('U')), moment());
    (what, result, text(), text(), more).prop_map(|(what, result, reason, note, more)| Attendance {
        id: RecordId::parse("U-0").expect("an id"),
        rule: "PX-AQ".parse().expect("a code"),
        date: what.0,
        person: "DG1".parse().expect("a code"),
        presence: what.1,
        hours: what.2,
        result,
        score: what.3,
        reason,
        sha256: more.0.iter().map(|_| "0".repeat(64)).collect(),
        evidence: more.0,
        record: more.1,
        note,
        supersedes: more.2,
        recorded_at: more.3,
        recorded_by: "办事员".to_owned(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn what_is_written_reads_back_as_the_same_rows(
        mut indicators in prop::collection::vec(indicator(), 6),
        mut values in prop::collection::vec(value(), 6),
        mut events in prop::collection::vec(event(), 6),
        mut came in prop::collection::vec(attendance(), 6),
    ) {
        for at in 0..6 {
            indicators[at].id = RecordId::parse(&format!("N-{at}")).expect("an id");
            values[at].id = RecordId::parse(&format!("N-1{at}")).expect("an id");
            came[at].id = RecordId::parse(&format!("U-{at}")).expect("an id");
            events[at].id = RecordId::parse(&format!("H-{at}")).expect("an id");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(folder.path());
        let transaction = store.begin(Need::inspections(), b"test").expect("the lock");
        let stamp = transaction.stamp(now(), "办事员");
        let records = indicators.iter().cloned().map(|row| Record::Indicator(Box::new(row)));
        let rule = training_rule();
        let records = std::iter::once(Record::Rule(rule))
            .chain(records)
            .chain(came.iter().cloned().map(|row| Record::Attendance(Box::new(row))))
            .chain(values.iter().cloned().map(Record::IndicatorValue))
            .chain(events.iter().cloned().map(|row| Record::Task(Box::new(row))));
        let change = Change { lines: records.map(Into::into).collect() };
        transaction.commit(change, stamp, "test").expect("recorded");

        let read = store.read(Need::inspections()).expect("read");
        let book = read.books.inspections;
        // Random rows name rows and months that are not there; nothing else is wrong with them. What
        // only follows from a row that is told already is not told again.
        let faults = book.faults();
        let found: Vec<&str> = faults.values().flatten().map(Refuse::code).collect();
        for told in &read.diagnostics {
            prop_assert!(found.contains(&told.message.code.as_str()), "{:?}", told);
        }
        prop_assert_eq!(book.indicators().cloned().collect::<Vec<_>>(), indicators);
        prop_assert_eq!(book.indicator_values().cloned().collect::<Vec<_>>(), values);
        prop_assert_eq!(book.attendance_rows().cloned().collect::<Vec<_>>(), came);
        prop_assert_eq!(book.task_rows().cloned().collect::<Vec<_>>(), events);
    }
}

#[test]
fn the_shipped_indicators_can_be_read() {
    let sample = crate::store::sample_indicators();
    assert!(sample.iter().any(|row| row.code.as_str() == "MYD" && row.written_target() == "98%"));
}
