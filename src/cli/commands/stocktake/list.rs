//! `houqin stocktake list`: the count sheets.

use houqin::books::Need;
use houqin::report::Sheets;
use houqin::stock::stocktake::{SheetSummary, sheets_of};

use crate::cli::args::{Clocks, Period};
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
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { room, period, clocks } = args;
    let set = session.clocks(&clocks)?;
    let stores: Vec<_> = room.read(session)?.into_iter().collect();
    let span = match period.period.as_deref() {
        None => None,
        text => Some(session.period(text)?),
    };
    let books = session.read_known(Need::stocktakes(), &set)?;
    let mut sheets = sheets_of(&books.stock, span, &stores);
    sheets.retain(|sheet| sheet.date <= set.as_of());
    session.show_known(&Sheets(sheets.iter().map(SheetSummary::of).collect()), &set)
}
