//! Exchanges (以旧换新): what came back old is held against what was given new.
//!
//! Of a durable item old ones have to come back within their days, and what is missing then is
//! told. Of any other item the two stand under one slip; without a slip they are of one day. Where
//! nothing old came back of it nobody spoke of an exchange, and nothing is to be said.

use std::collections::BTreeMap;

use crate::base::{Day, DepartmentCode, ItemCode, Message, Quantity};
use crate::stock::{
    ExchangePolicy, Kind, Line, Movement, Obligation, OutstandingLine, OutstandingOptions, Owing,
    Place, Stock, outstanding,
};

use super::{Ledger, Remark};

/// What was given and what came back under one paper.
#[derive(Default)]
struct Pair<'s> {
    new: Quantity,
    old: Quantity,
    given: Option<&'s Line>,
    back: Option<&'s Line>,
}

/// What is to be looked at about the exchanges.
pub(super) fn remarks(stock: &Stock, policy: &ExchangePolicy, today: Day) -> Vec<Remark> {
    let mut remarks = overdue(stock, policy, today);
    remarks.extend(pairs(stock));
    remarks
}

/// Old ones of durable items that should have been back.
fn overdue(stock: &Stock, policy: &ExchangePolicy, today: Day) -> Vec<Remark> {
    let options =
        OutstandingOptions { as_of: today, department: None, item: None, owing: Owing::Overdue };
    // Without an item in the options there is nothing that it could not know.
    let found = outstanding(stock, policy, &options).map(|found| found.lines).unwrap_or_default();
    let remark = |line: OutstandingLine| {
        let Obligation { issue, department, due, .. } = &line.obligation;
        let message = Message::new("stock.old_overdue")
            .with("department", department.as_str())
            .with("item", line.item.code.as_str())
            .with("slip", line.obligation.slip_or_id())
            .with("outstanding", line.obligation.outstanding().to_string())
            .with("due", due.to_string());
        let key = issue.to_string();
        Remark { ledger: Ledger::Movements, key, column: Some("quantity"), message }
    };
    found.into_iter().map(remark).collect()
}

/// A paper, as far as new and old are held against each other under it.
type Paper<'s> = (String, &'s DepartmentCode, &'s ItemCode);

/// New and old of one paper that are not the same, of items that are not durable.
///
/// Few stores have any old ones of these, and there are many issues: what is given new is looked for
/// under the papers alone under which something came back.
fn pairs(stock: &Stock) -> Vec<Remark> {
    let mut pairs: BTreeMap<Paper<'_>, Pair<'_>> = BTreeMap::new();
    for (paper, line) in of_kind(stock, Kind::Exchange) {
        let pair = pairs.entry(paper).or_default();
        pair.old += line.base;
        pair.back = Some(line);
    }
    if pairs.is_empty() {
        return Vec::new();
    }
    for (paper, line) in of_kind(stock, Kind::Issue) {
        if let Some(pair) = pairs.get_mut(&paper) {
            pair.new += line.base;
            pair.given = Some(line);
        }
    }
    pairs
        .into_iter()
        .filter_map(|((_, department, item), pair)| {
            let Pair { new, old, given, back } = pair;
            let back = back?;
            let (line, code) = match given {
                Some(line) if old < new => (line, "stock.old_not_back"),
                _ if old > new => (back, "stock.old_without_new"),
                _ => return None,
            };
            let message = Message::new(code)
                .with("department", department.as_str())
                .with("item", item.as_str())
                .with("new", new.to_string())
                .with("old", old.to_string());
            let key = line.movement.id.to_string();
            Some(Remark { ledger: Ledger::Movements, key, column: Some("quantity"), message })
        })
        .collect()
}

/// The lines of a kind between departments and the rest, with their papers: those of items that are
/// not durable, and as far as they were not taken back.
fn of_kind(stock: &Stock, kind: Kind) -> impl Iterator<Item = (Paper<'_>, &Line)> {
    let lines = stock.lines().filter(move |line| line.movement.kind == kind);
    lines.filter_map(|line| {
        let Movement { id, item, from, to, slip, date, .. } = &line.movement;
        let is_durable = stock.items.get(item).is_some_and(|item| item.durable);
        let department = [from, to].into_iter().find_map(Place::department)?;
        let paper = if slip.is_empty() { date.to_string() } else { slip.clone() };
        let counts = !is_durable && stock.reversal_of(id).is_none();
        counts.then_some(((paper, department, item), line))
    })
}
