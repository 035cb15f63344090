//! Quotas, what departments cost, goods that lie, and for how long what is there will do.

use proptest::prelude::*;
use snapbox::{assert_data_eq, str};

use super::purchase_laws::CASES;
use crate::base::{Day, Decided, Money, Month, Refuse, Span, Stamp};
use crate::org::{self, Org};
use crate::stock::testing::{book, day, money};
use crate::stock::{
    ConsumptionOptions, CoverOptions, DepartmentCostOptions, IdleOptions, PlanPolicy, QuotaRequest,
    Record, Stock, consumption, cover_of_items, department_costs, idle, set_quota,
};

const POLICY: PlanPolicy =
    PlanPolicy { window_days: 10, cycle_days: 20, lead_days: 5, safety_days: 2 };

fn department(code: &str) -> crate::base::DepartmentCode {
    crate::base::DepartmentCode::parse(code).expect("a code")
}

fn org() -> Org {
    let mut org = Org::default();
    for code in ["NK1", "WK1"] {
        let department = org::Department {
            code: department(code),
            name: code.to_owned(),
            site: None,
            beds: None,
            area: None,
            class: None,
        };
        org.apply(&org::Record::Department(department)).expect("a department");
    }
    org
}

/// Sets `department month category amount`, `-` for no category.
fn set(stock: &mut Stock, text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let request = QuotaRequest {
        department: department(words[0]),
        month_from: Month::parse(words[1]).expect("a month"),
        category: if words[2] == "-" { String::new() } else { words[2].to_owned() },
        amount: money(words[3]),
        note: String::new(),
    };
    let recorded_at =
        crate::base::Moment::new(day("03-31"), u32::try_from(stock.quotas.len()).expect("few"));
    let mut stamp = Stamp {
        recorded_at: recorded_at.expect("a moment"),
        recorded_by: "库管员甲".to_owned(),
        tag: "t".to_owned(),
        given: u64::try_from(stock.quotas.len()).expect("few"),
    };
    match set_quota(stock, &org(), &request, &mut stamp) {
        Ok(Decided::New(rows)) => {
            for row in rows {
                stock.apply(&Record::Quota(Box::new(row))).expect("a quota");
            }
            "new".to_owned()
        }
        Ok(Decided::Already(_)) => "already".to_owned(),
        Err(refusal) => refusal.code().to_owned(),
    }
}

const USED: &str = "item X 只 category=五金
     item Y 只 category=办公
     store A
     store B
     2025-01-01 opening X 1000 opening > store:A @1
     2025-01-01 opening Y 1000 opening > store:B @2
     2025-03-05 issue X 7 store:A > dept:NK1
     02-03 issue X 20 store:A > dept:NK1
     03-03 issue X 30 store:A > dept:NK1
     03-04 return X 5 dept:NK1 > store:A
     03-05 issue Y 10 store:B > dept:NK1 id=M7
     03-05 issue Y 4 store:B > dept:WK1
     03-06 reversal Y 10 dept:NK1 > store:B reverses=M7
     03-07 issue Y 3 store:B > dept:NK1
     04-01 issue X 1 store:A > dept:NK1";

fn costs(stock: &Stock, first: &str, last: &str, of: Option<&str>) -> String {
    let options = DepartmentCostOptions {
        span: Span::new(day(first), day(last)).expect("a span"),
        department: of.map(department),
        as_of: day("12-31"),
    };
    let costs = department_costs(stock, &options).expect("costs");
    let money = |money: Option<Money>| money.map_or("—".to_owned(), |money| money.to_string());
    let mut told: Vec<String> = costs
        .months
        .iter()
        .map(|of| {
            format!(
                "{} {} {} of {} over {} ({} / {})",
                of.department,
                of.month,
                of.used,
                money(of.quota),
                money(of.over()),
                of.last_month,
                of.last_year
            )
        })
        .collect();
    told.extend(costs.categories.iter().map(|of| {
        format!("  {} {} {} of {}", of.department, of.category, of.used, money(of.quota))
    }));
    told.push(format!("{} = {} {}", costs.total, money(costs.of_stores), costs.is_over()));
    told.join("\n")
}

