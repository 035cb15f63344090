//! `houqin finding open`: something that is not in order.

use std::path::PathBuf;

use houqin::base::{DepartmentCode, RuleCode, SubjectCode};
use houqin::books::{self, Change, Need};
use houqin::inspections::{FindingSource, OpenRequest, Severity};

use crate::cli::args::Writing;
use crate::cli::fail::Exit;
use crate::cli::session::Session;

/// Open a finding: something that is not in order, and by when it is to be put right
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  houqin finding open 门诊楼 --note 疏散通道堆物 --severity critical \
    --due 2026-03-08\n  houqin finding open 锅炉房 --note 压力表过期 --source outside --department HQ \
    --owner 司炉班长"
)]
pub(crate) struct Args {
    /// What it is about: an asset's tag, a place, a department
    #[arg(value_name = "SUBJECT")]
    subject: String,
    /// What was found
    #[arg(long, value_name = "NOTE")]
    note: String,
    /// How much it weighs: critical, major or minor
    #[arg(long, value_name = "SEVERITY", default_value = "major")]
    severity: String,
    /// Deadline; by the standard of houqin.toml, [findings], if left out
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// How it came to be found: round, self, drill, outside, complaint or other
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Department it is in, which answers for it; the one it is about if left out
    #[arg(long, value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Who is to put it right: a person or a post
    #[arg(long, value_name = "OWNER", default_value = "", hide_default_value = true)]
    owner: String,
    /// Rule that was being inspected
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
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
    let Args {
        subject,
        note,
        severity,
        due,
        source,
        department,
        owner,
        rule,
        date,
        person,
        evidence,
        writing,
    } = args;
    let source = source.as_deref().map(|text| {
        session.choice("--source", text, FindingSource::ALL, |one| (one.word(), one.key()))
    });
    let (evidence, sha256) = session.evidence(&evidence)?;
    let request = OpenRequest {
        subject: session.arg("SUBJECT", &subject, SubjectCode::parse)?,
        rule: session.maybe("--rule", rule.as_deref(), RuleCode::parse)?,
        date: session.day("--date", date.as_deref())?,
        severity: session
            .choice("--severity", &severity, Severity::ALL, |one| (one.word(), one.key()))?,
        due: session.maybe_day("--due", due.as_deref())?,
        source: source.transpose()?,
        department: session.maybe("--department", department.as_deref(), DepartmentCode::parse)?,
        owner,
        person: person.unwrap_or_else(|| session.by().to_owned()),
        note,
        evidence,
        sha256,
        today: session.today(),
    };
    session.record("finding open", Need::inspections(), &writing, |books, stamp| {
        books::open_finding(books, &request, stamp).map(Change::from_decided)
    })
}
