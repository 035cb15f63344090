//! Candidates: case by case on small books, and on many ledgers with one error planted in each.

use crate::base::{Day, Moment, Quantity, RecordId, SheetCode};
use crate::stock::stocktake::{Act, Differences, Goods, LineOf, Scope, SheetEntry, differences};
use crate::stock::testing::{book, day, item, store};
use crate::stock::{Cutoff, Record, Stock};

use super::*;

mod cases;
mod ledger;
mod planted;

/// A full sheet of a store at the close of a day, with what was counted of each item, or of each
/// lot: `S@L1`.
fn counted(stock: &mut Stock, room: &str, date: Day, counts: &[(&str, Quantity)]) -> Differences {
    let sheet = SheetCode::parse(&format!("PD-{room}")).expect("a code");
    let mut at = 0;
    let mut write = |act: Act| {
        at += 1;
        let entry = SheetEntry {
            id: RecordId::parse(&format!("K{room}{at:04}")).expect("an id"),
            sheet: sheet.clone(),
            store: store(room),
            date,
            act,
            note: String::new(),
            recorded_at: Moment::new(date.plus_days(10), at).expect("a moment"),
            recorded_by: "库管员甲".to_owned(),
        };
        stock.apply(&Record::SheetEntry(Box::new(entry))).expect("an entry");
    };
    write(Act::Open { scope: Scope::Full, cutoff: Some(Cutoff::Close) });
    for (line, (code, found)) in (1..).zip(counts) {
        let (code, lot) = code.split_once('@').unwrap_or((code, ""));
        let goods = Goods::Item { item: item(code), lot: lot.to_owned() };
        let of = LineOf { line, goods, unit: "只".to_owned() };
        write(Act::Line { of: of.clone(), book: None, counter: String::new() });
        write(Act::Count {
            of,
            counted: *found,
            counted_on: date,
            cutoff: Some(Cutoff::Close),
            counter: "库管员甲".to_owned(),
            round: 1,
        });
    }
    differences(stock, &sheet).expect("a sheet")
}
