//! Which lots have expired and which soon will (近效期、过期): what a storekeeper looks for on the
//! shelves.

use std::sync::Arc;

use crate::base::{Day, ItemCode, Money, StoreCode};

use super::onhand::on_hand_of;
use super::{Item, LotBalance, OnHandOptions, Refusal, Stock};

/// What the store has decided about expiry, `[stock]` of `houqin.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpiryPolicy {
    /// How many days before its expiry a lot is near it (近效期).
    pub near_days: u32,
}

impl Default for ExpiryPolicy {
    fn default() -> Self {
        Self { near_days: 90 }
    }
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiringOptions {
    /// The day: what expires before it has expired.
    pub as_of: Day,
    /// How many days ahead to look.
    pub within: u32,
    /// One store only.
    pub store: Option<StoreCode>,
    /// One item only.
    pub item: Option<ItemCode>,
    /// One category only.
    pub category: Option<String>,
}

/// What a store holds of one lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotLine {
    /// The store.
    pub store: StoreCode,
    /// The item.
    pub item: Arc<Item>,
    /// The lot; of an item without lots the whole card.
    pub lot: LotBalance,
}

/// The lots that have expired and those that soon will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiring {
    /// What was asked for.
    pub options: ExpiringOptions,
    /// Up to which day.
    pub until: Day,
    /// What has expired, the longest ago first.
    pub expired: Vec<LotLine>,
    /// What expires on the day or soon after, the nearest first.
    pub near: Vec<LotLine>,
}

impl Expiring {
    /// Whether there is nothing to look for.
    pub const fn is_empty(&self) -> bool {
        self.expired.is_empty() && self.near.is_empty()
    }
}

/// Finds the lots on the shelves that have expired or soon will.
///
/// A lot may be used on the day of its expiry, and not on the day after.
pub fn expiring(stock: &Stock, options: &ExpiringOptions) -> Result<Expiring, Refusal> {
    let ExpiringOptions { as_of, within, store, item, category } = options.clone();
    let listed = super::Listed::Held;
    let asked = OnHandOptions { as_of, store, item, category, listed };
    // Nobody knows when goods expire of which no lots are kept.
    let mut lots = lots_of(stock, &asked, |item| item.lot_kept)?;
    let until = as_of.plus_days(i64::from(within));
    let expiry = |line: &LotLine| line.lot.expiry;
    lots.retain(|line| expiry(line).is_some_and(|expiry| expiry <= until));
    lots.retain(|line| line.lot.balance.quantity > crate::base::Quantity::ZERO);
    lots.sort_by_key(expiry);
    let (expired, near) =
        lots.into_iter().partition(|line| expiry(line).is_some_and(|expiry| expiry < as_of));
    Ok(Expiring { options: options.clone(), until, expired, near })
}

/// Lists what is on the shelves lot by lot, by store and item, the earliest expiry first; of an
/// item without lots the card as one line.
///
/// The value of a lot is its own where lots are valued by themselves, else its share of the card's.
pub fn lots_on_hand(stock: &Stock, options: &OnHandOptions) -> Result<Vec<LotLine>, Refusal> {
    lots_of(stock, options, |_| true)
}

fn lots_of(
    stock: &Stock,
    options: &OnHandOptions,
    is_of: impl Fn(&Item) -> bool,
) -> Result<Vec<LotLine>, Refusal> {
    let OnHandOptions { as_of, store, .. } = options;
    let on_hand = on_hand_of(stock, options, is_of)?;
    let mut lines = Vec::new();
    for card in on_hand.lines {
        let Some(place) = card.store.filter(|place| store.as_ref().is_none_or(|one| one == place))
        else {
            continue;
        };
        let mut lots = if card.item.lot_kept {
            let pile = stock.pile_now(&card.item.code, *as_of);
            pile.lots_in_store(&place)
        } else {
            Vec::new()
        };
        let own: Money = lots.iter().map(|lot| lot.balance.value).sum();
        if own != card.balance.value {
            let mut before = super::Balance::ZERO;
            for lot in &mut lots {
                let quantity = before.quantity + lot.balance.quantity;
                let value = card.balance.share(quantity).unwrap_or_default();
                lot.balance.value = value - before.value;
                before = super::Balance { quantity, value };
            }
        }
        if lots.is_empty() {
            lots.push(LotBalance { lot: String::new(), expiry: None, balance: card.balance });
        }
        lines.extend(lots.into_iter().map(|lot| LotLine {
            store: place.clone(),
            item: Arc::clone(&card.item),
            lot,
        }));
    }
    Ok(lines)
}
