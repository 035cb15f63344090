//! A count asserts the balance at its cut-off (domain §2).

use crate::base::Money;
use crate::stock::testing::{as_known_by, book, day, item, store};
use crate::stock::{Cutoff, Flow, Stock};

const COUNTED: &str = "item X 只
     store A
     03-01 receipt X 100 supplier:s > store:A =200.00
     03-10 issue X 40 store:A > dept:NK
     03-31 close count X 3 store:A > difference counted=57 #PD03 id=K1
     04-02 issue X 7 store:A > dept:NK";

fn on(stock: &Stock, date: &str) -> String {
    let balance = stock.balance(&store("A"), &item("X"), day(date));
    format!("{} {}", balance.quantity, balance.value)
}

/// The count's variance, value and expected quantity as the replay derives them.
fn variance(stock: &Stock) -> (String, Money) {
    let steps = stock.steps(&item("X"), day("12-31"));
    let step = steps.iter().find(|step| step.line.movement.slip == "PD03").expect("the count");
    let sign = if step.effect.flow == Flow::Forward { "-" } else { "+" };
    let quantity = step.effect.quantity;
    (format!("{sign}{quantity} of {}", step.before.quantity), step.effect.value)
}

#[test]
fn a_count_sets_the_shelf_and_lines_after_it_go_on_from_there() {
    let stock = book(COUNTED);
    assert_eq!(on(&stock, "03-30"), "60 120.00");
    assert_eq!(on(&stock, "03-31"), "57 114.00");
    assert_eq!(on(&stock, "04-02"), "50 100.00");
    assert_eq!(variance(&stock), ("-3 of 60".to_owned(), Money::from_fen(600)));
}

#[test]
fn a_late_line_before_the_cut_off_changes_the_variance_never_the_balance() {
    let late = book(&format!("{COUNTED}\n 03-30 issue X 2 store:A > dept:NK #0117 by=04-05"));
    assert_eq!(on(&late, "04-02"), "50 100.00");
    assert_eq!(variance(&late).0, "-1 of 58");
    let then = as_known_by(&late, "04-04");
    let steps = then.steps(&item("X"), day("03-31"));
    assert_eq!(steps.last().expect("the count").before.quantity.to_string(), "60");
}

#[test]
fn a_late_line_after_the_cut_off_changes_the_balance_never_the_variance() {
    let late = book(&format!("{COUNTED}\n 04-01 issue X 2 store:A > dept:NK by=04-05"));
    assert_eq!(on(&late, "04-02"), "48 96.00");
    assert_eq!(variance(&late).0, "-3 of 60");
}

#[test]
fn a_variance_may_turn_round_and_the_goods_then_go_the_other_way() {
    let late = book(&format!("{COUNTED}\n 03-30 issue X 5 store:A > dept:NK by=04-05"));
    assert_eq!(on(&late, "03-31"), "57 114.00");
    assert_eq!(variance(&late), ("+2 of 55".to_owned(), Money::from_fen(400)));
}

#[test]
fn a_surplus_enters_at_the_current_price_or_the_row_s_when_there_is_none() {
    let nothing = "item X 只\n store A\n";
    let surplus = "03-31 close count X 4 difference > store:A counted=4 #PD03";
    let priced = book(&format!("{nothing}{surplus} @2.50"));
    assert_eq!(on(&priced, "03-31"), "4 10.00");
    let gone = "03-01 receipt X 2 supplier:s > store:A @3\n 03-02 issue X 2 store:A > dept:NK\n";
    let last_price = book(&format!("{nothing}{gone}{surplus} @2.50"));
    assert_eq!(on(&last_price, "03-31"), "4 12.00");
    let unpriced = book(&format!("{nothing}{surplus}"));
    assert_eq!(on(&unpriced, "03-31"), "4 0.00");
    assert_eq!(unpriced.defects()[0].1.to_string(), "no price is known");
}

#[test]
fn what_a_count_is_held_against_is_folded_to_its_cut_off() {
    let stock = book(
        "item X 只
         store A
         03-01 opening X 10 opening > store:A =10.00
         03-31 receipt X 5 supplier:s > store:A @1 #RK1
         03-31 09:00 issue X 2 store:A > dept:NK #CK1
         03-31 11:00 issue X 4 store:A > dept:NK #CK2
         03-31 issue X 1 store:A > dept:NK",
    );
    let at = |cutoff: &str| {
        let cutoff = Cutoff::parse(cutoff).expect("a cut-off");
        let end = day("03-31");
        let pile = stock.pile_at_cutoff(&store("A"), &item("X"), end, &cutoff);
        pile.in_store(&store("A")).quantity.to_string()
    };
    let expected = ["open", "10:00", "close", "after=CK1", "after=RK1+CK2"].map(at);
    assert_eq!(expected, ["10", "13", "8", "8", "9"]);
}
