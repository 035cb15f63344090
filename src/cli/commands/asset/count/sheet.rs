//! `houqin asset count sheet`: prints a sheet to be filled in.

use houqin::assets::count;
use houqin::base::{Day, SheetCode};
use houqin::books::Need;
use houqin::report::AssetSheet;

use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Print a sheet, with boxes for what was seen and lines to sign
///
/// As CSV it can be filled in and read with `asset count import` as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset count sheet ZC-01
  houqin asset count sheet ZC-01 -f csv --bom -o 资产盘点表.csv")]
pub(crate) struct Args {
    /// Code of the sheet; may be left out while only one is open
    #[arg(value_name = "SHEET")]
    sheet: Option<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet } = args;
    let sheet = session.maybe("SHEET", sheet.as_deref(), SheetCode::parse)?;
    let books = session.read(Need::assets())?;
    let counted = count::sheet_or_only(&books.assets, sheet.as_ref())
        .and_then(|code| count::counted(&books.assets, &code, Day::LAST))
        .map_err(|refusal| Failure::refused(&refusal))?;
    session.show(&AssetSheet(&counted))
}
