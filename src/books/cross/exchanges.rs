//! Exchanges (以旧换新): what came back old is held against what was given new.
//!
//! The two stand under one slip; without a slip they are of one day. Where nothing old came back
//! at all nobody spoke of an exchange, and nothing is to be said.

use std::collections::BTreeMap;

use crate::base::{DepartmentCode, ItemCode, Message, Quantity};
use crate::stock::{Kind, Line, Stock};

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
pub(super) fn remarks(stock: &Stock) -> Vec<Remark> {
    let mut pairs: BTreeMap<(String, &DepartmentCode, &ItemCode), Pair<'_>> = BTreeMap::new();
    for line in stock.lines() {
        let movement = &line.movement;
        if stock.reversal_of(&movement.id).is_some() {
            continue;
        }
        let department = match movement.kind {
            Kind::Issue => movement.to.department(),
            Kind::Exchange => movement.from.department(),
            _ => None,
        };
        let Some(department) = department else { continue };
        let paper = if movement.slip.is_empty() {
            movement.date.to_string()
        } else {
            movement.slip.clone()
        };
        let pair = pairs.entry((paper, department, &movement.item)).or_default();
        if movement.kind == Kind::Issue {
            pair.new += line.base;
            pair.given = Some(line);
        } else {
            pair.old += line.base;
            pair.back = Some(line);
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
