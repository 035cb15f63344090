//! `houqin asset repair`: a repair and what it cost.

use houqin::assets::{self, RepairRequest};
use houqin::base::Money;
use houqin::books::{Change, Need};

use super::tag::tag as read_tag;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Record a repair
///
/// What it cost is kept with the card and does not change the thing's value.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin asset repair FWQ-01 --reason 更换硬盘 --cost 850")]
pub(crate) struct Args {
    /// Tag on the thing
    #[arg(value_name = "TAG")]
    tag: String,
    /// What was wrong
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// What it cost, in yuan
    #[arg(long, value_name = "YUAN")]
    cost: Option<String>,
    /// Day of the repair; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { tag, reason, cost, date, note, writing } = args;
    let request = RepairRequest {
        asset: read_tag(session, &tag)?,
        date: session.day("--date", date.as_deref())?,
        cost: session.maybe("--cost", cost.as_deref(), Money::parse)?,
        reason,
        note,
    };
    session.record("asset repair", Need::assets(), &writing, |books, stamp| {
        assets::repair(&books.assets, request, stamp).map(Change::from_decided)
    })
}
