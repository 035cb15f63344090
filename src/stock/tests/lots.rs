//! Lots and expiry: what goes first, what is refused, what a count says of a lot.

use snapbox::{assert_data_eq, str};

use crate::base::{Decided, DepartmentCode, Moment, Quantity, Refuse, SiteCode, Stamp};
use crate::org::{self, Department, Org, Site};
use crate::stock::testing::{book, day, item, quantity, store};
use crate::stock::{
    self, Cost, Decision, Goods, IssueRequest, Known, NegativeStock, ReceiveRequest, Record,
    ReverseRequest, Rules, ScrapRequest, Slip, Stock, TransferRequest,
};

const ROOMS: &str = "item X 盒 箱=10 lots=yes\n store A\n store B\n";

/// Three lots: B goes first, then A, then C, which never expires.
const LOTS: &str = "item X 盒 箱=10 lots=yes
     store A
     store B
     03-01 receipt X 5 supplier:s > store:A @1 lot=A1 expiry=06-30
     03-02 receipt X 4 supplier:s > store:A @2 lot=B1 expiry=05-31
     03-03 receipt X 6 supplier:s > store:A @3 lot=C1
     03-04 receipt X 9 supplier:s > store:A @4 lot=OLD expiry=03-05
";

struct Desk {
    stock: Stock,
    org: Org,
    negative: NegativeStock,
    stamp: Stamp,
    said: String,
}

impl Desk {
    fn new(text: &str) -> Self {
        let mut org = Org::default();
        let site = SiteCode::parse("ZY").expect("a code");
        org.apply(&org::Record::Site(Site { code: site, name: "总院".to_owned() }))
            .expect("a site");
        let code = DepartmentCode::parse("NK1").expect("a code");
        let name = "内科一病区".to_owned();
        let department = Department { code, name, site: None, beds: None, area: None, class: None };
        org.apply(&org::Record::Department(department)).expect("a department");
        let stamp = Stamp {
            recorded_at: Moment::new(day("12-31"), 0).expect("midnight"),
            recorded_by: "库管员甲".to_owned(),
            tag: "T".to_owned(),
            given: 0,
        };
        let negative = NegativeStock::Refuse;
        Self { stock: book(text), org, negative, stamp, said: String::new() }
    }

