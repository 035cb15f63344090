//! Computes the energy-saving report from the tree of points.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Decimal, Fraction, Money, Month, Ratio, Span};
use crate::org::Org;

use super::apportion::apportion;
use super::balance::balance;
use super::convert::Converting;
use super::cost::{Charge, Costing, cut, price_cuts, shares, whole};
use super::expense::firsts;
use super::tree::{Contribution, Tree, is_at, sum};
use super::{
    AlarmOptions, Carrier, Change, Comparison, Consumption, Converted, EnergyLine, EnergyOptions,
    EnergyReport, Equivalent, Factor, GradeOptions, Grades, Lack, Meters, Open, Rank, RankOptions,
    RankPer, Remark, SavingOptions, SavingPlan, Sign, Subject, Usage, VerifyOptions, alarms,
    change, change_per_day, course, grade_year, rank, saving_plan, verify,
};

/// Computes the energy-saving report.
pub fn energy(meters: &Meters, org: &Org, options: &EnergyOptions) -> EnergyReport {
    let tree = Tree::new(meters, &options.view);
    let mut draft = Draft::new(meters, org, options, &tree);
    let mut utilities = Vec::new();
    let mut departments = Vec::new();
    for carrier in tree.carriers() {
        if let Some((line, exact_cost)) = draft.utility(carrier) {
            departments.extend(draft.departments(carrier, line.cost, exact_cost));
            utilities.push(line);
        }
    }
    let Draft { previous, last_year, lacks, factors, .. } = draft;
    let tonnes = |of: fn(&EnergyLine) -> Converted| {
        let known: Vec<Decimal> = utilities.iter().filter_map(|own| of(own).tonnes()).collect();
        (!known.is_empty()).then(|| sum(&known))
    };
    let (coal, carbon) = (tonnes(|line| line.coal), tonnes(|line| line.carbon));
    let costs: Vec<Money> = utilities.iter().filter_map(|line| line.cost).collect();
    let span = options.span;
    let own = || tree.nodes().filter(|node| is_at(node, options.site.as_ref()));
    let dials = || own().filter_map(|node| node.consumption());
    let open: Vec<Open> =
        dials().flat_map(|consumption| consumption.usage(span, &[span]).open).collect();
    let (site, view) = (options.site.clone(), options.view);
    let measures = VerifyOptions { span, measure: None, site: site.clone(), station: None, view };
    let watched = AlarmOptions { span, site, policy: options.watch.clone(), view };
    let alarms = alarms(meters, org, &tree, &watched);
    EnergyReport {
        options: options.clone(),
        previous,
        last_year,
        utilities,
        year: if span.months().count() > 1 {
            Vec::new()
        } else {
            course(meters, &tree, alarms.year, options.site.as_ref())
        },
        courses: course(meters, &tree, span, options.site.as_ref()),
        departments,
        cost: (!costs.is_empty()).then(|| costs.into_iter().sum()),
        coal,
        carbon,
        factors: factors.into_iter().collect(),
        lacks: firsts(lacks),
        balances: own().filter_map(|node| balance(&tree, node, span)).collect(),
        measures: verify(meters, &measures),
        plan: plan(meters, org, options, alarms.year),
        rank: peers(meters, org, options),
        grades: grades(meters, org, options),
        alarms,
        remarks: dials().flat_map(|consumption| remarks(consumption, span)).collect(),
        open,
        names: own().map(|node| (node.point().code.clone(), node.point().name.clone())).collect(),
    }
}

/// The saving plan of the year up to the end of the span; that of one site is its departments'.
fn plan(meters: &Meters, org: &Org, options: &EnergyOptions, year: Span) -> SavingPlan {
    let (policy, view) = (options.saving, options.view);
    let site = options.site.clone();
    saving_plan(meters, org, &SavingOptions { span: year, utility: None, site, policy, view })
}

/// The grades of the span, where it is a whole year.
fn grades(meters: &Meters, org: &Org, options: &EnergyOptions) -> Option<Grades> {
    let EnergyOptions { span, site, profile, view, .. } = options;
    let (site, profile) = (site.clone(), profile.clone());
    let asked = GradeOptions { span: *span, site, profile, station: None, view: *view };
    grade_year(meters, org, &asked)
}

/// The departments ranked per whatever is known of them; by their use, which has a table of its own,
/// only where nothing else is.
fn peers(meters: &Meters, org: &Org, options: &EnergyOptions) -> Rank {
    let EnergyOptions { span, site, view, .. } = options;
    let asked =
        RankOptions { span: *span, utility: None, site: site.clone(), per: None, view: *view };
    let mut rank = rank(meters, org, &asked);
    let lines = rank.lines.iter().filter(|line| line.per != RankPer::Use && line.place.is_some());
    let known: BTreeSet<(Carrier, RankPer)> =
        lines.map(|line| (line.carrier.clone(), line.per)).collect();
    rank.lines.retain(|line| match line.per {
        RankPer::Use => line.n_peers > 1 && !known.iter().any(|(own, _)| *own == line.carrier),
        per => known.contains(&(line.carrier.clone(), per)),
    });
    rank
}

