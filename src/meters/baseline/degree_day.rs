//! Degree days (CalTRACK 2.0): where the mean temperature of every day is known.
//!
//! A heated or cooled building uses so much for each degree that a day is colder, or warmer, than
//! its balance point. The two ways to search the balance points: the published method in whole
//! degrees Fahrenheit, and half degrees Celsius.

use super::candidate::{Candidate, Columns, Form, Regressor, Rejection};
use super::fit::{Reduced, Search, Tried};
use super::model::Select;
use super::series::{Grain, Observation};

/// The fewest degree days in the baseline, in the degrees of the search.
const LEAST: f64 = 20.0;
/// The fewest days with any, where the observations are days.
const LEAST_DAYS: usize = 10;

/// Whether a meter may have a use that rises with the temperature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cools {
    /// It may.
    Maybe,
    /// It burns gas, and gas cools nothing.
    Never,
}

/// A balance point that is tried, and the degree days of each observation.
struct Balance {
    point: f64,
    column: Reduced,
}

/// The balance points of a shape with what they leave unexplained, and their slopes.
type Attempt = (Tried, Vec<f64>);

/// Tries the mean, heating, cooling and both, each at its best balance points.
pub(super) fn candidates(
    columns: &Columns<'_>,
    select: Select,
    grain: Grain,
    cools: Cools,
) -> Vec<Candidate> {
    let mean = columns.fit(Form::Mean, &[]).map(|(candidate, _)| candidate);
    let mut all: Vec<Candidate> = mean.into_iter().collect();
    let Some(search) = columns.search() else { return all };
    let trial = Trial { columns, search: &search, select, grain };
    let heating = trial.balances(Observation::below, Observation::n_below);
    let cooling = match cools {
        Cools::Maybe => trial.balances(Observation::above, Observation::n_above),
        Cools::Never => Vec::new(),
    };
    let singles = |own: &[Balance]| -> Vec<Attempt> {
        own.iter().filter_map(|own| Some((search.one(&own.column)?, vec![own.point]))).collect()
    };
    all.push(best(columns, Form::Heating, singles(&heating)));
    if cools == Cools::Never {
        for form in [Form::Cooling, Form::HeatingCooling] {
            all.push(Columns::unsupported(form, Rejection::GasCooling));
        }
        return all;
    }
    let mut pairs: Vec<Attempt> = Vec::new();
    for low in &heating {
        for high in cooling.iter().filter(|high| high.point >= low.point) {
            let tried = search.two(&low.column, &high.column);
            pairs.extend(tried.map(|tried| (tried, vec![low.point, high.point])));
        }
    }
    all.push(best(columns, Form::Cooling, singles(&cooling)));
    all.push(best(columns, Form::HeatingCooling, pairs));
    all
}

/// The balance points that are tried, in °C.
fn grid(select: Select) -> Vec<f64> {
    match select {
        Select::Caltrack => (30_i32..=90).map(|point| (f64::from(point) - 32.0) / 1.8).collect(),
        Select::Bic => (-2_i32..=64).map(|point| f64::from(point) / 2.0).collect(),
    }
}

/// What the balance points are tried on.
struct Trial<'t> {
    columns: &'t Columns<'t>,
    search: &'t Search,
    select: Select,
    grain: Grain,
}

impl Trial<'_> {
    /// The balance points that have degree days enough.
    fn balances(
        &self,
        degrees: impl Fn(&Observation, f64) -> f64,
        n_days: impl Fn(&Observation, f64) -> usize,
    ) -> Vec<Balance> {
        let unit = match self.select {
            Select::Caltrack => 1.8,
            Select::Bic => 1.0,
        };
        let observations = self.columns.observations;
        let balance = |point: f64| {
            let column: Vec<f64> = observations.iter().map(|own| degrees(own, point)).collect();
            let sum: f64 =
                column.iter().zip(observations).map(|(own, of)| own * of.n_days() * unit).sum();
            let days: usize = observations.iter().map(|own| n_days(own, point)).sum();
            let enough = sum >= LEAST && (self.grain == Grain::Billing || days >= LEAST_DAYS);
            let column = enough.then(|| self.search.reduce(&column)).flatten()?;
            Some(Balance { point, column })
        };
        grid(self.select).into_iter().filter_map(balance).collect()
    }
}

/// The shape at its best balance points among those without a coefficient below zero.
///
/// Only where there is none, the best of all is shown with its reason.
fn best(columns: &Columns<'_>, form: Form, mut tried: Vec<Attempt>) -> Candidate {
    tried.sort_by(|one, other| one.0.left.total_cmp(&other.0.left));
    let rising = tried.iter().filter(|(tried, _)| tried.slopes.iter().all(|slope| *slope >= 0.0));
    let shown = tried.first().into_iter();
    let mut rejected = None;
    for (_, points) in rising.chain(shown) {
        let Some((mut candidate, _)) = columns.fit(form, points) else { continue };
        let below = candidate.coefficients.iter().find(|own| {
            !matches!(own.term, Regressor::Driver(_)) && (own.value.0 < 0.0 || own.value.0.is_nan())
        });
        let Some(below) = below.map(|own| own.term.clone()) else { return candidate };
        candidate.rejection = Some(Rejection::Negative(below));
        rejected = Some(candidate);
    }
    rejected.unwrap_or_else(|| Columns::unsupported(form, Rejection::Unsupported))
}
