//! `houqin stock lend`: goods that come back.

use houqin::base::DepartmentCode;
use houqin::books::WhosePrices;
use houqin::stock::{self, Borrower, LendRequest};

use super::flags::{Goods, Head, Room, line, record};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Lend goods to a department or to somebody else, until a day
///
/// They leave the shelf and stay the hospital's, under the loan's slip; without a slip the loan is
/// called by the id of its line. Back: houqin stock return ITEM QUANTITY --loan SLIP.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock lend TZ01 2 --department NK1 --due 2026-03-20 --slip JC0004
  houqin stock lend DT01 1 --to 外包保洁公司 --due 2026-03-10 --person 张三")]
#[command(group(clap::ArgGroup::new("borrower").required(true).args(["department", "to"])))]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// Department that borrows them
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Who else borrows them
    #[arg(long, value_name = "NAME")]
    to: Option<String>,
    /// Last day on which they are back in time
    #[arg(long, value_name = "DAY")]
    due: String,
    #[command(flatten)]
    room: Room,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { goods, department, to, due, room, head, writing } = args;
    let goods = goods.read(session)?;
    let due = session.day_of("--due", &due)?;
    let department = session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
    let borrower = match department {
        Some(department) => Borrower::Department(department),
        None => Borrower::Named(to.unwrap_or_default()),
    };
    let (room, slip) = (room.read(session)?, head.read(session, None)?);
    let about = line((&goods, &slip), WhosePrices::Nobodys);
    record(session, "stock lend", about, &writing, |stock, rules, stamp| {
        let store = stock.store_or_only(room.as_ref())?.code.clone();
        let request = LendRequest { slip, goods, store, borrower, due };
        stock::lend(stock, rules, &request, stamp)
    })
}
