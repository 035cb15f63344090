//! The inspection files: what is written reads back as the same rows.

use proptest::option::of;
use proptest::prelude::*;

use crate::base::{
    Day, Decimal, Fraction, MatterCode, Moment, Money, RecordId, RuleCode, SiteCode, Span,
    SubjectCode, TemplateCode, Time,
};
use crate::books::{Change, Need};
use crate::inspections::{
    Amount, BatchEvent, BatchKind, Calendar, Confidence, Excusal, FindingEvent, FindingKind,
    FindingSource, Inspection, Kind, Length, Level, MaxGap, OnDuty, Outcome, Period, Record,
    RepairEvent, RepairKind, RepairUrgency, Require, Rule, Service, ServicePeriod, Severity, Slot,
    Topic,
};
use crate::org::{CalendarDay, Certificate, DayKind};

use super::commit::{now, store};

fn text() -> impl Strategy<Value = String> {
    "[ -~\u{4e00}-\u{4e20}，；\"]{0,10}"
}

/// A piece of a list: without what ends it.
fn pieces() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-z\u{4e00}-\u{4e20}/,\"]{1,6}", 0..3)
}

fn day() -> impl Strategy<Value = Day> {
    (0_i64..2000).prop_map(|days| Day::FIRST.plus_days(45_000 + days))
}

fn moment() -> impl Strategy<Value = Moment> {
    (day(), 0_u32..86_400).prop_map(|(day, second)| Moment::new(day, second).expect("a moment"))
}

fn id(kind: char) -> impl Strategy<Value = RecordId> {
    (0_u64..1_000_000_000).prop_map(move |n| RecordId::parse(&format!("{kind}{n}")).expect("an id"))
}

fn rule_code() -> RuleCode {
    RuleCode::parse("XF-消防").expect("a code")
}

fn subject() -> impl Strategy<Value = SubjectCode> {
    "[a-z\u{4e00}-\u{4e20}][a-z0-9.-]{0,5}".prop_map(|text| text.parse().expect("a code"))
}

fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

/// The other kinds, each with all that stands beside it.
const SPELT: &[(&str, &[(&str, &str)])] = &[
    ("anchored=1m", &[]),
    ("anchored=3y,then=6y", &[("early", "30d"), ("stopped", "365")]),
    ("anchored=1y,4y,7y,then=1y", &[("early", "2m"), ("granularity", "month")]),
    ("anchored=10y,then=never", &[("retire_after", "15y")]),
    ("anchored=2y..6y,1y..15y,6m", &[]),
    ("shifts=C 00:00-08:00, 早 08:00-16:00, N 22:00-00:00", &[]),
    ("dwell<=48h", &[]),
    ("dwell>=90min,<=48h", &[("amount_min", "125 g"), ("amount_max", "2.5 kg")]),
    ("certificate=电梯作业", &[("apply_before", "1m"), ("cover", "duty")]),
    ("event+2d", &[("after", "XF-消防")]),
    ("event+30min", &[]),
];

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        (1_u32..9999, any_of(Slot::ALL), 1_u32..40)
            .prop_map(|(times, slot, spacing)| { Kind::Period(Period { times, slot, spacing }) }),
        (1_u32..9999, of(1_u32..400))
            .prop_map(|(days, stopped)| Kind::MaxGap(MaxGap { days, stopped })),
        any_of(SPELT).prop_map(|(every, fields)| {
            let mut kind = Kind::parse(every).expect("how often");
            for (field, text) in fields {
                kind.set(field, text).expect("a field");
            }
            kind
        }),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    let names = ("[^\u{0}-\u{1f}\u{7f}]{0,8}x", text(), text(), kind());
    let words = (
        any_of(Level::ALL),
        any_of(Confidence::ALL),
        any_of(Require::ALL),
        any_of(Severity::ALL),
        any_of(Topic::ALL),
    );
    let counts = (0_u32..99, 0_u32..9, any::<bool>(), 0_u32..200, of(0_i128..=1000), of(0_u32..90));
    let days = (1_u32..9, day(), of(0_i64..900), of(day()), of(moment()));
    (names, words, counts, days).prop_map(|(names, words, counts, days)| Rule {
        id: rule_code(),
        version: days.0,
        title: names.0,
        title_en: names.1.clone(),
        topic: words.4,
        matter: counts.5.map(|_| MatterCode::parse("lift-care").expect("a code")),
        valid_from: days.1,
        valid_to: days.2.map(|more| days.1.plus_days(more)),
        level: words.0,
        source: names.1.clone(),
        article: names.2.clone(),
        confidence: words.1,
        keep: counts.5.map(|months| Length::Months(months + 1)),
        keep_source: names.1.clone(),
        note: names.2.clone(),
        note_en: names.1.clone(),
        grace: if names.3.knows_grace() { counts.0 } else { 0 },
        kind: names.3,
        require: words.2,
        evidence_min: counts.1,
        severity: words.3,
        excusable: counts.2,
        late_entry_hours: counts.3,
        target: counts.4.map(|thousandths| Fraction::new(thousandths, 1000).expect("a fraction")),
        anchor: days.3,
        rectify_days: counts.5,
        calendar: Calendar::EveryDay,
        min_workdays: None,
        weight: counts.5,
        owner: names.1.clone(),
        recorded_at: days.4,
    })
}

