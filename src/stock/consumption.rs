//! What departments used and what it cost (科室领用): issues less returns, by department and item.
//!
//! The sum over the departments is the issues less the returns of the stores.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, DepartmentCode, ItemCode, Money, Span, StoreCode};

use super::quota::quota;
use super::{Balance, Item, Kind, Refusal, Step, Stock};

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
    /// The quotas of the departments shown, beside what was used of them; none where a part of the
    /// use is looked at only, which no quota is for.
    pub quotas: Vec<QuotaUse>,
}

/// Shows each line of an item between a store room and a department, with what the department got:
/// above zero what was issued to it.
pub(super) fn each_use(
    stock: &Stock,
    item: &ItemCode,
    as_of: Day,
    mut see: impl FnMut(&DepartmentCode, &Step<'_>, Balance),
) {
    stock.replay(item, as_of, |step| {
        let ends = [step.from(), step.to()];
        let place = ends.into_iter().find(|place| place.department().is_some());
        if let Some(place) = place.filter(|_| step.line.movement.store().is_some())
            && let Some(code) = place.department()
        {
            see(code, &step, step.change_at(place));
        }
    });
}

/// What a department may use beside what it used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaUse {
    /// The department.
    pub department: DepartmentCode,
    /// One category only; empty for everything.
    pub category: String,
    /// What it may use in the months for which something is set.
    pub quota: Money,
    /// What it used.
    pub used: Money,
}

/// Sums up what departments used.
pub fn consumption(stock: &Stock, options: &ConsumptionOptions) -> Result<Consumption, Refusal> {
    let ConsumptionOptions { span, store, department, category, as_of } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    let mut lines: BTreeMap<(DepartmentCode, ItemCode), ConsumptionLine> = BTreeMap::new();
    let wanted = |item: &&Item| category.as_ref().is_none_or(|category| *category == item.category);
    for item in stock.items.values().filter(wanted) {
        each_use(stock, &item.code, span.last().min(*as_of), |code, step, change| {
            let movement = &step.line.movement;
            let is_elsewhere = store.as_ref().is_some_and(|store| movement.store() != Some(store));
            if is_elsewhere
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
    let quotas = match store {
        None => quotas_used(stock, &lines, options),
        Some(_) => Vec::new(),
    };
    Ok(Consumption { span: *span, lines, by_department, total, quotas })
}

/// The quotas that stand in the months of the span, beside what was used of them.
fn quotas_used(
    stock: &Stock,
    lines: &[ConsumptionLine],
    options: &ConsumptionOptions,
) -> Vec<QuotaUse> {
    let ConsumptionOptions { span, department, category, .. } = options;
    let mut quotas: BTreeMap<(&DepartmentCode, &str), Money> = BTreeMap::new();
    let set: BTreeSet<(&DepartmentCode, &str)> =
        stock.quotas.values().map(|quota| (&quota.department, quota.category.as_str())).collect();
    let is_wanted = |(code, of): &(&DepartmentCode, &str)| {
        department.as_ref().is_none_or(|department| department == *code)
            && category.as_ref().is_none_or(|category| category == of)
    };
    for (code, of) in set.into_iter().filter(is_wanted) {
        for amount in span.months().filter_map(|month| quota(stock, code, of, month)) {
            *quotas.entry((code, of)).or_default() += amount;
        }
    }
    let used = |code: &DepartmentCode, of: &str| {
        let of_quota = |line: &&ConsumptionLine| {
            line.department == *code && (of.is_empty() || line.item.category == of)
        };
        lines.iter().filter(of_quota).map(|line| line.used().value).sum()
    };
    quotas
        .into_iter()
        .map(|((code, of), quota)| QuotaUse {
            department: code.clone(),
            category: of.to_owned(),
            quota,
            used: used(code, of),
        })
        .collect()
}
