//! `houqin purchase invoice`: add, reverse, list; import is beside it.

use clap::Subcommand;
use houqin::base::{Money, RecordId};
use houqin::books::{Change, Need, Whole};
use houqin::report::Invoices;
use houqin::stock::purchase::{self, InvoiceRequest, ReverseInvoice};

use super::import;
use crate::cli::args::{Period, Writing};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Add),
    Reverse(Reverse),
    Import(import::Invoices),
    List(List),
}

/// Enter an invoice for what a supplier brought
///
/// It is for the slip of a receipt, for an order, or for both. One invoice for several slips is
/// entered slip by slip.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin purchase invoice add FP20260331-01 --supplier 华北五金 --slip RK0012 --amount 408
  houqin purchase invoice add FP20260331-02 --supplier 晨光文具 --order PO-002 --amount 720")]
pub(crate) struct Add {
    /// Number of the invoice
    #[arg(value_name = "INVOICE")]
    invoice: String,
    /// Supplier's name
    #[arg(long, value_name = "SUPPLIER")]
    supplier: String,
    /// Slip of the receipt that it is for
    #[arg(long, value_name = "SLIP", required_unless_present = "order")]
    slip: Option<String>,
    /// Number of the purchase order that it is for
    #[arg(long, value_name = "ORDER")]
    order: Option<String>,
    /// Money of the invoice in yuan, or of its part for this slip
    #[arg(long, value_name = "YUAN", allow_negative_numbers = true)]
    amount: String,
    /// Day of the invoice; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Take an invoice back
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin purchase invoice reverse I20260331-a1b2-000012 --note 重开"
)]
pub(crate) struct Reverse {
    /// Id of the row
    #[arg(value_name = "ID")]
    id: String,
    /// Day on which it happened; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List the invoices of a period
///
/// The period is this month unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin purchase invoice list -p 2026-03")]
pub(crate) struct List {
    #[command(flatten)]
    period: Period,
}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add(session, args),
        Group::Reverse(args) => reverse(session, args),
        Group::Import(args) => import::invoices(session, args),
        Group::List(List { period: Period { period } }) => {
            let span = session.period(period.as_deref())?;
            let books = session.read(Need::catalogue())?;
            let invoices = books.stock.purchases.invoices();
            let invoices = invoices.filter(|invoice| span.contains(invoice.date));
            session.show(&Invoices(invoices.collect()))
        }
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add { invoice, supplier, slip, order, amount, date, note, writing } = args;
    let request = InvoiceRequest {
        date: session.day("--date", date.as_deref())?,
        invoice,
        supplier,
        slip: slip.unwrap_or_default(),
        order: order.unwrap_or_default(),
        amount: session.arg("--amount", &amount, Money::parse)?,
        note: note.unwrap_or_default(),
    };
    let (whole, today) = (about([&request]), session.today());
    session.record("purchase invoice add", whole, &writing, |books, stamp| {
        purchase::record_invoice(&books.stock, today, &request, stamp).map(Change::from_decided)
    })
}

/// What invoices are about: the lines under their slips, and those of what was ordered.
pub(super) fn about<'r>(requests: impl IntoIterator<Item = &'r InvoiceRequest>) -> Whole {
    let mut whole = Whole::default();
    for InvoiceRequest { slip, order, .. } in requests {
        whole.names.insert(slip.trim().to_owned());
        whole.orders.insert(order.trim().to_owned());
    }
    whole
}

fn reverse(session: &Session, args: Reverse) -> anyhow::Result<Exit> {
    let Reverse { id, date, note, writing } = args;
    let request = ReverseInvoice {
        date: session.day("--date", date.as_deref())?,
        id: session.arg("ID", &id, RecordId::parse)?,
        note: note.unwrap_or_default(),
    };
    let (need, today) = (Need::catalogue(), session.today());
    session.record("purchase invoice reverse", need, &writing, |books, stamp| {
        purchase::reverse_invoice(&books.stock, today, &request, stamp).map(Change::from_decided)
    })
}
