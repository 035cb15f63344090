//! The median of amounts, and how far they usually are from it.

use crate::base::Decimal;

/// The median; of an even number the mean of the two in the middle.
pub(super) fn median(values: &[Decimal]) -> Option<Decimal> {
    let mut sorted = values.to_vec();
    sorted.sort();
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper.normalize());
    }
    let sum = sorted.get(middle.checked_sub(1)?)?.checked_add(upper)?;
    Some(sum.checked_div(Decimal::TWO)?.normalize())
}

/// The median of the distances from the median (MAD).
pub(super) fn deviation(values: &[Decimal], median_value: Decimal) -> Option<Decimal> {
    let distances: Option<Vec<Decimal>> =
        values.iter().map(|value| Some(value.checked_sub(median_value)?.abs())).collect();
    median(&distances?)
}
