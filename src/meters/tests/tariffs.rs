//! Prices that are flat, in blocks or by the time of day, and what uses cost at them.

use proptest::prelude::*;

use super::lab::{book, day, number, point, span};
use crate::base::{Decimal, Money, Price, Refuse};
use crate::meters::{
    Basis, Carrier, Comparison, EnergyOptions, Expense, ExpenseOptions, Lack, Meters, Pricing,
    Record, Subject, Tariff, TierPeriod, Tiers, TimePrices, UsageBy, Utility, View, energy,
    expense,
};
use crate::org::Org;

/// How many cases are run: few while writing, ten thousand in a release run.
const CASES: u32 = if cfg!(debug_assertions) { 128 } else { 10_000 };

const BLOCKS: &str = "2400=0.5, 4800=0.55, =0.80";
const PARTS: &str = "尖=1.4321 峰=1.1034 平=0.6821 谷=0.2987";

fn tiers(text: &str, per: TierPeriod) -> Tiers {
    Tiers::parse(text, per).expect("blocks")
}

fn tariff(valid_from: &str, pricing: Pricing) -> Record {
    Record::Tariff(Tariff {
        carrier: Carrier::new(Utility::Electricity, None).expect("a carrier"),
        site: None,
        valid_from: day(valid_from),
        pricing,
        source: Some("供电合同".to_owned()),
    })
}

fn flat(valid_from: &str, price: &str) -> Record {
    tariff(valid_from, Pricing::Flat(Price::parse(price).expect("a price")))
}

fn in_blocks(valid_from: &str, text: &str, per: TierPeriod) -> Record {
    tariff(valid_from, Pricing::Tiered(tiers(text, per)))
}

fn by_time(valid_from: &str, text: &str) -> Record {
    tariff(valid_from, Pricing::ByTime(TimePrices::parse(text).expect("prices")))
}

fn with(mut meters: Meters, records: Vec<Record>) -> Meters {
    for record in records {
        meters.apply(&record).expect("folds");
    }
    meters
}

fn spent(meters: &Meters, period: &str, by: UsageBy) -> Expense {
    let options =
        ExpenseOptions { span: span(period), by, site: None, utility: None, view: View::NOW };
    expense(meters, &Org::default(), &options)
}

/// The costs of the lines, `—` where one is not known.
fn costs(expense: &Expense) -> Vec<String> {
    let cost = |cost: Option<Money>| cost.map_or("—".to_owned(), |cost| cost.to_string());
    expense.lines.iter().map(|line| cost(line.cost)).collect()
}

#[test]
fn blocks_cost_what_the_worked_values_say() {
    let tiers = tiers(BLOCKS, TierPeriod::Month);
    let cost = |amount: &str| tiers.cost(number(amount)).expect("in range").normalize().to_string();
    assert_eq!(cost("5230"), "2864");
    assert_eq!(cost("2400"), "1200");
    assert_eq!(cost("2401"), "1200.55");
    assert_eq!(cost("0"), "0");
}

#[test]
fn a_list_of_blocks_grows_and_its_last_block_has_no_end() {
    for wrong in ["", "2400=0.5", "4800=0.5 2400=0.6 =0.8", "=0.5 =0.8", "0=0.5 =0.8", "x=1 =2"] {
        let refused = Tiers::parse(wrong, TierPeriod::Month).expect_err("refused");
        assert_eq!(refused.code(), "energy.tiers", "{wrong}");
    }
    assert_eq!(tiers("2400=0.5，=0.80", TierPeriod::Year).to_string(), "2400=0.50, =0.80");
}

#[test]
fn prices_by_the_time_of_day_name_each_part_once() {
    for wrong in ["", "noon=1", "peak=1 峰=2", "peak"] {
        let refused = TimePrices::parse(wrong).expect_err("refused");
        assert_eq!(refused.code(), "energy.time_prices", "{wrong}");
    }
    let prices = TimePrices::parse("谷段=0.2987 sharp=1.4321").expect("prices");
    assert_eq!(prices.to_string(), "sharp=1.4321, valley=0.2987");
}

/// A main meter with its four registers below it.
fn metered() -> Meters {
    let register = |code, part: &str| point(code, &format!("parent=MAIN period={part}"));
    book(
        vec![
            point("MAIN", ""),
            register("M-J", "尖"),
            register("M-F", "峰"),
            register("M-P", "平"),
            register("M-G", "谷"),
        ],
        "",
        "MAIN 2025-03-01 0 | MAIN 2025-04-01 2616.5 | M-J 2025-03-01 0 | M-J 2025-04-01 120.5 \
         | M-F 2025-03-01 0 | M-F 2025-04-01 830.25 | M-P 2025-03-01 0 | M-P 2025-04-01 1010 \
         | M-G 2025-03-01 0 | M-G 2025-04-01 655.75",
    )
}

