//! Sharing bills out to departments, to the fen: the parts always add up to the bill.

use std::collections::BTreeMap;

use crate::base::{DepartmentCode, Fraction, Money, RecordId, SiteCode, Span};
use crate::meters::tree::Tree;
use crate::meters::{Meters, Subject, Utility, View, apportion};
use crate::org::Org;

use super::key::weights;
use super::{Bill, BillWeight, NotShared, RestBy, ShareBy};

/// What to share out, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllocateOptions {
    /// Which bills.
    pub asked: AskedBills,
    /// What they are shared out by.
    pub share_by: ShareBy,
    /// What becomes of unmetered use.
    pub rest_by: RestBy,
    /// The days whose figures tell the shares; each bill's own days where none are named.
    pub key_span: Option<Span>,
    /// Only these departments share; every one where none is named.
    pub among: Vec<DepartmentCode>,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// Which bills to share out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedBills {
    /// One.
    One(RecordId),
    /// All whose last day lies in a span: each bill belongs to one month, and months add up.
    Ending {
        /// The days.
        span: Span,
        /// Only those that name this site.
        site: Option<SiteCode>,
        /// Only those of this utility.
        utility: Option<Utility>,
    },
}

/// Bills shared out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// What was asked.
    pub options: AllocateOptions,
    /// The bills, by their days.
    pub bills: Vec<Allocated>,
    /// What each carries of the bills that are shared out.
    pub carried: Vec<(Subject, Money)>,
    /// All bills together.
    pub total: Money,
    /// The bills that are not shared out, together.
    pub open: Money,
}

/// A bill shared out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocated {
    /// The bill.
    pub bill: Bill,
    /// The days whose figures tell the shares.
    pub span: Span,
    /// The sum of the weights; none where the bill is not shared out.
    pub whole: Option<Fraction>,
    /// The shares, which add up to the bill; or all that stands in the way.
    pub shares: Result<Vec<BillShare>, Vec<NotShared>>,
}

/// What somebody carries of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillShare {
    /// Who, and with which weight.
    pub weight: BillWeight,
    /// The exact share in yuan.
    pub exact: Fraction,
    /// The share to the fen.
    pub amount: Money,
}

impl Allocation {
    /// Whether a bill is not shared out.
    pub fn is_open(&self) -> bool {
        self.bills.iter().any(|bill| bill.shares.is_err())
    }
}

/// Shares bills out.
///
/// A figure that nobody entered leaves the bill open; it is never taken for zero, nor is anything
/// shared out among the others.
pub fn allocate(meters: &Meters, org: &Org, options: &AllocateOptions) -> Allocation {
    let AllocateOptions { asked, view, .. } = options;
    let wanted = |bill: &&Bill| match asked {
        AskedBills::One(id) => bill.id == *id,
        AskedBills::Ending { span, site, utility } => {
            span.contains(bill.span.last())
                && (site.is_none() || bill.site == *site)
                && utility.is_none_or(|utility| bill.carrier.utility() == utility)
        }
    };
    let tree = Tree::new(meters, view);
    let bills: Vec<&Bill> = meters.bills(view.as_of).into_iter().filter(wanted).collect();
    let mut allocation = Allocation {
        options: options.clone(),
        bills: Vec::new(),
        carried: Vec::new(),
        total: Money::ZERO,
        open: Money::ZERO,
    };
    let mut carried: BTreeMap<Subject, Money> = BTreeMap::new();
    for bill in bills {
        let span = options.key_span.unwrap_or(bill.span);
        let found = weights((meters, org, &tree), bill, span, options);
        let shares = found.and_then(|found| shares(bill.amount, found));
        allocation.total += bill.amount;
        match &shares {
            Err(_) => allocation.open += bill.amount,
            Ok(shares) => {
                for share in shares {
                    let sum = carried.entry(share.weight.subject.clone()).or_insert(Money::ZERO);
                    *sum += share.amount;
                }
            }
        }
        let whole = shares.as_ref().ok().and_then(|shares| {
            let weights = shares.iter().map(|share| share.weight.weight);
            weights.into_iter().try_fold(Fraction::ZERO, Fraction::checked_add)
        });
        allocation.bills.push(Allocated { bill: bill.clone(), span, whole, shares });
    }
    allocation.carried = carried.into_iter().collect();
    allocation
}

fn shares(amount: Money, found: Vec<BillWeight>) -> Result<Vec<BillShare>, Vec<NotShared>> {
    let weights: Vec<Fraction> = found.iter().map(|own| own.weight).collect();
    if weights.iter().all(|weight| !weight.is_positive()) {
        return Err(vec![NotShared::NoWeights]);
    }
    let range = || vec![NotShared::Range];
    let amounts = split(amount, &weights).ok_or_else(range)?;
    let sum = weights.iter().try_fold(Fraction::ZERO, |sum, own| sum.checked_add(*own));
    let sum = sum.ok_or_else(range)?;
    let money = Fraction::from_decimal(amount.yuan());
    let share = |(weight, amount): (BillWeight, Money)| {
        let exact = money.checked_mul(weight.weight)?.checked_div(sum)?;
        Some(BillShare { weight, exact, amount })
    };
    let shares: Option<Vec<BillShare>> = found.into_iter().zip(amounts).map(share).collect();
    shares.ok_or_else(range)
}

/// Shares money out by weights, to the fen, the largest remainder first: the parts add up to it.
///
/// None when a weight is below zero, when all are zero, or when a number leaves the range.
pub fn split(amount: Money, weights: &[Fraction]) -> Option<Vec<Money>> {
    if weights.iter().any(|weight| *weight < Fraction::ZERO) {
        return None;
    }
    let parts = apportion(amount.yuan(), weights, 2)?;
    parts.into_iter().map(Money::round).collect()
}
