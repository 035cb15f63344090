//! The ledger of the figures that uses are measured against.

use std::collections::BTreeMap;

use crate::base::{Decimal, DepartmentCode, Moment, Month, RecordId, SiteCode, Span};
use crate::meters::Refusal;

use super::DriverKind;

/// A figure of one month; of several rows for the same month and place the one recorded last
/// stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Driver {
    /// Its id.
    pub id: RecordId,
    /// What it counts, where and when.
    pub place: DriverPlace,
    /// How much.
    pub amount: Decimal,
    /// Where it comes from: the statistics office, the personnel office.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// What a figure counts, where and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DriverPlace {
    /// What is counted.
    pub kind: DriverKind,
    /// The site; all sites where none is named. A department is where its register says.
    pub site: Option<SiteCode>,
    /// The department; the whole site or hospital where none is named.
    pub department: Option<DepartmentCode>,
    /// The month.
    pub month: Month,
}

/// All rows, and which of them stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::meters) struct Drivers {
    rows: BTreeMap<RecordId, Driver>,
    standing: BTreeMap<DriverPlace, RecordId>,
}

impl Drivers {
    /// Folds a row; the identical row again changes nothing.
    pub(in crate::meters) fn apply(&mut self, driver: &Driver) -> Result<(), Refusal> {
        match self.rows.get(&driver.id) {
            Some(there) if there == driver => return Ok(()),
            Some(there) => return Err(Refusal::IdTaken { id: there.id.clone() }),
            None => {}
        }
        let before = self.at(&driver.place);
        if before.is_none_or(|before| is_before(before, driver)) {
            self.standing.insert(driver.place.clone(), driver.id.clone());
        }
        self.rows.insert(driver.id.clone(), driver.clone());
        Ok(())
    }

    /// All rows, by id.
    pub(in crate::meters) fn rows(&self) -> impl Iterator<Item = &Driver> {
        self.rows.values()
    }

    /// The row that stands at a place.
    pub(in crate::meters) fn at(&self, place: &DriverPlace) -> Option<&Driver> {
        self.rows.get(self.standing.get(place)?)
    }

    /// The rows that stand for the months of a span.
    pub(in crate::meters) fn standing(&self, span: Span) -> impl Iterator<Item = &Driver> {
        let within = move |place: &&DriverPlace| place.month.span().overlap(span).is_some();
        self.standing.keys().filter(within).filter_map(|place| self.at(place))
    }

    /// Drops every row recorded after a moment.
    pub(in crate::meters) fn forget_after(&mut self, moment: Moment) {
        let rows = std::mem::take(self).rows;
        for driver in rows.into_values().filter(|driver| driver.recorded_at <= moment) {
            self.apply(&driver).expect("BUG: rows that were folded once");
        }
    }
}

fn is_before(one: &Driver, other: &Driver) -> bool {
    (one.recorded_at, &one.id) < (other.recorded_at, &other.id)
}
