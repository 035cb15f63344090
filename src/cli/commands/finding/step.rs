//! `houqin finding assign`, `extend`, `rectify`, `verify`: the steps of a finding.

use std::path::PathBuf;

use houqin::base::{DepartmentCode, RecordId};
use houqin::books::{self, Change, Need};
use houqin::inspections::{Step, StepRequest};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Say who is to put a finding right, and which department answers for it
///
/// A department that answers for it stays; who is to put it right may change.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin finding assign F20260305-test-000002 --owner 电工班长 \
    --department NK1")]
pub(crate) struct Assign {
    /// Who is to put it right: a person or a post
    #[arg(long, value_name = "OWNER", default_value = "", hide_default_value = true)]
    owner: String,
    /// Department that answers for it, where none does yet
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    #[command(flatten)]
    what: What,
}

/// Move the deadline of a finding to a later day, before it has passed
///
/// The first deadline is kept and reported beside the later one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin finding extend F20260305-test-000002 --due 2026-03-20 \
    --note 等配件")]
pub(crate) struct Extend {
    /// Later deadline
    #[arg(long, value_name = "DAY")]
    due: String,
    #[command(flatten)]
    what: What,
}

/// Record that a finding was put right
///
/// From which severity on it needs evidence is in houqin.toml, [findings] evidence.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin finding rectify F20260305-test-000002 --person 水工 \
    --note 换了阀门 --evidence 阀门.jpg")]
pub(crate) struct Rectify {
    #[command(flatten)]
    what: What,
}

/// Verify that a finding was put right, and close it; with --failed it is open again
///
/// Who verifies is not who put it right.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin finding verify F20260305-test-000002 --person 科长\n  \
    houqin finding verify F20260305-test-000002 --person 科长 --failed --note 仍在漏水"
)]
pub(crate) struct Verify {
    /// It is still there: open it again
    #[arg(long)]
    failed: bool,
    #[command(flatten)]
    what: What,
}

/// What every step says
#[derive(Debug, clap::Args)]
struct What {
    /// Number of the finding
    #[arg(value_name = "FINDING")]
    finding: String,
    /// Day of the step; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Who did it; who records it if left out
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// What was done or seen
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Photo or paper that shows it, a file of the store; may be given several times
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

/// Who is to put it right, where that is what the step says.
struct Charge {
    department: Option<DepartmentCode>,
    owner: String,
}

const NOBODY: Charge = Charge { department: None, owner: String::new() };

pub(crate) fn assign(session: &mut Session, args: Assign) -> anyhow::Result<Exit> {
    let Assign { owner, department, what } = args;
    let department = session.maybe("--department", department.as_deref(), DepartmentCode::parse)?;
    step(session, "finding assign", (Step::Assign, Charge { department, owner }), what)
}

pub(crate) fn extend(session: &mut Session, args: Extend) -> anyhow::Result<Exit> {
    let Extend { due, what } = args;
    let due = session.day_of("--due", &due)?;
    step(session, "finding extend", (Step::Extend(due), NOBODY), what)
}

pub(crate) fn rectify(session: &mut Session, args: Rectify) -> anyhow::Result<Exit> {
    let Rectify { what } = args;
    step(session, "finding rectify", (Step::Rectify, NOBODY), what)
}

pub(crate) fn verify(session: &mut Session, args: Verify) -> anyhow::Result<Exit> {
    let Verify { failed, what } = args;
    let step_taken = if failed { Step::Reject } else { Step::Verify };
    step(session, "finding verify", (step_taken, NOBODY), what)
}

fn step(
    session: &Session,
    command: &str,
    (step, charge): (Step, Charge),
    what: What,
) -> anyhow::Result<Exit> {
    let What { finding, date, person, note, evidence, writing } = what;
    let (evidence, sha256) = session.evidence(&evidence)?;
    let request = StepRequest {
        finding: session.arg("FINDING", &finding, RecordId::parse)?,
        step,
        date: session.day("--date", date.as_deref())?,
        department: charge.department,
        owner: charge.owner,
        person: person.unwrap_or_else(|| session.by().to_owned()),
        note,
        evidence,
        sha256,
        today: session.today(),
    };
    session.record(command, Need::inspections(), &writing, |books, stamp| {
        books::step_finding(books, &request, stamp).map(Change::from_decided)
    })
}
