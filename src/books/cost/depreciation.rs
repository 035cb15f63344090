//! What the assets of each department were depreciated by, month by month.
//!
//! The department that has a thing at the end of a month carries the month. What makes up for
//! earlier months after a reversal stands in the month of the reversal.

use crate::assets::{self, Basis, ChargeLine, DepreciationOptions, Grouping, Lives};
use crate::base::{Day, Message, Money, Month, Step};
use crate::books::Books;

use super::draft::Draft;
use super::{CostGap, CostLedger, CostPart};

/// Gathers the charges of some months.
pub(super) fn gather(
    books: &Books,
    lives: &Lives,
    (asked, all): (&[Month], &[Month]),
    as_of: Day,
    draft: &mut Draft,
) {
    // A card tells the whole life of its thing, however late it was written.
    let any = books.assets.cards().next().map(|_| Day::FIRST);
    draft.begins(CostPart::Depreciation, any);
    let charged = |first: Month, last: Month, by: Grouping| {
        let options = DepreciationOptions { first, last, as_of, by, department: None };
        assets::depreciation(&books.assets, lives, &options)
    };
    for month in all {
        let groups = charged(*month, *month, Grouping::Department).groups;
        for line in groups.iter().flat_map(|group| &group.lines) {
            carry(line, *month, draft);
        }
    }
    if let (Some(first), Some(last)) = (asked.first(), asked.last()) {
        let total = charged(*first, *last, Grouping::Whole).total;
        draft.record(CostLedger::Depreciation, total.charge + total.correction);
    }
}

fn carry(line: &ChargeLine, month: Month, draft: &mut Draft) {
    let department = line.department.as_ref();
    let is_there = line.disposed_on.is_none();
    if line.basis == Basis::Unknown && is_there && !line.charge.value.is_zero() {
        let gap = CostGap::LifeUnknown { tag: line.tag.clone() };
        draft.lack(month, department, CostLedger::Depreciation, gap);
        draft.ledger_is_open(month, CostPart::Depreciation);
    }
    let mut add = |code: &str, amount: Money, formula: String| {
        if amount.is_zero() {
            return;
        }
        draft.carry(month, department, CostLedger::Depreciation, amount);
        let what = Message::new(code).with("month", month.to_string());
        let what = what.with("tag", line.tag.as_str()).with("name", &line.name);
        let (result, source) = (amount.to_string(), line.tag.to_string());
        let step = Step { what, formula, result, source };
        draft.tell(month.first(), department, CostPart::Depreciation, step);
    };
    let months = line.months.unwrap_or_default();
    let formula = format!("{} ÷ {months}", line.charge.value);
    add("cost.step.charge", line.charge.charge, formula);
    add("cost.step.charge_corrected", line.charge.correction, String::new());
}
