//! The points as they stand now: the meter that hangs there, and when it was read last.

use crate::base::{Day, Decimal, SiteCode};

use super::tree::is_at;
use super::{Meters, Point, Reading, ReadingKind, Segment, Tree, Utility, View};

/// Which points to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListOptions {
    /// Only this utility.
    pub utility: Option<Utility>,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// In which order.
    pub order: ListOrder,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// The order of a list of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListOrder {
    /// By code.
    Code,
    /// Each point right above those below it.
    Tree,
}

/// A point as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The point.
    pub point: Point,
    /// The meter that hangs there now; none for a sum of others.
    pub segment: Option<Segment>,
    /// The last reading that is not in doubt.
    pub last: Option<(Day, Decimal)>,
    /// How many points are above it.
    pub depth: usize,
}

/// Lists the points.
pub fn points(meters: &Meters, options: &ListOptions) -> Vec<Listed> {
    let ListOptions { utility, site, order, view } = options;
    let tree = Tree::new(meters, view);
    let mut codes = Vec::new();
    match order {
        ListOrder::Code => codes.extend(tree.nodes().map(|node| (&node.point().code, 0))),
        ListOrder::Tree => {
            // A stack: the next point to list is on top.
            let mut next: Vec<_> = tree.roots().map(|node| (&node.point().code, 0)).collect();
            next.reverse();
            while let Some((code, depth)) = next.pop() {
                codes.push((code, depth));
                let Some(node) = tree.node(code) else { continue };
                next.extend(node.children().iter().rev().map(|child| (*child, depth + 1)));
            }
        }
    }
    codes
        .into_iter()
        .filter_map(|(code, depth)| Some((tree.node(code)?, depth)))
        .filter(|(node, _)| is_at(node, site.as_ref()))
        .filter(|(node, _)| utility.is_none_or(|utility| node.point().carrier.utility() == utility))
        .map(|(node, depth)| {
            let firm = |reading: &&Reading| reading.kind != ReadingKind::Doubtful;
            let readings = node.history().current_readings(view);
            Listed {
                point: node.point().clone(),
                segment: node.history().last_segment(view),
                last: readings.into_iter().rfind(firm).map(|own| (own.date, own.register)),
                depth,
            }
        })
        .collect()
}
