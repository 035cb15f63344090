//! Purchase plan (采购计划): what should be bought, with the working of every line.
//!
//! Two formulas. By limits: what is there and on order is below the minimum, so it is filled up to
//! the maximum. By use: the average use of a day × (lead time + cycle) + safety − on hand − on
//! order. Days at whose end there was none do not count in the average. The plan that is kept as a
//! document is in `purchase/`; look next at `price.rs` for where the estimates come from.

use std::collections::BTreeMap;

use crate::base::{Day, Fraction, Money, Quantity, Span};

use super::price::{Paid, paid, references, worth};
use super::purchase::on_order;
use super::usage::usage;
use super::{Item, Place, Refusal, Stock, Usage};

/// How a plan is made where the item does not say (`[plan]` in houqin.toml), in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanPolicy {
    /// Over how many days use is averaged.
    pub window_days: u32,
    /// For how many days a purchase lasts.
    pub cycle_days: u32,
    /// From the order to the goods.
    pub lead_days: u32,
    /// How many days' use is kept for the unforeseen.
    pub safety_days: u32,
}

impl Default for PlanPolicy {
    fn default() -> Self {
        Self { window_days: 90, cycle_days: 30, lead_days: 7, safety_days: 7 }
    }
}

impl PlanPolicy {
    /// The days over which use is averaged, up to one.
    pub fn window(&self, as_of: Day) -> Span {
        let before = i64::from(self.window_days.max(1)) - 1;
        Span::new(as_of.plus_days(-before), as_of).unwrap_or(Span::day(as_of))
    }

    /// The days from the order to the goods of an item.
    pub fn lead_of(&self, item: &Item) -> u32 {
        item.supply.lead_days.unwrap_or(self.lead_days)
    }
}

/// By which formula a plan is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// By minimum and maximum.
    MinMax,
    /// By use.
    Use,
    /// By whichever of the two asks for more.
    Larger,
}

impl Formula {
    /// All formulas.
    pub const ALL: [Self; 3] = [Self::MinMax, Self::Use, Self::Larger];

    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MinMax => "min-max",
            Self::Use => "use",
            Self::Larger => "larger",
        }
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MinMax => "purchase.formula.min_max",
            Self::Use => "purchase.formula.use",
            Self::Larger => "purchase.formula.larger",
        }
    }
}

/// Whether a quantity is rounded up to whole packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packs {
    /// To what the item can be counted in.
    Loose,
    /// To whole ones of the largest unit that the item has.
    Whole,
}

/// Which items a plan shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planned {
    /// Those that should be bought.
    Needed,
    /// All, also those of which there is enough.
    All,
}

/// What to plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanOptions {
    /// For which days it is made.
    pub span: Span,
    /// From what is there at the end of which day.
    pub as_of: Day,
    /// By which formula.
    pub formula: Formula,
    /// Whether to whole packs.
    pub packs: Packs,
    /// How, where the item does not say.
    pub policy: PlanPolicy,
    /// One category only.
    pub category: Option<String>,
    /// One supplier only.
    pub supplier: Option<String>,
    /// Which items are shown.
    pub planned: Planned,
}

/// Where an estimated price comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceSource {
    /// The item's planned price.
    Plan,
    /// The last receipt.
    Last,
}

impl PriceSource {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Plan => "purchase.source.plan",
            Self::Last => "purchase.source.last",
        }
    }
}

/// What should be bought of one item, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// The item.
    pub item: Item,
    /// From whom: its usual supplier, else that of the last receipt; empty when nobody is known.
    pub supplier: String,
    /// What was used, on which days.
    pub usage: Usage,
    /// What is there, in all store rooms and between them.
    pub on_hand: Quantity,
    /// What was ordered and has not come.
    pub on_order: Quantity,
    /// The days from the order to the goods.
    pub lead_days: u32,
    /// What is kept for the unforeseen.
    pub safety: Fraction,
    /// What the limits ask for; none of an item without a minimum.
    pub by_limits: Option<Quantity>,
    /// What the use asks for; none where no day counts.
    pub by_use: Option<Quantity>,
    /// What should be bought.
    pub quantity: Quantity,
    /// The price of one base unit, and where it comes from; none where nobody knows one.
    pub price: Option<(Fraction, PriceSource)>,
    /// What it will cost; none where no price is known.
    pub cost: Option<Money>,
}

