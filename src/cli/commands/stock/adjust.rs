//! `houqin stock adjust`: a correction of the book that has a reason.

use houqin::books::WhosePrices;
use houqin::stock::{self, AdjustRequest, Direction};

use super::flags::{Cost, Goods, Head, Room, line, record};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Correct the book upwards or downwards
///
/// A mistake in a line is better taken back with `stock reverse`; a difference that was counted
/// belongs to a stocktake.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock adjust DG36 2 --up --reason 赠品
  houqin stock adjust DX25 0.5 --down --reason 裁剪损耗")]
#[command(group(clap::ArgGroup::new("direction").required(true).args(["up", "down"])))]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// There is more than the book says
    #[arg(long)]
    up: bool,
    /// There is less than the book says
    #[arg(long, conflicts_with_all = ["price", "amount"])]
    down: bool,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
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
    let Args { goods, up, down: _, reason, cost, room, head, writing } = args;
    let (goods, cost, room) = (goods.read(session)?, cost.read(session)?, room.read(session)?);
    let slip = head.read(session, Some(&reason))?;
    let direction = if up { Direction::Up } else { Direction::Down };
    let about = line((&goods, &slip), WhosePrices::Nobodys);
    record(session, "stock adjust", about, &writing, |stock, rules, stamp| {
        let store = stock.store_or_only(room.as_ref())?.code.clone();
        let request = AdjustRequest { slip, goods, cost, store, direction };
        stock::adjust(stock, rules, &request, stamp)
    })
}
