//! No rate can be bettered by leaving something out, and what was withdrawn is told.

use std::collections::BTreeMap;

use proptest::option::of;
use proptest::prelude::*;

use crate::base::{Fraction, Moment, RecordId, Time};
use crate::inspections::Inspections;
use crate::inspections::record::Record;
use crate::inspections::repair::{RepairEvent, RepairKind, RepairUrgency, repairs};
use crate::inspections::testing::day;

use super::options;

/// What happened to an order, in minutes after the first of the month.
#[derive(Debug, Clone)]
struct Tale {
    reported: u32,
    urgency: RepairUrgency,
    promise: Option<u32>,
    respond: Option<u32>,
    complete: Option<u32>,
    again: Option<(u32, u32)>,
    extend: Option<(u32, u32)>,
    cancel: Option<u32>,
}

fn tale() -> impl Strategy<Value = Tale> {
    let what = (0_u32..20_000, prop::sample::select(RepairUrgency::ALL), of(0_u32..9_000));
    let steps = (of(0_u32..400), of(0_u32..9_000), of((0_u32..3_000, 0_u32..3_000)));
    let more = (of((0_u32..9_000, 0_u32..9_000)), of(0_u32..9_000));
    (what, steps, more).prop_map(|(what, steps, more)| Tale {
        reported: what.0,
        urgency: what.1,
        promise: what.2,
        respond: steps.0,
        complete: steps.1,
        again: steps.2,
        extend: more.0,
        cancel: more.1,
    })
}

/// The rows of the tales.
fn book(tales: &[Tale]) -> Inspections {
    let mut book = Inspections::default();
    for (at, tale) in tales.iter().enumerate() {
        let repair = RecordId::parse(&format!("R{at}")).expect("an id");
        let mut number = 0;
        let mut add = |kind: RepairKind, minutes: u32, due: Option<u32>, person: &str| {
            let happened = |minutes: u32| {
                let time = u16::try_from(minutes % 1440).expect("a minute");
                let date = day("2026-03-01").plus_days(i64::from(minutes / 1440));
                (date, Time::new(time / 60, time % 60))
            };
            let (date, time) = happened(tale.reported + minutes);
            let due = due.map(|due| happened(tale.reported + due));
            let id = if number == 0 { repair.to_string() } else { format!("R{at}-{number}") };
            number += 1;
            let opens = kind == RepairKind::Open;
            let row = RepairEvent {
                id: RecordId::parse(&id).expect("an id"),
                repair: repair.clone(),
                date,
                time,
                kind,
                number: String::new(),
                subject: opens.then(|| format!("S{at}").parse().expect("a code")),
                department: None,
                place: String::new(),
                urgency: opens.then_some(tale.urgency),
                contractor: None,
                finding: None,
                due: due.map(|(day, _)| day),
                due_time: due.and_then(|(_, time)| time),
                cost: None,
                person: person.into(),
                note: String::new(),
                evidence: Vec::new(),
                supersedes: None,
                recorded_at: Moment::end_of(day("2026-03-31")),
                recorded_by: String::new().into(),
            };
            book.apply(&Record::Repair(row)).expect("folds");
        };
        add(RepairKind::Open, 0, tale.promise, "护士甲");
        let steps = [
            (RepairKind::Respond, tale.respond, None),
            (RepairKind::Extend, tale.extend.map(|(at, _)| at), tale.extend.map(|(_, due)| due)),
            (RepairKind::Complete, tale.complete, None),
            (RepairKind::Cancel, tale.cancel, None),
        ];
        for (kind, minutes, due) in steps {
            if let Some(minutes) = minutes {
                add(kind, minutes, due, "电工");
            }
        }
        if let (Some(done), Some((seen, mended))) = (tale.complete, tale.again) {
            add(RepairKind::Reject, done + seen, None, "护士甲");
            add(RepairKind::Complete, done + seen + mended, None, "电工");
        }
    }
    book
}

/// Every rate of the report; those that count withdrawn orders, too, come first.
fn rates(tales: &[Tale]) -> Vec<(&'static str, Option<Fraction>)> {
    let total = repairs(&book(tales), &options("2026-03-25"), &BTreeMap::new()).total;
    vec![
        ("strict response", total.response.strict().fraction()),
        ("strict completion", total.completion.strict().fraction()),
        ("response", total.response.rate().fraction()),
        ("completion", total.completion.rate().fraction()),
        ("first promise", total.first_kept().fraction()),
        ("promise", total.kept().fraction()),
    ]
}

fn never_better(tales: &[Tale], change: impl Fn(&mut Tale), count: usize) {
    let mut changed = tales.to_vec();
    changed.iter_mut().for_each(change);
    for ((name, before), (_, after)) in rates(tales).into_iter().zip(rates(&changed)).take(count) {
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
        let told: Vec<Tale> = tales.into_iter().map(|tale| Tale { cancel: None, ..tale }).collect();
        let one = which % told.len();
        let of_one = |change: fn(&mut Tale)| {
            let mut changed = told.clone();
            change(&mut changed[one]);
            changed
        };
        let changes: [fn(&mut Tale); 5] = [
            |tale| tale.respond = None,
            |tale| (tale.complete, tale.again) = (None, None),
            |tale| tale.again = tale.again.map(|(seen, mended)| (seen, mended + 20_000)),
            |tale| tale.promise = None,
            // Moving a promise once it has passed.
            |tale| tale.extend = Some((tale.promise.unwrap_or(0) + 1, 60_000)),
        ];
        for change in changes {
            never_better(&told, change, 6);
            let changed = of_one(change);
            for ((name, before), (_, after)) in rates(&told).into_iter().zip(rates(&changed)) {
                if let (Some(before), Some(after)) = (before, after) {
                    prop_assert!(after <= before, "{name}: {before:?} {after:?}");
                }
            }
        }
    }

    #[test]
    fn withdrawing_an_order_betters_no_rate_that_counts_it(
        tales in prop::collection::vec(tale(), 1..8),
        at in 0_u32..9_000,
    ) {
        let told: Vec<Tale> = tales.into_iter().map(|tale| Tale { cancel: None, ..tale }).collect();
        let withdrawn = |tale: &mut Tale| {
            tale.cancel = Some(at);
            tale.respond = None;
        };
        never_better(&told, withdrawn, 2);
    }
}
