//! Round figures along an axis: from where to where it goes, and in how many steps.

use crate::base::Decimal;
use crate::render::figure::figure;
use crate::report::{Chart, ChartKind};

/// An axis from a round figure to a round figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    /// Where it begins.
    pub(super) low: Decimal,
    /// Where it ends.
    pub(super) high: Decimal,
    /// In how many steps it gets there.
    pub(super) n_steps: usize,
}

/// About so many steps are wanted.
const STEPS: i64 = 5;

impl Scale {
    /// The axis of a chart; none where nothing is known, or it is too large for one.
    pub(super) fn of(chart: &Chart) -> Option<Self> {
        let figures = extents(chart);
        let (least, most) = (*figures.iter().min()?, *figures.iter().max()?);
        // A course that is far from zero and moves little would lie flat if it began there.
        let afloat =
            chart.kind == ChartKind::Lines && least.is_sign_positive() && least + least > most;
        let low = if afloat { least } else { least.min(Decimal::ZERO) };
        Self::between(low, most.max(Decimal::ZERO))
    }

    fn between(low: Decimal, high: Decimal) -> Option<Self> {
        let range = high.checked_sub(low)?;
        let range = if range.is_zero() { Decimal::ONE } else { range };
        let step = step(range.checked_div(Decimal::from(STEPS))?)?;
        let whole = |figure: Decimal| figure.checked_div(step);
        let (first, last) = (whole(low)?.floor(), whole(low.checked_add(range)?)?.ceil());
        let n_steps = usize::try_from(i64::try_from(last - first).ok()?).ok()?;
        Some(Self { low: first.checked_mul(step)?, high: last.checked_mul(step)?, n_steps })
    }
}

/// The figures that the axis has to reach: of parts upon each other their sums.
fn extents(chart: &Chart) -> Vec<Decimal> {
    let known = || chart.series.iter().flat_map(|series| series.cells.iter().filter_map(figure));
    if chart.kind != ChartKind::Stacked {
        return known().collect();
    }
    let mut sums = Vec::new();
    for at in 0..chart.labels.len() {
        let parts = || chart.series.iter().filter_map(|series| figure(series.cells.get(at)?));
        sums.push(parts().filter(Decimal::is_sign_positive).sum());
        sums.push(parts().filter(Decimal::is_sign_negative).sum());
    }
    sums
}

/// The least of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, … that is no less than this.
fn step(least: Decimal) -> Option<Decimal> {
    let ten = Decimal::TEN;
    let mut unit = Decimal::ONE;
    while unit.checked_mul(ten)? <= least {
        unit = unit.checked_mul(ten)?;
    }
    while unit > least && unit.scale() < 12 {
        unit = unit.checked_div(ten)?;
    }
    [1, 2, 5, 10].into_iter().map(|times| unit * Decimal::from(times)).find(|step| *step >= least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_is_round_and_holds_its_figures() {
        for (low, high, expected) in [
            ("0", "40500", "0 50000 5"),
            ("0", "4", "0 4 4"),
            ("-5000", "93000", "-20000 100000 6"),
            ("92.5", "98", "92 98 3"),
            ("0", "0", "0 1 5"),
            ("0", "0.0031", "0 0.004 4"),
        ] {
            let [low, high] = [low, high].map(|text| text.parse().expect("a figure"));
            let Scale { low, high, n_steps } = Scale::between(low, high).expect("an axis");
            assert_eq!(format!("{} {} {n_steps}", low.normalize(), high.normalize()), expected);
        }
    }
}
