//! The laws of old for new, over any rows: nothing is owed twice, nothing comes from nowhere, and
//! the order of the rows means nothing.

use proptest::prelude::*;
use proptest::sample::Index;

use super::circulation::department;
use crate::base::{Fraction, Quantity, RecordId};
use crate::stock::testing::{CASES, book, day, item, quantity, record};
use crate::stock::{
    self, Account, Disposal, DisposeRequest, ExchangePolicy, Exemption, PoolOptions, Record, Stock,
};

/// A row of March: what happens, to which of two wards, how much, under which slip or person.
type Row = (u8, u32, bool, i64, u8);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec((0..5_u8, 1..=28_u32, any::<bool>(), 1..9_i64, 0..6_u8), 1..16)
}

/// The records of some rows, on a shelf that never runs out.
fn records(rows: &[Row]) -> Vec<Record> {
    let mut records = Vec::new();
    for (at, (kind, date, first, much, name)) in rows.iter().enumerate() {
        let ward = if *first { "NK1" } else { "WK1" };
        let slip = if *name < 3 { format!("#CK{name}") } else { String::new() };
        let person = if *name == 3 { "person=张三" } else { "" };
        let id = format!("R{at:02}");
        let on = format!("03-{date:02}");
        let line = match kind {
            0 | 1 => format!("{on} issue X {much}只 store:A > dept:{ward} {slip} {person} id={id}"),
            2 => format!("{on} return X {much}只 dept:{ward} > store:A @1 id={id}"),
            3 => format!("{on} exchange X {much}只 dept:{ward} > pool {slip} {person} id={id}"),
            _ => {
                records.push(exemption(&id, &on, ward, *much, *name));
                continue;
            }
        };
        records.extend(record(&line, at));
    }
    records
}

fn exemption(id: &str, on: &str, ward: &str, much: i64, name: u8) -> Record {
    let template = record(&format!("{on} issue X 1只 store:A > dept:{ward} id={id}"), 0);
    let Some(Record::Movement(line)) = template else { unreachable!("a line") };
    Record::Exemption(Box::new(Exemption {
        id: RecordId::parse(id).expect("an id"),
        date: line.date,
        issue: format!("CK{}", name % 3),
        department: department(ward),
        item: line.item.clone(),
        quantity: Quantity::whole(much).expect("few"),
        unit: "只".to_owned(),
        person: String::new(),
        reason: "丢失".to_owned(),
        approver: "后勤主任".to_owned(),
        note: String::new(),
        reverses: None,
        recorded_at: line.recorded_at,
        recorded_by: line.recorded_by.clone(),
    }))
}

fn folded<'r>(records: impl IntoIterator<Item = &'r Record>) -> Stock {
    let mut stock = book(
        "item X 只 durable=yes
         store A
         03-01 opening X 1000 opening > store:A @1",
    );
    for record in records {
        stock.apply(record).expect("a record that fits");
    }
    stock
}

fn accounts(stock: &Stock, policy: &ExchangePolicy, on: &str) -> Vec<(String, Account)> {
    let known = stock.item(&item("X")).expect("an item");
    let accounts = stock::accounts(stock, policy, known, day(on));
    accounts.into_iter().map(|(code, account)| (code.to_string(), account)).collect()
}

/// What came back from a ward up to a day.
fn came(stock: &Stock, ward: &str, on: &str) -> Quantity {
    let lines = stock.lines_of(&item("X")).iter().map(|line| (line, &line.movement));
    let of_ward = lines.filter(|(_, movement)| {
        movement.kind == stock::Kind::Exchange
            && movement.date <= day(on)
            && movement.from.department() == Some(&department(ward))
    });
    of_ward.map(|(line, _)| line.base).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_owed_adds_up(rows in rows(), on in 1..=31_u32, ratio in (1..5_i128, 1..5_i128)) {
        let stock = folded(&records(&rows));
        let ratio = Fraction::new(ratio.0, ratio.1).expect("above zero");
        let policy = ExchangePolicy { ratio, grace_days: 10 };
        let on = format!("03-{on:02}");
        for (ward, account) in accounts(&stock, &policy, &on) {
            for one in &account.obligations {
                prop_assert!(!one.outstanding().is_negative());
                prop_assert!(!one.issued.is_negative() && one.asked >= Quantity::ZERO);
                prop_assert_eq!(one.asked, policy.asked(stock.item(&one.item).expect("known"), one.issued));
            }
            let met: Quantity = account.obligations.iter().map(|one| one.returned).sum();
            prop_assert_eq!(met + account.credit, came(&stock, &ward, &on));
            // Who owes has no credit.
            prop_assert!(account.credit.is_zero() || account.outstanding().is_zero());
        }
    }

    #[test]
    fn the_order_of_the_rows_means_nothing(
        rows in rows(),
        order in proptest::collection::vec(any::<Index>(), 16),
    ) {
        let there = records(&rows);
        let mut shuffled: Vec<&Record> = there.iter().collect();
        for (at, index) in order.iter().enumerate().take(shuffled.len()) {
            let other = index.index(shuffled.len());
            shuffled.swap(at, other);
        }
        let policy = ExchangePolicy::default();
        let (one, other) = (folded(&there), folded(shuffled));
        prop_assert_eq!(accounts(&one, &policy, "03-31"), accounts(&other, &policy, "03-31"));
    }

    #[test]
    fn what_came_back_is_in_the_pool_or_was_disposed_of(
        rows in rows(),
        leaving in proptest::collection::vec((1..=28_u32, 1..9_i64, 0..3_u8), 0..8),
    ) {
        let mut desk = super::circulation::Desk::new("item X 只 durable=yes\n store A\n 03-01 opening X 1000 opening > store:A @1");
        for record in records(&rows) {
            desk.stock.apply(&record).expect("a record that fits");
        }
        for (on, much, how) in leaving {
            let disposal = match how {
                0 => Disposal::Scrapped,
                1 => Disposal::Mended(crate::stock::testing::store("A"), stock::Cost::UNSTATED),
                _ => Disposal::Sold("回收站".to_owned(), crate::stock::testing::money("1.00")),
            };
            let request = DisposeRequest {
                slip: super::circulation::slip(&format!("03-{on:02}"), ""),
                goods: super::circulation::goods("X", &much.to_string()),
                disposal,
            };
            // Whether it is refused or not, the pool holds what the laws say.
            desk.line(|stock, rules, stamp| stock::dispose(stock, rules, &request, stamp));
        }
        for until in ["03-05", "03-15", "03-31"] {
            let span = crate::base::Span::new(day("03-01"), day("03-31")).expect("days");
            let options = PoolOptions { span, item: None, as_of: day(until) };
            let report = stock::pool(&desk.stock, &options).expect("known");
            for line in &report.lines {
                let gone = line.scrapped + line.mended + line.sold;
                prop_assert_eq!(line.returned, gone + line.held);
                prop_assert!(line.held >= quantity("0"));
                let came = came(&desk.stock, "NK1", until) + came(&desk.stock, "WK1", until);
                prop_assert_eq!(line.returned, came);
            }
        }
        prop_assert!(desk.stock.defects().is_empty());
    }
}
