//! The ledger of the bills, and which of its rows stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Moment, RecordId, nearest};
use crate::meters::{Meters, Refusal};

use super::{Bill, BillRefusal};

/// All rows, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::meters) struct Bills {
    rows: BTreeMap<RecordId, Bill>,
}

impl Bills {
    /// Folds a row; the identical row again changes nothing.
    pub(in crate::meters) fn apply(&mut self, bill: &Bill) -> Result<(), Refusal> {
        match self.rows.get(&bill.id) {
            Some(there) if there == bill => Ok(()),
            Some(there) => Err(Refusal::IdTaken { id: there.id.clone() }),
            None => {
                self.rows.insert(bill.id.clone(), bill.clone());
                Ok(())
            }
        }
    }

    /// Drops every row recorded after a moment.
    pub(in crate::meters) fn forget_after(&mut self, moment: Moment) {
        self.rows.retain(|_, bill| bill.recorded_at <= moment);
    }
}

impl Meters {
    /// Every row of the bills that was ever recorded, by id.
    pub fn bill_rows(&self) -> impl Iterator<Item = &Bill> {
        self.bills.rows.values()
    }

    /// The bills as they stand, by their days, suppliers and numbers: rows that no other row
    /// corrects or takes back.
    ///
    /// Seen from a day, a bill is there from the first of its own days on.
    pub fn bills(&self, as_of: Option<Day>) -> Vec<&Bill> {
        let gone: BTreeSet<&RecordId> =
            self.bill_rows().flat_map(|row| row.supersedes.iter().chain(&row.reverses)).collect();
        let stands = |bill: &&Bill| {
            bill.reverses.is_none()
                && !gone.contains(&bill.id)
                && as_of.is_none_or(|as_of| bill.span.first() <= as_of)
        };
        let mut standing: Vec<&Bill> = self.bill_rows().filter(stands).collect();
        standing.sort_by_key(|bill| {
            let days = (bill.span.first(), bill.span.last());
            (days, &bill.supplier, &bill.number, &bill.id)
        });
        standing
    }

    /// A bill that stands, by its number; of which supplier must be said where two have given it.
    pub fn known_bill(&self, number: &str, supplier: Option<&str>) -> Result<&Bill, Refusal> {
        let standing = self.bills(None);
        let of = |bill: &&&Bill| {
            bill.number == number && supplier.is_none_or(|supplier| bill.supplier == supplier)
        };
        let found: Vec<&Bill> = standing.iter().filter(of).copied().collect();
        match found[..] {
            [bill] => Ok(bill),
            [] => {
                let numbers = standing.iter().map(|bill| bill.number.as_str());
                let near = nearest(number, numbers.filter(|own| *own != number));
                let number = number.to_owned();
                Err(BillRefusal::Unknown { number, nearest: near }.into())
            }
            [first, ..] => {
                let suppliers = found.iter().map(|bill| bill.supplier.clone()).collect();
                Err(BillRefusal::Ambiguous { number: first.number.clone(), suppliers }.into())
            }
        }
    }
}
