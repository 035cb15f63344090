//! Approving: somebody who did not count takes over what the count found, line by line.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Decided, ItemCode, Price, SheetCode, Stamp, StoreCode, nearest};
use crate::stock::Stock;

use super::cutoff::check_line;
use super::difference::differences_taking;
use super::explain::refuse_open_slips;
use super::reapprove::reapprove;
use super::state::writable;
use super::{
    Act, Decision, Goods, LineResult, Listed, Outcome, Recount, Refusal, SheetEntry, Standing,
    Verdict,
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
    /// What becomes of the differences.
    pub outcome: Outcome,
    /// The count that is taken where no two agree; only of lines that are named.
    pub round: Option<u32>,
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
    let ApproveRequest { sheet: code, which, reason, approver, .. } = request;
    if stock.postings.contains_key(code) {
        return reapprove(stock, request, stamp);
    }
    let (_, opening) = writable(stock, code)?;
    let (reason, approver) = (reason.trim(), approver.trim());
    if approver.is_empty() {
        return Err(Refusal::ApproverMissing { sheet: code.clone() });
    }
    let taking = |goods: &Goods| match which {
        Which::Items(items) if goods.item().is_some_and(|item| items.contains(item)) => {
            request.round
        }
        Which::Items(_) | Which::All => None,
    };
    let all = differences_taking(stock, code, &taking)?;
    let lines = chosen(code, which, &all.lines)?;
    refuse_open_questions(stock, request, &opening.store, &lines)?;
    refuse_too_few_counts(request, &lines)?;
    let open: Vec<&LineResult> =
        lines.into_iter().filter(|line| needs_decision(line, request)).collect();
    refuse_open_slips(stock, &all, &open)?;
    refuse_outcome(request, &open)?;
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
            act: act(line, request),
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
    let mut chosen = Vec::new();
    for item in items {
        let before = chosen.len();
        chosen.extend(listed().filter(|line| line.line.of.goods.item() == Some(item)));
        if chosen.len() == before {
            return Err(not_on_sheet(code, item, lines));
        }
    }
    Ok(chosen)
}

pub(super) fn not_on_sheet(code: &SheetCode, item: &ItemCode, lines: &[LineResult]) -> Refusal {
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

/// Refuses to decide on lines that must be counted again first: over what is tolerated on one
/// count, or with counts no two of which agree and none of which is taken.
fn refuse_too_few_counts(request: &ApproveRequest, lines: &[&LineResult]) -> Result<(), Refusal> {
    let sheet = || request.sheet.clone();
    if let Some(round) = request.round {
        let has_it = |line: &LineResult| line.rounds.iter().any(|there| there.count.round == round);
        if let Some(line) = lines.iter().find(|line| !has_it(line)) {
            let goods = line.line.of.goods.to_string();
            let last = line.rounds.last().map_or(0, |round| round.count.round);
            return Err(Refusal::UnknownRound { sheet: sheet(), goods, round, last });
        }
    }
    let of = |recount: Recount| {
        let lines = lines.iter().filter(|line| line.recount == recount);
        Listed::of(lines.map(|line| &line.line.of.goods))
    };
    let (demanded, disputed) = (of(Recount::Demanded), of(Recount::Disputed));
    if demanded.count > 0 {
        return Err(Refusal::RecountNeeded { sheet: sheet(), items: demanded });
    }
    if disputed.count > 0 {
        return Err(Refusal::Disputed { sheet: sheet(), items: disputed });
    }
    Ok(())
}

/// Refuses outcomes that the lines cannot have: nobody pays for a surplus, and what agrees is not
/// pending; both only where the lines are named.
fn refuse_outcome(request: &ApproveRequest, open: &[&LineResult]) -> Result<(), Refusal> {
    let of = |wanted: &dyn Fn(Standing) -> bool| {
        let lines = open.iter().filter(|line| wanted(line.standing));
        Listed::of(lines.map(|line| &line.line.of.goods))
    };
    let sheet = request.sheet.clone();
    match &request.outcome {
        Outcome::Charged(person) => {
            if person.trim().is_empty() {
                return Err(Refusal::NobodyCharged { sheet });
            }
            let items = of(&|standing| standing == Standing::Surplus);
            if items.count > 0 {
                return Err(Refusal::ChargedSurplus { sheet, items });
            }
            Ok(())
        }
        Outcome::Pending => {
            // Of an item with several lots it is enough that one of them differs.
            let differs = |line: &&&LineResult| line.standing.differs();
            let differing: BTreeSet<Option<&ItemCode>> =
                open.iter().filter(differs).map(|line| line.line.of.goods.item()).collect();
            let agrees = |line: &&&LineResult| !differing.contains(&line.line.of.goods.item());
            let items = Listed::of(open.iter().filter(agrees).map(|line| &line.line.of.goods));
            if items.count > 0 && request.which != Which::All {
                return Err(Refusal::NothingToPend { sheet, items });
            }
            Ok(())
        }
        Outcome::Booked => Ok(()),
    }
}

/// Whether a line has no decision that stands, or one that says something else.
///
/// Approving a whole sheet leaves alone what was approved line by line.
fn needs_decision(line: &LineResult, request: &ApproveRequest) -> bool {
    if !line.settled() {
        return true;
    }
    let differs = line.standing.differs();
    let says_the_same = |there: &Decision| {
        let reason = if line.standing == Standing::Matched { "" } else { request.reason.trim() };
        let outcome = match &there.verdict {
            Verdict::Approved { outcome, .. } => *outcome == outcome_of(request, differs),
            Verdict::Left => true,
        };
        there.approver == request.approver.trim() && there.reason == reason && outcome
    };
    matches!(request.which, Which::Items(_))
        && !line.line.decision.as_ref().is_some_and(says_the_same)
}

/// What becomes of a line: only a difference can be pending or charged.
fn outcome_of(request: &ApproveRequest, differs: bool) -> Outcome {
    match &request.outcome {
        Outcome::Charged(person) if differs => Outcome::Charged(person.trim().to_owned()),
        Outcome::Pending if differs => Outcome::Pending,
        _ => Outcome::Booked,
    }
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

fn act(line: &LineResult, request: &ApproveRequest) -> Act {
    let of = line.line.of.clone();
    let ApproveRequest { reason, approver, prices, .. } = request;
    let (reason, approver) = (reason.trim().to_owned(), approver.trim().to_owned());
    let Some(variance) = line.variance else { return Act::Leave { of, approver, reason } };
    let differs = !variance.quantity.is_zero();
    let reason = if differs { reason } else { String::new() };
    let given = of.goods.item().and_then(|item| prices.get(item)).copied();
    let unit_price = given.or_else(|| given_before(line));
    // Of one count it is no question which one is taken.
    let round = request.round.filter(|_| line.rounds.len() > 1);
    let (variance, outcome) = (variance.quantity, outcome_of(request, differs));
    Act::Approve { of, variance, unit_price, round, outcome, approver, reason }
}
