//! Decides which figures may enter the ledger.

use crate::base::{Decided, Decimal, DepartmentCode, Month, RecordId, SiteCode, Stamp};
use crate::meters::{Meters, Refusal};
use crate::org::Org;

use super::{Driver, DriverKind, DriverPlace};

/// Figures as they were typed: the same amount for each of several months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriverRequest {
    /// What is counted.
    pub kind: DriverKind,
    /// The site; all sites where none is named.
    pub site: Option<SiteCode>,
    /// The department; the whole where none is named.
    pub department: Option<DepartmentCode>,
    /// The months.
    pub months: Vec<Month>,
    /// How much in each month.
    pub amount: Decimal,
    /// Where it comes from.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// Decides which figures are new; a month whose figure is the same already is passed over.
pub fn set_drivers(
    meters: &Meters,
    org: &Org,
    request: &DriverRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Driver>>, Refusal> {
    let DriverRequest { kind, site, department, months, amount, source, note } = request;
    if let Some(department) = department {
        org.known_department(department)?;
        if site.is_some() {
            return Err(Refusal::DriverTwoPlaces { department: department.clone() });
        }
    }
    if let Some(site) = site {
        org.known_site(site)?;
    }
    if *amount < Decimal::ZERO {
        return Err(Refusal::DriverNegative { kind: kind.clone(), value: *amount });
    }
    let mut already: Option<RecordId> = None;
    let mut drivers = Vec::new();
    for month in months {
        let (site, department) = (site.clone(), department.clone());
        let place = DriverPlace { kind: kind.clone(), site, department, month: *month };
        let there = meters.driver_at(&place);
        if let Some(there) = there.filter(|there| there.amount == *amount) {
            already = Some(there.id.clone());
            continue;
        }
        drivers.push(Driver {
            id: stamp.id('D', month.first()),
            place,
            amount: *amount,
            source: source.clone(),
            note: note.clone(),
            recorded_at: stamp.recorded_at,
            recorded_by: stamp.recorded_by.clone(),
        });
    }
    match already {
        Some(id) if drivers.is_empty() => Ok(Decided::Already(id.to_string())),
        _ => Ok(Decided::New(drivers)),
    }
}
