//! Plan, receipt and invoice held side by side (计划、入库、发票核对), order by order.
//!
//! What came without an order stands under its slip. Quantities are held against each other item by
//! item, money document by document: an invoice does not say which goods it is for.

use std::collections::{BTreeMap, BTreeSet};

use super::arrived::{order_lines, receipts, returns};
use super::document::documents;
use super::invoice::standing;
use super::{OrderLine, OrderState};
use crate::base::{Day, ItemCode, Money, Price, Quantity, RecordId, Span};
use crate::stock::{Item, Line, Place, Stock};

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It came, and nobody ordered it.
    NotOrdered,
    /// It was ordered, and no plan has it.
    NotPlanned,
    /// More was ordered than planned.
    OverPlan,
    /// It was ordered, and has not all come.
    NotReceived,
    /// More came than was ordered.
    OverReceived,
    /// It went back to the supplier, and nothing says under which order it had come.
    ReturnedAlone,
    /// More went back than came.
    OverReturned,
    /// It came at another price than was agreed.
    PriceDiffers,
    /// It came, and not all of it was invoiced.
    NotInvoiced,
    /// More was invoiced than came.
    OverInvoiced,
}

impl Mark {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotOrdered => "purchase.mark.not_ordered",
            Self::NotPlanned => "purchase.mark.not_planned",
            Self::OverPlan => "purchase.mark.over_plan",
            Self::NotReceived => "purchase.mark.not_received",
            Self::OverReceived => "purchase.mark.over_received",
            Self::ReturnedAlone => "purchase.mark.returned_alone",
            Self::OverReturned => "purchase.mark.over_returned",
            Self::PriceDiffers => "purchase.mark.price_differs",
            Self::NotInvoiced => "purchase.mark.not_invoiced",
            Self::OverInvoiced => "purchase.mark.over_invoiced",
        }
    }
}

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchingOptions {
    /// The days: an order or slip is shown when any of its rows is dated on one of them.
    pub span: Span,
    /// The last day that counts.
    pub as_of: Day,
    /// One supplier only.
    pub supplier: Option<String>,
}

/// One item of an order or slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedItem {
    /// The item.
    pub item: Item,
    /// What the plan has, in base units, and what it was to cost.
    pub planned: Option<(Quantity, Option<Money>)>,
    /// What was ordered, in base units, and at what cost.
    pub ordered: Option<(Quantity, Option<Money>)>,
    /// What came and did not go back, in base units, and what it was worth.
    pub received: (Quantity, Money),
    /// What went back to the supplier, in base units.
    pub returned: Quantity,
    /// What is still to come.
    pub open: Quantity,
    /// What does not fit.
    pub marks: BTreeSet<Mark>,
}

/// One order with its receipts and invoices, or one slip that came without an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The order; empty for a slip that came without one.
    pub order: String,
    /// The slips of the receipts, and of what went back.
    pub slips: BTreeSet<String>,
    /// The invoices.
    pub invoices: BTreeSet<String>,
    /// From whom.
    pub supplier: String,
    /// The items, by code.
    pub items: Vec<MatchedItem>,
    /// What was ordered, as far as prices were agreed.
    pub ordered: Money,
    /// What came and did not go back.
    pub received: Money,
    /// What was invoiced.
    pub invoiced: Money,
    /// What does not fit of the money.
    pub marks: BTreeSet<Mark>,
}

impl Matched {
    /// Whether anything does not fit.
    pub fn is_open(&self) -> bool {
        !self.marks.is_empty() || self.items.iter().any(|item| !item.marks.is_empty())
    }
}

/// Plan, receipt and invoice side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    /// What was looked at.
    pub options: MatchingOptions,
    /// The orders by code, then the slips without one.
    pub lines: Vec<Matched>,
}

impl Matching {
    /// The orders and slips of which something does not fit.
    pub fn open(&self) -> impl Iterator<Item = &Matched> {
        self.lines.iter().filter(|line| line.is_open())
    }
}

/// What belongs together: an order, or the slip that came without one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Order(String),
    Slip(String),
}

impl Key {
    fn of_line(line: &Line) -> Self {
        let movement = &line.movement;
        match (movement.order.as_str(), movement.slip.as_str()) {
            ("", "") => Self::Slip(movement.id.to_string()),
            ("", slip) => Self::Slip(slip.to_owned()),
            (order, _) => Self::Order(order.to_owned()),
        }
    }
}

/// The rows of one order or slip, while they are gathered.
#[derive(Default)]
struct Gathered<'s> {
    ordered: Vec<OrderLine>,
    received: Vec<&'s Line>,
    returned: Vec<&'s Line>,
    invoices: BTreeSet<String>,
    invoiced: Money,
    supplier: String,
    touched: bool,
}

