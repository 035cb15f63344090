//! `houqin stocktake pending`: differences that wait for a decision.

use houqin::books::Need;
use houqin::inspections::DueOptions;
use houqin::stock::stocktake::{self, PendingOptions};

use crate::cli::args::Clocks;
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// List the differences that wait for a decision (待处理财产损溢), with their age
///
/// Exits with 0 when there is none, and with 1 when there is one. What late slips and settlements
/// have made of a difference since it was posted is in the figures.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake pending
  houqin stocktake pending --room ZW --older-than 90d -f csv")]
pub(crate) struct Args {
    #[command(flatten)]
    room: Room,
    /// Only those older than so many days, as 90d
    #[arg(long, value_name = "DAYS")]
    older_than: Option<String>,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { room, older_than, clocks } = args;
    let set = session.clocks(&clocks)?;
    let store = room.read(session)?;
    let older_than =
        session.maybe("--older-than", older_than.as_deref(), DueOptions::parse_within)?;
    let books = session.read_known(Need::stocktakes(), &set)?;
    if let Some(store) = &store {
        books.stock.store(store).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let options = PendingOptions { as_of: set.as_of(), store, older_than };
    let pending = stocktake::pending(&books.stock, &options);
    let found = !pending.lines.is_empty();
    session.show_known(&pending, &set)?;
    Ok(if found { Exit::Found } else { Exit::Done })
}
