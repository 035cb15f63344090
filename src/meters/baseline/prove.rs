//! Before a measure: whether this meter could ever prove the saving that is expected of it.

use crate::base::{Day, Decimal};
use crate::meters::{BaselineRefusal, Meters, Refusal};

use super::Figure;
use super::figure::{count, days, float};
use super::fsu::Inflation;
use super::model::{Baseline, BaselineOptions, Fitting};
use super::placebo::{Wander, drift};
use super::savings::{history, widened};

/// What is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProveOptions {
    /// The baseline, up to now.
    pub baseline: BaselineOptions,
    /// The expected saving as a share of the use, above zero and below one.
    pub expected: Decimal,
    /// From when on the meter's own history counts for its drift; none for all of it.
    pub history_from: Option<Day>,
}

/// Whether and when a saving could be proven.
#[derive(Debug, Clone, PartialEq)]
pub struct Prove {
    /// The model with its noise.
    pub baseline: Baseline,
    /// The expected saving as a share.
    pub expected: Decimal,
    /// How far the meter moves by itself; none where nothing is known of that.
    pub drift: Option<Wander>,
    /// How many months it takes.
    pub needed: Needed,
    /// The smallest saving that could be proven after so many months; none where the drift is not
    /// known.
    pub least: Vec<(u32, Option<Figure>)>,
}

/// How many months it takes until the band no longer holds zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Needed {
    /// So many.
    Months(u32),
    /// The main meter will not show it in the longest time that is looked at: count and measure the
    /// parts (Option A).
    OptionA,
    /// Nothing is known of how far the meter moves by itself.
    Unknown,
}

/// The longest time that is looked at, in months.
const LONGEST: u32 = 36;

/// Says how many months it takes to prove an expected saving with this meter's noise.
pub fn prove(meters: &Meters, options: &ProveOptions) -> Result<Prove, Refusal> {
    let ProveOptions { baseline: of_baseline, expected, history_from } = options;
    if *expected <= Decimal::ZERO || *expected >= Decimal::ONE {
        return Err(BaselineRefusal::Expected { share: *expected }.into());
    }
    let fitting = Fitting::new(meters, of_baseline)?;
    let baseline = fitting.baseline(of_baseline.span)?;
    let drift = drift(meters, &fitting, history(&fitting, of_baseline.span, *history_from));
    let half = |months: u32| half_width(&baseline, drift.as_ref(), months);
    let wanted = float(*expected);
    let enough = |months: &u32| half(*months).is_some_and(|half| half < wanted);
    let needed = match (half(LONGEST), (1..=LONGEST).find(enough)) {
        (None, _) => Needed::Unknown,
        (Some(_), Some(months)) => Needed::Months(months),
        (Some(_), None) => Needed::OptionA,
    };
    let least = [6, 12, 24, LONGEST].map(|months| (months, half(months).map(Figure))).to_vec();
    Ok(Prove { expected: *expected, needed, least, baseline, drift })
}

/// The half width of the 90 % band after so many months.
fn half_width(baseline: &Baseline, drift: Option<&Wander>, n_months: u32) -> Option<f64> {
    let n_days: i64 = baseline.observations.iter().map(|own| own.span.days()).sum();
    let length = days(n_days) / count(baseline.observations.len());
    let m = (f64::from(n_months) * 30.436_875 / length).max(1.0);
    let of_fit = baseline.noise.half_width(0.9, Inflation::Fixed, m, f64::from(n_months))?;
    drift.map(|drift| widened(of_fit, drift.value.0))
}
