//! Grades a hospital's year: every indicator with its value, its working and its quota.

use crate::base::{Decimal, Fraction, SiteCode, Span};
use crate::meters::tree::Tree;
use crate::meters::{Basis, DriverKind, Equivalent, Meters, Open, Utility, View};
use crate::org::Org;

use super::denominator::Figures;
use super::numerator::{exact, of_energy, of_utility};
use super::scope::Counted;
use super::zone::zone;
use super::{
    Denominator, Grade, GradeLack, Heating, HospitalProfile, Indicator, Numerator, Part, Quota,
    Scoped, ToldApart, ZoneFound,
};

/// What to grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeOptions {
    /// The days of a whole year.
    pub span: Span,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// What the hospital is.
    pub profile: HospitalProfile,
    /// The station whose temperatures may tell the climate zone.
    pub station: Option<String>,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// The grades of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grades {
    /// What was asked.
    pub options: GradeOptions,
    /// Where the climate zone is known from.
    pub zone: ZoneFound,
    /// A line for each indicator.
    pub lines: Vec<Graded>,
    /// The points that indicators leave out, or that have one of their own.
    pub left_out: Vec<ToldApart>,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graded {
    /// Which one.
    pub indicator: Indicator,
    /// What was used; none where there is no quota that names the basis of the conversion, or
    /// nothing is told to be of it.
    pub numerator: Option<Numerator>,
    /// What it is divided by.
    pub denominator: Option<Denominator>,
    /// The value, in the indicator's unit; none where something is missing.
    pub value: Option<Fraction>,
    /// The quota in force for the hospital's class and zone.
    pub quota: Option<Quota>,
    /// The grade; none where the value or the quota is missing.
    pub grade: Option<Grade>,
    /// What is missing.
    pub lacks: Vec<GradeLack>,
}

/// Whether an indicator has a grade, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GradeState {
    /// It has.
    Graded(Grade),
    /// Something is missing.
    Open,
    /// Nothing is told to be of it, so there is nothing to grade.
    Untold,
}

impl Graded {
    /// Whether it has a grade.
    pub fn state(&self) -> GradeState {
        match self.grade {
            Some(grade) => GradeState::Graded(grade),
            None if self.lacks.iter().any(GradeLack::is_untold) => GradeState::Untold,
            None => GradeState::Open,
        }
    }

    /// The value to four decimals.
    pub fn shown(&self) -> Option<Decimal> {
        self.value?.round(4)
    }
}

impl Grades {
    /// Whether an indicator is over its limit, or open.
    pub fn needs_attention(&self) -> bool {
        self.lines.iter().any(|line| match line.state() {
            GradeState::Graded(grade) => grade.is_over(),
            GradeState::Open => true,
            GradeState::Untold => false,
        })
    }

    /// The days without a use, each once.
    pub fn open(&self) -> Vec<Open> {
        let mut open: Vec<Open> = Vec::new();
        for own in self.lines.iter().filter_map(|line| line.numerator.as_ref()) {
            for days in own.open() {
                if !open.contains(days) {
                    open.push(days.clone());
                }
            }
        }
        open
    }
}

/// Grades a whole year; none for days that are no whole year.
pub fn grade_year(meters: &Meters, org: &Org, options: &GradeOptions) -> Option<Grades> {
    let GradeOptions { span, site, profile, station, view } = options;
    let figures = Figures { meters, org, site: site.as_ref(), span: *span };
    figures.persons()?;
    let tree = Tree::new(meters, view);
    let scoped = Scoped { tree: &tree, scope: &profile.scope, site: site.as_ref() };
    let zone = zone(meters, profile.zone, station.as_deref(), *span, *view);
    let grading = Grading { meters, figures, scoped, profile, zone: &zone };
    let heating = match profile.heating {
        Some(heating) => heating,
        None => Heating::District,
    };
    let indicators = [
        Indicator::NonHeating,
        Indicator::PerPerson,
        Indicator::Electricity,
        Indicator::Heating(heating),
        Indicator::DataCentre,
        Indicator::Water,
    ];
    let lines = indicators.into_iter().map(|indicator| grading.line(indicator)).collect();
    let left_out = grading.scoped.left_out();
    Some(Grades { options: options.clone(), zone, lines, left_out })
}

/// The parts that count in 综合能耗 only, or not at all.
const NOT_GENERAL: [Part; 5] =
    [Part::Heating, Part::Special, Part::DataCentre, Part::ItEquipment, Part::Outside];
/// The parts whose floor area is taken out with them.
const SPECIAL: [Part; 3] = [Part::Special, Part::DataCentre, Part::ItEquipment];

/// The grading while it is computed.
struct Grading<'a, 's> {
    meters: &'a Meters,
    figures: Figures<'a>,
    scoped: Scoped<'a, 's>,
    profile: &'s HospitalProfile,
    zone: &'s ZoneFound,
}

