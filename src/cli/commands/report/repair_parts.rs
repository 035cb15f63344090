//! `houqin report repair-parts`: parts that were issued and are on no repair order.

use houqin::books::{Bearing, Need, PartsOptions, Reading, Window, parts};
use houqin::closing::Book;

use crate::cli::args::{Asking, Clocks, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show which repair parts were issued without a repair order, with lines to sign
///
/// Issues of items that are repair parts (`item edit --part`) which name no order, or one that no
/// book knows: a repair order (`repair open`) is known by its id and by the number printed on it, a
/// repair of an asset by its id and by the numbers in its reason and remark.
/// The period is this month unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin report repair-parts -p 2026-03
  houqin report repair-parts -p last-month --room WJ --exit-code -q")]
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
    let span = session.period(period.period.as_deref())?;
    let options = PartsOptions { span, store: room.read(session)?, as_of: set.as_of() };
    let about = options.store.iter().map(ToString::to_string).collect();
    let bearing = Bearing { book: Book::Stock, until: span.last(), about };
    let stock = Need::stock(Window::until(set.as_of()));
    let need = Need { assets: Reading::Wanted, inspections: Reading::Wanted, ..stock };
    let paper = Paper { set, need, span, bearing, restating: &restating };
    let (result, exit) = session.report(&paper, |books| {
        Ok(parts(books, &options).map_err(|refusal| Failure::refused(&refusal))?)
    })?;
    Ok(if asking.exit_code && result.is_open() { Exit::Found } else { exit })
}
