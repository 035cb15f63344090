//! `houqin stocktake status`: how far a sheet is.

use houqin::report::SheetProgress;

use super::flags::OneSheet;
use crate::cli::args::Clocks;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Show how far a sheet is, and what nobody has counted yet
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin stocktake status PD-03")]
pub(crate) struct Args {
    #[command(flatten)]
    sheet: OneSheet,
    #[command(flatten)]
    clocks: Clocks,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, clocks } = args;
    let set = session.clocks(&clocks)?;
    let (books, sheet) = sheet.look_known(session, &set)?;
    session.show_known(&SheetProgress { stock: &books.stock, sheet: &sheet }, &set)
}
