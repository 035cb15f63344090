//! Savings that rest on the same meter: the whole is claimed once, and what is in it is not added.
//!
//! A whole meter (Option C) sees everything that was done behind it. A measure whose points it
//! measures too, and whose works came after its baseline began, is in its saving already. The
//! measured whole is claimed before a computed part, the wider boundary before the narrower, and of
//! two on one meter the earlier works, since their baseline is free of the later ones. Counted
//! parts (Option A) have no meter in common: they are added as they are.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::base::{Day, MeasureCode, PointCode};
use crate::meters::Tree;

use super::{Finding, Measure, Method, Proof, Verification};

/// Why a proven saving is not added to the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The measure whose saving is claimed.
    pub claimed: MeasureCode,
    /// A point of that measure and one of this that have use in common; none where this one names
    /// no point, so that nobody can tell whether it is in the other.
    pub shared: Option<(PointCode, PointCode)>,
}

/// Says of each proven saving whether it is within one that is claimed.
pub(super) fn settle(lines: &mut [Verification], tree: &Tree<'_>) {
    let reach = |measure: &Measure| -> BTreeSet<PointCode> {
        measure.points.iter().flat_map(|point| reach(tree, point)).collect()
    };
    let mut proven: Vec<(usize, usize)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.finding == Finding::Proven)
        .map(|(at, line)| (at, reach(&line.measure).len()))
        .collect();
    proven.sort_by_key(|(at, width)| {
        let measure = &lines[*at].measure;
        let computed = measure.method != Method::OptionC;
        (computed, Reverse(*width), measure.start, measure.code.clone())
    });
    let mut claimed: Vec<usize> = Vec::new();
    for (at, _) in proven {
        let within = claimed.iter().find_map(|other| overlap(tree, &lines[*other], &lines[at]));
        if within.is_none() {
            claimed.push(at);
        }
        lines[at].within = within;
    }
}

/// What a claimed saving and another have in common; none where they may be added.
fn overlap(tree: &Tree<'_>, claimed: &Verification, other: &Verification) -> Option<Overlap> {
    let (one, two) = (&claimed.measure, &other.measure);
    let elsewhere = one.site.is_some() && two.site.is_some() && one.site != two.site;
    if one.carrier != two.carrier || elsewhere || !(sees(claimed, two) || sees(other, one)) {
        return None;
    }
    if two.points.is_empty() || one.points.is_empty() {
        return Some(Overlap { claimed: one.code.clone(), shared: None });
    }
    let shared = shared(tree, &one.points, &two.points)?;
    Some(Overlap { claimed: one.code.clone(), shared: Some(shared) })
}

/// Whether a whole meter, where it is one, was compared with days from before the works of another
/// measure were over; works before its whole baseline change nothing in its saving.
fn sees(whole: &Verification, other: &Measure) -> bool {
    let Proof::OptionC(wholes) = &whole.proof else { return false };
    let first: Option<Day> = wholes
        .iter()
        .filter_map(|own| own.found.as_ref().ok())
        .map(|own| own.baseline.span.first())
        .min();
    first.is_some_and(|first| other.end.is_none_or(|end| first <= end))
}

/// The first two points, one of each list, whose uses have something in common.
fn shared(
    tree: &Tree<'_>,
    ones: &[PointCode],
    others: &[PointCode],
) -> Option<(PointCode, PointCode)> {
    ones.iter().find_map(|one| {
        let other = others.iter().find(|other| share(tree, one, other))?;
        Some((one.clone(), other.clone()))
    })
}

/// Whether the uses of two points have something in common.
fn share(tree: &Tree<'_>, one: &PointCode, other: &PointCode) -> bool {
    !reach(tree, one).is_disjoint(&reach(tree, other))
}

fn reach(tree: &Tree<'_>, point: &PointCode) -> BTreeSet<PointCode> {
    let node = tree.node(point);
    node.map(|node| tree.reach(node).into_iter().cloned().collect()).unwrap_or_default()
}

/// Another point of the same measure that has the use of a point in it: the wider one, and of two
/// that are alike the first by code.
pub(super) fn wider(tree: &Tree<'_>, measure: &Measure, point: &PointCode) -> Option<PointCode> {
    let own = reach(tree, point);
    let is_wider = |other: &&PointCode| {
        let reach = reach(tree, other);
        *other != point
            && !reach.is_disjoint(&own)
            && (Reverse(reach.len()), *other) < (Reverse(own.len()), point)
    };
    measure.points.iter().find(is_wider).cloned()
}
