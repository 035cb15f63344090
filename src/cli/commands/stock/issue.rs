//! `houqin stock issue`: goods for a department.

use houqin::base::DepartmentCode;
use houqin::stock::{self, IssueRequest};

use super::flags::{Goods, Head, Room, record};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Issue goods to a department
///
/// An issue that would leave less than nothing on its day or on any later one is refused, and the
/// refusal names the line that would lack the goods.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock issue DG36 4 --department NK1 --slip CK0033 --person 护士长
  houqin stock issue DX25 12.5 --department SB --room WJ --date 2026-03-04")]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// Department that receives them
    #[arg(long, value_name = "DEPARTMENT")]
    department: String,
    #[command(flatten)]
    room: Room,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { goods, department, room, head, writing } = args;
    let goods = goods.read(session)?;
    let department = session.arg("--department", &department, DepartmentCode::parse)?;
    let (room, slip) = (room.read(session)?, head.read(session, None)?);
    record(session, "stock issue", &writing, |stock, rules, stamp| {
        let store = stock.store_or_only(room.as_ref())?.code.clone();
        let request = IssueRequest { slip, goods, store, department };
        stock::issue(stock, rules, &request, stamp)
    })
}
