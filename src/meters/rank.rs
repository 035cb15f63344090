//! Departments of a kind side by side (科室用能排名): by use, per m², per bed-day, per visit.
//!
//! A department is held against the median of its peers. What is open is shown as open and has no
//! place; what it would be divided by and nobody entered is named, and nothing is guessed.

use std::collections::BTreeMap;

use crate::base::{Decimal, DepartmentCode, Fraction, Ratio, SiteCode, Span};
use crate::org::Org;

use super::tree::Tree;
use super::{
    Carrier, DriverKind, DriverOver, DriverSum, Meters, Sign, Subject, Usage, Utility, View,
    driver_sum,
};

/// What to rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankOptions {
    /// The days.
    pub span: Span,
    /// Only this utility.
    pub utility: Option<Utility>,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// By what; by all where none is named.
    pub per: Option<RankPer>,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// What a use is divided by before departments are held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RankPer {
    /// Nothing: the use itself.
    Use,
    /// Square metres of floor area.
    Area,
    /// Occupied bed-days.
    BedDay,
    /// Visits.
    Visit,
}

impl RankPer {
    /// Every one, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Use, Self::Area, Self::BedDay, Self::Visit];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Use => "use",
            Self::Area => "area",
            Self::BedDay => "bed-day",
            Self::Visit => "visit",
        }
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Use => "rank.per.use",
            Self::Area => "rank.per.area",
            Self::BedDay => "rank.per.bed_day",
            Self::Visit => "rank.per.visit",
        }
    }

    /// The figure that a use is divided by.
    pub const fn driver(self) -> Option<DriverKind> {
        match self {
            Self::Use => None,
            Self::Area => Some(DriverKind::Area),
            Self::BedDay => Some(DriverKind::OccupiedBedDays),
            Self::Visit => Some(DriverKind::Visits),
        }
    }
}

/// Departments ranked among their peers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rank {
    /// What was asked.
    pub options: RankOptions,
    /// The lines, by utility, measure, kind of department and place.
    pub lines: Vec<RankLine>,
    /// What each utility used, with what no department answers for.
    pub totals: Vec<RankTotal>,
}

/// One department by one measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankLine {
    /// The utility and its unit.
    pub carrier: Carrier,
    /// By what.
    pub per: RankPer,
    /// The kind of department; none where its register names none.
    pub class: Option<String>,
    /// The department.
    pub department: DepartmentCode,
    /// Its name, where the register has it.
    pub name: Option<String>,
    /// Its use.
    pub usage: Usage,
    /// What the use is divided by; none where it is the use itself.
    pub driver: Option<DriverSum>,
    /// The figure that is ranked; none where something is open or missing.
    pub value: Option<Fraction>,
    /// Its place among its peers, the highest figure first; equal figures share a place.
    pub place: Option<usize>,
    /// How many peers have a figure, this department among them.
    pub n_peers: usize,
    /// The median of the peers' figures, where there are two at least.
    pub median: Option<Fraction>,
}

impl RankLine {
    /// How much more or less than the median, as a part of it.
    pub fn on_median(&self) -> Option<Ratio> {
        let (value, median) = (self.value?, self.median?);
        median.is_positive().then_some(())?;
        Some(Ratio::exact(value.checked_sub(median)?, median, 1))
    }

    /// Why it has no figure.
    pub fn state(&self) -> RankState {
        match (&self.value, &self.driver) {
            (Some(_), _) => RankState::Ranked,
            (None, _) if !self.usage.is_complete() => RankState::Open,
            (None, Some(driver)) if driver.amount() == Some(Fraction::ZERO) => RankState::NoBase,
            (None, _) => RankState::NoDriver,
        }
    }
}

/// Whether a department has a figure, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankState {
    /// It has.
    Ranked,
    /// Its use is open.
    Open,
    /// Nobody entered what it is divided by.
    NoDriver,
    /// It would be divided by zero.
    NoBase,
}

/// What a utility used in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankTotal {
    /// The utility and its unit.
    pub carrier: Carrier,
    /// The departments together.
    pub departments: Usage,
    /// What no department answers for.
    pub common: Usage,
}

impl RankTotal {
    /// Both together.
    pub fn whole(&self) -> Usage {
        let mut whole = self.departments.clone();
        whole.add(Sign::Plus, &self.common);
        whole
    }
}

