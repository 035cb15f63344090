//! Approving: somebody who did not count takes over what the count found, line by line.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Decided, ItemCode, Price, SheetCode, Stamp, StoreCode, nearest};
use crate::stock::Stock;

use super::cutoff::check_line;
use super::reapprove::reapprove;
use super::state::writable;
use super::{
    Act, Decision, Goods, LineResult, Listed, Refusal, SheetEntry, Standing, Verdict, differences,
};

/// Which lines are approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All that have no standing approval.
    All,
    /// The lines of these items.
    Items(Vec<ItemCode>),
}

/// What becomes of lines that nobody counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncounted {
    /// They must be counted first.
    Refused,
    /// They stay uncounted, and the books keep what they have.
    Left,
}

/// Lines to be approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApproveRequest {
    /// The sheet.
    pub sheet: SheetCode,
    /// Which lines.
    pub which: Which,
    /// What becomes of lines that nobody counted.
    pub uncounted: Uncounted,
    /// Why the differing lines differ; may be empty where none does.
    pub reason: String,
    /// Who approves.
    pub approver: String,
    /// Prices of one base unit for surpluses of items that the books know no price for.
    pub prices: BTreeMap<ItemCode, Price>,
}

/// Approves what the count found: one entry for each line that is decided anew.
///
/// A differing line needs a reason and an approver who did not count it; a surplus needs a price,
/// the books' or a given one. On a posted sheet the lines are approved anew that late slips have
/// moved, and no others: `reapprove.rs`.
pub fn approve(
    stock: &Stock,
    request: &ApproveRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<SheetEntry>>, Refusal> {
    let ApproveRequest { sheet: code, which, reason, approver, prices, .. } = request;
    if stock.postings.contains_key(code) {
        return reapprove(stock, request, stamp);
    }
    let (_, opening) = writable(stock, code)?;
    let (reason, approver) = (reason.trim(), approver.trim());
    if approver.is_empty() {
        return Err(Refusal::ApproverMissing { sheet: code.clone() });
    }
    let all = differences(stock, code)?;
    let lines = chosen(code, which, &all.lines)?;
    refuse_open_questions(stock, request, &opening.store, &lines)?;
    let open: Vec<&LineResult> =
        lines.into_iter().filter(|line| needs_decision(line, which, reason, approver)).collect();
    refuse_price(stock, request, &open)?;
    let differing: Vec<&&LineResult> = open.iter().filter(|line| line.standing.differs()).collect();
    if reason.is_empty() && !differing.is_empty() {
        let items = Listed::of(differing.iter().map(|line| &line.line.of.goods));
        return Err(Refusal::ReasonMissing { sheet: code.clone(), items });
    }
    refuse_counter(code, approver, differing.iter().map(|line| **line))?;
    let entries: Vec<SheetEntry> = open
        .into_iter()
        .map(|line| SheetEntry {
            id: stamp.id('K', opening.date),
            sheet: code.clone(),
            store: opening.store.clone(),
            date: opening.date,
            act: act(line, reason, approver, prices),
            note: String::new(),
            recorded_at: stamp.recorded_at,
            recorded_by: stamp.recorded_by.clone(),
        })
        .collect();
    if entries.is_empty() {
        return Ok(Decided::Already(code.to_string()));
    }
    Ok(Decided::New(entries))
}

/// Refuses to have lines approved by somebody who counted them.
pub(super) fn refuse_counter<'a>(
    code: &SheetCode,
    approver: &str,
    lines: impl Iterator<Item = &'a LineResult>,
) -> Result<(), Refusal> {
    let counted: Vec<&Goods> = lines
        .filter(|line| line.line.counts.iter().any(|count| count.counter == approver))
        .map(|line| &line.line.of.goods)
        .collect();
    if counted.is_empty() {
        return Ok(());
    }
    let (sheet, approver) = (code.clone(), approver.to_owned());
    Err(Refusal::ApproverCounted { sheet, approver, items: Listed::of(counted) })
}