fn service() -> impl Strategy<Value = Service> {
    (
        id('V'),
        subject(),
        day(),
        of(0_i64..900),
        text(),
        of(id('V')),
        moment(),
        text(),
        of(Just(SiteCode::parse("DY").expect("a code"))),
    )
        .prop_map(
            |(id, subject, from, more, reason, supersedes, recorded_at, recorded_by, site)| {
                Service {
                    id,
                    rule: rule_code(),
                    subject,
                    period: ServicePeriod { from, to: more.map(|more| from.plus_days(more)) },
                    anchor: more.map(|more| from.plus_days(-more)),
                    site,
                    reason,
                    supersedes,
                    recorded_at,
                    recorded_by,
                }
            },
        )
}

fn inspection() -> impl Strategy<Value = Inspection> {
    let what = (id('C'), subject(), day(), of(0_u16..1440), any_of(Outcome::ALL));
    let more = (of(0_i64..1000), pieces(), of(day()), of(id('C')));
    (what, more, text(), text(), moment()).prop_map(|(what, more, person, note, recorded_at)| {
        Inspection {
            id: what.0,
            rule: rule_code(),
            template: more.3.as_ref().map(|_| TemplateCode::parse("T-1").expect("a code")),
            subject: what.1,
            date: what.2,
            time: what.3.and_then(|minutes| Time::new(minutes / 60, minutes % 60)),
            person: person.into(),
            result: what.4,
            score: more.0.map(|tenths| Decimal::new(tenths, 1)),
            sha256: more.1.iter().map(|_| "0".repeat(64)).collect(),
            evidence: more.1,
            for_slot: more.2,
            note,
            supersedes: more.3,
            recorded_at,
            recorded_by: "办事员".into(),
        }
    })
}

fn excusal() -> impl Strategy<Value = Excusal> {
    (id('X'), subject(), day(), 0_i64..90, text(), text(), of(id('X')), moment()).prop_map(
        |(id, subject, date, length, reason, person, supersedes, recorded_at)| Excusal {
            id,
            date,
            rule: rule_code(),
            subject,
            days: Span::new(date, date.plus_days(length)).expect("a span"),
            reason,
            person,
            approved_by: "科长".to_owned(),
            supersedes,
            recorded_at,
            recorded_by: "办事员".to_owned(),
        },
    )
}

fn event() -> impl Strategy<Value = FindingEvent> {
    let what = (id('F'), id('F'), day(), any_of(FindingKind::ALL), of(subject()));
    let more = (any::<bool>(), of(id('C')), of(any_of(Severity::ALL)), of(day()), pieces());
    let whose = (of(any_of(FindingSource::ALL)), any::<bool>(), text());
    (what, more, whose, text(), text(), moment()).prop_map(
        |(what, more, whose, person, note, recorded_at)| FindingEvent {
            id: what.0,
            finding: what.1,
            date: what.2,
            kind: what.3,
            subject: what.4,
            rule: more.0.then(rule_code),
            record: more.1,
            severity: more.2,
            due: more.3,
            source: whose.0,
            department: whose.1.then(|| "NK1".parse().expect("a code")),
            owner: whose.2,
            person,
            note,
            sha256: more.4.iter().map(|_| "1".repeat(64)).collect(),
            evidence: more.4,
            recorded_at,
            recorded_by: "办事员".to_owned(),
        },
    )
}

