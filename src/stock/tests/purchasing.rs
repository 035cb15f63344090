//! Price review, plans, orders, invoices and what is held against them: worked values and refusals.

use snapbox::{assert_data_eq, str};

use crate::base::{
    Decided, Fraction, Money, OrderCode, PlanCode, Price, Quantity, RecordId, Refuse, Span, Stamp,
};
use crate::org::Org;
use crate::stock::purchase::{
    EndRequest, FromPlanRequest, InvoiceRequest, MatchingOptions, OrderAct, OrderRequest,
    OrdersOptions, Record as OfPurchase, ReverseInvoice,
};
use crate::stock::testing::{as_known_by, book, day, item, quantity};
use crate::stock::{
    Formula, Packs, PlanOptions, PlanPolicy, Planned, PricePolicy, PriceReview, PricesOptions,
    Record, Refusal, Stock, plan, prices, purchase, shown,
};

pub(super) fn stamp() -> Stamp {
    let recorded_at = crate::base::Moment::new(day("03-31"), 12 * 3600).expect("noon");
    Stamp { recorded_at, recorded_by: "库管员甲".to_owned(), tag: "t".to_owned(), given: 0 }
}

/// A book and the desk at which rows are decided.
pub(super) struct Desk {
    pub(super) stock: Stock,
    stamp: Stamp,
}

impl Desk {
    pub(super) fn new(text: &str) -> Self {
        Self { stock: book(text), stamp: stamp() }
    }

    /// Folds what was decided; says how much it was, or the code of the refusal.
    fn take<T>(
        &mut self,
        decided: Result<Decided<Vec<T>>, Refusal>,
        record: impl Fn(T) -> OfPurchase,
    ) -> String {
        match decided {
            Ok(Decided::New(rows)) => {
                let n_rows = rows.len();
                for row in rows {
                    let record = Record::Purchase(Box::new(record(row)));
                    self.stock.apply(&record).expect("what was decided can be folded");
                }
                format!("{n_rows} new")
            }
            Ok(Decided::Already(_)) => "already".to_owned(),
            Err(refusal) => refusal.code().to_owned(),
        }
    }

    /// `PO item quantity supplier [plan]`
    pub(super) fn order(&mut self, text: &str) -> String {
        let words: Vec<&str> = text.split(' ').collect();
        let request = OrderRequest {
            date: day("03-10"),
            order: OrderCode::parse(words[0]).expect("a code"),
            supplier: words[3].to_owned(),
            item: item(words[1]),
            quantity: quantity(words[2]),
            unit: None,
            unit_price: Some(Price::parse("2").expect("a price")),
            due: Some(day("03-20")),
            plan: words.get(4).map(|plan| PlanCode::parse(plan).expect("a code")),
            person: String::new(),
            note: String::new(),
        };
        let decided = purchase::order(&self.stock, day("03-31"), &request, &mut self.stamp);
        self.take(decided, OfPurchase::Order)
    }

    fn end(&mut self, order: &str, act: OrderAct) -> String {
        let request = EndRequest {
            date: day("03-25"),
            order: OrderCode::parse(order).expect("a code"),
            item: None,
            act,
            person: String::new(),
            note: String::new(),
        };
        let decided = purchase::end_order(&self.stock, day("03-31"), &request, &mut self.stamp);
        self.take(decided, OfPurchase::Order)
    }

    /// `number supplier amount slip order`, `-` for none.
    pub(super) fn invoice(&mut self, text: &str) -> String {
        let words: Vec<&str> = text.split(' ').collect();
        let or_none = |word: &str| if word == "-" { String::new() } else { word.to_owned() };
        let request = InvoiceRequest {
            date: day("03-28"),
            invoice: words[0].to_owned(),
            supplier: words[1].to_owned(),
            slip: or_none(words[3]),
            order: or_none(words[4]),
            amount: Money::parse(words[2]).expect("money"),
            note: String::new(),
        };
        let today = day("03-31");
        let decided = purchase::record_invoice(&self.stock, today, &request, &mut self.stamp);
        self.take(decided, OfPurchase::Invoice)
    }

