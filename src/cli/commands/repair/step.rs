//! `houqin repair respond`, `complete`, `accept`, `extend`, `cancel`: the steps of an order.

use std::path::PathBuf;

use houqin::base::{Money, RecordId, SubjectCode, Time};
use houqin::books::{Change, Need};
use houqin::inspections::{self, Promise, RepairStep, RepairStepRequest};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Record that somebody came
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin repair respond WX-101 --person 空调工\n  houqin repair respond \
    WX-101 --date 2026-03-05 --time 09:40 --person 维保员 --contractor 电梯维保 --due 2026-03-06"
)]
pub(crate) struct Respond {
    /// Contractor who came; whoever the order names if left out
    #[arg(long, value_name = "CONTRACTOR")]
    contractor: Option<String>,
    /// Day that is promised for its completion, where none is promised yet
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// Minute of that day
    #[arg(long, value_name = "TIME", requires = "due")]
    due_time: Option<String>,
    #[command(flatten)]
    what: What,
}

/// Record that it works again, and what it cost
///
/// Parts from stock are not part of --cost: they are issued with `stock issue --repair ORDER`,
/// and told by themselves.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin repair complete WX-101 --person 空调工 --note 换了压缩机 \
    --cost 260"
)]
pub(crate) struct Complete {
    /// What it cost, in yuan, beside the parts from stock
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    cost: Option<String>,
    /// Contractor who did it; whoever the order names if left out
    #[arg(long, value_name = "CONTRACTOR")]
    contractor: Option<String>,
    #[command(flatten)]
    what: What,
}

/// Accept a repair, and close the order; with --failed it is to be done again
///
/// Who accepts is not who repaired it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin repair accept WX-101 --person 护士长\n  houqin repair accept \
    WX-101 --person 护士长 --failed --note 仍不制冷"
)]
pub(crate) struct Accept {
    /// It is not mended: open it again
    #[arg(long)]
    failed: bool,
    #[command(flatten)]
    what: What,
}

/// Move what was promised to a later day, before it has passed
///
/// The first promise is kept and reported beside the later one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin repair extend WX-101 --due 2026-03-09 --note 等配件")]
pub(crate) struct Extend {
    /// Later day
    #[arg(long, value_name = "DAY")]
    due: String,
    /// Minute of that day
    #[arg(long, value_name = "TIME")]
    due_time: Option<String>,
    #[command(flatten)]
    what: What,
}

/// Withdraw an order: there was nothing to repair, or it was reported twice
///
/// What was late already stays late. Who came for it cannot withdraw it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin repair cancel WX-101 --person 科长 --note '与 WX-100 重复'"
)]
pub(crate) struct Cancel {
    #[command(flatten)]
    what: What,
}

/// What every step says
#[derive(Debug, clap::Args)]
struct What {
    /// Repair order: its number in the ledger, or the one printed on it
    #[arg(value_name = "REPAIR")]
    repair: String,
    /// Day of the step; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Minute of the step, as 08:30; now if neither day nor minute is said
    #[arg(long, value_name = "TIME")]
    time: Option<String>,
    /// Who did it; who records it if left out
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

pub(crate) fn respond(session: &Session, args: Respond) -> anyhow::Result<Exit> {
    let Respond { contractor, due, due_time, what } = args;
    let contractor = session.maybe("--contractor", contractor.as_deref(), SubjectCode::parse)?;
    let due = session.maybe_day("--due", due.as_deref())?;
    let due_time = session.maybe("--due-time", due_time.as_deref(), Time::parse)?;
    let promise = Promise::of(due, due_time);
    step(session, "repair respond", RepairStep::Respond { contractor, promise }, what)
}

pub(crate) fn complete(session: &Session, args: Complete) -> anyhow::Result<Exit> {
    let Complete { cost, contractor, what } = args;
    let contractor = session.maybe("--contractor", contractor.as_deref(), SubjectCode::parse)?;
    let cost = session.maybe("--cost", cost.as_deref(), Money::parse)?;
    step(session, "repair complete", RepairStep::Complete { contractor, cost }, what)
}

pub(crate) fn accept(session: &Session, args: Accept) -> anyhow::Result<Exit> {
    let Accept { failed, what } = args;
    let is = if failed { RepairStep::Reject } else { RepairStep::Accept };
    step(session, "repair accept", is, what)
}

pub(crate) fn extend(session: &Session, args: Extend) -> anyhow::Result<Exit> {
    let Extend { due, due_time, what } = args;
    let day = session.day_of("--due", &due)?;
    let time = session.maybe("--due-time", due_time.as_deref(), Time::parse)?;
    step(session, "repair extend", RepairStep::Extend(Promise { day, time }), what)
}

pub(crate) fn cancel(session: &Session, args: Cancel) -> anyhow::Result<Exit> {
    let Cancel { what } = args;
    step(session, "repair cancel", RepairStep::Cancel, what)
}

fn step(session: &Session, command: &str, step: RepairStep, what: What) -> anyhow::Result<Exit> {
    let What { repair, date, time, person, note, evidence, supersedes, writing } = what;
    let (evidence, _hashes) = session.evidence(&evidence)?;
    let (date, time) = session.minute(date.as_deref(), time.as_deref())?;
    let request = RepairStepRequest {
        repair,
        step,
        date,
        time,
        person: person.unwrap_or_else(|| session.by().to_owned()),
        note,
        evidence,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
        today: session.today(),
    };
    session.record(command, Need::inspections(), &writing, |books, stamp| {
        inspections::repair_step(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
