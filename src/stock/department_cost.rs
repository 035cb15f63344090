//! What each department's consumption costs (科室领用成本), month by month, held against its quota,
//! the month before and the year before; and by category.
//!
//! The sum over the departments is held against the issues less the returns of the store rooms,
//! which come from the statement, by another road.

use std::collections::BTreeMap;

use crate::base::{Day, DepartmentCode, Money, Month, Span};

use super::consumption::each_use;
use super::{Refusal, StatementOptions, Stock, Turnover, quota::quota, statement};

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentCostOptions {
    /// The months: those that the days touch. Days outside do not count.
    pub span: Span,
    /// One department only.
    pub department: Option<DepartmentCode>,
    /// The last day that counts, where the span goes beyond it.
    pub as_of: Day,
}

/// One department in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentMonth {
    /// The department.
    pub department: DepartmentCode,
    /// The month.
    pub month: Month,
    /// What it used.
    pub used: Money,
    /// What it may use; none where nothing is set.
    pub quota: Option<Money>,
    /// What it used in the month before.
    pub last_month: Money,
    /// What it used in the same month of the year before.
    pub last_year: Money,
}

impl DepartmentMonth {
    /// By how much it is over its quota; none where it is not, or there is none.
    pub fn over(&self) -> Option<Money> {
        over(self.used, self.quota)
    }
}

/// One category of one department over all the months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentCategory {
    /// The department.
    pub department: DepartmentCode,
    /// The category; empty for items that have none.
    pub category: String,
    /// What it used.
    pub used: Money,
    /// What it may use in the months for which something is set; none where nothing is.
    pub quota: Option<Money>,
}

impl DepartmentCategory {
    /// By how much it is over its quota; none where it is not, or there is none.
    pub fn over(&self) -> Option<Money> {
        over(self.used, self.quota)
    }
}

fn over(used: Money, quota: Option<Money>) -> Option<Money> {
    quota.filter(|quota| used > *quota).map(|quota| used - quota)
}

/// What departments cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentCosts {
    /// What was looked at.
    pub options: DepartmentCostOptions,
    /// By department and month.
    pub months: Vec<DepartmentMonth>,
    /// By department and category.
    pub categories: Vec<DepartmentCategory>,
    /// What all departments shown used.
    pub total: Money,
    /// What the store rooms issued less what was returned to them; none where one department is
    /// looked at.
    pub of_stores: Option<Money>,
}

impl DepartmentCosts {
    /// Whether any department is over a quota.
    pub fn is_over(&self) -> bool {
        self.months.iter().any(|month| month.over().is_some())
            || self.categories.iter().any(|category| category.over().is_some())
    }
}

/// Sums up what departments cost.
pub fn department_costs(
    stock: &Stock,
    options: &DepartmentCostOptions,
) -> Result<DepartmentCosts, Refusal> {
    let DepartmentCostOptions { span, department, as_of } = options;
    let is_wanted =
        |code: &DepartmentCode| department.as_ref().is_none_or(|department| department == code);
    let mut by_month: BTreeMap<(DepartmentCode, Month), Money> = BTreeMap::new();
    let mut by_category: BTreeMap<(DepartmentCode, String), Money> = BTreeMap::new();
    let mut compared: BTreeMap<(DepartmentCode, Month), Money> = BTreeMap::new();
    for item in stock.items.values() {
        each_use(stock, &item.code, span.last().min(*as_of), |code, step, change| {
            if !is_wanted(code) {
                return;
            }
            let date = step.line.movement.date;
            let key = (code.clone(), date.month());
            if span.contains(date) {
                *by_month.entry(key.clone()).or_default() += change.value;
                let key = (code.clone(), item.category.clone());
                *by_category.entry(key).or_default() += change.value;
            }
            *compared.entry(key).or_default() += change.value;
        });
    }
    for quota in stock.quotas.values().filter(|quota| is_wanted(&quota.department)) {
        let valid = span.months().filter(|month| *month >= quota.month_from);
        for month in valid {
            if quota.category.is_empty() {
                by_month.entry((quota.department.clone(), month)).or_default();
            } else {
                let key = (quota.department.clone(), quota.category.clone());
                by_category.entry(key).or_default();
            }
        }
    }
    let used_in = |code: &DepartmentCode, month: Month| {
        compared.get(&(code.clone(), month)).copied().unwrap_or_default()
    };
    let months: Vec<DepartmentMonth> = by_month
        .into_iter()
        .map(|((department, month), used)| DepartmentMonth {
            quota: quota(stock, &department, "", month),
            last_month: used_in(&department, month.previous()),
            last_year: used_in(&department, month.plus(-12)),
            department,
            month,
            used,
        })
        .collect();
    let categories =
        by_category.into_iter().map(|((department, category), used)| DepartmentCategory {
            quota: quota_of_months(stock, &department, &category, *span),
            department,
            category,
            used,
        });
    let total = months.iter().map(|month| month.used).sum();
    let of_stores = match department {
        Some(_) => None,
        None => Some(issued_less_returned(stock, *span, *as_of)?),
    };
    let categories = categories.collect();
    Ok(DepartmentCosts { options: options.clone(), months, categories, total, of_stores })
}

/// What a department may use of a category in some months; none where nothing is set. For items
/// without a category nothing can be set: the empty category means all of them.
fn quota_of_months(
    stock: &Stock,
    department: &DepartmentCode,
    category: &str,
    span: Span,
) -> Option<Money> {
    if category.is_empty() {
        return None;
    }
    let quotas = span.months().filter_map(|month| quota(stock, department, category, month));
    quotas.fold(None, |sum, quota| Some(sum.unwrap_or(Money::ZERO) + quota))
}

/// What the store rooms issued to departments less what these returned, by the statement.
fn issued_less_returned(stock: &Stock, span: Span, as_of: Day) -> Result<Money, Refusal> {
    let options = StatementOptions { span, store: None, category: None, as_of };
    let total = statement(stock, &options)?.total;
    Ok(total.at(Turnover::Issue).value - total.at(Turnover::ReturnIn).value)
}
