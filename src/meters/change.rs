//! Against last month and last year (环比, 同比): a change, or the reason why there is none.

use crate::base::{Decimal, Fraction, Ratio};

/// How a figure compares with an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Up or down by a part of the earlier figure.
    By(Ratio),
    /// The earlier figure is zero: there is nothing to be a part of (—).
    NoBase,
    /// One of the two is not known in full (缺数).
    Missing,
}

/// How many decimals of a percent a change is shown with.
const DECIMALS: u32 = 2;

/// Compares a figure with an earlier one.
pub fn change(current: Option<Decimal>, earlier: Option<Decimal>) -> Change {
    let exact = |amount: Option<Decimal>| amount.map(Fraction::from_decimal);
    compare(exact(current), exact(earlier))
}

/// Compares two figures per day, so that a leap February is held against a short one.
pub fn change_per_day(
    current: Option<Decimal>,
    current_days: i64,
    earlier: Option<Decimal>,
    earlier_days: i64,
) -> Change {
    let per_day = |amount: Option<Decimal>, days: i64| {
        Fraction::from_decimal(amount?).checked_div(Fraction::new(i128::from(days), 1)?)
    };
    compare(per_day(current, current_days), per_day(earlier, earlier_days))
}

fn compare(current: Option<Fraction>, earlier: Option<Fraction>) -> Change {
    let (Some(current), Some(earlier)) = (current, earlier) else { return Change::Missing };
    if !earlier.is_positive() {
        return Change::NoBase;
    }
    current
        .checked_sub(earlier)
        .map_or(Change::Missing, |part| Change::By(Ratio::exact(part, earlier, DECIMALS)))
}
