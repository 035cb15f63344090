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
    /// The item, which all of its cards share.
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
    let OnHandOptions { as_of, store, item, category, listed } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    item.as_ref().map(|item| stock.item(item)).transpose()?;
    let mut lines = Vec::new();
    let wanted = |of: &&Item| {
        item.as_ref().is_none_or(|item| *item == of.code)
            && category.as_ref().is_none_or(|category| *category == of.category)
    };
    for item in stock.items.values().filter(wanted) {
        let pile = stock.pile_at(&item.code, *as_of);
        lines.extend(cards(item, &pile).into_iter().filter(|line| {
            store.as_ref().is_none_or(|store| line.store.as_ref() == Some(store))
                && match listed {
                    Listed::Held => line.balance != Balance::ZERO,
                    Listed::All => true,
                    Listed::Low => line.low,
                }
        }));
    }
    lines.sort_by(|one, other| {
        (one.store.is_none(), &one.store, &one.item.code).cmp(&(
            other.store.is_none(),
            &other.store,
            &other.item.code,
        ))
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

/// The cards of one item: every store that ever held it, and what is on the way.
fn cards(item: &Item, pile: &Pile) -> Vec<OnHandLine> {
    let held = || pile.places().filter(|(place, _)| place.store().is_some());
    let sum: Quantity = held().map(|(_, balance)| balance.quantity).sum();
    let low = item.minimum.is_some_and(|minimum| sum < minimum);
    let on_the_way = pile.at(&Place::Transit);
    let transit = (on_the_way != Balance::ZERO).then_some((None, on_the_way));
    let item = Arc::new(item.clone());
    held()
        .map(|(place, balance)| (place.store().cloned(), balance))
        .chain(transit)
        .map(|(store, balance)| OnHandLine { store, item: Arc::clone(&item), balance, low })
        .collect()
}
