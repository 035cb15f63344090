//! Explaining a difference before it is approved: slips not entered yet, goods on the way, goods
//! lent without a slip. What they come to is `statement.rs`.

use crate::base::{Decided, ItemCode, Quantity, SheetCode, Stamp};
use crate::stock::{Named, Stock};

use super::approve::not_on_sheet;
use super::state::writable;
use super::statement::adjustments;
use super::{
    Act, Adjustment, Differences, Explanation, LineResult, Listed, Refusal, SheetEntry, differences,
};

/// A part of a difference to be explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainRequest {
    /// The sheet.
    pub sheet: SheetCode,
    /// The item of the line.
    pub item: ItemCode,
    /// Its lot; empty where the sheet has one line of the item.
    pub lot: String,
    /// What the books would have to be changed by: above zero for goods that are there.
    pub quantity: Quantity,
    /// The unit it is said in; none for the base unit.
    pub unit: Option<String>,
    /// By what.
    pub explanation: Explanation,
    /// The slip; empty when there is none.
    pub slip: String,
    /// Anything else.
    pub note: String,
}

/// An explanation to be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawRequest {
    /// The sheet.
    pub sheet: SheetCode,
    /// The item of the line.
    pub item: ItemCode,
    /// Its lot; empty where the sheet has one line of the item.
    pub lot: String,
    /// Which explanation.
    pub explanation: Explanation,
    /// Its slip.
    pub slip: String,
    /// Why.
    pub reason: String,
}

/// Writes down what explains a part of a difference.
///
/// A slip explains a line once: said again with another quantity, it is corrected. An unentered
/// slip has a number and is not in the books; it stops explaining as soon as it is entered.
pub fn explain(
    stock: &Stock,
    request: &ExplainRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<SheetEntry>>, Refusal> {
    let ExplainRequest { sheet: code, item, lot, quantity, unit, explanation, slip, note } =
        request;
    writable(stock, code)?;
    let all = differences(stock, code)?;
    let line = line_of(&all, item, lot)?;
    let catalogued = stock.item(item)?;
    let unit = unit.as_ref().unwrap_or(&catalogued.unit);
    let size = catalogued.base(quantity.abs(), unit)?;
    if size.is_zero() {
        return Err(Refusal::ExplainsNothing { sheet: code.clone(), item: item.clone() });
    }
    let quantity = if quantity.is_negative() { -size } else { size };
    let slip = slip.trim();
    if *explanation == Explanation::Unentered {
        if slip.is_empty() {
            return Err(Refusal::SlipMissing { sheet: code.clone() });
        }
        let on_card = stock.lines_of_slip(slip).find(|there| {
            there.movement.item == *item && there.movement.store() == Some(&all.store)
        });
        if let Some(there) = on_card {
            let (slip, id, date) =
                (slip.to_owned(), there.movement.id.clone(), there.movement.date);
            return Err(Refusal::SlipEntered { sheet: code.clone(), slip, id, date });
        }
    }
    let there = line.line.explained.iter().find(|there| there.is(*explanation, slip));
    if there.is_some_and(|there| there.quantity == quantity && there.note == note.trim()) {
        return Ok(Decided::Already(code.to_string()));
    }
    let act = Act::Explain {
        of: line.line.of.clone(),
        explanation: *explanation,
        quantity,
        slip: slip.to_owned(),
    };
    Ok(Decided::New(vec![entry(&all, act, note.trim(), stamp)]))
}

/// Takes an explanation back.
pub fn withdraw(
    stock: &Stock,
    request: &WithdrawRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<SheetEntry>>, Refusal> {
    let WithdrawRequest { sheet: code, item, lot, explanation, slip, reason } = request;
    writable(stock, code)?;
    let all = differences(stock, code)?;
    let line = line_of(&all, item, lot)?;
    let slip = slip.trim();
    if !line.line.explained.iter().any(|there| there.is(*explanation, slip)) {
        let declared = line.line.explained.iter().map(|there| {
            [there.explanation.word(), there.slip.as_str()].join(" ").trim().to_owned()
        });
        let declared = Listed::of(declared);
        return Err(Refusal::NotExplained { sheet: code.clone(), item: item.clone(), declared });
    }
    let (of, reason) = (line.line.of.clone(), reason.trim().to_owned());
    let act = Act::Withdraw { of, explanation: *explanation, slip: slip.to_owned(), reason };
    Ok(Decided::New(vec![entry(&all, act, "", stamp)]))
}

/// Refuses to approve lines of which a slip still waits to be entered.
pub(super) fn refuse_open_slips(
    stock: &Stock,
    all: &Differences,
    lines: &[&LineResult],
) -> Result<(), Refusal> {
    let open = lines.iter().filter(|line| line.standing.differs()).find_map(|line| {
        let mut adjustments = adjustments(stock, all, line).into_iter();
        Some((line, adjustments.find(Adjustment::is_open)?))
    });
    let Some((line, slip)) = open else { return Ok(()) };
    Err(Refusal::SlipOpen {
        sheet: all.sheet.clone(),
        goods: line.line.of.goods.to_string(),
        slip: slip.declared.slip,
        quantity: slip.declared.quantity,
    })
}

/// The line of an item; of several lots the one that is named.
pub(super) fn line_of<'a>(
    all: &'a Differences,
    item: &ItemCode,
    lot: &str,
) -> Result<&'a LineResult, Refusal> {
    let is_it = |line: &&LineResult| {
        let goods = &line.line.of.goods;
        goods.item() == Some(item) && (lot.is_empty() || goods.lot() == lot)
    };
    let found: Vec<&LineResult> = all.lines.iter().filter(is_it).collect();
    match found[..] {
        [] => Err(not_on_sheet(&all.sheet, item, &all.lines)),
        [line] => Ok(line),
        [line, ..] => Err(Refusal::WhichLot {
            item: Box::new(Named { code: item.clone(), name: line.name.clone() }),
            lots: Listed::of(found.iter().map(|line| &line.line.of.goods)),
        }),
    }
}

fn entry(all: &Differences, act: Act, note: &str, stamp: &mut Stamp) -> SheetEntry {
    SheetEntry {
        id: stamp.id('K', all.date),
        sheet: all.sheet.clone(),
        store: all.store.clone(),
        date: all.date,
        act,
        note: note.to_owned(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }
}
