//! `houqin stock onhand`: what is on the shelves.

use houqin::base::ItemCode;
use houqin::books::{Need, Window};
use houqin::report::LotsOnHand;
use houqin::stock::{self, Listed, OnHandOptions};

use super::flags::Room;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show what is on the shelves, with its value
///
/// At the end of today, or of --as-of. What is on the way between two store rooms stands last.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock onhand --room ZW
  houqin stock onhand --low
  houqin stock onhand --by-lot --item SJ01
  houqin stock onhand --category 五金材料 --as-of 2026-02-28 -f csv")]
pub(crate) struct Args {
    #[command(flatten)]
    room: Room,
    /// Only this item
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// List also what has run out
    #[arg(long, conflicts_with = "low")]
    empty: bool,
    /// Only what is below its minimum
    #[arg(long)]
    low: bool,
    /// List lot by lot, the earliest expiry first
    #[arg(long)]
    by_lot: bool,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { room, item, category, empty, low, by_lot, clocks } = args;
    let set = session.clocks(&clocks)?;
    let options = OnHandOptions {
        as_of: set.as_of(),
        store: room.read(session)?,
        item: session.maybe("--item", item.as_deref(), ItemCode::parse)?,
        category,
        listed: match (low, empty) {
            (true, _) => Listed::Low,
            (false, true) => Listed::All,
            (false, false) => Listed::Held,
        },
    };
    let books = session.read_known(Need::stock(Window::at(set.as_of())), &set)?;
    if by_lot {
        let lines = stock::lots_on_hand(&books.stock, &options)
            .map_err(|refusal| Failure::refused(&refusal))?;
        return session.show_known(&LotsOnHand { as_of: set.as_of(), lines }, &set);
    }
    let result =
        stock::on_hand(&books.stock, &options).map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&result, &set)
}
