//! The best days for the visits of one subject in one slot, the loads of the days given.

use crate::base::Day;

/// What one subject's slot still asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The subject, by its place in their order: no two visits of one on a day.
    pub(super) subject: usize,
    /// How many visits.
    pub(super) count: usize,
    /// The days on which they may be, as places among the days of the plan, in order.
    pub(super) allowed: Vec<usize>,
    /// The fewest days from one to the next; 0 where several may be on a day.
    pub(super) spacing: i64,
    /// The days that would part them evenly.
    pub(super) ideal: i64,
    /// The days on which they are, in order.
    pub(super) chosen: Vec<usize>,
}

/// What a choice costs: the loads first, then how unevenly it is spread.
type Cost = (u64, i64);

/// The days of as many of its visits as can be had: those that add least to the sum of the squares
/// of the loads, and of those the most even; the earliest among equals.
///
/// `blocked` are days on which the subject is visited anyhow.
pub(super) fn best(group: &Group, days: &[Day], loads: &[u64], blocked: &[usize]) -> Vec<usize> {
    let several = group.spacing == 0;
    // A day that takes several visits is there once for each of them.
    let times = if several { group.count } else { 1 };
    let places: Vec<(usize, u64)> = group
        .allowed
        .iter()
        .filter(|at| several || !blocked.contains(*at))
        .flat_map(|at| (0..times).map(move |nth| (*at, nth as u64)))
        .collect();
    let most = group.count.min(places.len());
    // best[k][i]: the cheapest k + 1 visits of which the last is at place i, and the one before it.
    let mut best: Vec<Vec<Option<(Cost, usize)>>> = Vec::with_capacity(most);
    for k in 0..most {
        let row: Vec<Option<(Cost, usize)>> = (0..places.len())
            .map(|i| {
                let (at, nth) = places[i];
                let own = 2 * (loads[at] + nth) + 1;
                let Some(before) = k.checked_sub(1) else { return Some(((own, 0), 0)) };
                let fits = |j: usize| {
                    let ((load, uneven), _) = best[before][j]?;
                    let apart = days[places[j].0].days_until(days[at]);
                    let uneven = uneven + (apart - group.ideal).abs();
                    (apart >= group.spacing).then_some(((load + own, uneven), j))
                };
                (0..i).filter_map(fits).min()
            })
            .collect();
        best.push(row);
    }
    let last = |row: &Vec<Option<(Cost, usize)>>| {
        let ends = row.iter().enumerate().filter_map(|(i, cell)| Some((cell.as_ref()?.0, i)));
        ends.min().map(|(_, i)| i)
    };
    let Some((k, mut at)) = (0..most).rev().find_map(|k| Some((k, last(&best[k])?))) else {
        return Vec::new();
    };
    let mut chosen = Vec::with_capacity(k + 1);
    for k in (0..=k).rev() {
        chosen.push(places[at].0);
        at = best[k][at].map_or(0, |(_, before)| before);
    }
    chosen.reverse();
    chosen
}

/// How unevenly the visits of a group are spread.
pub(super) fn unevenness(group: &Group, days: &[Day]) -> i64 {
    let apart = group.chosen.windows(2).map(|pair| days[pair[0]].days_until(days[pair[1]]));
    apart.map(|apart| (apart - group.ideal).abs()).sum()
}

/// Whether a visit of a group may move to another day, the rest of them staying.
pub(super) fn may_move(
    group: &Group,
    days: &[Day],
    blocked: &[usize],
    from: usize,
    to: usize,
) -> bool {
    if !group.allowed.contains(&to) || (group.spacing > 0 && blocked.contains(&to)) {
        return false;
    }
    let mut rest = group.chosen.clone();
    if let Some(at) = rest.iter().position(|day| *day == from) {
        rest.remove(at);
    }
    let apart = |other: &usize| days[*other].days_until(days[to]).abs() >= group.spacing;
    rest.iter().all(apart)
}
