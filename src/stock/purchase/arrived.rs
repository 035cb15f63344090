//! Orders, and what of them has arrived: lines of orders beside the receipts that name them and
//! the returns that take some of it back to the supplier.

use std::collections::BTreeMap;

use super::{OrderAct, OrderRow, Refusal};
use crate::base::{Day, ItemCode, Money, OrderCode, Quantity, RecordId};
use crate::stock::{self, Item, Kind, Line, Movement, Place, Stock};

/// Where a line of an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderState {
    /// Goods are still to come.
    Open,
    /// Goods are still to come, and should have come already.
    Overdue,
    /// All has come.
    Arrived,
    /// Nothing has come, and nothing will.
    Cancelled,
    /// The rest will not come.
    Closed,
}

impl OrderState {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "purchase.state.open",
            Self::Overdue => "purchase.state.overdue",
            Self::Arrived => "purchase.state.arrived",
            Self::Cancelled => "purchase.state.cancelled",
            Self::Closed => "purchase.state.closed",
        }
    }
}

/// A line of an order, with what has arrived of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// The line as it was ordered.
    pub row: OrderRow,
    /// The item.
    pub item: Item,
    /// What was ordered, in base units.
    pub ordered: Quantity,
    /// What it costs at the agreed price, rounded to the fen; none where nothing was agreed.
    pub amount: Option<Money>,
    /// What has arrived and did not go back, in base units.
    pub arrived: Quantity,
    /// What is still to come; never below zero.
    pub open: Quantity,
    /// The last day on which some of it arrived.
    pub last_arrival: Option<Day>,
    /// The row that ended it.
    pub ended: Option<OrderRow>,
    /// Where it stands.
    pub state: OrderState,
}

/// Which orders are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdersOptions {
    /// At the end of which day.
    pub as_of: Day,
    /// One order only.
    pub order: Option<OrderCode>,
    /// One supplier only.
    pub supplier: Option<String>,
    /// One item only.
    pub item: Option<ItemCode>,
    /// Only those of which goods are still to come.
    pub open_only: bool,
}

/// Orders, and what of them has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orders {
    /// At the end of which day.
    pub as_of: Day,
    /// The lines, by order and item.
    pub lines: Vec<OrderLine>,
}

impl Orders {
    /// The lines that should have arrived already.
    pub fn overdue(&self) -> impl Iterator<Item = &OrderLine> {
        self.lines.iter().filter(|line| line.state == OrderState::Overdue)
    }
}

/// Lists orders with what has arrived of them.
///
/// Refuses an order and an item that nobody knows.
pub fn orders(stock: &Stock, options: &OrdersOptions) -> Result<Orders, stock::Refusal> {
    let OrdersOptions { as_of, order, supplier, item, open_only } = options;
    item.as_ref().map(|item| stock.item(item)).transpose()?;
    if let Some(order) = order {
        known_order(stock, order.as_str())?;
    }
    let mut lines = order_lines(stock, *as_of);
    lines.retain(|line| {
        order.as_ref().is_none_or(|order| *order == line.row.order)
            && supplier.as_ref().is_none_or(|supplier| *supplier == line.row.supplier)
            && item.as_ref().is_none_or(|item| *item == line.row.item)
            && (!open_only || !line.open.is_zero())
    });
    Ok(Orders { as_of: *as_of, lines })
}

/// What was ordered of each item and has not come, in base units.
pub fn on_order(stock: &Stock, as_of: Day) -> BTreeMap<ItemCode, Quantity> {
    let mut sums: BTreeMap<ItemCode, Quantity> = BTreeMap::new();
    for line in order_lines(stock, as_of) {
        if !line.open.is_zero() {
            *sums.entry(line.row.item).or_default() += line.open;
        }
    }
    sums
}

/// What arrived under an order of an item.
#[derive(Default)]
struct Arrival {
    quantity: Quantity,
    last: Option<Day>,
}

