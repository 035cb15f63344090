//! The ledgers of purchasing as tables, how they are shown in receipts, and orders with what has
//! arrived of them.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::Message;
use crate::stock::Quota;
use crate::stock::purchase::{
    Invoice, OrderLine, OrderRow, OrderState, Orders, PlanAct, PlanRow, Record,
};

/// Invoices as they were entered.
pub struct Invoices<'b>(pub Vec<&'b Invoice>);

/// The quotas that stand.
pub struct Quotas(pub Vec<Quota>);

const PLANS: Ledger = Ledger {
    key: "purchase.plan_rows",
    columns: &[
        "purchase.plan_rows.id",
        "purchase.plan_rows.date",
        "purchase.plan_rows.plan",
        "purchase.plan_rows.kind",
        "purchase.plan_rows.line",
        "purchase.plan_rows.item",
        "purchase.plan_rows.quantity",
        "purchase.plan_rows.unit",
        "purchase.plan_rows.unit_price",
        "purchase.plan_rows.supplier",
        "purchase.plan_rows.person",
        "purchase.plan_rows.note",
        "purchase.plan_rows.recorded_at",
        "purchase.plan_rows.recorded_by",
    ],
};

const ORDERS: Ledger = Ledger {
    key: "purchase.order_rows",
    columns: &[
        "purchase.order_rows.id",
        "purchase.order_rows.date",
        "purchase.order_rows.order",
        "purchase.order_rows.kind",
        "purchase.order_rows.supplier",
        "purchase.order_rows.item",
        "purchase.order_rows.quantity",
        "purchase.order_rows.unit",
        "purchase.order_rows.unit_price",
        "purchase.order_rows.due",
        "purchase.order_rows.plan",
        "purchase.order_rows.person",
        "purchase.order_rows.note",
        "purchase.order_rows.reverses",
        "purchase.order_rows.recorded_at",
        "purchase.order_rows.recorded_by",
    ],
};

const INVOICES: Ledger = Ledger {
    key: "purchase.invoices",
    columns: &[
        "purchase.invoices.id",
        "purchase.invoices.date",
        "purchase.invoices.invoice",
        "purchase.invoices.supplier",
        "purchase.invoices.slip",
        "purchase.invoices.order",
        "purchase.invoices.amount",
        "purchase.invoices.note",
        "purchase.invoices.reverses",
        "purchase.invoices.recorded_at",
        "purchase.invoices.recorded_by",
    ],
};

const QUOTAS: Ledger = Ledger {
    key: "stock.quotas",
    columns: &[
        "stock.quotas.id",
        "stock.quotas.department",
        "stock.quotas.month_from",
        "stock.quotas.category",
        "stock.quotas.amount",
        "stock.quotas.note",
        "stock.quotas.recorded_at",
        "stock.quotas.recorded_by",
    ],
};

const ARRIVED: [&str; 15] = [
    "purchase.orders.order",
    "purchase.orders.date",
    "purchase.orders.supplier",
    "purchase.orders.item",
    "purchase.orders.name",
    "purchase.orders.unit",
    "purchase.orders.ordered",
    "purchase.orders.amount",
    "purchase.orders.arrived",
    "purchase.orders.open",
    "purchase.orders.due",
    "purchase.orders.last_arrival",
    "purchase.orders.plan",
    "purchase.orders.state",
    "purchase.orders.overdue_days",
];

/// A row of these ledgers, as a receipt shows it.
pub(super) fn written(record: &Record) -> Written {
    match record {
        Record::Plan(row) => Written { ledger: PLANS, cells: plan_cells(row) },
        Record::Order(row) => Written { ledger: ORDERS, cells: order_cells(row) },
        Record::Invoice(row) => Written { ledger: INVOICES, cells: invoice_cells(row) },
    }
}

/// A quota, as a receipt shows it.
pub(super) fn written_quota(quota: &Quota) -> Written {
    Written { ledger: QUOTAS, cells: quota_cells(quota) }
}