impl Grading<'_, '_> {
    fn line(&self, indicator: Indicator) -> Graded {
        let (quota, mut lacks) = self.quota(indicator);
        if let Some(untold) = self.untold(indicator) {
            let lacks = vec![untold];
            let (numerator, denominator) = (None, None);
            return Graded {
                indicator,
                numerator,
                denominator,
                value: None,
                quota,
                grade: None,
                lacks,
            };
        }
        let basis = quota.as_ref().and_then(|quota| quota.basis.as_ref());
        let basis = basis.or_else(|| self.any_basis(indicator));
        let numerator = self.numerator(indicator, basis);
        let denominator = self.denominator(indicator);
        lacks.extend(numerator.iter().flat_map(|own| own.lacks.clone()));
        lacks.extend(denominator.iter().flat_map(Denominator::lacks));
        let value = numerator.as_ref().zip(denominator.as_ref()).and_then(|(own, per)| {
            let quotient =
                exact(own.amount)?.checked_div(per.amount().filter(|per| per.is_positive())?)?;
            match indicator {
                // Cubic metres to litres.
                Indicator::Water => quotient.checked_mul(Fraction::new(1000, 1)?),
                _ => Some(quotient),
            }
        });
        if value.is_none() && lacks.is_empty() {
            lacks.push(GradeLack::Range);
        }
        let grade = value.zip(quota.as_ref()).map(|(value, quota)| quota.levels.grade(value));
        Graded { indicator, numerator, denominator, value, quota, grade, lacks }
    }

    /// What would have to be told before there is anything to compute.
    fn untold(&self, indicator: Indicator) -> Option<GradeLack> {
        let parts: &[Part] = match indicator {
            Indicator::Heating(_) => &[Part::Heating],
            Indicator::DataCentre => &[Part::DataCentre, Part::ItEquipment],
            _ => &[],
        };
        let untold = parts.iter().find(|part| !self.profile.scope.tells(**part));
        untold.copied().map(GradeLack::Part)
    }

    /// The quota in force on the year's last day, or what has to be said before it is known.
    fn quota(&self, indicator: Indicator) -> (Option<Quota>, Vec<GradeLack>) {
        if matches!(indicator, Indicator::Heating(_)) && self.profile.heating.is_none() {
            return (None, vec![GradeLack::Heating]);
        }
        let (class, zone) = (self.profile.class, self.zone.zone());
        let day = self.figures.span.last();
        let found = self.meters.quota(indicator, class, zone, day);
        let (asks_class, asks_zone) = self.meters.quota_asks(indicator);
        let mut lacks = Vec::new();
        if found.is_none() {
            lacks.extend((asks_class && class.is_none()).then_some(GradeLack::Class));
            lacks.extend((asks_zone && zone.is_none()).then_some(GradeLack::Zone));
            if lacks.is_empty() {
                lacks.push(GradeLack::Quota(indicator));
            }
        }
        (found.cloned(), lacks)
    }

    /// The basis that all quotas of an indicator agree on, so that a value can be shown before it
    /// is known which of them is in force.
    fn any_basis(&self, indicator: Indicator) -> Option<&Basis> {
        let own = || {
            let quotas = self.meters.quotas().iter();
            let own = quotas.filter(move |quota| quota.indicator == indicator);
            own.filter_map(|quota| quota.basis.as_ref())
        };
        let first = own().next()?;
        own().all(|basis| basis == first).then_some(first)
    }

    fn numerator(&self, indicator: Indicator, basis: Option<&Basis>) -> Option<Numerator> {
        let (scoped, span) = (&self.scoped, self.figures.span);
        let energy = |counted| {
            let into = (Equivalent::Coal, basis?);
            Some(of_energy(self.meters, scoped, into, span, counted))
        };
        let of = |utility, counted| Some(of_utility(scoped, utility, span, counted));
        match indicator {
            Indicator::NonHeating => energy(Counted::Without(&NOT_GENERAL)),
            Indicator::PerPerson => energy(Counted::Without(&[Part::Outside])),
            Indicator::Heating(_) => energy(Counted::Of(&[Part::Heating])),
            Indicator::Electricity => of(Utility::Electricity, Counted::Without(&NOT_GENERAL)),
            Indicator::DataCentre => {
                of(Utility::Electricity, Counted::Of(&[Part::DataCentre, Part::ItEquipment]))
            }
            Indicator::Water => {
                let left_out = [Part::Outside, Part::OutsideWater];
                of(Utility::ColdWater, Counted::Without(&left_out))
            }
        }
    }

    fn denominator(&self, indicator: Indicator) -> Option<Denominator> {
        let figures = self.figures;
        match indicator {
            Indicator::NonHeating | Indicator::Electricity => {
                let is_told = SPECIAL.iter().any(|part| self.profile.scope.tells(*part));
                let special = is_told.then(|| figures.sum(DriverKind::SpecialArea));
                Some(Denominator::Area { area: figures.sum(DriverKind::Area), special })
            }
            Indicator::PerPerson => figures.persons().map(Denominator::Persons),
            Indicator::Heating(_) => Some(Denominator::Driver(figures.sum(DriverKind::HeatedArea))),
            Indicator::DataCentre => {
                let counted = Counted::Of(&[Part::ItEquipment]);
                let own = of_utility(&self.scoped, Utility::Electricity, figures.span, counted);
                Some(Denominator::Use(Box::new(own)))
            }
            Indicator::Water => Some(Denominator::Driver(figures.sum(DriverKind::OpenBedDays))),
        }
    }
}
