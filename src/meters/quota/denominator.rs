//! What a use is divided by before it is held against a quota.

use crate::base::{Decimal, Fraction, SiteCode, Span};
use crate::meters::{DriverKind, DriverOver, DriverSum, Meters, Persons, driver_sum, persons};
use crate::org::Org;

use super::{GradeLack, Numerator};

/// What a use is divided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denominator {
    /// Floor area, less that of the special systems where any are told.
    Area {
        /// The floor area.
        area: DriverSum,
        /// That of the special systems; none where no point is told to be of them.
        special: Option<DriverSum>,
    },
    /// A figure as it was entered: heated area, open bed-days.
    Driver(DriverSum),
    /// The persons counted, term by term.
    Persons(Persons),
    /// Another use: that of the IT equipment.
    Use(Box<Numerator>),
}

impl Denominator {
    /// What it comes to; none as long as something is missing.
    pub fn amount(&self) -> Option<Fraction> {
        match self {
            Self::Area { area, special: None } | Self::Driver(area) => area.amount(),
            Self::Area { area, special: Some(special) } => {
                area.amount()?.checked_sub(special.amount()?)
            }
            Self::Persons(persons) => persons.total(),
            Self::Use(own) => own.amount.map(Fraction::from_decimal),
        }
    }

    /// The same as a decimal, to four decimals where it has no end.
    pub fn decimal(&self) -> Option<Decimal> {
        self.amount()?.round(4).map(|amount| amount.normalize())
    }

    /// The key of what it is.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Area { special: None, .. } => "quota.per.area",
            Self::Area { special: Some(_), .. } => "quota.per.general_area",
            Self::Driver(sum) => match sum.over.kind {
                DriverKind::HeatedArea => "quota.per.heated_area",
                _ => "quota.per.bed_days",
            },
            Self::Persons(_) => "quota.per.persons",
            Self::Use(_) => "quota.per.it_equipment",
        }
    }

    /// The figures that are missing.
    pub(super) fn lacks(&self) -> Vec<GradeLack> {
        let missing =
            |sum: &DriverSum| (!sum.missing.is_empty()).then(|| GradeLack::Driver(sum.clone()));
        let mut lacks: Vec<GradeLack> = match self {
            Self::Area { area, special } => {
                missing(area).into_iter().chain(special.as_ref().and_then(missing)).collect()
            }
            Self::Driver(sum) => missing(sum).into_iter().collect(),
            Self::Persons(persons) => persons.missing().cloned().map(GradeLack::Driver).collect(),
            Self::Use(own) => own.lacks.clone(),
        };
        if lacks.is_empty() && self.amount().is_none_or(|own| !own.is_positive()) {
            lacks.push(GradeLack::NoBase);
        }
        lacks
    }
}

/// Where the figures of a year come from.
#[derive(Clone, Copy)]
pub(super) struct Figures<'a> {
    pub(super) meters: &'a Meters,
    pub(super) org: &'a Org,
    pub(super) site: Option<&'a SiteCode>,
    pub(super) span: Span,
}

impl Figures<'_> {
    pub(super) fn sum(self, kind: DriverKind) -> DriverSum {
        let over = DriverOver { kind, site: self.site.cloned(), department: None, span: self.span };
        driver_sum(self.meters, self.org, &over)
    }

    /// The persons counted; none for days that are no whole year.
    pub(super) fn persons(self) -> Option<Persons> {
        persons(self.meters, self.org, self.site, self.span)
    }
}