#[test]
fn a_meter_by_the_time_of_day_costs_its_registers_and_is_rounded_once() {
    let meters = with(metered(), vec![by_time("2025-01-01", PARTS)]);
    let spent = spent(&meters, "2025-03", UsageBy::Utility);
    assert_eq!(spent.charges[0].cost, Ok(number("1973.459425")));
    assert_eq!(costs(&spent), ["1973.46"]);
    // The registers count nothing again: the use is that of the main meter.
    assert_eq!(spent.lines[0].usage.amount(), Some(number("2616.5")));
    assert_eq!(spent.charges[0].registers, Some(number("2616.5")));
    let parts: Vec<String> =
        spent.charges[0].items.iter().map(|item| item.cost.normalize().to_string()).collect();
    assert_eq!(parts, ["172.56805", "916.09785", "688.921", "195.872525"]);
}

#[test]
fn an_open_register_or_a_part_without_a_price_leaves_the_cost_open() {
    let lack = |meters: &Meters| {
        let spent = spent(meters, "2025-03", UsageBy::Utility);
        assert_eq!((costs(&spent), spent.total), (vec!["—".to_owned()], None));
        spent.lacks[0].clone()
    };
    let mut meters = with(metered(), vec![by_time("2025-01-01", "峰=1.1 平=0.6 谷=0.2")]);
    assert!(matches!(lack(&meters), Lack::PartPrice { .. }));
    meters = with(metered(), vec![by_time("2025-01-01", PARTS)]);
    let extra = point("M-S", "parent=MAIN period=深谷 from=2025-03-01 initial=0");
    meters.apply(&Record::Point(extra)).expect("folds");
    assert!(matches!(lack(&meters), Lack::Register { part: Some(_), .. }));
    let bare = book(vec![point("MAIN", "")], "", "MAIN 2025-03-01 0 | MAIN 2025-04-01 10");
    let bare = with(bare, vec![by_time("2025-01-01", PARTS)]);
    assert!(matches!(lack(&bare), Lack::Register { part: None, .. }));
}

/// A main meter read each month from January, a ward below it.
fn year() -> Meters {
    book(
        vec![point("MAIN", ""), point("WARD", "parent=MAIN department=NK")],
        "",
        "MAIN 2025-01-01 0 | MAIN 2025-02-01 2000 | MAIN 2025-03-01 4000 | MAIN 2025-04-01 5230 \
         | WARD 2025-01-01 0 | WARD 2025-02-01 500 | WARD 2025-03-01 900 | WARD 2025-04-01 1310",
    )
}

#[test]
fn blocks_of_a_year_count_from_its_first_day_and_those_of_a_month_from_the_month() {
    let yearly = with(year(), vec![in_blocks("2024-01-01", BLOCKS, TierPeriod::Year)]);
    let month = |period: &str| costs(&spent(&yearly, period, UsageBy::Utility))[0].clone();
    // 2000·0.5; 400·0.5 + 1600·0.55; 800·0.55 + 430·0.8; together the worked 2864.
    assert_eq!((month("2025-01"), month("2025-02")), ("1000.00".to_owned(), "1080.00".to_owned()));
    assert_eq!((month("2025-03"), month("2025-Q1")), ("784.00".to_owned(), "2864.00".to_owned()));
    let monthly = with(year(), vec![in_blocks("2024-01-01", BLOCKS, TierPeriod::Month)]);
    assert_eq!(costs(&spent(&monthly, "2025-Q1", UsageBy::Utility)), ["2615.00"]);
}

#[test]
fn blocks_are_open_where_an_earlier_month_of_the_year_is() {
    let meters = book(
        vec![point("MAIN", "from=2025-01-01")],
        "",
        "MAIN 2025-02-01 2000 | MAIN 2025-03-01 4000",
    );
    let meters = with(meters, vec![in_blocks("2024-01-01", BLOCKS, TierPeriod::Year)]);
    let spent = spent(&meters, "2025-02", UsageBy::Utility);
    assert_eq!(spent.lines[0].usage.amount(), Some(number("2000")));
    assert_eq!((costs(&spent), spent.unknown.len()), (vec!["—".to_owned()], 1));
    let begun = book(vec![point("MAIN", "")], "", "MAIN 2025-02-01 2000 | MAIN 2025-03-01 4000");
    let begun = with(begun, vec![in_blocks("2024-01-01", BLOCKS, TierPeriod::Year)]);
    assert_eq!(costs(&self::spent(&begun, "2025-02", UsageBy::Utility)), ["—"]);
    assert!(
        matches!(&spent.lacks[..], [Lack::Blocks { since, .. }] if *since == day("2025-01-01"))
    );
}