/// Some lines of a plan together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlanSum {
    /// How many lines.
    pub lines: usize,
    /// What those cost of which a price is known.
    pub cost: Money,
    /// How many have no price.
    pub unpriced: usize,
}

impl PlanSum {
    fn take(&mut self, line: &PlanLine) {
        self.lines += 1;
        self.cost += line.cost.unwrap_or_default();
        self.unpriced += usize::from(line.cost.is_none());
    }
}

/// What should be bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchasePlan {
    /// How it was made.
    pub options: PlanOptions,
    /// The lines, by category and item.
    pub lines: Vec<PlanLine>,
    /// The lines to be bought, by category.
    pub by_category: BTreeMap<String, PlanSum>,
    /// The lines to be bought, by supplier; empty where nobody is known.
    pub by_supplier: BTreeMap<String, PlanSum>,
    /// All lines to be bought.
    pub total: PlanSum,
}

/// Makes a purchase plan.
///
/// Items that are no longer received are left out.
pub fn plan(stock: &Stock, options: &PlanOptions) -> Result<PurchasePlan, Refusal> {
    let PlanOptions { as_of, category, supplier, planned, .. } = options;
    let ordered = on_order(stock, *as_of);
    let wanted = |item: &&Item| {
        item.active && category.as_ref().is_none_or(|category| *category == item.category)
    };
    let mut lines = Vec::new();
    for item in stock.items.values().filter(wanted) {
        let on_order = ordered.get(&item.code).copied().unwrap_or_default();
        let line = of_item(stock, item, on_order, options)
            .ok_or_else(|| Refusal::TooLarge { item: item.code.clone() })?;
        let shown = !line.quantity.is_zero() || *planned == Planned::All;
        if shown && supplier.as_ref().is_none_or(|supplier| *supplier == line.supplier) {
            lines.push(line);
        }
    }
    lines.sort_by(|one, other| {
        let key = |line: &PlanLine| (line.item.category.clone(), line.item.code.clone());
        key(one).cmp(&key(other))
    });
    let mut by_category: BTreeMap<String, PlanSum> = BTreeMap::new();
    let mut by_supplier: BTreeMap<String, PlanSum> = BTreeMap::new();
    let mut total = PlanSum::default();
    for line in lines.iter().filter(|line| !line.quantity.is_zero()) {
        by_category.entry(line.item.category.clone()).or_default().take(line);
        by_supplier.entry(line.supplier.clone()).or_default().take(line);
        total.take(line);
    }
    Ok(PurchasePlan { options: options.clone(), lines, by_category, by_supplier, total })
}

