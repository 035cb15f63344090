//! Repairs of assets against what the assets are worth: the workshop, the store and the asset books
//! side by side.
//!
//! A repair order belongs to the asset that it is about, or to the only one whose books name it. A
//! repair in the books of an asset that names an order whose cost is stated is that order told
//! twice: the order counts. Every repair is in one line or in the rest, so that the lines add up to
//! the ledgers.

use std::collections::{BTreeMap, BTreeSet};

use crate::assets::{self, Event, Listed, ListingOptions, Lives, Status};
use crate::base::{
    AssetTag, Day, Decimal, Fraction, Money, NumberError, Ratio, RecordId, Span, parse_decimal,
};
use crate::inspections::{Clock, RepairLine, RepairState};

use super::Books;
use super::parts::names_in;
use super::repairs::every_order;

/// From which share of its value on the repairs of a thing are worth a thought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpkeepPolicy {
    /// The share.
    pub over: Fraction,
}

impl Default for UpkeepPolicy {
    fn default() -> Self {
        Self { over: Fraction::new(1, 2).unwrap_or(Fraction::ONE) }
    }
}

impl UpkeepPolicy {
    /// Reads a percentage: `50%` or `50`.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let number = text.trim().trim_end_matches(['%', '％']).trim_end();
        let percent = parse_decimal(number)?;
        if percent < Decimal::ZERO {
            return Err(NumberError::Negative(text.to_owned()));
        }
        let percent = Fraction::from_decimal(percent);
        let hundred = Fraction::new(100, 1).unwrap_or(Fraction::ONE);
        Ok(Self { over: percent.checked_div(hundred).unwrap_or(percent) })
    }

    /// Whether a cost reaches the share of a value; of nothing that is left any cost does.
    pub(super) fn reached(self, cost: Money, value: Money) -> bool {
        cost > Money::ZERO && (value.is_zero() || share(cost, value).reaches(self.over))
    }
}

/// What is asked of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpkeepOptions {
    /// The days.
    pub span: Span,
    /// The day that is asked about: what was reported after it does not count.
    pub clock: Clock,
    /// From which share of the value on.
    pub policy: UpkeepPolicy,
    /// Which assets.
    pub listing: ListingOptions,
}

/// Where a repair is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RepairSource {
    /// A repair order.
    Order,
    /// The books of the asset alone.
    Books,
    /// The books of the asset, for an order of which no cost is stated.
    BooksOfOrder,
}

impl RepairSource {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Order => "asset.repair_source.order",
            Self::Books => "asset.repair_source.books",
            Self::BooksOfOrder => "asset.repair_source.books_of_order",
        }
    }
}

/// A repair that belongs to an asset, or to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetRepair {
    /// The day on which it was reported, or that the books name.
    pub date: Day,
    /// The order as it is called, or the number of the row.
    pub name: String,
    /// Where it is written down.
    pub source: RepairSource,
    /// Where the order stands.
    pub state: Option<RepairState>,
    /// What was broken.
    pub what: String,
    /// What it cost beside the parts from stock; none while nobody has said.
    pub cost: Option<Money>,
    /// What its parts from stock were worth.
    pub parts: Money,
}

/// Repairs added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RepairSum {
    /// How many, without orders that were withdrawn.
    pub count: usize,
    /// How many of them are done, or in the books, and nobody said a cost.
    pub unpriced: usize,
    /// What they cost beside the parts from stock.
    pub cost: Money,
    /// What the parts from stock were worth.
    pub parts: Money,
}

impl RepairSum {
    /// What they cost with their parts.
    pub fn total(self) -> Money {
        self.cost + self.parts
    }

    fn add(&mut self, repair: &AssetRepair) {
        let counts = match repair.source {
            RepairSource::Order => repair.state != Some(RepairState::Cancelled),
            RepairSource::Books => true,
            RepairSource::BooksOfOrder => false,
        };
        let done = match repair.state {
            Some(state) => matches!(state, RepairState::Completed | RepairState::Accepted),
            None => true,
        };
        let free = repair.cost.is_none() && repair.parts.is_zero();
        self.count += usize::from(counts);
        self.unpriced += usize::from(counts && done && free);
        self.cost += repair.cost.unwrap_or(Money::ZERO);
        self.parts += repair.parts;
    }

    pub(super) fn of<'r>(repairs: impl IntoIterator<Item = &'r AssetRepair>) -> Self {
        repairs.into_iter().fold(Self::default(), |mut sum, repair| {
            sum.add(repair);
            sum
        })
    }
}

