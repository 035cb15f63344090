//! Observations: periods whose use is known in full, with their weather and drivers.
//!
//! Readings as they were taken are billing periods; where they are daily, days are. A total or a
//! virtual meter has months. What is left out is named with its reason.

use std::collections::BTreeMap;

use crate::base::{Day, Decimal, Fraction, PointCode, SiteCode, Span};
use crate::meters::{
    Carrier, Climate, Consumption, DriverKind, DriverPlace, Gap, Interval, Meters, Nature, Tree,
    Utility,
};

use super::figure::{count, days, float};

/// Whose use it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// That of a point.
    Point(PointCode),
    /// That of a utility, as it was measured furthest up.
    Total {
        /// The utility in its unit.
        carrier: Carrier,
        /// Only this site.
        site: Option<SiteCode>,
    },
}

/// How use is cut into observations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cut {
    /// From reading to reading, as the dial was read.
    Readings,
    /// By month, from readings shared out over their days.
    Months,
}

impl Cut {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Readings, Self::Months];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Readings => "readings",
            Self::Months => "months",
        }
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Readings => "baseline.cut.readings",
            Self::Months => "baseline.cut.months",
        }
    }
}

/// How long an observation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grain {
    /// A day.
    Daily,
    /// A month or two.
    Billing,
}

/// What observations are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// To fit a model: what does not fit in is left out.
    Baseline,
    /// To be held against it: short periods are merged, long ones kept.
    Reporting,
}

/// A period with its use, its weather and its drivers.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The days.
    pub span: Span,
    /// The use.
    pub used: Decimal,
    /// The same.
    pub(super) amount: f64,
    /// The mean temperatures of its known days.
    pub(super) temperatures: Vec<f64>,
    /// The mean temperature of the period.
    pub(super) mean: Option<f64>,
    /// Each driver's amount a day.
    pub(super) drivers: Vec<f64>,
}

impl Observation {
    /// A use without weather or drivers.
    pub(super) fn new(span: Span, used: Decimal) -> Self {
        let (temperatures, drivers) = (Vec::new(), Vec::new());
        Self { span, used, amount: float(used), temperatures, mean: None, drivers }
    }

    /// How many days it has.
    pub(super) fn n_days(&self) -> f64 {
        days(self.span.days())
    }

    /// Degrees below a balance point, a day.
    pub(super) fn below(&self, point: f64) -> f64 {
        let sum: f64 = self.temperatures.iter().map(|own| (point - own).max(0.0)).sum();
        sum / count(self.temperatures.len())
    }

    /// Degrees above a balance point, a day.
    pub(super) fn above(&self, point: f64) -> f64 {
        let sum: f64 = self.temperatures.iter().map(|own| (own - point).max(0.0)).sum();
        sum / count(self.temperatures.len())
    }

    /// How many days are below a balance point.
    pub(super) fn n_below(&self, point: f64) -> usize {
        self.temperatures.iter().filter(|own| **own < point).count()
    }

    /// How many days are above a balance point.
    pub(super) fn n_above(&self, point: f64) -> usize {
        self.temperatures.iter().filter(|own| **own > point).count()
    }
}

/// A period that is no observation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The days.
    pub span: Span,
    /// Why.
    pub why: Why,
}

/// Why a period is left out, or what is to be said of one that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Its use is not known in full.
    Open(Gap),
    /// It is not a whole month, or not in service all month.
    Part,
    /// A reading after fewer than 25 days (CalTRACK 2.2.3).
    Short,
    /// A reading after more than 35 days, or 70 where readings are taken every two months.
    Long,
    /// Nothing used: electricity that reads zero is missing (CalTRACK 2.2.1.4).
    Zero,
    /// More than a tenth of its days, or its mean, have no temperature.
    NoWeather {
        /// How many days have none.
        missing: i64,
    },
    /// A driver is not known for all of it.
    NoDriver(DriverKind),
    /// Kept, with the temperatures of the known days: a few have none.
    FewDays {
        /// How many days have none.
        missing: i64,
    },
    /// Kept: far beyond the others (above the median and three times the middle half's range).
    Extreme,
}

impl Why {
    /// The key of its label.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Open(_) => "baseline.left.open",
            Self::Part => "baseline.left.part",
            Self::Short => "baseline.left.short",
            Self::Long => "baseline.left.long",
            Self::Zero => "baseline.left.zero",
            Self::NoWeather { .. } => "baseline.left.weather",
            Self::NoDriver(_) => "baseline.left.driver",
            Self::FewDays { .. } => "baseline.left.few_days",
            Self::Extreme => "baseline.left.extreme",
        }
    }

    /// Whether the period is kept all the same.
    pub const fn is_kept(&self) -> bool {
        matches!(self, Self::FewDays { .. } | Self::Extreme)
    }
}

/// The observations of a span.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    pub(super) grain: Grain,
    pub(super) observations: Vec<Observation>,
    /// What was left out, and what is to be said of what was kept.
    pub(super) left_out: Vec<LeftOut>,
}

