//! `houqin asset count import`: a sheet that was filled in.

use houqin::assets::count::{self, EnterRequest, Seen};
use houqin::base::{Day, SheetCode, StaffCode};
use houqin::books::{Need, decide_each};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Read a sheet that was filled in, from CSV or a workbook
///
/// The file is what `asset count sheet -f csv` printed, with 是, yes or √ in the box of what was
/// seen, and where it was seen where that is another place. Reading a file again changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin asset count import 资产盘点表.csv --counter 盘点员甲
  houqin asset count import 资产盘点表.xlsx --sheet ZC-01 --dry-run")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
    /// Code of the sheet; may be left out while only one is open
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// Who counted; who records it if left out
    #[arg(long, value_name = "PERSON")]
    counter: Option<String>,
    /// Day of the count; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
}

const SHEET: &str = "asset.sheet.sheet";
const SEEN: &str = "asset.sheet.seen";

const COLUMNS: Columns = Columns {
    keys: &[
        "asset.sheet.line",
        "asset.sheet.asset",
        "asset.sheet.name",
        "asset.sheet.class",
        "asset.sheet.department",
        "asset.sheet.place",
        "asset.sheet.custodian",
        SEEN,
        "asset.sheet.seen_place",
        "asset.sheet.seen_custodian",
        "asset.sheet.note",
        SHEET,
    ],
    needed: &["asset.sheet.asset", SEEN],
    one_of: &[],
};

/// What holds for every row that does not say otherwise.
struct Frame {
    sheet: Option<SheetCode>,
    person: String,
    date: Day,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake, sheet, counter, date } = args;
    let frame = Frame {
        sheet: session.maybe("--sheet", sheet.as_deref(), SheetCode::parse)?,
        person: counter.unwrap_or_else(|| session.by().to_owned()),
        date: session.day("--date", date.as_deref())?,
    };
    let task = Task {
        command: "asset count import",
        need: Need::assets(),
        columns: COLUMNS,
        fields: &[("department", "asset"), ("date", "asset")],
    };
    take(
        session,
        &intake,
        task,
        |row| seen(row, &frame),
        |books, requests, stamp| {
            let in_order = |_: &EnterRequest| ();
            verdicts(decide_each(books, requests, stamp, in_order, |books, request, stamp| {
                count::enter(&books.assets, &books.org, request, stamp)
            }))
        },
    )
}

/// What a row saw; nothing of a box that was left blank.
fn seen(row: &mut Row<'_>, frame: &Frame) -> Option<EnterRequest> {
    let sheet = row.optional(SHEET, SheetCode::parse);
    let is_seen = row.yes(SEEN, false)?;
    let custodian = row.optional("asset.sheet.seen_custodian", StaffCode::parse);
    if !is_seen {
        return None;
    }
    let text = |key: &str| row.text(key).to_owned();
    let seen = Seen {
        text: text("asset.sheet.asset"),
        place: text("asset.sheet.seen_place"),
        department: None,
        custodian: custodian?,
        note: text("asset.sheet.note"),
    };
    Some(EnterRequest {
        sheet: frame.sheet.clone().or(sheet?),
        date: frame.date,
        person: frame.person.clone(),
        seen: vec![seen],
    })
}
