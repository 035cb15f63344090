//! Exact fractions: unit factors and the shares of a month.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use num_rational::Ratio as Rational;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Zero};
use rust_decimal::Decimal;

use super::{NumberError, parse_decimal};

/// A fraction in lowest terms; operations that leave the range of 128 bits give none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fraction(Rational<i128>);

/// The greatest common divisor of two numbers that are not both zero.
///
/// A year of hourly readings takes some of them for each row, and numbers of 128 bits are slow; few
/// readings need as many.
fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    if one == 0 || other == 0 {
        return one | other;
    }
    let twos = (one | other).trailing_zeros();
    one >>= one.trailing_zeros();
    while other != 0 {
        other >>= other.trailing_zeros();
        (one, other) = (one.min(other), one.abs_diff(other));
    }
    one << twos
}

/// A numerator and a denominator of at most 63 bits each.
#[derive(Debug, Clone, Copy)]
struct Short {
    numerator: i64,
    denominator: i64,
}

impl Short {
    fn of(fraction: Fraction) -> Option<Self> {
        let numerator = i64::try_from(fraction.numerator()).ok().filter(|own| *own != i64::MIN)?;
        Some(Self { numerator, denominator: i64::try_from(fraction.denominator()).ok()? })
    }

    /// The divisor by which a numerator and a denominator are shortened.
    fn divisor(numerator: i64, denominator: i64) -> i64 {
        if denominator == 1 {
            return 1;
        }
        let common = common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        i64::try_from(common).expect("BUG: a divisor above the denominator")
    }

    fn plus(self, other: Self) -> Option<Fraction> {
        let common = Self::divisor(self.denominator, other.denominator);
        let (own, others) = (self.denominator / common, other.denominator / common);
        let part = |one: i64, two: i64| i128::from(one) * i128::from(two);
        let numerator = part(self.numerator, others).checked_add(part(other.numerator, own))?;
        let denominator = part(own, other.denominator);
        // What the sum can be shortened by divides what the denominators have in common.
        let by = match common {
            1 => 1,
            _ => Self::divisor(i64::try_from(numerator % i128::from(common)).ok()?, common),
        };
        Some(Fraction(if by == 1 {
            Rational::new_raw(numerator, denominator)
        } else {
            Rational::new_raw(numerator / i128::from(by), denominator / i128::from(by))
        }))
    }

    fn times(self, other: Self) -> Fraction {
        let first = Self::divisor(self.numerator, other.denominator);
        let second = Self::divisor(other.numerator, self.denominator);
        let part = |one: i64, two: i64| i128::from(one) * i128::from(two);
        Fraction(Rational::new_raw(
            part(self.numerator / first, other.numerator / second),
            part(self.denominator / second, other.denominator / first),
        ))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        match (Short::of(*self), Short::of(*other)) {
            (Some(one), Some(two)) => {
                let cross = |one: i64, two: i64| i128::from(one) * i128::from(two);
                cross(one.numerator, two.denominator).cmp(&cross(two.numerator, one.denominator))
            }
            _ => self.0.cmp(&other.0),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Fraction {
    /// Zero.
    pub const ZERO: Self = Self(Rational::new_raw(0, 1));
    /// One.
    pub const ONE: Self = Self(Rational::new_raw(1, 1));

    /// A whole number.
    pub const fn whole(number: i128) -> Self {
        Self(Rational::new_raw(number, 1))
    }

    /// `numerator / denominator`; none when the denominator is zero.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        (denominator != 0).then(|| Self(Rational::new(numerator, denominator)))
    }

    /// An exact decimal as a fraction.
    pub fn from_decimal(decimal: Decimal) -> Self {
        let (mantissa, scale) = (decimal.mantissa(), decimal.scale());
        if scale == 0 {
            return Self(Rational::new_raw(mantissa, 1));
        }
        match (i64::try_from(mantissa), 10_i64.checked_pow(scale)) {
            (Ok(mantissa), Some(power)) => {
                let by = Short::divisor(mantissa, power);
                Self(Rational::new_raw((mantissa / by).into(), (power / by).into()))
            }
            _ => Self(Rational::new(mantissa, 10_i128.pow(scale))),
        }
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
        if let (Some(one), Some(two)) = (Short::of(self), Short::of(other)) {
            return one.plus(two);
        }
        self.0.checked_add(&other.0).map(Self)
    }

    /// The difference.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(&other.0).map(Self)
    }

    /// The product.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        if let (Some(one), Some(two)) = (Short::of(self), Short::of(other)) {
            return Some(one.times(two));
        }
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
    use proptest::prelude::*;

    use super::*;

    fn any_fraction() -> impl Strategy<Value = (i128, i128)> {
        let wide = (any::<i64>(), any::<i64>()).prop_map(|(one, two)| (one.into(), two.into()));
        let huge = (any::<i128>(), any::<i128>());
        let small = (-40_i128..40, -40_i128..40);
        let decimal = (any::<i32>(), 0_u32..9)
            .prop_map(|(mantissa, scale)| (i128::from(mantissa), 10_i128.pow(scale)));
        prop_oneof![small, decimal, wide, huge].prop_filter("a denominator", |(above, below)| {
            *below != 0 && *above != i128::MIN && *below != i128::MIN
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(
            if cfg!(debug_assertions) { 512 } else { 100_000 }
        ))]

        #[test]
        fn short_numbers_come_to_what_long_ones_do(
            (one, two) in (any_fraction(), any_fraction()),
            (mantissa, scale) in (any::<i64>(), 0_u32..19),
        ) {
            let reference = |(above, below): (i128, i128)| Rational::new(above, below);
            let fraction = |(above, below)| Fraction::new(above, below).expect("a fraction");
            let (long, other) = (reference(one), reference(two));
            let (own, own_other) = (fraction(one), fraction(two));
            prop_assert_eq!(own.cmp(&own_other), long.cmp(&other));
            for (short, long) in [
                (own.checked_add(own_other), long.checked_add(&other)),
                (own.checked_mul(own_other), long.checked_mul(&other)),
            ] {
                // The short way may come further before a number leaves the range.
                prop_assert!(long.is_none() || short == long.map(Fraction));
                if let Some(short) = short {
                    let (above, below) = (short.numerator(), short.denominator());
                    let lowest = Rational::new(above, below);
                    prop_assert_eq!((*lowest.numer(), *lowest.denom()), (above, below));
                }
            }
            let decimal = Decimal::new(mantissa, scale);
            let long = Rational::new(i128::from(mantissa), 10_i128.pow(scale));
            prop_assert_eq!(Fraction::from_decimal(decimal), Fraction(long));
        }
    }

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
