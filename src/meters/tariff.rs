//! What a unit costs, and from which day on: user data with a source, never a constant.
//!
//! A price is flat, goes by how much was used since the month's or the year's first day (阶梯价),
//! or by the time of day (尖峰平谷). `cost.rs` applies it to uses.

use std::collections::BTreeMap;
use std::fmt;

use crate::base::{Day, Decimal, Month, Price, SiteCode, Span, parse_decimal};

use super::{Carrier, Refusal};

/// What a unit of a utility costs from a day on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tariff {
    /// What is priced, per its unit.
    pub carrier: Carrier,
    /// The site it is for; all sites without a price of their own where none is named.
    pub site: Option<SiteCode>,
    /// The first day it is valid; up to the next one.
    pub valid_from: Day,
    /// Yuan per unit.
    pub pricing: Pricing,
    /// Where it comes from: the notice, the contract.
    pub source: Option<String>,
}

impl Tariff {
    /// The price of a unit, where every unit costs the same.
    pub const fn flat(&self) -> Option<Price> {
        match self.pricing {
            Pricing::Flat(price) => Some(price),
            Pricing::Tiered(_) | Pricing::ByTime(_) => None,
        }
    }

    /// Whether two prices claim the same days.
    pub(super) fn same_place(&self, other: &Self) -> bool {
        (&self.carrier, &self.site, self.valid_from)
            == (&other.carrier, &other.site, other.valid_from)
    }
}

/// How the price of a unit is found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pricing {
    /// Every unit costs the same.
    Flat(Price),
    /// The more was used, the dearer (阶梯价).
    Tiered(Tiers),
    /// By the time of day (分时电价).
    ByTime(TimePrices),
}

impl fmt::Display for Pricing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flat(price) => price.fmt(out),
            Self::Tiered(tiers) => tiers.fmt(out),
            Self::ByTime(prices) => prices.fmt(out),
        }
    }
}

/// The blocks of a tiered price, counted anew each month or year.
///
/// Written `2400=0.5, 4800=0.55, =0.80`: up to 2400 units at 0.5 yuan, up to 4800 at 0.55, all
/// above at 0.80.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tiers {
    blocks: Vec<Block>,
    /// From when the use is counted.
    pub per: TierPeriod,
}

/// One block of a tiered price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// Up to how much use since the period's first day, that amount included; the last block has
    /// no end.
    pub up_to: Option<Decimal>,
    /// Yuan per unit.
    pub price: Price,
}

/// From when the use of a tiered price is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TierPeriod {
    /// From the month's first day.
    Month,
    /// From the calendar year's first day.
    Year,
}

impl TierPeriod {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Month, Self::Year];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|per| per.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Month => "energy.per.month",
            Self::Year => "energy.per.year",
        }
    }

    /// The first day of the period a day belongs to.
    pub fn begin(self, day: Day) -> Day {
        let month = match self {
            Self::Month => Some(day.month()),
            Self::Year => Month::new(day.year(), 1),
        };
        month.map_or(day, Month::first)
    }

    /// The days within a span on which counting begins anew, but for the span's own first.
    pub(super) fn cuts(self, span: Span) -> impl Iterator<Item = Day> {
        span.months()
            .map(Month::first)
            .filter(move |day| span.first() < *day && self.begin(*day) == *day)
    }
}

impl Tiers {
    /// Blocks whose ends grow, the last without one.
    pub fn new(blocks: Vec<Block>, per: TierPeriod) -> Result<Self, Refusal> {
        let wrong = || Refusal::Tiers { text: written(&blocks) };
        let Some((last, bounded)) = blocks.split_last() else { return Err(wrong()) };
        let ends: Option<Vec<Decimal>> = bounded.iter().map(|block| block.up_to).collect();
        let ends = ends.ok_or_else(wrong)?;
        let grows = ends.windows(2).all(|pair| pair[0] < pair[1]);
        if last.up_to.is_some() || !grows || ends.iter().any(|end| *end <= Decimal::ZERO) {
            return Err(wrong());
        }
        Ok(Self { blocks, per })
    }

    /// Reads `2400=0.5, 4800=0.55, =0.80`.
    pub fn parse(text: &str, per: TierPeriod) -> Result<Self, Refusal> {
        let wrong = || Refusal::Tiers { text: text.to_owned() };
        let mut blocks = Vec::new();
        for part in parts(text) {
            let (up_to, price) = part.split_once('=').ok_or_else(wrong)?;
            let up_to = match up_to.trim() {
                "" => None,
                up_to => Some(parse_decimal(up_to).map_err(|_| wrong())?),
            };
            let price = Price::parse(price.trim()).map_err(|_| wrong())?;
            blocks.push(Block { up_to, price });
        }
        Self::new(blocks, per).map_err(|_| wrong())
    }

