//! What a refusal shows of the ledger: the line it is about, written on one line.

use std::fmt;

use crate::base::{Day, ItemCode, Quantity, RecordId, StoreCode};

use super::{Kind, Movement, Named, Stock};

/// A line that would leave a store with less than nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// The item.
    pub item: Named,
    /// Its base unit.
    pub unit: String,
    /// The store room's code.
    pub store: StoreCode,
    /// The store room's name.
    pub room: String,
    /// What the store holds before the line.
    pub available: Quantity,
    /// What the line takes.
    pub asked: Quantity,
    /// How far below zero the store would go.
    pub missing: Quantity,
    /// The line.
    pub id: RecordId,
    /// Its day.
    pub date: Day,
    /// Its kind.
    pub kind: Kind,
    /// Its slip; empty when there is none.
    pub slip: String,
    /// The lot that it lacks; empty when the whole card has too little.
    pub lot: String,
}

impl Short {
    /// The slip, or the id of a line that has none.
    pub fn slip_or_id(&self) -> &str {
        if self.slip.is_empty() { self.id.as_str() } else { &self.slip }
    }
}

/// What a store has of an item when only expired lots are left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlyExpired {
    /// The item.
    pub item: Named,
    /// Its base unit.
    pub unit: String,
    /// The store room's code.
    pub store: StoreCode,
    /// What may still be used.
    pub available: Quantity,
    /// What is asked for.
    pub asked: Quantity,
    /// The lots that have expired: name, day, quantity.
    pub lots: String,
}

/// A line that is in the ledger, as a refusal names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipLine {
    /// Its id.
    pub id: RecordId,
    /// Its day.
    pub date: Day,
    /// Its kind.
    pub kind: Kind,
    /// Its slip; empty when there is none.
    pub slip: String,
    /// The item.
    pub item: ItemCode,
    /// The item's name.
    pub name: String,
    /// The quantity as it was typed; of a count what was counted.
    pub quantity: Quantity,
    /// Its unit.
    pub unit: String,
}

impl SlipLine {
    /// Takes from a line what a refusal names.
    pub(super) fn of(stock: &Stock, movement: &Movement) -> Self {
        Self {
            id: movement.id.clone(),
            date: movement.date,
            kind: movement.kind,
            slip: movement.slip.clone(),
            item: movement.item.clone(),
            name: stock.items.get(&movement.item).map(|item| item.name.clone()).unwrap_or_default(),
            quantity: movement.counted.unwrap_or(movement.quantity),
            unit: movement.unit.clone(),
        }
    }
}

impl fmt::Display for SlipLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} {} {} {} {}{}",
            self.id, self.date, self.item, self.name, self.quantity, self.unit
        )
    }
}
