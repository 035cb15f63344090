//! Old for new: what is owed, what was exempted, what lies in the pool.

use std::fmt::Write as _;

use snapbox::{assert_data_eq, str};

use crate::base::{
    Argument, Decided, DepartmentCode, Fraction, Moment, Money, Refuse, Span, Stamp,
};
use crate::org::{self, Department, Org};
use crate::stock::testing::{book, day, item, money, quantity, store};
use crate::stock::{
    self, Cost, Disposal, DisposeRequest, ExchangePolicy, ExchangeRequest, ExemptRequest, Goods,
    Known, Movement, NegativeStock, OutstandingOptions, Owing, PoolOptions, Record, Refusal,
    ReverseRequest, Rules, Slip, Stock,
};

/// Ten lamps for NK1, of which the tests bring back, exempt and scrap some.
pub(super) const LAMPS: &str = "
    item LAMP 只 durable=yes
    store A
    03-01 opening LAMP 100 opening > store:A @12
    03-05 issue LAMP 10 store:A > dept:NK1 #CK1 person=张三
";

pub(super) fn department(code: &str) -> DepartmentCode {
    DepartmentCode::parse(code).expect("a code")
}

fn registers() -> Org {
    let mut org = Org::default();
    for code in ["NK1", "WK1"] {
        let (code, name) = (department(code), code.to_owned());
        let department = Department { code, name, site: None, beds: None, area: None, class: None };
        org.apply(&org::Record::Department(department)).expect("a department");
    }
    org
}

/// What a refusal says: its code and its values.
fn said(refusal: &Refusal) -> String {
    let text = |(name, value): (&str, Argument)| match value {
        Argument::Text(text) | Argument::Key(text) => format!("{name}={text}"),
    };
    let values: Vec<String> = refusal.arguments().into_iter().map(text).collect();
    format!("{} {}", refusal.code(), values.join(" ")).trim_end().to_owned()
}

/// A book that decides and keeps what it decided.
pub(super) struct Desk {
    pub(super) stock: Stock,
    org: Org,
    policy: ExchangePolicy,
    pub(super) stamp: Stamp,
}

impl Desk {
    pub(super) fn new(text: &str) -> Self {
        let stamp = Stamp {
            recorded_at: Moment::new(day("12-31"), 0).expect("midnight"),
            recorded_by: "库管员甲".to_owned(),
            tag: "T".to_owned(),
            given: 0,
        };
        let (stock, org) = (book(text), registers());
        Self { stock, org, policy: ExchangePolicy::default(), stamp }
    }

    pub(super) fn keep<R>(
        &mut self,
        decided: Result<Decided<Vec<R>>, Refusal>,
        record: impl Fn(R) -> Record,
    ) -> String {
        match decided {
            Ok(Decided::New(rows)) => {
                let told = format!("new {}", rows.len());
                for row in rows {
                    self.stock.apply(&record(row)).expect("what is decided folds");
                }
                told
            }
            Ok(Decided::Already(id)) => format!("already {id}"),
            Err(refusal) => said(&refusal),
        }
    }

