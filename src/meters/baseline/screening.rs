//! Whether a model is good enough, by figures whose convention is named.

use crate::base::Day;
use crate::meters::{Meters, Yardstick};

use super::Figure;
use super::candidate::Candidate;
use super::figure::count;
use super::fsu::Noise;
use super::series::{Grain, Observation};

/// A figure that a model is screened by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gauge {
    /// The share of the scatter explained.
    R2,
    /// The scatter about the model in shares of the mean; the divisor `n − k` counts the base use
    /// and change points (ASHRAE guideline 14).
    CvAshrae,
    /// The same with the divisor `n − c`, `c` the slopes only (CalTRACK 2.0).
    CvCaltrack,
    /// The mean error in shares of the mean; the divisor is `n − 1`.
    Nmbe,
}

impl Gauge {
    /// The key of its label, which names the convention.
    pub const fn key(self) -> &'static str {
        match self {
            Self::R2 => "baseline.measure.r2",
            Self::CvAshrae => "baseline.measure.cv_ashrae",
            Self::CvCaltrack => "baseline.measure.cv_caltrack",
            Self::Nmbe => "baseline.measure.nmbe",
        }
    }

    /// The kind of the yardstick it is held against.
    const fn yardstick(self) -> &'static str {
        match self {
            Self::R2 => "screen_r2",
            Self::CvAshrae => "screen_cv",
            Self::CvCaltrack => "screen_cv_portfolio",
            Self::Nmbe => "screen_nmbe",
        }
    }
}

/// A figure with the limit it is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Screened {
    /// Which figure.
    pub measure: Gauge,
    /// Its value.
    pub value: Figure,
    /// The limit, where the data names one.
    pub limit: Option<Yardstick>,
    /// Whether it is kept; none without a limit.
    pub kept: Option<bool>,
}

/// Screens a model by its residuals on period totals.
pub(super) fn screen(
    meters: &Meters,
    day: Day,
    candidate: &Candidate,
    observations: &[Observation],
) -> Vec<Screened> {
    let n = count(observations.len());
    let mean = observations.iter().map(|own| own.amount).sum::<f64>() / n;
    let residuals: Vec<f64> = residuals(candidate, observations);
    let squares: f64 = residuals.iter().map(|own| own * own).sum();
    let n_slopes = candidate.coefficients.len().saturating_sub(1);
    let cv = |k: usize| (squares / (n - count(k))).sqrt() / mean;
    let nmbe = residuals.iter().sum::<f64>() / ((n - 1.0) * mean);
    [
        (Gauge::R2, candidate.r2.0),
        (Gauge::CvAshrae, cv(candidate.parameters())),
        (Gauge::CvCaltrack, cv(n_slopes)),
        (Gauge::Nmbe, nmbe),
    ]
    .into_iter()
    .map(|(measure, value)| {
        let limit = meters.yardstick(measure.yardstick(), None, day).cloned();
        let kept = limit.as_ref().map(|limit| {
            let limit = Figure::of(limit.value).0;
            match measure {
                Gauge::R2 => value >= limit,
                _ => value.abs() <= limit,
            }
        });
        Screened { measure, value: Figure(value), limit, kept }
    })
    .collect()
}

/// Use less what the model expects, a period each.
pub(super) fn residuals(candidate: &Candidate, observations: &[Observation]) -> Vec<f64> {
    observations.iter().map(|own| own.amount - candidate.expected(own)).collect()
}

/// What the uncertainty of the model follows from.
pub(super) fn noise(candidate: &Candidate, observations: &[Observation], grain: Grain) -> Noise {
    let residuals = residuals(candidate, observations);
    let (n, k) = (observations.len(), candidate.parameters());
    let mean = observations.iter().map(|own| own.amount).sum::<f64>() / count(n);
    let squares: f64 = residuals.iter().map(|own| own * own).sum();
    let cv = (squares / (count(n) - count(k))).sqrt() / mean;
    let following: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let rho = if squares > 0.0 { following / squares } else { 0.0 };
    Noise { n, k, cv, rho, grain }
}