fn plan_cells(row: &PlanRow) -> Vec<Cell> {
    let goods = row.act.goods();
    let approver = match &row.act {
        PlanAct::Goods(_) => "",
        PlanAct::Approve { approver } => approver,
    };
    vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::of(&row.plan),
        Cell::word(row.act.key()),
        Cell::maybe(goods, |goods| Cell::Count(i64::from(goods.line))),
        Cell::maybe(goods, |goods| Cell::of(&goods.item)),
        Cell::maybe(goods, |goods| goods.quantity.into()),
        Cell::maybe(goods, |goods| Cell::text(&goods.unit)),
        Cell::maybe(goods.and_then(|goods| goods.unit_price), Cell::from),
        Cell::maybe(goods, |goods| Cell::text(&goods.supplier)),
        Cell::text(approver),
        Cell::text(&row.note),
        Cell::of(&row.recorded_at),
        Cell::text(&row.recorded_by),
    ]
}

fn order_cells(row: &OrderRow) -> Vec<Cell> {
    vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::of(&row.order),
        Cell::word(row.act.key()),
        Cell::text(&row.supplier),
        Cell::of(&row.item),
        row.quantity.into(),
        Cell::text(&row.unit),
        Cell::maybe(row.unit_price, Cell::from),
        Cell::maybe(row.due, Cell::Day),
        Cell::maybe(row.plan.as_ref(), Cell::of),
        Cell::text(&row.person),
        Cell::text(&row.note),
        Cell::maybe(row.reverses.as_ref(), Cell::of),
        Cell::of(&row.recorded_at),
        Cell::text(&row.recorded_by),
    ]
}

fn invoice_cells(row: &Invoice) -> Vec<Cell> {
    vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::text(&row.invoice),
        Cell::text(&row.supplier),
        Cell::text(&row.slip),
        Cell::text(&row.order),
        row.amount.into(),
        Cell::text(&row.note),
        Cell::maybe(row.reverses.as_ref(), Cell::of),
        Cell::of(&row.recorded_at),
        Cell::text(&row.recorded_by),
    ]
}

fn quota_cells(quota: &Quota) -> Vec<Cell> {
    vec![
        Cell::of(&quota.id),
        Cell::of(&quota.department),
        Cell::of(&quota.month_from),
        Cell::text(&quota.category),
        quota.amount.into(),
        Cell::text(&quota.note),
        Cell::of(&quota.recorded_at),
        Cell::text(&quota.recorded_by),
    ]
}

impl Present for Invoices<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = INVOICES.table();
        self.0.iter().for_each(|row| table.line(invoice_cells(row)));
        Document::new("purchase.invoices").table(table)
    }
}

impl Present for Quotas {
    fn present(&self) -> Document<'_> {
        let mut table = QUOTAS.table();
        self.0.iter().for_each(|quota| table.line(quota_cells(quota)));
        Document::new("stock.quotas").table(table)
    }
}

impl Present for Orders {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("purchase.orders", &ARRIVED)
            .named_by(&["purchase.orders.order", "purchase.orders.item"]);
        self.lines.iter().for_each(|line| table.line(arrived(line, self)));
        let (n_open, n_overdue) =
            (self.lines.iter().filter(|line| !line.open.is_zero()).count(), self.overdue().count());
        let overdue = Message::new("purchase.note_overdue").with("count", n_overdue);
        Document::new("purchase.orders")
            .facts(vec![
                ("purchase.orders.lines", Cell::count(self.lines.len())),
                ("purchase.orders.n_open", Cell::count(n_open)),
                ("purchase.orders.n_overdue", Cell::count(n_overdue)),
            ])
            .table(table)
            .notes(if n_overdue > 0 { vec![overdue] } else { Vec::new() })
    }
}

fn arrived(line: &OrderLine, orders: &Orders) -> Vec<Cell> {
    let OrderLine { row, item, ordered, amount, arrived, open, last_arrival, state, .. } = line;
    let tone = match state {
        OrderState::Overdue => Tone::Bad,
        OrderState::Arrived => Tone::Good,
        OrderState::Open | OrderState::Cancelled | OrderState::Closed => Tone::Plain,
    };
    let late = row.due.filter(|_| *state == OrderState::Overdue);
    vec![
        Cell::of(&row.order),
        Cell::Day(row.date),
        Cell::text(&row.supplier),
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(&item.unit),
        (*ordered).into(),
        Cell::maybe(*amount, Cell::Money),
        (*arrived).into(),
        (*open).into(),
        Cell::maybe(row.due, Cell::Day),
        Cell::maybe(*last_arrival, Cell::Day),
        Cell::maybe(row.plan.as_ref(), Cell::of),
        Cell::verdict(state.key(), tone),
        Cell::maybe(late, |due| Cell::Count(due.days_until(orders.as_of))),
    ]
}
