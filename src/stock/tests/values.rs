//! Quantities, values and conservation.

use proptest::prelude::*;

use crate::base::{Money, Quantity};
use crate::stock::testing::{book, day, item, money, quantity, store};
use crate::stock::{Balance, Place, Stock};

fn balance(stock: &Stock, place: &str, on: &str) -> (String, String) {
    let balance = stock.balance(&store(place), &item("X"), day(on));
    (balance.quantity.to_string(), balance.value.to_string())
}

fn is(quantity: &str, value: &str) -> (String, String) {
    (quantity.to_owned(), value.to_owned())
}

#[test]
fn a_dozen_less_one_piece_is_eleven_pieces_and_eleven_twelfths_of_a_dozen() {
    let stock = book(
        "item X 只 打=12
         store A
         03-05 receipt X 1打 supplier:s > store:A @24
         03-06 issue X 1 store:A > dept:NK",
    );
    assert_eq!(balance(&stock, "A", "03-06"), is("11", "22.00"));
    let dozen = stock.items[&item("X")].factor("打").expect("the dozen");
    assert_eq!(quantity("11").expressed_in(dozen).expect("exact").to_string(), "11/12");
}

#[test]
fn the_last_out_takes_the_last_fen_and_zero_quantity_is_worth_nothing() {
    let stock = book(
        "item X 只
         store A
         03-05 receipt X 3 supplier:s > store:A =10.00
         03-06 issue X 1 store:A > dept:NK
         03-07 issue X 1 store:A > dept:NK
         03-08 issue X 1 store:A > dept:NK",
    );
    let left: Vec<_> =
        ["03-05", "03-06", "03-07", "03-08"].map(|on| balance(&stock, "A", on)).into();
    assert_eq!(left, [is("3", "10.00"), is("2", "6.67"), is("1", "3.33"), is("0", "0.00")]);
}

#[test]
fn an_amount_goes_before_quantity_times_price() {
    let stock = book(
        "item X 只
         store A
         03-05 receipt X 3 supplier:s > store:A @3.335
         03-06 receipt X 3 supplier:s > store:A @3 =9.50",
    );
    assert_eq!(balance(&stock, "A", "03-05"), is("3", "10.01"));
    assert_eq!(balance(&stock, "A", "03-06"), is("6", "19.51"));
}

#[test]
fn a_transfer_carries_its_value_exactly_also_while_another_is_on_the_way() {
    let stock = book(
        "item X 只
         store A
         store B
         03-01 receipt X 3 supplier:s > store:A =10.00
         03-02 transfer X 1 store:A > transit #DB1
         03-03 receipt X 2 supplier:s > store:A =100.00
         03-04 transfer X 1 store:A > transit #DB2
         03-05 transfer X 1 transit > store:B #DB1",
    );
    assert_eq!(balance(&stock, "B", "03-05"), is("1", "3.33"));
    let pile = stock.pile_at(&item("X"), day("03-05"));
    let on_the_way: Vec<_> =
        pile.under_slips(&Place::Transit).filter(|(_, held)| !held.quantity.is_zero()).collect();
    assert_eq!(on_the_way, [("DB2", Balance { quantity: quantity("1"), value: money("26.67") })]);
}

#[test]
fn a_reversal_takes_back_what_its_original_did_even_when_the_price_has_moved() {
    let stock = book(
        "item X 只
         store A
         03-01 receipt X 2 supplier:s > store:A =10.00
         03-02 issue X 1 store:A > dept:NK id=M1
         03-03 receipt X 1 supplier:s > store:A =50.00
         03-04 reversal X 1 dept:NK > store:A reverses=M1 id=M2
         03-05 reversal X 1 dept:NK > store:A reverses=M1 id=M3",
    );
    assert_eq!(balance(&stock, "A", "03-04"), is("3", "60.00"));
    assert_eq!(balance(&stock, "A", "03-05"), is("3", "60.00"));
    let codes: Vec<String> = stock.defects().iter().map(|(id, no)| format!("{id} {no}")).collect();
    assert_eq!(codes, ["M3 the line has been taken back"]);
}

