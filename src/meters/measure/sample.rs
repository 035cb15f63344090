//! A sample of measured loads: size, mean, standard deviation, and how far its mean may be off.

use crate::base::{Decimal, Fraction};
use crate::meters::loss::square_root;
use crate::meters::student::{Confidence, t_decimal};

/// What was measured on some of the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// How many were measured.
    pub size: u32,
    /// Their mean.
    pub mean: Decimal,
    /// Their standard deviation, with n − 1 below the line.
    pub deviation: Decimal,
}

/// How many decimals a mean and a deviation are kept with.
const DECIMALS: u32 = 6;

impl Sample {
    /// The sample of values as they were measured; none of fewer than two.
    pub fn of(values: &[Decimal]) -> Option<Self> {
        let size = u32::try_from(values.len()).ok().filter(|size| *size >= 2)?;
        let count = Fraction::new(i128::from(size), 1)?;
        let mut sum = Fraction::ZERO;
        for value in values {
            sum = sum.checked_add(Fraction::from_decimal(*value))?;
        }
        let mean = sum.checked_div(count)?;
        let mut squares = Fraction::ZERO;
        for value in values {
            let off = Fraction::from_decimal(*value).checked_sub(mean)?;
            squares = squares.checked_add(off.checked_mul(off)?)?;
        }
        let variance = squares.checked_div(Fraction::new(i128::from(size - 1), 1)?)?;
        let (mean, deviation) = (mean.round(DECIMALS)?, square_root(variance, DECIMALS)?);
        Some(Self { size, mean: mean.normalize(), deviation: deviation.normalize() })
    }

    /// How far the mean may be from that of all, at 90 %: `t·s/√n·√(1 − n/N)`.
    ///
    /// With every part measured nothing is left; none where fewer than two or more than all were.
    pub fn half_width(&self, all: u32) -> Option<Decimal> {
        if self.size < 2 || self.size > all {
            return None;
        }
        let (size, all) = (i128::from(self.size), i128::from(all));
        // Rounded before it is squared, so that the square stays within 128 bits.
        let wide = Fraction::from_decimal(self.quantile()?.checked_mul(self.deviation)?);
        let wide = Fraction::from_decimal(wide.round(DECIMALS + 1)?);
        let left = Fraction::new(all - size, all.checked_mul(size)?)?;
        square_root(wide.checked_mul(wide)?.checked_mul(left)?, DECIMALS)
    }

    /// The t quantile of its size at 90 %.
    pub fn quantile(&self) -> Option<Decimal> {
        t_decimal(Confidence::P90, self.size.checked_sub(1)?)
    }
}
