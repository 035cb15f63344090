//! The climate zone of a hospital: as somebody said, or as a whole year of temperatures tells.

use crate::base::{Decimal, Fraction, Refuse as _, Span};
use crate::meters::{Meters, View};

use super::{ClimateZone, ZoneRule};

/// Where the climate zone is known from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneFound {
    /// The settings or a flag say it.
    Said(ClimateZone),
    /// The temperatures of the year tell it.
    Told(Degrees),
    /// Nothing does.
    Unknown(NoZone),
}

/// The degree-days of a year, and the zone they tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Degrees {
    /// The station.
    pub station: String,
    /// Its heating degree-days (HDD18).
    pub heating: Decimal,
    /// Its cooling degree-days (CDD26).
    pub cooling: Decimal,
    /// The rule that tells the zone.
    pub rule: ZoneRule,
}

/// Why nothing tells the climate zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoZone {
    /// There are no temperatures, or of several stations.
    Station {
        /// The code that says which.
        code: &'static str,
    },
    /// Some days of the year have no mean temperature.
    Days {
        /// How many.
        missing: i64,
    },
    /// The degree-days are those of no zone that has a quota.
    Elsewhere {
        /// The heating degree-days.
        heating: Decimal,
        /// The cooling degree-days.
        cooling: Decimal,
    },
    /// A number left the range that can be computed exactly.
    Range,
}

impl ZoneFound {
    /// The zone, where it is known.
    pub const fn zone(&self) -> Option<ClimateZone> {
        match self {
            Self::Said(zone) => Some(*zone),
            Self::Told(degrees) => Some(degrees.rule.zone),
            Self::Unknown(_) => None,
        }
    }
}

/// Finds the climate zone: what is said goes before what the temperatures tell.
pub(super) fn zone(
    meters: &Meters,
    said: Option<ClimateZone>,
    station: Option<&str>,
    span: Span,
    view: View,
) -> ZoneFound {
    match said {
        Some(zone) => ZoneFound::Said(zone),
        None => told(meters, station, span, view).map_or_else(ZoneFound::Unknown, ZoneFound::Told),
    }
}

fn told(meters: &Meters, station: Option<&str>, span: Span, view: View) -> Result<Degrees, NoZone> {
    let climate = meters
        .climate(station, &view)
        .map_err(|refusal| NoZone::Station { code: refusal.code() })?;
    let missing: i64 = climate.gaps(span).iter().map(|gap| gap.days()).sum();
    if missing > 0 {
        return Err(NoZone::Days { missing });
    }
    let mut first = None;
    for rule in meters.zone_rules(span.last()) {
        let days: Vec<Decimal> = climate.known(span).collect();
        let heating = degrees(&days, |mean| rule.heating_base.checked_sub(mean))?;
        let cooling = degrees(&days, |mean| mean.checked_sub(rule.cooling_base))?;
        let is_cold = heating >= rule.heating_from && heating <= rule.heating_to;
        let is_above = rule.cooling_above.is_none_or(|above| cooling > above);
        let is_below = rule.cooling_to.is_none_or(|to| cooling <= to);
        if is_cold && is_above && is_below {
            let rule = rule.clone();
            return Ok(Degrees { station: climate.station, heating, cooling, rule });
        }
        first = first.or(Some((heating, cooling)));
    }
    let (heating, cooling) = first.unwrap_or_default();
    Err(NoZone::Elsewhere { heating, cooling })
}

/// The sum of what the days' means are beyond a base.
fn degrees(
    days: &[Decimal],
    beyond: impl Fn(Decimal) -> Option<Decimal>,
) -> Result<Decimal, NoZone> {
    let sum = days.iter().try_fold(Fraction::ZERO, |sum, mean| {
        let own = beyond(*mean)?.max(Decimal::ZERO);
        sum.checked_add(Fraction::from_decimal(own))
    });
    sum.and_then(|sum| sum.round(4)).map(|sum| sum.normalize()).ok_or(NoZone::Range)
}