/// The line of an item; none where a figure is more than the books can hold.
fn of_item(
    stock: &Stock,
    item: &Item,
    on_order: Quantity,
    options: &PlanOptions,
) -> Option<PlanLine> {
    let PlanOptions { as_of, formula, packs, policy, .. } = options;
    let usage = usage(stock, &item.code, policy.window(*as_of), None);
    let on_hand = usage.on_hand.quantity;
    let there = on_hand.checked_add(on_order)?;
    let lead_days = policy.lead_of(item);
    let per_day = usage.per_day();
    let safety = match (item.supply.safety, per_day) {
        (Some(safety), _) => exact(safety)?,
        (None, Some(per_day)) => per_day.checked_mul(days(policy.safety_days))?,
        (None, None) => Fraction::ZERO,
    };
    let by_limits = match item.minimum {
        None => None,
        Some(minimum) if there >= minimum => Some(Quantity::ZERO),
        Some(minimum) => Some(item.supply.maximum.unwrap_or(minimum).checked_sub(there)?),
    };
    let by_use = match per_day {
        None => None,
        Some(per_day) => {
            let covered = days(lead_days.checked_add(policy.cycle_days)?);
            let wanted = per_day.checked_mul(covered)?.checked_add(safety)?;
            Some(rounded_up(wanted.checked_sub(exact(there)?)?, item.scale)?)
        }
    };
    let or_nothing = |quantity: Option<Quantity>| quantity.unwrap_or_default();
    let needed = match formula {
        Formula::MinMax => or_nothing(by_limits),
        Formula::Use => or_nothing(by_use),
        Formula::Larger => or_nothing(by_limits).max(or_nothing(by_use)),
    };
    let quantity = match packs {
        Packs::Loose => needed,
        Packs::Whole => in_packs(item, needed)?,
    };
    let paid = paid(stock, item, *as_of);
    let price = estimate(item, &paid, *as_of);
    Some(PlanLine {
        supplier: supplier(item, &paid),
        cost: price.and_then(|(price, _)| worth(price, quantity)),
        item: item.clone(),
        usage,
        on_hand,
        on_order,
        lead_days,
        safety,
        by_limits,
        by_use,
        quantity,
        price,
    })
}

/// The price that is expected: the planned one, else the last.
///
/// The lowest of twelve months stands behind the last, so it is never asked for alone.
fn estimate(item: &Item, paid: &[Paid<'_>], as_of: Day) -> Option<(Fraction, PriceSource)> {
    let references = references(item, paid, as_of);
    let plan = references.plan.map(|price| (price, PriceSource::Plan));
    plan.or(references.last.map(|price| (price, PriceSource::Last)))
}

fn supplier(item: &Item, paid: &[Paid<'_>]) -> String {
    let last = paid.last().map(|paid| &paid.line.movement.from);
    match (item.supply.supplier.as_str(), last) {
        ("", Some(Place::Supplier(name))) => name.clone(),
        (usual, _) => usual.to_owned(),
    }
}

fn exact(quantity: Quantity) -> Option<Fraction> {
    Fraction::new(i128::from(quantity.millionths()), 1_000_000)
}

fn days(count: u32) -> Fraction {
    Fraction::new(i128::from(count), 1).unwrap_or(Fraction::ZERO)
}

/// A need rounded up to what the item can be counted in; nothing where there is no need.
fn rounded_up(need: Fraction, scale: u32) -> Option<Quantity> {
    if !need.is_positive() {
        return Some(Quantity::ZERO);
    }
    let steps = ceiling(need.checked_mul(Fraction::new(10_i128.checked_pow(scale)?, 1)?)?);
    let step = 10_i128.checked_pow(Quantity::DECIMALS.checked_sub(scale)?)?;
    i64::try_from(steps.checked_mul(step)?).ok().map(Quantity::from_millionths)
}

/// A quantity rounded up to whole ones of the largest unit; as it is where the item has none, or
/// where whole ones of it do not come out in what the item can be counted in.
fn in_packs(item: &Item, quantity: Quantity) -> Option<Quantity> {
    let largest = item.units.iter().map(|unit| unit.factor).max();
    let Some(factor) = largest.filter(|factor| *factor > Fraction::ONE) else {
        return Some(quantity);
    };
    let packs = i64::try_from(ceiling(quantity.expressed_in(factor)?)).ok()?;
    Some(Quantity::whole(packs)?.convert(factor, item.scale).unwrap_or(quantity))
}

/// The next whole number that is not below.
fn ceiling(number: Fraction) -> i128 {
    let whole = number.numerator().div_euclid(number.denominator());
    whole + i128::from(number.numerator().rem_euclid(number.denominator()) != 0)
}