/// What the repairs of a thing say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UpkeepVerdict {
    /// Over its life its repairs cost so large a share of its value that replacing it is to be
    /// considered.
    Replace,
    /// In the days asked about alone they cost such a share of what it is still worth.
    Watch,
}

impl UpkeepVerdict {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Replace => "asset.upkeep_verdict.replace",
            Self::Watch => "asset.upkeep_verdict.watch",
        }
    }
}

/// The repairs of one asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpkeepLine {
    /// The asset as it stood.
    pub asset: Listed,
    /// In the days.
    pub period: RepairSum,
    /// Over its whole life.
    pub life: RepairSum,
    /// When it was repaired last.
    pub last: Day,
    /// What that says of it; nothing of what has left.
    pub verdict: Option<UpkeepVerdict>,
}

impl UpkeepLine {
    /// What all its repairs cost, as a share of its value.
    pub fn of_value(&self) -> Ratio {
        share(self.life.total(), self.asset.value)
    }

    /// What all its repairs cost, as a share of what it is still worth.
    pub fn of_net(&self) -> Ratio {
        share(self.life.total(), self.asset.net)
    }
}

/// Repairs of assets against their value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upkeep {
    /// What was asked.
    pub options: UpkeepOptions,
    /// The assets that were ever repaired, those whose repairs cost most of their value first.
    pub lines: Vec<UpkeepLine>,
    /// What belongs to no asset, in the days and ever; none where only some assets were asked for.
    pub rest: Option<(RepairSum, RepairSum)>,
    /// Everything above, in the days and ever.
    pub total: (RepairSum, RepairSum),
}

impl Upkeep {
    /// Whether something is to be replaced or watched.
    pub fn has_something_open(&self) -> bool {
        self.lines.iter().any(|line| line.verdict.is_some())
    }
}

/// A share of money, to one decimal of a percent.
pub(super) fn share(part: Money, whole: Money) -> Ratio {
    Ratio::exact(exact(part), exact(whole), 1)
}

fn exact(money: Money) -> Fraction {
    Fraction::new(i128::from(money.fen()), 1).unwrap_or(Fraction::ZERO)
}

/// Every repair that is known on a day, by the asset that it belongs to; those of none under none.
pub(super) fn repairs_by_asset(
    books: &Books,
    clock: Clock,
) -> BTreeMap<Option<AssetTag>, Vec<AssetRepair>> {
    let orders = every_order(books, clock);
    let mut named: BTreeMap<&str, &RepairLine> = BTreeMap::new();
    for line in &orders {
        let names = [line.repair.id.as_str(), line.repair.number.as_str()];
        named.extend(names.into_iter().filter(|name| !name.is_empty()).map(|name| (name, line)));
    }
    let order_of = |event: &Event| {
        let mut words = names_in(&event.reason).chain(names_in(&event.note));
        words.find_map(|word| named.get(word).copied())
    };
    let mut found: BTreeMap<Option<AssetTag>, Vec<AssetRepair>> = BTreeMap::new();
    let mut naming: BTreeMap<&RecordId, BTreeSet<AssetTag>> = BTreeMap::new();
    for standing in books.assets.standings(clock.as_of) {
        let tag = &standing.card.tag;
        for event in &standing.repairs {
            let order = order_of(event);
            if let Some(order) = order {
                naming.entry(&order.repair.id).or_default().insert(tag.clone());
            }
            let source = match order {
                Some(order) if order.repair.cost.is_some() => continue,
                Some(_) => RepairSource::BooksOfOrder,
                None => RepairSource::Books,
            };
            found.entry(Some(tag.clone())).or_default().push(of_books(event, source));
        }
    }
    for line in &orders {
        let repair = &line.repair;
        let subject = AssetTag::parse(repair.subject.as_str()).ok();
        let subject = subject.filter(|tag| books.assets.card(tag).is_some());
        let only = || {
            let mut tags = naming.get(&repair.id)?.iter();
            tags.next().filter(|_| tags.next().is_none()).cloned()
        };
        found.entry(subject.or_else(only)).or_default().push(of_order(line));
    }
    for repairs in found.values_mut() {
        repairs.sort_by(|one, two| (one.date, &one.name).cmp(&(two.date, &two.name)));
    }
    found
}

fn of_books(event: &Event, source: RepairSource) -> AssetRepair {
    let said = [event.reason.as_str(), event.note.as_str()];
    let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
    AssetRepair {
        date: event.date,
        name: event.id.to_string(),
        source,
        state: None,
        what: said.join(" · "),
        cost: event.value,
        parts: Money::ZERO,
    }
}

