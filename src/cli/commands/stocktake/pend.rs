//! `houqin stocktake pend`: differences that are decided later.

use std::collections::BTreeMap;

use houqin::base::{ItemCode, SheetCode};
use houqin::report::Wrote;
use houqin::stock::stocktake::{self, ApproveRequest, Outcome, Uncounted, Which};

use super::flags::{about, write};
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// Put differences aside until it is decided what becomes of them
///
/// The shelf is what was counted as soon as the sheet is posted; the difference stands in a balance
/// of its own (待处理财产损溢) until `stocktake settle`. State Council decree 738 (行政事业性国有资产管理条例),
/// articles 34 and 39: differences are explained and approved before the books are adjusted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stocktake pend PD-03 DG36 --approver 后勤主任 --reason 原因待查
  houqin stocktake pending
  houqin stocktake settle PD-03 DG36 --as written-off --approver 院长办公会 --reason 自然损耗")]
pub(crate) struct Args {
    /// Code of the sheet
    #[arg(value_name = "SHEET")]
    sheet: String,
    /// Items whose difference is decided later
    #[arg(value_name = "ITEM", required = true)]
    item: Vec<String>,
    /// Who approves
    #[arg(long, value_name = "PERSON")]
    approver: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, item, approver, reason, writing } = args;
    let sheet = session.arg("SHEET", &sheet, SheetCode::parse)?;
    let items: Vec<ItemCode> = item
        .iter()
        .map(|code| session.arg("ITEM", code, ItemCode::parse))
        .collect::<anyhow::Result<_>>()?;
    let request = ApproveRequest {
        sheet,
        which: Which::Items(items),
        uncounted: Uncounted::Refused,
        reason,
        approver,
        prices: BTreeMap::new(),
        outcome: Outcome::Pending,
        round: None,
    };
    let focus = Some(about(request.sheet.clone()));
    write(session, "stocktake pend", (&writing, focus), |books, stamp| {
        let refused = |refusal: stocktake::Refusal| Failure::refused(&refusal);
        let decided = stocktake::approve(&books.stock, &request, stamp).map_err(refused)?;
        Ok((request.sheet.clone(), decided, Wrote::Decided))
    })
}
