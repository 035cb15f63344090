//! `houqin asset count enter`: tags that were seen, as arguments.

use houqin::assets;
use houqin::assets::count::{self, EnterRequest, Seen};
use houqin::base::{DepartmentCode, SheetCode, StaffCode};
use houqin::books::{Change, Need};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Enter tags that were seen
///
/// All of them were seen in the same place and with the same person; what is not said is as the
/// sheet says. What is entered already is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset count enter FWQ-01 CH-07
  houqin asset count enter CH-07 --place 走廊 --custodian 护士长乙 --sheet ZC-01")]
pub(crate) struct Args {
    /// What stands on the label
    #[arg(value_name = "TAG", required = true)]
    tags: Vec<String>,
    /// Code of the sheet; may be left out while only one is open
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// Where it is seen
    #[arg(long, value_name = "PLACE", default_value = "")]
    place: String,
    /// Department where it is seen
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Person with whom it is seen
    #[arg(long, value_name = "STAFF")]
    custodian: Option<String>,
    /// Who counted; who records it if left out
    #[arg(long, value_name = "PERSON")]
    counter: Option<String>,
    /// Day of the count; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { tags, sheet, place, department, custodian, counter, date, note, writing } = args;
    let department = session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
    let custodian = session.maybe("--custodian", custodian.as_deref(), StaffCode::parse)?;
    let seen = |text: String| Seen {
        text,
        place: place.clone(),
        department: department.clone(),
        custodian: custodian.clone(),
        note: note.clone(),
    };
    let request = EnterRequest {
        sheet: session.maybe("--sheet", sheet.as_deref(), SheetCode::parse)?,
        date: session.day("--date", date.as_deref())?,
        person: counter.unwrap_or_else(|| session.by().to_owned()),
        seen: tags.into_iter().map(seen).collect(),
    };
    session.record("asset count enter", Need::assets(), &writing, |books, stamp| {
        let decided = count::enter(&books.assets, &books.org, &request, stamp)?;
        Ok::<_, assets::Refusal>(Change::from_decided(decided))
    })
}
