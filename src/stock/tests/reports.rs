//! On hand, card, statement and consumption: worked figures, and that they foot.

use proptest::prelude::*;

use crate::base::{Moment, Money, Span};
use crate::stock::testing::{book, day, item, record, store};
use crate::stock::{
    Balance, CardOptions, ConsumptionOptions, Listed, OnHandOptions, Record, StatementOptions,
    Stock, Turnover, Turnovers, card, consumption, on_hand, statement,
};

const MONTH: &str = "item X 只 category=五金 minimum=50
     item Y 条 category=被服
     store A
     store B
     02-01 opening X 10 opening > store:A =10.00
     02-20 receipt Y 5 supplier:s > store:B =100.00
     03-01 receipt X 10 supplier:s > store:A =30.00
     03-02 issue X 5 store:A > dept:NK1 #CK1
     03-03 return X 1 dept:NK1 > store:A
     03-04 transfer X 6 store:A > transit #DB1 id=T1
     03-05 transfer X 6 transit > store:B #DB1 id=T2
     03-06 scrap X 1 store:A > scrap reason=破损
     03-07 adjustment X 1 difference > store:A reason=漏记 =2.00
     03-08 issue X 2 store:A > dept:WK1 #CK2 id=M9
     03-09 reversal X 2 dept:WK1 > store:A #CK2 reverses=M9
     03-10 return X 1 store:A > supplier:s
     03-31 close count X 1 store:A > difference counted=8 #PD
     03-31 close count Y 1 difference > store:B counted=6 #PD
     04-01 issue Y 1 store:B > dept:NK1";

fn span(first: &str, last: &str) -> Span {
    Span::new(day(first), day(last)).expect("a span")
}

fn figures(balance: Balance) -> String {
    format!("{}={}", balance.quantity, balance.value)
}

fn row(turnovers: &Turnovers) -> String {
    let kinds: Vec<String> = Turnover::ALL
        .into_iter()
        .filter(|kind| turnovers.has(*kind))
        .map(|kind| {
            format!(
                "{}:{}",
                kind.key().trim_start_matches("stock.turnover."),
                figures(turnovers.at(kind))
            )
        })
        .collect();
    let (opening, closing) = (figures(turnovers.opening), figures(turnovers.closing));
    format!("{opening} | {} | {closing}", kinds.join(" "))
}

