//! When the cost of a measure comes back.
//!
//! At a flat price a unit saved is worth that price. At a price by blocks it is worth what the
//! account would have paid more without the measure: the cost of the use with the saving on top,
//! less the cost of the use as it was. By the time of day nothing tells at which hours was saved.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Decimal, Fraction, Message, Money, Price, SiteCode, Span, Working};
use crate::meters::cost::{Charge, Costing, cut, price_cuts};
use crate::meters::{Lack, Meters, Node, Pricing, Tree};

use super::Measure;

/// When a cost comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payback {
    /// What a unit saved is worth.
    pub worth: Worth,
    /// What the saving of a year is worth.
    pub yearly: Money,
    /// After how many years the cost is back, to two decimals.
    pub years: Decimal,
}

/// What a unit saved is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// The price of every unit.
    Flat(Price),
    /// What the saved units of the verified days would have cost.
    Marginal {
        /// How many units.
        saved: Decimal,
        /// What the account would have cost with them, in yuan.
        without: Decimal,
        /// What it cost, in yuan.
        actual: Decimal,
    },
}

/// Why nobody can say when a cost comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPayback {
    /// No saving of a year is proven or computed.
    NoSaving,
    /// A whole meter was compared for so many days only: the rest of a year differs by season.
    ShortYear(i64),
    /// Nobody recorded what it cost.
    NoCost,
    /// The price goes by the time of day, and nothing tells when was saved.
    ByTime,
    /// The blocks are counted from an earlier day on, when the measure saved already.
    Since(Day),
    /// Its points belong to several accounts, each with blocks of its own.
    Accounts,
    /// A price or a use is not known.
    Lack(Lack),
}

/// What a measure saved, as its payback needs it.
pub(super) struct Saved<'a> {
    /// The measure.
    pub(super) measure: &'a Measure,
    /// The saving of a year.
    pub(super) annual: Decimal,
    /// The verified days.
    pub(super) days: Option<Span>,
    /// The saving of parts of those days, each even within itself.
    pub(super) parts: Vec<(Span, Decimal)>,
}

/// When the cost comes back, at the price of a day.
pub(super) fn payback<'a>(
    meters: &'a Meters,
    tree: &Tree<'a>,
    saved: &Saved<'_>,
    day: Day,
) -> Result<Payback, NoPayback> {
    let Saved { measure, annual, .. } = saved;
    if *annual <= Decimal::ZERO {
        return Err(NoPayback::NoSaving);
    }
    let site = account(tree, measure)?;
    let tariff = meters.tariff(&measure.carrier, site.as_ref(), day);
    let none = || NoPayback::Lack(Lack::Tariff { carrier: measure.carrier.clone(), day });
    let worth = match &tariff.ok_or_else(none)?.pricing {
        Pricing::Flat(price) => Worth::Flat(*price),
        Pricing::Tiered(_) => marginal(meters, tree, saved, site.as_ref())?,
        Pricing::ByTime(_) => return Err(NoPayback::ByTime),
    };
    let cost = measure.cost.ok_or(NoPayback::NoCost)?;
    let yearly = worth.of(*annual).filter(|yearly| *yearly > Decimal::ZERO);
    let yearly = yearly.ok_or(NoPayback::NoSaving)?;
    let years = Fraction::from_decimal(cost.yuan())
        .checked_div(Fraction::from_decimal(yearly))
        .and_then(|years| years.round(2));
    let (years, yearly) = years.zip(Money::round(yearly)).ok_or(NoPayback::NoSaving)?;
    Ok(Payback { worth, yearly, years })
}

impl Worth {
    /// What an amount is worth, in yuan; none if it leaves the range.
    fn of(self, amount: Decimal) -> Option<Decimal> {
        match self {
            Self::Flat(price) => amount.checked_mul(price.yuan()),
            Self::Marginal { saved, without, actual } => {
                let cost = Fraction::from_decimal(without.checked_sub(actual)?);
                let part = Fraction::from_decimal(amount).checked_mul(cost)?;
                part.checked_div(Fraction::from_decimal(saved))?.round(8)
            }
        }
    }

    /// How an amount of a year becomes money.
    pub(super) fn steps(self, annual: Decimal, yearly: Money, working: &mut Working) {
        let what = |code: &str| Message::new(format!("measure.step.{code}"));
        let formula = match self {
            Self::Flat(price) => format!("{annual} × {price}"),
            Self::Marginal { saved, without, actual } => {
                let worth = without.saturating_sub(actual).normalize();
                let (without, actual) = (without.normalize(), actual.normalize());
                let formula = format!("{without} − {actual}");
                working.step(what("marginal"), formula, worth.to_string(), "");
                format!("{annual} × {worth} ÷ {}", saved.normalize())
            }
        };
        working.step(what("yearly"), formula, yearly.to_string(), "");
    }
}