/// All lines of orders up to a day, by order and item.
pub(super) fn order_lines(stock: &Stock, as_of: Day) -> Vec<OrderLine> {
    let mut arrivals: BTreeMap<(&str, &ItemCode), Arrival> = BTreeMap::new();
    let lines = || stock.kept_lines(as_of).chain(standing(stock, as_of));
    for line in lines().filter(|line| is_receipt(line)) {
        let Movement { order, item, date, .. } = &line.movement;
        let arrival = arrivals.entry((order, item)).or_default();
        arrival.quantity += line.base;
        arrival.last = arrival.last.max(Some(*date));
    }
    for line in lines().filter(|line| is_returned(line)) {
        let Movement { order, item, .. } = &line.movement;
        arrivals.entry((order, item)).or_default().quantity -= line.base;
    }
    let rows = || stock.purchases.orders().filter(|row| row.date <= as_of);
    let ends: BTreeMap<&RecordId, &OrderRow> =
        rows().filter_map(|row| Some((row.reverses.as_ref()?, row))).collect();
    let mut lines: Vec<OrderLine> = rows()
        .filter(|row| row.act == OrderAct::Order)
        .filter_map(|row| {
            let item = stock.items.get(&row.item)?;
            let arrival = arrivals.get(&(row.order.as_str(), &row.item));
            let ended = ends.get(&row.id).copied();
            Some(order_line(row, item, arrival, ended, as_of))
        })
        .collect();
    lines.sort_by(|one, other| {
        let key = |line: &OrderLine| (line.row.order.clone(), line.row.item.clone());
        key(one).cmp(&key(other)).then_with(|| one.row.id.cmp(&other.row.id))
    });
    lines
}

fn order_line(
    row: &OrderRow,
    item: &Item,
    arrival: Option<&Arrival>,
    ended: Option<&OrderRow>,
    as_of: Day,
) -> OrderLine {
    let ordered = item.base(row.quantity, &row.unit).unwrap_or_default();
    let arrived = arrival.map(|arrival| arrival.quantity).unwrap_or_default();
    let missing = (ordered - arrived).max(Quantity::ZERO);
    let state = match (ended.map(|row| row.act), missing.is_zero()) {
        (Some(OrderAct::Cancel), _) => OrderState::Cancelled,
        (Some(_), _) => OrderState::Closed,
        (None, true) => OrderState::Arrived,
        (None, false) if row.due.is_some_and(|due| due < as_of) => OrderState::Overdue,
        (None, false) => OrderState::Open,
    };
    OrderLine {
        amount: row.unit_price.and_then(|price| Money::of(row.quantity, price)),
        row: row.clone(),
        item: item.clone(),
        ordered,
        arrived,
        open: if ended.is_some() { Quantity::ZERO } else { missing },
        last_arrival: arrival.and_then(|arrival| arrival.last),
        ended: ended.cloned(),
        state,
    }
}

/// The receipts from suppliers up to a day that stand.
pub(super) fn receipts(stock: &Stock, as_of: Day) -> impl Iterator<Item = &Line> {
    standing(stock, as_of).filter(|line| is_receipt(line))
}

/// Whether goods come from a supplier.
fn is_receipt(line: &Line) -> bool {
    let Movement { kind, from, .. } = &line.movement;
    *kind == Kind::Receipt && matches!(from, Place::Supplier(_))
}

/// What went back to suppliers up to a day, and stands.
pub(super) fn returns(stock: &Stock, as_of: Day) -> impl Iterator<Item = &Line> {
    standing(stock, as_of).filter(|line| is_returned(line))
}

/// Whether goods go back to a supplier.
fn is_returned(line: &Line) -> bool {
    let Movement { kind, to, .. } = &line.movement;
    *kind == Kind::Return && matches!(to, Place::Supplier(_))
}

/// The lines up to a day that nothing has taken back by then.
fn standing(stock: &Stock, as_of: Day) -> impl Iterator<Item = &Line> {
    stock.lines().filter(move |line| {
        let Movement { id, date, .. } = &line.movement;
        *date <= as_of
            && stock.reversal_of(id).is_none_or(|reversal| reversal.movement.date > as_of)
    })
}

/// Refuses an order that nobody knows.
pub(super) fn known_order(stock: &Stock, order: &str) -> Result<(), Refusal> {
    let rows = || stock.purchases.orders().map(|row| row.order.as_str());
    if rows().any(|known| known == order) {
        return Ok(());
    }
    let near = crate::base::nearest(order, rows());
    Err(Refusal::UnknownOrder { order: order.to_owned(), near })
}

/// Refuses a receipt that does not fit the order it names: its supplier, its goods, its end.
pub(in crate::stock) fn check_order(
    stock: &Stock,
    movement: &Movement,
) -> Result<(), stock::Refusal> {
    let Movement { order, date, .. } = movement;
    if order.is_empty() {
        return Ok(());
    }
    let lines = order_lines(stock, *date);
    let line = line_of(stock, &lines, movement)?;
    match &line.ended {
        None => Ok(()),
        Some(end) => Err(Refusal::OrderEnded {
            order: order.clone(),
            item: line.item.named(),
            act: end.act,
            date: end.date,
        }
        .into()),
    }
}

