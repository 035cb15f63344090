//! What goods are worth: the one place that knows the cost method.
//!
//! A [`Holding`] is the balance of one item at one place. It is only ever changed here, so that
//! three things always hold: zero quantity is worth 0.00, a quantity above zero is never worth
//! less, and every fen that would break either is handed back as a correction (价差).

use crate::base::{Money, Price, Quantity};

/// How goods that leave a store are valued (发出计价方法).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CostMethod {
    #[default]
    /// The average of what is there, renewed by every line in (移动加权平均).
    MovingAverage,
}

impl CostMethod {
    /// The word in the settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MovingAverage => "moving-average",
        }
    }

    /// The method that a word of the settings names.
    pub fn parse(word: &str) -> Option<Self> {
        (word == Self::MovingAverage.word()).then_some(Self::MovingAverage)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MovingAverage => "stock.cost.moving_average",
        }
    }
}

/// A quantity and what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// How much, in base units.
    pub quantity: Quantity,
    /// What it is worth.
    pub value: Money,
}

impl Balance {
    /// Nothing.
    pub const ZERO: Self = Self { quantity: Quantity::ZERO, value: Money::ZERO };

    /// The average price, for showing; none of nothing.
    pub fn price(self) -> Option<Price> {
        Price::average(self.value, self.quantity)
    }
}

impl std::ops::AddAssign for Balance {
    fn add_assign(&mut self, other: Self) {
        self.quantity += other.quantity;
        self.value += other.value;
    }
}

impl std::ops::Neg for Balance {
    type Output = Self;
    fn neg(self) -> Self {
        Self { quantity: -self.quantity, value: -self.value }
    }
}

impl std::iter::Sum for Balance {
    fn sum<I: Iterator<Item = Self>>(balances: I) -> Self {
        balances.fold(Self::ZERO, |mut sum, balance| {
            sum += balance;
            sum
        })
    }
}

/// What one place holds of one item, and at which price it last held any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holding {
    balance: Balance,
    /// The last balance above zero: its average is the current price when nothing is left.
    basis: Balance,
}

impl Holding {
    /// What is there.
    pub const fn balance(&self) -> Balance {
        self.balance
    }

    /// What a quantity is worth at the current price, rounded once; none when there never was one.
    pub fn worth(&self, method: CostMethod, quantity: Quantity) -> Option<Money> {
        match method {
            CostMethod::MovingAverage => {
                let by = if self.balance.quantity.is_zero() { self.basis } else { self.balance };
                by.value.share(quantity, by.quantity)
            }
        }
    }

    /// Puts goods in, or takes them out when the change is below zero.
    ///
    /// Returns the correction that had to be added to the value, zero in the ordinary case.
    pub(super) fn change(&mut self, change: Balance) -> Money {
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
        value - sum
    }

    /// Puts a balance in place of the one that is there.
    pub(super) fn set(&mut self, balance: Balance) {
        self.balance = balance;
        if balance.quantity > Quantity::ZERO {
            self.basis = balance;
        }
    }

    /// Moves the balance without looking at what it is worth: for places that keep no card.
    pub(super) fn shift(&mut self, change: Balance) {
        self.balance += change;
    }
}
