//! `houqin stocktake differences`: a sheet held against the books.

use houqin::report::{SheetDifferences, Shown};
use houqin::stock::{stocktake, suspect};

use super::flags::OneSheet;
use crate::cli::args::{Asking, Clocks, Explaining};
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Hold a sheet against the books: surplus, shortage, what is not counted
///
/// The books are read at each line's cut-off, from all lines dated up to it, whenever they were
/// entered. What may explain a difference (a slip entered twice, digits swapped, a number missing
/// in the series …) is listed below, the likeliest first: to be looked into, never a verdict.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake differences PD-03
  houqin stocktake differences PD-03 --all -f csv
  houqin stocktake differences PD-03 --candidates 5")]
pub(crate) struct Args {
    #[command(flatten)]
    sheet: OneSheet,
    /// Show the lines that match, too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    explaining: Explaining,
    #[command(flatten)]
    clocks: Clocks,
    #[command(flatten)]
    asking: Asking,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, all, explaining, clocks, asking } = args;
    let Asking { exit_code } = asking;
    let set = session.clocks(&clocks)?;
    let most = explaining.read(session)?;
    // What may explain a difference is found in the lines before it, however old.
    let (books, sheet) = match most {
        0 => sheet.look_alone(session, &set)?,
        _ => sheet.look_known(session, &set)?,
    };
    let mut candidates =
        if most > 0 { suspect::candidates(&books.stock, &sheet) } else { Vec::new() };
    for of_line in &mut candidates {
        of_line.truncate(most);
    }
    let mut adjusted = stocktake::adjusted(&books.stock, &sheet);
    adjusted.retain(|line| !line.adjustments.is_empty());
    let shown = if all { Shown::All } else { Shown::Open };
    let shown = SheetDifferences { sheet: &sheet, shown, adjusted, candidates: &candidates };
    let exit = session.show_known(&shown, &set)?;
    Ok(if exit_code && sheet.tally.is_open() { Exit::Found } else { exit })
}
