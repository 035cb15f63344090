//! Exact amounts of money in fen, prices per unit, and the one rule by which value is rounded.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;

use super::number::{divide_rounded, parse_fixed, write_fixed};
use super::{NumberError, Quantity};

/// An amount of money in fen; 万元 is a matter of printing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount in fen.
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// Reads yuan with at most two decimals.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        parse_fixed(text, 2).map(Self)
    }

    /// The part of this value that `part` of `whole` carries, to the fen, half away from zero;
    /// none when `whole` is zero or the amount leaves the range.
    pub fn share(self, part: Quantity, whole: Quantity) -> Option<Self> {
        divide_rounded(
            i128::from(self.0) * i128::from(part.millionths()),
            i128::from(whole.millionths()),
        )
        .map(Self)
    }

    /// The value of a quantity at a price, to the fen, half away from zero.
    pub fn of(quantity: Quantity, price: Price) -> Option<Self> {
        divide_rounded(
            i128::from(quantity.millionths()) * i128::from(price.0),
            10_i128.pow(6 + 6 - 2),
        )
        .map(Self)
    }

    /// Rounds an exact number of yuan to the fen, half away from zero.
    pub fn round(yuan: Decimal) -> Option<Self> {
        let fen = yuan
            .checked_mul(Decimal::ONE_HUNDRED)?
            .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        i64::try_from(fen.mantissa() / 10_i128.pow(fen.scale())).ok().map(Self)
    }

    /// The amount in yuan.
    pub fn yuan(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// The sum, or none if it leaves the range.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Whether it is zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Its size, without the sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_fixed(self.0, (2, 2), out)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, |sum, amount| sum + amount)
    }
}

/// A price per unit in yuan, with at most six decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Price(i64);

impl Price {
    /// Reads yuan with at most six decimals, not below zero.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let price = parse_fixed(text, 6)?;
        if price < 0 {
            return Err(NumberError::Negative(text.to_owned()));
        }
        Ok(Self(price))
    }

    /// A price in millionths of a yuan.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// The price in millionths of a yuan.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// The price at which `quantity` is worth `value`, to a millionth of a yuan; for showing.
    pub fn average(value: Money, quantity: Quantity) -> Option<Self> {
        divide_rounded(i128::from(value.0) * 10_i128.pow(10), i128::from(quantity.millionths()))
            .map(Self)
    }

    /// The price in yuan.
    pub fn yuan(self) -> Decimal {
        Decimal::new(self.0, 6).normalize()
    }
}

impl fmt::Display for Price {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_fixed(self.0, (6, 2), out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_is_rounded_once_half_away_from_zero() {
        let quantity = Quantity::parse("3").expect("a quantity");
        let price = Price::parse("3.335").expect("a price");
        assert_eq!(Money::of(quantity, price).expect("in range").to_string(), "10.01");
        let value = Money::parse("10.00").expect("money");
        let one = Quantity::parse("1").expect("a quantity");
        assert_eq!(value.share(one, quantity).expect("in range").to_string(), "3.33");
        assert_eq!(value.share(quantity, quantity), Some(value));
        assert_eq!(value.share(one, Quantity::ZERO), None);
    }

    #[test]
    fn yuan_are_rounded_to_the_fen() {
        let round = |text: &str| {
            Money::round(crate::base::parse_decimal(text).expect("a decimal"))
                .expect("in range")
                .to_string()
        };
        assert_eq!(round("1.005"), "1.01");
        assert_eq!(round("-1.005"), "-1.01");
        assert_eq!(round("7"), "7.00");
    }
}
