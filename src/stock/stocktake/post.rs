//! Posting: what was approved goes into the books, in one append, and the sheet is closed.
//!
//! Every counted line becomes a count row, also where nothing differs: it asserts the shelf at its
//! cut-off, and the replay derives the variance. One row more says who approved, and has the
//! sheet's hash.

use std::collections::BTreeSet;

use crate::base::{Decided, Quantity, SheetCode, Stamp, StoreCode};
use crate::stock::{Cutoff, Kind, Movement, Place, Posting, Rules, Stock, admit};

use super::cutoff::check_line;
use super::state::{sheet_of, writable};
use super::{
    Counted, Decision, Goods, LineResult, Listed, Outcome, Refusal, Standing, Variance, Verdict,
    differences,
};

/// What posts a sheet: the rows of one append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// One row for every counted line.
    pub counts: Vec<Movement>,
    /// The approval.
    pub posting: Posting,
}

/// Posts a sheet all lines of which are approved or left.
///
/// Refused while a line has no decision, when a variance is no longer what was approved, and when
/// a count would leave the store short for a line that is recorded after it.
pub fn post(
    stock: &Stock,
    rules: &Rules<'_>,
    code: &SheetCode,
    stamp: &mut Stamp,
) -> Result<Decided<Posted>, Refusal> {
    let sheet = sheet_of(stock, code)?;
    if let Some(posting) = stock.postings.get(code) {
        return Ok(Decided::Already(posting.id.to_string()));
    }
    let (_, opening) = writable(stock, code)?;
    let all = differences(stock, code)?;
    for line in all.lines.iter().filter(|line| line.standing == Standing::Unclear) {
        check_line(stock, code, &opening.store, &line.line)?;
    }
    refuse_undecided(code, &all.lines)?;
    let counts: Vec<Movement> = all
        .lines
        .iter()
        .filter_map(|line| {
            Some((line, line.variance?, line.count()?, line.line.decision.as_ref()?))
        })
        .map(|(line, variance, count, decision)| {
            row(code, &opening.store, line, (variance, count, decision), stamp)
        })
        .collect();
    for count in &counts {
        admit::check(stock, rules, std::slice::from_ref(count))?;
    }
    let decisions = || all.lines.iter().filter_map(|line| line.line.decision.as_ref());
    let posting = Posting {
        id: stamp.id('M', opening.date),
        date: opening.date,
        sheet: code.clone(),
        approver: joined(decisions().map(|decision| decision.approver.as_str())).into(),
        reason: joined(decisions().map(|decision| decision.reason.as_str())),
        sha256: sheet.sha256(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.as_str().into(),
    };
    Ok(Decided::New(Posted { counts, posting }))
}

/// The texts that are said, each once, in order.
fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let texts: BTreeSet<&str> = texts.filter(|text| !text.is_empty()).collect();
    texts.into_iter().collect::<Vec<_>>().join("；")
}

fn refuse_undecided(code: &SheetCode, lines: &[LineResult]) -> Result<(), Refusal> {
    if let Some((line, approved, now)) = lines.iter().find_map(|line| {
        let now = line.variance?.quantity;
        line.moved().then_some((line, line.approved?, now))
    }) {
        return Err(Refusal::VarianceMoved {
            sheet: code.clone(),
            goods: line.line.of.goods.to_string(),
            approved,
            now,
            lines: Listed::of(line.late.iter().map(super::LateLine::name)),
        });
    }
    let open: Vec<&Goods> =
        lines.iter().filter(|line| !line.settled()).map(|line| &line.line.of.goods).collect();
    if open.is_empty() && lines.iter().any(|line| line.line.decision.is_some()) {
        return Ok(());
    }
    Err(Refusal::NotApproved { sheet: code.clone(), items: Listed::of(open) })
}

/// Where a difference goes or comes from.
fn place(outcome: &Outcome) -> Place {
    match outcome {
        Outcome::Booked => Place::Difference,
        Outcome::Pending => Place::Pending,
        Outcome::Charged(person) => Place::Charge(person.clone()),
    }
}

fn row(
    code: &SheetCode,
    store: &StoreCode,
    line: &LineResult,
    (variance, count, decision): (Variance, &Counted, &Decision),
    stamp: &mut Stamp,
) -> Movement {
    let store = Place::Store(store.clone());
    let (unit_price, other) = match &decision.verdict {
        Verdict::Approved { unit_price, outcome, .. } => (*unit_price, place(outcome)),
        Verdict::Left => (None, Place::Difference),
    };
    let shortage = variance.quantity < Quantity::ZERO;
    let (from, to) = if shortage { (store, other) } else { (other, store) };
    let item = line.line.of.goods.item().expect("BUG: a find outside the catalogue is posted");
    Movement {
        id: stamp.id('M', count.date),
        date: count.date,
        time: Some(count.cutoff.clone().unwrap_or(Cutoff::Close)),
        kind: Kind::Count,
        item: item.clone(),
        quantity: variance.quantity.abs(),
        unit: line.line.of.unit.clone(),
        unit_price,
        amount: None,
        counted: Some(count.quantity),
        from,
        to,
        lot: line.line.of.goods.lot().to_owned(),
        expiry: None,
        slip: code.to_string(),
        person: count.counter.clone(),
        reason: decision.reason.clone(),
        note: count.note.clone(),
        reverses: None,
        market_price: None,
        order: String::new(),
        repair: String::new(),
        due: None,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }
}
