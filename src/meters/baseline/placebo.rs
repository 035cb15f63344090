//! Drift: what a meter seems to save, or to lose, in a year in which nothing was done.
//!
//! The band of a fit alone is far too narrow on real meters. Where there are two years of history,
//! a model of the first twelve months measures the "saving" of the next twelve; each month that
//! leaves two years is an origin, and the root mean square of what they show is the drift. Where
//! there is no such history, a drift found on other buildings stands in and is named as such.

use crate::base::Span;
use crate::meters::{Meters, Yardstick};

use super::Figure;
use super::candidate::Candidate;
use super::figure::count;
use super::model::Fitting;
use super::series::{Observation, Role};

/// How far a year's use moves by itself, as a share of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Wander {
    /// The root mean square.
    pub value: Figure,
    /// Where it comes from.
    pub source: WanderSource,
}

/// Where a drift comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum WanderSource {
    /// The meter's own history before the measure.
    Own {
        /// The days of it.
        span: Span,
        /// How many pairs of years there are in it.
        n_origins: usize,
    },
    /// Other buildings: a labelled default, not knowledge of this meter.
    Outside(Yardstick),
}

/// The kind of the yardstick that stands in.
const OUTSIDE: &str = "drift";

/// The drift of a meter: its own where its history has two years, or the default of its utility.
pub(super) fn drift(meters: &Meters, fitting: &Fitting<'_>, history: Span) -> Option<Wander> {
    let own = own(fitting, history);
    own.or_else(|| {
        let utility = fitting.source.carrier.utility();
        let yardstick = meters.yardstick(OUTSIDE, Some(utility), history.last())?;
        let value = Figure::of(yardstick.value);
        Some(Wander { value, source: WanderSource::Outside(yardstick.clone()) })
    })
}

/// The drift of the meter's own history.
fn own(fitting: &Fitting<'_>, history: Span) -> Option<Wander> {
    let series = fitting.source.series(history, Role::Baseline);
    let shares = shares(history, &series.observations, |first| {
        fitting.recipe().best(first, series.grain).map(|(_, chosen)| chosen)
    });
    let value = Figure(root_mean_square(&shares)?);
    Some(Wander { value, source: WanderSource::Own { span: history, n_origins: shares.len() } })
}

/// The root mean square; none of nothing.
pub(super) fn root_mean_square(shares: &[f64]) -> Option<f64> {
    let squares: f64 = shares.iter().map(|own| own * own).sum();
    (!shares.is_empty()).then(|| (squares / count(shares.len())).sqrt())
}

/// What each first year would have "saved" in the second, in shares of what was expected.
///
/// Both years need nine tenths of their days.
pub(super) fn shares(
    history: Span,
    observations: &[Observation],
    fit: impl Fn(&[Observation]) -> Option<Candidate>,
) -> Vec<f64> {
    let within = |year: Span| -> Option<Vec<Observation>> {
        let own = observations.iter().filter(|own| own.span.overlap(year) == Some(own.span));
        let own: Vec<Observation> = own.cloned().collect();
        let missing = year.days() - own.iter().map(|own| own.span.days()).sum::<i64>();
        (missing * 10 <= year.days()).then_some(own)
    };
    let years = |at: i32| {
        let first = history.first().plus_months(at);
        let (second, end) = (first.plus_months(12), first.plus_months(24));
        let fits = end.previous() <= history.last();
        fits.then(|| {
            Some((Span::new(first, second.previous())?, Span::new(second, end.previous())?))
        })?
    };
    let mut found = Vec::new();
    for (first, second) in (0..).map_while(years) {
        let Some((first, second)) = within(first).zip(within(second)) else { continue };
        let Some(candidate) = fit(&first) else { continue };
        let expected: f64 = second.iter().map(|own| candidate.expected(own)).sum();
        let used: f64 = second.iter().map(|own| own.amount).sum();
        if expected > 0.0 {
            found.push((expected - used) / expected);
        }
    }
    found
}