/// Refuses goods that go back to a supplier under an order of another one, or under an order that
/// did not bring as many of them, by their day or by now.
pub(in crate::stock) fn check_returned(
    stock: &Stock,
    movements: &[Movement],
) -> Result<(), stock::Refusal> {
    let Some(first) = movements.first().filter(|first| !first.order.is_empty()) else {
        return Ok(());
    };
    let lines: Vec<Line> =
        movements.iter().map(|movement| stock.read(movement)).collect::<Result<_, _>>()?;
    let back: Quantity = lines.iter().map(|line| line.base).sum();
    for day in [first.date, Day::LAST] {
        let known = order_lines(stock, day);
        let line = line_of(stock, &known, first)?;
        if back > line.arrived {
            return Err(Refusal::ReturnedOver {
                order: line.row.order.clone(),
                item: line.item.named(),
                arrived: line.arrived,
                back,
                unit: line.item.unit.clone(),
            }
            .into());
        }
    }
    Ok(())
}

/// The lines of the ledger that name an order nobody knows, or one of another supplier or of other
/// goods, as rows typed by hand or merged may.
pub(in crate::stock) fn misfits(stock: &Stock) -> Vec<(RecordId, stock::Refusal)> {
    let mut named = stock
        .lines()
        .map(|line| &line.movement)
        .filter(|movement| !movement.order.is_empty() && !stock.is_reversed(&movement.id))
        .peekable();
    if named.peek().is_none() {
        return Vec::new();
    }
    let lines = order_lines(stock, Day::LAST);
    named
        .filter_map(|movement| {
            let refusal = line_of(stock, &lines, movement).err()?;
            Some((movement.id.clone(), refusal))
        })
        .collect()
}

/// Goods that lines of the ledger name an order for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderedGoods {
    /// The order.
    pub order: String,
    /// The goods.
    pub item: ItemCode,
    /// The supplier, where the line has one.
    pub supplier: Option<String>,
}

/// Whether every order that is named is known, and is one of the same supplier and goods.
pub fn are_ordered<'g>(stock: &Stock, named: impl Iterator<Item = &'g OrderedGoods>) -> bool {
    let mut named = named.peekable();
    if named.peek().is_none() {
        return true;
    }
    let lines = order_lines(stock, Day::LAST);
    named.all(|OrderedGoods { order, item, supplier }| {
        line_for(stock, &lines, (order, item), supplier.as_ref()).is_ok()
    })
}

/// The line of an order that brings, or takes back, the goods of a movement; it must be the same
/// supplier's.
fn line_of<'l>(
    stock: &Stock,
    lines: &'l [OrderLine],
    movement: &Movement,
) -> Result<&'l OrderLine, stock::Refusal> {
    let Movement { order, item, from, to, .. } = movement;
    let given = match (from, to) {
        (Place::Supplier(given), _) | (_, Place::Supplier(given)) => Some(given),
        _ => None,
    };
    line_for(stock, lines, (order, item), given)
}

fn line_for<'l>(
    stock: &Stock,
    lines: &'l [OrderLine],
    (order, item): (&String, &ItemCode),
    given: Option<&String>,
) -> Result<&'l OrderLine, stock::Refusal> {
    known_order(stock, order)?;
    let of_order: Vec<&OrderLine> =
        lines.iter().filter(|line| line.row.order.as_str() == order).collect();
    if let Some(given) = given
        && let Some(OrderRow { order, supplier, .. }) = of_order.first().map(|line| &line.row)
        && given != supplier
    {
        let (order, supplier, given) = (order.clone(), supplier.clone(), given.clone());
        return Err(Refusal::OrderSupplier { order, supplier, given }.into());
    }
    let items: Vec<&str> = of_order.iter().map(|line| line.row.item.as_str()).collect();
    let items = items.join(" / ");
    if let Some(line) = of_order.into_iter().find(|line| line.row.item == *item) {
        return Ok(line);
    }
    let item = stock.item(item)?.named();
    Err(Refusal::NotOnOrder { order: order.clone(), item, items }.into())
}

/// How much more came of a line of an order than was ordered, with the line; none where it did not.
pub fn over_delivered(stock: &Stock, movement: &Movement) -> Option<(OrderLine, Quantity)> {
    let Movement { kind, order, item, quantity, unit, .. } = movement;
    if *kind != Kind::Receipt {
        return None;
    }
    let lines = order_lines(stock, Day::LAST).into_iter();
    let mut lines = lines.filter(|line| line.row.order.as_str() == order && line.row.item == *item);
    let line = lines.next()?;
    let recorded = stock.line(&movement.id).is_some();
    let new = if recorded { Quantity::ZERO } else { line.item.base(*quantity, unit).ok()? };
    let over = line.arrived + new - line.ordered;
    (over > Quantity::ZERO).then_some((line, over))
}
