//! Decisions: what is refused and why, what is there already, and that what is decided folds.

use proptest::prelude::*;

use crate::base::{
    Decided, DepartmentCode, Moment, Money, Price, Quantity, Refuse, SiteCode, Stamp, Time,
};
use crate::org::{self, Department, Org, Site};
use crate::stock::testing::{book, day, item, money, quantity, store};
use crate::stock::{
    self, AdjustRequest, Balance, Cost, Cutoff, Decision, Direction, Goods, IssueRequest, Known,
    NegativeStock, OpeningRequest, ReceiveRequest, Record, ReturnRequest, Returned, ReverseRequest,
    Rules, ScrapRequest, Slip, Stock, TransferRequest,
};

fn stamp() -> Stamp {
    Stamp {
        recorded_at: Moment::new(day("12-31"), 0).expect("midnight"),
        recorded_by: "库管员甲".to_owned(),
        tag: "T".to_owned(),
        given: 0,
    }
}

fn registers() -> Org {
    let mut org = Org::default();
    let site = SiteCode::parse("ZY").expect("a code");
    org.apply(&org::Record::Site(Site { code: site, name: "总院".to_owned() })).expect("a site");
    for (code, name) in [("NK1", "内科一病区"), ("WK1", "外科一病区")] {
        let code = DepartmentCode::parse(code).expect("a code");
        let (name, site) = (name.to_owned(), None);
        let department = Department { code, name, site, beds: None, area: None, class: None };
        org.apply(&org::Record::Department(department)).expect("a department");
    }
    org
}

fn slip(date: &str, number: &str) -> Slip {
    let (person, note) = (String::new(), String::new());
    let reason = "据单".to_owned();
    Slip { date: day(date), time: None, number: number.to_owned(), person, reason, note }
}

fn goods(code: &str, much: &str, unit: &str) -> Goods {
    let unit = (!unit.is_empty()).then(|| unit.to_owned());
    Goods { item: item(code), quantity: quantity(much), unit, lot: String::new(), expiry: None }
}

fn price(text: &str) -> Cost {
    let unit_price = (!text.is_empty()).then(|| Price::parse(text).expect("a price"));
    Cost { unit_price, amount: None }
}

/// A book that decides and keeps what it decided.
struct Desk {
    stock: Stock,
    org: Org,
    negative: NegativeStock,
    stamp: Stamp,
}

impl Desk {
    fn new(text: &str) -> Self {
        let stock = book(text);
        Self { stock, org: registers(), negative: NegativeStock::Refuse, stamp: stamp() }
    }

    fn keep(&mut self, decision: Decision) -> String {
        match decision {
            Ok(Decided::New(movements)) => {
                for movement in &movements {
                    let record = Record::Movement(Box::new(movement.clone()));
                    self.stock.apply(&record).expect("what is decided folds");
                }
                format!("new {}", movements.len())
            }
            Ok(Decided::Already(id)) => format!("already {id}"),
            Err(refusal) => {
                let said = refusal.arguments();
                let text = |(name, value): &(&str, crate::base::Argument)| {
                    let value = match value {
                        crate::base::Argument::Text(text) | crate::base::Argument::Key(text) => {
                            text
                        }
                    };
                    format!("{name}={value}")
                };
                let said: Vec<String> = said.iter().map(text).collect();
                format!("{} {}", refusal.code(), said.join(" "))
            }
        }
    }

    fn receive(&mut self, on: &str, number: &str, what: (&str, &str, &str), cost: &str) -> String {
        let request = ReceiveRequest {
            order: String::new(),
            slip: slip(on, number),
            goods: goods(what.0, what.1, what.2),
            cost: price(cost),
            store: store("A"),
            supplier: "华北五金".to_owned(),
        };
        let mut stamp = self.stamp.clone();
        let rules = Rules {
            org: &self.org,
            negative: self.negative,
            today: day("12-31"),
            known: Known::Never,
        };
        let decision = stock::receive(&self.stock, &rules, &request, &mut stamp);
        self.stamp = stamp;
        self.keep(decision)
    }