/// The lines that are meant, without the finds that cannot be posted.
pub(super) fn chosen<'a>(
    code: &SheetCode,
    which: &Which,
    lines: &'a [LineResult],
) -> Result<Vec<&'a LineResult>, Refusal> {
    let listed = || lines.iter().filter(|line| line.standing != Standing::Unlisted);
    let Which::Items(items) = which else { return Ok(listed().collect()) };
    let items: BTreeSet<&ItemCode> = items.iter().collect();
    items
        .into_iter()
        .map(|item| {
            let of_item = |line: &&LineResult| line.line.of.goods.item() == Some(item);
            listed().find(of_item).ok_or_else(|| not_on_sheet(code, item, lines))
        })
        .collect()
}

fn not_on_sheet(code: &SheetCode, item: &ItemCode, lines: &[LineResult]) -> Refusal {
    let known = lines.iter().filter_map(|line| line.line.of.goods.item()).map(ItemCode::as_str);
    let near = nearest(item.as_str(), known);
    Refusal::NotOnSheet { sheet: code.clone(), goods: item.to_string(), near }
}

/// Refuses to decide on lines that nobody counted, or of which nobody can tell what was seen.
fn refuse_open_questions(
    stock: &Stock,
    request: &ApproveRequest,
    store: &StoreCode,
    lines: &[&LineResult],
) -> Result<(), Refusal> {
    let uncounted: Vec<&Goods> = lines
        .iter()
        .filter(|line| line.standing == Standing::Uncounted)
        .map(|line| &line.line.of.goods)
        .collect();
    if request.uncounted == Uncounted::Refused && !uncounted.is_empty() {
        let items = Listed::of(uncounted);
        return Err(Refusal::Uncounted { sheet: request.sheet.clone(), items });
    }
    for line in lines.iter().filter(|line| line.standing == Standing::Unclear) {
        check_line(stock, &request.sheet, store, &line.line)?;
    }
    Ok(())
}

/// Whether a line has no decision that stands, or one that says something else.
///
/// Approving a whole sheet leaves alone what was approved line by line.
fn needs_decision(line: &LineResult, which: &Which, reason: &str, approver: &str) -> bool {
    if !line.settled() {
        return true;
    }
    let says_the_same = |there: &Decision| {
        let reason = if line.standing == Standing::Matched { "" } else { reason };
        there.approver == approver && there.reason == reason
    };
    matches!(which, Which::Items(_)) && !line.line.decision.as_ref().is_some_and(says_the_same)
}

/// Refuses a surplus without any price, and a price that is not needed.
fn refuse_price(
    stock: &Stock,
    request: &ApproveRequest,
    open: &[&LineResult],
) -> Result<(), Refusal> {
    // A price that was given with an earlier approval is given with this one too.
    let unpriced = |line: &LineResult| {
        line.standing == Standing::Surplus
            && (line.variance.is_some_and(|variance| variance.value.is_none())
                || given_before(line).is_some())
    };
    let missing: Vec<&Goods> = open
        .iter()
        .filter(|line| unpriced(line) && given_before(line).is_none())
        .map(|line| &line.line.of.goods)
        .filter(|goods| goods.item().is_some_and(|item| !request.prices.contains_key(item)))
        .collect();
    if !missing.is_empty() {
        let items = Listed::of(missing);
        return Err(Refusal::SurplusPrice { sheet: request.sheet.clone(), items });
    }
    for (item, price) in &request.prices {
        stock.item(item)?;
        let needed =
            open.iter().any(|line| line.line.of.goods.item() == Some(item) && unpriced(line));
        if !needed {
            let (item, price) = (item.to_string(), *price);
            return Err(Refusal::PriceNotNeeded { item, price });
        }
    }
    Ok(())
}

/// The price that was given when the line was approved before.
fn given_before(line: &LineResult) -> Option<Price> {
    match line.line.decision.as_ref()?.verdict {
        Verdict::Approved { unit_price, .. } => unit_price,
        Verdict::Left => None,
    }
}

fn act(line: &LineResult, reason: &str, approver: &str, prices: &BTreeMap<ItemCode, Price>) -> Act {
    let of = line.line.of.clone();
    let approver = approver.to_owned();
    let Some(variance) = line.variance else {
        return Act::Leave { of, approver, reason: reason.to_owned() };
    };
    let reason = if variance.quantity.is_zero() { "" } else { reason }.to_owned();
    let given = of.goods.item().and_then(|item| prices.get(item)).copied();
    let unit_price = given.or_else(|| given_before(line));
    Act::Approve { of, variance: variance.quantity, unit_price, approver, reason }
}
