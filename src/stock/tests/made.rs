//! Freight in the cost, and goods from the hospital's own workshops.

use crate::base::{Money, Price, Refuse};
use crate::stock::testing::{book, day, item, money, quantity, store};
use crate::stock::{Cost, SelfMadeOptions, Turnover, self_made, statement};

fn cost(price: &str, amount: &str) -> Cost {
    let unit_price = (!price.is_empty()).then(|| Price::parse(price).expect("a price"));
    Cost { unit_price, amount: (!amount.is_empty()).then(|| money(amount)) }
}

#[test]
fn freight_is_added_to_quantity_times_price_and_the_price_stays_the_goods_own() {
    let full = cost("3.335", "").with_freight(quantity("3"), money("2.50")).expect("a cost");
    assert_eq!(full, cost("3.335", "12.51"));
    let refused = |cost: Cost, freight: &str| {
        cost.with_freight(quantity("3"), money(freight)).expect_err("refused").code()
    };
    assert_eq!(refused(cost("3", "9"), "1"), "stock.freight_alone");
    assert_eq!(refused(cost("", ""), "1"), "stock.freight_alone");
    assert_eq!(refused(cost("3", ""), "-1"), "stock.amount_negative");
}

const MADE: &str = "item X 只 打=12
     item Y 个
     store A
     03-01 receipt X 1打 workshop:木工班 > store:A @24 market=60 id=Z1
     03-02 receipt X 5 workshop:木工班 > store:A =12.50 market=5
     03-03 receipt X 4 supplier:s > store:A @3
     03-04 receipt Y 2 workshop:缝纫组 > store:A @10 id=Z2
     04-05 reversal X 1打 store:A > workshop:木工班 reverses=Z1";

fn made(span: &str) -> Vec<String> {
    let stock = book(MADE);
    let span = crate::base::Span::parse(span, day("12-31")).expect("a span");
    let options = SelfMadeOptions { span, store: None, category: None, as_of: day("12-31") };
    let made = self_made(&stock, &options).expect("a report");
    let money = |money: Option<Money>| money.map_or("?".to_owned(), |money| money.to_string());
    let mut told: Vec<String> = made
        .lines
        .iter()
        .map(|line| {
            let (market, saved) = (money(line.market), money(line.saved()));
            let code = &line.item.code;
            format!("{} {code} {} {} {market} {saved}", line.workshop, line.quantity, line.cost)
        })
        .collect();
    told.push(format!("{} {} {} ?{}", made.cost, made.market, made.saved, made.unpriced));
    told
}

#[test]
fn what_workshops_make_saves_market_price_less_cost_and_reversals_are_taken_off() {
    assert_eq!(
        made("2026-03"),
        ["木工班 X 17 36.50 85.00 48.50", "缝纫组 Y 2 20.00 ? ?", "56.50 85.00 48.50 ?1"]
    );
    assert_eq!(
        made("2026"),
        ["木工班 X 5 12.50 25.00 12.50", "缝纫组 Y 2 20.00 ? ?", "32.50 25.00 12.50 ?1"]
    );
}

#[test]
fn self_made_receipts_have_a_column_of_their_own() {
    let stock = book(MADE);
    let span = day("03-01").month().span();
    let options = crate::stock::StatementOptions {
        span,
        store: Some(store("A")),
        category: None,
        as_of: day("12-31"),
    };
    let all = statement(&stock, &options).expect("a statement");
    let of_x = all.lines.iter().find(|line| line.item.code == item("X")).expect("the card");
    let at = |kind| of_x.turnovers.at(kind).quantity.to_string();
    assert_eq!((at(Turnover::Made), at(Turnover::Receipt)), ("17".into(), "4".into()));
    assert!(of_x.turnovers.foots());
}
