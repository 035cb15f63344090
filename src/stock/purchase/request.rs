//! Decides over orders: a line, the lines of a plan that one supplier brings, the end of the rest.

use super::arrived::{known_order, order_lines};
use super::document::{approved, document};
use super::{OrderAct, OrderLine, OrderRow, OrderState, Refusal};
use crate::base::{Day, Decided, ItemCode, OrderCode, PlanCode, Price, Quantity, Stamp};
use crate::stock::{self, Stock};

/// Goods are ordered (订货).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRequest {
    /// The day of the order.
    pub date: Day,
    /// The order's number.
    pub order: OrderCode,
    /// From whom.
    pub supplier: String,
    /// The item.
    pub item: ItemCode,
    /// How much, in `unit`.
    pub quantity: Quantity,
    /// The unit; none is the base unit.
    pub unit: Option<String>,
    /// The agreed price of one `unit`.
    pub unit_price: Option<Price>,
    /// The day on which the goods are due.
    pub due: Option<Day>,
    /// The plan that is fulfilled.
    pub plan: Option<PlanCode>,
    /// Who orders.
    pub person: String,
    /// A remark.
    pub note: String,
}

/// What one supplier is to bring of a plan is ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromPlanRequest {
    /// The day of the order.
    pub date: Day,
    /// The order's number.
    pub order: OrderCode,
    /// The plan.
    pub plan: PlanCode,
    /// From whom: lines of the plan for another supplier are left out.
    pub supplier: String,
    /// The day on which the goods are due.
    pub due: Option<Day>,
    /// Who orders.
    pub person: String,
    /// A remark.
    pub note: String,
}

/// What has not come of an order will not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndRequest {
    /// The day.
    pub date: Day,
    /// The order's number.
    pub order: OrderCode,
    /// One item only; all of the order if none.
    pub item: Option<ItemCode>,
    /// Cancelled or closed.
    pub act: OrderAct,
    /// Who ended it.
    pub person: String,
    /// Why.
    pub note: String,
}

