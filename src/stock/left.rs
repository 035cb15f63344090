//! What a storekeeper looks at next once some lines are recorded: what is left on the shelf, and
//! whether the same has been recorded before.

use crate::base::{Day, Quantity, StoreCode};

use super::{Item, Line, Movement, Stock, Store};

/// What a store holds of an item once some lines are recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The item.
    pub item: Item,
    /// The store room.
    pub store: Store,
    /// What it holds at the end of the day.
    pub quantity: Quantity,
    /// Whether all stores together hold less than the item's minimum.
    pub low: bool,
}

/// What the stores that some lines touch hold at the end of a day, the lines included.
pub fn left_after(stock: &Stock, lines: &[Movement], day: Day) -> Vec<Left> {
    let read: Vec<Line> = lines.iter().filter_map(|line| stock.read(line).ok()).collect();
    let Some(item) = lines.first().and_then(|line| stock.items.get(&line.item)) else {
        return Vec::new();
    };
    let until = |line: &Line| line.movement.date <= day;
    let pile = stock.pile_with(&read, until);
    let held = |store: &StoreCode| pile.in_store(store).quantity;
    let sum: Quantity = stock.stores.keys().map(held).sum();
    let low = item.minimum.is_some_and(|minimum| sum < minimum);
    let mut left: Vec<Left> = Vec::new();
    for store in lines.iter().filter_map(Movement::store) {
        let known = left.iter().any(|left| left.store.code == *store);
        if let Some(store) = stock.stores.get(store).filter(|_| !known) {
            let quantity = held(&store.code);
            left.push(Left { item: item.clone(), store: store.clone(), quantity, low });
        }
    }
    left
}

/// The line without a slip that says the same as a new one: perhaps it was typed twice.
///
/// Under a slip the same line again is never recorded; without one nobody can tell a retry from
/// another issue of the same goods.
pub fn twin<'s>(stock: &'s Stock, lines: &[Movement]) -> Option<&'s Movement> {
    let new = lines.first().filter(|line| line.slip.is_empty())?;
    let of_day = stock.lines_of_day(&new.item, new.date).iter().map(|line| &line.movement);
    of_day.filter(|line| !stock.is_reversed(&line.id)).find(|line| line.says_the_same_as(new))
}
