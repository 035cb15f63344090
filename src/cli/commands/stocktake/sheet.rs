//! `houqin stocktake sheet`: prints a sheet to be filled in.

use houqin::report::{Boxes, CountSheet, SheetPart};

use super::flags::OneSheet;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Print a count sheet, with boxes for the counts and lines to sign
///
/// The lines go by shelf. As CSV it can be filled in and read with `stocktake import` as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake sheet PD-03
  houqin stocktake sheet PD-03 --counter 库管员乙
  houqin stocktake sheet PD-03 --shelf A-01 --clear
  houqin stocktake sheet PD-03 -f csv --bom -o 盘点表.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    sheet: OneSheet,
    /// Leave the boxes empty, also of what is counted already
    #[arg(long)]
    clear: bool,
    /// Only the lines that somebody is to count
    #[arg(long, value_name = "PERSON")]
    counter: Option<String>,
    /// Only the lines of shelves whose code begins like this
    #[arg(long, value_name = "SHELF")]
    shelf: Option<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, clear, counter, shelf } = args;
    let (books, sheet) = sheet.look(session)?;
    let boxes = if clear { Boxes::Empty } else { Boxes::AsCounted };
    let part = SheetPart { counter, shelf };
    session.show(&CountSheet { stock: &books.stock, sheet: &sheet, boxes, part })
}
