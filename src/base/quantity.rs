//! Exact quantities in an item's base unit, counted in millionths.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;

use super::number::{parse_fixed, write_fixed};
use super::{Fraction, NumberError};

/// An exact amount of something, with at most six decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i64);

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// How many decimals a quantity can have at most.
    pub const DECIMALS: u32 = 6;
    /// The millionths of one.
    const UNIT: i64 = 1_000_000;

    /// Reads a number with at most six decimals.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        parse_fixed(text, Self::DECIMALS).map(Self)
    }

    /// A whole number of units; none if it leaves the range.
    pub fn whole(units: i64) -> Option<Self> {
        units.checked_mul(Self::UNIT).map(Self)
    }

    /// A count of millionths.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// The count of millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// This many of a larger unit in base units: `factor` base units make one of it.
    ///
    /// None when the result is not a whole number of `10^-scale` steps, or leaves the range:
    /// nothing is rounded in silence.
    pub fn convert(self, factor: Fraction, scale: u32) -> Option<Self> {
        let exact = Fraction::new(i128::from(self.0), 1)?.checked_mul(factor)?;
        let step = 10_i128.pow(Self::DECIMALS.checked_sub(scale)?);
        let millionths = exact.to_integer()?;
        (millionths % step == 0).then(|| i64::try_from(millionths).ok().map(Self))?
    }

    /// This quantity of base units, exactly, in a unit of which one is `factor` base units.
    pub fn expressed_in(self, factor: Fraction) -> Option<Fraction> {
        Fraction::new(i128::from(self.0), 1_000_000)?.checked_div(factor)
    }

    /// Whether it is a whole number of `10^-scale` steps.
    pub const fn fits(self, scale: u32) -> bool {
        match Self::DECIMALS.checked_sub(scale) {
            Some(spare) => self.0 % 10_i64.pow(spare) == 0,
            None => true,
        }
    }

    /// The quantity as a decimal without needless zeros.
    pub fn decimal(self) -> Decimal {
        // Nearly all of them are whole.
        if self.0 % Self::UNIT == 0 {
            return Decimal::from(self.0 / Self::UNIT);
        }
        Decimal::new(self.0, Self::DECIMALS).normalize()
    }

    /// The sum, or none if it leaves the range.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or none if it leaves the range.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Whether it is zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Its size, without the sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_fixed(self.0, (Self::DECIMALS, 0), out)
    }
}

impl Add for Quantity {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Quantity {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Quantity {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Quantity {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Quantity {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Quantity {
    fn sum<I: Iterator<Item = Self>>(quantities: I) -> Self {
        quantities.fold(Self::ZERO, |sum, quantity| sum + quantity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).expect("a quantity")
    }

    #[test]
    fn a_dozen_less_one_is_eleven_twelfths_of_a_dozen() {
        let dozen = Fraction::new(12, 1).expect("a fraction");
        let received = quantity("1").convert(dozen, 0).expect("whole pieces");
        let remaining = received - quantity("1");
        assert_eq!(remaining, quantity("11"));
        assert_eq!(remaining.expressed_in(dozen).expect("a fraction").to_string(), "11/12");
    }

    #[test]
    fn a_conversion_that_does_not_come_out_is_none() {
        let third = Fraction::new(1, 3).expect("a fraction");
        assert_eq!(quantity("1").convert(third, 2), None);
        assert_eq!(quantity("3").convert(third, 0), Some(quantity("1")));
        let pack = Fraction::new(1, 2).expect("a fraction");
        assert_eq!(quantity("1").convert(pack, 0), None);
        assert_eq!(quantity("1").convert(pack, 1), Some(quantity("0.5")));
    }
}
