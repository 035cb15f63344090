//! Goods that went out before anything had come in have no price, and none is not 0.00
//! (domain §2.9): a store that only warns of negative stock is asked for one.

use crate::base::Price;
use crate::stock::testing::book_of;

use super::*;

const NEVER_RECEIVED: &str = "item Z 盒
    store ZW
    03-05 issue Z 3 store:ZW > dept:NK #CK0001";

/// A sheet is opened for the other item, and the count finds this one.
const NOTHING_YET: &str = "item A 只
    item Z 盒
    store ZW
    03-01 receipt A 5 supplier:s > store:ZW @1 #RK0001";

fn desk(method: CostMethod, text: &str) -> Desk {
    let mut desk = Desk::new("");
    desk.stock = book_of(method, text);
    desk.log = records(text);
    desk
}

fn at(price: &str) -> ApproveRequest {
    let price = Price::parse(price).expect("a price");
    ApproveRequest { prices: BTreeMap::from([(item("Z"), price)]), ..approving("前任未入账") }
}

fn refused(desk: &mut Desk, request: &ApproveRequest) -> &'static str {
    desk.approve(request).expect_err("refused").code()
}

#[test]
fn a_surplus_over_a_shortfall_that_never_had_a_price_asks_for_one() {
    for method in CostMethod::ALL {
        let mut desk = desk(method, NEVER_RECEIVED);
        desk.open(Some("close")).counted(&["Z=2"]);
        assert_eq!(desk.line("Z"), "book -3 counted 2 variance 5 worth ? surplus", "{method:?}");
        assert_eq!(refused(&mut desk, &approving("前任未入账")), "stock.surplus_price");
        assert_eq!(desk.approve(&at("4")), Ok(1));
        desk.posted();
        assert_eq!(desk.on_hand("Z", "03-31"), "2 8.00", "{method:?}");
        assert!(defects(&desk.stock).is_empty(), "{method:?}");
    }
}

#[test]
fn a_price_that_was_approved_outlasts_a_late_issue() {
    for method in CostMethod::ALL {
        let mut desk = desk(method, NOTHING_YET);
        desk.open(Some("close")).counted(&["A=5", "Z=2"]);
        assert_eq!(desk.approve(&at("4")), Ok(2));
        desk.posted();
        assert_eq!(desk.on_hand("Z", "03-31"), "2 8.00", "{method:?}");
        desk.also("03-05 issue Z 3 store:ZW > dept:NK #CK0001 by=04-05").on("04-06");
        assert_eq!(desk.on_hand("Z", "03-31"), "2 8.00", "{method:?}: counted at 4.00");
        assert_eq!(desk.approve(&approving("补录 CK0001")), Ok(1), "at the price of before");
        assert_eq!(desk.on_hand("Z", "03-31"), "2 8.00", "{method:?}");
        assert!(defects(&desk.stock).is_empty(), "{method:?}");
    }
}

#[test]
fn what_came_into_a_shortfall_is_a_price_whether_it_fills_it_or_not() {
    for (received, worth) in [(2, "3 worth 12.00"), (3, "2 worth 8.00"), (4, "1 worth 4.00")] {
        for method in CostMethod::ALL {
            let mut desk = desk(method, NEVER_RECEIVED);
            desk.also(&format!("03-06 receipt Z {received} supplier:s > store:ZW @4 #RK1"));
            desk.open(Some("close")).counted(&["Z=2"]);
            let told = format!("book {} counted 2 variance {worth} surplus", received - 3);
            assert_eq!(desk.line("Z"), told, "{method:?}");
            assert_eq!(refused(&mut desk, &at("9")), "stock.price_not_needed");
            desk.approved().posted();
            assert_eq!(desk.on_hand("Z", "03-31"), "2 8.00", "{method:?}, {received} received");
            assert!(defects(&desk.stock).is_empty(), "{method:?}");
        }
    }
}

#[test]
fn a_gift_has_the_price_0() {
    for method in CostMethod::ALL {
        let text = "item Z 盒
            store ZW
            03-01 receipt Z 3 supplier:s > store:ZW @0 #RK1
            03-05 issue Z 4 store:ZW > dept:NK #CK0001";
        let mut desk = desk(method, text);
        desk.open(Some("close")).counted(&["Z=2"]);
        assert_eq!(desk.line("Z"), "book -1 counted 2 variance 3 worth 0.00 surplus", "{method:?}");
        assert_eq!(refused(&mut desk, &at("4")), "stock.price_not_needed");
        desk.approved().posted();
        assert_eq!(desk.on_hand("Z", "03-31"), "2 0.00");
    }
}

#[test]
fn an_empty_shelf_needs_no_price() {
    for method in CostMethod::ALL {
        let mut desk = desk(method, NOTHING_YET);
        desk.open(Some("close")).counted(&["A=5", "Z=0"]).approved().posted();
        desk.also("03-05 issue Z 3 store:ZW > dept:NK #CK0001 by=04-05").on("04-06");
        assert!(desk.line("Z").contains("approved 0 because of CK0001"), "{method:?}");
        assert_eq!(desk.approve(&approving("补录 CK0001")), Ok(1));
        assert_eq!(desk.on_hand("Z", "03-31"), "0 0.00", "{method:?}");
        assert!(defects(&desk.stock).is_empty(), "{method:?}");
    }
}
