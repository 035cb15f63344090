//! The rows of the register of quotas, which of them is in force, and whether another can be set.

use crate::base::{Day, Decided, Decimal};
use crate::meters::{Basis, Meters, Origin, Refusal};

use super::{ClimateZone, HospitalClass, Indicator, Levels, QuotaRefusal};

/// The quota of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quota {
    /// What is limited.
    pub indicator: Indicator,
    /// The class of hospital it is for; every one where none is named.
    pub class: Option<HospitalClass>,
    /// The climate zone it is for; every one where none is named.
    pub zone: Option<ClimateZone>,
    /// Whether the hospital named it or it came with the tool.
    pub origin: Origin,
    /// The first day it is used; up to the next one.
    pub valid_from: Day,
    /// Its levels, in the indicator's unit.
    pub levels: Levels,
    /// The basis on which it was made, where energy is converted to standard coal.
    pub basis: Option<Basis>,
    /// Where it comes from.
    pub source: String,
    /// How far the source can be trusted.
    pub mark: Option<String>,
}

impl Quota {
    /// Whether two quotas claim the same days.
    pub(in crate::meters) fn same_place(&self, other: &Self) -> bool {
        (self.indicator, self.class, self.zone, self.origin, self.valid_from)
            == (other.indicator, other.class, other.zone, other.origin, other.valid_from)
    }

    /// Refuses a quota in standard coal without the basis it was made on, and a basis of any other.
    pub(in crate::meters) fn must_hold(&self) -> Result<(), QuotaRefusal> {
        if self.indicator.is_coal() == self.basis.is_some() {
            return Ok(());
        }
        Err(QuotaRefusal::Basis { indicator: self.indicator })
    }

    pub(in crate::meters) fn taken(&self) -> QuotaRefusal {
        QuotaRefusal::Taken {
            indicator: self.indicator,
            date: self.valid_from,
            recorded: self.levels.to_string(),
        }
    }
}

/// By which temperatures a climate zone is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ZoneRule {
    /// The zone.
    pub zone: ClimateZone,
    /// Whether the hospital named it or it came with the tool.
    pub origin: Origin,
    /// The first day it is used; up to the next one.
    pub valid_from: Day,
    /// Heating degree-days count what a day's mean is below this, in °C.
    pub heating_base: Decimal,
    /// The fewest heating degree-days of a year.
    pub heating_from: Decimal,
    /// The most heating degree-days of a year.
    pub heating_to: Decimal,
    /// Cooling degree-days count what a day's mean is above this, in °C.
    pub cooling_base: Decimal,
    /// More cooling degree-days than this, where it matters.
    pub cooling_above: Option<Decimal>,
    /// The most cooling degree-days, where it matters.
    pub cooling_to: Option<Decimal>,
    /// Where it comes from.
    pub source: String,
    /// How far the source can be trusted.
    pub mark: Option<String>,
}

impl ZoneRule {
    /// Whether two rules claim the same days.
    pub(in crate::meters) fn same_place(&self, other: &Self) -> bool {
        (self.zone, self.origin, self.valid_from) == (other.zone, other.origin, other.valid_from)
    }
}

impl Meters {
    /// The quotas, by indicator, class, zone and day.
    pub fn quotas(&self) -> &[Quota] {
        &self.quotas
    }

    /// The quota of a day for a hospital of a class in a zone; the samples stand in only where the
    /// store has none at all.
    ///
    /// What is for a class and a zone goes before what is for every one.
    pub fn quota(
        &self,
        indicator: Indicator,
        class: Option<HospitalClass>,
        zone: Option<ClimateZone>,
        day: Day,
    ) -> Option<&Quota> {
        let about = |quota: &&Quota| {
            quota.indicator == indicator
                && (quota.class.is_none() || quota.class == class)
                && (quota.zone.is_none() || quota.zone == zone)
        };
        let all: Vec<&Quota> = self.quotas.iter().filter(about).collect();
        let origin = all.iter().map(|quota| quota.origin).min()?;
        all.into_iter()
            .filter(|quota| quota.origin == origin && quota.valid_from <= day)
            .max_by_key(|quota| (quota.class.is_some(), quota.zone.is_some(), quota.valid_from))
    }

    /// Whether the quotas of an indicator that are in force differ by class, and by zone.
    pub(super) fn quota_asks(&self, indicator: Indicator) -> (bool, bool) {
        let own = || self.quotas.iter().filter(|quota| quota.indicator == indicator);
        (own().any(|quota| quota.class.is_some()), own().any(|quota| quota.zone.is_some()))
    }

    /// The rules that tell climate zones on a day; the samples stand in only where the store has
    /// none at all.
    pub(super) fn zone_rules(&self, day: Day) -> Vec<&ZoneRule> {
        let Some(origin) = self.zone_rules.iter().map(|rule| rule.origin).min() else {
            return Vec::new();
        };
        let of = |zone: ClimateZone| {
            self.zone_rules
                .iter()
                .filter(|rule| rule.zone == zone && rule.origin == origin && rule.valid_from <= day)
                .max_by_key(|rule| rule.valid_from)
        };
        ClimateZone::ALL.into_iter().filter_map(of).collect()
    }
}

/// Decides whether a quota can be set.
pub fn set_quota(meters: &Meters, quota: Quota) -> Result<Decided<Vec<Quota>>, Refusal> {
    quota.must_hold()?;
    match meters.quotas().iter().find(|there| there.same_place(&quota)) {
        Some(there) if (there.levels, &there.basis) == (quota.levels, &quota.basis) => {
            Ok(Decided::Already(there.valid_from.to_string()))
        }
        Some(there) => Err(there.taken().into()),
        None => Ok(Decided::New(vec![quota])),
    }
}
