//! One model that was tried: its shape, its coefficients, and why it was not taken.

use crate::meters::DriverKind;

use super::Figure;
use super::figure::count;
use super::fit::{Fit, Search, fit};
use super::series::Observation;

/// The shape of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The mean use a day, whatever the weather (1P).
    Mean,
    /// Degree days of heating.
    Heating,
    /// Degree days of cooling.
    Cooling,
    /// Degree days of heating and of cooling.
    HeatingCooling,
    /// A straight line on the mean temperature.
    TwoP,
    /// Flat up to a change point, then rising with the temperature.
    ThreePCooling,
    /// Falling with the temperature down to a change point, then flat.
    ThreePHeating,
    /// Two slopes that meet in one change point.
    FourP,
    /// Two slopes with a flat stretch between two change points.
    FiveP,
}

impl Form {
    /// Every shape.
    pub const ALL: [Self; 9] = [
        Self::Mean,
        Self::Heating,
        Self::Cooling,
        Self::HeatingCooling,
        Self::TwoP,
        Self::ThreePCooling,
        Self::ThreePHeating,
        Self::FourP,
        Self::FiveP,
    ];

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Mean => "baseline.form.mean",
            Self::Heating => "baseline.form.heating",
            Self::Cooling => "baseline.form.cooling",
            Self::HeatingCooling => "baseline.form.heating_cooling",
            Self::TwoP => "baseline.form.two_p",
            Self::ThreePCooling => "baseline.form.three_p_cooling",
            Self::ThreePHeating => "baseline.form.three_p_heating",
            Self::FourP => "baseline.form.four_p",
            Self::FiveP => "baseline.form.five_p",
        }
    }
}

/// What a coefficient is the coefficient of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regressor {
    /// Of every day.
    Base,
    /// Of each degree below the change point.
    Heating,
    /// Of each degree above the change point.
    Cooling,
    /// Of each degree of the mean temperature.
    Temperature,
    /// Of each unit of a driver, such as a bed-day.
    Driver(DriverKind),
}

impl Regressor {
    /// The key of its label; a driver is named by its own word.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Base => "baseline.term.base",
            Self::Heating => "baseline.term.heating",
            Self::Cooling => "baseline.term.cooling",
            Self::Temperature => "baseline.term.temperature",
            Self::Driver(_) => "baseline.term.driver",
        }
    }
}

/// A coefficient of the chosen shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// Of what.
    pub term: Regressor,
    /// Use a day and unit of the term.
    pub value: Figure,
    /// How many standard errors it is away from zero, the change points given.
    pub t: Figure,
}

/// Why a candidate does not come into question.
#[derive(Debug, Clone, PartialEq)]
pub enum Rejection {
    /// A coefficient that cannot be below zero is.
    Negative(Regressor),
    /// A slope less than two standard errors from zero.
    Insignificant(Regressor),
    /// Of the two slopes of 4P the negative one is not the smaller.
    Slopes,
    /// Not enough degree days or points on a sloped side, or columns that depend on one another.
    Unsupported,
    /// A gas meter cools nothing.
    GasCooling,
}

impl Rejection {
    /// The key of its label.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Negative(_) => "baseline.rejected.negative",
            Self::Insignificant(_) => "baseline.rejected.insignificant",
            Self::Slopes => "baseline.rejected.slopes",
            Self::Unsupported => "baseline.rejected.unsupported",
            Self::GasCooling => "baseline.rejected.gas",
        }
    }
}

/// A model that was tried, at its best change points.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its shape.
    pub form: Form,
    /// The change points in °C: that of heating first.
    pub points: Vec<Figure>,
    /// The coefficients, base use first.
    pub coefficients: Vec<Coefficient>,
    /// The share of the scatter explained.
    pub r2: Figure,
    /// The same, less what chance explains.
    pub adjusted_r2: Figure,
    /// The information criterion; the smaller the better.
    pub bic: Figure,
    /// Why it does not come into question; none where it does.
    pub rejection: Option<Rejection>,
}

impl Candidate {
    /// How many things were chosen to fit it: coefficients and change points.
    pub fn parameters(&self) -> usize {
        self.coefficients.len() + self.points.len()
    }

    /// The expected use a day of an observation.
    pub(super) fn per_day(&self, observation: &Observation) -> f64 {
        self.terms(observation).zip(&self.coefficients).map(|(x, own)| x * own.value.0).sum()
    }

    /// The value of each of its terms for an observation.
    pub(super) fn terms(&self, observation: &Observation) -> impl Iterator<Item = f64> {
        let points: Vec<f64> = self.points.iter().map(|point| point.0).collect();
        terms(self.form, &points, observation).into_iter().chain(observation.drivers.clone())
    }

    /// The expected use of an observation.
    pub(super) fn expected(&self, observation: &Observation) -> f64 {
        self.per_day(observation) * observation.n_days()
    }
}

