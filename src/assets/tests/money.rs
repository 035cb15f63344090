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
    let plan = Plan::new(month("2024-01"), yuan("100.00"), 36, None);
    assert_eq!(plan.monthly(), yuan("2.78"));
    assert_eq!(plan.charge(month("2026-11")), yuan("2.78"));
    assert_eq!(plan.charge(month("2026-12")), yuan("2.70"));
    // A fen a month is more than its share here; the parts stop when nothing is left.
    let plan = Plan::new(month("2024-01"), yuan("1.00"), 120, None);
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

/// An enterprise that keeps a twentieth of the value.
fn enterprise() -> Regime {
    Regime::Enterprise { residual: crate::base::Fraction::new(5, 100).expect("a fraction") }
}

#[test]
fn an_enterprise_begins_a_month_later_and_ends_a_month_later() {
    let mut books = Books::with_server();
    books.register.regime = enterprise();
    assert_eq!(books.charge("2024-03"), "0.00");
    assert_eq!(books.charge("2024-04"), "475.00");
    assert_eq!(books.charge("2030-03"), "475.00");
    assert_eq!(books.charge("2030-04"), "0.00");
    let of = schedule(&books.register, &books.lives, &code("FWQ-01"), day("2030-12-31"));
    let of = of.expect("a schedule");
    assert_eq!((of.lines.len(), of.residual, of.total), (72, yuan("1800.00"), yuan("34200.00")));
    assert_eq!(of.lines[71].net, yuan("1800.00"));

    books.dispose("FWQ-01", "2024-05-06", "报废").expect("disposed");
    assert_eq!(books.charge("2024-04"), "475.00");
    assert_eq!(books.charge("2024-05"), "475.00");
    assert_eq!(books.charge("2024-06"), "0.00");
    let may = books.charges("2024-05", "2024-05").total;
    assert_eq!(
        (may.opening, may.written_off, may.correction, may.closing),
        (yuan("475.00"), yuan("950.00"), Money::ZERO, Money::ZERO)
    );
}

#[test]
fn after_a_change_what_is_left_is_spread_over_the_months_left() {
    let mut books = Books::with_server();
    // Twelve months are done: 6,000 of 36,000.
    books
        .change(EventKind::Upgrade, "FWQ-01", "2025-03-10", (Some("6000"), Some(84)))
        .expect("upgraded");
    assert_eq!(books.charge("2025-02"), "500.00");
    // (42000 − 6000) ÷ (84 − 12)
    assert_eq!(books.charge("2025-03"), "500.00");
    assert_eq!(books.charge("2031-02"), "500.00");
    assert_eq!(books.charge("2031-03"), "0.00");
    books
        .change(EventKind::Revalue, "FWQ-01", "2026-03-01", (Some("24000"), None))
        .expect("revalued");
    // (24000 − 12000) ÷ (84 − 24)
    assert_eq!(books.charge("2026-03"), "200.00");
    let of = schedule(&books.register, &books.lives, &code("FWQ-01"), day("2026-03-31"));
    let of = of.expect("a schedule");
    assert_eq!((of.value, of.total, of.lines.len()), (yuan("24000.00"), yuan("24000.00"), 84));
    let steps: Vec<String> = of.working.steps.iter().map(|step| step.formula.clone()).collect();
    assert!(steps.contains(&"(24000.00 − 12000.00) ÷ (84 − 24)".to_owned()), "{steps:?}");

    let refused = |books: &mut Books, change| {
        let refusal = books.change(EventKind::Revalue, "FWQ-01", "2026-04-01", change);
        crate::base::Refuse::code(&refusal.expect_err("refused"))
    };
    assert_eq!(refused(&mut books, (Some("100"), None)), "asset.below_depreciated");
    assert_eq!(refused(&mut books, (None, Some(20))), "asset.life_done");
}

