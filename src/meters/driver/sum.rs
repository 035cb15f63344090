//! What a figure comes to over several months, and which months are missing.

use crate::base::{Decimal, DepartmentCode, Fraction, Month, RecordId, SiteCode, Span};
use crate::meters::Meters;
use crate::org::Org;

use super::{DriverKind, DriverPlace, Nature};

/// Which figure, where and over which days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriverOver {
    /// What is counted.
    pub kind: DriverKind,
    /// The site; all sites where none is named.
    pub site: Option<SiteCode>,
    /// The department; the whole where none is named.
    pub department: Option<DepartmentCode>,
    /// The days; a month of which only a part lies within counts as missing where months add up.
    pub span: Span,
}

/// What a figure comes to over some months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriverSum {
    /// What was asked.
    pub over: DriverOver,
    /// The months of which something is known, with the figure and where it comes from.
    pub months: Vec<(Month, Decimal, DriverOrigin)>,
    /// The months of which nothing is known.
    pub missing: Vec<Month>,
}

/// Where the figure of a month comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DriverOrigin {
    /// A row of the ledger.
    Row(RecordId),
    /// The register of departments, because no row stands.
    Register,
    /// Beds times the days of the month, because no open bed-days stand; by the row of the beds,
    /// or by the register where there is none.
    BedsByDays(Option<RecordId>),
}

impl DriverSum {
    /// The sum of the months, or their mean where they stand for a state; none as long as a month
    /// is missing.
    pub fn amount(&self) -> Option<Fraction> {
        if !self.missing.is_empty() {
            return None;
        }
        let total = self.total()?;
        match self.over.kind.nature() {
            Nature::Sum => Some(total),
            Nature::Level => {
                let n_months = i128::try_from(self.months.len()).ok()?;
                total.checked_div(Fraction::new(n_months, 1)?)
            }
        }
    }

    /// The sum of the months that are known.
    pub fn total(&self) -> Option<Fraction> {
        self.months.iter().try_fold(Fraction::ZERO, |sum, (_, amount, _)| {
            sum.checked_add(Fraction::from_decimal(*amount))
        })
    }

    /// The same as a decimal; rounded to six decimals only where it has no end.
    pub fn decimal(&self) -> Option<Decimal> {
        self.amount()?.round(6).map(|amount| amount.normalize())
    }

    /// Whether some of it is not from the ledger itself.
    pub fn falls_back(&self) -> bool {
        self.months.iter().any(|(_, _, origin)| !matches!(origin, DriverOrigin::Row(_)))
    }
}

/// Sums a figure up over some days.
///
/// Where no row stands, the beds and the area of a department are those of its register, and open
/// bed-days are beds times the days of the month; nothing else stands in for anything.
pub fn driver_sum(meters: &Meters, org: &Org, over: &DriverOver) -> DriverSum {
    let mut sum = DriverSum { over: over.clone(), months: Vec::new(), missing: Vec::new() };
    for month in over.span.months() {
        let is_whole = month.span().overlap(over.span) == Some(month.span());
        let counts = is_whole || over.kind.nature() == Nature::Level;
        match of_month(meters, org, over, month).filter(|_| counts) {
            Some((amount, origin)) => sum.months.push((month, amount, origin)),
            None => sum.missing.push(month),
        }
    }
    sum
}

fn of_month(
    meters: &Meters,
    org: &Org,
    over: &DriverOver,
    month: Month,
) -> Option<(Decimal, DriverOrigin)> {
    let DriverOver { kind, site, department, span: _ } = over;
    let place = |kind: DriverKind| DriverPlace {
        kind,
        site: site.clone(),
        department: department.clone(),
        month,
    };
    let row = |kind: DriverKind| {
        let row = meters.driver_at(&place(kind))?;
        Some((row.amount, row.id.clone()))
    };
    if let Some((amount, id)) = row(kind.clone()) {
        return Some((amount, DriverOrigin::Row(id)));
    }
    let registered = department.as_ref().and_then(|department| org.department(department));
    let beds = || registered?.beds.map(Decimal::from);
    match kind {
        DriverKind::Beds => beds().map(|beds| (beds, DriverOrigin::Register)),
        DriverKind::Area => registered?.area.map(|area| (area, DriverOrigin::Register)),
        DriverKind::OpenBedDays => {
            let (beds, id) = match row(DriverKind::Beds) {
                Some((beds, id)) => (beds, Some(id)),
                None => (beds()?, None),
            };
            let days = beds.checked_mul(Decimal::from(month.days()))?;
            Some((days, DriverOrigin::BedsByDays(id)))
        }
        _ => None,
    }
}
