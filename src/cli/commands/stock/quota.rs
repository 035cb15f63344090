//! `houqin stock quota`: set, import, list.

use clap::Subcommand;
use houqin::base::{DepartmentCode, Money, Month};
use houqin::books::{Change, Need, decide_each};
use houqin::report::Quotas;
use houqin::stock::{self, QuotaRequest};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Set(Set),
    Import(Import),
    List(List),
}

/// Set how much money a month's consumption of a department may come to
///
/// It is valid from its month on until the next quota of the same department and category.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  houqin stock quota set NK1 1500 --month 2026-04
  houqin stock quota set NK1 300 --month 2026-04 --category 办公用品")]
pub(crate) struct Set {
    /// Department whose consumption is limited
    #[arg(value_name = "DEPARTMENT")]
    department: String,
    /// Most that a month may come to in yuan
    #[arg(value_name = "YUAN", allow_negative_numbers = true)]
    limit: String,
    /// First month for which it is valid, as 2026-04; this month if left out
    #[arg(long, value_name = "MONTH")]
    month: Option<String>,
    /// Only the items of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE")]
    note: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Set the quotas of a file
///
/// The headings are Chinese or English: 科室 department, 起始月份 month, 月定额 amount, and if they are
/// there 类别 category, 备注 note. What is set already as the row says is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin stock quota import 科室定额.xlsx --dry-run")]
pub(crate) struct Import {
    #[command(flatten)]
    intake: Intake,
}

/// List the quotas
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin stock quota list")]
pub(crate) struct List {}

const COLUMNS: Columns = Columns {
    keys: &[
        "stock.quotas.department",
        "stock.quotas.month_from",
        "stock.quotas.category",
        "stock.quotas.amount",
        "stock.quotas.note",
    ],
    needed: &["stock.quotas.department", "stock.quotas.month_from", "stock.quotas.amount"],
    one_of: &[],
};

pub(super) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Set(args) => set(session, args),
        Group::Import(args) => import(session, args),
        Group::List(List {}) => {
            let books = session.read(Need::catalogue())?;
            session.show(&Quotas(stock::quotas(&books.stock)))
        }
    }
}

fn set(session: &Session, args: Set) -> anyhow::Result<Exit> {
    let Set { department, limit, month, category, note, writing } = args;
    let month = session.maybe("--month", month.as_deref(), Month::parse)?;
    let request = QuotaRequest {
        department: session.arg("DEPARTMENT", &department, DepartmentCode::parse)?,
        month_from: month.unwrap_or_else(|| session.today().month()),
        category: category.unwrap_or_default(),
        amount: session.arg("YUAN", &limit, Money::parse)?,
        note: note.unwrap_or_default(),
    };
    session.record("stock quota set", Need::catalogue(), &writing, |books, stamp| {
        stock::set_quota(&books.stock, &books.org, &request, stamp).map(Change::from_decided)
    })
}

fn import(session: &Session, args: Import) -> anyhow::Result<Exit> {
    let Import { intake } = args;
    let need = Need::catalogue();
    let task = Task { command: "stock quota import", need, columns: COLUMNS, fields: &[] };
    take(session, &intake, task, row, |books, rows, stamp| {
        verdicts(decide_each(
            books,
            rows,
            stamp,
            |_| (),
            |books, request: &QuotaRequest, stamp| {
                stock::set_quota(&books.stock, &books.org, request, stamp)
            },
        ))
    })
}

fn row(row: &mut Row<'_>) -> Option<QuotaRequest> {
    let department = row.required("stock.quotas.department", DepartmentCode::parse);
    let month_from = row.month("stock.quotas.month_from");
    let amount = row.number("stock.quotas.amount", Money::parse);
    Some(QuotaRequest {
        department: department?,
        month_from: month_from?,
        category: row.text("stock.quotas.category").to_owned(),
        amount: amount?,
        note: row.text("stock.quotas.note").to_owned(),
    })
}
