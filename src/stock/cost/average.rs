//! A balance at one running average (移动加权平均).

use crate::base::{Money, Quantity};

use super::Balance;

/// A balance and what its price rests on, as plain values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rested {
    /// What is there.
    pub balance: Balance,
    /// What the current price is the average of when nothing is left.
    pub basis: Balance,
}

/// What is there, and at which price there last was any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::stock) struct Average {
    balance: Balance,
    /// The last balance above zero, or goods that came into a shortfall before there was one: their
    /// average is the current price when nothing is left.
    basis: Balance,
}

impl Average {
    /// As it was written down.
    pub(super) const fn of(rested: Rested) -> Self {
        Self { balance: rested.balance, basis: rested.basis }
    }

    /// To be written down.
    pub(super) const fn rested(&self) -> Rested {
        Rested { balance: self.balance, basis: self.basis }
    }

    /// What is there.
    pub(in crate::stock) const fn balance(&self) -> Balance {
        self.balance
    }

    /// What a quantity is worth at the current price, rounded once; none when there never was one.
    ///
    /// A shortfall that is worth nothing left before there was a price, which does not make its
    /// price 0.00.
    pub(in crate::stock) fn worth(&self, quantity: Quantity) -> Option<Money> {
        let Balance { quantity: held, value } = self.balance;
        let bare = held.is_zero() || (held.is_negative() && value.is_zero());
        let by = if bare { self.basis } else { self.balance };
        by.share(quantity)
    }

    /// Puts goods in, or takes them out when the change is below zero.
    ///
    /// Returns the correction that had to be added to the value, zero in the ordinary case.
    pub(in crate::stock) fn change(&mut self, change: Balance) -> Money {
        let before = self.balance;
        let quantity = before.quantity + change.quantity;
        let sum = before.value + change.value;
        let value = if quantity.is_zero() {
            Money::ZERO
        } else if before.quantity.is_negative() && !change.quantity.is_negative() {
            // Goods that come in while there is a shortfall fill it at the price it left at; what
            // is over is worth what it cost.
            let filled = if quantity.is_negative() {
                before.value.share(quantity, before.quantity)
            } else {
                change.value.share(quantity, change.quantity)
            };
            filled.unwrap_or(sum)
        } else if quantity.is_negative() {
            sum
        } else {
            sum.max(Money::ZERO)
        };
        self.set(Balance { quantity, value });
        let priced = change.quantity > Quantity::ZERO && !change.value.is_zero();
        if priced && self.basis.quantity.is_zero() {
            self.basis = change;
        }
        value - sum
    }

    /// Moves the balance without looking at what it is worth.
    pub(super) fn shift(&mut self, change: Balance) {
        self.balance += change;
    }

    /// Takes the balance as the one whose average is the current price; or a pool, where nothing
    /// is left.
    pub(super) fn settle(&mut self, pool: Balance) {
        let held = self.balance.quantity > Quantity::ZERO;
        self.basis = if held { self.balance } else { pool };
    }

    /// Puts a balance in place of the one that is there.
    pub(super) fn set(&mut self, balance: Balance) {
        self.balance = balance;
        if balance.quantity > Quantity::ZERO {
            self.basis = balance;
        }
    }
}