/// What a series is of, and what each observation needs.
pub(super) struct Source<'m> {
    pub(super) meters: &'m Meters,
    pub(super) tree: Tree<'m>,
    pub(super) scope: &'m Scope,
    pub(super) carrier: Carrier,
    pub(super) cut: Cut,
    pub(super) climate: Option<Climate>,
    pub(super) wants: Wants,
    pub(super) drivers: &'m [DriverKind],
}

/// Which temperatures a model needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    /// None.
    Nothing,
    /// The mean of each period.
    Means,
    /// Those of the days.
    Days,
}

/// Fewer days than this between two readings are no billing period.
const SHORT: i64 = 25;
/// More than this are none, where readings are monthly.
const LONG: i64 = 35;
/// More than this are none, where readings are taken every two months.
const LONG_OF_TWO: i64 = 70;

impl Source<'_> {
    /// The observations of a span, for a role.
    pub(super) fn series(&self, span: Span, role: Role) -> Series {
        let own = match self.scope {
            Scope::Point(code) => {
                let node = self.tree.node(code);
                node.and_then(|node| node.consumption()).filter(|_| self.cut == Cut::Readings)
            }
            Scope::Total { .. } => None,
        };
        let (grain, periods, mut left_out) = own.map_or_else(
            || {
                let (periods, left_out) = self.months(span);
                (Grain::Billing, periods, left_out)
            },
            |consumption| readings(consumption, span, role),
        );
        let mut observations = Vec::new();
        for observation in periods {
            let span = observation.span;
            let zero = observation.used.is_zero();
            if zero && self.carrier.utility() == Utility::Electricity {
                left_out.push(LeftOut { span, why: Why::Zero });
                continue;
            }
            match self.with_conditions(observation) {
                Ok((observation, said)) => {
                    observations.push(observation);
                    left_out.extend(said.map(|why| LeftOut { span, why }));
                }
                Err(why) => left_out.push(LeftOut { span, why }),
            }
        }
        left_out.extend(extreme(&observations));
        left_out.sort_by_key(|left| left.span);
        Series { grain, observations, left_out }
    }

    /// The first day of which a use is known.
    pub(super) fn first_day(&self) -> Option<Day> {
        let of_scope = |code: &PointCode| match self.scope {
            Scope::Point(own) => own == code,
            Scope::Total { .. } => true,
        };
        let own = self.tree.nodes().filter(|node| node.point().carrier == self.carrier);
        own.filter(|node| of_scope(&node.point().code))
            .filter_map(|node| Some(node.consumption()?.intervals.first()?.from))
            .min()
    }

    /// The whole months of a span.
    fn months(&self, span: Span) -> (Vec<Observation>, Vec<LeftOut>) {
        let mut periods = Vec::new();
        let mut left_out = Vec::new();
        for month in span.months() {
            let whole = month.span();
            if whole.overlap(span) != Some(whole) {
                left_out.extend(whole.overlap(span).map(|span| LeftOut { span, why: Why::Part }));
                continue;
            }
            let usage = match self.scope {
                Scope::Point(code) => {
                    let node = self.tree.node(code);
                    let Some(node) = node else { continue };
                    let usage = self.tree.usage(node, whole, &[whole]);
                    if node.consumption().is_some() && usage.expected < whole.days() {
                        left_out.push(LeftOut { span: whole, why: Why::Part });
                        continue;
                    }
                    usage
                }
                Scope::Total { carrier, site } => {
                    self.tree.total(carrier, site.as_ref(), whole, &[whole])
                }
            };
            match (usage.amount(), usage.open.first()) {
                (_, Some(open)) => {
                    left_out.push(LeftOut { span: whole, why: Why::Open(open.gap.clone()) });
                }
                (Some(used), None) => periods.push(Observation::new(whole, used)),
                (None, None) => left_out.push(LeftOut { span: whole, why: Why::Part }),
            }
        }
        (periods, left_out)
    }

    /// The weather and the drivers of a period, of which no use needs to be known.
    pub(super) fn conditions(&self, span: Span) -> Result<Observation, Why> {
        Ok(self.with_conditions(Observation::new(span, Decimal::ZERO))?.0)
    }

    /// A period with its temperatures and drivers, and what is to be said of it.
    fn with_conditions(
        &self,
        mut observation: Observation,
    ) -> Result<(Observation, Option<Why>), Why> {
        let span = observation.span;
        let mut said = None;
        if let Some(climate) = self.climate.as_ref().filter(|_| self.wants != Wants::Nothing) {
            let known: Vec<f64> = climate.known(span).map(float).collect();
            let missing = span.days() - i64::try_from(known.len()).unwrap_or(i64::MAX);
            let enough = missing * 10 <= span.days();
            let month = span.as_month().and_then(|month| climate.months.get(&month));
            if enough {
                observation.mean = Some(known.iter().sum::<f64>() / count(known.len()));
                observation.temperatures = known;
                said = (missing > 0).then_some(Why::FewDays { missing });
            } else if let (Wants::Means, Some(mean)) = (self.wants, month) {
                observation.mean = Some(float(*mean));
            } else {
                return Err(Why::NoWeather { missing });
            }
        }
        for driver in self.drivers {
            let amount = self.driver(driver, span).ok_or_else(|| Why::NoDriver(driver.clone()))?;
            observation.drivers.push(amount);
        }
        Ok((observation, said))
    }

    /// A driver's amount a day within a span; none where a month of it is not known.
    ///
    /// Bed-days and visits of a month are shared out over its days; beds, staff and area stand for
    /// each of them. A point of a department follows what its department counts, any other the
    /// site's or the whole hospital's.
    fn driver(&self, kind: &DriverKind, span: Span) -> Option<f64> {
        let (site, department) = match self.scope {
            Scope::Point(code) => (None, self.meters.history(code)?.point().department.clone()),
            Scope::Total { site, .. } => (site.clone(), None),
        };
        let mut sum = 0.0;
        for month in span.months() {
            let (site, department) = (site.clone(), department.clone());
            let place = DriverPlace { kind: kind.clone(), site, department, month };
            let amount = float(self.meters.driver_at(&place)?.amount);
            let per_day = match kind.nature() {
                Nature::Sum => amount / days(month.days()),
                Nature::Level => amount,
            };
            sum += per_day * days(month.span().overlap(span)?.days());
        }
        Some(sum / days(span.days()))
    }
}

