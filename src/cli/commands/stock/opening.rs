//! `houqin stock opening`: what is on the shelf when the books begin.

use houqin::stock::{self, OpeningRequest};

use super::flags::{Cost, Goods, Head, Room, record, whole};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Record what is on the shelf when the books begin
///
/// Each item has one opening in a store room. It comes before everything else of its day.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin stock opening DG36 120 --price 8.5 --date 2026-01-01")]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    #[command(flatten)]
    cost: Cost,
    #[command(flatten)]
    room: Room,
    /// Day after which the lot may not be used
    #[arg(long, value_name = "DAY")]
    expiry: Option<String>,
    #[command(flatten)]
    head: Head,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { goods, cost, room, expiry, head, writing } = args;
    let expiry = session.maybe_day("--expiry", expiry.as_deref())?;
    let goods = stock::Goods { expiry, ..goods.read(session)? };
    let (cost, room, slip) = (cost.read(session)?, room.read(session)?, head.read(session, None)?);
    let about = whole((&goods, &slip), []);
    record(session, "stock opening", about, &writing, |stock, rules, stamp| {
        let store = stock.store_or_only(room.as_ref())?.code.clone();
        let request = OpeningRequest { slip, goods, cost, store };
        stock::open(stock, rules, &request, stamp)
    })
}
