//! Sharing an amount out so that the parts add up to it: the largest remainder.

use crate::base::{Decimal, Fraction};

/// Shares `total` out by `weights`, in steps of `10^-decimals`.
///
/// Each part is its exact share, cut down to a step; the steps left over go one by one to
/// the largest remainders, to the earlier part among equals. None when the weights add up to zero,
/// when the total itself is no whole number of steps, or when a number leaves the range.
pub fn apportion(total: Decimal, weights: &[Fraction], decimals: u32) -> Option<Vec<Decimal>> {
    let steps = 10_i128.checked_pow(decimals)?;
    let scaled = Fraction::from_decimal(total).checked_mul(Fraction::new(steps, 1)?)?;
    let whole = scaled.to_integer()?;
    let sum = weights.iter().try_fold(Fraction::ZERO, |sum, weight| sum.checked_add(*weight))?;
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (at, weight) in weights.iter().enumerate() {
        let share = scaled.checked_mul(*weight)?.checked_div(sum)?;
        let floor = share.numerator().div_euclid(share.denominator());
        parts.push(floor);
        remainders.push((share.checked_sub(Fraction::new(floor, 1)?)?, at));
    }
    let left = whole.checked_sub(parts.iter().sum())?;
    remainders.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    for (_, at) in remainders.iter().take(usize::try_from(left).ok()?) {
        parts[*at] += 1;
    }
    parts.into_iter().map(|part| Decimal::try_from_i128_with_scale(part, decimals).ok()).collect()
}

/// Shares a total out over runs of days.
pub(super) fn apportion_days(total: Decimal, days: &[i64], decimals: u32) -> Option<Vec<Decimal>> {
    let weights: Option<Vec<Fraction>> =
        days.iter().map(|days| Fraction::new(i128::from(*days), 1)).collect();
    apportion(total, &weights?, decimals)
}
