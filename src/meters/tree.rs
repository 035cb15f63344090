//! The points as a tree: what is summed with what, so that nothing counts twice and nothing is lost.
//!
//! A point's *own* use is what is not metered again below it. It goes to the nearest
//! department at or above the point, so departments and what belongs to none of them add up to
//! the total exactly.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Decimal, DepartmentCode, PointCode, SiteCode, Span};

use super::consumption::served;
use super::sum::sums_well;
use super::{
    Carrier, Consumption, Counting, DayPart, History, Meters, Point, Served, Sign, Term, Usage,
    View, consumption,
};

/// What is known of the use of one metered point, asked by spans.
pub trait Used {
    /// The use within a span, in pieces, with what is missing.
    fn usage(&self, span: Span, pieces: &[Span]) -> Usage;
}

impl Used for Consumption {
    fn usage(&self, span: Span, pieces: &[Span]) -> Usage {
        Self::usage(self, span, pieces)
    }
}

/// The points with their places in the tree and their uses, seen from one view.
///
/// The uses are whole [`Consumption`]s, which answer any question; or what a scan kept of them.
#[derive(Debug)]
pub struct Tree<'a, U = Consumption> {
    nodes: BTreeMap<&'a PointCode, Node<'a, U>>,
}

/// A point in its place.
#[derive(Debug)]
pub struct Node<'a, U = Consumption> {
    history: &'a History,
    consumption: Option<U>,
    /// The point above, as far as it is there, measures the same and is no loop.
    parent: Option<&'a PointCode>,
    children: Vec<&'a PointCode>,
    /// The nearest counted point above; a check meter between is passed over.
    counted_parent: Option<&'a PointCode>,
    counted_children: Vec<&'a PointCode>,
    site: Option<&'a SiteCode>,
    department: Option<&'a DepartmentCode>,
    /// Whether what it is computed from can be followed: a wrong sum is told by the check.
    is_computed: bool,
}

impl<'a, U> Node<'a, U> {
    /// The point with all that is recorded of it.
    pub const fn history(&self) -> &'a History {
        self.history
    }

    /// The point.
    pub const fn point(&self) -> &'a Point {
        self.history.point()
    }

    /// Its use; none for a sum of other points.
    pub const fn consumption(&self) -> Option<&U> {
        self.consumption.as_ref()
    }

    /// The points right below it.
    pub fn children(&self) -> &[&'a PointCode] {
        &self.children
    }

    /// The point above it.
    pub const fn parent(&self) -> Option<&'a PointCode> {
        self.parent
    }

    /// The counted points right below it, check meters passed over.
    pub fn counted_children(&self) -> &[&'a PointCode] {
        &self.counted_children
    }

    /// The nearest counted point above it.
    pub const fn counted_parent(&self) -> Option<&'a PointCode> {
        self.counted_parent
    }

    /// Its site, or that of the nearest point above that has one.
    pub const fn site(&self) -> Option<&'a SiteCode> {
        self.site
    }

    /// Its department, or that of the nearest point above that has one.
    pub const fn department(&self) -> Option<&'a DepartmentCode> {
        self.department
    }

    fn is_counted(&self) -> bool {
        self.point().counting == Counting::Counted
    }
}

impl Node<'_> {
    /// Whether it is in service on any day of a span; a sum of other points always is.
    pub(super) fn is_in_service(&self, span: Span) -> bool {
        self.consumption.as_ref().is_none_or(|own| own.service(span).is_some())
    }
}

/// What one point adds to the department that answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution<'a> {
    /// The point.
    pub point: &'a PointCode,
    /// The department; none where none is named at the point or above it.
    pub department: Option<&'a DepartmentCode>,
    /// The site.
    pub site: Option<&'a SiteCode>,
    /// The sign with which the point enters the total.
    pub sign: Sign,
    /// The own use, with the sign it has in the total.
    pub usage: Usage,
}

impl Contribution<'_> {
    /// Whether nothing at all is known of its use.
    pub(super) fn is_nothing(&self) -> bool {
        self.usage.covered == 0 && self.usage.parts.iter().all(Decimal::is_zero)
    }
}

impl<'a> Tree<'a> {
    /// Puts the points in their places and computes their uses.
    pub fn new(meters: &'a Meters, view: &View) -> Self {
        Self::of(meters, |history| consumption(history, view))
    }