/// The span of the same length right before: as many months, or as many days.
pub(super) fn span_before(span: Span) -> Span {
    let (first, last) = (span.first(), span.last());
    let whole_months = first == first.month().first() && last == last.month().last();
    let start = if whole_months {
        first.plus_months(-i32::try_from(span.months().count()).unwrap_or(1))
    } else {
        first.plus_days(-span.days())
    };
    Span::new(start, first.previous()).unwrap_or(span)
}

/// The same span of the year before; the end of a month stays the end of a month.
pub(super) fn year_before(span: Span) -> Span {
    let last = span.last();
    let last = if last == last.month().last() {
        last.month().plus(-12).last()
    } else {
        last.plus_months(-12)
    };
    Span::new(span.first().plus_months(-12), last).unwrap_or(span)
}

/// The remarks of the intervals that reach into a span.
fn remarks(consumption: &Consumption, span: Span) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for interval in &consumption.intervals {
        let (Ok(posted), Some(own)) = (&interval.outcome, interval.span()) else { continue };
        if own.overlap(span).is_none() {
            continue;
        }
        remarks.extend(interval.notices.iter().map(|notice| Remark {
            point: consumption.point.clone(),
            span: own,
            amount: posted.amount,
            notice: notice.clone(),
        }));
    }
    remarks
}

/// The report while it is computed.
struct Draft<'a> {
    meters: &'a Meters,
    org: &'a Org,
    options: &'a EnergyOptions,
    tree: &'a Tree<'a>,
    previous: Span,
    last_year: Span,
    lacks: BTreeSet<Lack>,
    factors: BTreeSet<Factor>,
    /// The charges of the utility that was computed last.
    charges: Vec<Charge>,
}

/// The contributions of one subject: in the span, in the span before, in the year before.
type Spans<'a> = [Vec<Contribution<'a>>; 3];

impl<'a> Draft<'a> {
    fn new(
        meters: &'a Meters,
        org: &'a Org,
        options: &'a EnergyOptions,
        tree: &'a Tree<'a>,
    ) -> Self {
        Self {
            meters,
            org,
            options,
            tree,
            previous: span_before(options.span),
            last_year: year_before(options.span),
            lacks: BTreeSet::new(),
            factors: BTreeSet::new(),
            charges: Vec::new(),
        }
    }

    /// The line of a utility and its cost before rounding; none where it was not in service.
    fn utility(&mut self, carrier: &Carrier) -> Option<(EnergyLine, Option<Decimal>)> {
        let pieces = self.pieces(carrier);
        let site = self.options.site.as_ref();
        let measured =
            |span: Span, pieces: &[Span]| self.tree.measured(carrier, site, span, pieces);
        let spans = [
            measured(self.options.span, &pieces),
            measured(self.previous, &[self.previous]),
            measured(self.last_year, &[self.last_year]),
        ];
        let costing = Costing { meters: self.meters, tree: self.tree, carrier, site, point: None };
        let charges = costing.charges(&pieces, &spans[0]);
        let covered = spans[0].iter().map(|part| part.usage.covered).sum();
        let cost = whole(&charges, covered);
        let line = self.line(carrier, Subject::Utility, &pieces, &spans, cost.clone().ok())?;
        self.lacks.extend(cost.err().flatten());
        self.charges = charges;
        Some(line)
    }

