//! `houqin report reconciliation`: book and count side by side, ready to sign.

use houqin::books::{Bearing, Need};
use houqin::closing::Book;
use houqin::stock::{ReconcileOptions, reconcile};

use crate::cli::args::{Asking, Clocks, Explaining, Period, Restating};
use crate::cli::clocks::Paper;
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show whether books and shelves agree: the count sheets of a period, with lines to sign
///
/// Match rates, surplus and shortage per store room and in total; every line that differs, that
/// nobody counted, or that late slips have changed since it was approved. Each difference comes
/// with what may explain it, the likeliest first: to be looked into, never a verdict. The period is
/// this month unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin report reconciliation -p 2026-03
  houqin report reconciliation -p 2026-03 --candidates 0
  houqin report reconciliation -p last-month --room ZW --exit-code -q")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    room: Room,
    #[command(flatten)]
    explaining: Explaining,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    restating: Restating,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, room, explaining, clocks, restating, asking } = args;
    let set = session.clocks(&clocks)?;
    let Asking { exit_code } = asking;
    let options = ReconcileOptions {
        span: session.period(period.period.as_deref())?,
        stores: room.read(session)?.into_iter().collect(),
        as_of: set.as_of(),
        candidates: explaining.read(session)?,
    };
    let span = options.span;
    let about = options.stores.iter().map(ToString::to_string).collect();
    let bearing = Bearing { book: Book::Stock, until: span.last(), about };
    let paper = Paper { set, need: Need::stocktakes(), span, bearing, restating: &restating };
    let (result, exit) = session.report(&paper, |books| {
        for store in &options.stores {
            books.stock.store(store).map_err(|refusal| Failure::refused(&refusal))?;
        }
        Ok(reconcile(&books.stock, &options))
    })?;
    Ok(if exit_code && result.is_open() { Exit::Found } else { exit })
}
