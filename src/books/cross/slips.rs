//! Slips: entered twice, one number on two papers, numbers that are missing from a series.
//!
//! A command refuses all of this as far as it can see; what two machines recorded apart shows only
//! once their rows are merged.

use std::collections::BTreeMap;

use crate::base::{Day, ItemCode, Message, StoreCode};
use crate::stock::suspect::slip_series;
use crate::stock::{Kind, Line, Movement, Place, Stock, comes_in_parts};

use super::{Ledger, Remark};

/// What is to be looked at about the slips.
pub(super) fn remarks(stock: &Stock) -> Vec<Remark> {
    let mut live: Vec<&Movement> = stock.lines().map(|line: &Line| &line.movement).collect();
    live.retain(|movement| counts_once(stock, movement));
    live.sort_by_key(|movement| (movement.recorded_at, &movement.id));
    let mut remarks = twice(stock, &live);
    remarks.extend(shared(stock, &live));
    remarks.extend(gaps(stock));
    remarks
}

/// Whether a line stands for a document that is to be entered once: neither a count or what became
/// of its difference, whose slip is the sheet, nor a reversal, nor what was taken back.
fn counts_once(stock: &Stock, movement: &Movement) -> bool {
    !matches!(movement.kind, Kind::Count | Kind::Settle | Kind::Reversal | Kind::Opening)
        && stock.reversal_of(&movement.id).is_none()
}

fn about(movement: &Movement, column: Option<&'static str>, message: Message) -> Remark {
    Remark { ledger: Ledger::Movements, key: movement.id.to_string(), column, message }
}

/// Lines that say what an earlier one says.
fn twice(stock: &Stock, live: &[&Movement]) -> Vec<Remark> {
    let mut seen: BTreeMap<(&str, &ItemCode, Day), Vec<&Movement>> = BTreeMap::new();
    let mut remarks = Vec::new();
    for movement in live {
        let key = (movement.slip.as_str(), &movement.item, movement.date);
        let before = seen.entry(key).or_default();
        let same = |there: &&&Movement| {
            if movement.slip.is_empty() || comes_in_parts(stock, movement) {
                there.says_the_same_as(movement)
            } else {
                same_goods(there, movement)
            }
        };
        if let Some(first) = before.iter().find(same) {
            let message = if movement.slip.is_empty() {
                Message::new("stock.twin").with("id", first.id.as_str())
            } else {
                Message::new("stock.entered_twice")
                    .with("slip", &movement.slip)
                    .with("item", movement.item.as_str())
                    .with("first", first.id.as_str())
                    .with("id", movement.id.as_str())
            };
            remarks.push(about(movement, None, message));
        }
        before.push(movement);
    }
    remarks
}

/// Whether two lines of one slip are the same goods on the same way.
fn same_goods(one: &Movement, other: &Movement) -> bool {
    let goods = |line: &Movement| (line.kind, line.quantity, line.unit.clone(), line.lot.clone());
    goods(one) == goods(other) && one.from == other.from && one.to == other.to
}

/// Slips of one room and kind that stand for two papers: another day, or another way.
fn shared(stock: &Stock, live: &[&Movement]) -> Vec<Remark> {
    type Paper<'m> = (&'m str, Kind, Option<&'m StoreCode>, bool);
    let mut papers: BTreeMap<Paper<'_>, &Movement> = BTreeMap::new();
    let mut remarks = Vec::new();
    for movement in live.iter().filter(|movement| !movement.slip.is_empty()) {
        // Under the slip of an issue or a loan goods come back in parts, on several days.
        if comes_in_parts(stock, movement) {
            continue;
        }
        let arrives = movement.from == Place::Transit;
        let paper = (movement.slip.as_str(), movement.kind, movement.store(), arrives);
        let first = *papers.entry(paper).or_insert(movement);
        let head = |line: &Movement| (line.date, line.from.clone(), line.to.clone());
        if head(first) != head(movement) {
            let message = Message::new("stock.slip_shared")
                .with("slip", &movement.slip)
                .with("first", first.id.as_str())
                .with("date", first.date.to_string())
                .with("id", movement.id.as_str());
            remarks.push(about(movement, Some("slip"), message));
        }
    }
    remarks
}

/// Numbers that are missing between two slips of a series.
fn gaps(stock: &Stock) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for series in slip_series(stock) {
        for gap in series.gaps() {
            let (first, last) = (series.slip(gap.before + 1), series.slip(gap.after - 1));
            let named = if first == last { first } else { format!("{first} … {last}") };
            let message = Message::new("stock.slip_gap")
                .with("slips", named)
                .with("count", gap.count().to_string())
                .with("before", series.slip(gap.before))
                .with("after", series.slip(gap.after));
            remarks.push(about(gap.next, Some("slip"), message));
        }
    }
    remarks
}
