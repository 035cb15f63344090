//! What departments used and what it cost (科室领用): issues less returns, by department and item.
//!
//! The sum over the departments is the issues less the returns of the stores.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    /// The item, shared by all its departments.
    pub item: Arc<Item>,
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
        if let Some((department, change)) = use_of(&step) {
            see(department, &step, change);
        }
    });
}

/// The department that a line between it and a store room is of, and what it got.
pub(super) fn use_of<'a>(step: &Step<'a>) -> Option<(&'a DepartmentCode, Balance)> {
    let ends = [step.from(), step.to()];
    let place = ends.into_iter().find(|place| place.department().is_some())?;
    step.line.movement.store()?;
    Some((place.department()?, step.change_at(place)))
}

/// Whether a line takes another one back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// It does not.
    Forward,
    /// It does.
    Back,
}

impl Taken {
    /// Whether a line of a kind does.
    pub(super) fn of(kind: Kind) -> Self {
        if kind == Kind::Reversal { Self::Back } else { Self::Forward }
    }
}

/// What departments used, in the order of items and departments: what was issued, and what came back.
pub type Uses = Vec<(ItemCode, DepartmentCode, (Balance, Balance))>;

/// Adds what a department got to what was issued to it and what came back.
///
/// A reversed issue is less issued, not more returned; so with a reversed return.
fn add_use((issued, returned): (&mut Balance, &mut Balance), change: Balance, taken: Taken) {
    if is_issued(change, taken) {
        *issued += change;
    } else {
        *returned += -change;
    }
}

/// Whether what a department got is part of what was issued to it.
pub(super) fn is_issued(change: Balance, taken: Taken) -> bool {
    change.quantity.is_negative() == (taken == Taken::Back)
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
    let ConsumptionOptions { span, store, as_of, .. } = options;
    let mut uses: BTreeMap<(ItemCode, DepartmentCode), (Balance, Balance)> = BTreeMap::new();
    for item in stock.items.keys() {
        each_use(stock, item, span.last().min(*as_of), |code, step, change| {
            let movement = &step.line.movement;
            let is_elsewhere = store.as_ref().is_some_and(|store| movement.store() != Some(store));
            if !is_elsewhere && span.contains(movement.date) {
                let (issued, returned) = uses.entry((item.clone(), code.clone())).or_default();
                add_use((issued, returned), change, Taken::of(movement.kind));
            }
        });
    }
    let uses = uses.into_iter().map(|((item, code), used)| (item, code, used)).collect();
    consumption_of(stock, uses, options)
}

/// The same from what each department used of each item in the days and the store of the options.
pub fn consumption_of(
    stock: &Stock,
    uses: Uses,
    options: &ConsumptionOptions,
) -> Result<Consumption, Refusal> {
    let ConsumptionOptions { span, store, department, category, as_of: _ } = options;
    store.as_ref().map(|store| stock.store(store)).transpose()?;
    // The departments of an item come one after another, then the items of each department.
    let mut last: Option<Arc<Item>> = None;
    let mut of_departments: Vec<(DepartmentCode, Vec<ConsumptionLine>)> = Vec::new();
    let mut next = 0;
    for (item, code, (issued, returned)) in uses {
        if last.as_ref().is_none_or(|last| last.code != item) {
            last = stock.items.get(&item).map(|item| Arc::new(item.clone()));
            next = 0;
        }
        let Some(item) = &last else { continue };
        let wanted = category.as_ref().is_none_or(|category| *category == item.category)
            && department.as_ref().is_none_or(|department| *department == code);
        if wanted {
            // Mostly it is the one behind the last one: to be the same is asked quicker than the order.
            let at = match of_departments.get(next) {
                Some((own, _)) if *own == code => next,
                _ => match of_departments.binary_search_by(|(own, _)| own.cmp(&code)) {
                    Ok(at) => at,
                    Err(at) => {
                        of_departments.insert(at, (code.clone(), Vec::new()));
                        at
                    }
                },
            };
            let (department, item) = (code, Arc::clone(item));
            of_departments[at].1.push(ConsumptionLine { department, item, issued, returned });
            next = at + 1;
        }
    }
    let used = |lines: &Vec<ConsumptionLine>| lines.iter().map(|line| line.used().value).sum();
    let by_department: BTreeMap<DepartmentCode, Money> =
        of_departments.iter().map(|(code, lines)| (code.clone(), used(lines))).collect();
    let lines: Vec<ConsumptionLine> =
        of_departments.into_iter().flat_map(|(_, lines)| lines).collect();
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
