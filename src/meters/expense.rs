//! What was spent on energy (能源费用): by utility, department or point, every piece with its price.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Decimal, Money, SiteCode, Span, Step, Working, figure};
use crate::org::Org;

use super::cost::{Costing, cut, price_cuts, shares, whole};
use super::draft::share_cost;
use super::tree::{Contribution, Tree};
use super::{
    Carrier, Charge, Lack, Meters, Open, Sign, Subject, Usage, UsageBy, Utility, View, explain,
};

/// What to compute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpenseOptions {
    /// The days.
    pub span: Span,
    /// What a line stands for.
    pub by: UsageBy,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// Only this utility.
    pub utility: Option<Utility>,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// What energy cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expense {
    /// What was asked.
    pub options: ExpenseOptions,
    /// The lines, by utility and subject.
    pub lines: Vec<ExpenseLine>,
    /// The cost of all utilities whose cost is known; none where none is.
    pub total: Option<Money>,
    /// The utilities whose cost is not known, and so not in the total.
    pub unknown: Vec<Carrier>,
    /// Every piece with its price.
    pub charges: Vec<Charge>,
    /// What would have to be known.
    pub lacks: Vec<Lack>,
    /// Days without a use.
    pub open: Vec<Open>,
}

/// What one subject cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpenseLine {
    /// The utility.
    pub carrier: Carrier,
    /// Who or what.
    pub subject: Subject,
    /// The use, one part for each piece of days.
    pub usage: Usage,
    /// The cost of what is known of it; none where that is not known.
    pub cost: Option<Money>,
}

impl Expense {
    /// Whether something is not known.
    pub fn needs_attention(&self) -> bool {
        !self.lacks.is_empty() || !self.open.is_empty() || !self.unknown.is_empty()
    }

    /// How the costs came about: each piece of each utility, then the rounding of the whole.
    pub fn workings(&self) -> Vec<Working> {
        let mut carriers: Vec<&Carrier> = Vec::new();
        for charge in &self.charges {
            if !carriers.contains(&&charge.carrier) {
                carriers.push(&charge.carrier);
            }
        }
        let working = |carrier: &Carrier| {
            let own = self.charges.iter().filter(|charge| charge.carrier == *carrier);
            let own: Vec<&Charge> = own.collect();
            let about = crate::base::Argument::key(carrier.utility().key());
            let mut working = Working::new(figure("energy.cost.lines.cost", about));
            working.steps = own.iter().flat_map(|charge| explain::of_charge(charge)).collect();
            let known: Option<Vec<Decimal>> =
                own.iter().map(|charge| charge.cost.as_ref().ok().copied()).collect();
            working.steps.extend(known.as_deref().map_or_else(Vec::new, rounding));
            working
        };
        carriers.into_iter().map(working).collect()
    }
}

/// The step in which the exact costs become money.
fn rounding(costs: &[Decimal]) -> Vec<Step> {
    let exact = super::tree::sum(costs);
    let written: Vec<String> = costs.iter().map(|cost| cost.normalize().to_string()).collect();
    let step = Money::round(exact).map(|money| Step {
        what: crate::base::Message::new("energy.step.round"),
        formula: written.join(" + "),
        result: money.to_string(),
        source: String::new(),
    });
    step.into_iter().collect()
}

/// Computes what energy cost in a span.
pub fn expense(meters: &Meters, org: &Org, options: &ExpenseOptions) -> Expense {
    of_span(meters, org, &Tree::new(meters, &options.view), options)
}

/// Computes what energy cost in each of several spans, each rounded by itself as its bill would be.
pub fn expenses(
    meters: &Meters,
    org: &Org,
    options: &ExpenseOptions,
    spans: &[Span],
) -> Vec<Expense> {
    let tree = Tree::new(meters, &options.view);
    let of = |span: &Span| ExpenseOptions { span: *span, ..options.clone() };
    spans.iter().map(|span| of_span(meters, org, &tree, &of(span))).collect()
}

