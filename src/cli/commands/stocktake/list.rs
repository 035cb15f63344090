//! `houqin stocktake list`: the count sheets.

use houqin::books::Need;
use houqin::report::Sheets;
use houqin::stock::stocktake::{SheetSummary, sheets_of};

use crate::cli::args::Period;
use crate::cli::commands::stock::flags::Room;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// List the count sheets, with how far each is
///
/// All of them unless --period says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake list
  houqin stocktake list -p 2026-03 --room ZW")]
pub(crate) struct Args {
    #[command(flatten)]
    room: Room,
    #[command(flatten)]
    period: Period,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { room, period } = args;
    let stores: Vec<_> = room.read(session)?.into_iter().collect();
    let span = match period.period.as_deref() {
        None => None,
        text => Some(session.period(text)?),
    };
    let books = session.read(Need::stocktakes())?;
    let sheets = sheets_of(&books.stock, span, &stores, None);
    session.show(&Sheets(sheets.iter().map(SheetSummary::of).collect()))
}