/// The value of each term of a shape for one observation, the drivers left out.
///
/// Degree days are means over the days of the period; change points act on its mean temperature.
fn terms(form: Form, points: &[f64], observation: &Observation) -> Vec<f64> {
    let mean = observation.mean.unwrap_or(f64::NAN);
    let point = |at: usize| points.get(at).copied().unwrap_or(f64::NAN);
    match form {
        Form::Mean => vec![1.0],
        Form::Heating => vec![1.0, observation.below(point(0))],
        Form::Cooling => vec![1.0, observation.above(point(0))],
        Form::HeatingCooling => {
            vec![1.0, observation.below(point(0)), observation.above(point(1))]
        }
        Form::TwoP => vec![1.0, mean],
        Form::ThreePCooling => vec![1.0, (mean - point(0)).max(0.0)],
        Form::ThreePHeating => vec![1.0, (point(0) - mean).max(0.0)],
        Form::FourP => vec![1.0, (point(0) - mean).max(0.0), (mean - point(0)).max(0.0)],
        Form::FiveP => vec![1.0, (point(0) - mean).max(0.0), (mean - point(1)).max(0.0)],
    }
}

/// The names of the terms of a shape.
fn names(form: Form) -> Vec<Regressor> {
    match form {
        Form::Mean => vec![Regressor::Base],
        Form::Heating | Form::ThreePHeating => vec![Regressor::Base, Regressor::Heating],
        Form::Cooling | Form::ThreePCooling => vec![Regressor::Base, Regressor::Cooling],
        Form::TwoP => vec![Regressor::Base, Regressor::Temperature],
        Form::HeatingCooling | Form::FourP | Form::FiveP => {
            vec![Regressor::Base, Regressor::Heating, Regressor::Cooling]
        }
    }
}

/// The observations as columns for fitting.
pub(super) struct Columns<'o> {
    pub(super) observations: &'o [Observation],
    /// The names of the drivers.
    pub(super) drivers: &'o [DriverKind],
    /// Use a day.
    pub(super) y: Vec<f64>,
    /// Days, with the mean one.
    pub(super) weights: Vec<f64>,
    /// Use a day of each driver's unit, a column each.
    pub(super) driven: Vec<Vec<f64>>,
}

impl<'o> Columns<'o> {
    pub(super) fn new(observations: &'o [Observation], drivers: &'o [DriverKind]) -> Self {
        let n_days: f64 = observations.iter().map(Observation::n_days).sum();
        let mean = n_days / count(observations.len());
        let driven = (0..drivers.len())
            .map(|at| observations.iter().map(|own| own.drivers[at]).collect())
            .collect();
        Self {
            observations,
            drivers,
            y: observations.iter().map(|own| own.amount / own.n_days()).collect(),
            weights: observations.iter().map(|own| own.n_days() / mean).collect(),
            driven,
        }
    }

    /// The terms of a shape at given change points, a column each, the drivers left out.
    pub(super) fn terms(&self, form: Form, points: &[f64]) -> Vec<Vec<f64>> {
        let rows: Vec<Vec<f64>> =
            self.observations.iter().map(|own| terms(form, points, own)).collect();
        (0..names(form).len()).map(|at| rows.iter().map(|row| row[at]).collect()).collect()
    }

    /// A search for further columns beside the base use and the drivers.
    pub(super) fn search(&self) -> Option<Search> {
        let ones = vec![1.0; self.y.len()];
        let common: Vec<&[f64]> =
            std::iter::once(&ones).chain(&self.driven).map(Vec::as_slice).collect();
        Search::new(&common, &self.y, &self.weights)
    }

    /// Fits a shape at given change points; none where the terms depend on one another.
    pub(super) fn fit(&self, form: Form, points: &[f64]) -> Option<(Candidate, Fit)> {
        let names: Vec<Regressor> = names(form)
            .into_iter()
            .chain(self.drivers.iter().cloned().map(Regressor::Driver))
            .collect();
        let mut columns = self.terms(form, points);
        columns.extend(self.driven.iter().cloned());
        let fit = fit(&columns, &self.y, &self.weights)?;
        let coefficients = names.into_iter().enumerate().map(|(at, term)| Coefficient {
            term,
            value: Figure(fit.coefficients[at]),
            t: Figure(fit.t(at)),
        });
        let candidate = Candidate {
            form,
            points: points.iter().copied().map(Figure).collect(),
            coefficients: coefficients.collect(),
            r2: Figure(fit.r2()),
            adjusted_r2: Figure(fit.adjusted_r2()),
            bic: Figure(fit.bic(columns.len() + points.len())),
            rejection: None,
        };
        Some((candidate, fit))
    }

    /// The candidate of a shape that nothing supports.
    pub(super) fn unsupported(form: Form, rejection: Rejection) -> Candidate {
        Candidate {
            form,
            points: Vec::new(),
            coefficients: Vec::new(),
            r2: Figure(f64::NAN),
            adjusted_r2: Figure(f64::NAN),
            bic: Figure(f64::NAN),
            rejection: Some(rejection),
        }
    }
}
