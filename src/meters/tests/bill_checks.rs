//! Bills against the meters: calendarised use, money by the price of the days, gaps, what is open.

use super::bills::bill;
use super::lab::{book, day, point, span};
use crate::base::{Fraction, Price};
use crate::meters::{
    BillCheck, BillCheckOptions, BillLine, Carrier, Meters, Pricing, Record, Tariff, TierPeriod,
    Tiers, Utility, View, check_bills,
};

/// Two months of one meter: 310 in 31 days, then 280 in 28.
fn meter(fields: &str) -> Meters {
    book(vec![point("P", fields)], "", "P 2025-01-01 0 | P 2025-02-01 310 | P 2025-03-01 590")
}

fn price(meters: &mut Meters, from: &str, pricing: Pricing) {
    let carrier = Carrier::new(Utility::Electricity, None).expect("a carrier");
    let tariff = Tariff { carrier, site: None, valid_from: day(from), pricing, source: None };
    meters.apply(&Record::Tariff(tariff)).expect("folds");
}

fn flat(yuan: &str) -> Pricing {
    Pricing::Flat(Price::parse(yuan).expect("a price"))
}

fn options(of: &str) -> BillCheckOptions {
    BillCheckOptions {
        span: span(of),
        site: None,
        utility: None,
        tolerance: Fraction::ZERO,
        view: View::NOW,
    }
}

fn check(meters: &Meters, of: &str) -> BillCheck {
    check_bills(meters, &options(of))
}

/// A line as `used more ratio verdict | computed dearer verdict by-quantity`.
fn shown(line: &BillLine) -> String {
    let dash = || "-".to_owned();
    let used = line.usage.as_ref().and_then(crate::meters::Usage::amount);
    let verdict = |key: &str| key.trim_start_matches("bill.verdict.").to_owned();
    format!(
        "{} {} {} {} | {} {} {} {}",
        used.map_or_else(dash, |own| own.to_string()),
        line.more.map_or_else(dash, |own| own.to_string()),
        line.ratio().map_or_else(dash, |own| own.to_string()),
        verdict(line.quantity.key()),
        line.computed.map_or_else(dash, |own| own.to_string()),
        line.dearer.map_or_else(dash, |own| own.to_string()),
        verdict(line.money.key()),
        line.by_quantity.map_or_else(dash, |own| own.to_string()),
    )
}

fn only(meters: &Meters, of: &str) -> String {
    let found = check(meters, of);
    assert_eq!(found.lines.len(), 1);
    shown(&found.lines[0])
}

#[test]
fn each_bill_is_held_against_the_use_and_the_price_of_its_own_days() {
    let mut meters = meter("");
    price(&mut meters, "2025-01-01", flat("0.5"));
    price(&mut meters, "2025-02-01", flat("0.6"));
    // Twelve days of January and nine of February, ten a day, at two prices.
    bill(&mut meters, "A 2025-01-20..2025-02-09 111 q=210");
    assert_eq!(only(&meters, "2025-02"), "210.00 0.00 0.00% agrees | 114.00 -3.00 differs -");
    let found = check(&meters, "2025-02");
    assert_eq!(found.lines[0].money_ratio().map(|own| own.to_string()), Some("-2.63%".into()));
    assert!(found.needs_attention());
    assert!(check(&meters, "2025-03").lines.is_empty());
}

#[test]
fn a_difference_within_the_tolerance_is_none() {
    let mut meters = meter("");
    price(&mut meters, "2025-01-01", flat("0.5"));
    bill(&mut meters, "A 2025-01 157 q=313");
    let exact = only(&meters, "2025-01");
    assert_eq!(exact, "310.00 3.00 0.97% differs | 155.00 2.00 differs 156.50");
    let one = Fraction::new(1, 100).expect("a fraction");
    let tolerance = |tolerance| BillCheckOptions { tolerance, ..options("2025-01") };
    let line = shown(&check_bills(&meters, &tolerance(one)).lines[0]);
    assert_eq!(line, "310.00 3.00 0.97% agrees | 155.00 2.00 differs 156.50");
    let two = Fraction::new(2, 155).expect("a fraction");
    assert!(!check_bills(&meters, &tolerance(two)).needs_attention(), "exactly as much");
}