    fn issue(&mut self, on: &str, number: &str, what: (&str, &str, &str), to: &str) -> String {
        let request = IssueRequest {
            slip: slip(on, number),
            goods: goods(what.0, what.1, what.2),
            store: store("A"),
            department: DepartmentCode::parse(to).expect("a code"),
            repair: String::new(),
        };
        let mut stamp = self.stamp.clone();
        let rules = Rules {
            org: &self.org,
            negative: self.negative,
            today: day("12-31"),
            known: Known::Never,
        };
        let decision = stock::issue(&self.stock, &rules, &request, &mut stamp);
        self.stamp = stamp;
        self.keep(decision)
    }

    fn reverse(&mut self, on: &str, name: &str) -> String {
        let request = ReverseRequest { slip: slip(on, ""), movement: name.to_owned() };
        let mut stamp = self.stamp.clone();
        let rules = Rules {
            org: &self.org,
            negative: self.negative,
            today: day("12-31"),
            known: Known::Never,
        };
        let decision = stock::reverse(&self.stock, &rules, &request, &mut stamp);
        self.stamp = stamp;
        self.keep(decision)
    }

    fn transfer(&mut self, on: &str, number: &str, much: &str, arrival: Option<&str>) -> String {
        let request = TransferRequest {
            slip: slip(on, number),
            goods: goods("X", much, ""),
            from: store("A"),
            to: store("B"),
            arrival: arrival.map(day),
        };
        let mut stamp = self.stamp.clone();
        let rules = Rules {
            org: &self.org,
            negative: self.negative,
            today: day("12-31"),
            known: Known::Never,
        };
        let decision = stock::transfer(&self.stock, &rules, &request, &mut stamp);
        self.stamp = stamp;
        self.keep(decision)
    }

    fn at(&self, place: &str, on: &str) -> String {
        let balance = self.stock.balance(&store(place), &item("X"), day(on));
        format!("{} {}", balance.quantity, balance.value)
    }
}

const ROOMS: &str = "item X 只 打=12\n item Y 米 卷=50 scale=2\n store A\n store B\n";

#[test]
fn a_back_dated_issue_is_checked_forward_and_the_later_line_is_named() {
    let mut desk = Desk::new(ROOMS);
    assert_eq!(desk.receive("03-01", "RK1", ("X", "100", ""), "1"), "new 1");
    assert_eq!(desk.issue("03-05", "CK80", ("X", "80", ""), "NK1"), "new 1");
    assert_eq!(
        desk.issue("03-04", "CK79", ("X", "50", ""), "NK1"),
        "stock.short_later item=X name=X store=A room=A unit=只 available=50 asked=80 missing=30 \
         date=2026-03-05 kind=stock.kind.issue slip=CK80 id=M20260305-T-000002"
    );
    assert_eq!(desk.issue("03-04", "CK79", ("X", "20", ""), "NK1"), "new 1");
    assert_eq!(desk.at("A", "03-05"), "0 0.00");
}

#[test]
fn an_issue_of_more_than_there_is_says_how_much_there_is() {
    let mut desk = Desk::new(ROOMS);
    desk.receive("03-01", "RK1", ("X", "1", "打"), "24");
    assert_eq!(
        desk.issue("03-05", "CK1", ("X", "13", ""), "NK1"),
        "stock.short item=X name=X store=A room=A unit=只 available=12 asked=13 missing=1 \
         date=2026-03-05 kind=stock.kind.issue slip=CK1 id=M20260305-T-000002"
    );
    desk.negative = NegativeStock::Warn;
    assert_eq!(desk.issue("03-05", "CK1", ("X", "13", ""), "NK1"), "new 1");
    assert_eq!(desk.at("A", "03-05"), "-1 -2.00");
    let defects: Vec<&str> = desk.stock.defects().iter().map(|(_, no)| no.code()).collect();
    assert_eq!(defects, ["stock.negative"]);
}

#[test]
fn a_line_dated_before_a_count_is_not_held_against_what_was_counted() {
    let mut desk = Desk::new(ROOMS);
    desk.receive("03-01", "RK1", ("X", "10", ""), "1");
    let count = "03-10 close count X 5 store:A > difference counted=5 #PD id=K1";
    let count = stock::testing::record(count, 1).expect("a record");
    let Record::Movement(mut count) = count else { panic!("a count") };
    count.unit = "只".to_owned();
    desk.stock.apply(&Record::Movement(count)).expect("a count");
    assert_eq!(desk.issue("03-09", "CK1", ("X", "7", ""), "NK1"), "new 1");
    assert_eq!(desk.at("A", "03-09"), "3 3.00");
    assert!(desk.at("A", "03-10").starts_with("5 "));
}