#[test]
fn departments_are_held_against_their_quotas() {
    let mut stock = book(USED);
    assert_data_eq!(
        costs(&stock, "03-01", "03-31", None),
        str![[r#"
NK1 2026-03 31.00 of — over — (20.00 / 7.00)
WK1 2026-03 8.00 of — over — (0.00 / 0.00)
  NK1 五金 25.00 of —
  NK1 办公 6.00 of —
  WK1 办公 8.00 of —
39.00 = 39.00 false
"#]]
    );
    assert_eq!(set(&mut stock, "NK1 2026-01 - 30"), "new");
    assert_eq!(set(&mut stock, "NK1 2026-01 - 30"), "already");
    assert_eq!(set(&mut stock, "NK1 2026-01 - 31"), "new");
    assert_eq!(set(&mut stock, "NK1 2026-04 - 0"), "new");
    assert_eq!(set(&mut stock, "WK1 2026-03 办公 7.99"), "new");
    assert_eq!(set(&mut stock, "WK1 2026-03 五金 5"), "new");
    assert_eq!(set(&mut stock, "WK1 2026-03 五金 -5"), "stock.amount_negative");
    assert_eq!(set(&mut stock, "QQQ 2026-03 - 5"), "org.unknown_department");
    // Exactly the quota is not over it; from April nothing may be used; a quota without use shows.
    assert_data_eq!(
        costs(&stock, "03-01", "03-31", None),
        str![[r#"
NK1 2026-03 31.00 of 31.00 over — (20.00 / 7.00)
WK1 2026-03 8.00 of — over — (0.00 / 0.00)
  NK1 五金 25.00 of —
  NK1 办公 6.00 of —
  WK1 五金 0.00 of 5.00
  WK1 办公 8.00 of 7.99
39.00 = 39.00 true
"#]]
    );
    assert_data_eq!(
        costs(&stock, "02-01", "04-30", Some("NK1")),
        str![[r#"
NK1 2026-02 20.00 of 31.00 over — (0.00 / 0.00)
NK1 2026-03 31.00 of 31.00 over — (20.00 / 7.00)
NK1 2026-04 1.00 of 0.00 over 1.00 (31.00 / 0.00)
  NK1 五金 46.00 of —
  NK1 办公 6.00 of —
52.00 = — true
"#]]
    );
}

#[test]
fn consumption_shows_what_is_left_of_the_quotas() {
    let mut stock = book(USED);
    set(&mut stock, "NK1 2026-03 - 40");
    set(&mut stock, "NK1 2026-03 办公 5");
    let options = |store: Option<&str>| ConsumptionOptions {
        span: Span::new(day("02-01"), day("04-30")).expect("a span"),
        store: store.map(crate::stock::testing::store),
        department: None,
        category: None,
        as_of: day("12-31"),
    };
    let result = consumption(&stock, &options(None)).expect("consumption");
    let told: Vec<String> = result
        .quotas
        .iter()
        .map(|of| format!("{} [{}] {} of {}", of.department, of.category, of.used, of.quota))
        .collect();
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
NK1 [] 52.00 of 80.00
NK1 [办公] 6.00 of 10.00
"#]]
    );
    assert!(consumption(&stock, &options(Some("A"))).expect("consumption").quotas.is_empty());
}

#[test]
fn goods_that_nobody_takes_are_dead_and_too_many_are_slow() {
    let stock = book(
        "item DEAD 只
         item NEVER 只
         item NEW 只
         item SLOW 只
         item FINE 只
         store A
         store B
         2025-01-01 opening DEAD 10 opening > store:A @1.5
         2025-06-01 issue DEAD 1 store:A > dept:NK1
         2025-06-01 opening NEVER 10 opening > store:B @1
         03-20 receipt NEW 10 supplier:s > store:A @1
         03-01 opening SLOW 100 opening > store:A @1
         03-30 issue SLOW 1 store:A > dept:NK1
         03-01 opening FINE 21 opening > store:B @1
         03-30 issue FINE 1 store:B > dept:NK1",
    );
    let options = IdleOptions {
        as_of: day("03-31"),
        dead_days: 180,
        slow_days: 200,
        store: None,
        category: None,
        policy: POLICY,
    };
    let result = idle(&stock, &options).expect("idle");
    let mut told: Vec<String> = result
        .lines
        .iter()
        .map(|line| {
            format!(
                "{} {} {:?} {} days, cover {}, {}",
                line.store,
                line.item.code,
                line.state,
                line.idle_days,
                line.cover.map_or("—".to_owned(), |days| days.to_string()),
                line.usage.on_hand.value
            )
        })
        .collect();
    told.extend(
        result.by_store.iter().map(|(store, sums)| format!("{store} {} {}", sums.0, sums.1)),
    );
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
A DEAD Dead 303 days, cover —, 13.50
A SLOW Slow 1 days, cover 990, 99.00
B NEVER Dead 303 days, cover —, 10.00
A 13.50 99.00
B 10.00 0.00
"#]]
    );
    // 100 days after the issue of 1 June there were not yet 180.
    let earlier = IdleOptions { as_of: day("2025-09-09"), ..options };
    assert!(idle(&stock, &earlier).expect("idle").lines.is_empty());
}

#[test]
fn cover_is_whole_days_rounded_down() {
    let stock = book(
        "item X 只 lead=6
         item Y 只 lead=7
         item N 只
         store A
         03-01 opening X 30 opening > store:A @1
         03-01 opening Y 30 opening > store:A @1
         03-01 opening N 30 opening > store:A @1
         03-25 issue X 18 store:A > dept:NK1
         03-25 issue Y 18 store:A > dept:NK1",
    );
    let options = CoverOptions { as_of: day("03-31"), category: None, policy: POLICY };
    // 12 left, 1.8 a day: six days and two thirds.
    let told: Vec<String> = cover_of_items(&stock, &options)
        .lines
        .iter()
        .map(|line| {
            let cover = line.cover.map_or("—".to_owned(), |days| days.to_string());
            format!("{} {cover} of {} {}", line.item.code, line.lead_days, line.is_short())
        })
        .collect();
    assert_eq!(told, ["X 6 of 6 false", "Y 6 of 7 true", "N — of 5 false"]);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn departments_come_to_the_issues_of_the_store_rooms(
        lines in proptest::collection::vec((1..=28_u32, 0..4_u8, 1..30_i64, any::<bool>(), any::<bool>()), 0..20),
        first in 1..=28_u32,
        length in 0..27_u32,
    ) {
        let mut text = "item X 只\n store A\n 01-01 opening X 100000 opening > store:A =33333.33\n".to_owned();
        for (at, (date, kind, amount, ward, taken_back)) in lines.iter().enumerate() {
            let ward = if *ward { "NK1" } else { "WK1" };
            let (forward, back) = match kind {
                0 => (format!("receipt X {amount} supplier:s > store:A @1.237"), "store:A > supplier:s".to_owned()),
                1 => (format!("return X {amount} dept:{ward} > store:A"), format!("store:A > dept:{ward}")),
                _ => (format!("issue X {amount} store:A > dept:{ward}"), format!("dept:{ward} > store:A")),
            };
            text = format!("{text} 03-{date:02} {forward} id=R{at}\n");
            if *taken_back {
                text = format!("{text} 03-31 reversal X {amount} {back} reverses=R{at} id=T{at}\n");
            }
        }
        let stock = book(&text);
        let first = Day::new(2026, 3, first).expect("a day");
        let span = Span::new(first, first.plus_days(i64::from(length))).expect("a span");
        let options = DepartmentCostOptions { span, department: None, as_of: day("12-31") };
        let costs = department_costs(&stock, &options).expect("costs");
        prop_assert_eq!(Some(costs.total), costs.of_stores);
        let by_category: Money = costs.categories.iter().map(|of| of.used).sum();
        prop_assert_eq!(by_category, costs.total);
    }
}
