//! Each main meter against the points right below it, on the days that all of them know.

use crate::base::{Argument, Decimal, Message, PointCode, SiteCode, Span, Working, figure};

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
    /// The use of each meter on those days, the main meter first, those below with their signs.
    pub parts: Vec<(PointCode, Metered)>,
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
    let main = metered(node);
    let named = |(node, own): (&&Node<'_>, &Metered)| (node.point().code.clone(), *own);
    let mut parts = vec![(node.point().code.clone(), main)];
    parts.extend(subs.iter().zip(&subs_metered).map(named));
    let mut open = tree.usage(node, service, &[service]).open;
    open.extend(subs.iter().flat_map(|sub| tree.usage(sub, service, &[service]).open));
    Some(Balance {
        point: node.point().code.clone(),
        name: node.point().name.clone(),
        carrier: node.point().carrier.clone(),
        n_subs: subs.len(),
        days,
        expected: service.days(),
        imbalance: (days > 0).then(|| imbalance(main, &subs_metered)).flatten(),
        parts,
        open,
    })
}

impl Balance {
    /// How the difference and what the meters' accuracy allows for come about.
    pub fn working(&self) -> Option<Working> {
        let found = self.imbalance?;
        let (main, subs) = self.parts.split_first()?;
        let unit = self.carrier.unit();
        let what = |code: &str| Message::new(format!("energy.step.{code}"));
        let about = Argument::of(&self.point);
        let mut working = Working::new(figure("energy.balance.rest", about));
        for (point, own) in &self.parts {
            let class = own.accuracy.map_or_else(|| "?".to_owned(), |class| class.to_string());
            let said = what("metered").with("class", class);
            working.step(said, "", format!("{} {unit}", own.amount), point.to_string());
        }
        let all: Vec<String> = subs.iter().map(|(_, own)| own.amount.to_string()).collect();
        let formula = format!("{} − ({})", main.1.amount, all.join(" + "));
        working.step(what("rest"), formula, format!("{} {unit}", found.rest), "");
        let formula = format!("{} ÷ {}", found.rest, found.main);
        working.step(what("rest_share"), formula, found.ratio.to_string(), "");
        let least = found.least?;
        let error = |(_, own): &(PointCode, Metered)| {
            Some(format!("({} × {}%)²", own.amount, own.accuracy?))
        };
        let errors: Vec<String> = self.parts.iter().filter_map(error).collect();
        if !errors.is_empty() {
            let code = if found.n_unclassed > 0 { "class_error_least" } else { "class_error" };
            let formula = format!("√({})", errors.join(" + "));
            working.step(what(code), formula, format!("{} {unit}", least.amount), "");
        }
        Some(working)
    }
}

fn amount(tree: &Tree<'_>, node: &Node<'_>, days: Span) -> Decimal {
    sum(&tree.usage(node, days, &[days]).parts)
}
