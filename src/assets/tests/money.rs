//! Depreciation and the thresholds of value and life.

use super::books::{Books, card, code, day, lives, month, yuan};
use crate::assets::*;
use crate::base::{Argument, Message, Money};

#[test]
fn thirty_six_thousand_over_six_years_from_the_last_of_march() {
    let mut books = Books::with_server();
    assert_eq!(books.charge("2024-02"), "0.00");
    assert_eq!(books.charge("2024-03"), "500.00");
    assert_eq!(books.charge("2030-02"), "500.00");
    assert_eq!(books.charge("2030-03"), "0.00");
    let as_of = day("2024-04-30");
    let schedule =
        schedule(&books.register, &books.lives, &code("FWQ-01"), as_of).expect("a schedule");
    assert_eq!(schedule.lines.len(), 72);
    assert_eq!(schedule.lines.iter().map(|line| line.charge).sum::<Money>(), yuan("36000.00"));
    assert_eq!(schedule.lines[71].net, Money::ZERO);

    books.dispose("FWQ-01", "2024-05-06", "报废").expect("disposed");
    assert_eq!(books.charge("2024-03"), "500.00");
    assert_eq!(books.charge("2024-04"), "500.00");
    assert_eq!(books.charge("2024-05"), "0.00");
    assert_eq!(books.charge("2024-06"), "0.00");
    let may = books.charges("2024-05", "2024-05").total;
    assert_eq!(
        (may.opening, may.written_off, may.closing),
        (yuan("1000.00"), yuan("1000.00"), Money::ZERO)
    );
    assert!(books.charges("2024-06", "2024-06").groups.is_empty());
}

#[test]
fn the_last_month_takes_the_remainder() {
    let plan = Plan { first: month("2024-01"), value: yuan("100.00"), months: 36, disposed: None };
    assert_eq!(plan.monthly(), yuan("2.78"));
    assert_eq!(plan.charge(month("2026-11")), yuan("2.78"));
    assert_eq!(plan.charge(month("2026-12")), yuan("2.70"));
    // A fen a month is more than its share here; the parts stop when nothing is left.
    let plan = Plan { first: month("2024-01"), value: yuan("1.00"), months: 120, disposed: None };
    assert_eq!(plan.charge(month("2032-04")), yuan("0.01"));
    assert_eq!(plan.charge(month("2032-05")), Money::ZERO);
    assert_eq!(plan.accumulated(month("2033-12")), yuan("1.00"));
}

#[test]
fn bought_and_disposed_of_in_one_month_carries_nothing() {
    let mut books = Books::with_server();
    books.dispose("FWQ-01", "2024-03-31", "退货").expect("disposed");
    let march = books.charges("2024-03", "2024-03");
    assert_eq!(march.total, Charge::default());
    assert_eq!(march.groups[0].lines[0].disposed_on, Some(day("2024-03-31")));
}

#[test]
fn what_the_standard_exempts_is_not_depreciated() {
    let mut books = Books::new();
    for (at, exemption) in Exemption::ALL.into_iter().enumerate() {
        let tag = format!("M-{at}");
        books.acquire(&card(&tag, exemption.word(), "5000", "2024-01-01")).expect("acquired");
    }
    let year = books.charges("2024-01", "2024-12");
    assert_eq!(year.total.charge, Money::ZERO);
    assert_eq!(year.total.net, yuan("25000.00"));
    assert!(
        year.groups.iter().flat_map(|group| &group.lines).all(|line| line.basis == Basis::Exempt)
    );
    assert_eq!(year.warnings, []);
}

#[test]
fn what_is_worth_less_than_a_thousand_is_pointed_out_and_taken() {
    let lives = lives();
    let codes = |card: &Card| -> Vec<String> {
        warnings(card, &lives).iter().map(|warning| warning.message().code).collect()
    };
    let cheap = card("DN-01", "办公设备", "900", "2024-03-31");
    assert_eq!(codes(&cheap), ["asset.below_threshold"]);
    assert_eq!(codes(&Card { bulk: true, ..cheap.clone() }), [""; 0]);
    assert_eq!(codes(&Card { original_value: yuan("1000.00"), ..cheap.clone() }), [""; 0]);
    assert_eq!(codes(&Card { original_value: yuan("999.99"), ..cheap.clone() }).len(), 1);
    let nominal = Card {
        class: Exemption::Nominal.word().to_owned(),
        original_value: yuan("1"),
        ..cheap.clone()
    };
    assert_eq!(codes(&nominal), [""; 0]);
    let mut books = Books::new();
    assert!(books.acquire(&cheap).expect("taken").is_some());
}

#[test]
fn a_life_below_the_table_quotes_the_row() {
    let lives = lives();
    assert_eq!(lives.rows().len(), 55);
    let short = Card { months: Some(60), ..card("DN-01", "计算机设备", "5000", "2024-03-31") };
    let warning = &warnings(&short, &lives)[0];
    assert_eq!(warning.field(), "months");
    assert_eq!(
        warning.message(),
        Message::new("asset.life_below_table")
            .with("tag", "DN-01")
            .with("months", "60")
            .with("least", "72")
            .with("class", Argument::from("通用设备"))
            .with("item", "计算机设备")
            .with("years", "6")
            .with("confidence", Argument::key("asset.confidence.a"))
    );
    let unverified = card("YL-01", "体育设备", "5000", "2024-03-31");
    assert_eq!(warnings(&unverified, &lives)[0].message().code, "asset.life_unverified");
    let strange = card("YL-02", "飞碟", "5000", "2024-03-31");
    assert_eq!(warnings(&strange, &lives)[0].message().code, "asset.class_unknown");
    assert_eq!(treatment(&strange, &lives), Treatment::Unknown);
    let resting = |card: &Card| basis(card, &lives);
    assert_eq!(
        [&short, &unverified, &strange].map(resting),
        [Basis::BelowTable, Basis::Unverified, Basis::Unknown]
    );
    assert_eq!(resting(&Card { months: Some(72), ..short.clone() }), Basis::Table);
    assert_eq!(resting(&Card { months: Some(73), ..short }), Basis::Stated);
}

#[test]
fn a_stated_life_goes_before_the_table_and_the_table_is_written_on_the_card() {
    let mut books = Books::with_server();
    assert_eq!(books.register.card(&code("FWQ-01")).and_then(|card| card.months), Some(72));
    let long = Card { months: Some(120), ..card("DN-01", "办公设备", "12000", "2026-01-01") };
    books.acquire(&long).expect("acquired");
    let january = books.charges("2026-01", "2026-01");
    let line = &january.groups[0].lines[0];
    assert_eq!((line.tag.as_str(), line.charge.charge), ("DN-01", yuan("100.00")));
}
