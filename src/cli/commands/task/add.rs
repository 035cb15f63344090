//! `houqin task add`: a task of the year's plan.

use houqin::base::{RecordId, TaskCode, parse_count};
use houqin::books::{Change, Need};
use houqin::inspections::{self, TaskRequest};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Put a task into the year's plan: what, who, by when
///
/// A task without an owner or a deadline is refused. A correction with --supersedes never moves the
/// deadline to a later day: that is what extend is for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin task add 2026-17 --title 完善各种台账 --owner 库管员 \
    --department 后勤部 --section 规范化建设 --due 2026-03-31")]
pub(crate) struct Args {
    /// Code of the task, as 2026-17
    #[arg(value_name = "TASK")]
    task: String,
    /// What is to be done
    #[arg(long, value_name = "TITLE")]
    title: String,
    /// Who answers for it: a person or a role
    #[arg(long, value_name = "PERSON")]
    owner: String,
    /// Deadline: the last day to do it in time
    #[arg(long, value_name = "DAY")]
    due: String,
    /// Department that answers for it, in your own words
    #[arg(long, value_name = "DEPARTMENT", default_value = "", hide_default_value = true)]
    department: String,
    /// Section of the plan
    #[arg(long, value_name = "SECTION", default_value = "", hide_default_value = true)]
    section: String,
    /// Year of the plan; that of the deadline if left out
    #[arg(long, value_name = "YEAR")]
    year: Option<String>,
    /// Day it was put into the plan; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Remark: what the result should be
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        task,
        title,
        owner,
        due,
        department,
        section,
        year,
        date,
        note,
        supersedes,
        writing,
    } = args;
    let year = session.maybe("--year", year.as_deref(), parse_count)?;
    let request = TaskRequest {
        task: session.arg("TASK", &task, TaskCode::parse)?,
        year: year.and_then(|year| i32::try_from(year).ok()),
        section,
        title,
        owner,
        department,
        due: Some(session.day_of("--due", &due)?),
        date: session.day("--date", date.as_deref())?,
        person: session.by().to_owned(),
        note,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
        today: session.today(),
    };
    session.record("task add", Need::inspections(), &writing, |books, stamp| {
        inspections::add_task(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
