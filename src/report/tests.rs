//! Reports as they are printed: the cells of a line, and the lines under their totals, add up.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Cell, Document, Present, Row, Table};
use crate::base::{Moment, Quantity, RecordId, SheetCode};
use crate::stock::stocktake::{Act, Explanation, Goods, LineOf, Scope, SheetEntry};
use crate::stock::testing::{book, cases, day, item, store};
use crate::stock::{Cutoff, ReconcileOptions, Record, Stock, reconcile};

/// One item: what the books say, what each counter found, what is declared of it.
type Fate = (i64, Vec<i64>, Vec<(bool, i64)>);

fn fates() -> impl Strategy<Value = Vec<(bool, Fate)>> {
    let counts = proptest::collection::vec(0..40_i64, 0..3);
    let declared = proptest::collection::vec((any::<bool>(), -9..9_i64), 0..4);
    proptest::collection::vec((any::<bool>(), (1..40_i64, counts, declared)), 1..6)
}

fn whole(amount: i64) -> Quantity {
    Quantity::whole(amount).expect("a quantity")
}

/// Writes the entries of one sheet of a room.
fn write(stock: &mut Stock, room: &str, acts: Vec<Act>) {
    for (second, act) in (1..).zip(acts) {
        let entry = SheetEntry {
            id: RecordId::parse(&format!("K{room}{second:04}")).expect("an id"),
            sheet: SheetCode::parse(&format!("PD-{room}")).expect("a code"),
            store: store(room),
            date: day("03-31"),
            act,
            note: String::new(),
            recorded_at: Moment::new(day("03-31"), 60_000 + second).expect("a moment"),
            recorded_by: "库管员甲".to_owned(),
        };
        stock.apply(&Record::SheetEntry(Box::new(entry))).expect("an entry");
    }
}

/// Two rooms, each with a sheet of its items.
fn counted(fates: &[(bool, Fate)]) -> Stock {
    let mut text = "store A\nstore B\n".to_owned();
    for (at, (in_b, (held, ..))) in fates.iter().enumerate() {
        let room = if *in_b { "B" } else { "A" };
        text = format!(
            "{text}item X{at} 只\n03-01 opening X{at} {held} opening > store:{room} @2 id=O{at}\n"
        );
    }
    let mut stock = book(&text);
    for (room, of_b) in [("A", false), ("B", true)] {
        let mut acts = vec![Act::Open { scope: Scope::Full, cutoff: Some(Cutoff::Close) }];
        let own = fates.iter().enumerate().filter(|(_, (in_b, _))| *in_b == of_b);
        for ((at, (_, (_, counts, declared))), line) in own.zip(1_u32..) {
            let goods = Goods::Item { item: item(&format!("X{at}")), lot: String::new() };
            let of = LineOf { line, goods, unit: "只".to_owned() };
            acts.push(Act::Line { of: of.clone(), book: None, counter: String::new() });
            for (found, round) in counts.iter().zip(1_u32..) {
                acts.push(Act::Count {
                    of: of.clone(),
                    counted: whole(*found),
                    counted_on: day("03-31"),
                    cutoff: Some(Cutoff::Close),
                    counter: format!("盘点人{round}"),
                    round,
                });
            }
            for (slip, (on_loan, amount)) in declared.iter().enumerate() {
                let explanation =
                    if *on_loan { Explanation::OnLoan } else { Explanation::Unentered };
                let (of, quantity) = (of.clone(), whole(*amount));
                acts.push(Act::Explain {
                    of,
                    explanation,
                    quantity,
                    slip: format!("S{at}-{slip}"),
                });
            }
        }
        write(&mut stock, room, acts);
    }
    stock
}

fn table(document: &Document<'_>, key: &str) -> Option<Table> {
    document.blocks.iter().find_map(|block| match block {
        super::Block::Table(table) if table.key == key => Some(table.clone().made()),
        _ => None,
    })
}

fn quantity(table: &Table, row: &Row, key: &str) -> Decimal {
    let key = format!("{}.{key}", table.key);
    let at = table.columns.iter().position(|column| column.key == key).expect("a column");
    match &row.cells[at] {
        Cell::Quantity(quantity) => *quantity,
        cell => panic!("{key} is no quantity: {cell:?}"),
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn the_reconciliation_adds_up_as_it_is_printed(fates in fates()) {
        let span = day("03-31").month().span();
        let options =
            ReconcileOptions { span, stores: Vec::new(), as_of: span.last(), candidates: 0 };
        let report = reconcile(&counted(&fates), &options);
        let document = report.present();
        let printed = table(&document, "stock.adjusted");
        prop_assert_eq!(printed.as_ref().map_or(0, |table| table.rows.len()), report.adjusted.len());
        for (table, row) in printed.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row))) {
            let of = |key: &str| quantity(table, row, key);
            let declared =
                of("unentered_in") + of("unentered_out") + of("in_transit") + of("on_loan");
            prop_assert_eq!(of("book") + declared, of("adjusted"));
            prop_assert_eq!(of("counted") - of("adjusted"), of("unexplained"));
        }
        for key in ["stock.reconcile.stores", "stock.reconcile.values"] {
            let table = table(&document, key).expect("a table");
            let (total, lines) = table.rows.split_last().expect("a total");
            for (at, cell) in total.cells.iter().enumerate() {
                match cell {
                    Cell::Count(total) => {
                        let of = |row: &Row| match &row.cells[at] { Cell::Count(count) => *count, _ => 0 };
                        prop_assert_eq!(lines.iter().map(of).sum::<i64>(), *total);
                    }
                    Cell::Money(total) => {
                        let of = |row: &Row| match &row.cells[at] { Cell::Money(money) => money.fen(), _ => 0 };
                        prop_assert_eq!(lines.iter().map(of).sum::<i64>(), total.fen());
                    }
                    _ => {}
                }
            }
        }
    }
}
