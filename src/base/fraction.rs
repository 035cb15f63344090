//! Exact fractions: unit factors and the shares of a month.

use std::fmt;
use std::str::FromStr;

use num_rational::Ratio as Rational;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Zero};
use rust_decimal::Decimal;

use super::{NumberError, parse_decimal};

/// A fraction in lowest terms; operations that leave the range of 128 bits give none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fraction(Rational<i128>);

impl Fraction {
    /// Zero.
    pub const ZERO: Self = Self(Rational::new_raw(0, 1));
    /// One.
    pub const ONE: Self = Self(Rational::new_raw(1, 1));

    /// `numerator / denominator`; none when the denominator is zero.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        (denominator != 0).then(|| Self(Rational::new(numerator, denominator)))
    }

    /// An exact decimal as a fraction.
    pub fn from_decimal(decimal: Decimal) -> Self {
        Self(Rational::new(decimal.mantissa(), 10_i128.pow(decimal.scale())))
    }

    /// The numerator in lowest terms.
    pub const fn numerator(self) -> i128 {
        *self.0.numer()
    }

    /// The denominator in lowest terms, above zero.
    pub const fn denominator(self) -> i128 {
        *self.0.denom()
    }

    /// The whole number it is, if it is one.
    pub fn to_integer(self) -> Option<i128> {
        self.0.is_integer().then(|| self.0.to_integer())
    }

    /// Whether it is above zero.
    pub fn is_positive(self) -> bool {
        self.0 > Rational::zero()
    }

    /// Rounds to a number of decimals, half away from zero; none when it leaves the range.
    pub fn round(self, decimals: u32) -> Option<Decimal> {
        let scaled = self.numerator().checked_mul(10_i128.checked_pow(decimals)?)?;
        let (size, denominator) = (scaled.checked_abs()?, self.denominator());
        let rounded =
            size.checked_mul(2)?.checked_add(denominator)? / denominator.checked_mul(2)?;
        Decimal::try_from_i128_with_scale(if scaled < 0 { -rounded } else { rounded }, decimals)
            .ok()
    }

    /// Rounds towards minus infinity to a number of decimals; none when it leaves the range.
    pub fn floor(self, decimals: u32) -> Option<Decimal> {
        let scaled = self.numerator().checked_mul(10_i128.checked_pow(decimals)?)?;
        Decimal::try_from_i128_with_scale(scaled.div_euclid(self.denominator()), decimals).ok()
    }

    /// The sum.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(&other.0).map(Self)
    }

    /// The difference.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(&other.0).map(Self)
    }

    /// The product.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.0.checked_mul(&other.0).map(Self)
    }

    /// The quotient; none when the divisor is zero.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        if other.0.is_zero() { None } else { self.0.checked_div(&other.0).map(Self) }
    }
}

impl FromStr for Fraction {
    type Err = NumberError;

    /// Reads `24`, `0.5` or `200/5`.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let Some((above, below)) = text.split_once('/') else {
            return parse_decimal(text).map(Self::from_decimal);
        };
        let (above, below) = (parse_decimal(above)?, parse_decimal(below)?);
        Self::from_decimal(above)
            .checked_div(Self::from_decimal(below))
            .ok_or_else(|| NumberError::NotANumber(text.to_owned()))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_of_transformers_read_as_fractions() {
        let ct: Fraction = "200/5".parse().expect("a fraction");
        let pt: Fraction = "10000/100".parse().expect("a fraction");
        assert_eq!(ct.checked_mul(pt).expect("in range").to_string(), "4000");
        assert!("1/0".parse::<Fraction>().is_err());
    }

    #[test]
    fn rounding_says_which_way() {
        let third = Fraction::new(-2, 3).expect("a fraction");
        assert_eq!(third.round(2).expect("in range").to_string(), "-0.67");
        assert_eq!(third.floor(1).expect("in range").to_string(), "-0.7");
    }
}