    /// Whether a point was in use before the first day that is known of it, for all one can tell:
    /// it begins after a day with a first reading, not with a day on which it was put in.
    pub(super) fn begins_late(&self, node: &Node<'a>, day: Day) -> bool {
        if let (Some(own), Some(meter)) = (&node.consumption, &node.point().meter) {
            return meter.from.is_none() && own.from > day;
        }
        let mut parts: Vec<&PointCode> = node.counted_children.clone();
        if let Some(sum) = &node.point().sum {
            parts = sum.terms().iter().map(|term| &term.point).collect();
        }
        parts
            .into_iter()
            .filter_map(|code| self.nodes.get(code))
            .any(|part| self.begins_late(part, day))
    }

    /// The use of each part of the day, by the registers below a point or, for a sum, those below
    /// its parts; none where a part has none.
    pub fn day_parts(&self, node: &Node<'a>, span: Span) -> Option<BTreeMap<DayPart, Usage>> {
        let mut parts = BTreeMap::new();
        for child in node.children.iter().filter_map(|code| self.nodes.get(code)) {
            let Some(part) = child.point().period else { continue };
            let usage = self.usage(child, span, &[span]);
            parts.entry(part).or_insert_with(|| Usage::nothing(1)).add(Sign::Plus, &usage);
        }
        if !parts.is_empty() {
            return Some(parts);
        }
        let computed = node.point().sum.is_some();
        if computed || node.consumption.is_some() || node.counted_children.is_empty() {
            return None;
        }
        for child in node.counted_children.iter().filter_map(|code| self.nodes.get(code)) {
            for (part, usage) in self.day_parts(child, span)? {
                let sum = parts.entry(part).or_insert_with(|| Usage::nothing(1));
                sum.add(child.point().sign, &usage);
            }
        }
        Some(parts)
    }
}

impl<'a> Tree<'a, Served> {
    /// Puts the points in their places, each with the days on which it is in service.
    pub fn served(meters: &'a Meters, view: &View) -> Self {
        Self::of(meters, |history| served(history, *view))
    }
}

impl<'a, U> Tree<'a, U> {
    /// Puts the points in their places, each with its use; none for a sum of other points.
    pub(super) fn of(meters: &'a Meters, mut used: impl FnMut(&'a History) -> Option<U>) -> Self {
        let mut nodes: BTreeMap<&PointCode, Node<'a, U>> = BTreeMap::new();
        for history in meters.histories() {
            let node = Node {
                history,
                consumption: used(history),
                parent: parent(meters, history.point()),
                children: Vec::new(),
                counted_parent: None,
                counted_children: Vec::new(),
                site: None,
                department: None,
                is_computed: history.point().sum.is_some()
                    && sums_well(meters, history.point()).is_ok(),
            };
            nodes.insert(&history.point().code, node);
        }
        let mut tree = Self { nodes };
        let codes: Vec<&PointCode> = tree.nodes.keys().copied().collect();
        for code in codes {
            let above: Vec<&Point> = tree.chain(code).map(Node::point).collect();
            let counted = |point: &&&Point| point.counting == Counting::Counted;
            let counted_parent = above.iter().skip(1).find(counted).map(|point| &point.code);
            let site = above.iter().find_map(|point| point.site.as_ref());
            let department = above.iter().find_map(|point| point.department.as_ref());
            let Some(node) = tree.nodes.get_mut(code) else { continue };
            (node.counted_parent, node.site, node.department) = (counted_parent, site, department);
            let (parent, is_counted) = (node.parent, node.is_counted());
            if let Some(node) = parent.and_then(|parent| tree.nodes.get_mut(parent)) {
                node.children.push(code);
            }
            if let Some(node) = counted_parent.and_then(|parent| tree.nodes.get_mut(parent))
                && is_counted
            {
                node.counted_children.push(code);
            }
        }
        tree
    }

    /// A point in its place.
    pub fn node(&self, code: &PointCode) -> Option<&Node<'a, U>> {
        self.nodes.get(code)
    }

    /// The name of a point; empty where there is no such point.
    pub(super) fn name(&self, code: &PointCode) -> &'a str {
        self.nodes.get(code).map_or("", |node| &node.point().name)
    }

    /// All points, by code.
    pub fn nodes(&self) -> impl Iterator<Item = &Node<'a, U>> {
        self.nodes.values()
    }

    /// The points with no point above them, by code.
    pub fn roots(&self) -> impl Iterator<Item = &Node<'a, U>> {
        self.nodes.values().filter(|node| node.parent.is_none())
    }

    /// What is metered at all, in the order of reports.
    pub fn carriers(&self) -> BTreeSet<&'a Carrier> {
        self.nodes.values().map(|node| &node.point().carrier).collect()
    }

    /// The class of a point, or of the nearest one above it that has one of some classes.
    pub(super) fn class_above(
        &self,
        node: &Node<'a, U>,
        is_one: impl Fn(&str) -> bool,
    ) -> Option<&'a str> {
        let classes = self.chain(&node.point().code).filter_map(|own| own.point().class.as_deref());
        classes.into_iter().find(|class| is_one(class))
    }

    /// The point and those above it, the nearest first.
    fn chain<'b>(&'b self, code: &'a PointCode) -> impl Iterator<Item = &'b Node<'a, U>> {
        std::iter::successors(self.nodes.get(code), |node| {
            node.parent.and_then(|parent| self.nodes.get(parent))
        })
    }
}

