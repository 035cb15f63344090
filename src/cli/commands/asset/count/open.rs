//! `houqin asset count open` and `cancel`: a sheet begins, or is given up.

use houqin::assets;
use houqin::assets::count::{self, CancelRequest, OpenRequest, Scope};
use houqin::base::{DepartmentCode, SheetCode, StaffCode};
use houqin::books::{Change, Need};
use houqin::store;

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Open a sheet: what is to be counted
///
/// Everything in the register at the end of the day, unless a department, a place, a person or a
/// class narrows it. What is scanned on the sheet was seen there, unless the scan says otherwise.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset count open
  houqin asset count open ZC-01 --department NK1 --counter 盘点员甲
  houqin asset count open --place 3楼 --class 计算机设备 --date 2026-03-01")]
pub(crate) struct Args {
    /// Code of the new sheet; made of the day if left out
    #[arg(value_name = "SHEET")]
    sheet: Option<String>,
    /// Only what this department has
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only what is in places that begin like this
    #[arg(long, value_name = "PLACE", default_value = "")]
    place: String,
    /// Only what this person keeps
    #[arg(long, value_name = "STAFF")]
    custodian: Option<String>,
    /// Only what is of this class
    #[arg(long, value_name = "CLASS", default_value = "")]
    class: String,
    /// Day of the register that is counted; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Who is to count
    #[arg(long, value_name = "PERSON", default_value = "")]
    counter: String,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "")]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { sheet, department, place, custodian, class, date, counter, note, writing } = args;
    let scope = Scope {
        date: session.day("--date", date.as_deref())?,
        place,
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
        custodian: session.maybe("--custodian", custodian.as_deref(), StaffCode::parse)?,
        class,
    };
    let sheet = session.maybe("SHEET", sheet.as_deref(), SheetCode::parse)?;
    let request = OpenRequest { sheet, scope, person: counter, note };
    session.record("asset count open", Need::assets(), &writing, |books, stamp| {
        let lives = store::lives();
        let decided = count::open(&books.assets, &books.org, lives, request, stamp)?;
        Ok::<_, assets::Refusal>(Change::from_decided(decided))
    })
}

/// Give a sheet up before it is signed
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin asset count cancel ZC-01 --reason 开错科室")]
pub(crate) struct Cancel {
    /// Code of the sheet; may be left out while only one is open
    #[arg(value_name = "SHEET")]
    sheet: Option<String>,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn cancel(session: &Session, args: Cancel) -> anyhow::Result<Exit> {
    let Cancel { sheet, reason, writing } = args;
    let sheet = session.maybe("SHEET", sheet.as_deref(), SheetCode::parse)?;
    let (request, today) = (CancelRequest { sheet, reason }, session.today());
    session.record("asset count cancel", Need::assets(), &writing, |books, stamp| {
        count::cancel(&books.assets, request, today, stamp).map(Change::from_decided)
    })
}
