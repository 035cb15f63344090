//! `houqin stock scrap`: goods that are thrown away.

use houqin::books::WhosePrices;
use houqin::stock::{self, Disposal, DisposeRequest, ScrapRequest};

use super::flags::{Goods, Head, Room, line, record};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Throw goods away: broken, expired
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock scrap DG36 2 --reason 破损 --slip BF0001
  houqin stock scrap TZ01 5 --from-pool --reason 无修复价值")]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Old goods of the pool, not goods of a store room
    #[arg(long, conflicts_with = "room")]
    from_pool: bool,
    #[command(flatten)]
    room: Room,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { goods, reason, from_pool, room, head, writing } = args;
    let (goods, room) = (goods.read(session)?, room.read(session)?);
    let slip = head.read(session, Some(&reason))?;
    let about = line((&goods, &slip), WhosePrices::Nobodys);
    record(session, "stock scrap", about, &writing, |stock, rules, stamp| {
        if from_pool {
            let request = DisposeRequest { slip, goods, disposal: Disposal::Scrapped };
            return stock::dispose(stock, rules, &request, stamp);
        }
        let store = stock.store_or_only(room.as_ref())?.code.clone();
        let request = ScrapRequest { slip, goods, store };
        stock::scrap(stock, rules, &request, stamp)
    })
}
