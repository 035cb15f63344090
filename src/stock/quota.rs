//! Quotas of departments (科室定额): how much money a month's consumption may come to, as a whole or
//! in one category, from a month on until the next quota.

use std::collections::BTreeMap;

use crate::base::{Decided, DepartmentCode, Moment, Money, Month, RecordId, Stamp};
use crate::org::Org;

use super::{Refusal, Stock};

/// A quota; of several from the same month the one recorded last stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// Its id.
    pub id: RecordId,
    /// The department.
    pub department: DepartmentCode,
    /// The first month for which it is valid.
    pub month_from: Month,
    /// One category only; empty for everything that the department uses.
    pub category: String,
    /// The most that a month may come to.
    pub amount: Money,
    /// A remark.
    pub note: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// A quota is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaRequest {
    /// The department.
    pub department: DepartmentCode,
    /// The first month for which it is valid.
    pub month_from: Month,
    /// One category only; empty for everything.
    pub category: String,
    /// The most that a month may come to.
    pub amount: Money,
    /// A remark.
    pub note: String,
}

/// Decides over a quota. The one that stands for the month already is no error.
pub fn set_quota(
    stock: &Stock,
    org: &Org,
    request: &QuotaRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Quota>>, Refusal> {
    let QuotaRequest { department, month_from, category, amount, note } = request;
    org.known_department(department)?;
    if *amount < Money::ZERO {
        return Err(Refusal::AmountNegative);
    }
    let category = category.trim();
    let there = standing(stock, department, category, *month_from);
    if let Some(there) = there.filter(|there| there.month_from == *month_from)
        && (there.amount, there.note.as_str()) == (*amount, note.trim())
    {
        return Ok(Decided::Already(there.id.to_string()));
    }
    Ok(Decided::New(vec![Quota {
        id: stamp.id('Q', month_from.first()),
        department: department.clone(),
        month_from: *month_from,
        category: category.to_owned(),
        amount: *amount,
        note: note.trim().replace(['\r', '\n'], " "),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }]))
}

/// The quota that stands for a month; none where none does.
pub fn quota(
    stock: &Stock,
    department: &DepartmentCode,
    category: &str,
    month: Month,
) -> Option<Money> {
    standing(stock, department, category, month).map(|quota| quota.amount)
}

fn standing<'s>(
    stock: &'s Stock,
    department: &DepartmentCode,
    category: &str,
    month: Month,
) -> Option<&'s Quota> {
    let of_month = |quota: &&Quota| {
        quota.department == *department && quota.category == category && quota.month_from <= month
    };
    let quotas = stock.quotas.values().filter(of_month);
    quotas.max_by_key(|quota| (quota.month_from, quota.recorded_at, &quota.id))
}

/// The quotas that stand for the months from one on, by department, category and month.
///
/// A quota that a later row for the same month has replaced is left out.
pub fn quotas(stock: &Stock) -> Vec<Quota> {
    let mut standing: BTreeMap<(&DepartmentCode, &str, Month), &Quota> = BTreeMap::new();
    for quota in stock.quotas.values() {
        let key = (&quota.department, quota.category.as_str(), quota.month_from);
        let of_month = standing.entry(key).or_insert(quota);
        let moment = |quota: &Quota| (quota.recorded_at, quota.id.clone());
        if moment(quota) > moment(of_month) {
            *of_month = quota;
        }
    }
    standing.into_values().cloned().collect()
}