    /// The lines of the departments of a utility; their costs add up to that of the utility.
    fn departments(
        &mut self,
        carrier: &Carrier,
        cost: Option<Money>,
        exact_cost: Option<Decimal>,
    ) -> Vec<EnergyLine> {
        let pieces = self.pieces(carrier);
        let site = self.options.site.as_ref();
        let mut groups: BTreeMap<Subject, (Spans<'a>, Option<Decimal>)> = BTreeMap::new();
        let spans = [
            (self.options.span, pieces.clone()),
            (self.previous, vec![self.previous]),
            (self.last_year, vec![self.last_year]),
        ];
        for (at, (span, pieces)) in spans.iter().enumerate() {
            let own = self.tree.contributions(carrier, site, *span, pieces);
            let costs = match at {
                0 => shares(self.meters, carrier, &self.charges, pieces, &own),
                _ => vec![Some(Decimal::ZERO); own.len()],
            };
            for (contribution, cost) in own.into_iter().zip(costs) {
                let subject = Subject::department(self.org, contribution.department);
                let nothing = || (Spans::default(), Some(Decimal::ZERO));
                let (spans, sum) = groups.entry(subject).or_insert_with(nothing);
                *sum = sum.zip(cost).and_then(|(sum, cost)| sum.checked_add(cost));
                spans[at].push(contribution);
            }
        }
        let named = groups.keys().any(|subject| *subject != Subject::Common);
        if !named {
            return Vec::new();
        }
        let (mut lines, exacts): (Vec<EnergyLine>, Vec<Option<Decimal>>) = groups
            .into_iter()
            .filter_map(|(subject, (spans, cost))| {
                let covered: i64 = spans[0].iter().map(|part| part.usage.covered).sum();
                let cost = cost.filter(|_| covered > 0);
                self.line(carrier, subject, &pieces, &spans, cost)
            })
            .unzip();
        if let Some(costs) = share_cost(cost, exact_cost, &exacts) {
            for (line, cost) in lines.iter_mut().zip(costs) {
                line.cost = Some(cost);
            }
        }
        lines
    }

    /// The line of a subject; none where it has no point in service.
    fn line(
        &mut self,
        carrier: &Carrier,
        subject: Subject,
        pieces: &[Span],
        spans: &Spans<'a>,
        exact_cost: Option<Decimal>,
    ) -> Option<(EnergyLine, Option<Decimal>)> {
        let [now, previous, last_year] = spans;
        let usage = total(now, pieces.len());
        if usage.expected == 0 {
            return None;
        }
        let known = |usage: &Usage| usage.is_complete().then(|| usage.amount()).flatten();
        let current = known(&usage);
        let compare = |earlier: Option<Decimal>, span: Span| -> Change {
            match self.options.comparison {
                Comparison::Whole => change(current, earlier),
                Comparison::PerDay => {
                    change_per_day(current, self.options.span.days(), earlier, span.days())
                }
            }
        };
        let [previous, last_year] = [previous, last_year].map(|earlier| known(&total(earlier, 1)));
        let on_previous = compare(previous, self.previous);
        let on_last_year = compare(last_year, self.last_year);
        let target = self.target(carrier, &subject);
        let saved = target.zip(current).and_then(|(target, used)| target.checked_sub(used));
        let ratio = |(saved, target): (Decimal, Decimal)| {
            Ratio::exact(Fraction::from_decimal(saved), Fraction::from_decimal(target), 2)
        };
        let line = EnergyLine {
            carrier: carrier.clone(),
            subject,
            previous,
            last_year,
            on_previous,
            on_last_year,
            target,
            saved,
            saved_ratio: saved.zip(target).map(ratio),
            exceeded: usage.amount().zip(target).is_some_and(|(used, target)| used > target),
            cost: exact_cost.and_then(Money::round),
            coal: self.converted(Equivalent::Coal, carrier, pieces, &usage),
            carbon: self.converted(Equivalent::Carbon, carrier, pieces, &usage),
            usage,
        };
        Some((line, exact_cost))
    }

    /// The span, cut where a price or a factor changes.
    fn pieces(&self, carrier: &Carrier) -> Vec<Span> {
        let span = self.options.span;
        let mut cuts = price_cuts(self.meters, carrier, span);
        cuts.extend(Equivalent::ALL.iter().flat_map(|into| self.converting(*into).cuts(carrier)));
        cut(span, cuts)
    }

    /// The standard coal, or the carbon, of what is known of a use.
    fn converted(
        &mut self,
        equivalent: Equivalent,
        carrier: &Carrier,
        pieces: &[Span],
        usage: &Usage,
    ) -> Converted {
        let found = self.converting(equivalent).convert(carrier, pieces, usage);
        self.factors.extend(found.pieces.into_iter().filter_map(|piece| piece.factor));
        self.lacks.extend(found.lack);
        found.converted
    }

    fn converting(&self, equivalent: Equivalent) -> Converting<'a> {
        let basis = match equivalent {
            Equivalent::Coal => &self.options.basis,
            Equivalent::Carbon => &self.options.carbon_basis,
        };
        Converting { meters: self.meters, equivalent, basis }
    }

    /// What the plan allows for, if every month of the span is whole and has a target.
    ///
    /// The plan is for the hospital as a whole; a report on one site has no target but those
    /// of its departments.
    fn target(&self, carrier: &Carrier, subject: &Subject) -> Option<Decimal> {
        let department = match subject {
            Subject::Utility if self.options.site.is_none() => None,
            Subject::Department { code, .. } => Some(code),
            Subject::Utility | Subject::Common | Subject::Point { .. } => return None,
        };
        let span = self.options.span;
        let whole = |month: Month| month.span().overlap(span) == Some(month.span());
        span.months().try_fold(Decimal::ZERO, |sum, month| {
            let target = self.meters.target(carrier, department, month)?;
            sum.checked_add(target.amount).filter(|_| whole(month))
        })
    }
}

/// The sum of contributions.
fn total(parts: &[Contribution<'_>], n_pieces: usize) -> Usage {
    let mut total = Usage::nothing(n_pieces);
    for part in parts {
        total.add(Sign::Plus, &part.usage);
    }
    total
}

/// Shares the rounded cost out where the departments' exact costs add up to the utility's.
pub(super) fn share_cost(
    cost: Option<Money>,
    exact: Option<Decimal>,
    parts: &[Option<Decimal>],
) -> Option<Vec<Money>> {
    let (cost, exact) = (cost?, exact?);
    let parts: Vec<Decimal> = parts.iter().copied().collect::<Option<_>>()?;
    if sum(&parts) != exact {
        return None;
    }
    let weights: Vec<Fraction> = parts.into_iter().map(Fraction::from_decimal).collect();
    let shares = apportion(cost.yuan(), &weights, 2)?;
    shares.into_iter().map(Money::round).collect()
}