    fn save(&mut self, code: &str) -> String {
        let computed = plan(&self.stock, &options("03-31", Formula::Larger)).expect("a plan");
        let code = PlanCode::parse(code).expect("a code");
        let date = day("03-31");
        let decided = purchase::save_plan(&self.stock, &code, &computed, date, &mut self.stamp);
        self.take(decided, OfPurchase::Plan)
    }

    fn approve(&mut self, code: &str, by: &str) -> String {
        let code = PlanCode::parse(code).expect("a code");
        let days = (day("03-31"), day("03-31"));
        let decided = purchase::approve_plan(&self.stock, &code, by, days, "", &mut self.stamp);
        self.take(decided, OfPurchase::Plan)
    }

    fn order_plan(&mut self, code: &str, order: &str, supplier: &str) -> String {
        let request = FromPlanRequest {
            date: day("03-31"),
            order: OrderCode::parse(order).expect("a code"),
            plan: PlanCode::parse(code).expect("a code"),
            supplier: supplier.to_owned(),
            due: None,
            person: String::new(),
            note: String::new(),
        };
        let today = day("03-31");
        let decided = purchase::order_from_plan(&self.stock, today, &request, &mut self.stamp);
        self.take(decided, OfPurchase::Order)
    }

    pub(super) fn orders(&self, as_of: &str) -> String {
        let options = OrdersOptions {
            as_of: day(as_of),
            order: None,
            supplier: None,
            item: None,
            open_only: false,
        };
        let orders = purchase::orders(&self.stock, &options).expect("orders");
        let lines: Vec<String> = orders
            .lines
            .iter()
            .map(|line| {
                let state = line.state.key().rsplit('.').next().expect("a word");
                let (order, item) = (&line.row.order, &line.row.item);
                format!(
                    "{order} {item} {}/{} open {} {state}",
                    line.arrived, line.ordered, line.open
                )
            })
            .collect();
        lines.join("\n")
    }

    pub(super) fn matching(&self) -> String {
        let span = Span::new(day("03-01"), day("03-31")).expect("a span");
        let options = MatchingOptions { span, as_of: day("03-31"), supplier: None };
        let mut told = Vec::new();
        for line in purchase::matching(&self.stock, &options).lines {
            let word = |key: &str| key.rsplit('.').next().expect("a word").to_owned();
            let slips: Vec<&str> = line.slips.iter().map(String::as_str).collect();
            let marks: Vec<String> = line.marks.iter().map(|mark| word(mark.key())).collect();
            told.push(format!(
                "{}[{}] {} of {} invoiced {} {}",
                line.order,
                slips.join(","),
                line.received,
                line.ordered,
                line.invoiced,
                marks.join(",")
            ));
            for of in &line.items {
                let marks: Vec<String> = of.marks.iter().map(|mark| word(mark.key())).collect();
                told.push(format!("  {} {} {}", of.item.code, of.received.0, marks.join(",")));
            }
        }
        told.join("\n")
    }
}

pub(super) fn options(as_of: &str, formula: Formula) -> PlanOptions {
    PlanOptions {
        span: day(as_of).month().next().span(),
        as_of: day(as_of),
        formula,
        packs: Packs::Loose,
        policy: PlanPolicy { window_days: 10, cycle_days: 20, lead_days: 5, safety_days: 2 },
        category: None,
        supplier: None,
        planned: Planned::All,
    }
}

fn reviewed(text: &str) -> String {
    let stock = book(text);
    let options = PricesOptions {
        span: Span::new(day("2025-01-01"), day("12-31")).expect("a span"),
        as_of: day("12-31"),
        item: None,
        supplier: None,
        category: None,
    };
    let prices = prices(&stock, &options).expect("prices");
    let mut told: Vec<String> = prices
        .lines
        .iter()
        .map(|line| {
            let of = |price: Option<Fraction>| {
                price.map_or("—".to_owned(), |price| shown(price).to_string())
            };
            let flags: Vec<String> = line
                .flags
                .iter()
                .map(|flag| format!("{:?} {:?}", flag.way, flag.against))
                .collect();
            format!(
                "{} {} last {} lowest {} plan {} | {} {} | {}",
                line.id,
                shown(line.price),
                of(line.references.last),
                of(line.references.lowest),
                of(line.references.plan),
                line.change().map_or("—".to_owned(), |change| change.to_string()),
                line.effect().map_or("—".to_owned(), |effect| effect.to_string()),
                flags.join(", ")
            )
        })
        .collect();
    told.push(format!("rises {} falls {}", prices.rises, prices.falls));
    told.join("\n")
}