fn of_order(line: &RepairLine) -> AssetRepair {
    AssetRepair {
        date: line.repair.reported.date,
        name: line.repair.name().to_owned(),
        source: RepairSource::Order,
        state: Some(line.repair.state),
        what: line.repair.reported.note.clone(),
        cost: line.repair.cost,
        parts: line.parts,
    }
}

/// Holds what repairs of assets cost against what the assets are worth.
///
/// A repair belongs to the days in which it was reported, with all that it cost by the day asked
/// about, as in the report on repairs.
pub fn upkeep(books: &Books, lives: &Lives, options: &UpkeepOptions) -> Upkeep {
    let mut of_assets = repairs_by_asset(books, options.clock);
    let rest = of_assets.remove(&None).unwrap_or_default();
    let mut lines = Vec::new();
    let everything = options.asks_for_everything();
    for asset in options.asked(books, lives) {
        let Some(repairs) = of_assets.remove(&Some(asset.tag.clone())) else { continue };
        lines.extend(line(asset, &repairs, options));
    }
    // What was repaired and left, or was not there yet, still cost what it cost.
    let rest = rest.iter().chain(of_assets.values().flatten().filter(|_| everything));
    let rest: Vec<&AssetRepair> = rest.collect();
    let in_span = |repair: &&AssetRepair| options.span.contains(repair.date);
    let rest = everything.then(|| {
        let period = RepairSum::of(rest.iter().copied().filter(in_span));
        (period, RepairSum::of(rest.iter().copied()))
    });
    lines.sort_by(|one: &UpkeepLine, two: &UpkeepLine| {
        // By cross multiplication: a thing of no value whose repairs cost something comes first.
        let cost = |line: &UpkeepLine| i128::from(line.life.total().fen());
        let value = |line: &UpkeepLine| i128::from(line.asset.value.fen());
        let order = (cost(two) * value(one)).cmp(&(cost(one) * value(two)));
        order.then_with(|| one.asset.tag.cmp(&two.asset.tag))
    });
    let mut total = rest.unwrap_or_default();
    for line in &lines {
        total = (plus(total.0, line.period), plus(total.1, line.life));
    }
    Upkeep { options: options.clone(), lines, rest, total }
}

fn plus(one: RepairSum, two: RepairSum) -> RepairSum {
    RepairSum {
        count: one.count + two.count,
        unpriced: one.unpriced + two.unpriced,
        cost: one.cost + two.cost,
        parts: one.parts + two.parts,
    }
}

impl UpkeepOptions {
    /// The assets that are asked for, those that left too unless a status is named.
    fn asked(&self, books: &Books, lives: &Lives) -> Vec<Listed> {
        let gone = ListingOptions { status: Some(Status::Disposed), ..self.listing.clone() };
        let gone = (self.listing.status.is_none()).then_some(gone);
        let wanted = std::iter::once(&self.listing).chain(&gone);
        let groups = wanted.flat_map(|one| assets::listing(&books.assets, lives, one).groups);
        groups.flat_map(|group| group.lines).collect()
    }

    fn asks_for_everything(&self) -> bool {
        let ListingOptions { as_of: _, by: _, department, place, custodian, class, wear, status } =
            &self.listing;
        department.is_none()
            && place.is_empty()
            && custodian.is_none()
            && class.is_none()
            && *wear == assets::Wear::Any
            && status.is_none()
    }
}

fn line(asset: Listed, repairs: &[AssetRepair], options: &UpkeepOptions) -> Option<UpkeepLine> {
    let last = repairs.last()?.date;
    let in_span = |repair: &&AssetRepair| options.span.contains(repair.date);
    let period = RepairSum::of(repairs.iter().filter(in_span));
    let life = RepairSum::of(repairs);
    let verdict = verdict(&asset, period, life, options.policy);
    Some(UpkeepLine { asset, period, life, last, verdict })
}

/// What the repairs of a thing say of it.
fn verdict(
    asset: &Listed,
    period: RepairSum,
    life: RepairSum,
    policy: UpkeepPolicy,
) -> Option<UpkeepVerdict> {
    if asset.status == Status::Disposed {
        None
    } else if policy.reached(life.total(), asset.value) {
        Some(UpkeepVerdict::Replace)
    } else {
        policy.reached(period.total(), asset.net).then_some(UpkeepVerdict::Watch)
    }
}
