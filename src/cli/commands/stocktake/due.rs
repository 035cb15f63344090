//! `houqin stocktake due`: what is to be counted, for cron and for the morning.

use houqin::books::Need;
use houqin::inspections;
use houqin::stock::stocktake::{self, DueListed, DueOptions};

use crate::cli::args::Clocks;
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// List what is to be counted by now, and since when it is overdue
///
/// Exits with 0 when nothing is, and with 1 when something is. By `[stocktake.cycle]` in houqin.toml,
/// for example A = 90, B = 180, C = 365 (days from one count to the next); without it everything is
/// counted once a month, by its end.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake due
  houqin stocktake due --room ZW --within 7d -f csv
  houqin stocktake due -q || houqin stocktake open --room ZW --due")]
pub(crate) struct Args {
    #[command(flatten)]
    room: Room,
    /// How many days ahead to look, as 7d
    #[arg(long, value_name = "DAYS", default_value = "0d")]
    within: String,
    /// List what is not due yet, too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { room, within, all, clocks } = args;
    let set = session.clocks(&clocks)?;
    let store = room.read(session)?;
    let within = session.arg("--within", &within, inspections::DueOptions::parse_within)?;
    let books = session.read_known(Need::stocktakes(), &set)?;
    if let Some(store) = &store {
        books.stock.store(store).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let listed = if all { DueListed::All } else { DueListed::Due };
    let options = DueOptions { as_of: set.as_of(), store, within, listed };
    let due = stocktake::due(&books.stock, &options);
    let found = due.n_due > 0;
    session.show_known(&due, &set)?;
    Ok(if found { Exit::Found } else { Exit::Done })
}
