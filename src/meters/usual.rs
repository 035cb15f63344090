//! What a day of a point usually uses, from its own last intervals: median and interquartile range.
//!
//! The bound `median + 3 · IQR` is that of CalTRACK 2.3.6, taken over uses a day so that long and
//! short intervals compare.

use crate::base::{Day, Decimal, Fraction};

use super::{Consumption, Interval, Segment};

/// The use of a day as the last intervals have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// How many intervals it is taken from.
    pub n_intervals: usize,
    /// The middle of their uses a day.
    pub median: Fraction,
    /// The distance of their quartiles, between which the middle half of them lies.
    pub iqr: Fraction,
}

impl Usual {
    /// How many intervals are looked back at.
    pub const WINDOW: usize = 12;
    /// With fewer there are no quartiles.
    const LEAST: usize = 4;

    /// What is usual before a day; none where fewer than twelve intervals end by it, since what is
    /// usual in winter says nothing of summer.
    pub fn before(consumption: &Consumption, day: Day) -> Option<Self> {
        let ended = consumption.intervals.partition_point(|interval| interval.until <= day);
        let rate = |interval: &Interval| {
            let days = Some(interval.days()).filter(|days| *days > 0)?;
            interval.outcome.as_ref().ok()?.exact.checked_div(Fraction::new(days.into(), 1)?)
        };
        let last = consumption.intervals[..ended].iter().rev().filter_map(rate);
        let rates: Vec<Fraction> = last.take(Self::WINDOW).collect();
        if rates.len() < Self::WINDOW { None } else { Self::of(&rates) }
    }

    /// What is usual among uses a day; quartiles lie between the two nearest by proportion.
    pub fn of(rates: &[Fraction]) -> Option<Self> {
        if rates.len() < Self::LEAST {
            return None;
        }
        let mut sorted = rates.to_vec();
        sorted.sort();
        let quarter = |quarters: usize| -> Option<Fraction> {
            let at = quarters * (sorted.len() - 1);
            let (low, part) = (sorted[at / 4], at % 4);
            let high = sorted.get(at / 4 + 1).copied().unwrap_or(low);
            let part = Fraction::new(i128::try_from(part).ok()?, 4)?;
            low.checked_add(high.checked_sub(low)?.checked_mul(part)?)
        };
        Some(Self {
            n_intervals: sorted.len(),
            median: quarter(2)?,
            iqr: quarter(3)?.checked_sub(quarter(1)?)?,
        })
    }

    /// The least and the most of a day that is not out of the ordinary; no use is below zero.
    pub fn range(self) -> Option<(Fraction, Fraction)> {
        let three = self.iqr.checked_mul(Fraction::new(3, 1)?)?;
        let low = self.median.checked_sub(three)?.max(Fraction::ZERO);
        Some((low, self.median.checked_add(three)?))
    }
}

/// What a register may show on a day, and by what that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// The least.
    pub low: Decimal,
    /// The most; none where nothing bounds it. Below the least where the dial would roll over.
    pub high: Option<Decimal>,
    /// By what it is known.
    pub by: Known,
}

/// By what a range is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known {
    /// By so many intervals of its own.
    Usual(usize),
    /// By the most of a day that was registered.
    MaxPerDay,
    /// By nothing: it does not go back.
    Nothing,
}

impl Expected {
    /// What the register may show so many days after it showed `last`; none when a number leaves
    /// the range.
    ///
    /// Bounds are rounded outwards to the decimals of the dial.
    pub fn after(
        segment: &Segment,
        last: Decimal,
        days: i64,
        usual: Option<Usual>,
    ) -> Option<Self> {
        let count = Fraction::new(i128::from(days.max(1)), 1)?;
        let decimals = segment.decimals.unwrap_or(last.scale());
        let at = |per_day: Fraction| -> Option<Fraction> {
            let steps = per_day.checked_mul(count)?.checked_div(segment.multiplier.value())?;
            Fraction::from_decimal(last).checked_add(steps)
        };
        if let Some(usual) = usual {
            let (low, high) = usual.range()?;
            let by = Known::Usual(usual.n_intervals);
            let high = wrapped(segment, up(at(high)?, decimals)?);
            return Some(Self {
                low: wrapped(segment, at(low)?.floor(decimals)?),
                high: Some(high),
                by,
            });
        }
        let low = last;
        Some(match segment.max_per_day {
            Some(most) => {
                let high = up(at(Fraction::from_decimal(most))?, decimals)?;
                Self { low, high: Some(wrapped(segment, high)), by: Known::MaxPerDay }
            }
            None => Self { low, high: None, by: Known::Nothing },
        })
    }

    /// Whether it is known by intervals of its own.
    pub const fn is_usual(&self) -> bool {
        matches!(self.by, Known::Usual(_))
    }

    /// Whether a register lies within; where the dial rolls over on the way, above the least or
    /// below the most.
    pub fn holds(&self, register: Decimal) -> bool {
        match self.high {
            None => register >= self.low,
            Some(high) if high >= self.low => self.low <= register && register <= high,
            Some(high) => register >= self.low || register <= high,
        }
    }
}

/// Rounded up to so many decimals.
fn up(amount: Fraction, decimals: u32) -> Option<Decimal> {
    Fraction::ZERO.checked_sub(amount)?.floor(decimals).map(|negative| -negative)
}

/// What a dial of so many digits shows of it; a range beyond one whole turn says no more than that.
fn wrapped(segment: &Segment, register: Decimal) -> Decimal {
    let modulus = segment.digits.and_then(super::judge::modulus);
    match modulus {
        Some(modulus) if register >= modulus && register < modulus + modulus => register - modulus,
        _ => register,
    }
}
