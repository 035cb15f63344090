//! Slow and dead stock (呆滞物资), and for how many days what is there will do.
//!
//! The cover is what is there ÷ the average use of a day, whole days, rounded down. Where nothing
//! was used there is no such number: that is said, not shown as nought or as forever.

use std::collections::BTreeMap;

use crate::base::{Day, Fraction, Money, Quantity, StoreCode};

use super::purchase::on_order;
use super::usage::usage;
use super::{Item, PlanPolicy, Refusal, Stock, Usage};

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleOptions {
    /// At the end of which day.
    pub as_of: Day,
    /// After how many days without an issue goods are dead.
    pub dead_days: u32,
    /// From how many days of cover on goods are slow.
    pub slow_days: u32,
    /// One store only.
    pub store: Option<StoreCode>,
    /// One category only.
    pub category: Option<String>,
    /// Over which days use is averaged.
    pub policy: PlanPolicy,
}

/// What is wrong with goods that lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdleState {
    /// Nothing was issued for too long.
    Dead,
    /// There is enough for too long.
    Slow,
}

impl IdleState {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Dead => "stock.idle.dead",
            Self::Slow => "stock.idle.slow",
        }
    }
}

/// Goods that lie too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleLine {
    /// Where.
    pub store: StoreCode,
    /// What.
    pub item: Item,
    /// What is there, when it came and went.
    pub usage: Usage,
    /// The days since the last issue; where there never was one, since the first goods came in.
    pub idle_days: i64,
    /// For how many days it will do; none where nothing was used.
    pub cover: Option<i64>,
    /// What is wrong with it.
    pub state: IdleState,
}

/// Goods that lie too long, and what they are worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idle {
    /// What was looked at.
    pub options: IdleOptions,
    /// The cards, by store; the dead before the slow, then by item.
    pub lines: Vec<IdleLine>,
    /// What the dead and the slow of each store are worth.
    pub by_store: BTreeMap<StoreCode, (Money, Money)>,
    /// What all of them are worth, the dead and the slow.
    pub total: (Money, Money),
}

/// Lists the goods that nobody takes, or of which there is enough for too long, room by room.
pub fn idle(stock: &Stock, options: &IdleOptions) -> Result<Idle, Refusal> {
    let IdleOptions { as_of, dead_days, slow_days, store, category, policy } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    let mut lines = Vec::new();
    for item in stock.items.values() {
        if category.as_ref().is_some_and(|category| *category != item.category) {
            continue;
        }
        for code in stock.stores.keys() {
            if store.as_ref().is_some_and(|store| store != code) {
                continue;
            }
            let usage = usage(stock, &item.code, policy.window(*as_of), Some(code));
            let held = usage.on_hand.quantity;
            let Some(since) = usage.last_issue.or(usage.first_in) else { continue };
            if held <= Quantity::ZERO {
                continue;
            }
            let (idle_days, cover) = (since.days_until(*as_of), cover(&usage));
            let state = if idle_days >= i64::from(*dead_days) {
                IdleState::Dead
            } else if cover.is_some_and(|days| days > i64::from(*slow_days)) {
                IdleState::Slow
            } else {
                continue;
            };
            let (store, item) = (code.clone(), item.clone());
            lines.push(IdleLine { store, item, usage, idle_days, cover, state });
        }
    }
    lines.sort_by(|one, other| {
        let key = |line: &IdleLine| (line.store.clone(), line.state, line.item.code.clone());
        key(one).cmp(&key(other))
    });
    let mut by_store: BTreeMap<StoreCode, (Money, Money)> = BTreeMap::new();
    let mut total = (Money::ZERO, Money::ZERO);
    for line in &lines {
        let of_store = by_store.entry(line.store.clone()).or_default();
        for sums in [of_store, &mut total] {
            match line.state {
                IdleState::Dead => sums.0 += line.usage.on_hand.value,
                IdleState::Slow => sums.1 += line.usage.on_hand.value,
            }
        }
    }
    Ok(Idle { options: options.clone(), lines, by_store, total })
}

/// For how many whole days what is there will do; none where nothing was used.
fn cover(usage: &Usage) -> Option<i64> {
    let per_day = usage.per_day().filter(|per_day| per_day.is_positive())?;
    let held = usage.on_hand.quantity.max(Quantity::ZERO);
    let held = Fraction::new(i128::from(held.millionths()), 1_000_000)?;
    let days = held.checked_div(per_day)?;
    i64::try_from(days.numerator().div_euclid(days.denominator())).ok()
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverOptions {
    /// At the end of which day.
    pub as_of: Day,
    /// One category only.
    pub category: Option<String>,
    /// Over which days use is averaged, and how long goods are on the way.
    pub policy: PlanPolicy,
}

/// For how long what is there of one item will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverLine {
    /// The item.
    pub item: Item,
    /// What is there in all store rooms, and what was used.
    pub usage: Usage,
    /// What was ordered and has not come.
    pub on_order: Quantity,
    /// For how many days it will do; none where nothing was used.
    pub cover: Option<i64>,
    /// The days from an order to the goods.
    pub lead_days: u32,
}

impl CoverLine {
    /// Whether it runs out before goods ordered today would come.
    pub fn is_short(&self) -> bool {
        self.cover.is_some_and(|days| days < i64::from(self.lead_days))
    }
}

/// For how long what is there will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// What was looked at.
    pub options: CoverOptions,
    /// The items that are there or were used, the shortest cover first; those of which nothing was
    /// used come last.
    pub lines: Vec<CoverLine>,
}

/// Tells for how many days what is there of each item will do.
pub fn cover_of_items(stock: &Stock, options: &CoverOptions) -> Cover {
    let CoverOptions { as_of, category, policy } = options;
    let ordered = on_order(stock, *as_of);
    let wanted = |item: &&Item| category.as_ref().is_none_or(|category| *category == item.category);
    let line = |item: &Item| {
        let usage = usage(stock, &item.code, policy.window(*as_of), None);
        CoverLine {
            on_order: ordered.get(&item.code).copied().unwrap_or_default(),
            cover: cover(&usage),
            lead_days: policy.lead_of(item),
            item: item.clone(),
            usage,
        }
    };
    let matters = |line: &CoverLine| !line.usage.on_hand.quantity.is_zero() || line.cover.is_some();
    let mut lines: Vec<CoverLine> =
        stock.items.values().filter(wanted).map(line).filter(matters).collect();
    lines.sort_by(|one, other| {
        let key = |line: &CoverLine| (line.cover.is_none(), line.cover, line.item.code.clone());
        key(one).cmp(&key(other))
    });
    Cover { options: options.clone(), lines }
}
