//! Levels the loads of the days: every group takes its best days in turn, and where no group alone
//! can better them, visits are handed on from day to day.

use std::collections::VecDeque;

use crate::base::Day;

use super::spread::{Group, best, may_move, unevenness};

/// Chooses the days of all groups.
pub(super) fn level(groups: &mut [Group], days: &[Day]) {
    let mut loads = vec![0_u64; days.len()];
    // Who has the fewest ways goes first.
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|at| (groups[*at].allowed.len(), groups[*at].subject, *at));
    for at in &order {
        place(groups, days, &mut loads, *at);
    }
    loop {
        let before = cost(groups, days, &loads);
        for at in &order {
            place(groups, days, &mut loads, *at);
        }
        let changed = cost(groups, days, &loads) < before;
        if !changed && !hand_on(groups, days, &mut loads) {
            return;
        }
    }
}

/// The sum of the squares of the loads, and how unevenly the visits are spread.
fn cost(groups: &[Group], days: &[Day], loads: &[u64]) -> (usize, u64, i64) {
    // More visits are better, whatever they add to the loads.
    let left: usize = groups.iter().map(|group| group.count - group.chosen.len()).sum();
    let squares = loads.iter().map(|load| load * load).sum();
    (left, squares, groups.iter().map(|group| unevenness(group, days)).sum())
}

/// The days on which the subject of a group is visited for another one of its groups.
fn blocked(groups: &[Group], at: usize) -> Vec<usize> {
    let others = groups
        .iter()
        .enumerate()
        .filter(|(other, group)| *other != at && group.subject == groups[at].subject);
    others.flat_map(|(_, group)| group.chosen.iter().copied()).collect()
}

/// Takes the visits of a group out and puts them where they are best.
fn place(groups: &mut [Group], days: &[Day], loads: &mut [u64], at: usize) {
    for day in &groups[at].chosen {
        loads[*day] -= 1;
    }
    let chosen = best(&groups[at], days, loads, &blocked(groups, at));
    for day in &chosen {
        loads[*day] += 1;
    }
    groups[at].chosen = chosen;
}

/// Hands one visit on from a day to another whose load is less by two or more, over days in
/// between if need be, each step with another group; says whether it could.
fn hand_on(groups: &mut [Group], days: &[Day], loads: &mut [u64]) -> bool {
    let mut sources: Vec<usize> = (0..days.len()).collect();
    sources.sort_by_key(|day| (std::cmp::Reverse(loads[*day]), *day));
    for source in sources {
        let Some(path) = path(groups, days, loads, source) else { continue };
        for (group, from, to) in path {
            let chosen = &mut groups[group].chosen;
            if let Some(visit) = chosen.iter_mut().find(|day| **day == from) {
                *visit = to;
            }
            chosen.sort_unstable();
            loads[from] -= 1;
            loads[to] += 1;
        }
        return true;
    }
    false
}

/// A shortest way to hand a visit on from a day: which group moves from where to where.
fn path(
    groups: &[Group],
    days: &[Day],
    loads: &[u64],
    source: usize,
) -> Option<Vec<(usize, usize, usize)>> {
    let mut came: Vec<Option<(usize, usize)>> = vec![None; days.len()];
    let mut queue = VecDeque::from([source]);
    while let Some(from) = queue.pop_front() {
        let used = steps(&came, source, from);
        for (at, group) in groups.iter().enumerate() {
            let of_subject =
                |(other, _, _): &(usize, usize, usize)| groups[*other].subject == group.subject;
            if !group.chosen.contains(&from) || used.iter().any(of_subject) {
                continue;
            }
            let blocked = blocked(groups, at);
            for to in group.allowed.iter().copied() {
                let is_new = to != source && came[to].is_none();
                if is_new && may_move(group, days, &blocked, from, to) {
                    came[to] = Some((at, from));
                    if loads[to] + 2 <= loads[source] {
                        return Some(steps(&came, source, to));
                    }
                    queue.push_back(to);
                }
            }
        }
    }
    None
}

/// The steps that led to a day.
fn steps(came: &[Option<(usize, usize)>], source: usize, day: usize) -> Vec<(usize, usize, usize)> {
    let mut steps = Vec::new();
    let mut to = day;
    while to != source {
        let Some((group, from)) = came[to] else { break };
        steps.push((group, from, to));
        to = from;
    }
    steps
}
