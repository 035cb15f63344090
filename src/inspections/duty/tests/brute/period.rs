//! So many in each slot, a slot being the days that share a week, a month, a quarter …

use std::collections::BTreeSet;

use chrono::Datelike;
use proptest::prelude::*;

use super::strategy::{Sizes, worlds};
use super::view::View;
use super::world::{Told, World, agree, date, slow};

/// What the days of a slot have in common.
fn slot_of(slot: &str, day: i64) -> (i64, i64) {
    let date = date(day).naive();
    let year = i64::from(date.year());
    let month = i64::from(date.month0());
    match slot {
        "day" => (day, 0),
        "week" => (i64::from(date.iso_week().year()), i64::from(date.iso_week().week())),
        "month" => (year, month),
        "quarter" => (year, month / 3),
        "half-year" => (year, month / 6),
        _ => (year, 0),
    }
}

/// `1/month` and its spacing.
fn read(world: &World) -> (i64, &str, i64) {
    let (times, slot) = world.every.split_once('/').expect("times and slot");
    let spacing = world.beside.iter().find_map(|text| text.strip_prefix("spacing="));
    let spacing = spacing.map_or(1, |days| days.parse().expect("a number"));
    (times.parse().expect("a number"), slot, spacing)
}

fn judge(world: &World, view: &View<'_>) -> Vec<Told> {
    let (_, slot, _) = read(world);
    let last = view.as_of.min(world.force.1);
    let mut first = view.first_service().max(world.force.0);
    while slot_of(slot, first - 1) == slot_of(slot, first) {
        first -= 1;
    }
    let mut units = Vec::new();
    let mut taken = BTreeSet::new();
    while first <= last {
        let mut end = first;
        while slot_of(slot, end + 1) == slot_of(slot, first) {
            end += 1;
        }
        judge_slot(world, view, (first, end), &mut taken, &mut units);
        first = end + 1;
    }
    units
}

fn judge_slot(
    world: &World,
    view: &View<'_>,
    window: (i64, i64),
    taken: &mut BTreeSet<usize>,
    units: &mut Vec<Told>,
) {
    let (times, slot, spacing) = read(world);
    let length = window.1 - window.0 + 1;
    let share = |days: usize| {
        let days = i64::try_from(days).expect("few");
        (2 * times * days + length) / (2 * length)
    };
    let days: Vec<i64> = (window.0..=window.1).filter(|day| view.bound(*day)).collect();
    let n_worked = days.iter().filter(|day| view.is_worked(**day)).count();
    let too_few = world.few.is_some_and(|few| n_worked < few);
    let required = if too_few { 0 } else { share(days.len()) };
    if required == 0 {
        for _ in 0..times {
            units.push(view.unit(window, window.1, "not_applicable"));
        }
        return;
    }
    let due = view.rolled(*days.last().expect("something is required"));
    let left = share(days.iter().filter(|day| !view.excused(**day, due)).count());

    let valid = view.valid();
    let day_served = |taken: &BTreeSet<usize>, day: i64| {
        valid.iter().any(|(at, row)| taken.contains(at) && row.day == day)
    };
    let mut counted: Vec<(i64, Option<i64>)> = Vec::new();
    for (at, row) in &valid {
        let in_reach = (window.0..=due + world.grace).contains(&row.day);
        let meant = row.slot.is_none_or(|day| (window.0..=window.1).contains(&day));
        let full = i64::try_from(counted.len()).expect("few") == left;
        if full || taken.contains(at) || !in_reach || !meant {
            continue;
        }
        let repeats = if slot == "day" {
            counted.last() == Some(&(row.day, row.minute))
        } else {
            let close = counted.last().is_some_and(|(day, _)| row.day - day < spacing);
            // The day has served an older slot, and the record does not say that it is for this.
            close || (row.slot.is_none() && day_served(taken, row.day))
        };
        if repeats {
            continue;
        }
        taken.insert(*at);
        counted.push((row.day, row.minute));
        units.push(view.done(window, due, (*at, row)));
    }
    for _ in i64::try_from(counted.len()).expect("few")..left {
        units.push(view.unit(window, due, view.undone(due)));
    }
    for _ in left..required {
        units.push(view.unit(window, due, "excused"));
    }
}

fn duties() -> impl Strategy<Value = World> {
    let slots = prop_oneof![
        (1..3_i64, Just("day"), Just(60_i64)),
        (1..4_i64, Just("week"), Just(120)),
        (1..4_i64, Just("month"), Just(200)),
        (1..4_i64, Just("quarter"), Just(400)),
        (1..3_i64, Just("half-year"), Just(500)),
        (1..3_i64, Just("year"), Just(800)),
    ];
    let spacing = prop_oneof![3 => Just(1_i64), 1 => 2..8_i64];
    let every = (slots, spacing, prop::option::weighted(0.2, 1..6_usize));
    every.prop_flat_map(|((times, slot, days), spacing, few)| {
        worlds(Sizes { days, grace: 8, workdays: true }).prop_map(move |world| World {
            every: format!("{times}/{slot}"),
            beside: vec![format!("spacing={spacing}")],
            few: few.filter(|_| world.workdays),
            ..world
        })
    })
}

#[test]
fn so_many_in_each_slot_as_counted_day_by_day() {
    agree("period", &duties(), |world| slow(world, judge));
}