#[test]
fn a_price_is_held_against_last_lowest_and_plan() {
    // At the very edge of 10 % there is no flag; one fen over it there is.
    assert_data_eq!(
        reviewed(
            "item X 只 打=12 plan=2
             store A
             2025-02-01 receipt X 10 supplier:s > store:A @1 id=R0
             2025-05-01 receipt X 10 supplier:s > store:A @2 id=R1
             03-01 receipt X 1打 supplier:s > store:A @26.40 id=R2
             04-01 receipt X 10 supplier:s > store:A =24.30 id=R3
             04-02 receipt X 100 supplier:s > store:A @1.7 id=R4
             04-03 receipt X 5 supplier:s > store:A id=R5
             04-04 receipt X 5 supplier:s > store:A @9 id=R6
             04-05 reversal X 5 store:A > supplier:s reverses=R6"
        ),
        str![[r#"
R0 1.00 last — lowest — plan 2.00 | — — | Fall Plan
R1 2.00 last 1.00 lowest 1.00 plan 2.00 | 100.0% 10.00 | Rise Last, Rise Lowest
R2 2.20 last 2.00 lowest 2.00 plan 2.00 | 10.0% 2.40 | 
R3 2.43 last 2.20 lowest 2.00 plan 2.00 | 10.5% 2.30 | Rise Last, Rise Lowest, Rise Plan
R4 1.70 last 2.43 lowest 2.00 plan 2.00 | -30.0% -73.00 | Fall Last, Fall Plan
rises 14.70 falls 73.00
"#]]
    );
}

#[test]
fn the_price_of_a_document_goes_before_its_money_which_may_hold_freight() {
    assert_data_eq!(
        reviewed(
            "item X 只
             store A
             03-01 receipt X 10 supplier:s > store:A @2 id=R1
             03-02 receipt X 10 supplier:s > store:A @2 =25.00 id=R2"
        ),
        str![[r#"
R1 2.00 last — lowest — plan — | — — | 
R2 2.00 last 2.00 lowest 2.00 plan — | 0.0% 0.00 | 
rises 0.00 falls 0.00
"#]]
    );
}

#[test]
fn a_price_outside_the_tolerance_needs_a_reason_where_the_store_asks_for_one() {
    let text = "item X 只
         store A
         03-01 receipt X 10 supplier:s > store:A @2 #RK1";
    let mut stock = book(text);
    let org = Org::default();
    let rules = crate::stock::Rules {
        org: &org,
        negative: crate::stock::NegativeStock::Refuse,
        today: day("03-31"),
        known: crate::stock::Known::Never,
    };
    let receive = |stock: &Stock, price: &str, reason: &str| {
        let request = crate::stock::ReceiveRequest {
            slip: crate::stock::Slip {
                date: day("03-02"),
                time: None,
                number: String::new(),
                person: String::new(),
                reason: reason.to_owned(),
                note: String::new(),
            },
            goods: crate::stock::Goods {
                item: item("X"),
                quantity: quantity("1"),
                unit: None,
                lot: String::new(),
                expiry: None,
            },
            cost: crate::stock::Cost {
                unit_price: Some(Price::parse(price).expect("a price")),
                amount: None,
            },
            store: crate::stock::testing::store("A"),
            supplier: "s".to_owned(),
            order: String::new(),
        };
        let decided = crate::stock::receive(stock, &rules, &request, &mut stamp());
        decided.map_or_else(|refusal| refusal.code(), |_| "received")
    };
    assert_eq!(receive(&stock, "2.21", ""), "received");
    stock.price_policy = PricePolicy { review: PriceReview::Reason, ..PricePolicy::default() };
    assert_eq!(receive(&stock, "2.21", ""), "purchase.price_unexplained");
    assert_eq!(receive(&stock, "2.21", "调价"), "received");
    assert_eq!(receive(&stock, "2.20", ""), "received");
    assert_eq!(receive(&stock, "1.79", ""), "purchase.price_unexplained");
}

/// 20 used on 8 days that count (two without any): 5/2 a day.
const USED: &str = "item X 只 scale=0 箱=24 minimum=30 maximum=100 supplier=华北 plan=3
     item Y 米 scale=1 category=五金 safety=1.5 lead=10
     item Z 个 category=五金 minimum=5
     store A
     03-01 opening X 12 opening > store:A @2
     03-24 issue X 12 store:A > dept:NK1
     03-26 receipt X 28 supplier:s > store:A @2
     03-27 issue X 10 store:A > dept:NK1
     03-28 return X 2 dept:NK1 > store:A
     03-01 opening Y 10 opening > store:A @1
     03-25 receipt Y 2 supplier:二 > store:A @1.2
     03-25 issue Y 1.1 store:A > dept:NK1";

fn planned(text: &str, options: &PlanOptions) -> String {
    let computed = plan(&book(text), options).expect("a plan");
    let lines: Vec<String> = computed
        .lines
        .iter()
        .map(|line| {
            let of = |need: Option<Quantity>| need.map_or("—".to_owned(), |need| need.to_string());
            let per_day = line.usage.per_day().map_or("—".to_owned(), |exact| exact.to_string());
            format!(
                "{} {}+{} {per_day}/day over {} out {} safety {} | limits {} use {} -> {} at {} from {}",
                line.item.code,
                line.on_hand,
                line.on_order,
                line.usage.days,
                line.usage.days_out,
                line.safety,
                of(line.by_limits),
                of(line.by_use),
                line.quantity,
                line.cost.map_or("—".to_owned(), |cost| cost.to_string()),
                line.supplier
            )
        })
        .collect();
    let total = computed.total;
    format!(
        "{}\n{} lines {} unpriced {}",
        lines.join("\n"),
        total.lines,
        total.cost,
        total.unpriced
    )
}

#[test]
fn both_formulas_with_their_working() {
    // X: 5/2 × (5 + 20) + 5 − 20 = 47.5, so 48; by limits 100 − 20 = 80.
    // Y: 0.11 × (10 + 20) + 1.5 − 10.9 is below zero. Z: nothing was ever used, nobody knows a price.
    assert_data_eq!(
        planned(USED, &options("03-31", Formula::Larger)),
        str![[r#"
X 20+0 5/2/day over 8 out 2 safety 5 | limits 80 use 48 -> 80 at 240.00 from 华北
Y 10.9+0 11/100/day over 10 out 0 safety 3/2 | limits — use 0 -> 0 at 0.00 from 二
Z 0+0 —/day over 0 out 10 safety 0 | limits 5 use — -> 5 at — from 
2 lines 240.00 unpriced 1
"#]]
    );
    assert_data_eq!(
        planned(USED, &options("03-31", Formula::Use)),
        str![[r#"
X 20+0 5/2/day over 8 out 2 safety 5 | limits 80 use 48 -> 48 at 144.00 from 华北
Y 10.9+0 11/100/day over 10 out 0 safety 3/2 | limits — use 0 -> 0 at 0.00 from 二
Z 0+0 —/day over 0 out 10 safety 0 | limits 5 use — -> 0 at — from 
1 lines 144.00 unpriced 0
"#]]
    );
    let packs = PlanOptions { packs: Packs::Whole, ..options("03-31", Formula::Use) };
    assert_data_eq!(
        planned(USED, &packs),
        str![[r#"
X 20+0 5/2/day over 8 out 2 safety 5 | limits 80 use 48 -> 48 at 144.00 from 华北
Y 10.9+0 11/100/day over 10 out 0 safety 3/2 | limits — use 0 -> 0 at 0.00 from 二
Z 0+0 —/day over 0 out 10 safety 0 | limits 5 use — -> 0 at — from 
1 lines 144.00 unpriced 0
"#]]
    );
}

#[test]
fn an_order_arrives_in_parts() {
    let mut desk = Desk::new(
        "item X 只
         item Y 只
         store A
         03-12 receipt X 4 supplier:s > store:A @2 #RK1 order=PO1
         03-14 receipt X 3 supplier:s > store:A @2 #RK2 order=PO1
         03-15 receipt X 1 supplier:s > store:A @2 #RK3 order=PO1 id=R9
         03-16 reversal X 1 store:A > supplier:s reverses=R9",
    );
    assert_eq!(desk.order("PO1 X 10 s"), "1 new");
    assert_eq!(desk.order("PO1 X 10 s"), "already");
    assert_eq!(desk.order("PO1 X 11 s"), "purchase.order_line_taken");
    assert_eq!(desk.order("PO1 Y 1 t"), "purchase.order_supplier");
    assert_eq!(desk.order("PO1 Y 5 s"), "1 new");
    assert_data_eq!(
        desk.orders("03-13"),
        str![[r#"
PO1 X 4/10 open 6 open
PO1 Y 0/5 open 5 open
"#]]
    );
    assert_data_eq!(
        desk.orders("03-15"),
        str![[r#"
PO1 X 8/10 open 2 open
PO1 Y 0/5 open 5 open
"#]]
    );
    assert_data_eq!(
        desk.orders("03-21"),
        str![[r#"
PO1 X 7/10 open 3 overdue
PO1 Y 0/5 open 5 overdue
"#]]
    );
    let on_order = |desk: &Desk, as_of: &str| {
        let sums = purchase::on_order(&desk.stock, day(as_of));
        sums.get(&item("X")).map_or("0".to_owned(), ToString::to_string)
    };
    assert_eq!(on_order(&desk, "03-09"), "0");
    assert_eq!(on_order(&desk, "03-31"), "3");
    assert_eq!(desk.end("PO1", OrderAct::Cancel), "purchase.order_begun");
    assert_eq!(desk.end("PO1", OrderAct::Close), "2 new");
    assert_eq!(desk.end("PO1", OrderAct::Close), "already");
    assert_eq!(desk.end("PO1", OrderAct::Cancel), "purchase.nothing_open");
    assert_eq!(desk.end("PO2", OrderAct::Cancel), "purchase.unknown_order_near");
    assert_eq!(on_order(&desk, "03-31"), "0");
    assert_eq!(on_order(&desk, "03-24"), "3");
    assert_data_eq!(
        desk.orders("03-31"),
        str![[r#"
PO1 X 7/10 open 0 closed
PO1 Y 0/5 open 0 closed
"#]]
    );
    // What was recorded later was not known before.
    let before = Desk { stock: as_known_by(&desk.stock, "03-30"), stamp: stamp() };
    assert_eq!(before.orders("03-31"), "");
}

#[test]
fn a_plan_is_kept_approved_and_ordered() {
    let mut desk = Desk::new(USED);
    assert_eq!(desk.order("PO1 X 10 华北 CG1"), "purchase.unknown_plan");
    assert_eq!(desk.save("CG1"), "2 new");
    assert_eq!(desk.save("CG1"), "already");
    assert_eq!(desk.order_plan("CG1", "PO1", "华北"), "purchase.plan_not_approved");
    assert_eq!(desk.approve("CG1", " "), "purchase.approver_missing");
    assert_eq!(desk.approve("CG1", "科长"), "1 new");
    assert_eq!(desk.approve("CG1", "科长"), "already");
    assert_eq!(desk.approve("CG1", "院长"), "purchase.plan_approved");
    assert_eq!(desk.order("PO1 Y 10 华北 CG1"), "purchase.not_on_plan");
    assert_eq!(desk.order_plan("CG1", "PO1", "三"), "purchase.nothing_of_supplier");
    assert_eq!(desk.order_plan("CG1", "PO1", "华北"), "1 new");
    assert_eq!(desk.order_plan("CG1", "PO2", "华北"), "already");
    assert_data_eq!(desk.orders("03-31"), str!["PO1 X 0/80 open 80 open"]);
    // What is on order is not planned again; the code stands for the first plan.
    assert_eq!(desk.save("CG1"), "purchase.plan_taken");
    assert_eq!(desk.save("CG2"), "1 new");
}

#[test]
fn plan_receipt_and_invoice_stand_side_by_side() {
    let mut desk = Desk::new(
        "item X 只
         item Y 只
         store A
         03-12 receipt X 4 supplier:s > store:A @2 #RK1 order=PO1
         03-14 receipt X 3 supplier:s > store:A @2.5 #RK2 order=PO1
         03-15 receipt Y 2 supplier:s > store:A @1 #RK3
         03-16 receipt Y 1 supplier:t > store:A @1 #RK4",
    );
    assert_eq!(desk.order("PO1 X 10 s"), "1 new");
    assert_data_eq!(
        desk.matching(),
        str![[r#"
PO1[RK1,RK2] 15.50 of 20.00 invoiced 0.00 not_invoiced
  X 7 not_planned,not_received,price_differs
[RK3] 2.00 of 0.00 invoiced 0.00 not_invoiced
  Y 2 not_ordered
[RK4] 1.00 of 0.00 invoiced 0.00 not_invoiced
  Y 1 not_ordered
"#]]
    );
    assert_eq!(desk.invoice("FP1 s 8 RK1 -"), "1 new");
    assert_eq!(desk.invoice("FP1 s 8 RK1 -"), "already");
    assert_eq!(desk.invoice("FP1 s 9 RK1 -"), "purchase.invoice_taken");
    assert_eq!(desk.invoice("FP2 s 7.5 - PO1"), "1 new");
    assert_eq!(desk.invoice("FP3 s 2 RK3 -"), "1 new");
    assert_eq!(desk.invoice("FP4 t 3 RK4 -"), "1 new");
    assert_eq!(desk.invoice("FP5 s 3 RK4 -"), "purchase.invoice_supplier");
    assert_eq!(desk.invoice("FP5 s 3 RK9 -"), "purchase.unknown_slip");
    assert_eq!(desk.invoice("FP5 s 0 RK3 -"), "purchase.invoice_amount");
    assert_eq!(desk.invoice("FP5 s 3 - -"), "purchase.invoice_for_nothing");
    assert_data_eq!(
        desk.matching(),
        str![[r#"
PO1[RK1,RK2] 15.50 of 20.00 invoiced 15.50 
  X 7 not_planned,not_received,price_differs
[RK3] 2.00 of 0.00 invoiced 2.00 
  Y 2 not_ordered
[RK4] 1.00 of 0.00 invoiced 3.00 over_invoiced
  Y 1 not_ordered
"#]]
    );
    let last = desk.stock.purchases.invoices().last().expect("an invoice").id.clone();
    let reverse = |desk: &mut Desk, id: RecordId| {
        let request = ReverseInvoice { date: day("03-30"), id, note: String::new() };
        let today = day("03-31");
        let decided = purchase::reverse_invoice(&desk.stock, today, &request, &mut desk.stamp);
        desk.take(decided, OfPurchase::Invoice)
    };
    assert_eq!(reverse(&mut desk, last.clone()), "1 new");
    assert_eq!(reverse(&mut desk, last), "already");
    assert_eq!(desk.end("PO1", OrderAct::Close), "1 new");
    assert_data_eq!(
        desk.matching(),
        str![[r#"
PO1[RK1,RK2] 15.50 of 20.00 invoiced 15.50 
  X 7 not_planned,price_differs
[RK3] 2.00 of 0.00 invoiced 2.00 
  Y 2 not_ordered
[RK4] 1.00 of 0.00 invoiced 0.00 not_invoiced
  Y 1 not_ordered
"#]]
    );
}
