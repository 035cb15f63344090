//! `houqin purchase order`: add, from-plan, cancel, close, status; import is beside it.

use clap::Subcommand;
use houqin::base::{Decided, ItemCode, OrderCode, PlanCode, Price, Quantity, Stamp};
use houqin::books::{Books, Change, Need, Reading, Whole, Window, reuse_before_order};
use houqin::stock;
use houqin::stock::purchase::{
    self, EndRequest, FromPlanRequest, OrderAct, OrderRequest, OrderRow, OrdersOptions,
};

use super::import;
use crate::cli::args::{Clocks, Writing};
use crate::cli::commands::stock::flags::split_unit;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Add),
    FromPlan(FromPlan),
    Cancel(Cancel),
    Close(Close),
    Import(import::Orders),
    Status(Status),
}

/// What the rows of an order have in common
#[derive(Debug, clap::Args)]
struct Head {
    /// Number of the purchase order
    #[arg(long, value_name = "ORDER")]
    order: String,
    /// Supplier's name
    #[arg(long, value_name = "SUPPLIER")]
    supplier: String,
    /// Day on which the goods are due
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// Who orders
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Day on which it happened; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
}

/// Order goods: one item of an order
///
/// An order has one supplier and each item once. What arrives names it: stock receive --order. Where
/// assets of the name stand idle, that is said: they come first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin purchase order add DG36 2箱 --order PO-001 --supplier 华北五金 --price 204 --due 2026-04-10
  houqin purchase order add A4 40 --order PO-002 --supplier 晨光文具 --plan CG-2026-04")]
