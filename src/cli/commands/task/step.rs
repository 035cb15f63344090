//! `houqin task progress`, `done`, `reopen`, `extend`, `cancel`: what happens to a task.

use std::path::PathBuf;

use houqin::base::{RecordId, TaskCode, parse_count};
use houqin::books::{Change, Need};
use houqin::inspections::{self, TaskStep, TaskStepRequest};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Say how far a task is
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin task progress 2026-17 --percent 60 --note 已整理到二月")]
pub(crate) struct Progress {
    /// How far it is, in percent: a whole number from 0 to 100
    #[arg(long, value_name = "PERCENT")]
    percent: String,
    #[command(flatten)]
    what: What,
}

/// Record that a task was done, with evidence or a note of what was done
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin task done 2026-17 --note 台账已装订 --evidence 台账/封面.jpg"
)]
pub(crate) struct Done {
    #[command(flatten)]
    what: What,
}

/// Open a task again that was recorded as done and is not
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin task reopen 2026-17 --person 科长 --note 缺维修记录")]
pub(crate) struct Reopen {
    #[command(flatten)]
    what: What,
}

/// Move the deadline of a task to a later day, as somebody else approved by the deadline
///
/// The first deadline is kept and reported beside the later one. Once a deadline has passed it does
/// not move any more, whatever day the approval is dated.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin task extend 2026-17 --due 2026-04-30 --reason 等印刷 \
    --approved-by 科长")]
pub(crate) struct Extend {
    /// Later deadline
    #[arg(long, value_name = "DAY")]
    due: String,
    #[command(flatten)]
    approval: Approval,
}

/// Cancel a task, as somebody else approved; after its deadline it still counts as not done
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin task cancel 2026-17 --reason 并入三甲复评资料 --approved-by 科长"
)]
pub(crate) struct Cancel {
    #[command(flatten)]
    approval: Approval,
}

/// What a step says
#[derive(Debug, clap::Args)]
struct What {
    /// Task
    #[arg(value_name = "TASK")]
    task: String,
    /// Day of the step; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Who did it; who answers for the task if left out
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// What was done or seen
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Photo or paper that shows it, a file of the store; may be given several times
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// What an approval says
#[derive(Debug, clap::Args)]
struct Approval {
    /// Task
    #[arg(value_name = "TASK")]
    task: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// Who approved it: not who answers for the task
    #[arg(long, value_name = "PERSON")]
    approved_by: String,
    /// Day it was approved; today if left out
    #[arg(long, value_name = "DAY")]
    approved_on: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn progress(session: &Session, args: Progress) -> anyhow::Result<Exit> {
    let Progress { percent, what } = args;
    let text = percent.strip_suffix('%').unwrap_or(&percent);
    let percent = session.arg("--percent", text, parse_count)?;
    step(session, "task progress", TaskStep::Progress(percent), what)
}

pub(crate) fn done(session: &Session, args: Done) -> anyhow::Result<Exit> {
    let Done { what } = args;
    step(session, "task done", TaskStep::Done, what)
}

pub(crate) fn reopen(session: &Session, args: Reopen) -> anyhow::Result<Exit> {
    let Reopen { mut what } = args;
    what.person = Some(what.person.unwrap_or_else(|| session.by().to_owned()));
    step(session, "task reopen", TaskStep::Reopen, what)
}

pub(crate) fn extend(session: &Session, args: Extend) -> anyhow::Result<Exit> {
    let Extend { due, approval } = args;
    let due = session.day_of("--due", &due)?;
    approve(session, "task extend", TaskStep::Extend(due), approval)
}

pub(crate) fn cancel(session: &Session, args: Cancel) -> anyhow::Result<Exit> {
    let Cancel { approval } = args;
    approve(session, "task cancel", TaskStep::Cancel, approval)
}

fn step(session: &Session, command: &str, step: TaskStep, what: What) -> anyhow::Result<Exit> {
    let What { task, date, person, note, evidence, supersedes, writing } = what;
    let (evidence, sha256) = session.evidence(&evidence)?;
    let request = TaskStepRequest {
        task: session.arg("TASK", &task, TaskCode::parse)?,
        step,
        date: session.day("--date", date.as_deref())?,
        person,
        note,
        evidence,
        sha256,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
        today: session.today(),
    };
    record(session, command, &request, &writing)
}

fn approve(
    session: &Session,
    command: &str,
    step: TaskStep,
    approval: Approval,
) -> anyhow::Result<Exit> {
    let Approval { task, reason, approved_by, approved_on, writing } = approval;
    let request = TaskStepRequest {
        task: session.arg("TASK", &task, TaskCode::parse)?,
        step,
        date: session.day("--approved-on", approved_on.as_deref())?,
        person: Some(approved_by),
        note: reason,
        evidence: Vec::new(),
        sha256: Vec::new(),
        supersedes: None,
        today: session.today(),
    };
    record(session, command, &request, &writing)
}

fn record(
    session: &Session,
    command: &str,
    request: &TaskStepRequest,
    writing: &Writing,
) -> anyhow::Result<Exit> {
    session.record(command, Need::inspections(), writing, |books, stamp| {
        inspections::step_task(&books.inspections, request, stamp).map(Change::from_decided)
    })
}
