//! At months from an anchor, each found by walking on from it.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::strategy::{Sizes, worlds};
use super::view::{View, month_of, months_after};
use super::world::{Told, World, agree, slow};

/// Months, as `6m` or `2y` writes them.
fn months(text: &str) -> i64 {
    let number = |digits: &str| digits.parse::<i64>().expect("a number");
    match text.strip_suffix('y') {
        Some(years) => 12 * number(years),
        None => number(text.trim_end_matches('m')),
    }
}

fn beside<'w>(world: &'w World, key: &str) -> Option<&'w str> {
    world.beside.iter().find_map(|text| text.strip_prefix(key)?.strip_prefix('='))
}

/// The months after the anchor, as far as anybody asks.
fn offsets(every: &str) -> Vec<i64> {
    const FAR: i64 = 72;
    let pieces: Vec<&str> = every.trim_start_matches("anchored=").split(',').collect();
    let mut offsets: Vec<i64> = Vec::new();
    if pieces.iter().any(|piece| piece.contains("..")) {
        let mut at = 0;
        while at <= FAR {
            let band = pieces
                .iter()
                .find(|piece| piece.split_once("..").is_none_or(|(_, until)| at < months(until)));
            let Some(band) = band else { break };
            at += months(band.split_once("..").map_or(*band, |(step, _)| step));
            offsets.push(at);
        }
        return offsets;
    }
    let mut then = None;
    for piece in &pieces {
        match piece.strip_prefix("then=") {
            Some("never") => then = Some(0),
            Some(step) => then = Some(months(step)),
            None => offsets.push(months(piece)),
        }
    }
    let step = then.unwrap_or(offsets[0]);
    while step > 0 && *offsets.last().expect("one at least") <= FAR {
        offsets.push(offsets.last().expect("one at least") + step);
    }
    offsets
}

/// The last day of a month, or the first.
fn end_of_month(day: i64, step: i64) -> i64 {
    let mut at = day;
    while month_of(at + step) == month_of(day) {
        at += step;
    }
    at
}

/// Serves what is due on a day by the first record from a day to the end of the days of grace.
fn serve(
    view: &View<'_>,
    (opens, due): (i64, i64),
    slot: (i64, i64),
    taken: &mut BTreeSet<usize>,
) -> Told {
    let by = view.valid().into_iter().find(|(at, row)| {
        (opens..=due + view.world.grace).contains(&row.day)
            && !taken.contains(at)
            && row.slot.is_none_or(|day| (slot.0..=slot.1).contains(&day))
    });
    match by {
        Some(by) => {
            taken.insert(by.0);
            view.done((opens, due), due, by)
        }
        None => view.unit((opens, due), due, view.undone(due)),
    }
}

/// The days that are due as they are counted from the anchor: the first day to do it, the days it
/// may be meant for, and the due day.
fn scheduled(world: &World, view: &View<'_>, bound: &[i64]) -> Vec<(i64, (i64, i64), i64)> {
    let (Some(first), Some(last)) = (bound.first(), bound.last()) else { return Vec::new() };
    let anchor = world.anchor.unwrap_or(view.first_service());
    let scrapped = beside(world, "retire_after").map(|text| months_after(anchor, months(text)));
    let by_month = beside(world, "granularity") == Some("month");
    let mut begins = anchor;
    let mut dues = Vec::new();
    for offset in offsets(&world.every) {
        let plain = months_after(anchor, offset);
        if scrapped.is_some_and(|day| plain >= day) {
            break;
        }
        let (from, due) = if by_month {
            (end_of_month(plain, -1), end_of_month(plain, 1))
        } else {
            (plain, plain)
        };
        let opens = match beside(world, "early") {
            None => begins,
            Some(early) => match early.strip_suffix('d') {
                Some(days) => from - days.parse::<i64>().expect("days"),
                None => months_after(from, -months(early)),
            },
        };
        if due > *last {
            break;
        }
        if due >= *first {
            dues.push((opens, (begins, due), due));
        }
        begins = due + 1;
        if due > view.as_of {
            break;
        }
    }
    dues
}

/// The first days back after a long stop.
fn returns(world: &World, view: &View<'_>, bound: &[i64]) -> Vec<(i64, (i64, i64), i64)> {
    let Some(stopped) = beside(world, "stopped") else { return Vec::new() };
    let stopped: i64 = stopped.parse().expect("days");
    let stops = bound.windows(2).map(|pair| (pair[0], pair[1]));
    stops
        .filter(|(left, back)| back - left > 1 && back - left > stopped && *back <= view.as_of)
        .map(|(left, back)| (left + 1, (left + 1, back), back))
        .collect()
}

fn judge(world: &World, view: &View<'_>) -> Vec<Told> {
    let days = world.force.0..=world.force.1.min(2500);
    let bound: Vec<i64> = days.filter(|day| view.bound(*day)).collect();
    let mut dues = scheduled(world, view, &bound);
    for back in returns(world, view, &bound) {
        // One inspection is asked for where it is due on that day anyway.
        if dues.iter().all(|due| view.rolled(due.2) != view.rolled(back.2)) {
            dues.push(back);
        }
    }
    dues.sort_by_key(|(_, _, due)| view.rolled(*due));
    let mut taken = BTreeSet::new();
    let mut units = Vec::new();
    for (opens, slot, due) in dues {
        let rolled = view.rolled(due);
        let window = (opens, rolled);
        units.push(if !view.bound(due) {
            view.unit(window, rolled, "not_applicable")
        } else if view.excused(due, rolled) {
            view.unit(window, rolled, "excused")
        } else {
            serve(view, window, slot, &mut taken)
        });
    }
    units
}

fn duties() -> impl Strategy<Value = World> {
    let schedules = prop::sample::select(vec![
        "1m",
        "2m",
        "3m",
        "1y",
        "1m,then=2m",
        "3m,then=1m",
        "1m,4m,7m,then=1m",
        "2m,3m,then=never",
        "2m..6m,1m..9m,3m",
        "3m..6m,1m..8m",
        "5m,then=2m",
    ]);
    let early = prop::option::of(prop::sample::select(vec!["5d", "20d", "45d", "1m", "2m", "3m"]));
    let retire = prop::option::weighted(0.3, prop::sample::select(vec!["4m", "7m", "1y", "18m"]));
    let stopped = prop::option::weighted(0.4, 1..60_i64);
    let beside = (early, retire, stopped, any::<bool>());
    let anchor = prop::option::weighted(0.7, -200..60_i64);
    (schedules, beside, anchor).prop_flat_map(|(schedule, beside, anchor)| {
        let (early, retire, stopped, by_month) = beside;
        let beside: Vec<String> = [
            early.map(|early| format!("early={early}")),
            retire.map(|retire| format!("retire_after={retire}")),
            stopped.map(|stopped| format!("stopped={stopped}")),
            by_month.then(|| "granularity=month".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        worlds(Sizes { days: 400, grace: 50, workdays: true }).prop_map(move |world| World {
            every: format!("anchored={schedule}"),
            beside: beside.clone(),
            anchor,
            ..world
        })
    })
}

#[test]
fn at_months_from_an_anchor_as_counted_day_by_day() {
    agree("anchored", &duties(), |world| slow(world, judge));
}
