//! So long after an event, in days or to the minute.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::dwell::lots;
use super::strategy::{Sizes, rows, worlds};
use super::view::View;
use super::world::{DAY, Row, Told, World, agree, slow};

/// The last minute that is in time, and whether the rule counts in minutes.
fn deadline(world: &World, view: &View<'_>, happened: i64) -> (i64, bool) {
    let within = world.every.trim_start_matches("event+");
    if let Some(minutes) = within.strip_suffix("min") {
        return (happened + minutes.parse::<i64>().expect("minutes"), true);
    }
    let days: i64 = within.trim_end_matches('d').parse().expect("days");
    (view.rolled(happened.div_euclid(DAY) + days) * DAY + DAY - 1, false)
}

/// The minute at which an answer counts as given: the end of its day where it does not say.
fn given(row: &Row) -> i64 {
    row.day * DAY + row.minute.unwrap_or(DAY)
}

/// What an answer at a minute came to: in time, in the days of grace, or too late.
fn answered(world: &World, end: i64, exact: bool, (day, minute): (i64, i64)) -> &'static str {
    let due = end.div_euclid(DAY);
    let in_time = if exact { minute <= end } else { day <= due };
    match () {
        () if in_time => "complied",
        () if world.grace > 0 && day <= due + world.grace => "late",
        () => "missed",
    }
}

/// How a batch was closed, as far as can be seen.
fn closing(world: &World, view: &View<'_>, at: usize) -> Option<(i64, (String, i64, bool))> {
    let lot = &world.lots[at];
    let (minute, entered) = lot.closed?;
    let day = minute.div_euclid(DAY);
    let late = |(at, entered): (i64, i64)| entered - at > world.late_hours * 60;
    let backfill = late(lot.opened) || late((minute, entered));
    let seen = entered <= view.known && day <= view.as_of;
    seen.then(|| (minute, (format!("E{at:04}"), day, backfill)))
}

/// The first record that nothing before it took and that may answer what happened at a minute.
fn by_record(
    view: &View<'_>,
    answers: &[(usize, &Row)],
    (happened, due): (i64, i64),
    taken: &mut BTreeSet<usize>,
) -> Option<(i64, (String, i64, bool))> {
    let day = happened.div_euclid(DAY);
    let (at, row) = answers.iter().find(|(at, row)| {
        !taken.contains(at)
            && day <= row.day
            && happened <= given(row)
            && row.day <= due + view.world.grace
            && row.slot.is_none_or(|slot| slot == day)
    })?;
    taken.insert(*at);
    Some((given(row), view.proof((*at, row))))
}

fn judge(world: &World, view: &View<'_>) -> Vec<Told> {
    let by_batch = world.beside.is_empty();
    let mut calls: Vec<(String, i64, Option<usize>)> = Vec::new();
    if by_batch {
        for (at, lot) in world.lots.iter().enumerate() {
            let day = lot.opened.0.div_euclid(DAY);
            if lot.opened.1 <= view.known && day <= view.as_of {
                calls.push((format!("B{at:04}"), lot.opened.0, Some(at)));
            }
        }
    } else {
        for (at, row) in view.known_rows(&world.events) {
            // An event that does not say when happened as early as it may have.
            let happened = row.day * DAY + row.minute.unwrap_or(0);
            calls.push((format!("V{at:04}"), happened, None));
        }
    }
    let mut answers = view.valid();
    answers.sort_by_key(|(at, row)| (row.day, row.minute.unwrap_or(DAY), *at));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut units = Vec::new();
    for (about, happened, lot) in calls {
        let day = happened.div_euclid(DAY);
        if !view.bound(day) {
            continue;
        }
        let (end, exact) = deadline(world, view, happened);
        let due = end.div_euclid(DAY);
        let passed = if exact { view.passed(end) } else { view.closed(due) };
        let unit = |status| Told { about, closed: passed, ..view.unit((day, due), due, status) };
        if view.excused(due, due) {
            units.push(unit("excused"));
            continue;
        }
        // When it was answered, and what proves it.
        let answer = match lot {
            Some(at) => closing(world, view, at),
            None => by_record(view, &answers, (happened, due), &mut taken),
        };
        let Some((minute, proof)) = answer else {
            let status = match () {
                () if !passed => "not_yet_due",
                () if view.closed(due + world.grace) => "missed",
                () => "overdue",
            };
            let waits = (passed && exact).then(|| view.minute() - end).filter(|by| *by > 0);
            units.push(Told { minutes_off: waits, ..unit(status) });
            continue;
        };
        let status = answered(world, end, exact, (proof.1, minute));
        let minutes_off = exact.then(|| minute - end).filter(|by| *by > 0);
        let by = (status != "missed").then_some(proof);
        units.push(Told { by, minutes_off, ..unit(status) });
    }
    units
}

fn duties() -> impl Strategy<Value = World> {
    let within = prop_oneof![
        (1..6_i64).prop_map(|days| (format!("{days}d"), days * DAY)),
        prop::sample::select(vec![30_i64, 120, 1440, 2000])
            .prop_map(|minutes| (format!("{minutes}min"), minutes)),
    ];
    (within, any::<bool>()).prop_flat_map(|((within, about), by_batch)| {
        let in_days = within.ends_with('d');
        let worlds = worlds(Sizes { days: 30, grace: 4, workdays: in_days });
        let beside: Vec<String> = if by_batch { Vec::new() } else { vec!["after=R0".to_owned()] };
        (worlds, lots(about), rows(30, 6)).prop_map(move |(world, lots, events)| World {
            every: format!("event+{within}"),
            beside: beside.clone(),
            lots: if by_batch { lots } else { Vec::new() },
            events: if by_batch { Vec::new() } else { events },
            ..world
        })
    })
}

#[test]
fn so_long_after_an_event_as_told_minute_by_minute() {
    agree("event", &duties(), |world| slow(world, judge));
}