#[test]
fn what_was_depreciated_before_is_taken_over_and_the_rest_spread() {
    let mut books = Books::with_server();
    books.opening("FWQ-01", "2025-12-31", "10800.00", Some(24)).expect("taken over");
    let december = books.charges("2025-12", "2025-12").total;
    assert_eq!(december.closing, yuan("10800.00"));
    assert_eq!(december.opening + december.charge + december.correction, december.closing);
    // (36000 − 10800) ÷ (72 − 24)
    assert_eq!(books.charge("2026-01"), "525.00");
    let of = schedule(&books.register, &books.lives, &code("FWQ-01"), day("2026-01-31"));
    let of = of.expect("a schedule");
    assert_eq!(of.taken_over, Some((month("2025-12"), yuan("10800.00"))));
    assert_eq!((of.total, of.lines.len()), (yuan("25200.00"), 48));
    assert!(books.opening("FWQ-01", "2025-11-30", "1.00", None).is_err());
}

#[test]
fn a_thing_is_lent_comes_back_and_stands_idle() {
    let mut books = Books::with_server();
    books
        .go(EventKind::Assign, "FWQ-01", "2024-04-01", ["3楼", "NK1", "护士长"])
        .expect("assigned");
    books.go(EventKind::Lend, "FWQ-01", "2024-05-01", ["卫生站", "-", "站长"]).expect("lent");
    let at = |books: &Books, date: &str| books.at("FWQ-01", date, "2026-12-31");
    assert_eq!(at(&books, "2024-05-02"), "lent NK1 卫生站 站长");
    books.go(EventKind::Return, "FWQ-01", "2024-05-10", ["-", "-", "-"]).expect("back");
    assert_eq!(at(&books, "2024-05-10"), "in-use NK1 3楼 护士长");
    assert!(books.go(EventKind::Return, "FWQ-01", "2024-05-11", ["-", "-", "-"]).is_err());
    books.go(EventKind::Idle, "FWQ-01", "2024-06-01", ["设备库", "-", "-"]).expect("idle");
    assert_eq!(at(&books, "2024-06-01"), "idle NK1 设备库 护士长");
    assert_eq!(books.charge("2024-07"), "500.00");
    books.go(EventKind::Transfer, "FWQ-01", "2024-08-01", ["-", "WK2", "-"]).expect("used again");
    assert_eq!(at(&books, "2024-08-01"), "in-use WK2 - -");
}

#[test]
fn what_came_and_left_adds_up() {
    let mut books = Books::with_server();
    books.acquire(&card("DN-01", "计算机设备", "7200", "2024-04-10")).expect("acquired");
    books
        .change(EventKind::Upgrade, "FWQ-01", "2024-04-20", (Some("3600"), None))
        .expect("upgraded");
    books.dispose("DN-01", "2024-05-06", "丢失").expect("disposed");
    let told = |books: &Books, first: &str, last: &str| {
        let options = TurnoverOptions {
            span: crate::base::Span::new(day(first), day(last)).expect("a span"),
            as_of: day("2026-11-30"),
            class: None,
        };
        let of = turnover(&books.register, &books.lives, &options);
        let sums = [of.opening, of.added, of.disposed, of.correction, of.closing];
        let values = sums.map(|sum| format!("{} {}", sum.count, sum.value));
        (values, of.changed.to_string(), of.lines)
    };
    let (sums, changed, lines) = told(&books, "2024-04-01", "2024-05-31");
    assert_eq!(sums, ["1 36000.00", "1 7200.00", "1 7200.00", "0 0.00", "1 39600.00"]);
    assert_eq!((changed.as_str(), lines.len()), ("3600.00", 3));
    let left = lines.last().expect("a line");
    assert_eq!((left.written_off, left.net), (yuan("100.00"), yuan("7100.00")));
    let (sums, ..) = told(&books, "2024-06-01", "2024-06-30");
    assert_eq!(sums, ["1 39600.00", "0 0.00", "0 0.00", "0 0.00", "1 39600.00"]);
}
