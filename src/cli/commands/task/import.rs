//! `houqin task import`: a whole plan from a file.

use houqin::base::{Day, RecordId, TaskCode, parse_count};
use houqin::books::{Need, decide_each};
use houqin::inspections::{self, TaskRequest, deadline};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Put the tasks of a file into the year's plan
///
/// The headings are Chinese or English: 序号 task, 任务 what, 责任人 owner, 完成时限 deadline, and if they
/// are there 责任科室 department, 类别 section, 备注 note, 更正 supersedes. A number alone becomes a code
/// of the year, as 17 becomes 2026-17. A deadline is a day, or what plans say: 3月底, 6月30日, 一季度,
/// 上半年, 年底. What is in the plan already is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin task import 2026年工作计划.xlsx --year 2026 --dry-run")]
pub(crate) struct Args {
    /// Year of the plan; this year if left out
    #[arg(long, value_name = "YEAR")]
    year: Option<String>,
    /// Day it was put into the plan; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &[
        "task.list.task",
        "task.list.section",
        "task.list.title",
        "task.list.owner",
        "task.list.department",
        "task.list.due",
        "task.list.note",
        "task.events.supersedes",
    ],
    needed: &["task.list.task", "task.list.title", "task.list.owner", "task.list.due"],
    one_of: &[],
};

/// What every task of the file has.
struct Plan<'s> {
    session: &'s Session,
    year: i32,
    date: Day,
}

pub(crate) fn run(session: &Session, args: &Args) -> anyhow::Result<Exit> {
    let Args { year, date, intake } = args;
    let year = session.maybe("--year", year.as_deref(), parse_count)?;
    let year = year.and_then(|year| i32::try_from(year).ok());
    let plan = Plan {
        session,
        year: year.unwrap_or(session.today().year()),
        date: session.day("--date", date.as_deref())?,
    };
    let task =
        Task { command: "task import", need: Need::inspections(), columns: COLUMNS, fields: &[] };
    take(
        session,
        intake,
        task,
        |row| plan.request(row),
        |books, requests, stamp| {
            verdicts(decide_each(
                books,
                requests,
                stamp,
                |_| (),
                |books, request, stamp| inspections::add_task(&books.inspections, request, stamp),
            ))
        },
    )
}

impl Plan<'_> {
    fn request(&self, row: &mut Row<'_>) -> Option<TaskRequest> {
        let Self { session, year, date } = self;
        let task = row.required("task.list.task", |text| TaskCode::parse(&coded(text, *year)));
        let due = match deadline(row.text("task.list.due"), *year) {
            Some(due) => Some(Some(due)),
            None => row.maybe_day("task.list.due"),
        };
        let supersedes = row.optional("task.events.supersedes", RecordId::parse);
        let text = |key: &str| row.text(key).to_owned();
        Some(TaskRequest {
            task: task?,
            year: Some(*year),
            section: text("task.list.section"),
            title: text("task.list.title"),
            owner: text("task.list.owner"),
            department: text("task.list.department"),
            due: due?,
            date: *date,
            person: session.by().to_owned(),
            note: text("task.list.note"),
            supersedes: supersedes?,
            today: session.today(),
        })
    }
}

/// A number of the plan with its year before it; any other code as it is.
fn coded(text: &str, year: i32) -> String {
    let number = text.trim().trim_end_matches(['、', '.']);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!("{year}-{number}") } else { number.to_owned() }
}
