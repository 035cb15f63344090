//! `houqin stock card`: one item in one store room, line by line.

use houqin::base::ItemCode;
use houqin::books::{Need, Window};
use houqin::stock::{self, CardOptions};

use super::flags::Room;
use crate::cli::args::{Clocks, Period};
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the card of an item: every line with what was left after it
///
/// The period is this month unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock card DG36
  houqin stock card DG36 --room ZW -p 2026")]
pub(crate) struct Args {
    /// Code of the item
    #[arg(value_name = "ITEM")]
    item: String,
    #[command(flatten)]
    room: Room,
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { item, room, period, clocks } = args;
    let item = session.arg("ITEM", &item, ItemCode::parse)?;
    let room = room.read(session)?;
    let span = session.period(period.period.as_deref())?;
    let set = session.clocks(&clocks)?;
    let books = session.read_known(Need::stock(Window::until(span.last())), &set)?;
    let refused = |refusal: stock::Refusal| Failure::refused(&refusal);
    let store = books.stock.store_or_only(room.as_ref()).map_err(refused)?.code.clone();
    let options = CardOptions { store, item, span, as_of: set.as_of() };
    session.show_known(&stock::card(&books.stock, &options).map_err(refused)?, &set)
}
