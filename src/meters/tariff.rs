//! What a unit costs, and from which day on: user data with a source, never a constant.

use crate::base::{Day, Price, SiteCode};

use super::Carrier;

/// A flat price per unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tariff {
    /// What is priced, per its unit.
    pub carrier: Carrier,
    /// The site it is for; all sites without a price of their own where none is named.
    pub site: Option<SiteCode>,
    /// The first day it is valid; up to the next one.
    pub valid_from: Day,
    /// Yuan per unit.
    pub price: Price,
    /// Where it comes from: the notice, the contract.
    pub source: Option<String>,
}

impl Tariff {
    /// Whether two prices claim the same days.
    pub(super) fn same_place(&self, other: &Self) -> bool {
        (&self.carrier, &self.site, self.valid_from)
            == (&other.carrier, &other.site, other.valid_from)
    }
}
