//! `houqin stocktake differences`: a sheet held against the books.

use houqin::report::{SheetDifferences, Shown};

use super::flags::OneSheet;
use crate::cli::args::{Asking, Clocks};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Hold a sheet against the books: surplus, shortage, what is not counted
///
/// The books are read at each line's cut-off, from all lines dated up to it, whenever they were
/// entered.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake differences PD-03
  houqin stocktake differences PD-03 --all -f csv")]
pub(crate) struct Args {
    #[command(flatten)]
    sheet: OneSheet,
    /// Show the lines that match, too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, all, clocks, asking } = args;
    let Asking { exit_code } = asking;
    let set = session.clocks(&clocks)?;
    let (_, sheet) = sheet.look_known(session, &set)?;
    let shown = if all { Shown::All } else { Shown::Open };
    let exit = session.show_known(&SheetDifferences { sheet: &sheet, shown }, &set)?;
    Ok(if exit_code && sheet.tally.is_open() { Exit::Found } else { exit })
}
