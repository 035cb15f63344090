//! Pending differences (待处理财产损溢) and what people pay for: balances of their own, with their age.

use std::collections::BTreeMap;

use crate::base::{Day, ItemCode, Money, Quantity, SheetCode, Span, StoreCode};
use crate::stock::{Kind, Place, Step, Stock};

/// Which pending differences are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingOptions {
    /// The day.
    pub as_of: Day,
    /// The store; none for all.
    pub store: Option<StoreCode>,
    /// Only those older than so many days.
    pub older_than: Option<u32>,
}

/// A difference that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingLine {
    /// The sheet that found it.
    pub sheet: SheetCode,
    /// The store.
    pub store: StoreCode,
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// The day of the count.
    pub date: Day,
    /// What the count found, as it is now: above zero a surplus.
    pub variance: Quantity,
    /// What was settled of it, in the same direction.
    pub settled: Quantity,
    /// What is still open; on the other side of zero where more was settled than there was.
    pub open: Quantity,
    /// What that is worth.
    pub value: Money,
    /// The days since the count.
    pub age: i64,
}

impl PendingLine {
    /// Whether more was settled than the count has left to settle: a late slip came in since.
    pub fn is_oversettled(&self) -> bool {
        let opposite = |one: Quantity, other: Quantity| {
            !one.is_zero() && !other.is_zero() && one.is_negative() != other.is_negative()
        };
        opposite(self.open, self.settled)
    }
}

/// Pending differences on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// What was asked for.
    pub options: PendingOptions,
    /// The differences, the oldest first.
    pub lines: Vec<PendingLine>,
    /// What the shortages among them are worth, without the sign.
    pub shortage: Money,
    /// What the surpluses among them are worth.
    pub surplus: Money,
}

/// Lists the differences that are pending on a day, by sheet and item.
pub fn pending(stock: &Stock, options: &PendingOptions) -> Pending {
    let PendingOptions { as_of, store, older_than } = options;
    let mut lines = Vec::new();
    for item in stock.moved_items() {
        let mut found: BTreeMap<String, (StoreCode, Day, Quantity)> = BTreeMap::new();
        let pile = stock.replay(item, *as_of, |step| {
            let movement = &step.line.movement;
            let at_pending = step.change_at(&Place::Pending).quantity;
            let touches = [&movement.from, &movement.to].contains(&&Place::Pending);
            if let (Kind::Count, true, Some(store)) = (movement.kind, touches, movement.store()) {
                let there = (store.clone(), movement.date, -at_pending);
                let variance = there.2;
                let of_sheet = found.entry(movement.slip.clone());
                // A sheet has a row for each lot of an item.
                of_sheet.and_modify(|found| found.2 += variance).or_insert(there);
            }
        });
        for (slip, balance) in pile.under_slips(&Place::Pending) {
            let Some((at, date, variance)) = found.get(slip).cloned() else { continue };
            let Ok(sheet) = SheetCode::parse(slip) else { continue };
            let open = -balance.quantity;
            let wanted = store.as_ref().is_none_or(|store| *store == at);
            let age = date.days_until(*as_of);
            let old = older_than.is_none_or(|days| age > i64::from(days));
            if !wanted || !old || (open.is_zero() && balance.value.is_zero()) {
                continue;
            }
            let known = stock.items.get(item);
            lines.push(PendingLine {
                sheet,
                store: at,
                item: item.clone(),
                name: known.map(|item| item.name.clone()).unwrap_or_default(),
                unit: known.map(|item| item.unit.clone()).unwrap_or_default(),
                date,
                variance,
                settled: variance - open,
                open,
                value: -balance.value,
                age,
            });
        }
    }
    lines.sort_by(|one, other| {
        (one.date, &one.store, &one.sheet, &one.item).cmp(&(
            other.date,
            &other.store,
            &other.sheet,
            &other.item,
        ))
    });
    let sum = |short: bool| {
        let of_side = lines.iter().filter(|line| line.open.is_negative() == short);
        of_side.map(|line| line.value.abs()).sum()
    };
    Pending { options: options.clone(), shortage: sum(true), surplus: sum(false), lines }
}

/// What somebody pays for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargedLine {
    /// Who.
    pub person: String,
    /// The day on which it was charged.
    pub date: Day,
    /// The sheet that found it missing.
    pub sheet: String,
    /// The item.
    pub item: ItemCode,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// How much.
    pub quantity: Quantity,
    /// What it is worth.
    pub value: Money,
    /// Why.
    pub reason: String,
}

/// What people pay for in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charged {
    /// The days.
    pub span: Span,
    /// Line by line, by person and day.
    pub lines: Vec<ChargedLine>,
    /// What each person pays.
    pub people: BTreeMap<String, Money>,
    /// What all pay.
    pub total: Money,
}

/// Lists what was charged to people in a period.
pub fn charged(stock: &Stock, span: Span) -> Charged {
    let mut lines = Vec::new();
    for item in stock.moved_items() {
        let known = stock.items.get(item);
        stock.replay(item, span.last(), |step| {
            let Some(person) = charged_by(&step) else { return };
            let movement = &step.line.movement;
            if !span.contains(movement.date) {
                return;
            }
            let change = step.change_at(&Place::Charge(person.clone()));
            if change.quantity.is_zero() {
                return;
            }
            lines.push(ChargedLine {
                person,
                date: movement.date,
                sheet: movement.slip.clone(),
                item: item.clone(),
                name: known.map(|item| item.name.clone()).unwrap_or_default(),
                unit: known.map(|item| item.unit.clone()).unwrap_or_default(),
                quantity: change.quantity,
                value: change.value,
                reason: movement.reason.clone(),
            });
        });
    }
    lines.sort_by(|one: &ChargedLine, other| {
        (&one.person, one.date, &one.sheet, &one.item).cmp(&(
            &other.person,
            other.date,
            &other.sheet,
            &other.item,
        ))
    });
    let mut people: BTreeMap<String, Money> = BTreeMap::new();
    for line in &lines {
        *people.entry(line.person.clone()).or_default() += line.value;
    }
    let total = people.values().copied().sum();
    Charged { span, lines, people, total }
}

/// The person that a line charges, or pays back.
fn charged_by(step: &Step<'_>) -> Option<String> {
    [step.to(), step.from()].into_iter().find_map(|place| match place {
        Place::Charge(person) => Some(person.clone()),
        _ => None,
    })
}
