//! Which points bear on one: those whose readings are looked at when one of it is recorded.

use std::collections::BTreeSet;

use crate::base::PointCode;

use super::Meters;
use super::tree::{Node, Tree};

/// The points whose readings say whether a use of some points can be: they themselves, the main meters
/// right above them, and what is measured right below either (`balance.rs`).
pub fn bearing_on<'p>(
    meters: &Meters,
    points: impl IntoIterator<Item = &'p PointCode>,
) -> BTreeSet<PointCode> {
    let tree: Tree<'_, ()> = Tree::of(meters, |_| None);
    let mut all = BTreeSet::new();
    for point in points {
        let Some(node) = tree.node(point) else { continue };
        let main = node.counted_parent().and_then(|code| tree.node(code));
        for main in [Some(node), main].into_iter().flatten() {
            all.insert(main.point().code.clone());
            for sub in main.counted_children().iter().filter_map(|code| tree.node(code)) {
                measured(&tree, sub, &mut all);
            }
        }
    }
    all
}

/// The points whose registers the use of one is read from: its own, or those of what it is summed from.
fn measured(tree: &Tree<'_, ()>, node: &Node<'_, ()>, all: &mut BTreeSet<PointCode>) {
    let point = node.point();
    if !all.insert(point.code.clone()) || point.meter.is_some() {
        return;
    }
    let terms = point.sum.iter().flat_map(|sum| sum.terms().iter().map(|term| &term.point));
    let below = node.counted_children().iter().copied();
    for code in terms.chain(below.filter(|_| point.sum.is_none())) {
        if let Some(node) = tree.node(code) {
            measured(tree, node, all);
        }
    }
}
