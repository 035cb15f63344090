//! `houqin report reconciliation`: book and count side by side, ready to sign.

use houqin::base::Day;
use houqin::books::Need;
use houqin::stock::{ReconcileOptions, reconcile};

use crate::cli::args::{Asking, Period};
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show whether books and shelves agree: the count sheets of a period, with lines to sign
///
/// Match rates, surplus and shortage per store room and in total; every line that differs, that
/// nobody counted, or that late slips have changed since it was approved. The period is this month
/// unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin report reconciliation -p 2026-03
  houqin report reconciliation -p last-month --room ZW --exit-code -q")]
pub(crate) struct Args {
    #[command(flatten)]
    period: Period,
    #[command(flatten)]
    room: Room,
    /// Show what was known at the end of this day
    #[arg(long, value_name = "DAY")]
    known_by: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { period, room, known_by, asking } = args;
    let Asking { exit_code } = asking;
    let options = ReconcileOptions {
        span: session.period(period.period.as_deref())?,
        stores: room.read(session)?.into_iter().collect(),
        known_by: session.maybe("--known-by", known_by.as_deref(), Day::parse)?,
    };
    let books = session.read(Need::stocktakes())?;
    for store in &options.stores {
        books.stock.store(store).map_err(|refusal| Failure::refused(&refusal))?;
    }
    let result = reconcile(&books.stock, &options);
    let exit = session.show(&result)?;
    Ok(if exit_code && result.is_open() { Exit::Found } else { exit })
}