#[test]
fn the_statement_of_a_month_cross_foots() {
    let stock = book(MONTH);
    let options = StatementOptions {
        span: span("03-01", "03-31"),
        store: None,
        category: None,
        as_of: day("03-31"),
    };
    let march = statement(&stock, &options).expect("a statement");
    let rows: Vec<String> = march
        .lines
        .iter()
        .map(|line| format!("{} {} {}", line.store, line.item.code, row(&line.turnovers)))
        .collect();
    assert_eq!(rows.join("\n"), "\
A X 10=10.00 | receipt:10=30.00 return_in:1=2.00 adjust_up:1=2.00 issue:5=10.00 return_out:1=2.00 transfer_out:6=12.00 scrap:1=2.00 shortage:1=2.00 | 8=16.00
B X 0=0.00 | transfer_in:6=12.00 | 6=12.00
B Y 5=100.00 | surplus:1=20.00 | 6=120.00");
    assert!(march.lines.iter().all(|line| line.turnovers.foots()));
    assert!(march.total.foots());
    assert_eq!(march.total.closing.value.to_string(), "148.00");
    assert_eq!(march.by_store[&store("B")].closing.value.to_string(), "132.00");
}

#[test]
fn a_card_runs_from_the_day_before_to_its_last_line() {
    let stock = book(MONTH);
    let options = CardOptions {
        store: store("A"),
        item: item("X"),
        span: span("03-02", "03-09"),
        as_of: day("03-31"),
    };
    let card = card(&stock, &options).expect("a card");
    assert!(card.foots());
    let eve = stock.balance(&store("A"), &item("X"), day("03-01"));
    assert_eq!(card.opening, eve);
    let lines: Vec<String> = card
        .lines
        .iter()
        .map(|line| format!("{} {} {}", line.partner, figures(line.change), figures(line.balance)))
        .collect();
    assert_eq!(lines[0], "dept:NK1 -5=-10.00 15=30.00");
    assert_eq!(lines[1], "dept:NK1 1=2.00 16=32.00");
    assert_eq!(lines[6], "dept:WK1 2=4.00 10=20.00");
    assert!(card.lines[5].taken_back);
    assert_eq!(
        (figures(card.inward()), figures(card.outward())),
        ("4=8.00".to_owned(), "14=28.00".to_owned())
    );
}

#[test]
fn on_hand_lists_the_cards_the_totals_and_what_runs_low() {
    let stock = book(MONTH);
    let mut options = OnHandOptions {
        as_of: day("03-04"),
        store: None,
        item: None,
        category: None,
        listed: Listed::Held,
    };
    let listed = |options: &OnHandOptions| {
        let result = on_hand(&stock, options).expect("on hand");
        let line = |line: &crate::stock::OnHandLine| {
            let store = line.store.as_ref().map_or("transit".to_owned(), ToString::to_string);
            let low = if line.low { " low" } else { "" };
            format!("{store} {} {}{low}", line.item.code, figures(line.balance))
        };
        let lines: Vec<String> = result.lines.iter().map(line).collect();
        (lines, result.total.to_string(), result.by_category["五金"].to_string())
    };
    let (lines, total, hardware) = listed(&options);
    assert_eq!(lines, ["A X 10=20.00 low", "B Y 5=100.00", "transit X 6=12.00 low"]);
    assert_eq!((total.as_str(), hardware.as_str()), ("132.00", "32.00"));
    options.store = Some(store("A"));
    assert_eq!(listed(&options).0, ["A X 10=20.00 low"]);
    options.store = Some(store("C"));
    assert!(on_hand(&stock, &options).is_err());
}

#[test]
fn departments_use_what_was_issued_less_what_came_back() {
    let stock = book(MONTH);
    let options = ConsumptionOptions {
        span: span("03-01", "03-31"),
        store: None,
        department: None,
        category: None,
        as_of: day("03-31"),
    };
    let used = consumption(&stock, &options).expect("a consumption");
    let lines: Vec<String> = used
        .lines
        .iter()
        .map(|line| {
            let (issued, returned) = (figures(line.issued), figures(line.returned));
            format!(
                "{} {} {issued} {returned} {}",
                line.department,
                line.item.code,
                figures(line.used())
            )
        })
        .collect();
    assert_eq!(lines, ["NK1 X 5=10.00 1=2.00 4=8.00", "WK1 X 0=0.00 0=0.00 0=0.00"]);
    assert_eq!(used.total.to_string(), "8.00");
}

fn line() -> impl Strategy<Value = String> {
    (1..28_u8, 0..12_u8, 1..9_u32, 1..999_u32, 1..4_u8).prop_map(|(date, kind, size, fen, n)| {
        let (date, ward) = (format!("03-{date:02}"), format!("dept:K{n}"));
        let yuan = format!("{}.{:02}", fen / 100, fen % 100);
        match kind {
            0..=2 => format!("{date} receipt X {size} supplier:s > store:A ={yuan}"),
            3..=5 => format!("{date} issue X {size} store:A > {ward}"),
            6 => format!("{date} return X {size} {ward} > store:A"),
            7 => format!("{date} transfer X {size} store:A > transit #DB{n}"),
            8 => format!("{date} transfer X {size} transit > store:B #DB{n}"),
            9 => format!("{date} scrap X {size} store:A > scrap"),
            10 => format!("{date} reversal X {size} {ward} > store:A reverses=M{size:03}"),
            _ => format!("{date} close count X 0 store:A > difference counted={size}"),
        }
    })
}

fn ledger() -> impl Strategy<Value = Stock> {
    prop::collection::vec(line(), 1..24)
        .prop_map(|lines| book(&format!("item X 个\nstore A\nstore B\n{}", lines.join("\n"))))
}

proptest! {
    #![proptest_config(crate::stock::testing::cases(96))]

    #[test]
    fn statements_foot_and_follow_on_each_other(stock in ledger(), middle in 2..27_u8) {
        let middle = day(&format!("03-{middle:02}"));
        let of = |first, last| {
            let span = Span::new(first, last).expect("a span");
            let options =
                StatementOptions { span, store: None, category: None, as_of: span.last() };
            statement(&stock, &options).expect("a statement")
        };
        let (early, late) = (of(day("03-01"), middle), of(middle.next(), day("03-31")));
        let whole = of(day("03-01"), day("03-31"));
        for line in early.lines.iter().chain(&late.lines).chain(&whole.lines) {
            prop_assert!(line.turnovers.foots(), "{line:?}");
        }
        prop_assert_eq!(early.total.closing.value, late.total.opening.value);
        for kind in Turnover::ALL {
            let parts = early.total.at(kind).value + late.total.at(kind).value;
            prop_assert_eq!(parts, whole.total.at(kind).value, "{:?}", kind);
        }
        let on_hand = on_hand(&stock, &OnHandOptions {
            as_of: middle,
            store: None,
            item: None,
            category: None,
            listed: Listed::Held,
        }).expect("on hand");
        let in_stores: Money = on_hand.by_store.values().copied().sum();
        prop_assert_eq!(in_stores, early.total.closing.value);
    }

    #[test]
    fn departments_together_used_the_issues_less_the_returns(stock in ledger()) {
        let span = span("03-01", "03-31");
        let options = ConsumptionOptions {
            span, store: None, department: None, category: None, as_of: span.last(),
        };
        let used = consumption(&stock, &options).expect("a consumption").total;
        let options =
                StatementOptions { span, store: None, category: None, as_of: span.last() };
        let total = statement(&stock, &options).expect("a statement").total;
        let net = total.at(Turnover::Issue).value - total.at(Turnover::ReturnIn).value;
        prop_assert_eq!(used, net);
    }

    #[test]
    fn cards_foot_and_open_where_the_day_before_closed(stock in ledger(), first in 2..27_u8) {
        let first = day(&format!("03-{first:02}"));
        for place in ["A", "B"] {
            let options = CardOptions {
                store: store(place),
                item: item("X"),
                span: Span::new(first, day("03-31")).expect("a span"),
                as_of: day("03-31"),
            };
            let card = card(&stock, &options).expect("a card");
            prop_assert!(card.foots());
            let eve = stock.balance(&store(place), &item("X"), first.previous());
            prop_assert_eq!(card.opening, eve);
        }
    }

    #[test]
    fn what_is_recorded_after_the_seal_leaves_its_report_as_it_was(
        stock in ledger(),
        later in prop::collection::vec(line(), 1..12),
    ) {
        let seal = Moment::end_of(day("03-31"));
        let mut grown = stock.clone();
        for (number, line) in later.iter().enumerate() {
            let record = record(&format!("{line} by=04-02 id=L{number:03}"), number);
            let Some(Record::Movement(mut movement)) = record else { continue };
            "个".clone_into(&mut movement.unit);
            prop_assert!(grown.apply(&Record::Movement(movement)).is_ok());
        }
        grown.forget_after(seal);
        let span = span("03-01", "03-31");
        let options = StatementOptions { span, store: None, category: None, as_of: span.last() };
        let [then, now] = [&stock, &grown].map(|stock| statement(stock, &options).expect("one"));
        prop_assert_eq!(format!("{then:?}"), format!("{now:?}"));
    }
}
