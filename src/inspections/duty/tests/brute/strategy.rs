//! Random duties: what every kind has, whatever it asks.

use proptest::prelude::*;

use super::world::{DAY, NEVER, Pardon, Row, World};
use crate::inspections::Outcome;

/// How far a random duty reaches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// The days in which things happen.
    pub(super) days: i64,
    /// The most days of grace.
    pub(super) grace: i64,
    /// Whether it may go by workdays.
    pub(super) workdays: bool,
}

/// Rows entered on their day, soon after, or long after; some correct one before them.
pub(super) fn rows(days: i64, most: usize) -> impl Strategy<Value = Vec<Row>> {
    let minute = prop::option::weighted(
        0.7,
        prop_oneof![0..DAY, prop::sample::select(vec![0, 359, 360, 480, 960, 1080, 1350, 1439]),],
    );
    let later = prop_oneof![4 => Just(0_i64), 1 => 0..2 * DAY, 1 => 0..40 * DAY];
    let outcome = prop_oneof![
        8 => Just(Outcome::Pass), 1 => Just(Outcome::Fail), 1 => Just(Outcome::Na),
    ];
    let slot = prop::option::weighted(0.15, -10..10_i64);
    let replaces = prop::option::weighted(0.1, any::<prop::sample::Index>());
    let row = (-5..days, minute, later, outcome, 0..3_usize, slot, replaces);
    prop::collection::vec(row, 0..most).prop_map(|rows| {
        let of = |(at, row): (usize, _)| {
            let (day, minute, later, outcome, proofs, slot, replaces): (
                i64,
                Option<i64>,
                i64,
                Outcome,
                usize,
                Option<i64>,
                Option<prop::sample::Index>,
            ) = row;
            Row {
                day,
                minute,
                entered: day * DAY + minute.unwrap_or(DAY - 1) + later,
                outcome,
                proofs,
                slot: slot.map(|by| day + by),
                replaces: replaces.filter(|_| at > 0).map(|index| index.index(at)),
            }
        };
        rows.into_iter().enumerate().map(of).collect()
    })
}

fn pardons(days: i64) -> impl Strategy<Value = Vec<Pardon>> {
    let pardon = (0..days, 0..days / 3, -20..20_i64, prop::bool::weighted(0.15), 0..6_i64);
    let pardon = pardon.prop_map(|(from, length, approved, own, later)| Pardon {
        from,
        to: from + length,
        approved: from + approved,
        own,
        entered: (from + approved + if later < 4 { 0 } else { 7 * later }) * DAY + 600,
    });
    prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(pardon, 1..4)]
}

fn service(days: i64) -> impl Strategy<Value = Vec<(i64, i64)>> {
    let broken = prop::collection::vec((1..days / 2, 0..days / 3), 1..4).prop_map(move |parts| {
        let mut from = -10;
        parts
            .into_iter()
            .map(|(length, pause)| {
                let span = (from, from + length);
                from = span.1 + 1 + pause;
                span
            })
            .collect()
    });
    let one = (-30..days / 2).prop_map(|from| vec![(from, NEVER)]);
    let mixed = prop::collection::vec((-30..days, 0..days / 2), 1..4)
        .prop_map(|parts| parts.into_iter().map(|(from, length)| (from, from + length)).collect());
    prop_oneof![2 => one, 2 => broken, 1 => mixed]
}

/// Duties with everything that all kinds have; what is asked for comes from the kind.
pub(super) fn worlds(sizes: Sizes) -> impl Strategy<Value = World> {
    let Sizes { days, grace, workdays } = sizes;
    let force = prop_oneof![
        3 => Just((0, NEVER)), 1 => (0..days / 2).prop_map(|from| (from, NEVER)),
        1 => (0..days / 2, 0..days).prop_map(|(from, length)| (from, from + length)),
    ];
    let most = if grace == 0 { 0..1 } else { 0..grace + 1 };
    let plain = (
        prop_oneof![Just(0_i64), most],
        prop::bool::weighted(0.2),
        prop_oneof![4 => Just(0_usize), 1 => 1..3_usize],
        prop::bool::weighted(0.85),
        prop::sample::select(vec![0_i64, 24, 72]),
        prop::bool::weighted(if workdays { 0.3 } else { 0.0 }),
    );
    let calendar = (
        prop_oneof![Just(Vec::new()), prop::collection::vec(0..days, 0..12)],
        prop_oneof![Just(Vec::new()), prop::collection::vec(0..days, 0..6)],
    );
    // The end of a day with what was known then, later or earlier, or a minute while it runs.
    let clock = (0..days, 0..10_i64, 0..60_i64, 0..DAY).prop_map(|(as_of, way, later, minute)| {
        let known = match way {
            0..=4 => as_of * DAY + DAY - 1,
            5..=6 => (as_of + later) * DAY + DAY - 1,
            7 => (as_of - later) * DAY + DAY - 1,
            _ => as_of * DAY + minute,
        };
        (as_of, known)
    });
    let n_rows = usize::try_from(days / 5).unwrap_or(0).clamp(8, 30);
    (force, service(days), plain, calendar, (rows(days, n_rows), pardons(days)), clock).prop_map(
        |(force, service, plain, (off, worked), (rows, pardons), (as_of, known))| World {
            every: String::new(),
            beside: Vec::new(),
            force,
            service,
            grace: plain.0,
            passed: plain.1,
            evidence: plain.2,
            excusable: plain.3,
            late_hours: plain.4,
            workdays: plain.5,
            few: None,
            anchor: None,
            rows,
            events: Vec::new(),
            pardons,
            papers: Vec::new(),
            lots: Vec::new(),
            roster: Vec::new(),
            off,
            worked,
            as_of,
            known,
        },
    )
}
