//! Decides what may enter the bills' ledger: new bills, their corrections, and rows that take back.

use crate::base::{Day, Decided, Decimal, Money, PointCode, RecordId, SiteCode, Span, Stamp};
use crate::meters::{Carrier, Meters, Refusal, Typing};
use crate::org::Org;

use super::{Bill, BillKind, BillRefusal};

/// A bill as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillRequest {
    /// Its number.
    pub number: String,
    /// What was said of it.
    pub fields: BillFields,
    /// Whether it is new or corrects the row that stands.
    pub typing: Typing,
}

/// What was said of a bill; what is not said is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BillFields {
    /// Who asks for the money; for a correction, whose bill it is.
    pub supplier: Option<String>,
    /// The account at the supplier.
    pub account: Option<String>,
    /// What is billed.
    pub carrier: Option<Carrier>,
    /// What sort of bill it is.
    pub kind: Option<BillKind>,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
    /// How much is billed.
    pub quantity: Option<Decimal>,
    /// The money.
    pub amount: Option<Money>,
    /// The main meter.
    pub point: Option<PointCode>,
    /// The site.
    pub site: Option<SiteCode>,
    /// A remark.
    pub note: Option<String>,
}

/// A bill that is to be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReverseBill {
    /// Its number.
    pub number: String,
    /// Whose it is, where two suppliers gave the number.
    pub supplier: Option<String>,
    /// Why.
    pub reason: String,
}

/// What to know of a bill, though no rule says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BillNotice {
    /// Some of its days have not come: it was paid ahead.
    ToCome {
        /// Its last day.
        until: Day,
    },
    /// It is for days of another bill of the account, and may be: one of them is an adjustment, or
    /// they are for different meters.
    Overlaps {
        /// The other bill's number.
        number: String,
        /// The days of both.
        span: Span,
    },
}

