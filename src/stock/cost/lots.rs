//! Lots (批号): how much of each is there, until when it may be used, and in which order it goes.
//!
//! The order is earliest expiry first (近效期先出), what never expires last, then by name. A line
//! that names no lot, such as a count of the whole card, takes from the lots in this order.
//!
//! While the card holds something no lot is below zero: what a line takes of a lot beyond what
//! there is of it comes out of the others in the same order (the line is a defect, see
//! [`Part`]), and what comes in while a lot is below zero fills that lot first.

use std::collections::BTreeMap;

use crate::base::{Day, Money, Quantity};

use super::Balance;
use super::average::{Average, Rested};

/// What a line moves of one lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The lot; empty where none is named.
    pub lot: String,
    /// Until when it may be used.
    pub expiry: Option<Day>,
    /// How much of it, and what that is worth where lots are valued by themselves.
    pub moved: Balance,
}

/// What there is of one lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotBalance {
    /// The lot; empty where none was named.
    pub lot: String,
    /// Until when it may be used: the earliest day that was stated.
    pub expiry: Option<Day>,
    /// How much of it, and its value where lots are valued by themselves.
    pub balance: Balance,
}

/// One lot on a shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Lot {
    held: Average,
    expiry: Option<Day>,
}

/// The lots of one card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Lots {
    by_name: BTreeMap<String, Lot>,
}

/// Lots as plain values: the name, the expiry, what there is and what its price rests on.
pub(in crate::stock) type RestedLots = Vec<(String, Option<Day>, Rested)>;

impl Lots {
    /// As they were written down.
    pub(super) fn of(lots: RestedLots) -> Self {
        let lot = |(name, expiry, held)| (name, Lot { held: Average::of(held), expiry });
        Self { by_name: lots.into_iter().map(lot).collect() }
    }

    /// To be written down.
    pub(super) fn rested(&self) -> RestedLots {
        let lots = self.by_name.iter();
        lots.map(|(name, lot)| (name.clone(), lot.expiry, lot.held.rested())).collect()
    }

    /// Whether none was ever kept here.
    pub(super) fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The lots in the order in which they go, those of which there is nothing left out.
    pub(super) fn in_order(&self) -> Vec<LotBalance> {
        let held = self.by_name.iter().filter(|(_, lot)| lot.held.balance() != Balance::ZERO);
        let mut lots: Vec<LotBalance> = held
            .map(|(name, lot)| LotBalance {
                lot: name.clone(),
                expiry: lot.expiry,
                balance: lot.held.balance(),
            })
            .collect();
        lots.sort_by_key(|lot| (lot.expiry.is_none(), lot.expiry));
        lots
    }

    /// How much there is of a lot.
    pub(super) fn quantity(&self, lot: &str) -> Quantity {
        self.by_name.get(lot).map(|lot| lot.held.balance().quantity).unwrap_or_default()
    }

    /// Out of which lots a quantity goes: the named one first, then the others in order; what
    /// nobody has is missed in the named one.
    pub(super) fn out_of(&self, named: &str, quantity: Quantity) -> Vec<Part> {
        let first = self.quantity(named);
        if !named.is_empty() && first >= quantity {
            return self.parts([(named.to_owned(), quantity)]);
        }
        let mut missing = quantity;
        let mut taken: Vec<(String, Quantity)> = Vec::new();
        let mut take = |lot: &str, there: Quantity| {
            let part = missing.min(there);
            if part > Quantity::ZERO {
                taken.push((lot.to_owned(), part));
                missing -= part;
            }
        };
        if !named.is_empty() {
            take(named, first);
        }
        for lot in self.in_order().iter().filter(|lot| named.is_empty() || lot.lot != named) {
            take(&lot.lot, lot.balance.quantity);
        }
        add(&mut taken, named, missing);
        self.parts(taken)
    }

