//! The persons counted of a year (用能人数), term by term.
//!
//! DB37/T 2673-2019 appendix A: staff + non-staff + interns × months / 12 + beds × occupancy +
//! visits / 365. The sum that the standard prints beside its own example does not recompute, so the
//! terms are always shown with it.

use crate::base::{Day, Fraction, SiteCode, Span};
use crate::org::Org;

use super::{DriverKind, DriverOver, DriverSum, Meters, driver_sum};

/// The persons counted of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persons {
    /// The year.
    pub span: Span,
    /// The site; the whole hospital where none is named.
    pub site: Option<SiteCode>,
    /// The terms, in the order of the formula.
    pub terms: Vec<PersonTerm>,
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonTerm {
    /// Which one.
    pub kind: PersonKind,
    /// The figures it is made of, in the order of its formula.
    pub drivers: Vec<DriverSum>,
    /// How many persons; none where a figure is missing.
    pub persons: Option<Fraction>,
}

/// The terms of the formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonKind {
    /// Staff on the establishment.
    Staff,
    /// Staff beside it.
    NonStaff,
    /// Interns: persons × months, by twelve.
    Interns,
    /// Beds × occupancy: beds × occupied bed-days, by open bed-days.
    Patients,
    /// Visits, by 365.
    Visits,
}

impl PersonKind {
    const ALL: [Self; 5] =
        [Self::Staff, Self::NonStaff, Self::Interns, Self::Patients, Self::Visits];

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Staff => "persons.term.staff",
            Self::NonStaff => "persons.term.non_staff",
            Self::Interns => "persons.term.interns",
            Self::Patients => "persons.term.patients",
            Self::Visits => "persons.term.visits",
        }
    }
}

impl Persons {
    /// All terms together; none as long as one is missing.
    pub fn total(&self) -> Option<Fraction> {
        self.terms.iter().try_fold(Fraction::ZERO, |sum, term| sum.checked_add(term.persons?))
    }

    /// The terms that are known together.
    pub fn known(&self) -> Option<Fraction> {
        let mut known = self.terms.iter().filter_map(|term| term.persons);
        known.try_fold(Fraction::ZERO, Fraction::checked_add)
    }

    /// The figures of which months are missing.
    pub fn missing(&self) -> impl Iterator<Item = &DriverSum> {
        let sums = self.terms.iter().flat_map(|term| &term.drivers);
        sums.filter(|sum| !sum.missing.is_empty())
    }
}

/// The days of a year; none outside the calendar.
pub fn year_span(year: i32) -> Option<Span> {
    Span::new(Day::new(year, 1, 1)?, Day::new(year, 12, 31)?)
}

/// Counts the persons of a year; none for days that are no whole year.
pub fn persons(meters: &Meters, org: &Org, site: Option<&SiteCode>, span: Span) -> Option<Persons> {
    (year_span(span.first().year()) == Some(span)).then_some(())?;
    let sum = |kind: DriverKind| {
        let over = DriverOver { kind, site: site.cloned(), department: None, span };
        driver_sum(meters, org, &over)
    };
    let terms = PersonKind::ALL.into_iter().map(|kind| {
        let kinds: &[DriverKind] = match kind {
            PersonKind::Staff => &[DriverKind::Staff],
            PersonKind::NonStaff => &[DriverKind::NonStaff],
            PersonKind::Interns => &[DriverKind::Interns],
            PersonKind::Patients => {
                &[DriverKind::Beds, DriverKind::OccupiedBedDays, DriverKind::OpenBedDays]
            }
            PersonKind::Visits => &[DriverKind::Visits],
        };
        let drivers: Vec<DriverSum> = kinds.iter().cloned().map(sum).collect();
        let persons = of_term(kind, &drivers);
        PersonTerm { kind, drivers, persons }
    });
    Some(Persons { span, site: site.cloned(), terms: terms.collect() })
}

fn of_term(kind: PersonKind, drivers: &[DriverSum]) -> Option<Fraction> {
    let first = drivers.first()?.amount()?;
    match kind {
        PersonKind::Staff | PersonKind::NonStaff => Some(first),
        PersonKind::Interns => first.checked_div(Fraction::new(12, 1)?),
        PersonKind::Visits => first.checked_div(Fraction::new(365, 1)?),
        PersonKind::Patients => {
            let (occupied, open) = (drivers.get(1)?.amount()?, drivers.get(2)?.amount()?);
            first.checked_mul(occupied)?.checked_div(open)
        }
    }
}
