//! `houqin report ledgers`: the store rooms' ledgers beside finance's.

use houqin::books::{Bearing, Need, Window};
use houqin::closing::Book;
use houqin::stock::{self, LedgersOptions};

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::stock::finance::month;
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show the store rooms' ledgers beside finance's general ledger, with lines to sign
///
/// The balance at the month's end by room, and by category where finance told it so; and what is
/// on no shelf: in transit, lent, pending. Finance's figures: houqin stock finance set.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin report ledgers -p 2026-03
  houqin report ledgers -p last-month --room ZW --exit-code -q")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    room: Room,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, room, clocks, restating, asking } = args;
    let set = session.clocks(&clocks)?;
    let month = month(session, &period)?;
    let options = LedgersOptions { month, store: room.read(session)?, as_of: set.as_of() };
    let about = options.store.iter().map(ToString::to_string).collect();
    let bearing = Bearing { book: Book::Stock, until: month.last(), about };
    let (need, span) = (Need::stock(Window::until(month.last())), month.span());
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (result, exit) = session.report(&paper, |books| {
        let result = stock::ledgers(&books.stock, &options);
        Ok(result.map_err(|refusal| Failure::refused(&refusal))?)
    })?;
    Ok(if asking.exit_code && result.is_open() { Exit::Found } else { exit })
}
