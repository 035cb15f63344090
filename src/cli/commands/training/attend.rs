//! `houqin training attend`: who was at a training or drill, many persons in one go.

use std::path::PathBuf;

use houqin::base::{DepartmentCode, RecordId, RuleCode, StaffCode, parse_decimal};
use houqin::books::{Change, Need};
use houqin::inspections::{self, AttendRequest, Outcome};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Record who was at a training or drill, and who was not
///
/// Persons are named by their codes in the staff register, parted by commas; --department stands for
/// everybody of a department who is at work on the day. Who was not there is named by --absent with
/// the reason, and counts as missed all the same. What is recorded already is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin training attend PX-AQ --staff DG1,DG2,SLG --hours 2 \
    --evidence 培训/签到表.jpg\n  houqin training attend YL --department HQ --absent DG2=病假 \
    --date 2026-06-12")]
pub(crate) struct Args {
    /// Rule that asks for the training
    #[arg(value_name = "RULE")]
    rule: String,
    /// Who was there, parted by commas; may be given several times
    #[arg(long, value_name = "STAFF", value_delimiter = ',')]
    staff: Vec<String>,
    /// Everybody of this department was there, but those named by --absent
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Who was not there and why, as DG2=sick; may be given several times
    #[arg(long, value_name = "STAFF=WHY")]
    absent: Vec<String>,
    /// Day of the training; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// How many hours it took
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,
    /// What the examination came to: pass or fail
    #[arg(long, value_name = "RESULT")]
    result: Option<String>,
    /// Score of the examination
    #[arg(long, value_name = "SCORE")]
    score: Option<String>,
    /// Signed sheet or photo, a file of the store; may be given several times
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    /// Record that says that the training took place
    #[arg(long, value_name = "ID")]
    record: Option<String>,
    /// Remark
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Row that it corrects, of one person
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        rule,
        staff,
        department,
        absent,
        date,
        hours,
        result,
        score,
        evidence,
        record,
        note,
        supersedes,
        writing,
    } = args;
    let present: anyhow::Result<Vec<StaffCode>> =
        staff.iter().map(|text| session.arg("--staff", text.trim(), StaffCode::parse)).collect();
    let absent: anyhow::Result<Vec<_>> =
        absent.iter().map(|text| reason_of(session, text)).collect();
    let result = result.map(|text| {
        let all = [Outcome::Pass, Outcome::Fail];
        session.choice("--result", &text, &all, |one| (one.word(), one.key()))
    });
    let (evidence, sha256) = session.evidence(&evidence)?;
    let department = department.as_deref();
    let request = AttendRequest {
        rule: session.arg("RULE", &rule, RuleCode::parse)?,
        date: session.day("--date", date.as_deref())?,
        present: present?,
        department: session.maybe("--department", department, DepartmentCode::parse)?,
        absent: absent?,
        hours: session.maybe("--hours", hours.as_deref(), parse_decimal)?,
        result: result.transpose()?,
        score: session.maybe("--score", score.as_deref(), parse_decimal)?,
        evidence,
        sha256,
        record: session.maybe("--record", record.as_deref(), RecordId::parse)?,
        note,
        supersedes: session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?,
        today: session.today(),
    };
    session.record("training attend", Need::inspections(), &writing, |books, stamp| {
        let book = &books.inspections;
        inspections::attend(book, &books.org, &request, stamp).map(Change::from_decided)
    })
}

/// A person and the reason after the first equals sign; no reason where there is no such sign.
fn reason_of(session: &Session, text: &str) -> anyhow::Result<(StaffCode, String)> {
    let (person, reason) = text.split_once('=').unwrap_or((text, ""));
    let person = session.arg("--absent", person.trim(), StaffCode::parse)?;
    Ok((person, reason.trim().to_owned()))
}
