//! `houqin inspect roster`: who is on duty on which day.

use clap::Subcommand;
use houqin::base::{Day, RecordId, RuleCode, SubjectCode};
use houqin::books::{Change, Need};
use houqin::inspections::{self, OffDutyRequest, RosterRequest};
use houqin::report::Roster;

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Add),
    Cancel(Cancel),
    /// List who is on duty when, the latest day on top
    List,
}

/// Put a person on duty, for a rule that asks for a certificate on such days
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect roster add CZ-DT 张三 --date 2026-04-02 \
    --date 2026-04-05 --shift 白班")]
pub(crate) struct Add {
    /// Rule whose certificate the duty asks for
    #[arg(value_name = "RULE")]
    rule: String,
    /// Person
    #[arg(value_name = "SUBJECT")]
    subject: String,
    /// Day; may be given several times
    #[arg(long, value_name = "DAY", required = true)]
    date: Vec<String>,
    /// Shift
    #[arg(long, value_name = "SHIFT", default_value = "", hide_default_value = true)]
    shift: String,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    writing: Writing,
}

/// Take a duty back: it was swapped, or written down wrongly
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  houqin inspect roster cancel Z20260402-a1b2-000031 --reason 换班"
)]
pub(crate) struct Cancel {
    /// Row of the roster
    #[arg(value_name = "ID")]
    row: String,
    /// Why
    #[arg(long, value_name = "WHY")]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add(session, args),
        Group::Cancel(args) => cancel(session, args),
        Group::List => session.show(&Roster(&session.read(Need::inspections())?.inspections)),
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add { rule, subject, date, shift, note, writing } = args;
    let dates: anyhow::Result<Vec<Day>> =
        date.iter().map(|text| session.arg("--date", text, Day::parse)).collect();
    let request = RosterRequest {
        rule: session.arg("RULE", &rule, RuleCode::parse)?,
        subject: session.arg("SUBJECT", &subject, SubjectCode::parse)?,
        dates: dates?,
        shift,
        note,
    };
    session.record("inspect roster add", Need::inspections(), &writing, |books, stamp| {
        inspections::put_on_duty(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}

fn cancel(session: &Session, args: Cancel) -> anyhow::Result<Exit> {
    let Cancel { row, reason, writing } = args;
    let request = OffDutyRequest { row: session.arg("ID", &row, RecordId::parse)?, reason };
    session.record("inspect roster cancel", Need::inspections(), &writing, |books, stamp| {
        inspections::take_off_duty(&books.inspections, &request, stamp).map(Change::from_decided)
    })
}
