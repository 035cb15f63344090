//! `houqin stocktake differences`: a sheet held against the books.

use houqin::report::{SheetDifferences, Shown};

use super::flags::OneSheet;
use crate::cli::args::Asking;
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
    /// Show what was known at the end of this day
    #[arg(long, value_name = "DAY")]
    known_by: Option<String>,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, all, known_by, asking } = args;
    let Asking { exit_code } = asking;
    let (_, sheet) = sheet.look(session, known_by.as_deref())?;
    let shown = if all { Shown::All } else { Shown::Open };
    let exit = session.show(&SheetDifferences { sheet: &sheet, shown })?;
    Ok(if exit_code && sheet.tally.is_open() { Exit::Found } else { exit })
}
