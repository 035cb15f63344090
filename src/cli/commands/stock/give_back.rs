//! `houqin stock return`: goods that go back, from a department or to a supplier.

use houqin::base::DepartmentCode;
use houqin::books::{Focus, WhosePrices};
use houqin::stock::{self, BringBackRequest, ReturnRequest, Returned, Slip};

use super::flags::{Cost, Goods, Head, Room, line, record, whole};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Take goods back from a department or a loan, or give them back to a supplier
///
/// From a department they enter at the current average, unless a price or an amount is given; to a
/// supplier they leave at it. From a loan they come back, whole or in parts, at the value they left
/// at, into the room they left.
///
/// With --order the order lacks again what goes back to the supplier; with --repair what a
/// department brings back is taken off the parts of the repair order.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock return DG36 1 --department NK1 --slip TK0004
  houqin stock return DG36 1箱 --supplier 华北五金 --order PO-001 --note 破损
  houqin stock return ZC6205 1 --department SB --repair WX-2026-031
  houqin stock return TZ01 2 --loan JC0004")]
#[command(group(clap::ArgGroup::new("who").required(true).args(["department", "supplier", "loan"])))]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// Department that returns them
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Supplier they go back to
    #[arg(long, value_name = "SUPPLIER", conflicts_with_all = ["price", "amount"])]
    supplier: Option<String>,
    /// Purchase order under which they had come
    // Beside another who, clap asks for none of those that exclude it.
    #[arg(long, value_name = "ORDER", requires = "supplier", conflicts_with_all = ["department", "loan"], default_value = "")]
    order: String,
    /// Repair order that they had been issued for
    #[arg(long, value_name = "ORDER", requires = "department", conflicts_with_all = ["supplier", "loan"], default_value = "")]
    repair: String,
    /// Slip of the loan they come back from
    #[arg(long, value_name = "SLIP", conflicts_with_all = ["price", "amount", "slip"])]
    loan: Option<String>,
    #[command(flatten)]
    cost: Cost,
    #[command(flatten)]
    room: Room,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { goods, department, supplier, order, repair, loan, cost, room, head, writing } = args;
    let (goods, cost) = (goods.read(session)?, cost.read(session)?);
    let (room, slip) = (room.read(session)?, head.read(session, None)?);
    if let Some(number) = loan {
        let about = Focus::Recorded { line: number.clone(), date: slip.date, slip: String::new() };
        let request = BringBackRequest { slip: Slip { number, ..slip }, goods, store: room };
        return record(session, "stock return", about, &writing, |stock, rules, stamp| {
            stock::bring_back(stock, rules, &request, stamp)
        });
    }
    let department = session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
    let about = if order.is_empty() {
        line((&goods, &slip), WhosePrices::Nobodys)
    } else {
        whole((&goods, &slip), [])
    };
    let returned = match department {
        Some(department) => Returned::ByDepartment { department, cost, repair },
        None => Returned::ToSupplier { supplier: supplier.unwrap_or_default(), order },
    };
    record(session, "stock return", about, &writing, |stock, rules, stamp| {
        let store = stock.store_or_only(room.as_ref())?.code.clone();
        let request = ReturnRequest { slip, goods, store, returned };
        stock::give_back(stock, rules, &request, stamp)
    })
}
