//! What departments were issued from stock, less what they returned, at the cost of each line.
//!
//! Repair parts are issues like others: they are counted here and nowhere else.

use std::collections::BTreeSet;

use crate::base::{Day, Message, Money, Month, Quantity, Step as WorkingStep};
use crate::books::Books;
use crate::stock::{Item, StatementOptions, Step, Turnover, statement};

use super::draft::Draft;
use super::options::days_of;
use super::{CostGap, CostLedger, CostPart};

/// Gathers what departments were issued in some months.
pub(super) fn gather(
    books: &Books,
    (asked, all): (&[Month], &[Month]),
    as_of: Day,
    draft: &mut Draft,
) {
    let dates = books.stock.lines().map(|line| line.movement.date);
    draft.begins(CostPart::Materials, dates.filter(|date| *date <= as_of).min());
    let months: BTreeSet<Month> = all.iter().copied().collect();
    let Some(last) = months.last().map(|month| month.last().min(as_of)) else { return };
    for item in books.stock.items.values() {
        books.stock.replay(&item.code, last, |step| {
            if months.contains(&step.line.movement.date.month()) {
                carry(item, &step, draft);
            }
        });
    }
    let Some(span) = days_of(asked) else { return };
    let options = StatementOptions { span, store: None, category: None, as_of };
    // Without a room in the options there is none that it could not know.
    let total = statement(&books.stock, &options).map(|statement| statement.total);
    let total = total.unwrap_or_default();
    let issued = total.at(Turnover::Issue).value - total.at(Turnover::ReturnIn).value;
    draft.record(CostLedger::Issues, issued);
    if !total.correction.is_zero() {
        draft.record(CostLedger::Corrections, -total.correction);
    }
}

/// What one line gave to a department or took from it, and what the shelf was corrected by.
fn carry(item: &Item, step: &Step<'_>, draft: &mut Draft) {
    let movement = &step.line.movement;
    let (date, month) = (movement.date, movement.date.month());
    let correction = -step.effect.correction;
    if movement.store().is_some() && !correction.is_zero() {
        draft.carry(month, None, CostLedger::Corrections, correction);
        tell(item, step, ("cost.step.correction", correction), draft);
    }
    let mut ends = [step.from(), step.to()].into_iter();
    let Some(place) = ends.find(|place| place.department().is_some()) else { return };
    if movement.store().is_none() {
        return;
    }
    let (department, change) = (place.department(), step.change_at(place));
    draft.carry(month, department, CostLedger::Issues, change.value);
    let is_out = change.quantity > Quantity::ZERO;
    // Goods that leave a shelf that held nothing at no value: there never was a price for them.
    let is_bare = step.before.quantity <= Quantity::ZERO && step.before.value.is_zero();
    if is_out && change.value.is_zero() && is_bare {
        let gap = CostGap::Unpriced { item: item.code.clone(), row: movement.id.clone() };
        draft.lack(month, department, CostLedger::Issues, gap);
        draft.ledger_is_open(month, CostPart::Materials);
    }
    if draft.tells(month) {
        let code = if is_out { "cost.step.issue" } else { "cost.step.back" };
        let formula = format!("{} {}", change.quantity, item.unit);
        let what = Message::new(code).with("date", date.to_string()).with("item", &item.name);
        let source = movement.id.to_string();
        let step = WorkingStep { what, formula, result: change.value.to_string(), source };
        draft.tell(date, department, CostPart::Materials, step);
    }
}

fn tell(item: &Item, step: &Step<'_>, (code, amount): (&str, Money), draft: &mut Draft) {
    let movement = &step.line.movement;
    let what = Message::new(code).with("date", movement.date.to_string());
    let what = what.with("item", &item.name);
    let (result, source) = (amount.to_string(), movement.id.to_string());
    let step = WorkingStep { what, formula: String::new(), result, source };
    draft.tell(movement.date, None, CostPart::Materials, step);
}
