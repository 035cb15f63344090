//! The t quantile (Student) of a two-sided confidence: how far a mean of few may be off.
//!
//! One of the few files where floating point may live; what leaves it is a decimal again.

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::base::{Decimal, Fraction};

/// How sure a band is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// 68 %: about one standard deviation.
    P68,
    /// 90 %: what verification reports ask for.
    P90,
}

impl Confidence {
    /// The confidence in percent.
    pub const fn percent(self) -> u32 {
        match self {
            Self::P68 => 68,
            Self::P90 => 90,
        }
    }

    /// The part of the distribution below the upper end of the two-sided band.
    const fn below(self) -> f64 {
        match self {
            Self::P68 => 0.84,
            Self::P90 => 0.95,
        }
    }
}

/// The t quantile for so many degrees of freedom.
///
/// None where there are no degrees of freedom.
pub fn t_quantile(confidence: Confidence, freedom: u32) -> Option<f64> {
    let distribution = StudentsT::new(0.0, 1.0, f64::from(freedom)).ok()?;
    Some(distribution.inverse_cdf(confidence.below())).filter(|t| t.is_finite())
}

/// The same as a decimal of six places, for figures that are printed and recomputed by hand.
pub(super) fn t_decimal(confidence: Confidence, freedom: u32) -> Option<Decimal> {
    let t = Decimal::try_from(t_quantile(confidence, freedom)?).ok()?;
    Fraction::from_decimal(t).round(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_published_tables() {
        let t = |confidence, freedom| {
            t_decimal(confidence, freedom).expect("a quantile").normalize().to_string()
        };
        // The values of the worked cases A11 and A12.
        assert_eq!(t(Confidence::P90, 9), "1.833113");
        assert_eq!(t(Confidence::P90, 21), "1.720743");
        assert_eq!(t(Confidence::P90, 29), "1.699127");
        assert_eq!(t(Confidence::P90, 7), "1.894579");
        assert_eq!(t(Confidence::P68, 9), "1.052515");
        assert_eq!(t_decimal(Confidence::P90, 0), None);
    }
}