/// Ranks the departments of each kind, utility by utility.
pub fn rank(meters: &Meters, org: &Org, options: &RankOptions) -> Rank {
    let RankOptions { span, utility, site, per, view } = options;
    let tree = Tree::new(meters, view);
    let mut rank = Rank { options: options.clone(), lines: Vec::new(), totals: Vec::new() };
    for carrier in tree.carriers() {
        if utility.is_some_and(|utility| carrier.utility() != utility) {
            continue;
        }
        let mut total = RankTotal {
            carrier: carrier.clone(),
            departments: Usage::nothing(1),
            common: Usage::nothing(1),
        };
        let mut uses: BTreeMap<DepartmentCode, Usage> = BTreeMap::new();
        for part in tree.contributions(carrier, site.as_ref(), *span, &[*span]) {
            let sum = match part.department {
                None => &mut total.common,
                Some(code) => {
                    total.departments.add(Sign::Plus, &part.usage);
                    uses.entry(code.clone()).or_insert_with(|| Usage::nothing(1))
                }
            };
            sum.add(Sign::Plus, &part.usage);
        }
        uses.retain(|_, usage| usage.expected > 0);
        for per in RankPer::ALL.into_iter().filter(|one| per.is_none_or(|per| per == *one)) {
            let lines = uses.iter().map(|(code, usage)| {
                line(meters, org, *span, (carrier, per), (code, usage.clone()))
            });
            rank.lines.extend(placed(lines.collect()));
        }
        rank.totals.extend((total.whole().expected > 0).then_some(total));
    }
    rank
}

fn line(
    meters: &Meters,
    org: &Org,
    span: Span,
    (carrier, per): (&Carrier, RankPer),
    (code, usage): (&DepartmentCode, Usage),
) -> RankLine {
    let registered = org.department(code);
    let driver = per.driver().map(|kind| {
        let department = Some(code.clone());
        driver_sum(meters, org, &DriverOver { kind, site: None, department, span })
    });
    let amount = usage.is_complete().then(|| usage.amount()).flatten().map(Fraction::from_decimal);
    let value = match &driver {
        None => amount,
        Some(driver) => {
            amount.zip(driver.amount()).and_then(|(amount, driver)| amount.checked_div(driver))
        }
    };
    RankLine {
        carrier: carrier.clone(),
        per,
        class: registered.and_then(|department| department.class.clone()),
        department: code.clone(),
        name: registered.map(|department| department.name.clone()),
        usage,
        driver,
        value,
        place: None,
        n_peers: 0,
        median: None,
    }
}

/// Gives the lines of one utility and measure their places among their peers.
fn placed(lines: Vec<RankLine>) -> Vec<RankLine> {
    let mut groups: BTreeMap<Option<String>, Vec<RankLine>> = BTreeMap::new();
    for line in lines {
        groups.entry(line.class.clone()).or_default().push(line);
    }
    let mut all = Vec::new();
    for mut group in groups.into_values() {
        let mut values: Vec<Fraction> = group.iter().filter_map(|line| line.value).collect();
        values.sort();
        let median = median(&values);
        for line in &mut group {
            line.n_peers = values.len();
            line.median = median;
            let higher = |value: Fraction| values.iter().filter(|other| **other > value).count();
            line.place = line.value.map(|value| higher(value) + 1);
        }
        group.sort_by_key(|line| (line.place.unwrap_or(usize::MAX), line.department.clone()));
        all.extend(group);
    }
    all
}

/// The middle of sorted figures, or the mean of the two middle ones; none of fewer than two.
fn median(sorted: &[Fraction]) -> Option<Fraction> {
    if sorted.len() < 2 {
        return None;
    }
    let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    low.checked_add(high)?.checked_div(Fraction::new(2, 1)?)
}

impl Rank {
    /// The subject of a line, as other reports have it.
    pub fn subject(line: &RankLine) -> Subject {
        Subject::Department { code: line.department.clone(), name: line.name.clone() }
    }
}

/// A figure with at least two decimals, and at most as many as six digits that count need.
pub fn shown_rate(value: Fraction) -> Option<Decimal> {
    // Small figures, such as tonnes per visit, need more decimals to be told apart.
    let size = value.round(0)?.abs();
    let decimals = if size >= Decimal::from(10) { 2 } else { 4 };
    value.round(decimals)
}
