//! `houqin stock mend`: old goods of the pool, repaired and back in a store room.

use houqin::stock::{self, Disposal, DisposeRequest};

use super::flags::{Cost, Goods, Head, Room, record, whole};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Put repaired old goods of the pool into a store room
///
/// They enter for nothing, unless a price or an amount says what the repair cost.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock mend TZ01 2 --room ZW
  houqin stock mend TZ01 2 --room ZW --amount 36 --note 更换轮子")]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
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
    let Args { goods, cost, room, head, writing } = args;
    let (goods, cost) = (goods.read(session)?, cost.read(session)?);
    let (room, slip) = (room.read(session)?, head.read(session, None)?);
    let about = whole((&goods, &slip), []);
    record(session, "stock mend", about, &writing, |stock, rules, stamp| {
        let store = stock.store_or_only(room.as_ref())?.code.clone();
        let request = DisposeRequest { slip, goods, disposal: Disposal::Mended(store, cost) };
        stock::dispose(stock, rules, &request, stamp)
    })
}
