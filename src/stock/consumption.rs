//! What departments used and what it cost (科室领用): issues less returns, by department and item.
//!
//! The sum over the departments is the issues less the returns of the stores.

use std::collections::BTreeMap;

use crate::base::{Day, DepartmentCode, ItemCode, Money, Span, StoreCode};

use super::{Balance, Item, Kind, Place, Refusal, Stock};

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumptionOptions {
    /// The days.
    pub span: Span,
    /// From one store only.
    pub store: Option<StoreCode>,
    /// One department only.
    pub department: Option<DepartmentCode>,
    /// One category only.
    pub category: Option<String>,
    /// The last day that counts, where the span goes beyond it.
    pub as_of: Day,
}

/// What one department used of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumptionLine {
    /// The department.
    pub department: DepartmentCode,
    /// The item.
    pub item: Item,
    /// What was issued to it.
    pub issued: Balance,
    /// What it returned, above zero.
    pub returned: Balance,
}

impl ConsumptionLine {
    /// What it used: issued less returned.
    pub fn used(&self) -> Balance {
        let mut used = self.issued;
        used += -self.returned;
        used
    }
}

/// What the departments used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consumption {
    /// The days.
    pub span: Span,
    /// By department and item.
    pub lines: Vec<ConsumptionLine>,
    /// What each department's use cost.
    pub by_department: BTreeMap<DepartmentCode, Money>,
    /// What all use cost.
    pub total: Money,
}

/// Sums up what departments used.
pub fn consumption(stock: &Stock, options: &ConsumptionOptions) -> Result<Consumption, Refusal> {
    let ConsumptionOptions { span, store, department, category, as_of } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    let mut lines: BTreeMap<(DepartmentCode, ItemCode), ConsumptionLine> = BTreeMap::new();
    let wanted = |item: &&Item| category.as_ref().is_none_or(|category| *category == item.category);
    for item in stock.items.values().filter(wanted) {
        stock.replay(&item.code, span.last().min(*as_of), |step| {
            let movement = &step.line.movement;
            let of_store = movement
                .store()
                .is_some_and(|code| store.as_ref().is_none_or(|store| store == code));
            let ends = [step.from(), step.to()];
            let Some(place) = ends.into_iter().find(|place| place.department().is_some()) else {
                return;
            };
            let Place::Department(code) = place else { return };
            if !of_store
                || !span.contains(movement.date)
                || department.as_ref().is_some_and(|department| department != code)
            {
                return;
            }
            let line =
                lines.entry((code.clone(), item.code.clone())).or_insert_with(|| ConsumptionLine {
                    department: code.clone(),
                    item: item.clone(),
                    issued: Balance::ZERO,
                    returned: Balance::ZERO,
                });
            // A reversed issue is less issued, not more returned; so with a reversed return.
            let change = step.change_at(place);
            let back = change.quantity.is_negative();
            if back == (movement.kind == Kind::Reversal) {
                line.issued += change;
            } else {
                line.returned += -change;
            }
        });
    }
    let lines: Vec<ConsumptionLine> = lines.into_values().collect();
    let mut by_department: BTreeMap<DepartmentCode, Money> = BTreeMap::new();
    for line in &lines {
        *by_department.entry(line.department.clone()).or_default() += line.used().value;
    }
    let total = by_department.values().copied().sum();
    Ok(Consumption { span: *span, lines, by_department, total })
}
