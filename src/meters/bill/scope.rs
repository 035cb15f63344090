//! Which meters a bill is for, and what they measured.

use std::collections::BTreeSet;

use crate::base::{PointCode, Span};
use crate::meters::cost::Costing;
use crate::meters::tree::{Node, Tree};
use crate::meters::{Contribution, Meters, Sign, Usage};

use super::Bill;

/// The meters of a bill: those furthest up at its site, or the point that it names.
pub(super) fn costing<'a, 'b>(
    meters: &'a Meters,
    tree: &'b Tree<'a>,
    bill: &'b Bill,
) -> Costing<'a, 'b> {
    Costing {
        meters,
        tree,
        carrier: &bill.carrier,
        site: bill.site.as_ref(),
        point: bill.point.as_ref(),
    }
}

/// Whether other bills are for the same meters and days, so that the use cannot be told apart:
/// this one names no point, and another account has a bill of these days.
pub(super) fn is_shared(bill: &Bill, standing: &[&Bill]) -> bool {
    let meets = |other: &&&Bill| {
        other.is_regular()
            && other.id != bill.id
            && other.carrier == bill.carrier
            && other.span.overlap(bill.span).is_some()
            && (other.site.is_none() || bill.site.is_none() || other.site == bill.site)
    };
    bill.point.is_none() && standing.iter().any(|other| meets(&other))
}

/// What each counted point of a bill adds to it in some days, and whether a main meter stands over
/// them, so that what no sub-meter measures is among it.
pub(super) fn contributions<'a>(
    tree: &Tree<'a>,
    bill: &Bill,
    span: Span,
) -> (Vec<Contribution<'a>>, bool) {
    let mut own = tree.contributions(&bill.carrier, bill.site.as_ref(), span, &[span]);
    if let Some(point) = &bill.point {
        let mut below = BTreeSet::new();
        collect(tree, point, &mut below);
        own = tree.contributions(&bill.carrier, None, span, &[span]);
        own.retain(|part| below.contains(part.point));
        let turned = own.iter().any(|part| part.point == point && part.sign == Sign::Minus);
        if turned {
            own.iter_mut().for_each(turn);
        }
    }
    let is_main = |node: &Node<'_>| {
        let has_use = node.consumption().is_some() || node.point().sum.is_some();
        has_use && !node.counted_children().is_empty()
    };
    let is_named = |part: &Contribution<'_>| bill.point.as_ref() == Some(part.point);
    let has_main =
        own.iter().any(|part| is_named(part) || tree.node(part.point).is_some_and(is_main));
    (own, has_main)
}

/// The same use seen from a point that is taken away further up.
fn turn(part: &mut Contribution<'_>) {
    let mut usage = Usage::nothing(part.usage.parts.len());
    usage.add(Sign::Minus, &part.usage);
    (part.usage, part.sign) = (usage, part.sign.turned());
}

/// A point and all below it.
fn collect<'a>(tree: &Tree<'a>, code: &PointCode, found: &mut BTreeSet<&'a PointCode>) {
    let Some(node) = tree.node(code) else { return };
    if found.insert(&node.history().point().code) {
        for child in node.children() {
            collect(tree, child, found);
        }
    }
}
