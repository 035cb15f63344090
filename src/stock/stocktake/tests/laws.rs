//! The laws that hold over any ledger (domain §4).

use proptest::prelude::*;

use crate::stock::testing::cases;

use super::*;

/// Up to twelve lines of March, in and out, on days before, of and after the count.
fn lines() -> impl Strategy<Value = Vec<(u32, bool, i64, u32)>> {
    proptest::collection::vec((25..=31_u32, any::<bool>(), 1..50_i64, 1..=5_u32), 0..12)
}

fn told(lines: &[(u32, bool, i64, u32)]) -> String {
    let mut text =
        "item X 只\n store ZW\n 03-01 opening X 1000 opening > store:ZW =1234.56\n".to_owned();
    for (at, (date, inward, amount, by)) in lines.iter().enumerate() {
        let places = if *inward { "supplier:s > store:ZW @2" } else { "store:ZW > dept:NK" };
        let kind = if *inward { "receipt" } else { "issue" };
        text = format!("{text}03-{date} {kind} X {amount} {places} id=R{at} by=04-{by:02}\n");
    }
    text
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn a_count_asserts(lines in lines(), late in lines(), counted in 0..2000_i64) {
        let mut desk = Desk::new(&told(&lines));
        desk.on("04-10").open(Some("close"));
        let counted = Quantity::whole(counted).expect("a quantity");
        desk.counted(&[&format!("X={counted}")]);
        desk.approve(&approving("x")).expect("approved");
        desk.posted();
        let text = told(&late).replace("id=R", "id=L").replace("by=04-0", "by=04-1");
        desk.also(&text.lines().skip(3).collect::<Vec<_>>().join("\n"));
        let on_hand = desk.stock.balance(&store("ZW"), &item("X"), day("03-31"));
        prop_assert_eq!(on_hand.quantity, counted);
        let line = &desk.differences().lines[0];
        prop_assert_eq!(line.book.quantity + line.variance.expect("counted").quantity, counted);
    }

    #[test]
    fn the_order_of_the_rows_means_nothing(
        lines in lines(),
        order in proptest::collection::vec(any::<proptest::sample::Index>(), 40),
    ) {
        let mut desk = Desk::new(&told(&lines));
        desk.on("04-10").open(Some("close"));
        desk.counted(&["X=900"]).counted(&["X=901"]).approved().posted();
        let (catalogue, mut rest): (Vec<Record>, Vec<Record>) = desk
            .log
            .iter()
            .cloned()
            .partition(|record| matches!(record, Record::Item(_) | Record::Store(_)));
        for (at, index) in order.iter().enumerate().take(rest.len()) {
            let other = index.index(rest.len());
            rest.swap(at, other);
        }
        let mut stock = Stock::new(CostMethod::MovingAverage);
        for record in catalogue.iter().chain(&rest) {
            stock.apply(record).expect("folds in any order");
        }
        prop_assert_eq!(&stock, &desk.stock);
        prop_assert!(defects(&stock).is_empty());
    }

    #[test]
    fn a_filled_sheet_is_read_once_however_often(
        first in 0..9_i64, second in 0..9_i64, times in 1..4_usize,
    ) {
        let mut desk = Desk::new(ONE);
        desk.open(Some("close"));
        let file = |counted: i64| EnterRequest {
            repeat: Repeat::Passes,
            ..entering(&[&format!("X={counted}")])
        };
        for counted in [first, second] {
            let decided = enter(&desk.stock, &file(counted), &mut desk.stamp).expect("read");
            desk.sheet(decided);
        }
        let once = desk.stock.clone();
        for counted in [first, second].repeat(times) {
            let decided = enter(&desk.stock, &file(counted), &mut desk.stamp).expect("read");
            prop_assert_eq!(decided, Decided::Already("PD03".to_owned()));
        }
        prop_assert_eq!(once, desk.stock);
    }
}
