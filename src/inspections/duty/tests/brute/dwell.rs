//! How long a batch lies, in minutes from its opening.

use proptest::prelude::*;

use super::strategy::{Sizes, worlds};
use super::view::View;
use super::world::{DAY, Lot, Told, World, agree, slow};

fn limit(world: &World, sign: &str) -> Option<i64> {
    let pieces = world.every.trim_start_matches("dwell").split(',');
    let minutes = |text: &str| text.trim_end_matches("min").parse().expect("minutes");
    pieces.filter_map(|piece| piece.strip_prefix(sign)).map(minutes).next()
}

fn grams(world: &World, key: &str) -> Option<i64> {
    let text = world.beside.iter().find_map(|text| text.strip_prefix(key)?.strip_prefix('='))?;
    Some(text.trim_end_matches('g').parse().expect("grams"))
}

fn judge(world: &World, view: &View<'_>) -> Vec<Told> {
    let (least, most) = (limit(world, ">="), limit(world, "<="));
    let mut units = Vec::new();
    for (at, lot) in world.lots.iter().enumerate() {
        let (opened, entered) = lot.opened;
        let day = opened.div_euclid(DAY);
        if entered > view.known || day > view.as_of || !view.bound(day) {
            continue;
        }
        let seen =
            |(at, entered): &(i64, i64)| *entered <= view.known && at.div_euclid(DAY) <= view.as_of;
        let closed = lot.closed.filter(|closed| seen(closed));
        let lay = closed.map(|(closed, _)| closed - opened);
        let short = least.zip(lay).map(|(least, lay)| least - lay).filter(|by| *by > 0);
        let over = most.zip(lay).map(|(most, lay)| lay - most).filter(|by| *by > 0);
        let holds = grams(world, "amount_min")
            .is_none_or(|least| lot.grams.is_some_and(|grams| grams >= least))
            && grams(world, "amount_max")
                .is_none_or(|most| lot.grams.is_some_and(|grams| grams <= most));
        // Its time has come when it was taken away too early, or when the limit is reached.
        let end = match closed {
            Some((closed, _)) if short.is_some() => closed,
            _ => opened + most.or(least).expect("a limit"),
        };
        let due = end.div_euclid(DAY);
        let about = format!("B{at:04}");
        let unit =
            |status| Told { about, closed: view.passed(end), ..view.unit((day, due), due, status) };
        if view.excused(due, due) {
            units.push(unit("excused"));
            continue;
        }
        let in_grace = |(closed, _): (i64, i64)| closed.div_euclid(DAY) <= due + world.grace;
        let status = match closed {
            Some(_) if holds && short.is_none() && over.is_none() => "complied",
            Some(closed) if holds && short.is_none() && world.grace > 0 && in_grace(closed) => {
                "late"
            }
            Some(_) if view.passed(end) => "missed",
            Some(_) => "not_yet_due",
            None if !view.passed(end) => "not_yet_due",
            None if view.closed(due + world.grace) => "missed",
            None => "overdue",
        };
        let waits = (closed.is_none() && view.passed(end)).then(|| view.minute() - end);
        let minutes_off = short.or(over).or(waits).filter(|by| *by > 0);
        let by = closed.filter(|_| matches!(status, "complied" | "late")).map(|closed| {
            let late = |(at, entered): (i64, i64)| entered - at > world.late_hours * 60;
            (format!("E{at:04}"), closed.0.div_euclid(DAY), late(lot.opened) || late(closed))
        });
        units.push(Told { by, minutes_off, ..unit(status) });
    }
    units
}

/// Batches that lie for about so many minutes.
pub(super) fn lots(about: i64) -> impl Strategy<Value = Vec<Lot>> {
    let grams = prop::option::weighted(0.8, prop::sample::select(vec![100, 124, 125, 200, 201]));
    let lay = prop_oneof![0..2 * about, about - 2..=about + 2, about..about + 5000];
    // Entered at once, or after a while.
    let later = || prop_oneof![3 => Just(0_i64), 1 => 0..DAY, 1 => 0..8 * DAY];
    let closed = prop::option::weighted(0.8, (lay, later()));
    let lot =
        (0..25 * DAY, later(), closed, grams).prop_map(|(opened, later, closed, grams)| Lot {
            opened: (opened, opened + later),
            closed: closed.map(|(lay, later)| (opened + lay, opened + lay + later)),
            grams,
        });
    prop::collection::vec(lot, 0..8)
}

fn duties() -> impl Strategy<Value = World> {
    let limits = (prop::option::of(30..4000_i64), prop::option::of(0..3000_i64)).prop_map(
        |(least, more)| match (least, more) {
            (Some(least), Some(more)) => (Some(least), Some(least + more)),
            (None, None) => (None, Some(2880)),
            (least, more) => (least, more.map(|more| more + 1)),
        },
    );
    let amounts = (
        prop::option::weighted(0.4, Just("amount_min=125g".to_owned())),
        prop::option::weighted(0.3, Just("amount_max=200g".to_owned())),
    );
    (limits, amounts).prop_flat_map(|((least, most), amounts)| {
        let pieces =
            [least.map(|min| format!(">={min}min")), most.map(|min| format!("<={min}min"))];
        let pieces: Vec<String> = pieces.into_iter().flatten().collect();
        let beside: Vec<String> = [amounts.0, amounts.1].into_iter().flatten().collect();
        let about = most.or(least).expect("a limit");
        (worlds(Sizes { days: 30, grace: 4, workdays: false }), lots(about)).prop_map(
            move |(world, lots)| World {
                every: format!("dwell{}", pieces.join(",")),
                beside: beside.clone(),
                lots,
                ..world
            },
        )
    })
}

#[test]
fn how_long_a_batch_lies_as_told_minute_by_minute() {
    agree("dwell", &duties(), |world| slow(world, judge));
}
