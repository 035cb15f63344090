//! How far a saving can be trusted: the fractional savings uncertainty (FSU).
//!
//! `FSU = t(1−α/2; n−k) · A · CV · √((1 + 2/n)/m) / |F|` (ASHRAE guideline 14; Sun and Baltazar for
//! the polynomials). `k` counts coefficients, the base use and change points. Where the residuals
//! of days follow one another (ρ₁ ≥ 0.5), `n` gives way to `n' = n(1−ρ)/(1+ρ)`: under the root
//! stands `(n/n')(1 + 2/n')/m`.

use statrs::distribution::{Continuous as _, ContinuousCDF as _, StudentsT};

use super::Figure;
use super::figure::count;
use super::series::Grain;

/// The residuals of neighbouring days count as following one another from here on.
const CORRELATED: f64 = 0.5;

/// By how much the error of a sum is larger than that of independent periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Inflation {
    /// 1.26, whatever the length (ASHRAE guideline 14).
    Fixed,
    /// A polynomial of the months that are reported on (CalTRACK 2.0, 4.3).
    Polynomial,
}

impl Inflation {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Fixed => "baseline.inflation.fixed",
            Self::Polynomial => "baseline.inflation.polynomial",
        }
    }

    /// The factor for so many months.
    pub(super) fn factor(self, grain: Grain, months: f64) -> f64 {
        match (self, grain) {
            (Self::Fixed, _) => 1.26,
            (Self::Polynomial, Grain::Billing) => 0.94054 + months * (0.03306 - 0.00022 * months),
            (Self::Polynomial, Grain::Daily) => 1.00286 + months * (0.03535 - 0.00024 * months),
        }
    }
}

/// A fractional savings uncertainty under one convention.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fractional {
    /// The confidence in percent.
    pub confidence: u32,
    /// The inflation.
    pub inflation: Inflation,
    /// The half width of the band as a share of the saving; none of a saving of zero.
    pub of_saving: Option<Figure>,
    /// The half width of the band as a share of the expected use.
    pub of_expected: Figure,
}

/// What the uncertainty of a fitted model follows from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Noise {
    /// Observations of the baseline.
    pub(super) n: usize,
    /// What was fitted to them.
    pub(super) k: usize,
    /// Their scatter about the model, in shares of their mean.
    pub(super) cv: f64,
    /// How much neighbouring residuals follow one another.
    pub(super) rho: f64,
    /// How long an observation is.
    pub(super) grain: Grain,
}

impl Noise {
    /// The half width of the band of a sum of `m` periods, in shares of the expected use.
    pub(super) fn half_width(
        &self,
        confidence: f64,
        inflation: Inflation,
        m: f64,
        months: f64,
    ) -> Option<f64> {
        let n = count(self.n);
        let correlated = self.grain == Grain::Daily && self.rho >= CORRELATED;
        let effective = if correlated { n * (1.0 - self.rho) / (1.0 + self.rho) } else { n };
        let freedom = effective - count(self.k);
        let t = quantile(confidence, freedom)?;
        let root = ((n / effective) * (1.0 + 2.0 / effective) / m).sqrt();
        Some(t * inflation.factor(self.grain, months) * self.cv * root)
    }

    /// The same with what it means for a saving of a share.
    pub(super) fn fractional(
        &self,
        confidence: u32,
        inflation: Inflation,
        m: f64,
        months: f64,
        share: f64,
    ) -> Option<Fractional> {
        let half = self.half_width(f64::from(confidence) / 100.0, inflation, m, months)?;
        let of_saving = (share != 0.0).then(|| Figure(half / share.abs()));
        Some(Fractional { confidence, inflation, of_saving, of_expected: Figure(half) })
    }
}

/// The two-sided quantile of Student's t; none without a degree of freedom.
///
/// The library's inverse is a start that two steps of Newton's method on its exact distribution
/// carry to the last digit.
pub(super) fn quantile(confidence: f64, freedom: f64) -> Option<f64> {
    let student = StudentsT::new(0.0, 1.0, freedom).ok().filter(|_| freedom >= 1.0)?;
    let wanted = f64::midpoint(1.0, confidence);
    let step = |t: f64| t - (student.cdf(t) - wanted) / student.pdf(t);
    let t = step(step(student.inverse_cdf(wanted)));
    t.is_finite().then_some(t)
}