/// The site whose account pays for the use of a measure.
fn account(tree: &Tree<'_>, measure: &Measure) -> Result<Option<SiteCode>, NoPayback> {
    let of_points: BTreeSet<Option<&SiteCode>> =
        measure.points.iter().filter_map(|code| tree.node(code)).map(Node::site).collect();
    let mut sites = of_points.into_iter();
    match (sites.next(), sites.next()) {
        (Some(site), None) => Ok(site.or(measure.site.as_ref()).cloned()),
        (None, _) => Ok(measure.site.clone()),
        (Some(_), Some(_)) => Err(NoPayback::Accounts),
    }
}

/// What the account would have cost with the saved units on top, and what it cost.
fn marginal<'a>(
    meters: &'a Meters,
    tree: &Tree<'a>,
    saved: &Saved<'_>,
    site: Option<&SiteCode>,
) -> Result<Worth, NoPayback> {
    let measure = saved.measure;
    let days = saved.days.ok_or(NoPayback::NoSaving)?;
    let carrier = &measure.carrier;
    let pieces = cut(days, price_cuts(meters, carrier, days));
    let measured = tree.measured(carrier, site, days, &pieces);
    let costing = Costing { meters, tree, carrier, site, point: None };
    let charges = costing.charges(&pieces, &measured);
    let sites: BTreeSet<Option<&SiteCode>> = charges.iter().map(|own| own.site.as_ref()).collect();
    let own: Vec<&Charge> = match site {
        None if sites.len() > 1 => return Err(NoPayback::Accounts),
        None => charges.iter().collect(),
        Some(_) => charges.iter().filter(|own| own.site.as_ref() == site).collect(),
    };
    if own.is_empty() {
        let (since, until) = (days.first(), days.last());
        return Err(NoPayback::Lack(Lack::Blocks { carrier: carrier.clone(), since, until }));
    }
    let mut ledger = Ledger::default();
    for charge in own {
        let part = within(&saved.parts, charge.span).ok_or(NoPayback::NoSaving)?;
        ledger.add(measure, charge, part)?;
    }
    let Ledger { saved, without, actual, .. } = ledger;
    if saved <= Decimal::ZERO {
        return Err(NoPayback::NoSaving);
    }
    Ok(Worth::Marginal { saved, without, actual })
}

/// What was saved within some days: of each part, as much as it has days in common with them.
fn within(parts: &[(Span, Decimal)], days: Span) -> Option<Decimal> {
    let mut sum = Fraction::ZERO;
    for (span, amount) in parts {
        let Some(common) = span.overlap(days) else { continue };
        let share = Fraction::new(i128::from(common.days()), i128::from(span.days()))?;
        sum = sum.checked_add(Fraction::from_decimal(*amount).checked_mul(share)?)?;
    }
    sum.round(6)
}

/// Costs with and without a measure, summed up.
#[derive(Default)]
struct Ledger {
    saved: Decimal,
    without: Decimal,
    actual: Decimal,
    /// What was saved since the first day of each month or year of the blocks.
    since: BTreeMap<Day, Decimal>,
}

impl Ledger {
    /// Adds the days of one charge, in which so much was saved.
    fn add(&mut self, measure: &Measure, charge: &Charge, saved: Decimal) -> Result<(), NoPayback> {
        let actual = charge.cost.clone().map_err(NoPayback::Lack)?;
        let tariff = charge.tariff.as_ref().ok_or(NoPayback::NoSaving)?;
        let added = match &tariff.pricing {
            Pricing::ByTime(_) => return Err(NoPayback::ByTime),
            Pricing::Flat(price) => saved.checked_mul(price.yuan()),
            Pricing::Tiered(tiers) => {
                let first = charge.span.first();
                let since = tiers.per.begin(first);
                let begun = measure.end.map(Day::next);
                if !self.since.contains_key(&since) && since < first && begun != Some(first) {
                    return Err(NoPayback::Since(since));
                }
                let sum = self.since.entry(since).or_default();
                let before = charge.before.unwrap_or_default();
                let with = before.saturating_add(*sum);
                *sum = sum.saturating_add(saved);
                let until = before.saturating_add(charge.amount);
                let cost = |from: Decimal, until: Decimal| {
                    tiers.cost(until)?.checked_sub(tiers.cost(from)?)
                };
                cost(with, until.saturating_add(*sum))
                    .zip(cost(before, until))
                    .and_then(|(without, actual)| without.checked_sub(actual))
            }
        };
        let added = added.ok_or(NoPayback::NoSaving)?;
        self.saved = self.saved.saturating_add(saved);
        self.actual = self.actual.saturating_add(actual);
        self.without = self.without.saturating_add(actual).saturating_add(added);
        Ok(())
    }
}