#[test]
fn what_is_not_known_is_open_and_no_zero() {
    let mut meters = meter("");
    bill(&mut meters, "A 2025-01 155");
    assert_eq!(only(&meters, "2025-01"), "310.00 - - no_quantity | - - not_compared -");
    price(&mut meters, "2025-02-01", flat("0.5"));
    bill(&mut meters, "B 2025-02-01..2025-03-05 165 q=330");
    let found = check(&meters, "2025-03");
    assert_eq!(shown(&found.lines[0]), "280.00 - - open_use | - - open_use 165.00");
    assert_eq!(found.open.len(), 1, "five days of March");
    let mut none = Meters::default();
    bill(&mut none, "A 2025-01 155 q=310");
    assert_eq!(only(&none, "2025-01"), "- - - no_meter | - - no_meter -");
}

#[test]
fn blocks_are_counted_from_their_first_day() {
    let tiers = Tiers::parse("100=0.5, =1", TierPeriod::Month).expect("tiers");
    let mut meters = meter("");
    price(&mut meters, "2025-01-01", Pricing::Tiered(tiers));
    bill(&mut meters, "A 2025-01 260 q=310 point=P");
    assert_eq!(only(&meters, "2025-01"), "310.00 0.00 0.00% agrees | 260.00 0.00 agrees 260.00");
    // What was used before the bill's first day fills the first block: 60 of 100 are gone.
    bill(&mut meters, "B 2025-02-07..2025-02-16 80 q=100 point=P");
    let found = check(&meters, "2025-02");
    assert_eq!(shown(&found.lines[0]), "100.00 0.00 0.00% agrees | 80.00 0.00 agrees -");
}

#[test]
fn a_point_is_an_account_of_its_own() {
    let points = vec![point("P", "site=ZY"), point("Q", "site=ZY"), point("N", "parent=P")];
    let readings = "P 2025-01-01 0|P 2025-02-01 310|Q 2025-01-01 0|Q 2025-02-01 62\
                    |N 2025-01-01 0|N 2025-02-01 31";
    let mut meters = book(points, "", readings);
    let tiers = Tiers::parse("100=0.5, =1", TierPeriod::Month).expect("tiers");
    price(&mut meters, "2025-01-01", Pricing::Tiered(tiers));
    bill(
        &mut meters,
        "A 2025-01 260 q=310 point=P account=1 | B 2025-01 31 q=62 point=Q account=2",
    );
    let found = check(&meters, "2025-01");
    let lines: Vec<String> = found.lines.iter().map(shown).collect();
    assert_eq!(lines[0], "310.00 0.00 0.00% agrees | 260.00 0.00 agrees 260.00");
    assert_eq!(lines[1], "62.00 0.00 0.00% agrees | 31.00 0.00 agrees 31.00", "a block of its own");
    bill(&mut meters, "C 2025-01 300 q=372 account=3 | D 2025-01 -1 account=1 adjustment");
    let found = check(&meters, "2025-01");
    let of = |number: &str| {
        found.lines.iter().find(|line| line.bill.number == number).map(shown).expect("a line")
    };
    assert_eq!(of("C"), "- - - shared | - - shared 322.00", "whose meters are its own?");
    assert_eq!(of("D"), "- - - not_compared | - - not_compared -");
}

#[test]
fn days_without_a_bill_are_told() {
    let mut meters = meter("");
    bill(
        &mut meters,
        "A 2025-01-05..2025-01-20 1 account=1 | B 2025-02-01..2025-02-10 1 account=1",
    );
    bill(&mut meters, "C 2025-01-25..2025-01-27 -1 account=1 adjustment");
    let told = |of: &str, as_of: &str| {
        let view = View { as_of: Some(day(as_of)), ..View::NOW };
        let found = check_bills(&meters, &BillCheckOptions { view, ..options(of) });
        let gap = |gap: &crate::meters::BillGap| {
            format!("{} {}", gap.span, gap.kind.key().trim_start_matches("bill.gap."))
        };
        found.gaps.iter().map(gap).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        told("2025", "2025-02-20"),
        "2025-01-21..2025-01-31 between, 2025-02-11..2025-02-20 not_yet"
    );
    assert_eq!(told("2025-01", "2025-12-31"), "2025-01-21..2025-01-31 between");
    assert_eq!(told("2025-03", "2025-03-31"), "2025-03 not_yet");
    assert_eq!(told("2024", "2025-12-31"), "", "the account had not begun");
}