    pub(super) fn line(
        &mut self,
        decide: impl Fn(&Stock, &Rules<'_>, &mut Stamp) -> stock::Decision,
    ) -> String {
        let mut stamp = self.stamp.clone();
        let rules = Rules {
            org: &self.org,
            negative: NegativeStock::Refuse,
            today: day("12-31"),
            known: Known::Never,
        };
        let decision = decide(&self.stock, &rules, &mut stamp);
        self.stamp = stamp;
        self.keep(decision, |movement: Movement| Record::Movement(Box::new(movement)))
    }

    fn back(&mut self, on: &str, much: &str, issue: Option<&str>, person: &str) -> String {
        let request = ExchangeRequest {
            slip: Slip { person: person.to_owned(), ..slip(on, "") },
            goods: goods("LAMP", much),
            department: department("NK1"),
            issue: issue.map(str::to_owned),
        };
        self.line(|stock, rules, stamp| stock::exchange(stock, rules, &request, stamp))
    }

    fn exempt(&mut self, on: &str, much: &str, issue: &str, approver: &str) -> String {
        let request = ExemptRequest {
            date: day(on),
            issue: issue.to_owned(),
            item: item("LAMP"),
            quantity: quantity(much),
            unit: None,
            person: String::new(),
            reason: "丢失".to_owned(),
            approver: approver.to_owned(),
            note: String::new(),
            today: day("12-31"),
        };
        let decided = stock::exempt(&self.stock, &self.policy, &request, &mut self.stamp);
        self.keep(decided, |row| Record::Exemption(Box::new(row)))
    }

    fn dispose(&mut self, on: &str, much: &str, disposal: Disposal) -> String {
        let request = DisposeRequest { slip: slip(on, ""), goods: goods("LAMP", much), disposal };
        self.line(|stock, rules, stamp| stock::dispose(stock, rules, &request, stamp))
    }

    pub(super) fn reverse(&mut self, on: &str, line: &str) -> String {
        let request = ReverseRequest { slip: slip(on, ""), movement: line.to_owned() };
        self.line(|stock, rules, stamp| stock::reverse(stock, rules, &request, stamp))
    }

    pub(super) fn also(&mut self, text: &str) {
        for mut record in stock::testing::records(text) {
            if let Record::Movement(movement) = &mut record
                && movement.unit.is_empty()
            {
                "只".clone_into(&mut movement.unit);
            }
            self.stock.apply(&record).expect("a record that fits");
        }
    }

    /// What NK1 owes at the end of a day, issue by issue.
    fn owed(&self, as_of: &str) -> String {
        let options = OutstandingOptions {
            as_of: day(as_of),
            department: None,
            item: None,
            owing: Owing::Open,
        };
        let found = stock::outstanding(&self.stock, &self.policy, &options).expect("known");
        let mut told = String::new();
        for line in &found.lines {
            let of = &line.obligation;
            writeln!(
                told,
                "{} {} {} {}: {} of {} back, {} exempt, {} out, age {}{}",
                of.department,
                of.person,
                of.item,
                of.slip_or_id(),
                of.returned,
                of.asked,
                of.exempted,
                of.outstanding(),
                line.age,
                if line.overdue { ", overdue" } else { "" }
            )
            .expect("a string takes any text");
        }
        for total in &found.totals {
            let (of, credit) = (total.outstanding, total.credit);
            writeln!(told, "{} {} = {of}, credit {credit}", total.department, total.item.code)
                .expect("a string takes any text");
        }
        told
    }

    /// What came into the pool in 2026 and what became of it.
    fn pool(&self, as_of: &str) -> String {
        let span = Span::new(day("01-01"), day("12-31")).expect("a year");
        let options = PoolOptions { span, item: None, as_of: day(as_of) };
        let report = stock::pool(&self.stock, &options).expect("known");
        let line = |line: &stock::PoolLine| {
            format!(
                "{}: {} back, {} scrapped, {} mended, {} sold for {}, {} there\n",
                line.item.code,
                line.returned,
                line.scrapped,
                line.mended,
                line.sold,
                line.proceeds,
                line.held
            )
        };
        report.lines.iter().map(line).collect()
    }
}

pub(super) fn slip(on: &str, number: &str) -> Slip {
    let (person, note, reason) = (String::new(), String::new(), "据单".to_owned());
    Slip { date: day(on), time: None, number: number.to_owned(), person, reason, note }
}

pub(super) fn goods(code: &str, much: &str) -> Goods {
    let (unit, lot, expiry) = (None, String::new(), None);
    Goods { item: item(code), quantity: quantity(much), unit, lot, expiry }
}

#[test]
fn issue_ten_return_seven_exempt_one_leaves_two() {
    let mut desk = Desk::new(LAMPS);
    assert_eq!(desk.back("03-10", "7", None, ""), "new 1");
    assert_eq!(desk.exempt("03-11", "1", "CK1", "后勤主任"), "new 1");
    assert_data_eq!(
        desk.owed("03-12"),
        str![[r#"
NK1 张三 LAMP CK1: 7 of 10 back, 1 exempt, 2 out, age 7
NK1 LAMP = 2, credit 0

"#]]
    );
    // The thirtieth day is in time, the one after is not.
    assert!(!desk.owed("04-04").contains("overdue"));
    assert!(desk.owed("04-05").contains("overdue"));
    desk.dispose("03-12", "4", Disposal::Scrapped);
    desk.dispose("03-13", "1", Disposal::Sold("回收站".to_owned(), money("6.50")));
    desk.dispose("03-14", "1", Disposal::Mended(store("A"), Cost::UNSTATED));
    assert_data_eq!(
        desk.pool("03-31"),
        str![[r#"
LAMP: 7 back, 4 scrapped, 1 mended, 1 sold for 6.50, 1 there

"#]]
    );
    let shelf = desk.stock.balance(&store("A"), &item("LAMP"), day("03-31"));
    assert_eq!((shelf.quantity, shelf.value), (quantity("91"), money("1080.00")));
}

#[test]
fn what_an_exemption_must_say() {
    let mut desk = Desk::new(LAMPS);
    desk.back("03-10", "7", None, "");
    assert_eq!(
        desk.exempt("03-11", "4", "CK1", "后勤主任"),
        "stock.exempt_too_much item=LAMP name=LAMP slip=CK1 unit=只 asked=4 left=3"
    );
    assert_eq!(desk.exempt("03-11", "1", "CK1", " "), "stock.exempt_unapproved");
    assert_eq!(desk.exempt("03-11", "1", "CK1", "张三"), "stock.exempt_self_approved person=张三");
    assert_eq!(
        desk.exempt("03-04", "1", "CK1", "后勤主任"),
        "stock.exempt_early issued=2026-03-05 date=2026-03-04"
    );
    assert_eq!(desk.exempt("03-11", "0", "CK1", "后勤主任"), "stock.not_positive quantity=0");
    assert_eq!(
        desk.exempt("03-11", "1", "CK9", "后勤主任"),
        "stock.unknown_issue_of item=LAMP name=LAMP slip=CK9"
    );
    assert_eq!(desk.exempt("03-11", "3", "CK1", "后勤主任"), "new 1");
    let again = desk.exempt("03-11", "3", "CK1", "后勤主任");
    assert!(again.starts_with("already O20260311-T-"), "{again}");
    assert_eq!(
        desk.exempt("03-12", "1", "CK1", "后勤主任"),
        "stock.exempt_too_much item=LAMP name=LAMP slip=CK1 unit=只 asked=1 left=0"
    );
}

#[test]
fn an_exemption_that_is_taken_back_is_owed_again() {
    let mut desk = Desk::new(LAMPS);
    desk.exempt("03-11", "10", "CK1", "后勤主任");
    let row = desk.stock.papers.exemptions().next().expect("a row").clone();
    let how = |desk: &mut Desk, on: &str| {
        let (today, why) = (day("12-31"), "找到了");
        let stock = &desk.stock;
        let decided =
            stock::take_back_exemption(&row, stock, (day(on), why), today, &mut desk.stamp);
        desk.keep(decided, |row| Record::Exemption(Box::new(row)))
    };
    assert_eq!(
        how(&mut desk, "03-10"),
        "stock.reversed_early id=O20260311-T-000001 date=2026-03-11"
    );
    assert_eq!(how(&mut desk, "03-20"), "new 1");
    assert!(how(&mut desk, "03-20").starts_with("already "));
    assert_eq!(desk.owed("03-19"), "NK1 LAMP = 0, credit 0\n");
    assert!(desk.owed("03-20").contains("10 out"));
}

#[test]
fn what_comes_back_meets_its_slip_then_the_person_then_the_oldest() {
    let mut desk = Desk::new(LAMPS);
    desk.also("03-06 issue LAMP 4 store:A > dept:NK1 #CK2 person=李四 id=N1\n");
    desk.also("03-07 issue LAMP 3 store:A > dept:NK1 #CK3 person=李四 id=N2\n");
    desk.back("03-10", "1", None, "");
    desk.back("03-10", "5", None, "李四");
    desk.back("03-11", "1", Some("CK3"), "");
    assert_data_eq!(
        desk.owed("03-12"),
        str![[r#"
NK1 张三 LAMP CK1: 1 of 10 back, 0 exempt, 9 out, age 7
NK1 李四 LAMP CK3: 2 of 3 back, 0 exempt, 1 out, age 5
NK1 LAMP = 10, credit 0

"#]]
    );
    // More than was issued under a slip goes to the others, and only the rest is a credit.
    desk.back("03-13", "12", Some("CK3"), "");
    assert_eq!(desk.owed("03-13"), "NK1 LAMP = 0, credit 2\n");
    desk.also("03-14 issue LAMP 3 store:A > dept:NK1 #CK4 id=N3\n");
    assert!(desk.owed("03-14").ends_with("NK1 LAMP = 1, credit 0\n"));
}

#[test]
fn goods_returned_unused_ask_nothing_back() {
    let mut desk = Desk::new(LAMPS);
    desk.also("03-05 return LAMP 4 dept:NK1 > store:A #TK1 id=N1\n");
    assert!(desk.owed("03-05").contains("0 of 6 back"), "of the same day, whichever came first");
    desk.also("03-08 issue LAMP 2 store:A > dept:NK1 #CK2 id=N2\n");
    desk.also("03-09 reversal LAMP 10 dept:NK1 > store:A reverses=M004 id=N3\n");
    // The return meets what is left of the department's issues.
    assert_eq!(desk.owed("03-08").lines().count(), 3);
    assert!(desk.owed("03-09").contains("CK2: 0 of 2 back"));
}

#[test]
fn half_an_old_lamp_is_a_whole_one() {
    let mut desk = Desk::new(
        "item LAMP 只 durable=yes ratio=1/2 grace=10
         item ROPE 米 durable=yes scale=1 ratio=1/3
         store A
         03-01 opening LAMP 100 opening > store:A @12
         03-01 opening ROPE 100 opening > store:A @1
         03-05 issue LAMP 5 store:A > dept:NK1 #CK1
         03-05 issue ROPE 1 store:A > dept:NK1 #CK1",
    );
    assert_data_eq!(
        desk.owed("03-16"),
        str![[r#"
NK1  LAMP CK1: 0 of 3 back, 0 exempt, 3 out, age 11, overdue
NK1  ROPE CK1: 0 of 0.4 back, 0 exempt, 0.4 out, age 11
NK1 LAMP = 3, credit 0
NK1 ROPE = 0.4, credit 0

"#]]
    );
    desk.policy = ExchangePolicy { ratio: Fraction::ONE, grace_days: 5 };
    assert!(desk.owed("03-16").contains("0.4 out, age 11, overdue"));
}

#[test]
fn never_more_leaves_the_pool_than_is_in_it() {
    let mut desk = Desk::new(LAMPS);
    desk.back("03-10", "7", Some("CK1"), "");
    assert_eq!(
        desk.dispose("03-09", "1", Disposal::Scrapped),
        "stock.pool_short item=LAMP name=LAMP unit=只 available=0 asked=1 missing=1 \
         date=2026-03-09 slip=M20260309-T-000002 id=M20260309-T-000002"
    );
    desk.dispose("03-20", "5", Disposal::Scrapped);
    assert_eq!(
        desk.dispose("03-15", "3", Disposal::Scrapped),
        "stock.pool_short_later item=LAMP name=LAMP unit=只 available=4 asked=5 missing=1 \
         date=2026-03-20 slip=M20260320-T-000002 id=M20260320-T-000002"
    );
    let back = desk.stock.lines().find(|line| line.movement.kind == stock::Kind::Exchange);
    let back = back.expect("a line").movement.id.to_string();
    assert!(desk.reverse("03-21", &back).starts_with("stock.pool_short "), "not under the scrap");
    assert_eq!(
        desk.dispose("03-21", "1", Disposal::Sold(" ".to_owned(), Money::ZERO)),
        "stock.buyer_missing"
    );
    // Two clerks' rows, merged.
    desk.also("03-22 scrap LAMP 9 pool > scrap id=X1 reason=x\n");
    let defects: Vec<String> = desk
        .stock
        .defects()
        .iter()
        .map(|(id, refusal)| format!("{id} {}", said(refusal)))
        .collect();
    assert_eq!(defects, ["X1 stock.pool_negative item=LAMP quantity=-7"]);
}

#[test]
fn mended_goods_enter_for_nothing_or_at_what_the_repair_cost() {
    let mut desk = Desk::new(LAMPS);
    desk.back("03-10", "7", None, "");
    let cost = Cost { unit_price: None, amount: Some(money("9.00")) };
    assert_eq!(desk.dispose("03-11", "3", Disposal::Mended(store("A"), cost)), "new 1");
    let pile = desk.stock.pile_at(&item("LAMP"), day("03-31"));
    assert_eq!(pile.in_store(&store("A")).value, money("1089.00"));
    assert_eq!(pile.at(&stock::Place::Pool).value, Money::ZERO);
    let sum: stock::Balance = pile.places().map(|(_, balance)| balance).sum();
    assert_eq!(sum, stock::Balance::ZERO, "nothing comes from nowhere");
}

#[test]
fn an_exchange_may_come_in_parts_and_the_identical_one_is_there_already() {
    let mut desk = Desk::new(LAMPS);
    assert_eq!(desk.back("03-10", "3", Some("CK1"), ""), "new 1");
    assert_eq!(desk.back("03-10", "3", Some("CK1"), ""), "already M20260310-T-000001");
    assert_eq!(desk.back("03-11", "3", Some("CK1"), ""), "new 1");
    assert!(desk.owed("03-12").contains("6 of 10 back"));
    assert_eq!(desk.reverse("03-12", "M20260310-T-000001"), "new 1");
    assert!(desk.owed("03-12").contains("3 of 10 back"));
    desk.also("item SOAP 块\n");
    let request = ExchangeRequest {
        slip: slip("03-10", ""),
        goods: goods("SOAP", "1"),
        department: department("NK1"),
        issue: None,
    };
    let refused = desk.line(|stock, rules, stamp| stock::exchange(stock, rules, &request, stamp));
    assert_eq!(refused, "stock.not_durable item=SOAP name=SOAP");
}
