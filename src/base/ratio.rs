//! Rates: a part of a whole, kept as both, so that no rate is ever compared as a float.

use std::fmt;

use super::Fraction;

/// Which way a rate is rounded when it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// Down: a rate of duties kept is never shown better than it is.
    Floor,
    /// To the nearest, half away from zero: changes and shares.
    Nearest,
}

/// A rate, shown in percent.
///
/// `part / whole` may be any exact numbers; a rate of nothing has `whole` zero and shows as `—`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    /// The counted part.
    pub part: Fraction,
    /// What it is a part of.
    pub whole: Fraction,
    /// How many decimals of a percent are shown.
    pub decimals: u32,
    /// Which way the last one is rounded.
    pub rounding: Rounding,
}

impl Ratio {
    /// A rate of counted units, shown to one decimal, rounded down.
    pub fn counted(part: u64, whole: u64) -> Self {
        let exact = |count: u64| Fraction::new(i128::from(count), 1).unwrap_or(Fraction::ZERO);
        Self { part: exact(part), whole: exact(whole), decimals: 1, rounding: Rounding::Floor }
    }

    /// A share or change of exact amounts, shown to `decimals`, rounded to the nearest.
    pub const fn exact(part: Fraction, whole: Fraction, decimals: u32) -> Self {
        Self { part, whole, decimals, rounding: Rounding::Nearest }
    }

    /// The rate as a fraction of one; none of nothing.
    pub fn fraction(self) -> Option<Fraction> {
        self.part.checked_div(self.whole)
    }

    /// The percentage as it is shown, without the sign; none of nothing.
    pub fn percent(self) -> Option<rust_decimal::Decimal> {
        let hundred = Fraction::new(100, 1)?;
        let percent = self.fraction()?.checked_mul(hundred)?;
        match self.rounding {
            Rounding::Floor => percent.floor(self.decimals),
            Rounding::Nearest => percent.round(self.decimals),
        }
    }

    /// Whether the rate reaches a target, decided exactly, never on the shown figure.
    pub fn reaches(self, target: Fraction) -> bool {
        self.fraction().is_some_and(|rate| rate >= target)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.percent() {
            Some(percent) => write!(out, "{percent}%"),
            None => out.write_str("—"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_down_and_decided_exactly() {
        let target = "0.98".parse().expect("a fraction");
        for (part, whole, shown, met) in [
            (49, 50, "98.0%", true),
            (1469, 1500, "97.9%", false),
            (9795, 10000, "97.9%", false),
            (1959, 2000, "97.9%", false),
            (5, 9, "55.5%", false),
            (0, 0, "—", false),
        ] {
            let rate = Ratio::counted(part, whole);
            assert_eq!(rate.to_string(), shown);
            assert_eq!(rate.reaches(target), met, "{part}/{whole}");
        }
    }
}
