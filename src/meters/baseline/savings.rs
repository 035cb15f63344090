//! Option C: what the whole meter used against what it would have used, and whether that proves
//! anything.
//!
//! `AEU = Σ days·(ŷ − y)`, `F = AEU / Σ days·ŷ`; the band is `F ± √(u² + (1.645·d)²)` with `u` the
//! half width of the fit at 90 % and `d` the drift, all in shares of the expected use.

use crate::base::{Day, Decimal, Span};
use crate::meters::{BaselineRefusal, Meters, Refusal, Yardstick};

use super::figure::{count, days};
use super::fsu::{Fractional, Inflation};
use super::model::{Baseline, BaselineOptions, Fitting};
use super::placebo::{Wander, drift};
use super::series::{LeftOut, Observation, Role, missing_days};
use super::{Figure, model};

/// The two-sided 90 % quantile of the normal distribution, by which a drift widens the band.
pub(super) const NINETY: f64 = 1.645;

/// What to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionCOptions {
    /// The baseline, before the measure.
    pub baseline: BaselineOptions,
    /// The days that are compared with it, after the measure.
    pub reporting: Span,
    /// From when on the meter's own history counts for its drift; none for all of it.
    pub history_from: Option<Day>,
}

/// A period that is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The days.
    pub span: Span,
    /// What was used.
    pub used: Decimal,
    /// What would have been.
    pub expected: Figure,
    /// The difference, above zero where less was used.
    pub avoided: Figure,
}

/// What the comparison proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The whole band lies above zero: less was used.
    Proven,
    /// The band holds zero, or is not known: nothing is proven.
    NotProvable,
    /// The whole band lies below zero: more was used.
    Increase,
}

impl Outcome {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proven => "baseline.proof.proven",
            Self::NotProvable => "baseline.proof.not_provable",
            Self::Increase => "baseline.proof.increase",
        }
    }
}

/// A saving by Option C.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionC {
    /// The model that it is held against.
    pub baseline: Baseline,
    /// The days.
    pub reporting: Span,
    /// The periods.
    pub lines: Vec<Compared>,
    /// What was left out of the days, and what is to be said of what was kept.
    pub left_out: Vec<LeftOut>,
    /// How many of the days no period has: the sums below say nothing of them.
    pub missing: i64,
    /// What was used.
    pub used: Decimal,
    /// What would have been.
    pub expected: Figure,
    /// The avoided use (AEU).
    pub avoided: Figure,
    /// The same as a share of the expected use (F).
    pub share: Figure,
    /// The uncertainty of the fit: at 68 and 90 %, each with both inflations.
    pub fractional: Vec<Fractional>,
    /// The limit that guidelines set for it; some mean it at 68 %, some at 90 %.
    pub limit: Option<Yardstick>,
    /// How far the meter moves by itself; none where nothing is known of that.
    pub drift: Option<Wander>,
    /// The half width of the 90 % band with the drift, as a share of the expected use (U90); none
    /// where it is not known.
    pub u90: Option<Figure>,
    /// What that proves.
    pub proof: Outcome,
}

impl OptionC {
    /// The half width of the 90 % band, in the unit of the utility.
    pub fn half_width(&self) -> Option<Figure> {
        Some(Figure(self.u90?.0 * self.expected.0))
    }

    /// The ends of the 90 % band, as shares of the expected use.
    pub fn band(&self) -> Option<(Figure, Figure)> {
        let half = self.u90?;
        Some((Figure(self.share.0 - half.0), Figure(self.share.0 + half.0)))
    }
}

/// Compares the use after a measure with the baseline before it.
pub fn option_c(meters: &Meters, options: &OptionCOptions) -> Result<OptionC, Refusal> {
    let OptionCOptions { baseline: of_baseline, reporting, history_from } = options;
    if reporting.first() <= of_baseline.span.last() {
        let (until, from) = (of_baseline.span.last(), reporting.first());
        return Err(BaselineRefusal::Overlaps { until, from }.into());
    }
    let fitting = Fitting::new(meters, of_baseline)?;
    let baseline = fitting.baseline(of_baseline.span)?;
    let drift = drift(meters, &fitting, history(&fitting, of_baseline.span, *history_from));
    let fitting = fitting.needing(baseline.chosen.form);
    let series = fitting.source.series(*reporting, Role::Reporting);
    let observations = series.observations;
    if observations.is_empty() {
        let why = series.left_out.into_iter().next().map(|left| left.why);
        let span = *reporting;
        return Err(BaselineRefusal::FewObservations { span, n: 0, least: 1, why }.into());
    }
    let lines: Vec<Compared> = observations
        .iter()
        .map(|own| {
            let expected = baseline.expected(own);
            let avoided = Figure(expected.0 - own.amount);
            Compared { span: own.span, used: own.used, expected, avoided }
        })
        .collect();
    let expected: f64 = lines.iter().map(|line| line.expected.0).sum();
    let avoided: f64 = lines.iter().map(|line| line.avoided.0).sum();
    let share = avoided / expected;
    let fractional = fractionals(&baseline, &observations, share);
    let u90 = fractional
        .iter()
        .find(|own| own.confidence == 90 && own.inflation == Inflation::Fixed)
        .zip(drift.as_ref())
        .map(|(own, drift)| Figure(widened(own.of_expected.0, drift.value.0)));
    let carrier = &baseline.carrier;
    let limit = meters.yardstick("fsu_limit", Some(carrier.utility()), reporting.last()).cloned();
    Ok(OptionC {
        reporting: *reporting,
        left_out: series.left_out,
        missing: missing_days(*reporting, &observations),
        used: model::total(&observations),
        expected: Figure(expected),
        avoided: Figure(avoided),
        share: Figure(share),
        proof: proof(share, u90.map(|half| half.0)),
        baseline,
        lines,
        fractional,
        limit,
        drift,
        u90,
    })
}

/// The meter's own history up to the end of the baseline.
pub(super) fn history(fitting: &Fitting<'_>, baseline: Span, from: Option<Day>) -> Span {
    let known = fitting.source.first_day().unwrap_or(baseline.first());
    // A year of months begins with a month; a part of one says nothing.
    let first = if known == known.month().first() { known } else { known.month().next().first() };
    let first = from.unwrap_or(first).min(baseline.first());
    Span::new(first, baseline.last()).unwrap_or(baseline)
}

/// The uncertainty of the fit at 68 and 90 %, with each inflation.
fn fractionals(baseline: &Baseline, observations: &[Observation], share: f64) -> Vec<Fractional> {
    let m = count(observations.len());
    let months = months(observations.iter().map(|own| own.span.days()).sum());
    let mut all = Vec::new();
    for confidence in [68, 90] {
        for inflation in [Inflation::Fixed, Inflation::Polynomial] {
            all.extend(baseline.noise.fractional(confidence, inflation, m, months, share));
        }
    }
    all
}

/// Days as whole months.
pub(super) fn months(n_days: i64) -> f64 {
    (days(n_days) / 30.436_875).round()
}

/// The half width of a band that a drift widens.
pub(super) fn widened(half: f64, drift: f64) -> f64 {
    half.hypot(NINETY * drift)
}

/// What a share with its half width proves.
pub(super) fn proof(share: f64, half: Option<f64>) -> Outcome {
    match half {
        Some(half) if share - half > 0.0 => Outcome::Proven,
        Some(half) if share + half < 0.0 => Outcome::Increase,
        _ => Outcome::NotProvable,
    }
}
