//! `houqin asset count withdraw`: a scan is taken back.

use houqin::assets::count::{self, WithdrawRequest};
use houqin::base::RecordId;
use houqin::books::{Change, Need};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Take a scan back before the sheet is signed
///
/// The ids stand in `houqin asset count status --all`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin asset count withdraw S20260305-K7-000012 --reason 扫错")]
pub(crate) struct Args {
    /// Id of the scan
    #[arg(value_name = "ID")]
    id: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { id, reason, writing } = args;
    let request = WithdrawRequest { scan: session.arg("ID", &id, RecordId::parse)?, reason };
    let today = session.today();
    session.record("asset count withdraw", Need::assets(), &writing, |books, stamp| {
        count::withdraw(&books.assets, request, today, stamp).map(Change::from_decided)
    })
}
