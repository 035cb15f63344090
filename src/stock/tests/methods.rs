//! The four cost methods: worked values, agreement with an exact replay, and the laws.

use proptest::prelude::*;

use super::exact::{Event, Moved, What, replay};
use crate::base::{Money, Quantity, Span};
use crate::stock::testing::{book_of, cases, day, item, quantity, records, store};
use crate::stock::{
    Balance, CardOptions, CostMethod, Place, Record, StatementOptions, Stock, card, statement,
};

fn on(stock: &Stock, place: &str, date: &str) -> String {
    let balance = stock.balance(&store(place), &item("X"), day(date));
    format!("{} {}", balance.quantity, balance.value)
}

/// What each line was worth, and what it was corrected by where that is not nothing.
fn values(stock: &Stock, date: &str) -> Vec<String> {
    let steps = stock.steps(&item("X"), day(date));
    let told = steps.iter().map(|step| match step.effect.correction {
        Money::ZERO => step.effect.value.to_string(),
        correction => format!("{} {correction}", step.effect.value),
    });
    told.collect()
}

#[test]
fn first_in_first_out_takes_the_oldest_and_parts_a_layer_to_the_fen() {
    let text = "item X 只
         store A
         03-01 opening X 3 opening > store:A =10.00
         03-02 receipt X 3 supplier:s > store:A =20.00
         03-03 issue X 1 store:A > dept:NK
         03-04 issue X 1 store:A > dept:NK
         03-05 issue X 2 store:A > dept:NK
         03-06 return X 1 dept:NK > store:A
         03-07 issue X 3 store:A > dept:NK";
    let stock = book_of(CostMethod::Fifo, text);
    assert_eq!(
        values(&stock, "03-31"),
        ["10.00", "20.00", "3.33", "3.34", "10.00", "5.00", "18.33"],
        "a third, half of the rest, the last of the old and a third of the new, that at 10.00 for 2"
    );
    assert_eq!(on(&stock, "A", "03-31"), "0 0.00");
}

#[test]
fn a_transfer_takes_the_oldest_and_arrives_as_one_layer() {
    let text = "item X 只
         store A
         store B
         03-01 receipt X 2 supplier:s > store:A @1
         03-02 receipt X 2 supplier:s > store:A @5
         03-03 receipt X 1 supplier:s > store:B @9
         03-04 transfer X 3 store:A > transit #DB1
         03-05 transfer X 3 transit > store:B #DB1
         03-06 issue X 2 store:B > dept:NK";
    let stock = book_of(CostMethod::Fifo, text);
    assert_eq!(values(&stock, "03-31")[3..], ["7.00", "7.00", "11.33"]);
    assert_eq!(on(&stock, "A", "03-31"), "1 5.00");
}

#[test]
fn first_in_first_out_takes_a_receipt_back_at_its_own_cost() {
    let text = "item X 只
         store A
         03-01 receipt X 2 supplier:s > store:A @1 id=R1
         03-02 receipt X 2 supplier:s > store:A @5 id=R2
         03-03 issue X 1 store:A > dept:NK id=C1
         03-04 reversal X 2 store:A > supplier:s reverses=R2
         03-05 reversal X 1 dept:NK > store:A reverses=C1";
    let stock = book_of(CostMethod::Fifo, text);
    assert_eq!(on(&stock, "A", "03-04"), "1 1.00");
    assert_eq!(on(&stock, "A", "03-05"), "2 2.00");
}

#[test]
fn every_lot_keeps_its_own_cost() {
    let text = "item X 盒 lots=yes
         store A
         store B
         03-01 receipt X 3 supplier:s > store:A =10.00 lot=L1 expiry=05-31
         03-02 receipt X 3 supplier:s > store:A =50.00 lot=L2 expiry=04-30
         03-03 issue X 1 store:A > dept:NK lot=L1
         03-04 transfer X 2 store:A > transit #DB1 lot=L2
         03-05 transfer X 2 transit > store:B #DB1 lot=L2
         03-06 close count X 1 store:A > difference counted=2 #PD1";
    let stock = book_of(CostMethod::SpecificLot, text);
    assert_eq!(values(&stock, "03-31")[2..], ["3.33", "33.33", "33.33", "16.67"]);
    assert_eq!(on(&stock, "A", "03-31"), "2 6.67");
    let lots = stock.pile_at(&item("X"), day("03-31")).lots_in_store(&store("B"));
    let told: Vec<String> = lots
        .iter()
        .map(|lot| {
            format!("{} {:?} {} {}", lot.lot, lot.expiry, lot.balance.quantity, lot.balance.value)
        })
        .collect();
    assert_eq!(told, [format!("L2 {:?} 2 33.33", Some(day("04-30")))]);
}

