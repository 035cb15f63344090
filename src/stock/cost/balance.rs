//! A quantity and its value, which always go together.

use crate::base::{Money, Price, Quantity};

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

    /// A value without goods: what a correction moves.
    pub const fn of_value(value: Money) -> Self {
        Self { quantity: Quantity::ZERO, value }
    }

    /// The average price, for showing; none of nothing.
    pub fn price(self) -> Option<Price> {
        Price::average(self.value, self.quantity)
    }

    /// What a quantity is worth at the average price, rounded once; none when there is none.
    pub fn share(self, quantity: Quantity) -> Option<Money> {
        self.value.share(quantity, self.quantity)
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
