//! `houqin store list`: the store rooms.

use houqin::books::Need;
use houqin::report::Stores;

use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the store rooms
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin store list")]
pub(crate) struct Args {}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {} = args;
    let books = session.read(Need::catalogue())?;
    session.show(&Stores(books.stock.stores.values().collect()))
}