/// Holds plans, orders, receipts and invoices against each other.
pub fn matching(stock: &Stock, options: &MatchingOptions) -> Matching {
    let MatchingOptions { span, as_of, supplier } = options;
    let mut gathered: BTreeMap<Key, Gathered<'_>> = BTreeMap::new();
    for line in order_lines(stock, *as_of) {
        let of = gathered.entry(Key::Order(line.row.order.to_string())).or_default();
        of.touched |= span.contains(line.row.date);
        of.supplier.clone_from(&line.row.supplier);
        of.ordered.push(line);
    }
    let mut order_of_slip: BTreeMap<&str, Key> = BTreeMap::new();
    for line in receipts(stock, *as_of) {
        let key = Key::of_line(line);
        order_of_slip.entry(&line.movement.slip).or_insert_with(|| key.clone());
        let of = gathered.entry(key).or_default();
        of.touched |= span.contains(line.movement.date);
        if let (Place::Supplier(name), true) = (&line.movement.from, of.supplier.is_empty()) {
            of.supplier.clone_from(name);
        }
        of.received.push(line);
    }
    for line in returns(stock, *as_of) {
        let key = Key::of_line(line);
        order_of_slip.entry(&line.movement.slip).or_insert_with(|| key.clone());
        let of = gathered.entry(key).or_default();
        of.touched |= span.contains(line.movement.date);
        if let (Place::Supplier(name), true) = (&line.movement.to, of.supplier.is_empty()) {
            of.supplier.clone_from(name);
        }
        of.returned.push(line);
    }
    for invoice in standing(stock, *as_of) {
        let by_slip = || order_of_slip.get(invoice.slip.as_str()).cloned();
        let key = match invoice.order.as_str() {
            "" => by_slip().unwrap_or_else(|| Key::Slip(invoice.slip.clone())),
            order => Key::Order(order.to_owned()),
        };
        let of = gathered.entry(key).or_default();
        of.touched |= span.contains(invoice.date);
        if of.supplier.is_empty() {
            of.supplier.clone_from(&invoice.supplier);
        }
        of.invoices.insert(invoice.invoice.clone());
        of.invoiced += invoice.amount;
    }
    let values = values(stock, *as_of);
    let planned = planned(stock);
    let wanted = |of: &Gathered<'_>| {
        of.touched && supplier.as_ref().is_none_or(|supplier| *supplier == of.supplier)
    };
    let lines = gathered
        .into_iter()
        .filter(|(_, of)| wanted(of))
        .map(|(key, of)| matched(stock, key, of, &values, &planned))
        .collect();
    Matching { options: options.clone(), lines }
}

/// Goods of plans: by plan and item, quantity in base units and money.
type Plans = BTreeMap<(String, ItemCode), (Quantity, Option<Money>)>;

fn planned(stock: &Stock) -> Plans {
    let mut plans = Plans::new();
    for document in documents(stock) {
        for goods in &document.goods {
            let (planned, item) = (&goods.planned, &goods.item);
            let quantity = item.base(planned.quantity, &planned.unit).unwrap_or_default();
            let key = (document.plan.to_string(), planned.item.clone());
            plans.insert(key, (quantity, planned.cost()));
        }
    }
    plans
}

/// What each receipt or return that states no money was worth.
fn values(stock: &Stock, as_of: Day) -> BTreeMap<RecordId, Money> {
    let lines = receipts(stock, as_of).chain(returns(stock, as_of));
    let unstated = lines.filter(|line| line.stated.is_none());
    let items: BTreeSet<&ItemCode> = unstated.map(|line| &line.movement.item).collect();
    let mut values = BTreeMap::new();
    for item in items {
        stock.replay(item, as_of, |step| {
            values.insert(step.line.movement.id.clone(), step.effect.value);
        });
    }
    values
}

/// What moved of one item of an order or slip.
struct Moved<'s> {
    receipts: Vec<&'s Line>,
    returned: Quantity,
    /// What came and did not go back, and what it was worth.
    stayed: (Quantity, Money),
}

/// What stayed of what came: what went back leaves at the price at which it came, so that the
/// invoice is to be for what stayed; without a receipt beside it, at what it was worth.
fn stayed(came: (Quantity, Money), back: (Quantity, Money)) -> (Quantity, Money) {
    let left = came.0 - back.0;
    if back.0.is_zero() || came.0.is_zero() || left.is_negative() {
        return (left, came.1 - back.1);
    }
    (left, came.1.share(left, came.0).unwrap_or(came.1 - back.1))
}

