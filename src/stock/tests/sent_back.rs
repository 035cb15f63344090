//! Goods that go back to their supplier: what the order lacks again, what is to be invoiced, and
//! rows that name an order they cannot be of.

use snapbox::{assert_data_eq, str};

use super::purchasing::{Desk, stamp};
use crate::base::{RecordId, Refuse};
use crate::org::Org;
use crate::stock::purchase;
use crate::stock::testing::{day, item, quantity};

/// 10 came in two parts at 2 and 2.50, 2 of the second went back.
const SENT_BACK: &str = "item X 只
     item Y 只
     store A
     03-12 receipt X 6 supplier:s > store:A @2 #RK1 order=PO1
     03-14 receipt X 4 supplier:s > store:A @2.5 #RK2 order=PO1
     03-18 return X 2 store:A > supplier:s #TK1 order=PO1 id=T1
     03-19 receipt Y 5 supplier:t > store:A @3 #RK3
     03-20 return Y 1 store:A > supplier:t #TK2";

#[test]
fn what_goes_back_to_the_supplier_is_to_come_again() {
    let mut desk = Desk::new(SENT_BACK);
    assert_eq!(desk.order("PO1 X 10 s"), "1 new");
    assert_data_eq!(desk.orders("03-17"), str!["PO1 X 10/10 open 0 arrived"]);
    assert_data_eq!(desk.orders("03-18"), str!["PO1 X 8/10 open 2 open"]);
    // A return that was taken back never went.
    let mut desk =
        Desk::new(&format!("{SENT_BACK}\n03-25 reversal X 2 supplier:s > store:A reverses=T1"));
    assert_eq!(desk.order("PO1 X 10 s"), "1 new");
    assert_data_eq!(desk.orders("03-24"), str!["PO1 X 8/10 open 2 overdue"]);
    assert_data_eq!(desk.orders("03-25"), str!["PO1 X 10/10 open 0 arrived"]);
}

#[test]
fn an_invoice_is_for_what_stayed() {
    // 12.00 + 10.00 for 10; 8 of them stayed: 17.60. Nobody says for what Y went back.
    let mut desk = Desk::new(SENT_BACK);
    assert_eq!(desk.order("PO1 X 10 s"), "1 new");
    assert_eq!(desk.invoice("FP1 s 22 - PO1"), "1 new");
    assert_eq!(desk.invoice("FP2 t 15 RK3 -"), "1 new");
    assert_data_eq!(
        desk.matching(),
        str![[r#"
PO1[RK1,RK2,TK1] 17.60 of 20.00 invoiced 22.00 over_invoiced
  X 8 not_planned,not_received,price_differs
[RK3] 15.00 of 0.00 invoiced 15.00 
  Y 5 not_ordered
[TK2] -3.00 of 0.00 invoiced 0.00 over_invoiced
  Y -1 returned_alone
"#]]
    );
    assert_eq!(desk.invoice("FH1 s -4.4 - PO1"), "1 new");
    assert_eq!(desk.invoice("FH2 t -3 TK2 -"), "1 new");
    assert_eq!(desk.invoice("FH3 t -3 RK3 -"), "purchase.invoice_amount");
    assert_eq!(desk.invoice("FH3 s -3 TK2 -"), "purchase.invoice_supplier");
    assert_data_eq!(
        desk.matching(),
        str![[r#"
PO1[RK1,RK2,TK1] 17.60 of 20.00 invoiced 17.60 
  X 8 not_planned,not_received,price_differs
[RK3] 15.00 of 0.00 invoiced 15.00 
  Y 5 not_ordered
[TK2] -3.00 of 0.00 invoiced -3.00 
  Y -1 returned_alone
"#]]
    );
}

#[test]
fn no_more_goes_back_under_an_order_than_came_under_it() {
    let mut desk = Desk::new(&format!("{SENT_BACK}\n03-01 opening X 5 opening > store:A @2"));
    assert_eq!(desk.order("PO1 X 10 s"), "1 new");
    let org = Org::default();
    let rules = crate::stock::Rules {
        org: &org,
        negative: crate::stock::NegativeStock::Refuse,
        today: day("03-31"),
        known: crate::stock::Known::Never,
    };
    let back = |date: &str, code: &str, amount: &str, supplier: &str, order: &str| {
        let request = crate::stock::ReturnRequest {
            slip: crate::stock::Slip {
                date: day(date),
                time: None,
                number: String::new(),
                person: String::new(),
                reason: String::new(),
                note: String::new(),
            },
            goods: crate::stock::Goods {
                item: item(code),
                quantity: quantity(amount),
                unit: None,
                lot: String::new(),
                expiry: None,
            },
            store: crate::stock::testing::store("A"),
            returned: crate::stock::Returned::ToSupplier {
                supplier: supplier.to_owned(),
                order: order.to_owned(),
            },
        };
        let decided = crate::stock::give_back(&desk.stock, &rules, &request, &mut stamp());
        decided.map_or_else(|refusal| refusal.code(), |_| "goes")
    };
    assert_eq!(back("03-31", "X", "8", "s", "PO1"), "goes");
    assert_eq!(back("03-31", "X", "9", "s", "PO1"), "purchase.returned_over");
    // Only 6 had come by then.
    assert_eq!(back("03-13", "X", "7", "s", "PO1"), "purchase.returned_over");
    assert_eq!(back("03-31", "X", "1", "t", "PO1"), "purchase.order_supplier");
    assert_eq!(back("03-31", "Y", "1", "s", "PO1"), "purchase.not_on_order");
    assert_eq!(back("03-31", "X", "1", "s", "PO2"), "purchase.unknown_order_near");
    assert_eq!(back("03-31", "X", "1", "s", ""), "goes");
    // What goes back is no delivery, and is never too much of one.
    let sent = desk.stock.line(&RecordId::parse("T1").expect("an id")).expect("a line");
    assert_eq!(purchase::over_delivered(&desk.stock, &sent.movement), None);
}

#[test]
fn rows_that_name_an_order_nobody_knows_are_told() {
    let mut desk = Desk::new(&format!(
        "{SENT_BACK}
         03-21 receipt X 1 supplier:s > store:A @2 #RK4 order=PO7 id=R4
         03-22 receipt Y 1 supplier:s > store:A @2 #RK5 order=PO1 id=R5
         03-23 return X 1 store:A > supplier:t #TK3 order=PO1 id=T3
         03-24 receipt X 1 supplier:s > store:A @2 #RK6 order=PO8 id=R6
         03-24 reversal X 1 store:A > supplier:s reverses=R6"
    ));
    assert_eq!(desk.order("PO1 X 10 s"), "1 new");
    let told: Vec<String> = desk
        .stock
        .defects()
        .iter()
        .map(|(id, refusal)| format!("{id} {}", refusal.code()))
        .collect();
    assert_eq!(
        told,
        [
            "R4 purchase.unknown_order_near",
            "T3 purchase.order_supplier",
            "R5 purchase.not_on_order"
        ]
    );
}
