//! `houqin stock issue`: goods for a department.

use houqin::base::DepartmentCode;
use houqin::books::WhosePrices;
use houqin::stock::{self, IssueRequest};

use super::flags::{Goods, Head, Room, line, record};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Issue goods to a department
///
/// An issue that would leave less than nothing on its day or on any later one is refused, and the
/// refusal names the line that would lack the goods.
///
/// Of an item whose lots are kept, the lot that expires first goes first, over as many lots as it
/// takes, a line each; lots that have expired stay. With --lot that lot goes; one that has expired
/// goes only with --reason.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock issue DG36 4 --department NK1 --slip CK0033 --person 护士长
  houqin stock issue DX25 12.5 --department SB --room WJ --date 2026-03-04
  houqin stock issue SJ01 1 --department NK1 --lot 240115 --reason 仅作教具
  houqin stock issue ZC6205 2 --department SB --repair WX-2026-031")]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// Department that receives them
    #[arg(long, value_name = "DEPARTMENT")]
    department: String,
    /// Why, where a lot goes that has expired
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,
    /// Repair order that the goods are for
    #[arg(long, value_name = "ORDER", default_value = "")]
    repair: String,
    #[command(flatten)]
    room: Room,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { goods, department, reason, repair, room, head, writing } = args;
    let goods = goods.read(session)?;
    let department = session.arg("--department", &department, DepartmentCode::parse)?;
    let (room, slip) = (room.read(session)?, head.read(session, reason.as_deref())?);
    let about = line((&goods, &slip), WhosePrices::Nobodys);
    record(session, "stock issue", about, &writing, |stock, rules, stamp| {
        let store = stock.store_or_only(room.as_ref())?.code.clone();
        let request = IssueRequest { slip, goods, store, department, repair };
        stock::issue(stock, rules, &request, stamp)
    })
}