#[test]
fn a_month_has_one_price_and_its_last_line_out_takes_what_rounding_leaves() {
    let text = "item X 只
         store A
         03-01 opening X 1 opening > store:A =1.00
         03-02 issue X 1 store:A > dept:NK
         03-10 receipt X 2 supplier:s > store:A =9.00
         03-20 return X 1 dept:NK > store:A
         03-25 issue X 1 store:A > dept:NK id=C1
         03-26 reversal X 1 dept:NK > store:A reverses=C1
         04-02 issue X 1 store:A > dept:NK
         04-03 issue X 1 store:A > dept:NK
         04-04 issue X 1 store:A > dept:NK";
    let stock = book_of(CostMethod::MonthlyWeighted, text);
    // March: 10.00 over 3, whenever the goods went; April: the same 10.00 over 3, to the last fen.
    let told = values(&stock, "12-31");
    assert_eq!(told, ["1.00", "3.33", "9.00", "3.33", "3.33", "3.33", "3.33", "3.33", "3.34"]);
    assert_eq!(on(&stock, "A", "03-31"), "3 10.00");
    assert_eq!(on(&stock, "A", "04-30"), "0 0.00");
    // Before the receipt was known, the opening alone made the price.
    assert_eq!(on(&stock, "A", "03-09"), "0 0.00");
}

#[test]
fn a_month_s_transfers_carry_the_moving_average_so_that_no_price_rests_on_itself() {
    let text = "item X 只
         store A
         store B
         03-01 receipt X 4 supplier:s > store:A @1
         03-02 transfer X 2 store:A > transit #DB1
         03-02 transfer X 2 transit > store:B #DB1
         03-03 receipt X 2 supplier:s > store:B @3
         03-04 transfer X 2 store:B > transit #DB2
         03-04 transfer X 2 transit > store:A #DB2
         03-05 issue X 2 store:A > dept:NK
         03-06 issue X 1 store:B > dept:NK";
    let stock = book_of(CostMethod::MonthlyWeighted, text);
    let told = values(&stock, "03-31");
    assert_eq!(told, ["4.00", "2.00", "2.00", "6.00", "4.00", "4.00", "3.00", "2.00"]);
    assert_eq!(
        (on(&stock, "A", "03-31"), on(&stock, "B", "03-31")),
        ("2 3.00".into(), "1 2.00".into())
    );
}

#[test]
fn a_shortfall_carried_over_is_filled_as_by_the_moving_average_in_every_method() {
    let text = "item X 只
         store A
         03-01 receipt X 5 supplier:s > store:A =10.00
         03-02 issue X 8 store:A > dept:NK
         04-03 receipt X 5 supplier:s > store:A =12.50
         04-04 issue X 2 store:A > dept:NK";
    for method in CostMethod::ALL {
        let stock = book_of(method, text);
        assert_eq!(on(&stock, "A", "03-31"), "-3 -6.00", "{method:?}");
        assert_eq!(on(&stock, "A", "04-03"), "2 5.00", "{method:?}");
        assert_eq!(values(&stock, "12-31")[2..], ["12.50 -1.50", "5.00"], "{method:?}");
    }
}

/// What may be tried: where, which lot, what, how many, for how much, how many days later.
type Try = (usize, usize, u8, u8, u16, u8);

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = (0..2_usize, 0..3_usize, 0..16_u8, 1..9_u8, 1..2999_u16, 0..7_u8);
    prop::collection::vec(one, 1..40)
}

/// A ledger in which no lot goes below zero: its events, its text, what each count met.
struct Ledger {
    events: Vec<Event>,
    text: String,
    met: Vec<i128>,
}

