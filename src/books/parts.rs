//! Repair parts (维修配件): what was issued of them beside the repair orders it was issued for.
//!
//! The stock book knows the number of the order that an issue names; what is a repair order, the
//! other books know. Nothing here is written anywhere.

use crate::assets::EventKind;
use crate::base::{Day, DepartmentCode, ItemCode, Money, Quantity, RecordId, Span, StoreCode};
use crate::stock::{Kind, Refusal};

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
    /// How much, in base units.
    pub quantity: Quantity,
    /// The base unit.
    pub unit: String,
    /// What it was worth.
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
    /// What those on no order were worth.
    pub value: Money,
}

impl Parts {
    /// Whether an issue is on no order.
    pub fn is_open(&self) -> bool {
        !self.lines.is_empty()
    }
}

/// Whether any book knows a repair order of this number.
///
/// A repair of an asset knows its own number and those that its reason and remark name.
pub fn knows_repair_order(books: &Books, order: &str) -> bool {
    let named = |text: &str| {
        let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '/');
        text.split(|letter: char| !is_part(letter)).any(|word| word == order)
    };
    books.assets.cards().flat_map(|card| books.assets.events(&card.tag)).any(|event| {
        event.kind == EventKind::Repair
            && books.assets.reversal_of(&event.id).is_none()
            && (event.id.as_str() == order || named(&event.note) || named(&event.reason))
    })
}

/// Lists the issues of parts that are on no repair order.
///
/// What was returned unused is not taken off: the issue itself is taken back where it was wrong.
pub fn parts(books: &Books, options: &PartsOptions) -> Result<Parts, Refusal> {
    let PartsOptions { span, store, as_of } = options;
    store.as_ref().map(|store| books.stock.store(store)).transpose()?;
    let until = span.last().min(*as_of);
    let mut parts = Parts {
        span: *span,
        lines: Vec::new(),
        issues: 0,
        issued: Money::ZERO,
        value: Money::ZERO,
    };
    for item in books.stock.items.values().filter(|item| item.part) {
        let steps = books.stock.steps(&item.code, *as_of);
        let back: Vec<&RecordId> =
            steps.iter().filter_map(|step| step.line.movement.reverses.as_ref()).collect();
        for step in &steps {
            let movement = &step.line.movement;
            let (Kind::Issue, Some(room), Some(department)) =
                (movement.kind, movement.from.store(), movement.to.department())
            else {
                continue;
            };
            let asked = store.as_ref().is_none_or(|store| store == room)
                && (span.first()..=until).contains(&movement.date);
            if !asked || back.contains(&&movement.id) {
                continue;
            }
            parts.issues += 1;
            parts.issued += step.effect.value;
            let Some(gap) = gap(books, &movement.repair) else { continue };
            parts.value += step.effect.value;
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
                quantity: step.line.base,
                unit: item.unit.clone(),
                value: step.effect.value,
                order: movement.repair.clone(),
                gap,
            });
        }
    }
    parts.lines.sort_by_key(|line| (line.date, line.slip.clone(), line.id.clone()));
    Ok(parts)
}

fn gap(books: &Books, order: &str) -> Option<PartGap> {
    match order {
        "" => Some(PartGap::NoOrder),
        order if knows_repair_order(books, order) => None,
        _ => Some(PartGap::UnknownOrder),
    }
}
