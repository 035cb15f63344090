//! A certificate on every day in service or on duty, day by day.

use proptest::prelude::*;

use super::strategy::{Sizes, worlds};
use super::view::View;
use super::world::{DAY, Paper, Told, World, agree, slow};

fn judge(world: &World, view: &View<'_>) -> Vec<Told> {
    let on_duty = world.beside.iter().any(|text| text == "cover=duty");
    let mut units = Vec::new();
    for day in world.force.0..=view.as_of.min(world.force.1) {
        if !view.bound(day) || (on_duty && !world.roster.contains(&day)) {
            continue;
        }
        if view.excused(day, day) {
            units.push(view.unit((day, day), day, "excused"));
            continue;
        }
        let covers = |(_, paper): &(usize, &Paper)| {
            let known = paper.entered <= view.known && paper.kind == "上岗证";
            known && paper.from <= day && paper.to.is_none_or(|to| day <= to)
        };
        let there = world.papers.iter().enumerate().filter(covers);
        // Of several the one that was known first.
        let Some((at, paper)) = there.min_by_key(|(at, paper)| (paper.entered, *at)) else {
            let status = if view.closed(day) { "missed" } else { "not_yet_due" };
            units.push(view.unit((day, day), day, status));
            continue;
        };
        let backfill = paper.entered - (day + 1) * DAY > world.late_hours * 60;
        let name = format!("L{at:04}");
        units.push(Told {
            about: name.clone(),
            by: Some((name, day, backfill)),
            ..view.unit((day, day), day, "complied")
        });
    }
    units
}

fn duties() -> impl Strategy<Value = World> {
    let kind = prop_oneof![4 => Just("上岗证"), 1 => Just("健康证")];
    let later = prop_oneof![2 => Just(0_i64), 1 => 0..30 * DAY];
    let paper = (kind, -20..50_i64, prop::option::weighted(0.9, -1..30_i64), later);
    let paper = paper.prop_map(|(kind, from, length, later)| Paper {
        kind,
        from,
        to: length.map(|length| from + length),
        entered: from * DAY + 500 + later,
    });
    let before = prop::option::of(prop::sample::select(vec!["10d", "1m"]));
    let roster = prop::collection::vec(0..60_i64, 0..30);
    let worlds = worlds(Sizes { days: 60, grace: 0, workdays: false });
    let papers = prop::collection::vec(paper, 0..6);
    (worlds, papers, before, any::<bool>(), roster).prop_map(
        |(world, papers, before, on_duty, roster)| World {
            every: "certificate=上岗证".to_owned(),
            beside: before
                .map(|before| format!("apply_before={before}"))
                .into_iter()
                .chain(on_duty.then(|| "cover=duty".to_owned()))
                .collect(),
            papers,
            roster,
            ..world
        },
    )
}

#[test]
fn covered_by_a_certificate_as_told_day_by_day() {
    agree("expiry", &duties(), |world| slow(world, judge));
}