#[test]
fn mistakes_in_a_line_are_named() {
    let mut desk = Desk::new(ROOMS);
    let told = |text: String| text.split(' ').next().unwrap_or_default().to_owned();
    assert_eq!(
        desk.receive("03-01", "", ("X1", "1", ""), "1"),
        "stock.unknown_item_near item=X1 nearest=X"
    );
    assert_eq!(
        desk.receive("03-01", "", ("X", "1", "箱"), "1"),
        "stock.unknown_unit item=X name=X unit=箱 units=只 / 打"
    );
    assert_eq!(
        desk.receive("03-01", "", ("X", "0.3", "打"), "1"),
        "stock.inexact item=X name=X quantity=0.3 unit=打 factor=12 base=只 scale=0"
    );
    assert_eq!(
        desk.receive("03-01", "", ("Y", "1.234", ""), "1"),
        "stock.decimals item=Y name=Y quantity=1.234 unit=米 scale=2"
    );
    assert_eq!(told(desk.receive("03-01", "", ("X", "0", ""), "1")), "stock.not_positive");
    assert_eq!(told(desk.receive("03-01", "", ("X", "-3", ""), "1")), "stock.not_positive");
    assert_eq!(told(desk.receive("03-01", "", ("X", "1", ""), "")), "stock.price_missing");
    assert_eq!(
        desk.receive("2027-01-01", "", ("X", "1", ""), "1"),
        "stock.future date=2027-01-01 today=2026-12-31"
    );
    assert_eq!(
        desk.issue("03-01", "", ("X", "1", ""), "NK2"),
        "org.unknown_department_near code=NK2 nearest=NK1"
    );
    assert_eq!(desk.stamp.given, 0, "a refusal uses no id up");
}

#[test]
fn a_receipt_without_a_price_enters_at_the_average_that_is_known() {
    let mut desk = Desk::new(ROOMS);
    desk.receive("03-01", "", ("X", "3", ""), "2.50");
    assert_eq!(desk.receive("03-02", "", ("X", "1", ""), ""), "new 1");
    assert_eq!(desk.at("A", "03-02"), "4 10.00");
}

#[test]
fn the_same_slip_again_is_there_already_and_with_other_values_it_is_taken() {
    let mut desk = Desk::new(ROOMS);
    desk.receive("03-01", "RK1", ("X", "10", ""), "1");
    assert_eq!(desk.receive("03-01", "RK1", ("X", "10", ""), "1"), "already M20260301-T-000001");
    assert_eq!(
        desk.receive("03-01", "RK1", ("X", "12", ""), "1"),
        "stock.slip_taken id=M20260301-T-000001 slip=RK1 date=2026-03-01 \
         kind=stock.kind.receipt item=X name=X quantity=10 unit=只"
    );
    assert!(desk.receive("03-02", "RK1", ("Y", "1", ""), "1").starts_with("stock.slip_taken"));
    // Another item is another line of the slip; another kind is another book of slips.
    assert_eq!(desk.receive("03-01", "RK1", ("Y", "1", "卷"), "1"), "new 1");
    assert_eq!(desk.issue("03-01", "RK1", ("X", "1", ""), "NK1"), "new 1");
    // What was taken back no longer holds the slip.
    assert_eq!(desk.issue("03-02", "CK1", ("X", "9", ""), "NK1"), "new 1");
    assert_eq!(desk.reverse("03-02", "CK1"), "new 1");
    assert_eq!(desk.issue("03-02", "CK1", ("X", "8", ""), "NK1"), "new 1");
}

