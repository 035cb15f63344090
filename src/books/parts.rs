//! Repair parts (维修配件): what was issued of them beside the repair orders it was issued for.
//!
//! The stock book knows the number of the order that an issue names; what is a repair order, the
//! other books know. Nothing here is written anywhere.

use std::collections::BTreeMap;

use crate::assets::EventKind;
use crate::base::{Day, DepartmentCode, ItemCode, Money, Quantity, RecordId, Span, StoreCode};
use crate::stock::{Kind, Line, Movement, Refusal, Step};

use super::Books;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartsOptions {
    /// The days of the issues.
    pub span: Span,
    /// From one store only.
    pub store: Option<StoreCode>,
    /// The day at whose end it is looked at.
    pub as_of: Day,
}

/// What is wrong with an issue of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartGap {
    /// It names no repair order.
    NoOrder,
    /// It names an order that no book knows.
    UnknownOrder,
}

impl PartGap {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoOrder => "stock.parts.no_order",
            Self::UnknownOrder => "stock.parts.unknown_order",
        }
    }
}

/// An issue of parts that is on no repair order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartLine {
    /// The line.
    pub id: RecordId,
    /// Its slip; empty when there is none.
    pub slip: String,
    /// Its day.
    pub date: Day,
    /// The days since then.
    pub age: i64,
    /// The store.
    pub store: StoreCode,
    /// Who received it.
    pub department: DepartmentCode,
    /// The person who received it; empty when nobody is named.
    pub person: String,
    /// The item.
    pub item: ItemCode,
    /// The item's name.
    pub name: String,
    /// How much of it did not come back, in base units.
    pub quantity: Quantity,
    /// How much came back unused, in base units.
    pub back: Quantity,
    /// The base unit.
    pub unit: String,
    /// What did not come back was worth.
    pub value: Money,
    /// The order that it names; empty when it names none.
    pub order: String,
    /// What is wrong.
    pub gap: PartGap,
}

/// The parts issued in some days, and which of them are on no repair order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The days.
    pub span: Span,
    /// The issues on no order, the oldest first.
    pub lines: Vec<PartLine>,
    /// How many issues of parts there are.
    pub issues: usize,
    /// What all of them were worth.
    pub issued: Money,
    /// What of that came back unused.
    pub back: Money,
    /// What those on no order were worth, without what came back.
    pub value: Money,
}

impl Parts {
    /// Whether an issue is on no order.
    pub fn is_open(&self) -> bool {
        !self.lines.is_empty()
    }
}

/// The words of a reason or a remark that may be the number of an order.
pub(super) fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '/');
    text.split(move |letter: char| !is_part(letter)).filter(|word| !word.is_empty())
}

/// Whether any book knows a repair order of this number.
///
/// A repair order is known by the number of the ledger and by that on its paper; a repair of an
/// asset knows its own number and those that its reason and remark name.
pub fn knows_repair_order(books: &Books, order: &str) -> bool {
    let named = |text: &str| names_in(text).any(|word| word == order);
    if books.inspections.repair_called(order).is_some() {
        return true;
    }
    books.assets.cards().flat_map(|card| books.assets.events(&card.tag)).any(|event| {
        event.kind == EventKind::Repair
            && books.assets.reversal_of(&event.id).is_none()
            && (event.id.as_str() == order || named(&event.note) || named(&event.reason))
    })
}

/// Lists the issues of parts that are on no repair order.
///
/// What the department brought back unused is taken off: a return under the slip of an issue, or one
/// that names the repair order of an issue, oldest issue first. A return that names neither is taken
/// off nothing, since nobody can tell for what it had been issued.
pub fn parts(books: &Books, options: &PartsOptions) -> Result<Parts, Refusal> {
    let PartsOptions { span, store, as_of } = options;
    store.as_ref().map(|store| books.stock.store(store)).transpose()?;
    let until = span.last().min(*as_of);
    let mut parts = Parts {
        span: *span,
        lines: Vec::new(),
        issues: 0,
        issued: Money::ZERO,
        back: Money::ZERO,
        value: Money::ZERO,
    };
    for item in books.stock.items.values().filter(|item| item.part) {
        let steps = books.stock.steps(&item.code, *as_of);
        let reversed: Vec<&RecordId> =
            steps.iter().filter_map(|step| step.line.movement.reverses.as_ref()).collect();
        let unused = unused(&steps, &reversed);
        for step in &steps {
            let movement = &step.line.movement;
            let (Kind::Issue, Some(room), Some(department)) =
                (movement.kind, movement.from.store(), movement.to.department())
            else {
                continue;
            };
            let asked = store.as_ref().is_none_or(|store| store == room)
                && (span.first()..=until).contains(&movement.date);
            if !asked || reversed.contains(&&movement.id) {
                continue;
            }
            let back = unused.get(&movement.id).copied().unwrap_or_default();
            let (quantity, issued) = (step.line.base - back, step.effect.value);
            let value = issued.share(quantity, step.line.base).unwrap_or(issued);
            parts.issues += 1;
            parts.issued += issued;
            parts.back += issued - value;
            let Some(gap) = gap(books, &movement.repair).filter(|_| !quantity.is_zero()) else {
                continue;
            };
            parts.value += value;
            parts.lines.push(PartLine {
                id: movement.id.clone(),
                slip: movement.slip.clone(),
                date: movement.date,
                age: movement.date.days_until(*as_of),
                store: room.clone(),
                department: department.clone(),
                person: movement.person.clone(),
                item: item.code.clone(),
                name: item.name.clone(),
                quantity,
                back,
                unit: item.unit.clone(),
                value,
                order: movement.repair.clone(),
                gap,
            });
        }
    }
    parts.lines.sort_by_key(|line| (line.date, line.slip.clone(), line.id.clone()));
    Ok(parts)
}

/// What came back unused of each issue of an item, in base units.
pub(super) fn unused<'s>(
    steps: &[Step<'s>],
    reversed: &[&RecordId],
) -> BTreeMap<&'s RecordId, Quantity> {
    let lines = || steps.iter().map(|step| step.line);
    let stands = |line: &&Line| !reversed.contains(&&line.movement.id);
    let issues: Vec<&Line> =
        lines().filter(|line| line.movement.kind == Kind::Issue).filter(stands).collect();
    let is_return = |line: &&Line| line.movement.kind == Kind::Return;
    let mut unused: BTreeMap<&RecordId, Quantity> = BTreeMap::new();
    for line in lines().filter(is_return).filter(stands) {
        let Some(department) = line.movement.from.department() else { continue };
        let Movement { slip, repair, date, .. } = &line.movement;
        let is_same = |one: &str, other: &str| !one.is_empty() && one == other;
        let of = |issue: &&&Line| {
            issue.movement.to.department() == Some(department)
                && issue.movement.date <= *date
                && (is_same(&issue.movement.slip, slip) || is_same(&issue.movement.repair, repair))
        };
        let mut left = line.base;
        for issue in issues.iter().filter(of) {
            let back = unused.entry(&issue.movement.id).or_default();
            let taken = left.min(issue.base - *back);
            *back += taken;
            left -= taken;
        }
    }
    unused
}

fn gap(books: &Books, order: &str) -> Option<PartGap> {
    match order {
        "" => Some(PartGap::NoOrder),
        order if knows_repair_order(books, order) => None,
        _ => Some(PartGap::UnknownOrder),
    }
}