impl Ledger {
    fn of(tries: &[Try], lots: bool) -> Self {
        let mut ledger = Self { events: vec![], text: String::new(), met: vec![] };
        ledger.text =
            format!("item X 个 lots={}\nstore A\nstore B\n", if lots { "yes" } else { "no" });
        let mut held = [[0_i128; 3]; 2];
        let mut ever = [[false; 3]; 2];
        let mut sent: Vec<(usize, usize, i128)> = Vec::new();
        let mut undone = std::collections::BTreeSet::new();
        let mut date = day("01-02");
        let mut dates = Vec::new();
        for (minute, one) in tries.iter().enumerate() {
            let (store, lot, what, size, fen, days) = *one;
            let lot = if lots { lot } else { 0 };
            let size = i128::from(size);
            date = date.plus_days(i64::from(days));
            let here = held[store][lot];
            let slip = usize::from(fen) % sent.len().max(1);
            let target = usize::from(fen) % ledger.events.len().max(1);
            let (store, lot, what, size) = match what {
                0..=3 => (store, lot, What::Stated(i128::from(fen)), size),
                4 if ever[store][lot] => (store, lot, What::Free, size),
                5..=8 if here >= size => (store, lot, What::Out, size),
                9 | 10 if here >= size => {
                    sent.push((1 - store, lot, 0));
                    (store, lot, What::Send(sent.len() - 1), size)
                }
                11 | 12 if sent.get(slip).is_some_and(|sent| sent.2 > 0) => {
                    let (to, lot, on_the_way) = sent[slip];
                    (to, lot, What::Arrive(slip), size.min(on_the_way))
                }
                13 if ever[store][lot] => (store, lot, What::Count, size - 1),
                14 | 15 if !ledger.events.is_empty() && !undone.contains(&target) => {
                    let of = ledger.events[target];
                    let free = match of.what {
                        What::Count | What::Undo(_) => false,
                        What::Send(slip) => sent[slip].2 == of.size,
                        What::Out => true,
                        _ => held[of.store][of.lot] >= of.size,
                    };
                    if !free {
                        continue;
                    }
                    undone.insert(target);
                    (of.store, of.lot, What::Undo(target), of.size)
                }
                _ => continue,
            };
            // On its own day a reversal would stand beside its original.
            if let What::Undo(of) = what
                && dates[of] == date
            {
                date = date.next();
            }
            dates.push(date);
            let event = Event { month: date.month().number(), store, lot, what, size };
            let (met, change) = match what {
                What::Count => (held[store][lot], size - held[store][lot]),
                What::Stated(_) | What::Free | What::Arrive(_) => (0, size),
                What::Out | What::Send(_) => (0, -size),
                What::Undo(of) => match ledger.events[of].what {
                    What::Out | What::Send(_) => (0, size),
                    _ => (0, -size),
                },
            };
            held[store][lot] += change;
            ever[store][lot] = true;
            let on_the_way = match what {
                What::Undo(of) => ledger.events[of].what,
                what => what,
            };
            if let What::Send(slip) | What::Arrive(slip) = on_the_way {
                sent[slip].2 -= change;
            }
            ledger.write(&event, date.to_string().as_str(), minute, lots);
            ledger.events.push(event);
            ledger.met.push(met);
        }
        ledger
    }

    fn write(&mut self, event: &Event, date: &str, minute: usize, lots: bool) {
        let Event { store, lot, what, size, .. } = *event;
        let (code, at) = (["A", "B"][store], self.events.len());
        let (kind, places) = match what {
            What::Stated(fen) => {
                let yuan = Money::from_fen(i64::try_from(fen).expect("fen"));
                ("receipt", format!("supplier:s > store:{code} ={yuan}"))
            }
            What::Free => ("return", format!("dept:NK > store:{code}")),
            What::Out => ("issue", format!("store:{code} > dept:NK")),
            What::Send(slip) => ("transfer", format!("store:{code} > transit #S{slip}")),
            What::Arrive(slip) => ("transfer", format!("transit > store:{code} #S{slip}")),
            What::Count => ("count", format!("store:{code} > difference counted={size} #P{at}")),
            What::Undo(of) => ("reversal", format!("{} reverses=E{of:03}", self.mirrored(of))),
        };
        let lot = if lots { format!(" lot=L{lot}") } else { String::new() };
        let time = format!("{:02}:{:02}", minute / 60, minute % 60);
        let line = format!("{date} {time} {kind} X {size} {places}{lot} id=E{at:03}\n");
        self.text.push_str(&line);
    }