/// Decides whether a bill can be recorded or corrected.
pub fn record_bill(
    meters: &Meters,
    org: &Org,
    today: Day,
    request: &BillRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Bill>>, Refusal> {
    let BillRequest { number, fields, typing } = request;
    let mut bill = match typing {
        Typing::New => fresh(number, fields, stamp)?,
        Typing::Correction => {
            merged(meters.known_bill(number.trim(), fields.supplier.as_deref())?, fields)?
        }
    };
    let standing = meters.bills(None);
    let there = standing.iter().find(|there| there.is_number_of(&bill)).copied();
    check(meters, org, today, &bill)?;
    match there {
        Some(there) if there.says_the_same(&bill) => {
            return Ok(Decided::Already(there.id.to_string()));
        }
        Some(there) if *typing == Typing::New => return Err(taken(there).into()),
        _ => {}
    }
    let others = standing.iter().filter(|own| !own.is_number_of(&bill));
    if let Some(refusal) = overlapped(&bill, others.copied()) {
        return Err(refusal.into());
    }
    bill.supersedes = there.map(|there| there.id.clone());
    bill.id = stamp.id('B', bill.span.last());
    bill.recorded_at = stamp.recorded_at;
    bill.recorded_by.clone_from(&stamp.recorded_by);
    Ok(Decided::New(vec![bill]))
}

/// Decides whether a bill can be taken back: the row says all that it said, and why.
pub fn reverse_bill(
    meters: &Meters,
    request: &ReverseBill,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Bill>>, Refusal> {
    let ReverseBill { number, supplier, reason } = request;
    let there = meters.known_bill(number.trim(), supplier.as_deref())?;
    if reason.trim().is_empty() {
        return Err(BillRefusal::Missing { field: "note" }.into());
    }
    let row = Bill {
        id: stamp.id('B', there.span.last()),
        note: Some(reason.trim().to_owned()),
        supersedes: None,
        reverses: Some(there.id.clone()),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
        ..there.clone()
    };
    Ok(Decided::New(vec![row]))
}

fn fresh(number: &str, fields: &BillFields, stamp: &Stamp) -> Result<Bill, BillRefusal> {
    let missing = |field: &'static str| BillRefusal::Missing { field };
    let from = fields.from.ok_or_else(|| missing("from"))?;
    let until = fields.until.ok_or_else(|| missing("until"))?;
    Ok(Bill {
        id: RecordId::parse("0").expect("BUG: an id"),
        number: number.trim().to_owned(),
        supplier: fields.supplier.clone().ok_or_else(|| missing("supplier"))?.trim().to_owned(),
        account: fields.account.clone(),
        carrier: fields.carrier.clone().ok_or_else(|| missing("utility"))?,
        kind: fields.kind.unwrap_or(BillKind::Regular),
        span: Span::new(from, until).ok_or(BillRefusal::EndEarly { from, until })?,
        quantity: fields.quantity,
        amount: fields.amount.ok_or_else(|| missing("amount"))?,
        point: fields.point.clone(),
        site: fields.site.clone(),
        note: fields.note.clone(),
        supersedes: None,
        reverses: None,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    })
}

/// The row that stands, with what was said in the place of what it says.
fn merged(there: &Bill, fields: &BillFields) -> Result<Bill, BillRefusal> {
    let from = fields.from.unwrap_or(there.span.first());
    let until = fields.until.unwrap_or(there.span.last());
    Ok(Bill {
        account: fields.account.clone().or_else(|| there.account.clone()),
        carrier: fields.carrier.clone().unwrap_or_else(|| there.carrier.clone()),
        kind: fields.kind.unwrap_or(there.kind),
        span: Span::new(from, until).ok_or(BillRefusal::EndEarly { from, until })?,
        quantity: fields.quantity.or(there.quantity),
        amount: fields.amount.unwrap_or(there.amount),
        point: fields.point.clone().or_else(|| there.point.clone()),
        site: fields.site.clone().or_else(|| there.site.clone()),
        note: fields.note.clone().or_else(|| there.note.clone()),
        ..there.clone()
    })
}

/// Whether a bill makes sense.
fn check(meters: &Meters, org: &Org, today: Day, bill: &Bill) -> Result<(), Refusal> {
    for (field, text) in [("number", &bill.number), ("supplier", &bill.supplier)] {
        if text.is_empty() {
            return Err(BillRefusal::Missing { field }.into());
        }
    }
    if bill.span.first() > today {
        return Err(BillRefusal::ToCome { from: bill.span.first(), today }.into());
    }
    let money = Some(bill.amount.yuan());
    for (field, size) in [("amount", money), ("quantity", bill.quantity)] {
        if let Some(value) = size.filter(|size| bill.is_regular() && *size < Decimal::ZERO) {
            return Err(BillRefusal::Negative { field, value }.into());
        }
    }
    stands_well(meters, org, bill)
}

/// Whether the site and the point of a bill are there.
pub(in crate::meters) fn stands_well(
    meters: &Meters,
    org: &Org,
    bill: &Bill,
) -> Result<(), Refusal> {
    if let Some(site) = &bill.site {
        org.known_site(site)?;
    }
    if let Some(point) = &bill.point {
        let carrier = &meters.known(point)?.point().carrier;
        if *carrier != bill.carrier {
            let (point, utility) = (point.clone(), carrier.utility());
            return Err(BillRefusal::PointUtility { point, utility }.into());
        }
    }
    Ok(())
}

/// Why a bill cannot stand beside others: its number is given, or its days are billed already.
///
/// Two regular bills of one account share no day, unless they are for different meters; an
/// adjustment is for days that were billed before.
pub(in crate::meters) fn overlapped<'b>(
    bill: &Bill,
    mut others: impl Iterator<Item = &'b Bill>,
) -> Option<BillRefusal> {
    others.find_map(|other| {
        if other.is_number_of(bill) {
            return Some(taken(other));
        }
        let span = shared_days(bill, other)?;
        (!may_overlap(bill, other)).then(|| BillRefusal::Overlap {
            number: bill.number.clone(),
            other: other.number.clone(),
            span,
        })
    })
}

fn taken(there: &Bill) -> BillRefusal {
    BillRefusal::Taken {
        number: there.number.clone(),
        supplier: there.supplier.clone(),
        days: there.span,
        amount: there.amount,
    }
}

/// The days that two bills of one account share.
fn shared_days(one: &Bill, other: &Bill) -> Option<Span> {
    (one.account_key() == other.account_key()).then(|| one.span.overlap(other.span)).flatten()
}

fn may_overlap(one: &Bill, other: &Bill) -> bool {
    let apart = one.point.is_some() && other.point.is_some() && one.point != other.point;
    apart || !one.is_regular() || !other.is_regular()
}

/// What to know of a bill that was decided on.
pub fn bill_notices(meters: &Meters, today: Day, bill: &Bill) -> Vec<BillNotice> {
    let until = bill.span.last();
    let mut notices = Vec::new();
    notices.extend((until > today).then_some(BillNotice::ToCome { until }));
    let others = meters.bills(None).into_iter().filter(|other| !other.is_number_of(bill));
    notices.extend(others.filter_map(|other| {
        let span = shared_days(bill, other)?;
        Some(BillNotice::Overlaps { number: other.number.clone(), span })
    }));
    notices
}
