//! `houqin asset count sign`: somebody who did not count takes over what was found.

use houqin::assets::count::{self, SignRequest};
use houqin::base::SheetCode;
use houqin::books::{Change, Need};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Sign a sheet: the count is over
///
/// Whoever signs has not counted on it, and says why things differ, if they do. The register stays
/// as it is: differences are put right by transfer, add or dispose; `asset count follow` keeps them
/// until then.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset count sign ZC-01 --approver 资产科长
  houqin asset count sign --approver 资产科长 --reason 两件待查")]
pub(crate) struct Args {
    /// Code of the sheet; may be left out while only one is open
    #[arg(value_name = "SHEET")]
    sheet: Option<String>,
    /// Who signs
    #[arg(long, value_name = "PERSON")]
    approver: String,
    /// Why things differ
    #[arg(long, value_name = "WHY", default_value = "")]
    reason: String,
    /// Day of the signature; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, approver, reason, date, note, writing } = args;
    let request = SignRequest {
        sheet: session.maybe("SHEET", sheet.as_deref(), SheetCode::parse)?,
        date: session.day("--date", date.as_deref())?,
        person: approver,
        reason,
        note,
    };
    session.record("asset count sign", Need::assets(), &writing, |books, stamp| {
        count::sign(&books.assets, request, stamp).map(Change::from_decided)
    })
}