    fn mirrored(&self, of: usize) -> String {
        let code = ["A", "B"][self.events[of].store];
        match self.events[of].what {
            What::Stated(_) => format!("store:{code} > supplier:s"),
            What::Free => format!("store:{code} > dept:NK"),
            What::Out => format!("dept:NK > store:{code}"),
            What::Send(_) => format!("transit > store:{code}"),
            What::Arrive(_) => format!("store:{code} > transit"),
            What::Count | What::Undo(_) => unreachable!("not taken back"),
        }
    }
}

fn as_moved(change: Balance, correction: Money) -> Moved {
    Moved {
        quantity: i128::from(change.quantity.millionths() / 1_000_000),
        value: i128::from(change.value.abs().fen()),
        correction: i128::from(correction.fen()),
    }
}

/// Lines with prices that do not divide evenly, whatever they leave on the shelf.
fn wild_line() -> impl Strategy<Value = String> {
    let one = (1..80_i64, 0..14_u8, 1..9_u32, 1..999_u32, 1..4_u8, 0..4_u8, 0..20_usize);
    one.prop_map(|(date, kind, size, fen, slip, lot, of)| {
        let date = day("01-01").plus_days(date);
        let yuan = format!("{}.{:02}", fen / 100, fen % 100);
        let lot = if lot == 0 { String::new() } else { format!(" lot=L{lot} expiry=0{lot}-15") };
        let line = match kind {
            0 | 1 => format!("receipt X {size} supplier:s > store:A ={yuan}"),
            2 => format!("receipt X {size} supplier:s > store:B ={yuan}"),
            3 | 4 => format!("issue X {size} store:A > dept:NK"),
            5 => format!("transfer X {size} store:A > transit #DB{slip}"),
            6 => format!("transfer X {size} transit > store:B #DB{slip}"),
            7 => format!("return X {size} dept:NK > store:B"),
            8 => format!("lend X {size} store:B > loan:WK #JC{slip}"),
            9 => format!("return X {size} loan:WK > store:B #JC{slip}"),
            10 => format!("reversal X {size} dept:NK > store:A reverses=M{:03}", of + 4),
            11 => format!("reversal X {size} store:A > supplier:s reverses=M{:03}", of + 4),
            12 => format!("close count X 0 store:A > difference counted={size}"),
            _ => format!("close count X 0 store:B > pending counted={size} #P{slip}"),
        };
        format!("{date} {line}{lot}")
    })
}

