//! `houqin asset upgrade`, `revalue` and `opening`: what changes a thing's worth.

use houqin::assets::{self, ChangeRequest, OpeningRequest};
use houqin::base::{Money, parse_count};
use houqin::books::{Change, Need};
use houqin::store;

use super::tag::tag as read_tag;
use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Record an improvement: what it cost is added to the value
///
/// From its month on, what is left of the value is spread over what is left of the life.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin asset upgrade FWQ-01 --value 6000 --months 96 --reason 扩容"
)]
pub(crate) struct Upgrade {
    /// Tag on the thing
    #[arg(value_name = "TAG")]
    tag: String,
    /// What is added to its value, in yuan
    #[arg(long, value_name = "YUAN", allow_negative_numbers = true)]
    value: String,
    #[command(flatten)]
    change: Changed,
    #[command(flatten)]
    writing: Writing,
}

/// What a change of value or life says
#[derive(Debug, clap::Args)]
struct Changed {
    /// New useful life in all, in months
    #[arg(long, value_name = "MONTHS")]
    months: Option<String>,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Day of the change; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
}

impl Changed {
    fn request(
        self,
        session: &Session,
        tag: &str,
        value: Option<&str>,
    ) -> anyhow::Result<ChangeRequest> {
        let Self { months, reason, date, note } = self;
        Ok(ChangeRequest {
            asset: read_tag(session, tag)?,
            date: session.day("--date", date.as_deref())?,
            value: session.maybe("--value", value, Money::parse)?,
            months: session.maybe("--months", months.as_deref(), parse_count)?,
            reason,
            note,
        })
    }
}

pub(crate) fn upgrade(session: &Session, args: Upgrade) -> anyhow::Result<Exit> {
    let Upgrade { tag, value, change, writing } = args;
    let request = change.request(session, &tag, Some(&value))?;
    session.record("asset upgrade", Need::assets(), &writing, |books, stamp| {
        let decided = assets::upgrade(&books.assets, store::lives(), request, stamp);
        decided.map(Change::from_decided)
    })
}

/// Set the value or the useful life of a thing anew
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset revalue FWQ-01 --value 30000 --reason 竣工决算调整
  houqin asset revalue FWQ-01 --months 96 --reason 年限复核")]
#[command(group(clap::ArgGroup::new("what").required(true).multiple(true)
    .args(["value", "months"])))]
pub(crate) struct Revalue {
    /// Tag on the thing
    #[arg(value_name = "TAG")]
    tag: String,
    /// Its new value, in yuan
    #[arg(long, value_name = "YUAN", allow_negative_numbers = true)]
    value: Option<String>,
    #[command(flatten)]
    change: Changed,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn revalue(session: &Session, args: Revalue) -> anyhow::Result<Exit> {
    let Revalue { tag, value, change, writing } = args;
    let request = change.request(session, &tag, value.as_deref())?;
    session.record("asset revalue", Need::assets(), &writing, |books, stamp| {
        let decided = assets::revalue(&books.assets, store::lives(), request, stamp);
        decided.map(Change::from_decided)
    })
}

/// Take over what was depreciated before these books began
///
/// The amount stands at the end of the day's month; the months after it carry what is left of the
/// value over what is left of the life.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin asset opening FWQ-01 --accumulated 10800.00 --date 2025-12-31"
)]
pub(crate) struct Opening {
    /// Tag on the thing
    #[arg(value_name = "TAG")]
    tag: String,
    /// What was depreciated so far, in yuan
    #[arg(long, value_name = "YUAN", allow_negative_numbers = true)]
    accumulated: String,
    /// Months of its life that are done; as many as have passed if left out
    #[arg(long, value_name = "MONTHS")]
    months: Option<String>,
    /// Day at whose month's end it stands so; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn opening(session: &Session, args: Opening) -> anyhow::Result<Exit> {
    let Opening { tag, accumulated, months, date, note, writing } = args;
    let request = OpeningRequest {
        asset: read_tag(session, &tag)?,
        date: session.day("--date", date.as_deref())?,
        accumulated: session.arg("--accumulated", &accumulated, Money::parse)?,
        months: session.maybe("--months", months.as_deref(), parse_count)?,
        note,
    };
    session.record("asset opening", Need::assets(), &writing, |books, stamp| {
        let decided = assets::open_accumulated(&books.assets, store::lives(), request, stamp);
        decided.map(Change::from_decided)
    })
}
