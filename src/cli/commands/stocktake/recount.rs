//! `houqin stocktake recount`: prints what is to be counted again.

use houqin::base::{ItemCode, SheetCode};
use houqin::books::Need;
use houqin::report::RecountList;
use houqin::stock::stocktake;

use super::flags::about;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Print what is to be counted again, blind
///
/// Without items these are the lines that are over what `[stocktake.tolerance]` in houqin.toml
/// tolerates, and those no two counts of which agree. Whoever counts again must not have counted
/// the line before. What was found is entered with `stocktake enter --recount`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake recount PD-03
  houqin stocktake recount PD-03 DG36 DX25
  houqin stocktake enter --recount --sheet PD-03 --counter 库管员丙 DG36=46")]
pub(crate) struct Args {
    /// Code of the sheet; may be left out while only one is not posted
    #[arg(value_name = "SHEET")]
    sheet: Option<String>,
    /// Items to be counted again, whatever their difference
    #[arg(value_name = "ITEM")]
    item: Vec<String>,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, item } = args;
    let code = session.maybe("SHEET", sheet.as_deref(), SheetCode::parse)?;
    let items: Vec<ItemCode> = item
        .iter()
        .map(|code| session.arg("ITEM", code, ItemCode::parse))
        .collect::<anyhow::Result<_>>()?;
    let focus = code.clone().map(about);
    let books = session.read_about(Need::stocktakes(), focus.as_ref())?;
    let refused = |refusal: stocktake::Refusal| Failure::refused(&refusal);
    let code = stocktake::sheet_or_only(&books.stock, code.as_ref()).map_err(refused)?;
    let sheet = stocktake::differences(&books.stock, &code).map_err(refused)?;
    let lines = stocktake::recounts(&sheet, &items).map_err(refused)?;
    session.show(&RecountList { stock: &books.stock, sheet: &sheet, lines })
}