fn wild(lines: &[String], lots: bool) -> String {
    let lots = if lots { "yes" } else { "no" };
    // Ids count by line: the first line of the ledger is M003.
    format!("item X 个 lots={lots}\nstore A\nstore B\n{}", lines.join("\n"))
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn the_four_methods_agree_with_an_exact_replay(tries in tries(), lots in any::<bool>()) {
        let ledger = Ledger::of(&tries, lots);
        for method in CostMethod::ALL {
            let stock = book_of(method, &ledger.text);
            prop_assert_eq!(stock.defects(), vec![], "{:?}\n{}", method, ledger.text);
            let (expected, stores) = replay(method, &ledger.events, &ledger.met);
            let steps = stock.steps(&item("X"), day("12-31"));
            let found: Vec<Moved> = steps
                .iter()
                .map(|step| as_moved(step.change(), step.effect.correction))
                .collect();
            prop_assert_eq!(&found, &expected, "{:?}\n{}", method, ledger.text);
            let pile = stock.pile_at(&item("X"), day("12-31"));
            for (store_at, (goods, value)) in stores {
                let held = pile.in_store(&store(["A", "B"][store_at]));
                let held = as_moved(held, Money::ZERO);
                prop_assert_eq!((held.quantity, held.value), (goods, value), "{:?}", method);
            }
        }
    }

    #[test]
    fn nothing_is_made_or_lost_and_nothing_is_worth_nothing_in_all_methods(
        lines in prop::collection::vec(wild_line(), 1..24),
        lots in any::<bool>(),
        until in 0..90_i64,
    ) {
        for method in CostMethod::ALL {
            let stock = book_of(method, &wild(&lines, lots));
            let pile = stock.pile_at(&item("X"), day("01-01").plus_days(until));
            let sum: Balance = pile.places().map(|(_, balance)| balance).sum();
            prop_assert_eq!(sum, Balance::ZERO, "{:?}", method);
            for (place, held) in pile.places() {
                let Place::Store(code) = place else { continue };
                if held.quantity.is_zero() {
                    prop_assert_eq!(held.value, Money::ZERO, "{:?}", method);
                }
                if held.quantity > Quantity::ZERO {
                    prop_assert!(held.value >= Money::ZERO, "{:?}", method);
                }
                if lots {
                    let of_lots = pile.lots_in_store(code);
                    let goods: Quantity = of_lots.iter().map(|lot| lot.balance.quantity).sum();
                    prop_assert_eq!(goods, held.quantity, "{:?}", method);
                    if method == CostMethod::SpecificLot {
                        let value: Money = of_lots.iter().map(|lot| lot.balance.value).sum();
                        prop_assert_eq!(value, held.value);
                    }
                }
            }
        }
    }

    #[test]
    fn statements_and_cards_cross_foot_in_all_methods(
        lines in prop::collection::vec(wild_line(), 1..24),
        lots in any::<bool>(),
        from in 0..80_i64,
        length in 0..50_i64,
    ) {
        let first = day("01-01").plus_days(from);
        let span = Span::new(first, first.plus_days(length)).expect("a span");
        for method in CostMethod::ALL {
            let stock = book_of(method, &wild(&lines, lots));
            let options = StatementOptions { span, store: None, category: None, as_of: day("12-31") };
            let all = statement(&stock, &options).expect("a statement");
            for line in &all.lines {
                prop_assert!(line.turnovers.foots(), "{:?} {:?}", method, line.turnovers);
                let options = CardOptions {
                    store: line.store.clone(), item: item("X"), span, as_of: day("12-31"),
                };
                let card = card(&stock, &options).expect("a card");
                prop_assert!(card.foots(), "{:?}", method);
                prop_assert_eq!((card.opening, card.closing), (line.turnovers.opening, line.turnovers.closing));
                let eve = stock.balance(&line.store, &item("X"), first.previous());
                prop_assert_eq!(card.opening, eve);
                let end = stock.balance(&line.store, &item("X"), span.last());
                prop_assert_eq!(card.closing, end);
            }
        }
    }

    #[test]
    fn a_count_asserts_and_the_order_of_the_rows_means_nothing_in_all_methods(
        lines in prop::collection::vec(wild_line(), 1..24),
        lots in any::<bool>(),
        counted in 0..30_u8,
        order in prop::collection::vec(any::<prop::sample::Index>(), 32),
    ) {
        let count = format!("04-30 close count X 0 store:A > difference counted={counted} @1 #PDZ");
        let lines: Vec<String> = lines.into_iter().chain([count]).collect();
        for method in CostMethod::ALL {
            let text = wild(&lines, lots);
            let stock = book_of(method, &text);
            let held = stock.balance(&store("A"), &item("X"), day("04-30")).quantity;
            prop_assert_eq!(held, quantity(&counted.to_string()));
            let mut all: Vec<Record> = records(&text);
            for (at, index) in order.iter().enumerate() {
                let (at, other) = (3 + at % (all.len() - 3), 3 + index.index(all.len() - 3));
                all.swap(at, other);
            }
            let mut shuffled = Stock::new(method);
            for record in &all {
                shuffled.apply(record).expect("folds in any order");
            }
            prop_assert_eq!(&shuffled, &stock);
            let end = day("12-31");
            prop_assert_eq!(shuffled.shelf_at(end), stock.shelf_at(end));
        }
    }
}
