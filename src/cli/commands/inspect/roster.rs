//! `houqin inspect roster`: who is on duty on which day.

use clap::Subcommand;
use houqin::base::{Day, RecordId, RuleCode, SubjectCode};
use houqin::books::{Change, Need, decide_each};
use houqin::inspections::{self, OffDutyRequest, RosterRequest};
use houqin::report::Roster;

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    Add(Add),
    Cancel(Cancel),
    Import(Import),
    /// List who is on duty when, the latest day on top
    #[command(after_help = "Example:\n  houqin inspect roster list")]
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

/// Put the people of a file on duty
///
/// The headings are Chinese or English: 规则 rule, 人员 person, 日期 date, and if they are there 班次
/// shift, 备注 note; a file without 规则 needs --rule. What is on the roster already is passed over.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin inspect roster import 四月排班.xlsx --rule CZ-DT --dry-run\n  \
    houqin inspect roster import roster.csv"
)]
pub(crate) struct Import {
    #[command(flatten)]
    intake: Intake,
    /// Rule of rows that name none
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
}

const RULE: &str = "inspect.roster.rule";
const SUBJECT: &str = "inspect.roster.subject";
const DATE: &str = "inspect.roster.date";

const COLUMNS: Columns = Columns {
    keys: &[RULE, SUBJECT, DATE, "inspect.roster.shift", "inspect.roster.note"],
    needed: &[RULE, SUBJECT, DATE],
    one_of: &[],
};

pub(crate) fn run(session: &mut Session, group: Group) -> anyhow::Result<Exit> {
    match group {
        Group::Add(args) => add(session, args),
        Group::Cancel(args) => cancel(session, args),
        Group::Import(args) => import(session, args),
        Group::List => session.show(&Roster(&session.read(Need::inspections())?.inspections)),
    }
}

fn add(session: &Session, args: Add) -> anyhow::Result<Exit> {
    let Add { rule, subject, date, shift, note, writing } = args;
    let dates: anyhow::Result<Vec<Day>> =
        date.iter().map(|text| session.day_of("--date", text)).collect();
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

fn import(session: &Session, args: Import) -> anyhow::Result<Exit> {
    let Import { intake, rule } = args;
    let rule = session.maybe("--rule", rule.as_deref(), RuleCode::parse)?;
    let needed = if rule.is_some() { &COLUMNS.needed[1..] } else { COLUMNS.needed };
    let task = Task {
        command: "inspect roster import",
        need: Need::inspections(),
        columns: Columns { needed, ..COLUMNS },
        fields: &[],
    };
    take(
        session,
        &intake,
        task,
        |row| on_duty(row, rule.as_ref()),
        |books, requests, stamp| {
            let by_day = |request: &RosterRequest| request.dates.clone();
            verdicts(decide_each(books, requests, stamp, by_day, |books, request, stamp| {
                inspections::put_on_duty(&books.inspections, request, stamp)
            }))
        },
    )
}

fn on_duty(row: &mut Row<'_>, rule: Option<&RuleCode>) -> Option<RosterRequest> {
    let rule = match rule {
        Some(rule) if row.is_blank(RULE) => Some(rule.clone()),
        _ => row.required(RULE, RuleCode::parse),
    };
    let subject = row.required(SUBJECT, SubjectCode::parse);
    let date = row.day(DATE);
    let text = |key: &str| row.text(key).to_owned();
    Some(RosterRequest {
        rule: rule?,
        subject: subject?,
        dates: vec![date?],
        shift: text("inspect.roster.shift"),
        note: text("inspect.roster.note"),
    })
}
