//! `houqin stock receive`: goods from a supplier.

use houqin::base::Day;
use houqin::stock::{self, ReceiveRequest};

use super::flags::{Cost, Goods, Head, Room, record};
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Receive goods from a supplier
///
/// The first receipt of an item needs a price or an amount; later ones without either enter at the
/// current average.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock receive DG36 2箱 --price 204 --supplier 华北五金 --slip RK0012
  houqin stock receive DX25 300 --amount 735.5 --supplier 华北五金 --room WJ --date 2026-03-04")]
pub(crate) struct Args {
    #[command(flatten)]
    goods: Goods,
    /// Supplier's name
    #[arg(long, value_name = "SUPPLIER")]
    supplier: String,
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
    let Args { goods, supplier, cost, room, expiry, head, writing } = args;
    let expiry = session.maybe("--expiry", expiry.as_deref(), Day::parse)?;
    let goods = stock::Goods { expiry, ..goods.read(session)? };
    let (cost, room, slip) = (cost.read(session)?, room.read(session)?, head.read(session, None)?);
    record(session, "stock receive", &writing, |stock, rules, stamp| {
        let store = stock.store_or_only(room.as_ref())?.code.clone();
        let request = ReceiveRequest { slip, goods, cost, store, supplier };
        stock::receive(stock, rules, &request, stamp)
    })
}
