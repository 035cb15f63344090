//! `houqin inspect batch`: waste into its store and out, samples, calls and their answers.

use clap::Subcommand;
use houqin::base::{RecordId, RuleCode, SubjectCode, Time};
use houqin::books::{Change, Need};
use houqin::inspections::{self, Amount, CloseBatchRequest, OpenBatchRequest};
use houqin::report::Batches;

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Open(Open),
    Close(Close),
    Import(super::batch_import::Args),
    /// List the batches, those that are still there on top
    #[command(after_help = "Example:\n  houqin inspect batch list")]
    List,
}

/// Record that a batch was put somewhere, or that a call came
///
/// For rules as dwell<=48h (medical waste), dwell>=48h (food samples) and event+30min.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect batch open YF-48 暂存间 --date 2026-03-05 \
    --time 17:30\n  houqin inspect batch open LY-48 食堂 --time 11:40 --quantity '130 g' --note 红烧肉")]
pub(crate) struct Open {
    /// Rule it is for
    #[arg(value_name = "RULE")]
    rule: String,
    /// Where it lies: a place, an asset's tag, a department
    #[arg(value_name = "SUBJECT")]
    subject: String,
    /// Time of day
    #[arg(long, value_name = "TIME")]
    time: String,
    /// Day; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// How much it is, with its unit, as 130 g
    #[arg(long, value_name = "QUANTITY")]
    quantity: Option<String>,
    /// Who did it; who records it if left out
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Record that a batch was taken away, or that a call was answered
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect batch close B20260305-a1b2-000012 \
    --date 2026-03-07 --time 08:00")]
pub(crate) struct Close {
    /// Batch
    #[arg(value_name = "BATCH")]
    batch: String,
    /// Time of day
    #[arg(long, value_name = "TIME")]
    time: String,
    /// Day; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Who did it; who records it if left out
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Open(args) => open(session, args),
        Group::Close(args) => close(session, args),
        Group::Import(args) => super::batch_import::run(session, args),
        Group::List => session.show(&Batches(&session.read(Need::inspections())?.inspections)),
    }
}

fn open(session: &Session, args: Open) -> anyhow::Result<Exit> {
    let Open { rule, subject, time, date, quantity, person, note, supersedes, writing } = args;
    let request = OpenBatchRequest {
        rule: session.arg("RULE", &rule, RuleCode::parse)?,
        subject: session.arg("SUBJECT", &subject, SubjectCode::parse)?,
        date: session.day("--date", date.as_deref())?,
        time: session.arg("--time", &time, Time::parse)?,
        amount: session.maybe("--quantity", quantity.as_deref(), Amount::read)?,
        person: person.unwrap_or_else(|| session.by().to_owned()),
        note,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
        today: session.today(),
    };
    session.record("inspect batch open", Need::inspections(), &writing, |books, stamp| {
        inspections::open_batch(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}

fn close(session: &Session, args: Close) -> anyhow::Result<Exit> {
    let Close { batch, time, date, person, note, supersedes, writing } = args;
    let request = CloseBatchRequest {
        batch: session.arg("BATCH", &batch, RecordId::parse)?,
        date: session.day("--date", date.as_deref())?,
        time: session.arg("--time", &time, Time::parse)?,
        person: person.unwrap_or_else(|| session.by().to_owned()),
        note,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
        today: session.today(),
    };
    session.record("inspect batch close", Need::inspections(), &writing, |books, stamp| {
        inspections::close_batch(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
