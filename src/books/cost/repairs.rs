//! What repairs cost beside the parts from stock: repair orders, and repairs in the books of assets
//! that are on no order.
//!
//! An asset's repair that names an order whose cost is stated is that order told twice: the order
//! counts. A reversed repair is taken back in the month of the reversal; the months before keep what
//! they showed.

use std::collections::BTreeMap;

use crate::assets::{Event, EventKind};
use crate::base::{AssetTag, Day, DepartmentCode, Message, Money, Month, Step, SubjectCode};
use crate::books::Books;
use crate::books::parts::names_in;
use crate::inspections::{Clock, DayState, Repair};

use super::draft::Draft;
use super::options::days_of;
use super::{CostGap, CostLedger, CostPart};

/// Repairs by the hospital's own people of which nobody said a cost: they cost their parts.
pub(super) type WithoutCost = usize;

/// Gathers what repairs cost in some months.
pub(super) fn gather(
    books: &Books,
    (asked, all): (&[Month], &[Month]),
    as_of: Day,
    draft: &mut Draft,
) -> WithoutCost {
    let of_orders = books.inspections.repair_rows().map(|row| row.date);
    let of_assets = repairs_of_assets(books).map(|(_, event)| event.date);
    let first = of_orders.chain(of_assets).filter(|date| *date <= as_of).min();
    draft.begins(CostPart::Repairs, first);
    let without = orders(books, (asked, all), as_of, draft);
    asset_repairs(books, (asked, all), as_of, draft);
    without
}

fn clock(as_of: Day) -> Clock {
    Clock { as_of, state: DayState::Over }
}

fn orders(
    books: &Books,
    (asked, all): (&[Month], &[Month]),
    as_of: Day,
    draft: &mut Draft,
) -> WithoutCost {
    let mut without = 0;
    for repair in books.inspections.repairs(clock(as_of)) {
        let rows = books.inspections.rows_of_repair(&repair.id);
        let done = Repair::completions(&rows, clock(as_of));
        for row in done.iter().filter(|row| all.contains(&row.date.month())) {
            let month = row.date.month();
            let department = whose(books, &repair, row.date);
            let department = department.as_ref();
            if let Some(cost) = row.cost {
                draft.carry(month, department, CostLedger::Orders, cost);
                let what = Message::new("cost.step.order").with("date", row.date.to_string());
                let what = what.with("order", repair.name());
                let (result, source) = (cost.to_string(), row.id.to_string());
                let step = Step { what, formula: String::new(), result, source };
                draft.tell(row.date, department, CostPart::Repairs, step);
            } else if repair.cost.is_none() && repair.contractor.is_some() {
                let gap = CostGap::RepairWithoutCost { order: repair.name().to_owned() };
                draft.lack(month, department, CostLedger::Orders, gap);
                draft.ledger_is_open(month, CostPart::Repairs);
            } else if repair.cost.is_none() && asked.contains(&month) {
                without += 1;
            }
        }
    }
    if let Some(span) = days_of(asked) {
        // By the orders as they stood at both ends, not by the rows between.
        let stood = |day: Day| -> Money {
            let repairs = books.inspections.repairs(clock(day.min(as_of)));
            repairs.filter_map(|repair| repair.cost).sum()
        };
        draft.record(CostLedger::Orders, stood(span.last()) - stood(span.first().previous()));
    }
    without
}

/// Which department an order is for: the one that reported it, else the one that it is about or
/// that had the asset it is about.
fn whose(books: &Books, repair: &Repair, day: Day) -> Option<DepartmentCode> {
    let named = |subject: &SubjectCode| {
        let code = DepartmentCode::parse(subject.as_str()).ok()?;
        books.org.department(&code).map(|department| department.code.clone())
    };
    let holder =
        |subject: &SubjectCode| holder(books, &AssetTag::parse(subject.as_str()).ok()?, day);
    let reported = repair.department.clone();
    reported.or_else(|| named(&repair.subject)).or_else(|| holder(&repair.subject))
}

/// Which department had an asset at the end of a day, as it was known then.
fn holder(books: &Books, tag: &AssetTag, day: Day) -> Option<DepartmentCode> {
    books.assets.standing(tag, day)?.department().cloned()
}

/// The repairs in the books of assets, also those that were taken back.
fn repairs_of_assets(books: &Books) -> impl Iterator<Item = (&AssetTag, &Event)> {
    let tags = books.assets.cards().map(|card| &card.tag);
    let events = tags.flat_map(|tag| books.assets.events(tag).map(move |event| (tag, event)));
    events.filter(|(_, event)| event.kind == EventKind::Repair)
}

fn asset_repairs(books: &Books, (asked, all): (&[Month], &[Month]), as_of: Day, draft: &mut Draft) {
    let mut costed: BTreeMap<String, String> = BTreeMap::new();
    for repair in books.inspections.repairs(clock(as_of)).filter(|own| own.cost.is_some()) {
        let names = [repair.id.to_string(), repair.number.clone()];
        costed.extend(names.into_iter().map(|name| (name, repair.name().to_owned())));
    }
    let mut sum = Money::ZERO;
    for (tag, event) in repairs_of_assets(books).filter(|(_, event)| event.date <= as_of) {
        let department = holder(books, tag, event.date);
        let department = department.as_ref();
        let mut words = names_in(&event.reason).chain(names_in(&event.note));
        let order = words.find_map(|word| costed.get(word));
        let about = |code: &str, day: Day| {
            Message::new(code).with("date", day.to_string()).with("tag", tag.as_str())
        };
        let is_wanted = all.contains(&event.date.month());
        if let Some(order) = order {
            let what = about("cost.step.on_order", event.date).with("order", order);
            let (result, source) = ("—".to_owned(), event.id.to_string());
            let step = Step { what, formula: String::new(), result, source };
            draft.tell(event.date, department, CostPart::Repairs, step);
            continue;
        }
        let back = books.assets.reversal_of(&event.id).filter(|back| back.date <= as_of);
        let Some(cost) = event.value else {
            if is_wanted && back.is_none() {
                let gap =
                    CostGap::AssetRepairWithoutCost { tag: tag.clone(), row: event.id.clone() };
                draft.lack(event.date.month(), department, CostLedger::AssetRepairs, gap);
                draft.ledger_is_open(event.date.month(), CostPart::Repairs);
            }
            continue;
        };
        let happened =
            [(Some(event), "cost.step.asset_repair", cost), (back, "cost.step.asset_back", -cost)];
        for (row, code, amount) in happened {
            let Some(row) = row else { continue };
            let month = row.date.month();
            if asked.contains(&month) {
                sum += amount;
            }
            if all.contains(&month) {
                draft.carry(month, department, CostLedger::AssetRepairs, amount);
                let (result, source) = (amount.to_string(), row.id.to_string());
                let step =
                    Step { what: about(code, row.date), formula: String::new(), result, source };
                draft.tell(row.date, department, CostPart::Repairs, step);
            }
        }
    }
    if !asked.is_empty() {
        draft.record(CostLedger::AssetRepairs, sum);
    }
}