impl<'a, U: Used> Tree<'a, U> {
    /// The use of a point within a span: read from its meter, or summed from those below it.
    pub fn usage(&self, node: &Node<'a, U>, span: Span, pieces: &[Span]) -> Usage {
        match (&node.consumption, self.terms(node)) {
            (Some(consumption), _) => consumption.usage(span, pieces),
            (None, Some(terms)) => self.of_terms(&terms, span, pieces),
            (None, None) => self.below(node, span, pieces),
        }
    }

    /// The signed sum of the terms of a computed point.
    ///
    /// A difference of which one side is missing says nothing: it is known only where all terms
    /// are known in full; otherwise the days are open, for the reasons of the terms.
    fn of_terms(&self, terms: &[(Sign, &Node<'a, U>)], span: Span, pieces: &[Span]) -> Usage {
        let usages: Vec<(Sign, Usage)> =
            terms.iter().map(|(sign, term)| (*sign, self.usage(term, span, pieces))).collect();
        let expected = usages.iter().map(|(_, usage)| usage.expected).max().unwrap_or(0);
        let is_known = usages.iter().all(|(_, usage)| usage.is_complete());
        let mut sum = Usage::nothing(pieces.len());
        for (sign, usage) in &usages {
            sum.add(*sign, usage);
        }
        if is_known {
            return Usage { covered: expected, expected, ..sum };
        }
        Usage { expected, open: sum.open, ..Usage::nothing(pieces.len()) }
    }

    /// The points that a point is computed from, with their signs; none for a point with a meter
    /// and for a sum of those below it.
    pub fn terms(&self, node: &Node<'a, U>) -> Option<Vec<(Sign, &Node<'a, U>)>> {
        let sum = node.point().sum.as_ref()?;
        if !node.is_computed {
            return Some(Vec::new());
        }
        let term = |term: &Term| Some((term.sign, self.nodes.get(&term.point)?));
        Some(sum.terms().iter().filter_map(term).collect())
    }

    /// The signed sum of the counted points right below a point.
    fn below(&self, node: &Node<'a, U>, span: Span, pieces: &[Span]) -> Usage {
        let mut sum = Usage::nothing(pieces.len());
        for child in node.counted_children.iter().filter_map(|code| self.nodes.get(code)) {
            sum.add(child.point().sign, &self.usage(child, span, pieces));
        }
        sum
    }

    /// What a point uses that is not metered again below it.
    ///
    /// It is known only where everything below is known in full; otherwise the days are open, for
    /// the reasons of those below.
    fn own(&self, node: &Node<'a, U>, span: Span, pieces: &[Span]) -> Usage {
        if node.consumption.is_none() && node.point().sum.is_none() {
            return Usage::nothing(pieces.len());
        }
        let whole = self.usage(node, span, pieces);
        if node.counted_children.is_empty() {
            return whole;
        }
        let below = self.below(node, span, pieces);
        if whole.is_complete() && below.is_complete() {
            let mut own = whole.clone();
            own.add(Sign::Minus, &below);
            return Usage { covered: whole.covered, expected: whole.expected, ..own };
        }
        let mut open = whole.open;
        open.extend(below.open);
        Usage { expected: whole.expected, open, ..Usage::nothing(pieces.len()) }
    }

    /// The sign with which a counted point's use enters the total.
    fn sign(&self, node: &Node<'a, U>) -> Sign {
        let mut sign = node.point().sign;
        let mut above = node.counted_parent;
        while let Some(node) = above.and_then(|code| self.nodes.get(code)) {
            if node.point().sign == Sign::Minus {
                sign = sign.turned();
            }
            above = node.counted_parent;
        }
        sign
    }

    /// What a site, or all, used within a span, as it was measured at the points furthest up.
    ///
    /// What a main meter of one site measures for a point of another is taken away again.
    pub fn measured(
        &self,
        carrier: &Carrier,
        site: Option<&SiteCode>,
        span: Span,
        pieces: &[Span],
    ) -> Vec<Contribution<'a>> {
        self.measured_within(carrier, span, pieces, |node| is_at(node, site))
    }

    /// What the counted points of a scope used within a span, as it was measured at those of them
    /// that are furthest up.
    ///
    /// What they measure for a point outside of the scope is taken away again.
    pub(super) fn measured_within(
        &self,
        carrier: &Carrier,
        span: Span,
        pieces: &[Span],
        is_within: impl Fn(&Node<'a, U>) -> bool,
    ) -> Vec<Contribution<'a>> {
        let mut parts = Vec::new();
        for node in self.selected(carrier, None).filter(|node| is_within(node)) {
            let above = node.counted_parent.and_then(|code| self.nodes.get(code));
            if above.is_none_or(|above| !is_within(above)) {
                parts.push(Self::part(node, self.sign(node), &self.usage(node, span, pieces)));
            }
            let below = node.counted_children.iter().filter_map(|code| self.nodes.get(code));
            for foreign in below.filter(|below| !is_within(below)) {
                let usage = self.usage(foreign, span, pieces);
                let usage = Usage { covered: 0, expected: 0, ..usage };
                let mut part = Self::part(foreign, self.sign(foreign).turned(), &usage);
                part.site = node.site;
                parts.push(part);
            }
        }
        parts
    }

    /// The sum of what a site, or all, used within a span.
    pub fn total(
        &self,
        carrier: &Carrier,
        site: Option<&SiteCode>,
        span: Span,
        pieces: &[Span],
    ) -> Usage {
        let mut total = Usage::nothing(pieces.len());
        for part in self.measured(carrier, site, span, pieces) {
            total.add(Sign::Plus, &part.usage);
        }
        total
    }

    /// A use of a point with a sign.
    fn part(node: &Node<'a, U>, sign: Sign, usage: &Usage) -> Contribution<'a> {
        let mut signed = Usage::nothing(usage.parts.len());
        signed.add(sign, usage);
        Contribution {
            point: &node.point().code,
            department: node.department,
            site: node.site,
            sign,
            usage: signed,
        }
    }

    /// What each counted point of a site, or of all, adds to the total.
    pub fn contributions(
        &self,
        carrier: &Carrier,
        site: Option<&SiteCode>,
        span: Span,
        pieces: &[Span],
    ) -> Vec<Contribution<'a>> {
        self.selected(carrier, site)
            .map(|node| Self::part(node, self.sign(node), &self.own(node, span, pieces)))
            .collect()
    }

    /// The counted points of a carrier at a site, or at all.
    fn selected<'b>(
        &'b self,
        carrier: &'b Carrier,
        site: Option<&'b SiteCode>,
    ) -> impl Iterator<Item = &'b Node<'a, U>> {
        self.nodes
            .values()
            .filter(move |node| node.is_counted() && node.point().carrier == *carrier)
            .filter(move |node| is_at(node, site))
    }
}

