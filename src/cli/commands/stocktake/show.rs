//! `houqin stocktake show`: everything that was written on a sheet.

use houqin::report::SheetHistory;
use houqin::stock::stocktake::{self, SheetSummary};

use super::flags::OneSheet;
use crate::cli::args::Clocks;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Show everything that was written on a sheet, in the order of recording
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin stocktake show PD-03")]
pub(crate) struct Args {
    #[command(flatten)]
    sheet: OneSheet,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, clocks } = args;
    let set = session.clocks(&clocks)?;
    let (books, differences) = sheet.look_known(session, &set)?;
    let sheet = stocktake::sheet_of(&books.stock, &differences.sheet)
        .map_err(|refusal| Failure::refused(&refusal))?;
    let summary = SheetSummary::of(&differences);
    session.show_known(&SheetHistory { stock: &books.stock, summary, sheet }, &set)
}