    /// The blocks, from the first unit on.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Cuts a use into blocks, where `before` was used since the period's first day; blocks that
    /// nothing falls into are left out.
    ///
    /// A use below zero, as where energy was handed on, stays whole in the block where it begins.
    pub fn split(&self, before: Decimal, amount: Decimal) -> Vec<(Block, Decimal)> {
        let mut parts = Vec::new();
        let (mut at, mut left) = (before, amount);
        for block in &self.blocks {
            let room = block.up_to.map(|end| end.saturating_sub(at));
            let fits = match room {
                Some(room) if room <= Decimal::ZERO => continue,
                Some(room) => left.min(room),
                None => left,
            };
            if !fits.is_zero() {
                parts.push((*block, fits));
            }
            at = at.saturating_add(fits);
            left = left.saturating_sub(fits);
            if left.is_zero() {
                break;
            }
        }
        parts
    }

    /// The exact cost of a use since the period's first day, in yuan; none if it leaves the range.
    pub fn cost(&self, amount: Decimal) -> Option<Decimal> {
        self.split(Decimal::ZERO, amount).into_iter().try_fold(
            Decimal::ZERO,
            |sum, (block, part)| {
                let cost = part.checked_mul(block.price.yuan())?;
                sum.checked_add(cost)
            },
        )
    }
}

/// The parts of a list: by commas, semicolons or blanks, Chinese ones too.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', ';', '；', '、', ' ']).map(str::trim).filter(|part| !part.is_empty())
}

fn written(blocks: &[Block]) -> String {
    let block = |block: &Block| {
        let up_to = block.up_to.map(|up_to| up_to.to_string()).unwrap_or_default();
        format!("{up_to}={}", block.price)
    };
    blocks.iter().map(block).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Tiers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&written(&self.blocks))
    }
}

/// A part of the day with a price of its own (尖峰平谷).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayPart {
    /// The dearest hours (尖).
    Sharp,
    /// Dear hours (峰).
    Peak,
    /// Ordinary hours (平).
    Flat,
    /// Cheap hours (谷).
    Valley,
    /// The cheapest hours (深谷).
    DeepValley,
}

impl DayPart {
    /// Every part, the dearest first.
    pub const ALL: [Self; 5] =
        [Self::Sharp, Self::Peak, Self::Flat, Self::Valley, Self::DeepValley];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sharp => "sharp",
            Self::Peak => "peak",
            Self::Flat => "flat",
            Self::Valley => "valley",
            Self::DeepValley => "deep_valley",
        }
    }

    /// The Chinese name, as the bills have it; understood wherever the word is.
    const fn chinese(self) -> &'static str {
        match self {
            Self::Sharp => "尖",
            Self::Peak => "峰",
            Self::Flat => "平",
            Self::Valley => "谷",
            Self::DeepValley => "深谷",
        }
    }

    /// Reads the word of the files, or the Chinese one.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim();
        let short = word.strip_suffix('段').or_else(|| word.strip_suffix("时段")).unwrap_or(word);
        Self::ALL
            .into_iter()
            .find(|part| part.word() == word || part.chinese() == word || part.chinese() == short)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sharp => "energy.day_part.sharp",
            Self::Peak => "energy.day_part.peak",
            Self::Flat => "energy.day_part.flat",
            Self::Valley => "energy.day_part.valley",
            Self::DeepValley => "energy.day_part.deep_valley",
        }
    }
}

/// The prices of the parts of the day, written `peak=1.1034, flat=0.6821, valley=0.2987`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimePrices(BTreeMap<DayPart, Price>);

impl TimePrices {
    /// Prices of at least one part, each named once.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let wrong = || Refusal::TimePrices { text: text.to_owned() };
        let mut prices = BTreeMap::new();
        for part in parts(text) {
            let (word, price) = part.split_once('=').ok_or_else(wrong)?;
            let day_part = DayPart::parse(word).ok_or_else(wrong)?;
            let price = Price::parse(price.trim()).map_err(|_| wrong())?;
            if prices.insert(day_part, price).is_some() {
                return Err(wrong());
            }
        }
        if prices.is_empty() { Err(wrong()) } else { Ok(Self(prices)) }
    }

    /// The price of a part of the day.
    pub fn price(&self, part: DayPart) -> Option<Price> {
        self.0.get(&part).copied()
    }

    /// The parts with their prices, the dearest first.
    pub fn iter(&self) -> impl Iterator<Item = (DayPart, Price)> {
        self.0.iter().map(|(part, price)| (*part, *price))
    }
}

impl fmt::Display for TimePrices {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let price = |(part, price): (DayPart, Price)| format!("{}={price}", part.word());
        out.write_str(&self.iter().map(price).collect::<Vec<_>>().join(", "))
    }
}
