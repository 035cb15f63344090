//! `houqin stock transfer`: goods from one store room to another.

use houqin::base::StoreCode;
use houqin::books::WhosePrices;
use houqin::stock::{self, TransferRequest};

use super::flags::{Goods, Head, Room, line, record};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Move goods from one store room to another
///
/// Two lines under one slip: into transit, and out of it. The value arrives exactly as it left, and
/// lots arrive with their expiry. Which lots go is as in `stock issue`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock transfer DG36 1箱 --room ZW --to-room WJ --slip DB0002
  houqin stock transfer DG36 24 --room ZW --to-room LG --date 2026-03-04 --arrives 2026-03-05")]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    #[command(flatten)]
    room: Room,
    /// Store room they go to
    #[arg(long, value_name = "ROOM")]
    to_room: String,
    /// Day they arrive; the day they leave if left out
    #[arg(long, value_name = "DAY")]
    arrives: Option<String>,
    /// Why, where a lot goes that has expired
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { goods, room, to_room, arrives, reason, head, writing } = args;
    let (goods, room) = (goods.read(session)?, room.read(session)?);
    let slip = head.read(session, reason.as_deref())?;
    let to = session.arg("--to-room", &to_room, StoreCode::parse)?;
    let arrival = session.maybe_day("--arrives", arrives.as_deref())?;
    let about = line((&goods, &slip), WhosePrices::Nobodys);
    record(session, "stock transfer", about, &writing, |stock, rules, stamp| {
        let from = stock.store_or_only(room.as_ref())?.code.clone();
        let request = TransferRequest { slip, goods, from, to, arrival };
        stock::transfer(stock, rules, &request, stamp)
    })
}
