//! No rate can be raised by leaving a record out, entering it late, or excusing it afterwards.

use proptest::prelude::*;

use crate::base::{Clocks, Day, Moment};
use crate::inspections::testing::{Fixture, at_end_of, cases, day};
use crate::inspections::{Tally, Unit};

/// Rules of the kinds that records are done for, with a record's time where they look at it.
const RULES: &[(&str, &str)] = &[
    ("every 2/week", ""),
    ("every 1/month; grace 5", ""),
    ("every max-gap=15d; grace 3", ""),
    ("every anchored=1m; anchor 2024-01-31", ""),
    ("every anchored=3m,then=2m; anchor 2024-01-05; set early=20d; grace 4", ""),
    ("every shifts=A 06:00-18:00, N 18:00-06:00", "T07:30"),
    (
        "every event+3d; set after=R0; grace 2; event 2024-01-10 2024-02-20 2024-03-01 2024-04-30",
        "",
    ),
    ("every max-gap=15d", ""),
    ("every 2/day; grace 1", "T07:30"),
    ("every anchored=1m; anchor 2024-01-31; set early=10d granularity=month; grace 20", ""),
    (
        "every event+90min; set after=R0; grace 1; event 2024-01-10T06:40 2024-01-10T07:00 \
         2024-02-20T07:20 2024-02-20T07:31 2024-03-01T05:00",
        "T07:30",
    ),
];

/// The longest gap with days of grace: what the sheet of rules says of a late one moves the next.
const GAP_WITH_GRACE: usize = 2;

pub(super) fn at(days: i64) -> Day {
    day("2024-01-01").plus_days(days)
}

fn facts(rule: usize, done: &[i64], entered: Option<(usize, i64)>) -> String {
    let (rule, time) = RULES[rule];
    let mut text = format!("{rule}; from 2024-01-01");
    for (nth, days) in done.iter().enumerate() {
        let date = at(*days);
        let late = entered.filter(|(of, _)| *of == nth).map(|(_, by)| at(days + by));
        let late = late.map(|day| format!("@{day}")).unwrap_or_default();
        text = format!("{text}; done {date}{time}{late}");
    }
    text
}

pub(super) fn tally(text: &str, clock: Clocks) -> Tally {
    Tally::of(&Fixture::read(text).judge(clock).units, &[])
}

/// Whether no rate of one is above that of the other.
pub(super) fn no_better(worse: Tally, than: Tally) -> bool {
    let counts = |tally: Tally| {
        let required = tally.required();
        [
            (tally.complied, required),
            (tally.complied + tally.late, required),
            (tally.complied, required + tally.excused),
            (tally.contemporary, required),
        ]
    };
    // A rate over nothing is no rate.
    counts(worse)
        .into_iter()
        .zip(counts(than))
        .all(|((some, of), (all, than))| of == 0 || than == 0 || some * than <= all * of)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_record_left_out_or_entered_late_raises_no_rate(
        rule in (0..RULES.len()).prop_filter("told apart below", |rule| *rule != GAP_WITH_GRACE),
        done in prop::collection::vec(0_i64..150, 1..20),
        which in any::<prop::sample::Index>(),
        by in 1_i64..60,
        as_of in 1_i64..170,
    ) {
        let clock = at_end_of(&at(as_of).to_string());
        let all = tally(&facts(rule, &done, None), clock);
        let nth = which.index(done.len());
        let mut less = done.clone();
        less.remove(nth);
        prop_assert!(no_better(tally(&facts(rule, &less, None), clock), all));
        prop_assert!(no_better(tally(&facts(rule, &done, Some((nth, by))), clock), all));
        let nothing = tally(&facts(rule, &[], None), clock);
        prop_assert_eq!((nothing.complied, nothing.late), (0, 0));
    }

    #[test]
    fn an_excusal_after_the_fact_changes_no_status(
        rule in 0..RULES.len(),
        done in prop::collection::vec(0_i64..150, 0..12),
        from in 0_i64..100,
        length in 0_i64..40,
        as_of in 140_i64..170,
    ) {
        let clock = at_end_of(&at(as_of).to_string());
        let plain = facts(rule, &done, None);
        let excused = format!(
            "{plain}; excused {}..{} approved {}", at(from), at(from + length), at(as_of),
        );
        let told = |text: &str| -> Vec<Unit> {
            let units = Fixture::read(text).judge(clock).units;
            units.into_iter().filter(|unit| unit.due < at(as_of)).collect()
        };
        prop_assert_eq!(told(&plain), told(&excused));
    }

    #[test]
    fn what_was_known_on_a_day_stays_what_was_known(
        rule in 0..RULES.len(),
        done in prop::collection::vec(0_i64..150, 0..12),
        later in prop::collection::vec((0_i64..150, 0_i64..60), 0..6),
        as_of in 1_i64..170,
    ) {
        let clock = at_end_of(&at(as_of).to_string());
        let before = facts(rule, &done, None);
        let mut after = before.clone();
        let time = RULES[rule].1;
        for (days, more) in later {
            let entered = at((as_of + 1).max(days) + more);
            after = format!("{after}; done {}{time}@{entered}", at(days));
        }
        let judged = |text: &str| Fixture::read(text).judge(clock);
        prop_assert_eq!(judged(&before), judged(&after));
        // And a subject taken out of service counts until that day.
        let known = Clocks { known_by: Moment::end_of(at(300)), ..clock };
        let stopped = format!("{before}; service 2024-01-01..{}", at(60));
        let due = |text: &str| {
            let units = Fixture::read(text).judge(known).units;
            // Those whose days of grace are over by then: nothing is done late out of service.
            let some = units.into_iter().filter(|unit| unit.window.last().plus_days(6) < at(60));
            some.map(|unit| (unit.due, unit.status)).collect::<Vec<_>>()
        };
        prop_assert_eq!(due(&before), due(&stopped));
    }

    #[test]
    fn a_longest_gap_with_grace_is_done_no_more_for_a_record_left_out(
        done in prop::collection::vec(0_i64..150, 1..20),
        which in any::<prop::sample::Index>(),
        by in 1_i64..60,
        as_of in 1_i64..170,
    ) {
        let clock = at_end_of(&at(as_of).to_string());
        let all = tally(&facts(GAP_WITH_GRACE, &done, None), clock);
        let nth = which.index(done.len());
        let mut less = done.clone();
        less.remove(nth);
        for text in [
            facts(GAP_WITH_GRACE, &less, None),
            facts(GAP_WITH_GRACE, &done, Some((nth, by))),
        ] {
            let tally = tally(&text, clock);
            prop_assert!(tally.missed >= all.missed);
            prop_assert!(tally.complied + tally.late <= all.complied + all.late);
        }
    }
}

/// The sheet of rules counts on from a late record and from a missed deadline alike, so that the late
/// record which is left out can put the next one in time: at the price of two missed ones.
#[test]
fn a_late_record_left_out_of_a_longest_gap_costs_more_than_it_gives() {
    let facts = "every max-gap=10d; grace 3; anchor 2024-01-01; from 2024-01-01; done 2024-01-25";
    let clock = at_end_of("2024-01-31");
    let all = tally(&format!("{facts} 2024-01-13"), clock);
    let less = tally(facts, clock);
    assert_eq!((all.complied, all.late, all.missed), (0, 2, 0));
    assert_eq!((less.complied, less.late, less.missed), (1, 0, 2));
}