#[test]
fn what_comes_in_below_zero_fills_the_shortfall_at_the_price_it_left_at() {
    let stock = book(
        "item X 只
         store A
         03-01 receipt X 5 supplier:s > store:A =10.00
         03-02 issue X 8 store:A > dept:NK
         03-03 receipt X 5 supplier:s > store:A =12.50
         03-04 issue X 2 store:A > dept:NK",
    );
    assert_eq!(balance(&stock, "A", "03-02"), is("-3", "-6.00"));
    assert_eq!(balance(&stock, "A", "03-03"), is("2", "5.00"));
    let steps = stock.steps(&item("X"), day("03-03"));
    assert_eq!(steps[2].effect.correction, money("-1.50"));
    assert_eq!(balance(&stock, "A", "03-04"), is("0", "0.00"));
}

#[test]
fn folding_the_past_away_changes_no_figure() {
    let text = "item X 只
         store A
         03-01 receipt X 3 supplier:s > store:A =10.00
         03-02 issue X 1 store:A > dept:NK id=M1
         03-05 reversal X 1 dept:NK > store:A reverses=M1 id=M2
         03-05 issue X 2 store:A > dept:NK";
    let whole = book(text);
    let mut window = book(text);
    window.fold_before(day("03-05"));
    let end = day("03-31");
    assert_eq!(window.lines().count(), 2);
    assert_eq!(window.shelf_at(end), whole.shelf_at(end));
}

/// A line of some days in two stores, with prices that do not divide evenly.
fn line() -> impl Strategy<Value = String> {
    (1..9_u8, 0..9_u8, 1..9_u32, 1..999_u32, 1..4_u8).prop_map(|(date, kind, size, fen, slip)| {
        let date = format!("03-0{date}");
        let yuan = format!("{}.{:02}", fen / 100, fen % 100);
        match kind {
            0 | 1 => format!("{date} receipt X {size} supplier:s > store:A ={yuan}"),
            2 => format!("{date} receipt X {size} supplier:s > store:B ={yuan}"),
            3 | 4 => format!("{date} issue X {size} store:A > dept:NK"),
            5 => format!("{date} transfer X {size} store:A > transit #DB{slip}"),
            6 => format!("{date} transfer X {size} transit > store:B #DB{slip}"),
            7 => format!("{date} return X {size} dept:NK > store:B"),
            _ => format!("{date} close count X 0 store:A > difference counted={size}"),
        }
    })
}

proptest! {
    #![proptest_config(crate::stock::testing::cases(128))]

    #[test]
    fn nothing_is_made_and_nothing_is_lost(lines in prop::collection::vec(line(), 1..16)) {
        let stock = book(&format!("item X 个\nstore A\nstore B\n{}", lines.join("\n")));
        let shelf = stock.shelf_at(day("03-31"));
        for (_, pile) in shelf.piles() {
            let sum: Balance = pile.places().map(|(_, balance)| balance).sum();
            prop_assert_eq!(sum, Balance::ZERO);
            for (place, held) in pile.places() {
                if held.quantity.is_zero() && place.store().is_some() {
                    prop_assert_eq!(held.value, Money::ZERO);
                }
                if held.quantity > Quantity::ZERO && place.store().is_some() {
                    prop_assert!(held.value >= Money::ZERO);
                }
            }
        }
    }

    #[test]
    fn opening_and_changes_and_corrections_make_the_closing(
        lines in prop::collection::vec(line(), 1..16),
    ) {
        let stock = book(&format!("item X 个\nstore A\nstore B\n{}", lines.join("\n")));
        for step in stock.steps(&item("X"), day("03-31")) {
            let mut sum = step.before;
            sum += step.change();
            sum += Balance { quantity: Quantity::ZERO, value: step.effect.correction };
            if step.line.movement.store().is_some() {
                prop_assert_eq!(sum, step.after);
            }
        }
    }
}
