//! The baseline of a point or a utility: observations, candidates, and the one that is chosen.

use crate::base::{Decimal, Span};
use crate::meters::{BaselineRefusal, Carrier, DriverKind, Meters, Refusal, Tree, Utility, View};

use super::candidate::{Candidate, Columns, Form};
use super::degree_day::Cools;
use super::fsu::Noise;
use super::screening::{Screened, noise, screen};
use super::series::{
    Cut, Grain, LeftOut, Observation, Role, Scope, Source, Wants, Why, missing_days,
};
use super::{Figure, change_point, degree_day};

/// Which shapes are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Degree days: the temperatures of the days are known.
    DegreeDay,
    /// Change points on the mean temperature of each period.
    ChangePoint,
    /// The mean alone.
    Mean,
}

impl Family {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::DegreeDay, Self::ChangePoint, Self::Mean];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::DegreeDay => "degree-day",
            Self::ChangePoint => "change-point",
            Self::Mean => "mean",
        }
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::DegreeDay => "baseline.family.degree_day",
            Self::ChangePoint => "baseline.family.change_point",
            Self::Mean => "baseline.family.mean",
        }
    }
}

/// How one candidate is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Select {
    /// The smallest information criterion, on half degrees Celsius.
    Bic,
    /// The highest adjusted R², on whole degrees Fahrenheit: compatible with CalTRACK 2.0.
    Caltrack,
}

impl Select {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Bic, Self::Caltrack];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bic => "bic",
            Self::Caltrack => "caltrack",
        }
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Bic => "baseline.select.bic",
            Self::Caltrack => "baseline.select.caltrack",
        }
    }
}

/// What to fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineOptions {
    /// Whose use.
    pub scope: Scope,
    /// The days of the baseline.
    pub span: Span,
    /// How use is cut into observations.
    pub cut: Cut,
    /// Which shapes are tried; none for those that the known temperatures allow for.
    pub family: Option<Family>,
    /// How one is chosen.
    pub select: Select,
    /// The station; none for the only one there is.
    pub station: Option<String>,
    /// Drivers that are further linear terms.
    pub drivers: Vec<DriverKind>,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// A fitted baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// Whose use.
    pub scope: Scope,
    /// The utility in its unit.
    pub carrier: Carrier,
    /// The days.
    pub span: Span,
    /// How use was cut into observations.
    pub cut: Cut,
    /// How long an observation is.
    pub grain: Grain,
    /// Which shapes were tried.
    pub family: Family,
    /// How one was chosen.
    pub select: Select,
    /// The station, where temperatures were used.
    pub station: Option<String>,
    /// What the model was fitted to.
    pub observations: Vec<Observation>,
    /// What was left out, and what is to be said of what was kept.
    pub left_out: Vec<LeftOut>,
    /// How many days of the span no observation has.
    pub missing: i64,
    /// Everything that was tried.
    pub candidates: Vec<Candidate>,
    /// The chosen one.
    pub chosen: Candidate,
    /// Whether it is good enough.
    pub screening: Vec<Screened>,
    pub(super) noise: Noise,
}

/// The days that a baseline should have (CalTRACK 2.2.1.1).
const YEAR: i64 = 365;

/// The fewest observations that tell a slope from chance.
pub(super) const LEAST: usize = 6;

impl Baseline {
    /// The expected use of a period whose weather is known.
    pub fn expected(&self, observation: &Observation) -> Figure {
        Figure(self.chosen.expected(observation))
    }

    /// The scatter of a period's use about the model, in the unit of the utility (RMSE, `n − k`).
    pub fn sigma(&self) -> Figure {
        let mean = self.mean_use().0;
        Figure(self.noise.cv * mean)
    }

    /// The mean use of an observation.
    fn mean_use(&self) -> Figure {
        let sum: f64 = self.observations.iter().map(|own| own.amount).sum();
        Figure(sum / super::figure::count(self.observations.len()))
    }

    /// How much the residuals of neighbouring observations follow one another (ρ₁).
    pub fn correlation(&self) -> Figure {
        Figure(self.noise.rho)
    }

    /// Whether a year is covered but for a tenth of its days (CalTRACK 2.2.1).
    pub fn is_sufficient(&self) -> bool {
        self.span.days() >= YEAR && self.missing * 10 <= self.span.days()
    }

    /// The fitted use of each observation, beside what was measured.
    pub fn fitted(&self) -> impl Iterator<Item = (&Observation, Figure)> {
        self.observations.iter().map(|own| (own, self.expected(own)))
    }
}

/// Fits a baseline.
pub fn baseline(meters: &Meters, options: &BaselineOptions) -> Result<Baseline, Refusal> {
    Fitting::new(meters, options)?.baseline(options.span)
}

/// A baseline, and what it expects of other periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecasts {
    /// The baseline.
    pub baseline: Baseline,
    /// What it expects of each period, or why it cannot tell.
    pub periods: Vec<(Span, Result<Figure, Why>)>,
}

