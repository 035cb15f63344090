//! Each main meter against the points right below it, on the days that all of them know.

use crate::base::{Decimal, PointCode, SiteCode, Span};

use super::known::{intersection, known};
use super::loss::{Imbalance, Metered, imbalance};
use super::tree::{Node, Tree, is_at, sum};
use super::{Carrier, Meters, Open, View};

/// What to balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceOptions {
    /// The days.
    pub span: Span,
    /// Only this main meter.
    pub point: Option<PointCode>,
    /// Only main meters of this site.
    pub site: Option<SiteCode>,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// A main meter held against the points right below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The main meter.
    pub point: PointCode,
    /// Its name.
    pub name: String,
    /// What it measures.
    pub carrier: Carrier,
    /// How many points are below it.
    pub n_subs: usize,
    /// The days on which all uses are known; only these are compared.
    pub days: i64,
    /// The days of the span in which the main meter is in service.
    pub expected: i64,
    /// What is left; none when there is no day on which all uses are known.
    pub imbalance: Option<Imbalance>,
    /// The days on which one is not known, and why.
    pub open: Vec<Open>,
}

/// Holds every main meter against the points right below it.
pub fn balances(meters: &Meters, options: &BalanceOptions) -> Vec<Balance> {
    let BalanceOptions { span, point, site, view } = options;
    let tree = Tree::new(meters, view);
    let asked = |node: &&Node<'_>| point.as_ref().is_none_or(|point| node.point().code == *point);
    tree.nodes()
        .filter(asked)
        .filter(|node| is_at(node, site.as_ref()))
        .filter_map(|node| balance(&tree, node, *span))
        .collect()
}

/// Holds one meter against the points right below it; none without a meter, without points below
/// it, or when it is not in service.
pub(super) fn balance(tree: &Tree<'_>, node: &Node<'_>, span: Span) -> Option<Balance> {
    let service = node.consumption()?.service(span)?;
    let subs: Vec<&Node<'_>> =
        node.counted_children().iter().filter_map(|code| tree.node(code)).collect();
    if subs.is_empty() {
        return None;
    }
    let mut common = known(tree, node, service);
    for sub in &subs {
        common = intersection(&common, &known(tree, sub, service));
    }
    let metered = |node: &Node<'_>| Metered {
        amount: sum(&common.iter().map(|days| amount(tree, node, *days)).collect::<Vec<_>>()),
        accuracy: node.point().meter.as_ref().and_then(|meter| meter.accuracy),
    };
    let days: i64 = common.iter().map(|days| days.days()).sum();
    let signed = |sub: &&Node<'_>| {
        let metered = metered(sub);
        Metered { amount: sub.point().sign.of(metered.amount), ..metered }
    };
    let subs_metered: Vec<Metered> = subs.iter().map(signed).collect();
    let mut open = tree.usage(node, service, &[service]).open;
    open.extend(subs.iter().flat_map(|sub| tree.usage(sub, service, &[service]).open));
    Some(Balance {
        point: node.point().code.clone(),
        name: node.point().name.clone(),
        carrier: node.point().carrier.clone(),
        n_subs: subs.len(),
        days,
        expected: service.days(),
        imbalance: (days > 0).then(|| imbalance(metered(node), &subs_metered)).flatten(),
        open,
    })
}

fn amount(tree: &Tree<'_>, node: &Node<'_>, days: Span) -> Decimal {
    sum(&tree.usage(node, days, &[days]).parts)
}
