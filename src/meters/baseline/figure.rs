//! A computed figure on its way out of floating point: printed as a decimal, never as a float.

use num_traits::ToPrimitive;

use crate::base::{Decimal, Fraction, Ratio, parse_decimal};

/// A result of regression; exact to about fifteen digits, which is more than it deserves.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Figure(pub(super) f64);

impl Figure {
    /// The figure rounded to a number of decimals; none where it is no number or out of range.
    pub fn decimal(self, decimals: usize) -> Option<Decimal> {
        // Adding zero turns the negative zero into the plain one.
        let text = format!("{:.decimals$}", self.0);
        let rounded = self.0.is_finite().then(|| parse_decimal(&text).ok()).flatten()?;
        Some(if rounded.is_zero() { rounded.abs() } else { rounded })
    }

    /// The figure as a rate in percent, printed with a number of decimals.
    pub fn ratio(self, decimals: u32) -> Option<Ratio> {
        let part = Fraction::from_decimal(self.decimal(12)?);
        Some(Ratio::exact(part, Fraction::ONE, decimals))
    }

    /// A decimal taken over.
    pub fn of(decimal: Decimal) -> Self {
        Self(float(decimal))
    }

    /// The same amount, above zero.
    #[must_use]
    pub fn size(self) -> Self {
        Self(self.0.abs())
    }
}

/// A decimal as a float.
pub(super) fn float(decimal: Decimal) -> f64 {
    decimal.to_f64().unwrap_or(f64::NAN)
}

/// A number of things as a float.
pub(super) fn count(things: usize) -> f64 {
    u32::try_from(things).map_or(f64::INFINITY, f64::from)
}

/// A number of days as a float.
pub(super) fn days(days: i64) -> f64 {
    i32::try_from(days).map_or(f64::INFINITY, f64::from)
}
