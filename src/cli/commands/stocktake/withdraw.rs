//! `houqin stocktake withdraw`: an explanation that does not hold.

use houqin::base::{ItemCode, SheetCode};
use houqin::report::Wrote;
use houqin::stock::stocktake::{self, WithdrawRequest};

use super::explain::explanation;
use super::flags::{about, write};
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Withdraw what `stocktake explain` has written down
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  houqin stocktake withdraw PD-03 DG36 --as unentered --slip CK0117 --reason 单据已作废")]
pub(crate) struct Args {
    /// Code of the sheet
    #[arg(value_name = "SHEET")]
    sheet: String,
    /// Item
    #[arg(value_name = "ITEM")]
    item: String,
    /// What it was: unentered, in-transit or on-loan
    #[arg(long = "as", value_name = "WHAT")]
    what: String,
    /// Number of the slip
    #[arg(long, value_name = "SLIP")]
    slip: Option<String>,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, item, what, slip, reason, writing } = args;
    let (item, lot) = item.split_once('@').unwrap_or((&item, ""));
    let request = WithdrawRequest {
        sheet: session.arg("SHEET", &sheet, SheetCode::parse)?,
        item: session.arg("ITEM", item, ItemCode::parse)?,
        lot: lot.trim().to_owned(),
        explanation: explanation(session, &what)?,
        slip: slip.unwrap_or_default(),
        reason,
    };
    let focus = Some(about(request.sheet.clone()));
    write(session, "stocktake withdraw", (&writing, focus), |books, stamp| {
        let decided = stocktake::withdraw(&books.stock, &request, stamp);
        let decided = decided.map_err(|refusal| Failure::refused(&refusal))?;
        Ok((request.sheet.clone(), decided, Wrote::Decided))
    })
}
