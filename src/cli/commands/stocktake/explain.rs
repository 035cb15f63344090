//! `houqin stocktake explain`: what the books do not have yet at the cut-off.

use houqin::base::{ItemCode, Quantity, SheetCode};
use houqin::books::Focus;
use houqin::report::Wrote;
use houqin::stock::stocktake::{self, ExplainRequest, Explanation};

use super::flags::write;
use crate::cli::args::Writing;
use crate::cli::commands::stock::flags::split_unit;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Explain a part of a difference: a slip not entered yet, goods on the way, goods lent
///
/// The quantity is what the books would have to be changed by: 5 for goods that are there and not in
/// the books, -3 for goods that are gone and still in them. An unentered slip stops explaining as
/// soon as it is entered; until then its line is not approved.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake explain PD-03 DG36 -3 --as unentered --slip CK0117
  houqin stocktake explain PD-03 DG36 1箱 --as in-transit --slip DB0004 --note 司机已送到门口
  houqin stocktake explain PD-03 DX25 -2.5 --as on-loan --note 基建科借用，未办手续")]
pub(crate) struct Args {
    /// Code of the sheet
    #[arg(value_name = "SHEET")]
    sheet: String,
    /// Item
    #[arg(value_name = "ITEM")]
    item: String,
    /// What the books would have to be changed by, with its unit or in base units
    #[arg(value_name = "QUANTITY", allow_hyphen_values = true)]
    quantity: String,
    /// What it is: unentered, in-transit or on-loan
    #[arg(long = "as", value_name = "WHAT")]
    what: String,
    /// Number of the slip
    #[arg(long, value_name = "SLIP", required_if_eq("what", "unentered"))]
    slip: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Reads an explanation by its word or label.
pub(super) fn explanation(session: &Session, text: &str) -> anyhow::Result<Explanation> {
    session.choice("--as", text, &Explanation::ALL, |one| (one.word(), one.key()))
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, item, quantity, what, slip, note, writing } = args;
    let (item, lot) = item.split_once('@').unwrap_or((&item, ""));
    let (number, unit) = split_unit(&quantity);
    let request = ExplainRequest {
        sheet: session.arg("SHEET", &sheet, SheetCode::parse)?,
        item: session.arg("ITEM", item, ItemCode::parse)?,
        lot: lot.trim().to_owned(),
        quantity: session.arg("QUANTITY", number, Quantity::parse)?,
        unit: unit.map(str::to_owned),
        explanation: explanation(session, &what)?,
        slip: slip.unwrap_or_default(),
        note: note.unwrap_or_default(),
    };
    let (code, slip) = (request.sheet.clone(), request.slip.trim().to_owned());
    let focus = Some(Focus::Sheet { code, first: None, slip });
    write(session, "stocktake explain", (&writing, focus), |books, stamp| {
        let decided = stocktake::explain(&books.stock, &request, stamp);
        let decided = decided.map_err(|refusal| Failure::refused(&refusal))?;
        Ok((request.sheet.clone(), decided, Wrote::Decided))
    })
}