/// Whether a point is at a site; any point is, where none is named.
pub(super) fn is_at<U>(node: &Node<'_, U>, site: Option<&SiteCode>) -> bool {
    site.is_none_or(|site| node.site == Some(site))
}

/// The point above, if it is there, measures the same and is not below itself.
fn parent<'a>(meters: &'a Meters, point: &'a Point) -> Option<&'a PointCode> {
    let above = |point: &'a Point| {
        let history = meters.history(point.parent.as_ref()?)?;
        Some(history.point()).filter(|above| above.carrier == point.carrier)
    };
    let mut seen = BTreeSet::from([&point.code]);
    let mut next = above(point);
    while let Some(point) = next {
        if !seen.insert(&point.code) {
            return None;
        }
        next = above(point);
    }
    above(point).map(|above| &above.code)
}

impl Sign {
    /// The other one.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Plus => Self::Minus,
            Self::Minus => Self::Plus,
        }
    }
}

impl Usage {
    /// Adds another use, or takes it away; its days and what is open are added in both cases.
    pub(super) fn add(&mut self, sign: Sign, other: &Self) {
        for (sum, part) in self.parts.iter_mut().zip(&other.parts) {
            // Twenty-eight digits hold the sum of any uses that were kept exactly.
            *sum = sum.saturating_add(sign.of(*part));
        }
        self.covered += other.covered;
        self.expected += other.expected;
        self.open.extend(other.open.iter().cloned());
    }
}

/// The sum of the parts, as one number.
pub(super) fn sum(parts: &[Decimal]) -> Decimal {
    parts.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(*part))
}