    /// Into which lots a quantity goes: first into those that lack something, then into the named
    /// one.
    pub(super) fn to_named(&self, named: &str, quantity: Quantity) -> Vec<Part> {
        let (mut put, rest) = self.fill(quantity);
        add(&mut put, named, rest);
        self.parts(put)
    }

    /// Into which lots a surplus of the whole card goes: first into those that lack something,
    /// then into the one that goes first.
    pub(super) fn to_first(&self, quantity: Quantity) -> Vec<Part> {
        let (mut put, rest) = self.fill(quantity);
        let lots = self.in_order();
        let first = lots.iter().find(|lot| lot.balance.quantity > Quantity::ZERO);
        add(&mut put, first.map_or("", |lot| lot.lot.as_str()), rest);
        self.parts(put)
    }

    fn fill(&self, quantity: Quantity) -> (Vec<(String, Quantity)>, Quantity) {
        let mut rest = quantity;
        let mut put = Vec::new();
        for lot in self.in_order().iter().filter(|lot| lot.balance.quantity.is_negative()) {
            let part = rest.min(lot.balance.quantity.abs());
            add(&mut put, &lot.lot, part);
            rest -= part;
        }
        (put, rest)
    }

    /// Parts without values yet.
    pub(super) fn parts(&self, of: impl IntoIterator<Item = (String, Quantity)>) -> Vec<Part> {
        let part = |(lot, quantity): (String, Quantity)| {
            let expiry = self.by_name.get(&lot).and_then(|lot| lot.expiry);
            Part { lot, expiry, moved: Balance { quantity, value: Money::ZERO } }
        };
        of.into_iter().map(part).collect()
    }

    /// What a quantity of a lot is worth at its own price; none when it never had one.
    pub(super) fn worth(&self, lot: &str, quantity: Quantity) -> Option<Money> {
        self.by_name.get(lot)?.held.worth(quantity)
    }

    /// Moves quantities only: where lots have no value of their own.
    pub(super) fn shift(&mut self, part: &Part, quantity: Quantity) {
        self.lot(part).held.shift(Balance { quantity, value: Money::ZERO });
    }

    /// Changes a lot that has a value of its own; the correction that its value needed.
    pub(super) fn change(&mut self, part: &Part, change: Balance) -> Money {
        self.lot(part).held.change(change)
    }

    /// Takes the value from all lots, or only from those below zero, and says how much it was.
    pub(super) fn devalue(&mut self, which: impl Fn(Balance) -> bool) -> Money {
        let mut taken = Money::ZERO;
        for lot in self.by_name.values_mut() {
            let held = lot.held.balance();
            if which(held) {
                taken += held.value;
                lot.held.shift(Balance::of_value(-held.value));
            }
        }
        taken
    }

    /// Adds to the value of what there is, in order, or takes from it; no lot goes below zero.
    pub(super) fn revalue(&mut self, mut by: Money) {
        for lot in self.in_order() {
            let there = lot.balance;
            if by.is_zero() || there.quantity <= Quantity::ZERO {
                continue;
            }
            let value = (there.value + by).max(Money::ZERO);
            by -= value - there.value;
            let lot = self.by_name.get_mut(&lot.lot).expect("BUG: a lot that is listed");
            lot.held.shift(Balance::of_value(value - there.value));
        }
    }

    fn lot(&mut self, part: &Part) -> &mut Lot {
        let lot = self.by_name.entry(part.lot.clone()).or_default();
        lot.expiry = match (lot.expiry, part.expiry) {
            (Some(there), Some(stated)) => Some(there.min(stated)),
            (there, stated) => there.or(stated),
        };
        lot
    }
}

/// Adds to the part of a lot, where there is anything to add.
fn add(parts: &mut Vec<(String, Quantity)>, lot: &str, quantity: Quantity) {
    if quantity.is_zero() {
        return;
    }
    match parts.iter_mut().find(|(name, _)| name == lot) {
        Some((_, there)) => *there += quantity,
        None => parts.push((lot.to_owned(), quantity)),
    }
}
