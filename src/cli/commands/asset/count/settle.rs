//! `houqin asset count settle`: what became of a difference.

use houqin::assets::count::{self, Outcome, SettleRequest};
use houqin::base::{AssetTag, SheetCode};
use houqin::books::{Change, Need};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Write down what became of a difference of a signed sheet
///
/// What is lost stays on the list until it is disposed of. What the books say goes before what is
/// said here: a transfer, a disposal or a later scan ends a follow-up by itself.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset count settle ZC-01 FWQ-01 --outcome found --reason 在维修间
  houqin asset count settle ZC-01 CH-07 --outcome lost --person 护士长乙 --reason 查无下落")]
pub(crate) struct Args {
    /// Code of the sheet
    #[arg(value_name = "SHEET")]
    sheet: String,
    /// Tag on the thing
    #[arg(value_name = "TAG")]
    tag: String,
    /// What became of it: found, explained or lost
    #[arg(long, value_name = "OUTCOME")]
    outcome: String,
    /// What was found out
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Who answers for it
    #[arg(long, value_name = "PERSON", default_value = "")]
    person: String,
    /// Day; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, tag, outcome, reason, person, date, note, writing } = args;
    let word_and_key = |outcome: Outcome| (outcome.word(), outcome.key());
    let request = SettleRequest {
        sheet: session.arg("SHEET", &sheet, SheetCode::parse)?,
        asset: session.arg("TAG", &tag, AssetTag::parse)?,
        date: session.day("--date", date.as_deref())?,
        outcome: session.choice("--outcome", &outcome, &Outcome::ALL, word_and_key)?,
        person,
        reason,
        note,
    };
    session.record("asset count settle", Need::assets(), &writing, |books, stamp| {
        count::settle(&books.assets, request, stamp).map(Change::from_decided)
    })
}
