//! `houqin stock loans`: goods that are lent and not back.

use houqin::base::ItemCode;
use houqin::books::{Need, Window};
use houqin::stock::{self, LoansOptions, Owing};

use super::flags::Room;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show which goods are lent and not back, with their age
///
/// Exits with 0 when none are, and with 1 when some are.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock loans
  houqin stock loans --overdue --room ZW -q")]
pub(crate) struct Args {
    #[command(flatten)]
    room: Room,
    /// Only this item
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// Only what should have been back
    #[arg(long)]
    overdue: bool,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { room, item, overdue, clocks } = args;
    let set = session.clocks(&clocks)?;
    let options = LoansOptions {
        as_of: set.as_of(),
        store: room.read(session)?,
        item: session.maybe("--item", item.as_deref(), ItemCode::parse)?,
        owing: if overdue { Owing::Overdue } else { Owing::Open },
    };
    let books = session.read_known(Need::stock(Window::until(set.as_of())), &set)?;
    let result =
        stock::loans(&books.stock, &options).map_err(|refusal| Failure::refused(&refusal))?;
    session.show_known(&result, &set)?;
    Ok(if result.is_empty() { Exit::Done } else { Exit::Found })
}
