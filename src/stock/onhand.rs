//! What is on the shelves at the end of a day (库存), by store and item, with its value.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Day, ItemCode, Money, Quantity, StoreCode};

use super::{Balance, Item, Pile, Place, Refusal, Stock};

/// Which cards are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Those that hold something.
    Held,
    /// Those that ever held something.
    All,
    /// Those of items that all stores together hold too little of.
    Low,
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnHandOptions {
    /// Up to which day, as known on which day.
    pub as_of: Day,
    /// One store only; what is in transit is then left out.
    pub store: Option<StoreCode>,
    /// One item only.
    pub item: Option<ItemCode>,
    /// One category only.
    pub category: Option<String>,
    /// Which cards are listed.
    pub listed: Listed,
}

/// What one store holds of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnHandLine {
    /// The store; none is in transit between two.
    pub store: Option<StoreCode>,
    /// The item, shared by all its cards.
    pub item: Arc<Item>,
    /// What is there.
    pub balance: Balance,
    /// Whether all stores together hold less than the item's minimum.
    pub low: bool,
}

/// What is on the shelves at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnHand {
    /// Up to which day, as known on which day.
    pub as_of: Day,
    /// The cards, by store and item; what is in transit comes last.
    pub lines: Vec<OnHandLine>,
    /// The value in each store.
    pub by_store: BTreeMap<StoreCode, Money>,
    /// The value of each category; empty for items that have none.
    pub by_category: BTreeMap<String, Money>,
    /// The value of all lines.
    pub total: Money,
}

/// Lists what is on the shelves.
///
/// Refuses a store or an item that nobody knows.
pub fn on_hand(stock: &Stock, options: &OnHandOptions) -> Result<OnHand, Refusal> {
    on_hand_of(stock, options, |_| true)
}

/// The same of some items.
pub(super) fn on_hand_of(
    stock: &Stock,
    options: &OnHandOptions,
    is_of: impl Fn(&Item) -> bool,
) -> Result<OnHand, Refusal> {
    let OnHandOptions { as_of, store, item, category, listed } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    item.as_ref().map(|item| stock.item(item)).transpose()?;
    let mut lines = Vec::new();
    let wanted = |of: &&Item| {
        item.as_ref().is_none_or(|item| *item == of.code)
            && category.as_ref().is_none_or(|category| *category == of.category)
            && is_of(of)
    };
    for item in stock.items.values().filter(wanted) {
        let pile = stock.pile_now(&item.code, *as_of);
        let low = is_low(item, &pile);
        let cards = cards(&pile).filter(|(at, balance)| {
            store.as_ref().is_none_or(|store| *at == Some(store))
                && match listed {
                    Listed::Held => *balance != Balance::ZERO,
                    Listed::All => true,
                    Listed::Low => low,
                }
        });
        let mut shared = None;
        lines.extend(cards.map(|(store, balance)| {
            let item = Arc::clone(shared.get_or_insert_with(|| Arc::new(item.clone())));
            OnHandLine { store: store.cloned(), item, balance, low }
        }));
    }
    lines.sort_by(|one: &OnHandLine, other| {
        let (here, there) = (&one.store, &other.store);
        let rooms = (here.is_none(), here).cmp(&(there.is_none(), there));
        rooms.then_with(|| one.item.code.cmp(&other.item.code))
    });
    let (mut by_store, mut by_category) = (BTreeMap::new(), BTreeMap::new());
    let mut total = Money::ZERO;
    for line in &lines {
        let value = line.balance.value;
        if let Some(store) = &line.store {
            add(&mut by_store, store, value);
        }
        add(&mut by_category, &line.item.category, value);
        total += value;
    }
    Ok(OnHand { as_of: *as_of, lines, by_store, by_category, total })
}

fn add<K: Clone + Ord>(sums: &mut BTreeMap<K, Money>, of: &K, value: Money) {
    match sums.get_mut(of) {
        Some(sum) => *sum += value,
        None => drop(sums.insert(of.clone(), value)),
    }
}

/// Whether all stores together hold less than an item's minimum.
fn is_low(item: &Item, pile: &Pile) -> bool {
    let held = pile.places().filter(|(place, _)| place.store().is_some());
    let sum: Quantity = held.map(|(_, balance)| balance.quantity).sum();
    item.minimum.is_some_and(|minimum| sum < minimum)
}

/// The cards of one item: every store that ever held it, and what is on the way.
fn cards(pile: &Pile) -> impl Iterator<Item = (Option<&StoreCode>, Balance)> {
    let held = pile.places().filter_map(|(place, balance)| Some((Some(place.store()?), balance)));
    let on_the_way = pile.at(&Place::Transit);
    held.chain((on_the_way != Balance::ZERO).then_some((None, on_the_way)))
}
