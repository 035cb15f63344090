//! `houqin asset dispose`: takes a thing out of the books.

use houqin::assets::{self, DisposeRequest};
use houqin::base::Money;
use houqin::books::{Change, Need};

use super::tag::tag as read_tag;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Take a thing out of the books: scrapped, sold, given away, lost
///
/// The month of disposal carries no depreciation. After it nothing can happen to the thing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin asset dispose FWQ-01 --reason 报废 --proceeds 200")]
pub(crate) struct Args {
    /// Tag on the thing
    #[arg(value_name = "TAG")]
    tag: String,
    /// Why it leaves
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// What it brought, in yuan
    #[arg(long, value_name = "YUAN")]
    proceeds: Option<String>,
    /// Day on which it leaves; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { tag, reason, proceeds, date, note, writing } = args;
    let request = DisposeRequest {
        asset: read_tag(session, &tag)?,
        date: session.day("--date", date.as_deref())?,
        proceeds: session.maybe("--proceeds", proceeds.as_deref(), Money::parse)?,
        reason,
        note,
    };
    session.record("asset dispose", Need::assets(), &writing, |books, stamp| {
        assets::dispose(&books.assets, request, stamp).map(Change::from_decided)
    })
}