fn repair() -> impl Strategy<Value = RepairEvent> {
    let what = (id('R'), day(), any_of(RepairKind::ALL), of(subject()), any_of(RepairUrgency::ALL));
    let more = (of(0_u16..1440), of(day()), of(0_i64..99_999), of(id('F')), pieces());
    (what, more, text(), text(), of(id('R')), moment()).prop_map(
        |(what, more, person, note, supersedes, recorded_at)| RepairEvent {
            id: what.0.clone(),
            repair: what.0,
            date: what.1,
            time: more.0.and_then(|minutes| Time::new(minutes / 60, minutes % 60)),
            kind: what.2,
            number: note.clone(),
            contractor: what.3.clone(),
            subject: what.3,
            department: None,
            place: person.clone(),
            urgency: more.1.map(|_| what.4),
            finding: more.3,
            due: more.1,
            due_time: more.0.and_then(|minutes| Time::new(minutes / 60, 0)),
            cost: more.2.map(Money::from_fen),
            person: person.into(),
            note,
            evidence: more.4,
            supersedes,
            recorded_at,
            recorded_by: "办事员".into(),
        },
    )
}

fn batch() -> impl Strategy<Value = BatchEvent> {
    let what = (id('B'), any_of(BatchKind::ALL), subject(), day(), 0_u16..1440);
    let amount = of((0_i64..100_000, "[a-zA-Z\u{4e00}-\u{4e20}]{1,3}"));
    (what, amount, text(), text(), of(id('B')), moment()).prop_map(
        |(what, amount, person, note, supersedes, recorded_at)| BatchEvent {
            batch: what.0.clone(),
            id: what.0,
            kind: what.1,
            rule: rule_code(),
            subject: what.2,
            date: what.3,
            time: Time::new(what.4 / 60, what.4 % 60).expect("a time"),
            amount: amount.map(|(tenths, unit)| Amount { number: Decimal::new(tenths, 1), unit }),
            person,
            note,
            supersedes,
            recorded_at,
            recorded_by: "办事员".to_owned(),
        },
    )
}

fn certificate() -> impl Strategy<Value = Certificate> {
    let what = (id('L'), subject(), text(), day(), of(0_i64..2000));
    (what, text(), text(), text(), of(id('L')), moment()).prop_map(
        |(what, number, issuer, note, supersedes, recorded_at)| Certificate {
            id: what.0,
            holder: what.1,
            kind: what.2,
            number,
            from: what.3,
            to: what.4.map(|more| what.3.plus_days(more)),
            issuer,
            note,
            supersedes,
            recorded_at,
            recorded_by: "办事员".to_owned(),
        },
    )
}

fn on_duty() -> impl Strategy<Value = OnDuty> {
    (id('Z'), subject(), day(), text(), text(), any::<bool>(), of(id('Z')), moment()).prop_map(
        |(id, subject, date, shift, note, present, supersedes, recorded_at)| OnDuty {
            id,
            rule: rule_code(),
            subject,
            date,
            shift,
            note,
            present,
            supersedes,
            recorded_at,
            recorded_by: "办事员".to_owned(),
        },
    )
}

