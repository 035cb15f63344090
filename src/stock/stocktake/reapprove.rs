//! Approving again: what a late slip has made of a variance that is posted already.
//!
//! The shelf stands on the count and stays as it is; what has moved is how far the books were off.
//! Nothing else is ever written on a posted sheet.

use crate::base::{Decided, Stamp};
use crate::stock::Stock;

use super::approve::{chosen, refuse_counter};
use super::state::{posted, sheet_of};
use super::{Act, ApproveRequest, LineResult, Listed, Refusal, SheetEntry, Which, differences};

/// Approves the variances of a posted sheet that are no longer what was approved.
///
/// Each needs a reason and an approver who did not count the line. A line that stands as it was
/// approved is refused where it is named, and left alone where the whole sheet is meant.
pub(super) fn reapprove(
    stock: &Stock,
    request: &ApproveRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<SheetEntry>>, Refusal> {
    let ApproveRequest { sheet: code, which, reason, approver, prices, .. } = request;
    let opening = sheet_of(stock, code)?.opening();
    let opening = opening.ok_or_else(|| Refusal::NeverOpened { sheet: code.clone() })?;
    let (reason, approver) = (reason.trim(), approver.trim());
    if approver.is_empty() {
        return Err(Refusal::ApproverMissing { sheet: code.clone() });
    }
    if let Some((item, price)) = prices.first_key_value() {
        return Err(Refusal::PriceNotNeeded { item: item.to_string(), price: *price });
    }
    let all = differences(stock, code)?;
    let lines = chosen(code, which, &all.lines)?;
    let says_so = |line: &&LineResult| {
        line.line.again.last().is_some_and(|again| {
            (again.approver.as_str(), again.reason.as_str()) == (approver, reason)
        })
    };
    let (moved, standing): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.moved());
    let named: Vec<_> = standing.iter().filter(|line| !says_so(line)).collect();
    if *which != Which::All && !named.is_empty() {
        let items = Listed::of(named.iter().map(|line| &line.line.of.goods));
        return Err(Refusal::NotMoved { sheet: code.clone(), items });
    }
    if moved.is_empty() {
        return if standing.iter().any(says_so) {
            Ok(Decided::Already(code.to_string()))
        } else {
            Err(posted(stock, code).expect("BUG: approved anew, and not posted"))
        };
    }
    if reason.is_empty() {
        let items = Listed::of(moved.iter().map(|line| &line.line.of.goods));
        return Err(Refusal::ReasonMissing { sheet: code.clone(), items });
    }
    refuse_counter(code, approver, moved.iter().copied())?;
    let entry = |line: &LineResult| {
        let variance = line.variance?.quantity;
        let (of, approver) = (line.line.of.clone(), approver.to_owned());
        Some(SheetEntry {
            id: stamp.id('K', opening.date),
            sheet: code.clone(),
            store: opening.store.clone(),
            date: opening.date,
            act: Act::Reapprove { of, variance, approver, reason: reason.to_owned() },
            note: String::new(),
            recorded_at: stamp.recorded_at,
            recorded_by: stamp.recorded_by.clone(),
        })
    };
    Ok(Decided::New(moved.into_iter().filter_map(entry).collect()))
}