#[test]
fn a_line_is_taken_back_once_and_not_behind_a_count() {
    let mut desk = Desk::new(&format!(
        "{ROOMS} 03-01 receipt X 9 supplier:s > store:A =10.00 #RK1 id=M1
         03-02 issue X 4 store:A > dept:NK1 #CK1 id=M2
         03-02 issue X 1 store:A > dept:NK1 #CK2 id=M3
         03-03 close count X 0 store:A > difference counted=4 #PD1 id=K1
         03-04 issue X 1 store:A > dept:NK1 #CK3 id=M4"
    ));
    assert_eq!(
        desk.reverse("03-05", "CK1"),
        "stock.counted_since id=M2 store=A counts=K1 2026-03-03 X X 4只"
    );
    assert_eq!(desk.reverse("03-05", "PD1"), "stock.unknown_movement id=PD1");
    assert_eq!(desk.reverse("03-05", "K1"), "stock.count_not_reversed sheet=PD1");
    assert_eq!(desk.reverse("03-03", "CK3"), "stock.reversed_early id=M4 date=2026-03-04");
    assert_eq!(desk.reverse("03-05", "CK3"), "new 1");
    assert_eq!(desk.reverse("03-05", "CK3"), "already M20260305-T-000001");
    assert_eq!(desk.reverse("03-06", "CK3"), "stock.reversed_already id=M4 by=M20260305-T-000001");
    assert_eq!(
        desk.reverse("03-06", "M20260305-T-000001"),
        "stock.reversal_not_reversed id=M20260305-T-000001"
    );
    assert_eq!(desk.at("A", "03-05"), "4 4.45");
}

#[test]
fn a_reversed_receipt_must_still_be_on_the_shelf() {
    let mut desk = Desk::new(ROOMS);
    desk.receive("03-01", "RK1", ("X", "10", ""), "1");
    desk.issue("03-02", "CK1", ("X", "4", ""), "NK1");
    assert!(desk.reverse("03-01", "RK1").starts_with("stock.short_later"));
    assert!(desk.reverse("03-03", "RK1").starts_with("stock.short item=X"));
}

#[test]
fn a_transfer_has_two_legs_and_is_taken_back_with_both() {
    let mut desk = Desk::new(ROOMS);
    desk.receive("03-01", "RK1", ("X", "3", ""), "3.335");
    assert_eq!(desk.transfer("03-02", "", "1", Some("03-04")), "new 2");
    assert_eq!((desk.at("A", "03-02"), desk.at("B", "03-02")), two("2 6.67", "0 0.00"));
    assert_eq!((desk.at("A", "03-04"), desk.at("B", "03-04")), two("2 6.67", "1 3.34"));
    let slip = desk.stock.lines_of(&item("X"))[1].movement.slip.clone();
    assert_eq!(desk.reverse("03-04", &slip), "new 2");
    assert_eq!((desk.at("A", "03-04"), desk.at("B", "03-04")), two("3 10.01", "0 0.00"));
    assert_eq!(desk.stock.defects(), []);
    assert!(desk.transfer("03-05", "DB9", "4", None).starts_with("stock.short item=X"));
    assert!(desk.transfer("03-05", "DB9", "1", Some("03-04")).starts_with("stock.arrives_early"));
    assert_eq!(desk.transfer("03-05", "DB9", "1", None), "new 2");
    assert!(desk.transfer("03-05", "DB9", "1", None).starts_with("already"));
}