fn matched<'s>(
    stock: &Stock,
    key: Key,
    of: Gathered<'s>,
    values: &BTreeMap<RecordId, Money>,
    plans: &Plans,
) -> Matched {
    let worth = |line: &Line| {
        let value = || values.get(&line.movement.id).copied();
        line.stated.or_else(value).unwrap_or_default()
    };
    let codes: BTreeSet<&ItemCode> = of
        .ordered
        .iter()
        .map(|line| &line.row.item)
        .chain(of.received.iter().chain(&of.returned).map(|line| &line.movement.item))
        .collect();
    let items = codes.into_iter().filter_map(|code| {
        let item = stock.items.get(code)?;
        let ordered = of.ordered.iter().find(|line| line.row.item == *code);
        let of_item = |lines: &[&'s Line]| -> Vec<&'s Line> {
            lines.iter().copied().filter(|line| line.movement.item == *code).collect()
        };
        let (received, returned) = (of_item(&of.received), of_item(&of.returned));
        let sum = |lines: &[&Line]| -> (Quantity, Money) {
            (lines.iter().map(|line| line.base).sum(), lines.iter().map(|line| worth(line)).sum())
        };
        let moved = Moved {
            stayed: stayed(sum(&received), sum(&returned)),
            returned: sum(&returned).0,
            receipts: received,
        };
        Some(matched_item(item, ordered, &moved, plans))
    });
    let items: Vec<MatchedItem> = items.collect();
    let received: Money = items.iter().map(|item| item.received.1).sum();
    let ordered = items.iter().filter_map(|item| item.ordered?.1).sum();
    let mut marks = BTreeSet::new();
    if of.invoiced < received {
        marks.insert(Mark::NotInvoiced);
    }
    if of.invoiced > received {
        marks.insert(Mark::OverInvoiced);
    }
    let slips = of.received.iter().chain(&of.returned).map(|line| line.movement.slip.clone());
    let slips = slips.filter(|slip| !slip.is_empty());
    let (order, own) = match key {
        Key::Order(order) => (order, None),
        Key::Slip(slip) => (String::new(), Some(slip)),
    };
    Matched {
        order,
        slips: slips.chain(own).collect(),
        invoices: of.invoices,
        supplier: of.supplier,
        items,
        ordered,
        received,
        invoiced: of.invoiced,
        marks,
    }
}

fn matched_item(
    item: &Item,
    ordered: Option<&OrderLine>,
    moved: &Moved<'_>,
    plans: &Plans,
) -> MatchedItem {
    let plan = ordered.and_then(|line| line.row.plan.as_ref());
    let planned = plan.and_then(|plan| plans.get(&(plan.to_string(), item.code.clone()))).copied();
    let mut marks = BTreeSet::new();
    let mut open = Quantity::ZERO;
    match ordered {
        None if moved.receipts.is_empty() => drop(marks.insert(Mark::ReturnedAlone)),
        None => drop(marks.insert(Mark::NotOrdered)),
        Some(line) => {
            open = line.open;
            let states = [OrderState::Open, OrderState::Overdue];
            let told = [
                (Mark::NotPlanned, planned.is_none()),
                (Mark::OverPlan, planned.is_some_and(|(planned, _)| line.ordered > planned)),
                (Mark::NotReceived, states.contains(&line.state)),
                (Mark::OverReceived, line.arrived > line.ordered),
                (
                    Mark::PriceDiffers,
                    moved.receipts.iter().any(|receipt| !same_price(line, receipt)),
                ),
            ];
            marks.extend(told.into_iter().filter(|(_, is_so)| *is_so).map(|(mark, _)| mark));
        }
    }
    if moved.stayed.0.is_negative() && !moved.receipts.is_empty() {
        marks.insert(Mark::OverReturned);
    }
    let ordered = ordered.map(|line| (line.ordered, line.amount));
    let (received, returned) = (moved.stayed, moved.returned);
    MatchedItem { item: item.clone(), planned, ordered, received, returned, open, marks }
}

/// Whether a receipt came at the agreed price; where either has none, nobody can tell.
fn same_price(line: &OrderLine, receipt: &Line) -> bool {
    let factor = |unit: &str| line.item.factor(unit);
    let of = |price: Price, unit: &str| {
        let price = crate::base::Fraction::new(i128::from(price.millionths()), 1)?;
        price.checked_div(factor(unit)?)
    };
    let movement = &receipt.movement;
    let agreed = line.row.unit_price.and_then(|price| of(price, &line.row.unit));
    let paid = movement.unit_price.and_then(|price| of(price, &movement.unit));
    match (agreed, paid) {
        (Some(agreed), Some(paid)) => agreed == paid,
        _ => true,
    }
}