fn calendar() -> impl Strategy<Value = Vec<CalendarDay>> {
    let said = (any_of(DayKind::ALL), text(), of(moment()));
    prop::collection::btree_map(day(), said, 0..6).prop_map(|days| {
        let of = |(date, (kind, name, recorded_at))| CalendarDay { date, kind, name, recorded_at };
        days.into_iter().map(of).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn what_duties_rest_on_reads_back_as_the_same_rows(
        rule in rule(),
        mut batches in prop::collection::vec(batch(), 6),
        mut certificates in prop::collection::vec(certificate(), 6),
        mut roster in prop::collection::vec(on_duty(), 6),
        calendar in calendar(),
    ) {
        for at in 0..6 {
            let id = |kind: char| RecordId::parse(&format!("{kind}-{at}")).expect("an id");
            (batches[at].id, batches[at].batch) = (id('B'), id('B'));
            certificates[at].id = id('L');
            roster[at].id = id('Z');
        }
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(folder.path());
        let transaction = store.begin(Need::inspections(), b"test").expect("the lock");
        let stamp = transaction.stamp(now(), "办事员");
        let moments = calendar.iter().map(|day| day.recorded_at).chain([rule.recorded_at]);
        let n_registers = moments.flatten().count();
        let records = std::iter::once(Record::Rule(rule))
            .chain(calendar.iter().cloned().map(Record::CalendarDay))
            .chain(certificates.iter().cloned().map(Record::Certificate))
            .chain(roster.iter().cloned().map(Record::OnDuty))
            .chain(batches.iter().cloned().map(Record::Batch));
        let change = Change { lines: records.map(Into::into).collect() };
        transaction.commit(change, stamp, "test").expect("recorded");

        let book = store.read(Need::inspections()).expect("read").books.inspections;
        prop_assert_eq!(book.batch_rows().cloned().collect::<Vec<_>>(), batches);
        prop_assert_eq!(book.certificates().cloned().collect::<Vec<_>>(), certificates);
        // The roster tells of those on duty; the others are counted.
        roster.retain(|row| row.present);
        prop_assert_eq!(book.count_written(|_, _| true), 18 + n_registers);
        prop_assert_eq!(book.roster().cloned().collect::<Vec<_>>(), roster);
        prop_assert_eq!(book.calendar().days().cloned().collect::<Vec<_>>(), calendar);
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_rows(
        rule in rule(),
        mut services in prop::collection::vec(service(), 6),
        mut inspections in prop::collection::vec(inspection(), 6),
        mut excusals in prop::collection::vec(excusal(), 6),
        mut events in prop::collection::vec(event(), 6),
        mut repairs in prop::collection::vec(repair(), 6),
    ) {
        for at in 0..6 {
            let id = |kind: char| RecordId::parse(&format!("{kind}-{at}")).expect("an id");
            services[at].id = id('V');
            inspections[at].id = id('C');
            excusals[at].id = id('X');
            (events[at].id, events[at].finding) = (id('F'), id('F'));
            (repairs[at].id, repairs[at].repair) = (id('R'), id('R'));
        }
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(folder.path());
        let transaction = store.begin(Need::inspections(), b"test").expect("the lock");
        let stamp = transaction.stamp(now(), "办事员");
        let records = std::iter::once(Record::Rule(rule.clone()))
            .chain(services.iter().cloned().map(Record::Service))
            .chain(inspections.iter().cloned().map(Record::Inspection))
            .chain(excusals.iter().cloned().map(Record::Excusal))
            .chain(events.iter().cloned().map(Record::Finding))
            .chain(repairs.iter().cloned().map(Record::Repair));
        let change = Change { lines: records.map(Into::into).collect() };
        transaction.commit(change, stamp, "test").expect("recorded");

        let read = store.read(Need::inspections()).expect("read");
        let book = read.books.inspections;
        // Random rows name rows and subjects that are not there; nothing else is wrong with them.
        let n_faults: usize = book.faults().values().map(Vec::len).sum();
        prop_assert_eq!(read.diagnostics.len(), n_faults);
        prop_assert_eq!(book.rule(&rule_code()).expect("the rule"), &[rule]);
        prop_assert_eq!(book.service().cloned().collect::<Vec<_>>(), services);
        prop_assert_eq!(book.inspections().cloned().collect::<Vec<_>>(), inspections);
        prop_assert_eq!(book.excusals().cloned().collect::<Vec<_>>(), excusals);
        let read: Vec<_> = book.events().flat_map(|(_, events)| events).cloned().collect();
        prop_assert_eq!(read, events);
        prop_assert_eq!(book.repair_rows().cloned().collect::<Vec<_>>(), repairs);
    }
}
