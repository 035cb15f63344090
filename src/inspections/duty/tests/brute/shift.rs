//! Once in each shift, told minute by minute.

use proptest::prelude::*;

use super::strategy::{Sizes, worlds};
use super::view::View;
use super::world::{DAY, Row, Told, World, agree, slow};

/// The minutes at which each shift begins and ends, of the day on which it begins.
fn shifts(world: &World) -> Vec<(i64, i64)> {
    let minute = |text: &str| {
        let (hour, minute) = text.split_once(':').expect("hour and minute");
        60 * hour.parse::<i64>().expect("an hour") + minute.parse::<i64>().expect("a minute")
    };
    let of = |text: &str| {
        let (_, hours) = text.trim().split_once(' ').expect("name and hours");
        let (from, to) = hours.split_once('-').expect("from and to");
        let (from, to) = (minute(from), minute(to));
        (from, if to > from { to } else { to + DAY })
    };
    world.every.trim_start_matches("shifts=").split(',').map(of).collect()
}

fn judge(world: &World, view: &View<'_>) -> Vec<Told> {
    let mut units = Vec::new();
    let days: Vec<i64> =
        (world.force.0..=view.as_of.min(world.force.1)).filter(|day| view.bound(*day)).collect();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return units };
    // Days after the last one in service ask for nothing, nor are they told about.
    let still = (*last + 1..=world.force.1.min(2000)).any(|day| view.bound(day));
    let last = if still { view.as_of } else { *last };
    let valid = view.valid();
    for day in *first..=last {
        for (nth, (from, to)) in shifts(world).into_iter().enumerate() {
            // Over at midnight is over on its own day.
            let due = if to > DAY { day + 1 } else { day };
            let about = nth.to_string();
            let told = |unit: Told| Told { about: about.clone(), ..unit };
            let window = (day, due);
            let asks = view.bound(day) && (!world.workdays || view.is_worked(day));
            if !asks {
                units.push(told(view.unit(window, due, "not_applicable")));
                continue;
            }
            if view.excused(day, due) {
                units.push(told(view.unit(window, due, "excused")));
                continue;
            }
            let within = |row: &Row| {
                let minute = row.minute.map(|minute| (row.day - day) * DAY + minute);
                minute.is_some_and(|minute| (from..to).contains(&minute))
            };
            let by = valid.iter().find(|(_, row)| {
                within(row) && row.day <= world.force.1 && row.slot.is_none_or(|slot| slot == day)
            });
            units.push(told(match by {
                Some((at, row)) => view.done(window, due, (*at, row)),
                None => view.unit(window, due, view.undone(due)),
            }));
        }
    }
    units
}

fn duties() -> impl Strategy<Value = World> {
    let tables = prop::sample::select(vec![
        "C 00:00-08:00, A 08:00-16:00, B 16:00-24:00",
        "A 06:00-18:00, N 18:00-06:00",
        "N 22:30-06:30, D 07:00-15:00",
        "D 09:00-17:30",
        "N 20:00-00:00",
        "E 12:00-12:00",
    ]);
    tables.prop_flat_map(|table| {
        worlds(Sizes { days: 30, grace: 0, workdays: true })
            .prop_map(move |world| World { every: format!("shifts={table}"), ..world })
    })
}

#[test]
fn once_in_each_shift_as_told_minute_by_minute() {
    agree("shift", &duties(), |world| slow(world, judge));
}