    fn decide(
        &mut self,
        what: &str,
        decide: impl FnOnce(&Stock, &Rules<'_>, &mut Stamp) -> Decision,
    ) {
        let rules = Rules {
            org: &self.org,
            negative: self.negative,
            today: day("12-31"),
            known: Known::Never,
        };
        let second = u32::try_from(self.said.lines().count()).expect("few lines");
        self.stamp.recorded_at = Moment::new(day("12-31"), second).expect("a moment");
        let said = match decide(&self.stock, &rules, &mut self.stamp) {
            Ok(Decided::Already(id)) => format!("already {id}"),
            Err(refusal) => {
                let said = refusal.arguments();
                let text = |(name, value): &(&str, crate::base::Argument)| match value {
                    crate::base::Argument::Text(text) | crate::base::Argument::Key(text) => {
                        format!(" {name}={text}")
                    }
                };
                let said: String = said.iter().map(text).collect();
                format!("{}{said}", refusal.code())
            }
            Ok(Decided::New(movements)) => {
                let lots: Vec<String> = movements
                    .iter()
                    .map(|movement| {
                        let expiry = movement.expiry.map(|day| format!(" {day}"));
                        let (lot, expiry) = (&movement.lot, expiry.unwrap_or_default());
                        format!("{}{} of {lot}{expiry}", movement.quantity, movement.unit)
                    })
                    .collect();
                for movement in movements {
                    let record = Record::Movement(Box::new(movement));
                    self.stock.apply(&record).expect("what is decided folds");
                }
                lots.join(", ")
            }
        };
        self.said.extend([what, ": ", &said, "\n"]);
    }

    fn issue(&mut self, on: &str, number: &str, much: &str, lot: &str, reason: &str) {
        let request = IssueRequest {
            slip: slip(on, number, reason),
            goods: goods(much, lot),
            store: store("A"),
            department: DepartmentCode::parse("NK1").expect("a code"),
            repair: String::new(),
        };
        self.decide(&format!("{number} issue {much} {lot}"), |stock, rules, stamp| {
            stock::issue(stock, rules, &request, stamp)
        });
    }

    fn receive(&mut self, on: &str, number: &str, much: &str, lot: &str, expiry: &str) {
        let expiry = (!expiry.is_empty()).then(|| day(expiry));
        let request = ReceiveRequest {
            order: String::new(),
            slip: slip(on, number, ""),
            goods: Goods { expiry, ..goods(much, lot) },
            cost: Cost { unit_price: None, amount: Some(stock::testing::money("10.00")) },
            store: store("A"),
            supplier: "华北五金".to_owned(),
        };
        self.decide(&format!("{number} receive {much} {lot}"), |stock, rules, stamp| {
            stock::receive(stock, rules, &request, stamp)
        });
    }

    fn lots(&self, place: &str, on: &str) -> String {
        let pile = self.stock.pile_at(&item("X"), day(on));
        let lots = pile.lots_in_store(&store(place));
        let told = lots.iter().map(|lot| format!("{} {}", lot.lot, lot.balance.quantity));
        told.collect::<Vec<_>>().join(", ")
    }
}

fn slip(date: &str, number: &str, reason: &str) -> Slip {
    let (person, note) = (String::new(), String::new());
    let reason = reason.to_owned();
    Slip { date: day(date), time: None, number: number.to_owned(), person, reason, note }
}

fn goods(much: &str, lot: &str) -> Goods {
    let (much, unit) = match much.strip_suffix('箱') {
        Some(much) => (much, Some("箱".to_owned())),
        None => (much, None),
    };
    Goods { item: item("X"), quantity: quantity(much), unit, lot: lot.to_owned(), expiry: None }
}

#[test]
fn the_earliest_expiry_goes_first_over_as_many_lots_as_it_takes() {
    let mut desk = Desk::new(LOTS);
    desk.issue("03-10", "CK1", "3", "", "");
    desk.issue("03-10", "CK2", "1箱", "", "");
    desk.issue("03-10", "CK2", "1箱", "", "");
    desk.issue("03-10", "CK2", "9", "", "");
    desk.issue("03-10", "CK3", "3", "", "");
    assert_data_eq!(
        &desk.said,
        str![[r#"
CK1 issue 3 : 3盒 of B1 2026-05-31
CK2 issue 1箱 : 1盒 of B1 2026-05-31, 5盒 of A1 2026-06-30, 4盒 of C1
CK2 issue 1箱 : already M20260310-T-000002
CK2 issue 9 : stock.slip_taken id=M20260310-T-000002 slip=CK2 date=2026-03-10 kind=stock.kind.issue item=X name=X quantity=1 unit=盒
CK3 issue 3 : stock.lots_expired item=X name=X store=A unit=盒 available=2 asked=3 lots=OLD 2026-03-05 9盒

"#]]
    );
    assert_eq!(desk.lots("A", "03-10"), "OLD 9, C1 2");
    assert!(desk.stock.defects().is_empty());
}

#[test]
fn an_expired_lot_goes_only_by_name_and_with_a_reason_or_to_the_scrap() {
    let mut desk = Desk::new(LOTS);
    desk.issue("03-05", "CK1", "1", "OLD", "");
    desk.issue("03-10", "CK2", "1", "OLD", "");
    desk.issue("03-10", "CK2", "1", "OLD", "仅作教具");
    let request = ScrapRequest {
        slip: slip("03-10", "BF1", "过期"),
        goods: goods("8", ""),
        store: store("A"),
    };
    desk.decide("BF1 scrap 8", |stock, rules, stamp| stock::scrap(stock, rules, &request, stamp));
    assert_data_eq!(
        &desk.said,
        str![[r#"
CK1 issue 1 OLD: 1盒 of OLD 2026-03-05
CK2 issue 1 OLD: stock.lot_expired item=X name=X lot=OLD expiry=2026-03-05 date=2026-03-10
CK2 issue 1 OLD: 1盒 of OLD 2026-03-05
BF1 scrap 8: 7盒 of OLD 2026-03-05, 1盒 of B1 2026-05-31

"#]]
    );
}

#[test]
fn goods_that_come_in_must_name_their_lot_and_a_lot_has_one_expiry() {
    let mut desk = Desk::new(ROOMS);
    desk.receive("03-01", "RK1", "2", "", "");
    desk.receive("03-01", "RK1", "2", "L1", "06-30");
    desk.receive("03-02", "RK2", "2", "L1", "07-31");
    desk.receive("03-02", "RK2", "2", "L1", "");
    desk.receive("03-02", "RK2", "2", "L1", "");
    assert_data_eq!(
        &desk.said,
        str![[r#"
RK1 receive 2 : stock.lot_missing item=X name=X kind=stock.kind.receipt
RK1 receive 2 L1: 2盒 of L1 2026-06-30
RK2 receive 2 L1: stock.lot_expiry item=X name=X lot=L1 stated=2026-07-31 known=2026-06-30
RK2 receive 2 L1: 2盒 of L1 2026-06-30
RK2 receive 2 L1: already M20260302-T-000002

"#]]
    );
}

#[test]
fn a_back_dated_issue_takes_what_no_later_line_needs_of_a_lot() {
    let mut desk = Desk::new(LOTS);
    desk.issue("03-20", "CK9", "4", "B1", "");
    desk.issue("03-10", "CK1", "2", "B1", "");
    desk.issue("03-10", "CK1", "2", "", "");
    desk.issue("03-10", "CK2", "7", "A1", "");
    assert_data_eq!(
        &desk.said,
        str![[r#"
CK9 issue 4 B1: 4盒 of B1 2026-05-31
CK1 issue 2 B1: stock.lot_short_later item=X name=X store=A room=A unit=盒 available=2 asked=4 missing=2 date=2026-03-20 kind=stock.kind.issue slip=CK9 id=M20260320-T-000001 lot=B1
CK1 issue 2 : 2盒 of A1 2026-06-30
CK2 issue 7 A1: stock.lot_short item=X name=X store=A room=A unit=盒 available=3 asked=7 missing=4 date=2026-03-10 kind=stock.kind.issue slip=CK2 id=M20260310-T-000003 lot=A1

"#]]
    );
}

#[test]
fn a_transfer_carries_its_lots_and_a_slip_is_taken_back_with_all_of_them() {
    let mut desk = Desk::new(LOTS);
    let request = TransferRequest {
        slip: slip("03-10", "DB1", ""),
        goods: goods("6", ""),
        from: store("A"),
        to: store("B"),
        arrival: None,
    };
    for _ in 0..2 {
        desk.decide("DB1 transfer 6", |stock, rules, stamp| {
            stock::transfer(stock, rules, &request, stamp)
        });
    }
    let before = desk.lots("B", "03-10");
    let request =
        ReverseRequest { slip: slip("03-11", "", "走错库房"), movement: "DB1".to_owned() };
    desk.decide("reverse DB1", |stock, rules, stamp| stock::reverse(stock, rules, &request, stamp));
    assert_data_eq!(
        &desk.said,
        str![[r#"
DB1 transfer 6: 4盒 of B1 2026-05-31, 2盒 of A1 2026-06-30, 4盒 of B1 2026-05-31, 2盒 of A1 2026-06-30
DB1 transfer 6: already M20260310-T-000001
reverse DB1: 4盒 of B1 2026-05-31, 4盒 of B1 2026-05-31, 2盒 of A1 2026-06-30, 2盒 of A1 2026-06-30

"#]]
    );
    assert_eq!((before.as_str(), desk.lots("B", "03-11").as_str()), ("B1 4, A1 2", ""));
    assert_eq!(desk.lots("A", "03-11"), "OLD 9, B1 4, A1 5, C1 6");
}

#[test]
fn only_expired_goods_are_left_and_the_refusal_says_so() {
    let mut desk = Desk::new(LOTS);
    desk.issue("03-10", "CK1", "16", "", "");
    desk.issue("03-10", "CK1", "25", "", "");
    assert_data_eq!(
        &desk.said,
        str![[r#"
CK1 issue 16 : stock.lots_expired item=X name=X store=A unit=盒 available=15 asked=16 lots=OLD 2026-03-05 9盒
CK1 issue 25 : stock.short item=X name=X store=A room=A unit=盒 available=24 asked=25 missing=1 date=2026-03-10 kind=stock.kind.issue slip=CK1 id=zzzz

"#]]
    );
}

#[test]
fn where_less_than_nothing_is_recorded_the_last_lot_lacks_it() {
    let mut desk = Desk::new(LOTS);
    desk.negative = NegativeStock::Warn;
    desk.issue("03-04", "CK1", "26", "", "");
    assert_data_eq!(
        &desk.said,
        str![[r#"
CK1 issue 26 : 9盒 of OLD 2026-03-05, 4盒 of B1 2026-05-31, 5盒 of A1 2026-06-30, 8盒 of C1

"#]]
    );
    assert_eq!(desk.lots("A", "03-04"), "C1 -2");
}

#[test]
fn a_count_asserts_its_lot_or_the_whole_card() {
    let text = format!(
        "{LOTS} 03-31 close count X 1 store:A > difference counted=3 #PD1 lot=B1
         04-30 close count X 8 store:A > difference counted=15 #PD2\n"
    );
    let desk = Desk::new(&text);
    assert_eq!(desk.lots("A", "03-31"), "OLD 9, B1 3, A1 5, C1 6");
    assert_eq!(desk.lots("A", "04-30"), "OLD 1, B1 3, A1 5, C1 6", "the earliest goes first");
    let found =
        Desk::new(&format!("{LOTS} 03-31 close count X 1 difference > store:A counted=27 #PD1\n"));
    assert_eq!(found.lots("A", "03-31"), "OLD 12, B1 4, A1 5, C1 6");
    assert!(desk.stock.defects().is_empty() && found.stock.defects().is_empty());
}

#[test]
fn a_line_that_takes_what_its_lot_has_not_is_a_defect_and_no_lot_goes_below_zero() {
    let text = format!("{LOTS} 03-10 issue X 6 store:A > dept:NK1 lot=B1 id=M9\n");
    let mut desk = Desk::new(&text);
    assert_eq!(desk.lots("A", "03-10"), "OLD 7, A1 5, C1 6");
    let defects = desk.stock.defects();
    let told: Vec<String> = defects.iter().map(|(id, no)| format!("{id} {no}")).collect();
    assert_eq!(told, ["M9 the line takes more of the lot than there is"]);
    desk.receive("03-05", "RK9", "2", "B1", "05-31");
    assert_eq!(desk.lots("A", "03-10"), "OLD 9, A1 5, C1 6");
    assert!(desk.stock.defects().is_empty());
    let sum: Quantity = desk.stock.pile_at(&item("X"), day("03-10")).in_store(&store("A")).quantity;
    assert_eq!(sum, quantity("20"));
}
