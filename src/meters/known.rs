//! On which days a use is known, whatever a point is read or computed from.

use crate::base::Span;

use super::Consumption;
use super::tree::{Node, Tree};

/// The days of a span on which a point's use is known: posted, or out of service.
pub(super) fn known(tree: &Tree<'_>, node: &Node<'_>, span: Span) -> Vec<Span> {
    let all = |nodes: Vec<&Node<'_>>| {
        nodes.into_iter().fold(vec![span], |days, own| intersection(&days, &known(tree, own, span)))
    };
    match (node.consumption(), tree.terms(node)) {
        (Some(consumption), _) => known_to_meter(consumption, span),
        (None, Some(terms)) => all(terms.into_iter().map(|(_, node)| node).collect()),
        (None, None) => {
            all(node.counted_children().iter().filter_map(|code| tree.node(code)).collect())
        }
    }
}

fn known_to_meter(consumption: &Consumption, span: Span) -> Vec<Span> {
    let before = Span::new(span.first(), consumption.from.previous());
    let after = consumption.until.and_then(|until| Span::new(until, span.last()));
    let posted = consumption.intervals.iter().filter(|interval| interval.outcome.is_ok());
    before
        .into_iter()
        .chain(posted.filter_map(super::Interval::span))
        .chain(after)
        .filter_map(|days| days.overlap(span))
        .fold(Vec::new(), joined)
}

/// The days that two lists of spans share.
pub(super) fn intersection(one: &[Span], other: &[Span]) -> Vec<Span> {
    one.iter().flat_map(|days| other.iter().filter_map(|own| own.overlap(*days))).collect()
}

/// Adds a span to those before it; one that follows the last without a gap goes on with it, so
/// that a use over days that hang together is rounded once.
fn joined(mut spans: Vec<Span>, next: Span) -> Vec<Span> {
    match spans.last_mut() {
        Some(last) if last.last().next() == next.first() => {
            *last = Span::new(last.first(), next.last()).unwrap_or(next);
        }
        _ => spans.push(next),
    }
    spans
}