fn two(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

#[test]
fn scrap_adjustment_and_reversal_need_a_reason() {
    let mut desk = Desk::new(ROOMS);
    desk.receive("03-01", "RK1", ("X", "10", ""), "1");
    let mute = Slip { reason: " ".to_owned(), ..slip("03-02", "") };
    let goods = || goods("X", "1", "");
    let org = registers();
    let rules = Rules {
        org: &org,
        negative: NegativeStock::Refuse,
        today: day("12-31"),
        known: Known::Never,
    };
    let scrap = ScrapRequest { slip: mute.clone(), goods: goods(), store: store("A") };
    let adjust = AdjustRequest {
        slip: mute.clone(),
        goods: goods(),
        cost: Cost::UNSTATED,
        store: store("A"),
        direction: Direction::Up,
    };
    let reverse = ReverseRequest { slip: mute, movement: "RK1".to_owned() };
    let mut stamp = stamp();
    let refusals = [
        stock::scrap(&desk.stock, &rules, &scrap, &mut stamp).expect_err("refused"),
        stock::adjust(&desk.stock, &rules, &adjust, &mut stamp).expect_err("refused"),
        stock::reverse(&desk.stock, &rules, &reverse, &mut stamp).expect_err("refused"),
    ];
    assert_eq!(refusals.map(|refusal| refusal.code()), ["stock.reason_missing"; 3]);
}

#[test]
fn a_card_has_one_opening() {
    let desk = Desk::new(ROOMS);
    let rules = Rules {
        org: &desk.org,
        negative: NegativeStock::Refuse,
        today: day("12-31"),
        known: Known::Never,
    };
    let request = |much: &str| OpeningRequest {
        slip: slip("01-01", ""),
        goods: goods("X", much, ""),
        cost: price("2"),
        store: store("A"),
    };
    let mut stock = desk.stock.clone();
    let mut stamp = stamp();
    let Ok(Decided::New(new)) = stock::open(&stock, &rules, &request("5"), &mut stamp) else {
        panic!("an opening")
    };
    stock.apply(&Record::Movement(Box::new(new[0].clone()))).expect("folds");
    let again = stock::open(&stock, &rules, &request("5"), &mut stamp);
    assert_eq!(again, Ok(Decided::Already(new[0].id.to_string())));
    let other = stock::open(&stock, &rules, &request("6"), &mut stamp).expect_err("refused");
    assert_eq!(other.code(), "stock.opening_twice");
}

#[test]
fn what_moved_keeps_the_meaning_of_its_unit() {
    let desk = Desk::new(&format!("{ROOMS} 03-01 receipt X 1打 supplier:s > store:A @24"));
    let there = desk.stock.items[&item("X")].clone();
    let with = |factor: &str, name: &str| {
        let units = stock::parse_units(&format!("打={factor};箱=144")).expect("units");
        stock::Item { units, name: name.to_owned(), ..there.clone() }
    };
    let refusal = stock::edit_item(&desk.stock, &with("10", "X")).expect_err("refused");
    assert_eq!(refusal.code(), "stock.unit_in_use");
    let renamed = stock::edit_item(&desk.stock, &with("12", "灯管"));
    assert!(matches!(renamed, Ok(Decided::New(_))));
    let same = stock::edit_item(&desk.stock, &there);
    assert_eq!(same, Ok(Decided::Already("X".to_owned())));
}

/// What may be asked for on a small desk; most of it can be carried out.
#[derive(Debug, Clone)]
enum Ask {
    Receive(i64),
    Issue,
    ByWard,
    ToSupplier,
    Transfer,
    Scrap,
    Adjust(Direction),
    Reverse(usize),
}

fn ask() -> impl Strategy<Value = (u8, Option<u16>, u8, Ask)> {
    let ask = prop_oneof![
        4 => (1..9999_i64).prop_map(Ask::Receive),
        4 => Just(Ask::Issue),
        1 => Just(Ask::ByWard),
        1 => Just(Ask::ToSupplier),
        2 => Just(Ask::Transfer),
        1 => Just(Ask::Scrap),
        1 => Just(Ask::Adjust(Direction::Up)),
        1 => Just(Ask::Adjust(Direction::Down)),
        2 => (0..20_usize).prop_map(Ask::Reverse),
    ];
    (1..10_u8, prop::option::of(0..1440_u16), 1..12_u8, ask)
}

fn decide(desk: &Desk, asked: &(u8, Option<u16>, u8, Ask), stamp: &mut Stamp) -> Decision {
    let (date, time, size, ask) = asked;
    let mut slip = slip(&format!("03-{date:02}"), "");
    slip.time = time.and_then(|minutes| Time::new(minutes / 60, minutes % 60));
    let goods = goods("X", &size.to_string(), "");
    let (stock, rules) = (
        &desk.stock,
        Rules { org: &desk.org, negative: desk.negative, today: day("12-31"), known: Known::Never },
    );
    let rules = &rules;
    let (a, ward) = (store("A"), DepartmentCode::parse("NK1").expect("a code"));
    match ask {
        Ask::Receive(fen) => {
            let cost = Cost { unit_price: None, amount: Some(Money::from_fen(*fen)) };
            let supplier = "华北五金".to_owned();
            let request =
                ReceiveRequest { slip, goods, cost, store: a, supplier, order: String::new() };
            stock::receive(stock, rules, &request, stamp)
        }
        Ask::Issue => {
            let request =
                IssueRequest { slip, goods, store: a, department: ward, repair: String::new() };
            stock::issue(stock, rules, &request, stamp)
        }
        Ask::ByWard => {
            let returned = Returned::ByDepartment {
                department: ward,
                cost: Cost::UNSTATED,
                repair: String::new(),
            };
            let request = ReturnRequest { slip, goods, store: a, returned };
            stock::give_back(stock, rules, &request, stamp)
        }
        Ask::ToSupplier => {
            let returned =
                Returned::ToSupplier { supplier: "华北五金".to_owned(), order: String::new() };
            let request = ReturnRequest { slip, goods, store: a, returned };
            stock::give_back(stock, rules, &request, stamp)
        }
        Ask::Transfer => {
            let (to, arrival) = (store("B"), None);
            let request = TransferRequest { slip, goods, from: a, to, arrival };
            stock::transfer(stock, rules, &request, stamp)
        }
        Ask::Scrap => stock::scrap(stock, rules, &ScrapRequest { slip, goods, store: a }, stamp),
        Ask::Adjust(direction) => {
            let cost = Cost::UNSTATED;
            let request = AdjustRequest { slip, goods, cost, store: a, direction: *direction };
            stock::adjust(stock, rules, &request, stamp)
        }
        Ask::Reverse(at) => {
            let ids: Vec<String> = stock.lines().map(|line| line.movement.id.to_string()).collect();
            let movement = ids.get(*at).cloned().unwrap_or_else(|| "M0".to_owned());
            stock::reverse(stock, rules, &ReverseRequest { slip, movement }, stamp)
        }
    }
}

proptest! {
    #![proptest_config(crate::stock::testing::cases(96))]

    #[test]
    fn whatever_is_decided_folds_and_no_store_ever_holds_less_than_nothing(
        asked in prop::collection::vec(ask(), 1..24),
    ) {
        let mut desk = Desk::new(ROOMS);
        let mut stamp = stamp();
        let mut sum = Quantity::ZERO;
        for one in &asked {
            let Ok(Decided::New(movements)) = decide(&desk, one, &mut stamp) else { continue };
            for movement in &movements {
                let line = desk.stock.read(movement).expect("a line");
                let inward = movement.to.store().is_some();
                sum = if inward { sum + line.base } else { sum - line.base };
                let record = Record::Movement(Box::new(movement.clone()));
                prop_assert!(desk.stock.apply(&record).is_ok());
            }
        }
        prop_assert_eq!(desk.stock.defects(), vec![]);
        let pile = desk.stock.pile_at(&item("X"), day("12-31"));
        let held: Quantity = ["A", "B"].map(|code| pile.in_store(&store(code)).quantity).into_iter().sum();
        prop_assert_eq!(held, sum, "the stores hold what came in less what went out");
        let all: Balance = pile.places().map(|(_, balance)| balance).sum();
        prop_assert_eq!(all, Balance::ZERO);
        for step in desk.stock.steps(&item("X"), day("12-31")) {
            prop_assert!(!step.after.quantity.is_negative());
            prop_assert!(step.after.value >= Money::ZERO);
            prop_assert_eq!(step.after.quantity.is_zero(), step.after.quantity == Quantity::ZERO);
            if step.after.quantity.is_zero() {
                prop_assert_eq!(step.after.value, Money::ZERO);
            }
        }
    }
}

#[test]
fn a_time_is_kept_and_freight_is_in_the_amount() {
    let desk = Desk::new(ROOMS);
    let rules = Rules {
        org: &desk.org,
        negative: NegativeStock::Refuse,
        today: day("12-31"),
        known: Known::Never,
    };
    let mut head = slip("03-05", "RK1");
    head.time = Time::new(8, 30);
    let cost = Cost { unit_price: Price::parse("2").ok(), amount: Some(money("23.50")) };
    let request = ReceiveRequest {
        order: String::new(),
        slip: head,
        goods: goods("X", "10", ""),
        cost,
        store: store("A"),
        supplier: "华北五金".to_owned(),
    };
    let mut stamp = stamp();
    let Ok(Decided::New(new)) = stock::receive(&desk.stock, &rules, &request, &mut stamp) else {
        panic!("a receipt")
    };
    assert_eq!(new[0].time, Time::new(8, 30).map(Cutoff::At));
    let line = desk.stock.read(&new[0]).expect("a line");
    assert_eq!((line.base, line.stated), (quantity("10"), Some(money("23.50"))));
}
