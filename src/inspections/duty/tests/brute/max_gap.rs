//! Never more than so many days of service apart, found by walking on from the last time.

use proptest::prelude::*;

use super::strategy::{Sizes, worlds};
use super::view::View;
use super::world::{DAY, Told, World, agree};

/// `max-gap=15d` and after how long a stop it is due on the first day back.
fn read(world: &World) -> (i64, Option<i64>) {
    let days = world.every.trim_start_matches("max-gap=").trim_end_matches('d');
    let stopped = world.beside.iter().find_map(|text| text.strip_prefix("stopped="));
    let number = |text: &str| text.parse().expect("a number");
    (number(days), stopped.map(number))
}

/// The days from one to another that count against the gap, for something due on a day.
fn counted(view: &View<'_>, days: std::ops::RangeInclusive<i64>, due: i64) -> i64 {
    let counts = |day: &i64| view.bound(*day) && !view.excused(*day, due);
    i64::try_from(days.filter(counts).count()).expect("few")
}

/// Whether a day is the first one back after so long a stop.
fn is_back(view: &View<'_>, from: i64, day: i64, stopped: i64) -> bool {
    if !view.bound(day) || view.bound(day - 1) {
        return false;
    }
    let left = (from..day).rev().find(|before| view.bound(*before));
    left.is_some_and(|left| day - left > stopped)
}

/// The first day by which the days allowed are used up, with the excusals that hold for it.
fn next_due(world: &World, view: &View<'_>, from: i64) -> Option<i64> {
    let (gap, stopped) = read(world);
    let end = world.service.iter().map(|(_, to)| *to).max()?.min(world.force.1).min(from + 2000);
    (from + 1..=end).find(|day| {
        counted(view, from + 1..=*day, *day) >= gap
            || stopped.is_some_and(|stopped| is_back(view, from, *day, stopped))
    })
}

fn judge(world: &World) -> Vec<Told> {
    let view = View::now(world);
    let first = (world.force.0..=world.force.0 + 3000).find(|day| view.bound(*day));
    let Some(mut from) = world.anchor.or(first).filter(|from| *from <= view.as_of) else {
        return Vec::new();
    };
    let (gap, _) = read(world);
    let valid = view.valid();
    let mut units = Vec::new();
    while let Some(plain) = next_due(world, &view, from) {
        let due = view.rolled(plain);
        if due > world.force.1 {
            break;
        }
        let window = (from + 1, due);
        let by = valid.iter().find(|(_, row)| from < row.day && row.day <= due + world.grace);
        let mut over = false;
        let begun = from;
        if let Some((at, row)) = by {
            let mut unit = view.done(window, due, (*at, row));
            // Seen on the due day: any record of the window that had been entered by its end.
            let seen = |row: &super::world::Row| row.entered < (due + 1) * DAY;
            unit.contemporary = unit.closed
                && unit.status == "complied"
                && valid.iter().any(|(_, row)| from < row.day && row.day <= due && seen(row));
            units.push(unit);
            from = row.day;
        } else {
            let status = view.undone(due);
            units.push(view.unit(window, due, status));
            from = due;
            over = status != "missed";
        }
        // So many excused days of service, as far as they moved the deadline, are a unit excused.
        let (mut n_excused, mut since) = (0, begun);
        for day in begun + 1..=from.min(plain) {
            n_excused += i64::from(view.bound(day) && view.excused(day, plain));
            if n_excused == gap {
                units.push(view.unit((since + 1, day), day, "excused"));
                (n_excused, since) = (0, day);
            }
        }
        if over {
            break;
        }
    }
    units
}

fn duties() -> impl Strategy<Value = World> {
    let every = (1..30_i64, prop::option::weighted(0.4, 1..40_i64));
    let anchor = prop::option::weighted(0.4, -20..40_i64);
    (every, anchor).prop_flat_map(|((gap, stopped), anchor)| {
        worlds(Sizes { days: 150, grace: 8, workdays: true }).prop_map(move |world| World {
            every: format!("max-gap={gap}d"),
            beside: stopped.map(|stopped| format!("stopped={stopped}")).into_iter().collect(),
            anchor,
            ..world
        })
    })
}

#[test]
fn never_more_than_so_many_days_apart_as_counted_day_by_day() {
    agree("max_gap", &duties(), judge);
}