/// The readings of a span as periods.
fn readings(
    consumption: &Consumption,
    span: Span,
    role: Role,
) -> (Grain, Vec<Observation>, Vec<LeftOut>) {
    let inside =
        |interval: &&Interval| interval.span().is_some_and(|own| own.overlap(span) == Some(own));
    let own: Vec<&Interval> = consumption.intervals.iter().filter(inside).collect();
    let mut left_out: Vec<LeftOut> = own
        .iter()
        .filter_map(|interval| {
            let gap = interval.outcome.as_ref().err()?;
            Some(LeftOut { span: interval.span()?, why: Why::Open(gap.clone()) })
        })
        .collect();
    let known: Vec<(Span, Fraction)> = own
        .iter()
        .filter_map(|interval| Some((interval.span()?, interval.outcome.as_ref().ok()?.exact)))
        .collect();
    let mut lengths: Vec<i64> = known.iter().map(|(span, _)| span.days()).collect();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    if median <= 1 {
        let mut days = Vec::new();
        for (span, exact) in known {
            match exact.round(6) {
                Some(used) if span.days() == 1 => days.push(Observation::new(span, used)),
                _ => left_out.push(LeftOut { span, why: Why::Long }),
            }
        }
        return (Grain::Daily, days, left_out);
    }
    let most = if median > LONG { LONG_OF_TWO } else { LONG };
    let merged = match role {
        Role::Baseline => known,
        Role::Reporting => merge(known),
    };
    let mut periods = Vec::new();
    for (span, exact) in merged {
        let why = match (span.days(), role) {
            (days, _) if days < SHORT => Some(Why::Short),
            (days, Role::Baseline) if days > most => Some(Why::Long),
            _ => None,
        };
        match (why, exact.round(6)) {
            (None, Some(used)) => periods.push(Observation::new(span, used)),
            (why, _) => {
                left_out.push(LeftOut { span, why: why.unwrap_or(Why::Open(Gap::Range)) });
            }
        }
    }
    (Grain::Billing, periods, left_out)
}

/// Joins short neighbouring periods, as long as they stay within two months.
fn merge(known: Vec<(Span, Fraction)>) -> Vec<(Span, Fraction)> {
    let mut merged: Vec<(Span, Fraction)> = Vec::new();
    for (span, exact) in known {
        let joined = merged.last().and_then(|(before, sum)| {
            let short = before.days() < SHORT || span.days() < SHORT;
            let whole = Span::new(before.first(), span.last())?;
            let beside = before.last().next() == span.first() && whole.days() <= LONG_OF_TWO;
            (short && beside).then(|| sum.checked_add(exact).map(|sum| (whole, sum)))?
        });
        match joined {
            Some(joined) => {
                merged.pop();
                merged.push(joined);
            }
            None => merged.push((span, exact)),
        }
    }
    merged
}

/// The observations far beyond the others (CalTRACK 2.3.6): kept, and said.
fn extreme(observations: &[Observation]) -> Vec<LeftOut> {
    let mut sorted: Vec<f64> = observations.iter().map(|own| own.amount / own.n_days()).collect();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    if n < 8 {
        return Vec::new();
    }
    let limit = sorted[n / 2] + 3.0 * (sorted[n * 3 / 4] - sorted[n / 4]);
    observations
        .iter()
        .filter(|own| own.amount / own.n_days() > limit)
        .map(|own| LeftOut { span: own.span, why: Why::Extreme })
        .collect()
}

/// The share of a span's days that no observation has.
pub(super) fn missing_days(span: Span, observations: &[Observation]) -> i64 {
    let known: BTreeMap<Day, i64> =
        observations.iter().map(|own| (own.span.first(), own.span.days())).collect();
    span.days() - known.values().sum::<i64>()
}
