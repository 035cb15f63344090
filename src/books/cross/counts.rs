//! Counts: store rooms that nobody counted within the days of the policy, sheets left open.

use std::collections::BTreeMap;

use crate::base::{Day, ItemCode, Message, StoreCode};
use crate::stock::stocktake::Sheet;
use crate::stock::{Kind, Stock};

use super::{Ledger, Remark};

/// The days within which everything is to be counted where the store does not say: a quarter, and
/// a few days to do it.
const COUNT_DAYS: u32 = 100;
/// How long a sheet may stay open.
const SHEET_DAYS: i64 = 14;
/// How many items are named.
const MOST_NAMED: usize = 5;

/// What is to be looked at about the counts.
pub(super) fn remarks(stock: &Stock, count_days: Option<u32>, today: Day) -> Vec<Remark> {
    let mut remarks = left_open(stock, today);
    remarks.extend(not_counted(stock, count_days.unwrap_or(COUNT_DAYS), today));
    remarks
}

/// Sheets that were opened long ago and neither posted nor given up.
fn left_open(stock: &Stock, today: Day) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (code, sheet) in &stock.sheets {
        let settled = stock.postings.contains_key(code) || Sheet::cancelled(sheet).is_some();
        let Some(opening) = sheet.opening().filter(|_| !settled) else { continue };
        let days = days_between(opening.date, today);
        if days > SHEET_DAYS {
            let message = Message::new("stock.sheet_left_open")
                .with("sheet", code.as_str())
                .with("date", opening.date.to_string())
                .with("days", days.to_string());
            let key = opening.id.to_string();
            remarks.push(Remark { ledger: Ledger::Sheets, key, column: Some("date"), message });
        }
    }
    remarks
}

/// Rooms with goods whose last posted count, or first line if there is none, lies too far back.
fn not_counted(stock: &Stock, most: u32, today: Day) -> Vec<Remark> {
    let mut overdue: BTreeMap<&StoreCode, (Vec<&ItemCode>, Day)> = BTreeMap::new();
    let mut n_held: BTreeMap<&StoreCode, usize> = BTreeMap::new();
    for item in stock.moved_items() {
        let pile = stock.pile_at(item, today);
        for store in stock.stores.keys() {
            if pile.in_store(store).quantity.is_zero() {
                continue;
            }
            *n_held.entry(store).or_default() += 1;
            let Some(last) = last_seen(stock, store, item, today) else { continue };
            if days_between(last, today) > i64::from(most) {
                let (items, oldest) = overdue.entry(store).or_insert_with(|| (Vec::new(), last));
                items.push(item);
                *oldest = (*oldest).min(last);
            }
        }
    }
    overdue
        .into_iter()
        .map(|(store, (items, oldest))| {
            let whole = n_held.get(store) == Some(&items.len());
            let code = if whole { "stock.room_not_counted" } else { "stock.items_not_counted" };
            let named: Vec<&str> =
                items.iter().take(MOST_NAMED).map(|item| item.as_str()).collect();
            let more = if items.len() > MOST_NAMED { " …" } else { "" };
            let message = Message::new(code)
                .with("store", store.as_str())
                .with("count", items.len())
                .with("items", format!("{}{more}", named.join(" ")))
                .with("since", oldest.to_string())
                .with("most", most);
            Remark { ledger: Ledger::Rooms, key: store.to_string(), column: None, message }
        })
        .collect()
}

/// The day of a card's last count; of its first line where it was never counted.
fn last_seen(stock: &Stock, store: &StoreCode, item: &ItemCode, today: Day) -> Option<Day> {
    let of_card = || {
        let lines = stock.lines_of(item).iter().map(|line| &line.movement);
        lines.filter(|line| line.store() == Some(store) && line.date <= today)
    };
    let counted = of_card().filter(|line| line.kind == Kind::Count).map(|line| line.date).max();
    counted.or_else(|| of_card().map(|line| line.date).min())
}

fn days_between(from: Day, to: Day) -> i64 {
    (to.naive() - from.naive()).num_days()
}
