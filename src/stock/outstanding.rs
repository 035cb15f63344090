//! What departments still have to bring back (以旧换新未交回), issue by issue, with its age.
//!
//! The rule behind it is `exchange.rs`; here it is only listed and summed up.

use crate::base::{Day, DepartmentCode, ItemCode, Quantity, Span};

use super::exchange::accounts;
use super::{
    Account, ExchangePolicy, Exemption, Item, Obligation, PoolOptions, PoolReport, Refusal, Stock,
    pool,
};

/// Which obligations are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owing {
    /// Those of which something is missing.
    Open,
    /// Of those only the ones whose days are over.
    Overdue,
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutstandingOptions {
    /// The day at whose end it is looked at.
    pub as_of: Day,
    /// One department only.
    pub department: Option<DepartmentCode>,
    /// One item only.
    pub item: Option<ItemCode>,
    /// What is listed.
    pub owing: Owing,
}

/// An issue of which old goods are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutstandingLine {
    /// The item.
    pub item: Item,
    /// What is asked and what came back.
    pub obligation: Obligation,
    /// The days since the issue.
    pub age: i64,
    /// Whether the days in which it had to come back are over.
    pub overdue: bool,
}

/// What a department owes of an item, all its issues together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutstandingTotal {
    /// The department.
    pub department: DepartmentCode,
    /// The item.
    pub item: Item,
    /// What was given to it, less what was returned unused.
    pub issued: Quantity,
    /// What had to come back for that.
    pub asked: Quantity,
    /// What came back for it.
    pub returned: Quantity,
    /// What need not come back.
    pub exempted: Quantity,
    /// What is missing.
    pub outstanding: Quantity,
    /// What is missing though its days are over.
    pub overdue: Quantity,
    /// What came back beyond everything that was asked.
    pub credit: Quantity,
    /// The days since the oldest issue of which something is missing.
    pub oldest: Option<i64>,
}

/// What departments still have to bring back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outstanding {
    /// The day at whose end it is looked at.
    pub as_of: Day,
    /// The issues of which something is missing, by department, person, item and day.
    pub lines: Vec<OutstandingLine>,
    /// By department and item, wherever something was ever asked.
    pub totals: Vec<OutstandingTotal>,
}

impl Outstanding {
    /// Whether nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many of the issues are overdue.
    pub fn n_overdue(&self) -> usize {
        self.lines.iter().filter(|line| line.overdue).count()
    }
}

/// Lists what departments still have to bring back.
pub fn outstanding(
    stock: &Stock,
    policy: &ExchangePolicy,
    options: &OutstandingOptions,
) -> Result<Outstanding, Refusal> {
    let OutstandingOptions { as_of, department, item, owing } = options;
    item.as_ref().map(|item| stock.item(item)).transpose()?;
    let (mut lines, mut totals) = (Vec::new(), Vec::new());
    let wanted = |of: &&Item| of.durable && item.as_ref().is_none_or(|item| *item == of.code);
    for item in stock.items.values().filter(wanted) {
        for (code, account) in accounts(stock, policy, item, *as_of) {
            if department.as_ref().is_some_and(|wanted| *wanted != code) {
                continue;
            }
            totals.push(total(&code, item, &account, *as_of));
            lines.extend(open_lines(item, account, *as_of));
        }
    }
    lines.retain(|line: &OutstandingLine| line.overdue || *owing == Owing::Open);
    in_order(&mut lines);
    totals.sort_by(|one: &OutstandingTotal, other| {
        (&one.department, &one.item.code).cmp(&(&other.department, &other.item.code))
    });
    Ok(Outstanding { as_of: *as_of, lines, totals })
}

/// The issues of which old goods are missing, in the order in which they are listed.
pub fn open_obligations(
    stock: &Stock,
    policy: &ExchangePolicy,
    as_of: Day,
) -> Vec<OutstandingLine> {
    let mut lines = Vec::new();
    for item in stock.items.values().filter(|item| item.durable) {
        for account in accounts(stock, policy, item, as_of).into_values() {
            lines.extend(open_lines(item, account, as_of));
        }
    }
    in_order(&mut lines);
    lines
}

/// The issues of an account of which something is missing.
fn open_lines(
    item: &Item,
    account: Account,
    as_of: Day,
) -> impl Iterator<Item = OutstandingLine> + '_ {
    let open = account.obligations.into_iter().filter(|one| !one.outstanding().is_zero());
    open.map(move |obligation| OutstandingLine {
        item: item.clone(),
        age: obligation.date.days_until(as_of),
        overdue: obligation.is_overdue(as_of),
        obligation,
    })
}

/// Puts issues in order: by department, person, item and day.
fn in_order(lines: &mut [OutstandingLine]) {
    lines.sort_by(|one, other| {
        let (one, other) = (&one.obligation, &other.obligation);
        let whose = (&one.department, &one.person, &one.item);
        whose
            .cmp(&(&other.department, &other.person, &other.item))
            .then_with(|| (one.date, &one.issue).cmp(&(other.date, &other.issue)))
    });
}

fn total(
    department: &DepartmentCode,
    item: &Item,
    account: &Account,
    as_of: Day,
) -> OutstandingTotal {
    let of = &account.obligations;
    let sum = |of_one: fn(&Obligation) -> Quantity| of.iter().map(of_one).sum();
    let overdue = of.iter().filter(|one| one.is_overdue(as_of)).map(Obligation::outstanding);
    let open = of.iter().filter(|one| !one.outstanding().is_zero());
    OutstandingTotal {
        department: department.clone(),
        item: item.clone(),
        issued: sum(|one| one.issued),
        asked: sum(|one| one.asked),
        returned: sum(|one| one.returned),
        exempted: sum(|one| one.exempted),
        outstanding: account.outstanding(),
        overdue: overdue.sum(),
        credit: account.credit,
        oldest: open.map(|one| one.date.days_until(as_of)).max(),
    }
}

/// The reconciliation of old for new: what is missing, who exempted what, what lies in the pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeReport {
    /// The days of the report.
    pub span: Span,
    /// What is missing at their end.
    pub outstanding: Outstanding,
    /// What was exempted in them, with the items' names.
    pub exempted: Vec<(Item, Exemption)>,
    /// What came into the pool and left it.
    pub pool: PoolReport,
}

/// Puts together what was given new and what came back old.
pub fn exchange_report(
    stock: &Stock,
    policy: &ExchangePolicy,
    span: Span,
    options: &OutstandingOptions,
) -> Result<ExchangeReport, Refusal> {
    let OutstandingOptions { as_of, department, item, .. } = options;
    let as_of = (*as_of).min(span.last());
    let options = OutstandingOptions { as_of, ..options.clone() };
    let of_item = |code: &ItemCode| item.as_ref().is_none_or(|item| item == code);
    let exempted = stock
        .papers
        .exempt_at(as_of)
        .filter(|row| span.contains(row.date) && of_item(&row.item))
        .filter(|row| department.as_ref().is_none_or(|code| *code == row.department))
        .filter_map(|row| Some((stock.items.get(&row.item)?.clone(), row.clone())));
    let mut exempted: Vec<(Item, Exemption)> = exempted.collect();
    exempted.sort_by_key(|(_, row)| (row.department.clone(), row.date, row.id.clone()));
    let of_pool = PoolOptions { span, item: item.clone(), as_of };
    Ok(ExchangeReport {
        span,
        outstanding: outstanding(stock, policy, &options)?,
        exempted,
        pool: pool(stock, &of_pool)?,
    })
}
