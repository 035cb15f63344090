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

/// What departments used, by item and department: what was issued, and what came back.
pub type Uses = Vec<(ItemCode, DepartmentCode, (Balance, Balance))>;

/// What departments used of one item, by their places among all of them.
///
/// What was issued and what came back lie apart: nearly all lines issue, and of ten thousand items
/// with fifty departments each not all of it is at hand.
#[derive(Debug, Clone, Default)]
pub(super) struct UsesOfItem {
    /// The departments in order.
    departments: Vec<u16>,
    /// What was issued to each of them.
    issued: Vec<Balance>,
    /// What came back from each of them.
    returned: Vec<Balance>,
}

/// For how many more departments there is room in what an item has of each, once there is none.
const ROOM: usize = 8;

impl UsesOfItem {
    /// Adds what a department got, above zero what was issued to it.
    pub(super) fn add(&mut self, department: u16, change: Balance, taken: Taken) {
        let Self { departments, issued, returned } = self;
        let at = departments.binary_search(&department).unwrap_or_else(|at| {
            // There are many items: twice the room would be a lot of it.
            if departments.len() == departments.capacity() {
                departments.reserve_exact(ROOM);
                issued.reserve_exact(ROOM);
                returned.reserve_exact(ROOM);
            }
            departments.insert(at, department);
            issued.insert(at, Balance::ZERO);
            returned.insert(at, Balance::ZERO);
            at
        });
        add_use((&mut issued[at], &mut returned[at]), change, taken);
    }

    /// What each department used.
    pub(super) fn into_parts(self) -> impl Iterator<Item = (u16, (Balance, Balance))> {
        self.departments.into_iter().zip(self.issued.into_iter().zip(self.returned))
    }
}

/// Adds what a department got to what was issued to it and what came back.
///
/// A reversed issue is less issued, not more returned; so with a reversed return.
fn add_use((issued, returned): (&mut Balance, &mut Balance), change: Balance, taken: Taken) {
    if change.quantity.is_negative() == (taken == Taken::Back) {
        *issued += change;
    } else {
        *returned += -change;
    }
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
    // The departments of an item come one after another.
    let mut last: Option<Arc<Item>> = None;
    let mut lines: Vec<ConsumptionLine> = uses
        .into_iter()
        .filter_map(|(item, code, (issued, returned))| {
            if last.as_ref().is_none_or(|last| last.code != item) {
                last = Some(Arc::new(stock.items.get(&item)?.clone()));
            }
            let item = last.as_ref()?;
            let wanted = category.as_ref().is_none_or(|category| *category == item.category)
                && department.as_ref().is_none_or(|department| *department == code);
            let item = Arc::clone(item);
            wanted.then_some(ConsumptionLine { department: code, item, issued, returned })
        })
        .collect();
    lines.sort_by(|one, other| {
        one.department.cmp(&other.department).then_with(|| one.item.code.cmp(&other.item.code))
    });
    let mut by_department: BTreeMap<DepartmentCode, Money> = BTreeMap::new();
    for lines in lines.chunk_by(|one, other| one.department == other.department) {
        let used = lines.iter().map(|line| line.used().value).sum();
        by_department.insert(lines[0].department.clone(), used);
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
