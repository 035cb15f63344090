//! `houqin finding report`: a department reports what is not in order with itself.

use std::path::PathBuf;

use houqin::base::{DepartmentCode, RuleCode, SubjectCode};
use houqin::books::{self, Change, Need};
use houqin::inspections::{FindingSource, OpenRequest, Severity};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Report a department's own hidden danger: a finding that no round had to find
///
/// The same as finding open with --source self, about the department itself unless --subject names
/// something in it; its deadline is the standard's, by houqin.toml, [findings]. What a department
/// has reported before a round comes is not counted against it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin finding report NK1 --note 走廊灯不亮\n  \
    houqin finding report NK1 --note 氧气压力表松动 --subject 氧气带 --severity critical \
    --owner 氧气站班长")]
pub(crate) struct Args {
    /// Department that reports it
    #[arg(value_name = "DEPARTMENT")]
    department: String,
    /// What is not in order
    #[arg(long, value_name = "NOTE")]
    note: String,
    /// What it is about, where that is not the department itself
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    /// How much it weighs: critical, major or minor
    #[arg(long, value_name = "SEVERITY", default_value = "major")]
    severity: String,
    /// Rule whose round would find it
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Who is to put it right: a person or a post
    #[arg(long, value_name = "OWNER", default_value = "", hide_default_value = true)]
    owner: String,
    /// Day it was found; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Who found it; who records it if left out
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Photo or paper that shows it, a file of the store; may be given several times
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { department, note, subject, severity, rule, owner, date, person, evidence, writing } =
        args;
    let (evidence, sha256) = session.evidence(&evidence)?;
    let subject = match &subject {
        Some(subject) => session.arg("--subject", subject, SubjectCode::parse)?,
        None => session.arg("DEPARTMENT", &department, SubjectCode::parse)?,
    };
    let request = OpenRequest {
        subject,
        rule: session.maybe("--rule", rule.as_deref(), RuleCode::parse)?,
        date: session.day("--date", date.as_deref())?,
        severity: session
            .choice("--severity", &severity, Severity::ALL, |one| (one.word(), one.key()))?,
        due: None,
        source: Some(FindingSource::SelfReport),
        department: Some(session.arg("DEPARTMENT", &department, DepartmentCode::parse)?),
        owner,
        person: person.unwrap_or_else(|| session.by().to_owned()),
        note,
        evidence,
        sha256,
        today: session.today(),
    };
    session.record("finding report", Need::inspections(), &writing, |books, stamp| {
        books::open_finding(books, &request, stamp).map(Change::from_decided)
    })
}