#[test]
fn a_price_that_changes_within_the_span_is_cut_by_days_and_the_blocks_go_on_counting() {
    // 1230 over 31 days of March: 15 days at the old price, 16 at the new.
    let records =
        vec![flat("2024-01-01", "1"), in_blocks("2025-03-16", "4700=1, =2", TierPeriod::Year)];
    let spent = spent(&with(year(), records), "2025-03", UsageBy::Utility);
    let pieces: Vec<String> =
        spent.charges.iter().map(|charge| format!("{} {}", charge.span, charge.amount)).collect();
    assert_eq!(pieces, ["2025-03-01..2025-03-15 595.16", "2025-03-16..2025-03-31 634.84"]);
    // 4000 + 595.16 before: 104.84 are left of the block, 530 cost twice as much.
    assert_eq!(spent.charges[1].before, Some(number("4595.16")));
    assert_eq!(spent.charges[1].cost, Ok(number("1164.84")));
    assert_eq!(costs(&spent), ["1760.00"]);
}

#[test]
fn an_unknown_price_is_said_and_never_zero() {
    let spent = spent(&year(), "2025-03", UsageBy::Utility);
    assert_eq!((costs(&spent), spent.total), (vec!["—".to_owned()], None));
    assert!(matches!(&spent.lacks[..], [Lack::Tariff { .. }]));
    assert!(spent.needs_attention());
}

#[test]
fn departments_and_points_add_up_to_the_bill_at_any_price() {
    for pricing in [
        flat("2024-01-01", "0.6543"),
        in_blocks("2024-01-01", "100=0.333333, =0.77", TierPeriod::Month),
        in_blocks("2024-01-01", BLOCKS, TierPeriod::Year),
    ] {
        let meters = with(year(), vec![pricing]);
        for period in ["2025-02", "2025-03", "2025-Q1", "2025-02-10..2025-03-20"] {
            let whole = spent(&meters, period, UsageBy::Utility).total.expect("a cost");
            for by in [UsageBy::Department, UsageBy::Point] {
                let lines = spent(&meters, period, by).lines;
                let sum: Money = lines.iter().map(|line| line.cost.expect("a cost")).sum();
                assert_eq!((lines.len(), sum), (2, whole), "{period}");
            }
        }
    }
}

#[test]
fn the_report_costs_the_same_as_the_costs_by_themselves() {
    let records = vec![in_blocks("2024-01-01", BLOCKS, TierPeriod::Year)];
    let meters = with(year(), records);
    let options = EnergyOptions {
        span: span("2025-03"),
        site: None,
        basis: Basis::calorific(),
        carbon_basis: Basis::grid_national(),
        comparison: Comparison::Whole,
        profile: crate::meters::HospitalProfile::default(),
        saving: crate::meters::SavingPolicy::default(),
        watch: crate::meters::WatchPolicy::default(),
        view: View::NOW,
    };
    let report = energy(&meters, &Org::default(), &options);
    assert_eq!(report.cost.expect("a cost").to_string(), "784.00");
    let of_departments: Money =
        report.departments.iter().map(|line| line.cost.expect("a cost")).sum();
    assert_eq!(of_departments.to_string(), "784.00");
    let common = &report.departments[1];
    assert_eq!(common.subject, Subject::Common);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: CASES, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn however_a_use_is_cut_its_blocks_cost_the_same(
        first in 0_i64..1_000_000, second in 0_i64..1_000_000,
        ends in (1_i64..500_000, 1_i64..500_000), prices in (0_i64..9_999_999, 0_i64..9_999_999),
    ) {
        let decimal = |hundredths: i64| Decimal::new(hundredths, 2);
        let (low, high) = (decimal(ends.0), decimal(ends.0 + ends.1));
        let price = Price::from_millionths;
        let text = format!("{low}={} {high}={} =1.5", price(prices.0), price(prices.1));
        let tiers = tiers(&text, TierPeriod::Month);
        let (first, second) = (decimal(first), decimal(second));
        let whole = tiers.cost(first + second).expect("in range");
        let rest: Decimal = tiers
            .split(first, second)
            .into_iter()
            .map(|(block, part)| part * block.price.yuan())
            .sum();
        prop_assert_eq!(tiers.cost(first).expect("in range") + rest, whole);
        let parts: Decimal = tiers.split(first, second).into_iter().map(|(_, part)| part).sum();
        prop_assert_eq!(parts, second);
    }
}
