//! What the use of a point is made of: which meters move when it moves.
//!
//! Two savings that are read from meters with a common part would count that part twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::PointCode;

use super::Sign;
use super::tree::{Node, Tree, Used};

impl<'a, U: Used> Tree<'a, U> {
    /// The points whose use is within that of a point: itself, those below it, and for a computed
    /// point the same of its terms; what a sum takes away again is not within it.
    pub(super) fn reach(&self, node: &Node<'a, U>) -> BTreeSet<&'a PointCode> {
        let mut weights = BTreeMap::new();
        self.weigh(node, 1, &mut weights);
        weights.into_iter().filter(|(_, weight)| *weight != 0).map(|(code, _)| code).collect()
    }

    /// Adds how often the use of each point counts in that of a point.
    fn weigh(&self, node: &Node<'a, U>, weight: i32, weights: &mut BTreeMap<&'a PointCode, i32>) {
        for (sign, term) in self.terms(node).unwrap_or_default() {
            self.weigh(term, signed(sign, weight), weights);
        }
        self.weigh_below(node, weight, weights);
    }

    /// The point and those below it; a computed one among them is not followed to its terms, which
    /// are below the same point already.
    fn weigh_below(
        &self,
        node: &Node<'a, U>,
        weight: i32,
        weights: &mut BTreeMap<&'a PointCode, i32>,
    ) {
        *weights.entry(&node.point().code).or_default() += weight;
        for child in node.children().iter().filter_map(|code| self.node(code)) {
            self.weigh_below(child, signed(child.point().sign, weight), weights);
        }
    }
}

const fn signed(sign: Sign, weight: i32) -> i32 {
    match sign {
        Sign::Plus => weight,
        Sign::Minus => -weight,
    }
}
