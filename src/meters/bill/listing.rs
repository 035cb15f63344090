//! The bills of a span, with what they come to.

use std::collections::BTreeMap;

use crate::base::{Decimal, Money, SiteCode, Span};
use crate::meters::{Carrier, Meters, Utility, View};

use super::Bill;

/// Which bills to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillListOptions {
    /// Bills with a day in this span.
    pub span: Span,
    /// Only those of this supplier.
    pub supplier: Option<String>,
    /// Only those of this utility.
    pub utility: Option<Utility>,
    /// Only those that name this site.
    pub site: Option<SiteCode>,
    /// From where the ledger is looked at.
    pub view: View,
}

/// The bills that stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillList {
    /// What was asked.
    pub options: BillListOptions,
    /// The bills, by their days.
    pub bills: Vec<Bill>,
    /// What they come to, by carrier.
    pub totals: Vec<BillTotal>,
}

/// What the bills of one carrier come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillTotal {
    /// What is billed.
    pub carrier: Carrier,
    /// How many bills.
    pub n_bills: usize,
    /// The quantities together; none as soon as one bill does not say its own.
    pub quantity: Option<Decimal>,
    /// The money together.
    pub amount: Money,
}

/// Lists bills.
pub fn list_bills(meters: &Meters, options: &BillListOptions) -> BillList {
    let BillListOptions { span, supplier, utility, site, view } = options;
    let asked = |bill: &&Bill| {
        bill.span.overlap(*span).is_some()
            && supplier.as_ref().is_none_or(|supplier| bill.supplier == *supplier)
            && utility.is_none_or(|utility| bill.carrier.utility() == utility)
            && (site.is_none() || bill.site == *site)
    };
    let bills: Vec<Bill> = meters.bills(view.as_of).into_iter().filter(asked).cloned().collect();
    let mut totals: BTreeMap<Carrier, BillTotal> = BTreeMap::new();
    for bill in &bills {
        let nothing = || BillTotal {
            carrier: bill.carrier.clone(),
            n_bills: 0,
            quantity: Some(Decimal::ZERO),
            amount: Money::ZERO,
        };
        let total = totals.entry(bill.carrier.clone()).or_insert_with(nothing);
        total.n_bills += 1;
        total.amount += bill.amount;
        total.quantity =
            total.quantity.zip(bill.quantity).and_then(|(sum, own)| sum.checked_add(own));
    }
    BillList { options: options.clone(), bills, totals: totals.into_values().collect() }
}