pub(crate) struct Add {
    /// Code of the item
    #[arg(value_name = "ITEM")]
    item: String,
    /// How much, with its unit or without: 3, 2.5, 2箱
    #[arg(value_name = "QUANTITY", allow_negative_numbers = true)]
    quantity: String,
    /// Agreed price of one unit in yuan
    #[arg(long, value_name = "YUAN", allow_negative_numbers = true)]
    price: Option<String>,
    /// Approved plan that is fulfilled
    #[arg(long, value_name = "CODE")]
    plan: Option<String>,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

/// Order everything that one supplier is to bring of an approved plan
///
/// What was ordered of the plan already is left out.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  houqin purchase order from-plan CG-2026-04 --order PO-003 --supplier 华北五金 --due 2026-04-10")]
pub(crate) struct FromPlan {
    /// Code of the plan
    #[arg(value_name = "CODE")]
    plan: String,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

/// Which order ends
#[derive(Debug, clap::Args)]
struct End {
    /// Number of the purchase order
    #[arg(value_name = "ORDER")]
    order: String,
    /// Only this item
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// Who ends it
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Day on which it happened; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Cancel an order, or one item of it, of which nothing has arrived
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin purchase order cancel PO-001 --item DG36 --note 断货")]
pub(crate) struct Cancel {
    #[command(flatten)]
    end: End,
}

/// Close an order: what has not arrived will not come
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin purchase order close PO-001 --note 余数不再供货")]
pub(crate) struct Close {
    #[command(flatten)]
    end: End,
}

/// Show what was ordered, what has arrived, what is still to come and what is overdue
///
/// Exits with 1 when anything is overdue.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin purchase order status --open
  houqin purchase order status --order PO-001
  houqin purchase order status --supplier 华北五金 --as-of 2026-03-31")]
pub(crate) struct Status {
    /// Only this order
    #[arg(long, value_name = "ORDER")]
    order: Option<String>,
    /// Only this supplier
    #[arg(long, value_name = "SUPPLIER")]
    supplier: Option<String>,
    /// Only this item
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// Only that of which goods are still to come
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    clocks: Clocks,
}

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add(session, args),
        Group::FromPlan(args) => from_plan(session, args),
        Group::Cancel(Cancel { end }) => ended(session, end, OrderAct::Cancel),
        Group::Close(Close { end }) => ended(session, end, OrderAct::Close),
        Group::Import(args) => import::orders(session, args),
        Group::Status(args) => status(session, args),
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add { item, quantity, price, plan, head, writing } = args;
    let Head { order, supplier, due, person, date, note } = head;
    let (number, unit) = split_unit(&quantity);
    let request = OrderRequest {
        date: session.day("--date", date.as_deref())?,
        order: session.arg("--order", &order, OrderCode::parse)?,
        supplier,
        item: session.arg("ITEM", &item, ItemCode::parse)?,
        quantity: session.arg("QUANTITY", number, Quantity::parse)?,
        unit: unit.map(str::to_owned),
        unit_price: session.maybe("--price", price.as_deref(), Price::parse)?,
        due: session.maybe_day("--due", due.as_deref())?,
        plan: session.maybe("--plan", plan.as_deref(), PlanCode::parse)?,
        person: person.unwrap_or_default(),
        note: note.unwrap_or_default(),
    };
    let today = session.today();
    ordered(session, "purchase order add", &writing, |books, stamp| {
        purchase::order(&books.stock, today, &request, stamp)
    })
}

/// Records what is ordered, and says where things of the name stand idle.
fn ordered(
    session: &Session,
    command: &str,
    writing: &Writing,
    decide: impl FnOnce(&Books, &mut Stamp) -> Result<Decided<Vec<OrderRow>>, stock::Refusal>,
) -> anyhow::Result<Exit> {
    let need = Need { assets: Reading::Wanted, ..Need::catalogue() };
    let (today, mut said) = (session.today(), Vec::new());
    let exit = session.record(command, need, writing, |books, stamp| {
        let decided = decide(books, stamp)?;
        if let Decided::New(rows) = &decided {
            said = reuse_before_order(books, rows.iter().map(|row| &row.item), today);
        }
        Ok::<_, stock::Refusal>(Change::from_decided(decided))
    })?;
    session.ui().talk_of_all(&said);
    Ok(exit)
}

fn from_plan(session: &Session, args: FromPlan) -> anyhow::Result<Exit> {
    let FromPlan { plan, head, writing } = args;
    let Head { order, supplier, due, person, date, note } = head;
    let request = FromPlanRequest {
        date: session.day("--date", date.as_deref())?,
        order: session.arg("--order", &order, OrderCode::parse)?,
        plan: session.arg("CODE", &plan, PlanCode::parse)?,
        supplier,
        due: session.maybe_day("--due", due.as_deref())?,
        person: person.unwrap_or_default(),
        note: note.unwrap_or_default(),
    };
    let today = session.today();
    ordered(session, "purchase order from-plan", &writing, |books, stamp| {
        purchase::order_from_plan(&books.stock, today, &request, stamp)
    })
}

fn ended(session: &Session, args: End, act: OrderAct) -> anyhow::Result<Exit> {
    let End { order, item, person, date, note, writing } = args;
    let request = EndRequest {
        date: session.day("--date", date.as_deref())?,
        order: session.arg("ORDER", &order, OrderCode::parse)?,
        item: session.maybe("--item", item.as_deref(), ItemCode::parse)?,
        act,
        person: person.unwrap_or_default(),
        note: note.unwrap_or_default(),
    };
    let command = match act {
        OrderAct::Cancel => "purchase order cancel",
        OrderAct::Order | OrderAct::Close => "purchase order close",
    };
    let today = session.today();
    let orders = [request.order.to_string()].into();
    let whole = Whole { orders, ..Whole::default() };
    session.record(command, whole, &writing, |books, stamp| {
        purchase::end_order(&books.stock, today, &request, stamp).map(Change::from_decided)
    })
}

fn status(session: &Session, args: Status) -> anyhow::Result<Exit> {
    let Status { order, supplier, item, open, clocks } = args;
    let set = session.clocks(&clocks)?;
    let options = OrdersOptions {
        as_of: set.as_of(),
        order: session.maybe("--order", order.as_deref(), OrderCode::parse)?,
        supplier,
        item: session.maybe("--item", item.as_deref(), ItemCode::parse)?,
        open_only: open,
    };
    let books = session.read_known(Need::stock(Window::until(set.as_of())), &set)?;
    let orders: Result<_, stock::Refusal> = purchase::orders(&books.stock, &options);
    let orders = orders.map_err(|refusal| Failure::refused(&refusal))?;
    let exit = session.show_known(&orders, &set)?;
    Ok(if orders.overdue().next().is_some() { Exit::Found } else { exit })
}
