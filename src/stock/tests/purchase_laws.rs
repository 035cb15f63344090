//! Laws of purchasing: a plan is never below zero and covers what it says; what is open is what was
//! ordered less what came and stayed.

use proptest::prelude::*;

use super::purchasing::{Desk, options};
use crate::base::{Fraction, Quantity};
use crate::stock::purchase::OrdersOptions;
use crate::stock::testing::day;
use crate::stock::{Formula, Packs, PlanOptions, plan, purchase};

/// How many cases are run: few while writing, ten thousand in a release run.
pub(super) const CASES: u32 = if cfg!(debug_assertions) { 256 } else { 10_000 };

proptest! {
    #![proptest_config(ProptestConfig {
        cases: CASES, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn a_plan_is_never_below_zero_and_covers_what_it_says(
        lines in proptest::collection::vec((22..=31_u32, 0..3_u8, 1..40_i64), 0..12),
        minimum in 0..60_i64, more in 0..60_i64, ordered in 1..50_i64, pack in 1..30_i64,
    ) {
        let mut text = format!(
            "item X 只 箱={pack} minimum={minimum} maximum={} \n store A
             03-20 opening X 500 opening > store:A @2\n", minimum + more
        );
        for (at, (date, kind, amount)) in lines.iter().enumerate() {
            let places = ["receipt X N supplier:s > store:A @2", "issue X N store:A > dept:NK1",
                "return X N dept:NK1 > store:A"][usize::from(*kind)];
            let line = places.replace('N', &amount.to_string());
            text = format!("{text} 03-{date} {line} id=R{at}\n");
        }
        let mut desk = Desk::new(&text);
        desk.order(&format!("PO1 X {ordered} s"));
        for formula in Formula::ALL {
            for packs in [Packs::Loose, Packs::Whole] {
                let options = PlanOptions { packs, ..options("03-31", formula) };
                let computed = plan(&desk.stock, &options).expect("a plan");
                let line = &computed.lines[0];
                prop_assert!(line.quantity >= Quantity::ZERO);
                prop_assert_eq!(line.on_order.to_string(), ordered.to_string());
                prop_assert_eq!(line.usage.days + line.usage.days_out, 10);
                let needed = match formula {
                    Formula::MinMax => line.by_limits,
                    Formula::Use => line.by_use,
                    Formula::Larger => line.by_limits.max(line.by_use),
                }.unwrap_or_default();
                prop_assert!(line.quantity >= needed);
                if packs == Packs::Loose {
                    prop_assert_eq!(line.quantity, needed);
                } else if pack > 1 {
                    let packs = line.quantity.expressed_in(Fraction::new(i128::from(pack), 1).expect("a pack"));
                    prop_assert!(packs.expect("in range").to_integer().is_some());
                }
                let there = line.on_hand + line.on_order;
                if line.by_limits.is_some_and(|need| !need.is_zero()) {
                    prop_assert_eq!(there + line.by_limits.expect("a need"), Quantity::whole(minimum + more).expect("a quantity"));
                }
            }
        }
    }

    #[test]
    fn what_is_open_is_what_was_ordered_less_what_came_and_stayed(
        ordered in 1..60_i64,
        arrivals in proptest::collection::vec((11..=31_u32, 1..20_i64, any::<bool>()), 0..8),
        back in 0..20_i64,
    ) {
        let mut text = "item X 只\n store A\n".to_owned();
        for (at, (date, amount, taken_back)) in arrivals.iter().enumerate() {
            text = format!("{text} 03-{date} receipt X {amount} supplier:s > store:A @2 order=PO1 id=R{at}\n");
            if *taken_back {
                text = format!("{text} 03-{date} reversal X {amount} store:A > supplier:s reverses=R{at} id=T{at}\n");
            }
        }
        let stand = arrivals.iter().filter(|(_, _, taken_back)| !taken_back);
        let came: i64 = stand.map(|(_, amount, _)| amount).sum();
        let back = back.min(came);
        if back > 0 {
            text = format!("{text} 03-31 return X {back} store:A > supplier:s order=PO1 id=B\n");
        }
        let mut desk = Desk::new(&text);
        desk.order(&format!("PO1 X {ordered} s"));
        let options = OrdersOptions {
            as_of: day("03-31"), order: None, supplier: None, item: None, open_only: false,
        };
        let orders = purchase::orders(&desk.stock, &options).expect("orders");
        let line = &orders.lines[0];
        prop_assert_eq!(line.arrived, Quantity::whole(came - back).expect("a quantity"));
        let open = (line.ordered - line.arrived).max(Quantity::ZERO);
        prop_assert_eq!(line.open, open);
        prop_assert!(line.open <= line.ordered);
    }
}