/// Decides over a line of an order.
///
/// An order has one supplier and each item once. A plan that is named must be approved and have the
/// item.
pub fn order(
    stock: &Stock,
    today: Day,
    request: &OrderRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<OrderRow>>, stock::Refusal> {
    let OrderRequest { date, order, supplier, item, quantity, unit, .. } = request;
    not_to_come(*date, today)?;
    let item = stock.item(item)?;
    if !item.active {
        return Err(stock::Refusal::Inactive { item: item.named() });
    }
    let unit = unit.clone().unwrap_or_else(|| item.unit.clone());
    if *quantity <= Quantity::ZERO {
        return Err(stock::Refusal::NotPositive { quantity: *quantity });
    }
    item.base(*quantity, &unit)?;
    let supplier = named(supplier)?;
    if let Some(plan) = &request.plan {
        let lines = document(stock, plan)?;
        approved(&lines)?;
        if !lines.goods.iter().any(|goods| goods.planned.item == item.code) {
            return Err(Refusal::NotOnPlan { plan: plan.clone(), item: item.named() }.into());
        }
    }
    let mut row = OrderRow {
        id: blank_id(),
        date: *date,
        order: order.clone(),
        act: OrderAct::Order,
        supplier,
        item: item.code.clone(),
        quantity: *quantity,
        unit,
        unit_price: request.unit_price,
        due: request.due,
        plan: request.plan.clone(),
        person: one_line(&request.person),
        note: one_line(&request.note),
        reverses: None,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    for there in stock.purchases.orders() {
        if there.order != *order || there.act != OrderAct::Order {
            continue;
        }
        if there.says_the_same_as(&row) {
            return Ok(Decided::Already(there.id.to_string()));
        }
        if there.supplier != row.supplier {
            let (order, given) = (order.clone(), row.supplier);
            let supplier = there.supplier.clone();
            return Err(Refusal::OrderSupplier { order, supplier, given }.into());
        }
        if there.item == row.item {
            let (order, id) = (order.clone(), there.id.clone());
            return Err(Refusal::OrderLineTaken { order, item: item.named(), id }.into());
        }
    }
    row.id = stamp.id('O', *date);
    Ok(Decided::New(vec![row]))
}

/// Decides over an order of everything that one supplier is to bring of an approved plan.
///
/// What was ordered of the plan already is left out.
pub fn order_from_plan(
    stock: &Stock,
    today: Day,
    request: &FromPlanRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<OrderRow>>, stock::Refusal> {
    let FromPlanRequest { date, order: code, plan, supplier, due, person, note } = request;
    let document = document(stock, plan)?;
    approved(&document)?;
    let supplier = named(supplier)?;
    let mut rows = Vec::new();
    let mut already = None;
    let planned = || document.goods.iter().map(|goods| &goods.planned);
    let of_supplier = planned().filter(|goods| goods.supplier == supplier);
    for goods in of_supplier {
        let is_ordered = |row: &&OrderRow| {
            row.act == OrderAct::Order && row.plan.as_ref() == Some(plan) && row.item == goods.item
        };
        if let Some(there) = stock.purchases.orders().find(is_ordered) {
            already = Some(there.id.to_string());
            continue;
        }
        let request = OrderRequest {
            date: *date,
            order: code.clone(),
            supplier: supplier.clone(),
            item: goods.item.clone(),
            quantity: goods.quantity,
            unit: Some(goods.unit.clone()),
            unit_price: goods.unit_price,
            due: *due,
            plan: Some(plan.clone()),
            person: person.clone(),
            note: note.clone(),
        };
        if let Decided::New(new) = order(stock, today, &request, stamp)? {
            rows.extend(new);
        }
    }
    match (rows.is_empty(), already) {
        (false, _) => Ok(Decided::New(rows)),
        (true, Some(id)) => Ok(Decided::Already(id)),
        (true, None) => {
            let mut known: Vec<&str> = planned().map(|goods| goods.supplier.as_str()).collect();
            known.sort_unstable();
            known.dedup();
            let suppliers = known.join(" / ");
            Err(Refusal::NothingOfSupplier { plan: plan.clone(), supplier, suppliers }.into())
        }
    }
}

/// Decides over the end of an order, or of one item of it: what has not come will not come.
///
/// What has come in part is closed, not cancelled.
pub fn end_order(
    stock: &Stock,
    today: Day,
    request: &EndRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<OrderRow>>, stock::Refusal> {
    let EndRequest { date, order, item, act, person, note } = request;
    not_to_come(*date, today)?;
    known_order(stock, order.as_str())?;
    item.as_ref().map(|item| stock.item(item)).transpose()?;
    let mut lines = order_lines(stock, today);
    lines.retain(|line| line.row.order == *order);
    if let Some(item) = item {
        if !lines.iter().any(|line| line.row.item == *item) {
            let items: Vec<&str> = lines.iter().map(|line| line.row.item.as_str()).collect();
            return Err(Refusal::NotOnOrder {
                order: order.to_string(),
                item: stock.item(item)?.named(),
                items: items.join(" / "),
            }
            .into());
        }
        lines.retain(|line| line.row.item == *item);
    }
    let is_open = |line: &&OrderLine| matches!(line.state, OrderState::Open | OrderState::Overdue);
    let open: Vec<&OrderLine> = lines.iter().filter(is_open).collect();
    if open.is_empty() {
        let ended = lines.iter().find_map(|line| line.ended.as_ref());
        return match ended.filter(|row| row.act == *act) {
            Some(row) => Ok(Decided::Already(row.id.to_string())),
            None => Err(Refusal::NothingOpen { order: order.clone() }.into()),
        };
    }
    if let Some(begun) = open.iter().find(|line| !line.arrived.is_zero())
        && *act == OrderAct::Cancel
    {
        return Err(Refusal::OrderBegun {
            order: order.clone(),
            item: begun.item.named(),
            arrived: begun.arrived,
            unit: begun.item.unit.clone(),
        }
        .into());
    }
    let end = |line: &OrderLine, stamp: &mut Stamp| OrderRow {
        id: stamp.id('O', *date),
        date: *date,
        act: *act,
        quantity: line.open,
        unit: line.item.unit.clone(),
        unit_price: None,
        due: None,
        person: one_line(person),
        note: one_line(note),
        reverses: Some(line.row.id.clone()),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
        ..line.row.clone()
    };
    Ok(Decided::New(open.into_iter().map(|line| end(line, stamp)).collect()))
}

/// Refuses a day that is still to come.
pub(super) fn not_to_come(date: Day, today: Day) -> Result<(), stock::Refusal> {
    if date > today { Err(stock::Refusal::Future { date, today }) } else { Ok(()) }
}

/// A supplier's name, which must be there.
pub(super) fn named(supplier: &str) -> Result<String, stock::Refusal> {
    match supplier.trim() {
        "" => Err(stock::Refusal::SupplierMissing),
        name => Ok(name.to_owned()),
    }
}

/// A text as a row keeps it: without line breaks and blanks around it.
pub(super) fn one_line(text: &str) -> String {
    text.trim().replace(['\r', '\n'], " ")
}

/// An id that no row keeps.
pub(super) fn blank_id() -> crate::base::RecordId {
    crate::base::RecordId::parse("0").expect("BUG: a digit is a code")
}
