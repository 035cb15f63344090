//! `houqin finding extend`, `rectify`, `verify`: the steps of a finding.

use std::path::PathBuf;

use houqin::base::{Day, RecordId};
use houqin::books::{Change, Need};
use houqin::inspections::{self, Step, StepRequest};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

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
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin finding rectify F20260305-test-000002 --person 水工 \
    --note 换了阀门")]
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

pub(crate) fn extend(session: &mut Session, args: Extend) -> anyhow::Result<Exit> {
    let Extend { due, what } = args;
    let due = session.arg("--due", &due, Day::parse)?;
    step(session, "finding extend", Step::Extend(due), what)
}

pub(crate) fn rectify(session: &mut Session, args: Rectify) -> anyhow::Result<Exit> {
    let Rectify { what } = args;
    step(session, "finding rectify", Step::Rectify, what)
}

pub(crate) fn verify(session: &mut Session, args: Verify) -> anyhow::Result<Exit> {
    let Verify { failed, what } = args;
    step(session, "finding verify", if failed { Step::Reject } else { Step::Verify }, what)
}

fn step(session: &Session, command: &str, step: Step, what: What) -> anyhow::Result<Exit> {
    let What { finding, date, person, note, evidence, writing } = what;
    let (evidence, sha256) = session.evidence(&evidence)?;
    let request = StepRequest {
        finding: session.arg("FINDING", &finding, RecordId::parse)?,
        step,
        date: session.day("--date", date.as_deref())?,
        person: person.unwrap_or_else(|| session.by().to_owned()),
        note,
        evidence,
        sha256,
        today: session.today(),
    };
    session.record(command, Need::inspections(), &writing, |books, stamp| {
        inspections::step(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