/// Fits a baseline and asks it for the use of periods, whatever was used in them.
pub fn expected(
    meters: &Meters,
    options: &BaselineOptions,
    periods: &[Span],
) -> Result<Forecasts, Refusal> {
    let fitting = Fitting::new(meters, options)?;
    let baseline = fitting.baseline(options.span)?;
    let fitting = fitting.needing(baseline.chosen.form);
    let one = |span: &Span| {
        let known = fitting.source.conditions(*span);
        (*span, known.map(|own| baseline.expected(&own)))
    };
    let periods = periods.iter().map(one).collect();
    Ok(Forecasts { baseline, periods })
}

/// What several baselines of one scope are fitted from.
pub(super) struct Fitting<'m> {
    meters: &'m Meters,
    options: &'m BaselineOptions,
    family: Family,
    pub(super) source: Source<'m>,
}

impl<'m> Fitting<'m> {
    pub(super) fn new(meters: &'m Meters, options: &'m BaselineOptions) -> Result<Self, Refusal> {
        let carrier = match &options.scope {
            Scope::Point(code) => meters.known(code)?.point().carrier.clone(),
            Scope::Total { carrier, .. } => carrier.clone(),
        };
        let climate =
            match (options.family, meters.climate(options.station.as_deref(), &options.view)) {
                (Some(Family::Mean), _)
                | (None, Err(Refusal::Baseline(BaselineRefusal::NoWeather))) => None,
                (_, climate) => Some(climate?),
            };
        let family = options.family.unwrap_or(match &climate {
            Some(climate) if !climate.days.is_empty() => Family::DegreeDay,
            Some(_) => Family::ChangePoint,
            None => Family::Mean,
        });
        let source = Source {
            meters,
            tree: Tree::new(meters, &options.view),
            scope: &options.scope,
            carrier,
            cut: options.cut,
            climate,
            wants: match family {
                Family::DegreeDay => Wants::Days,
                Family::ChangePoint => Wants::Means,
                Family::Mean => Wants::Nothing,
            },
            drivers: &options.drivers,
        };
        Ok(Self { meters, options, family, source })
    }

    /// Fits the baseline of a span.
    pub(super) fn baseline(&self, span: Span) -> Result<Baseline, Refusal> {
        let series = self.source.series(span, Role::Baseline);
        let n = series.observations.len();
        if n < LEAST + self.options.drivers.len() {
            let why = series.left_out.first().map(|left| left.why.clone());
            let least = LEAST + self.options.drivers.len();
            return Err(BaselineRefusal::FewObservations { span, n, least, why }.into());
        }
        let best = self.recipe().best(&series.observations, series.grain);
        let (candidates, chosen) = best.ok_or(BaselineRefusal::NoModel { span })?;
        let observations = series.observations;
        Ok(Baseline {
            scope: self.options.scope.clone(),
            carrier: self.source.carrier.clone(),
            span,
            cut: self.options.cut,
            grain: series.grain,
            family: self.family,
            select: self.options.select,
            station: self.source.climate.as_ref().map(|climate| climate.station.clone()),
            left_out: series.left_out,
            missing: missing_days(span, &observations),
            screening: screen(self.meters, span.last(), &chosen, &observations),
            noise: noise(&chosen, &observations, series.grain),
            observations,
            candidates,
            chosen,
        })
    }

    /// How observations become a model.
    pub(super) fn recipe(&self) -> Recipe<'_> {
        Recipe {
            family: self.family,
            select: self.options.select,
            cools: match self.source.carrier.utility() {
                Utility::Gas => Cools::Never,
                _ => Cools::Maybe,
            },
            drivers: &self.options.drivers,
        }
    }

    /// The same with the temperatures that a chosen shape needs: the mean needs none.
    pub(super) fn needing(mut self, form: Form) -> Self {
        if form == Form::Mean {
            self.source.wants = Wants::Nothing;
        }
        self
    }
}

/// How observations become a model.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recipe<'d> {
    pub(super) family: Family,
    pub(super) select: Select,
    pub(super) cools: Cools,
    /// The names of the drivers.
    pub(super) drivers: &'d [DriverKind],
}

impl Recipe<'_> {
    /// Everything that is tried, and what is chosen of it.
    pub(super) fn best(
        &self,
        observations: &[Observation],
        grain: Grain,
    ) -> Option<(Vec<Candidate>, Candidate)> {
        let columns = Columns::new(observations, self.drivers);
        let candidates = match self.family {
            Family::DegreeDay => degree_day::candidates(&columns, self.select, grain, self.cools),
            Family::ChangePoint => change_point::candidates(&columns),
            Family::Mean => columns.fit(Form::Mean, &[]).map(|(own, _)| own).into_iter().collect(),
        };
        let chosen = choose(&candidates, self.select)?.clone();
        Some((candidates, chosen))
    }
}

/// The best of the candidates that come into question; the simpler one among equals.
fn choose(candidates: &[Candidate], select: Select) -> Option<&Candidate> {
    let qualified = candidates.iter().filter(|own| own.rejection.is_none() && !own.bic.0.is_nan());
    let worth = |own: &Candidate| match select {
        Select::Bic => own.bic.0,
        Select::Caltrack => -own.adjusted_r2.0,
    };
    qualified.min_by(|one, other| worth(one).total_cmp(&worth(other)))
}

/// A use as it is known, in the unit of the utility.
pub(super) fn total(observations: &[Observation]) -> Decimal {
    observations.iter().fold(Decimal::ZERO, |sum, own| sum.saturating_add(own.used))
}