fn of_span(meters: &Meters, org: &Org, tree: &Tree<'_>, options: &ExpenseOptions) -> Expense {
    let ExpenseOptions { span, by, site, utility, view: _ } = options;
    let mut expense = Expense {
        options: options.clone(),
        lines: Vec::new(),
        total: None,
        unknown: Vec::new(),
        charges: Vec::new(),
        lacks: Vec::new(),
        open: Vec::new(),
    };
    let wanted = |carrier: &&&Carrier| utility.is_none_or(|own| carrier.utility() == own);
    let carriers = tree.carriers();
    for carrier in carriers.iter().filter(wanted).copied() {
        let pieces = cut(*span, price_cuts(meters, carrier, *span));
        let measured = tree.measured(carrier, site.as_ref(), *span, &pieces);
        let usage = added(measured.iter().map(|part| &part.usage), pieces.len());
        if usage.expected == 0 {
            continue;
        }
        let costing = Costing { meters, tree, carrier, site: site.as_ref(), point: None };
        let charges = costing.charges(&pieces, &measured);
        let exact = whole(&charges, usage.covered);
        let cost = exact.as_ref().ok().copied().and_then(Money::round);
        match cost {
            Some(cost) => expense.total = Some(expense.total.unwrap_or(Money::ZERO) + cost),
            None => expense.unknown.push(carrier.clone()),
        }
        expense.lacks.extend(exact.as_ref().err().cloned().flatten());
        expense.open.extend(usage.open.iter().cloned());
        let exact = exact.ok();
        match by {
            UsageBy::Utility => expense.lines.push(ExpenseLine {
                carrier: carrier.clone(),
                subject: Subject::Utility,
                usage,
                cost,
            }),
            UsageBy::Department | UsageBy::Point => {
                let own = tree.contributions(carrier, site.as_ref(), *span, &pieces);
                let costs = shares(meters, carrier, &charges, &pieces, &own);
                let subject = |part: &Contribution<'_>| match by {
                    UsageBy::Point => Subject::Point {
                        code: part.point.clone(),
                        name: tree.name(part.point).to_owned(),
                    },
                    _ => Subject::department(org, part.department),
                };
                let groups = grouped(&own, &costs, subject, pieces.len());
                expense.lines.extend(lines(carrier, groups, cost, exact));
            }
        }
        expense.charges.extend(charges);
    }
    expense
}

/// The use and the exact cost of each subject.
pub(super) fn grouped(
    own: &[Contribution<'_>],
    costs: &[Option<Decimal>],
    subject: impl Fn(&Contribution<'_>) -> Subject,
    n_pieces: usize,
) -> Vec<(Subject, Usage, Option<Decimal>)> {
    let mut groups: BTreeMap<Subject, (Usage, Option<Decimal>)> = BTreeMap::new();
    for (part, cost) in own.iter().zip(costs) {
        let (usage, sum) = groups
            .entry(subject(part))
            .or_insert_with(|| (Usage::nothing(n_pieces), Some(Decimal::ZERO)));
        usage.add(Sign::Plus, &part.usage);
        *sum = sum.zip(*cost).and_then(|(sum, cost)| sum.checked_add(cost));
    }
    let known = |(subject, (usage, cost)): (Subject, (Usage, Option<Decimal>))| {
        let cost = cost.filter(|_| usage.covered > 0);
        (subject, usage, cost)
    };
    groups.into_iter().map(known).filter(|(_, usage, _)| usage.expected > 0).collect()
}

/// The lines of the subjects, which add up to the cost of the utility where all of it is theirs.
fn lines(
    carrier: &Carrier,
    groups: Vec<(Subject, Usage, Option<Decimal>)>,
    cost: Option<Money>,
    exact: Option<Decimal>,
) -> Vec<ExpenseLine> {
    let exacts: Vec<Option<Decimal>> = groups.iter().map(|(_, _, exact)| *exact).collect();
    let shared = share_cost(cost, exact, &exacts);
    let line = |(at, (subject, usage, own)): (usize, (Subject, Usage, Option<Decimal>))| {
        let shared = shared.as_ref().map(|shared| shared[at]);
        let cost = shared.or_else(|| own.and_then(Money::round));
        ExpenseLine { carrier: carrier.clone(), subject, usage, cost }
    };
    groups.into_iter().enumerate().map(line).collect()
}

/// The sum of uses.
pub(super) fn added<'u>(uses: impl Iterator<Item = &'u Usage>, n_pieces: usize) -> Usage {
    let mut total = Usage::nothing(n_pieces);
    uses.for_each(|usage| total.add(Sign::Plus, usage));
    total
}

/// Of what is missing only the first of its kind.
pub(super) fn firsts(lacks: BTreeSet<Lack>) -> Vec<Lack> {
    let mut lacks: Vec<Lack> = lacks.into_iter().collect();
    lacks.dedup_by(|later, first| later.is_like(first));
    lacks
}
