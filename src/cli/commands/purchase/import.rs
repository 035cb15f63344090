//! `houqin purchase order|invoice import`: orders and invoices from files.

use houqin::base::{ItemCode, Money, OrderCode, PlanCode, Price, Quantity, Stamp};
use houqin::books::{Books, Focus, Need, Window, decide_each};
use houqin::stock::purchase::{self, InvoiceRequest, OrderRequest};

use super::invoice::about;
use crate::cli::commands::stock::flags::split_unit;
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, run_about, verdicts};
use crate::cli::session::Session;

/// Record the orders of a file
///
/// The headings are Chinese or English: 日期 date, 订单号 order, 供应商 supplier, 物资编码 item, 数量
/// quantity, and if they are there 单位 unit, 单价 unit price, 到货期限 due, 计划编号 plan, 经手人
/// person, 备注 note. What is recorded already as the row says is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin purchase order import 订单.xlsx --dry-run")]
pub(crate) struct Orders {
    #[command(flatten)]
    intake: Intake,
}

/// Enter the invoices of a file
///
/// The headings are Chinese or English: 开票日期 date, 发票号 invoice, 供应商 supplier, 金额 amount, and
/// 入库单号 slip or 订单号 order, 备注 note. What is entered already as the row says is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin purchase invoice import 发票.csv --review 退回.csv")]
pub(crate) struct Invoices {
    #[command(flatten)]
    intake: Intake,
}

const ORDERS: Columns = Columns {
    keys: &[
        "purchase.order_rows.date",
        "purchase.order_rows.order",
        "purchase.order_rows.supplier",
        "purchase.order_rows.item",
        "purchase.order_rows.quantity",
        "purchase.order_rows.unit",
        "purchase.order_rows.unit_price",
        "purchase.order_rows.due",
        "purchase.order_rows.plan",
        "purchase.order_rows.person",
        "purchase.order_rows.note",
    ],
    needed: &[
        "purchase.order_rows.date",
        "purchase.order_rows.order",
        "purchase.order_rows.supplier",
        "purchase.order_rows.item",
        "purchase.order_rows.quantity",
    ],
    one_of: &[],
};

const INVOICES: Columns = Columns {
    keys: &[
        "purchase.invoices.date",
        "purchase.invoices.invoice",
        "purchase.invoices.supplier",
        "purchase.invoices.slip",
        "purchase.invoices.order",
        "purchase.invoices.amount",
        "purchase.invoices.note",
    ],
    needed: &[
        "purchase.invoices.date",
        "purchase.invoices.invoice",
        "purchase.invoices.supplier",
        "purchase.invoices.amount",
    ],
    one_of: &["purchase.invoices.slip", "purchase.invoices.order"],
};

fn task(command: &'static str, need: Need, columns: Columns) -> Task {
    Task { command, need, columns, fields: &[] }
}

pub(super) fn orders(session: &Session, args: Orders) -> anyhow::Result<Exit> {
    let Orders { intake } = args;
    let today = session.today();
    take(
        session,
        &intake,
        task("purchase order import", Need::catalogue(), ORDERS),
        order,
        |books, rows, stamp| {
            verdicts(decide_each(
                books,
                rows,
                stamp,
                |request: &OrderRequest| request.date,
                |books, request, stamp| purchase::order(&books.stock, today, request, stamp),
            ))
        },
    )
}

fn order(row: &mut Row<'_>) -> Option<OrderRequest> {
    let date = row.day("purchase.order_rows.date");
    let order = row.required("purchase.order_rows.order", OrderCode::parse);
    let item = row.required("purchase.order_rows.item", ItemCode::parse);
    let key = "purchase.order_rows.quantity";
    let quantity = row.number(key, |text| Quantity::parse(split_unit(text).0));
    let unit = match split_unit(row.text(key)).1 {
        Some(attached) => Some(attached.to_owned()),
        None => row.word_of("purchase.order_rows.unit"),
    };
    let unit_price = row.maybe_number("purchase.order_rows.unit_price", Price::parse);
    let due = row.maybe_day("purchase.order_rows.due");
    let plan = row.optional("purchase.order_rows.plan", PlanCode::parse);
    let text = |key: &str| row.text(key).to_owned();
    Some(OrderRequest {
        date: date?,
        order: order?,
        supplier: text("purchase.order_rows.supplier"),
        item: item?,
        quantity: quantity?,
        unit,
        unit_price: unit_price?,
        due: due?,
        plan: plan?,
        person: text("purchase.order_rows.person"),
        note: text("purchase.order_rows.note"),
    })
}

pub(super) fn invoices(session: &Session, args: Invoices) -> anyhow::Result<Exit> {
    let Invoices { intake } = args;
    let today = session.today();
    let task = task("purchase invoice import", Need::stock(Window::ALL), INVOICES);
    let source = intake.open(session, &[INVOICES])?;
    let about = |requests: &[InvoiceRequest]| Some(Focus::Whole(about(requests)));
    let decide = |books: &Books, rows: &[InvoiceRequest], stamp: &mut Stamp| {
        verdicts(decide_each(
            books,
            rows,
            stamp,
            |request: &InvoiceRequest| request.date,
            |books, request, stamp| purchase::record_invoice(&books.stock, today, request, stamp),
        ))
    };
    run_about(session, &intake, source, task, invoice, (about, decide))
}

fn invoice(row: &mut Row<'_>) -> Option<InvoiceRequest> {
    let date = row.day("purchase.invoices.date");
    let amount = row.number("purchase.invoices.amount", Money::parse);
    let text = |key: &str| row.text(key).to_owned();
    Some(InvoiceRequest {
        date: date?,
        invoice: text("purchase.invoices.invoice"),
        supplier: text("purchase.invoices.supplier"),
        slip: text("purchase.invoices.slip"),
        order: text("purchase.invoices.order"),
        amount: amount?,
        note: text("purchase.invoices.note"),
    })
}
