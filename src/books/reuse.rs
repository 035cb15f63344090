//! What is to be bought, beside what stands idle: the purchases of the store and the assets.

use std::collections::BTreeSet;

use crate::assets::Idle;
use crate::base::{Day, ItemCode, Message};
use crate::stock::PurchasePlan;

use super::Books;

/// What should be said before the goods of a plan are bought: an item once, in the order of the plan.
pub fn reuse_before_plan(books: &Books, plan: &PurchasePlan, as_of: Day) -> Vec<Message> {
    let wanted = plan.lines.iter().filter(|line| !line.quantity.is_zero());
    said(books, wanted.map(|line| &line.item.code), as_of)
}

/// The same before some items are ordered.
pub fn reuse_before_order<'i>(
    books: &Books,
    items: impl IntoIterator<Item = &'i ItemCode>,
    as_of: Day,
) -> Vec<Message> {
    said(books, items, as_of)
}

fn said<'i>(
    books: &Books,
    items: impl IntoIterator<Item = &'i ItemCode>,
    as_of: Day,
) -> Vec<Message> {
    let mut seen = BTreeSet::new();
    let items = items.into_iter().filter(|code| seen.insert((*code).clone()));
    let items = items.filter_map(|code| books.stock.items.get(code));
    let idle = Idle::on(&books.assets, as_of);
    items.filter_map(|item| idle.before_buying(&item.name, None, None)).collect()
}
