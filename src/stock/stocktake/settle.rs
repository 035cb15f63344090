//! Settling a pending difference: it is written off, taken in, or somebody pays for it.
//!
//! Decree 738 (行政事业性国有资产管理条例), articles 34 and 39: what a count finds is reconciled, explained and
//! approved before the books are adjusted. Until then it stands in a balance of its own.

use crate::base::{Day, Decided, ItemCode, Quantity, RecordId, SheetCode, Stamp};
use crate::stock::{Kind, Movement, Place, Rules, Stock};

use super::Refusal;
use super::state::sheet_of;

/// What becomes of a pending difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// What is missing is written off (核销).
    WrittenOff,
    /// Somebody pays for what is missing (责任人赔偿).
    Charged(String),
    /// What was too much is taken in; what was written off too much comes back (盘盈入账、转回).
    Found,
}

/// A pending difference to be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettleRequest {
    /// The sheet.
    pub sheet: SheetCode,
    /// The item.
    pub item: ItemCode,
    /// What becomes of it.
    pub settlement: Settlement,
    /// How much of it, in base units; none for all that is pending.
    pub quantity: Option<Quantity>,
    /// The day of the decision.
    pub date: Day,
    /// Who approved.
    pub approver: String,
    /// Why.
    pub reason: String,
}

/// Settles a pending difference: one line of the ledger, under the sheet.
///
/// What is pending follows the count: a late slip changes it also after it was settled. Then there
/// is something to settle once more, in the one direction or in the other.
pub fn settle(
    stock: &Stock,
    rules: &Rules<'_>,
    request: &SettleRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Movement>, Refusal> {
    let SettleRequest { sheet: code, item, settlement, quantity, date, approver, reason } = request;
    sheet_of(stock, code)?;
    let unit = &stock.item(item)?.unit;
    let (approver, reason) = (approver.trim(), reason.trim());
    if approver.is_empty() {
        return Err(Refusal::ApproverMissing { sheet: code.clone() });
    }
    if reason.is_empty() {
        return Err(Refusal::SettleReason { sheet: code.clone(), item: item.clone() });
    }
    if *date > rules.today {
        return Err(crate::stock::Refusal::Future { date: *date, today: rules.today }.into());
    }
    let (from, to) = match settlement {
        Settlement::WrittenOff => (Place::Pending, Place::Difference),
        Settlement::Charged(person) if person.trim().is_empty() => {
            return Err(Refusal::NobodyCharged { sheet: code.clone() });
        }
        Settlement::Charged(person) => (Place::Pending, Place::Charge(person.trim().to_owned())),
        Settlement::Found => (Place::Difference, Place::Pending),
    };
    let pending = pending_of(stock, code, item, *date);
    let open = if to == Place::Pending { -pending } else { pending };
    let wanted = quantity.unwrap_or(open);
    let movement = Movement {
        id: RecordId::parse("0").expect("BUG: a digit is a code"),
        date: *date,
        time: None,
        kind: Kind::Settle,
        item: item.clone(),
        quantity: wanted,
        unit: unit.clone(),
        unit_price: None,
        amount: None,
        counted: None,
        from,
        to,
        lot: String::new(),
        expiry: None,
        slip: code.to_string(),
        person: approver.to_owned(),
        reason: reason.to_owned(),
        note: String::new(),
        reverses: None,
        market_price: None,
        order: String::new(),
        repair: String::new(),
        due: None,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    if let Some(there) = said_before(stock, &movement, quantity.is_none()) {
        return Ok(Decided::Already(there.to_string()));
    }
    let (sheet, item) = (code.clone(), item.clone());
    if pending.is_zero() {
        return Err(Refusal::NothingPending { sheet, item });
    }
    if open.is_negative() {
        return Err(Refusal::SettleSide { sheet, item, pending: -pending });
    }
    if wanted > open || wanted.is_negative() || wanted.is_zero() {
        return Err(Refusal::SettleTooMuch { sheet, item, quantity: wanted, pending: open });
    }
    let movement = Movement { id: stamp.id('M', *date), ..movement };
    stock.read(&movement)?;
    Ok(Decided::New(movement))
}

/// What a place of pending differences holds of an item for a sheet: above zero what is missing.
fn pending_of(stock: &Stock, sheet: &SheetCode, item: &ItemCode, as_of: Day) -> Quantity {
    let pile = stock.pile_at(item, as_of);
    let mut of_sheet = pile.under_slips(&Place::Pending);
    of_sheet
        .find(|(slip, _)| *slip == sheet.as_str())
        .map_or(Quantity::ZERO, |(_, balance)| balance.quantity)
}

/// The line that says the same already; where all that is pending is meant, of any quantity.
fn said_before<'a>(stock: &'a Stock, movement: &Movement, all: bool) -> Option<&'a RecordId> {
    let same = |there: &Movement| {
        let quantity = if all { there.quantity } else { movement.quantity };
        there.says_the_same_as(&Movement { quantity, ..movement.clone() })
    };
    let pending = movement.quantity.is_zero() || !all;
    let of_day = stock.lines_of_day(&movement.item, movement.date).iter();
    of_day
        .map(|line| &line.movement)
        .filter(|there| pending && !stock.is_reversed(&there.id))
        .find(|there| same(there))
        .map(|there| &there.id)
}
