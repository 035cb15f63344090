//! The same of the kinds that batches and certificates meet: nothing is gained by never closing a
//! batch, by never answering a call, by leaving a certificate out, or by entering any of them late.

use proptest::prelude::*;

use super::gaming::{at, no_better};
use crate::base::{Clocks, Moment};
use crate::inspections::testing::{Fixture, at_end_of, cases, evening};
use crate::inspections::{BatchKind, Tally, Unit};

/// Rules that batches are opened and closed for; all of them have come to their end a week later.
const RULES: &[&str] = &[
    "every dwell<=48h",
    "every dwell<=48h; grace 2",
    "every dwell>=48h; set amount_min=125g",
    "every dwell>=24h,<=48h; set amount_max=140g; grace 1",
    "every event+90min",
    "every event+2d; grace 3",
];

/// A batch: the minute at which it was opened, how many it lay, and the grams it holds.
type Lot = (i64, Option<i64>, i64);

fn lots() -> impl Strategy<Value = Vec<Lot>> {
    let lay = prop_oneof![0..200_i64, 1400..1500_i64, 2800..2900_i64, 0..9000_i64];
    let lot = (0..40 * 1440_i64, prop::option::weighted(0.8, lay), 100..150_i64);
    prop::collection::vec(lot, 1..12)
}

fn fixture(rule: usize, lots: &[Lot]) -> Fixture {
    let moment = |minute: i64| {
        let (hour, minute_of) = (minute % 1440 / 60, minute % 60);
        format!("{}T{hour:02}:{minute_of:02}", at(minute / 1440))
    };
    let mut text = format!("{}; from 2024-01-01", RULES[rule]);
    for (opened, lay, grams) in lots {
        let closed = lay.map(|lay| moment(opened + lay)).unwrap_or_default();
        text = format!("{text}; batch {}..{closed} {grams} g", moment(*opened));
    }
    Fixture::read(&text)
}

fn units(fixture: &Fixture, clock: Clocks) -> Vec<Unit> {
    fixture.judge(clock).units
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_batch_never_closed_or_a_call_never_answered_raises_no_rate(
        rule in 0..RULES.len(),
        lots in lots(),
        which in any::<prop::sample::Index>(),
        by in 1_i64..30,
        as_of in 47_i64..80,
    ) {
        let clock = at_end_of(&at(as_of).to_string());
        let tally = |fixture: &Fixture| Tally::of(&units(fixture, clock), &[]);
        let fixture = fixture(rule, &lots);
        let closings: Vec<usize> = (0..fixture.batches.len())
            .filter(|at| fixture.batches[*at].kind == BatchKind::Close)
            .collect();
        prop_assume!(!closings.is_empty());
        let nth = closings[which.index(closings.len())];
        let mut never = fixture.clone();
        never.batches.remove(nth);
        prop_assert!(no_better(tally(&never), tally(&fixture)));
        let mut late = fixture.clone();
        late.batches[nth].recorded_at = evening(late.batches[nth].date.plus_days(by));
        prop_assert!(no_better(tally(&late), tally(&fixture)));
        // One that nobody closes at all is in the rates as not done.
        let mut none = fixture.clone();
        none.batches.retain(|row| row.kind == BatchKind::Open);
        let none = tally(&none);
        prop_assert_eq!((none.complied, none.late), (0, 0));
        prop_assert_eq!(none.required(), lots.len() as u64);
    }

    #[test]
    fn a_batch_that_is_open_is_in_no_rate_before_its_time_and_in_all_after_it(
        rule in 0..RULES.len(),
        lots in lots(),
        as_of in 0_i64..60,
    ) {
        let clock = at_end_of(&at(as_of).to_string());
        let mut fixture = fixture(rule, &lots);
        fixture.batches.retain(|row| row.kind == BatchKind::Open);
        for unit in units(&fixture, clock) {
            prop_assert_eq!(unit.closed, unit.due <= at(as_of));
            prop_assert!(unit.by.is_none());
        }
    }

    #[test]
    fn neither_an_excusal_after_the_fact_nor_an_end_of_service_changes_what_was_due(
        rule in 0..RULES.len(),
        lots in lots(),
        from in 0_i64..40,
        length in 0_i64..20,
        end in 5_i64..40,
    ) {
        let as_of = at(60);
        let clock = at_end_of(&as_of.to_string());
        let plain = fixture(rule, &lots);
        let mut excused = plain.clone();
        let text = format!("excused {}..{} approved {as_of}", at(from), at(from + length));
        excused.excusals = Fixture::read(&text).excusals;
        prop_assert_eq!(units(&plain, clock), units(&excused, clock));
        // What was opened up to the end of its service counts as it did, whatever became of it.
        let mut stopped = plain.clone();
        stopped.service[0].to = Some(at(end));
        let before: Vec<Unit> = units(&plain, clock)
            .into_iter()
            .filter(|unit| unit.window.first() <= at(end))
            .collect();
        prop_assert_eq!(before, units(&stopped, clock));
    }

    #[test]
    fn a_certificate_left_out_or_entered_late_raises_no_rate(
        papers in prop::collection::vec((-20_i64..60, 0_i64..40), 1..5),
        which in any::<prop::sample::Index>(),
        by in 1_i64..60,
        duty in prop::option::of(prop::collection::vec(0_i64..60, 1..20)),
        as_of in 1_i64..70,
        end in 0_i64..60,
    ) {
        let clock = at_end_of(&at(as_of).to_string());
        let mut text = "every certificate=上岗证; from 2024-01-01".to_owned();
        for (from, length) in &papers {
            text = format!("{text}; certificate {}..{}", at(*from), at(from + length));
        }
        if let Some(days) = duty {
            let days: Vec<String> = days.into_iter().map(|day| at(day).to_string()).collect();
            text = format!("{text}; set cover=duty; duty {}", days.join(" "));
        }
        let all = Fixture::read(&text);
        let tally = |fixture: &Fixture| Tally::of(&units(fixture, clock), &[]);
        let nth = which.index(papers.len());
        let mut less = all.clone();
        less.certificates.remove(nth);
        prop_assert!(no_better(tally(&less), tally(&all)));
        let mut late = all.clone();
        late.certificates[nth].recorded_at = evening(at(papers[nth].0 + by));
        prop_assert!(no_better(tally(&late), tally(&all)));
        // Out of service it counts until that day, and an excusal afterwards changes nothing.
        let known = Clocks { known_by: Moment::end_of(at(300)), ..clock };
        let mut stopped = all.clone();
        stopped.service[0].to = Some(at(end));
        let before: Vec<Unit> =
            units(&all, known).into_iter().filter(|unit| unit.due <= at(end)).collect();
        prop_assert_eq!(before, units(&stopped, known));
        let mut excused = all.clone();
        let text = format!("excused {}..{} approved {}", at(0), at(60), at(as_of));
        excused.excusals = Fixture::read(&text).excusals;
        let past = |fixture: &Fixture| -> Vec<Unit> {
            units(fixture, clock).into_iter().filter(|unit| unit.due < at(as_of)).collect()
        };
        prop_assert_eq!(past(&all), past(&excused));
    }
}
