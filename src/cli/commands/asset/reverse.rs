//! `houqin asset reverse`: takes an event back.

use houqin::assets::{self, ReverseRequest};
use houqin::base::RecordId;
use houqin::books::{Change, Need};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Take an event back
///
/// It counts no longer from the day of the reversal on; what was reported for the days before stays
/// as it was. The ids stand in `houqin asset show`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin asset reverse A20260305-K7-000012 --reason 录错编号")]
pub(crate) struct Args {
    /// Id of the event
    #[arg(value_name = "ID")]
    id: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Day from which on it no longer counts; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { id, reason, date, note, writing } = args;
    let request = ReverseRequest {
        event: session.arg("ID", &id, RecordId::parse)?,
        date: session.day("--date", date.as_deref())?,
        reason,
        note,
    };
    session.record("asset reverse", Need::assets(), &writing, |books, stamp| {
        assets::reverse(&books.assets, request, stamp).map(Change::from_decided)
    })
}
