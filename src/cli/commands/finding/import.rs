//! `houqin finding import`: findings and what became of them, from a file.

use std::path::Path;

use houqin::base::{Day, DepartmentCode, Message, RecordId, Refuse as _, RuleCode, SubjectCode};
use houqin::books::{self, Need, decide_each};
use houqin::inspections::{FindingKind, FindingSource, OpenRequest, Severity, Step, StepRequest};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Record the findings of a file, and what became of them
///
/// The headings are Chinese or English: 日期 date, and if they are there 说明 note, 事项 event
/// (发现问题 open where nothing stands, or the steps of a finding by its 问题编号 finding), 对象
/// subject, 规则 rule, 程度 severity, 整改期限 due, 问题来源 source, 责任科室 department, 责任人 owner,
/// 经办人 person. What is recorded already is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin finding import 三月问题台账.xlsx --review 退回.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &[
        "finding.events.finding",
        "finding.events.date",
        "finding.events.kind",
        "finding.events.subject",
        "finding.events.rule",
        "finding.events.severity",
        "finding.events.due",
        "finding.events.source",
        "finding.events.department",
        "finding.events.owner",
        "finding.events.person",
        "finding.events.note",
        "finding.events.evidence",
        "finding.events.sha256",
    ],
    needed: &["finding.events.date"],
    one_of: &["finding.events.subject", "finding.events.finding"],
};

/// What a row asks for.
enum Request {
    Open(OpenRequest),
    Step(StepRequest),
}

impl Request {
    const fn date(&self) -> Day {
        match self {
            Self::Open(request) => request.date,
            Self::Step(request) => request.date,
        }
    }
}

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let session = &*session;
    let task = Task {
        command: "finding import",
        need: Need::inspections(),
        columns: COLUMNS,
        fields: &[],
    };
    take(
        session,
        &intake,
        task,
        |row| request(row, session),
        |books, requests, stamp| {
            let decided =
                decide_each(books, requests, stamp, Request::date, |books, request, stamp| {
                    match request {
                        Request::Open(request) => books::open_finding(books, request, stamp),
                        Request::Step(request) => books::step_finding(books, request, stamp),
                    }
                });
            verdicts(decided)
        },
    )
}

fn request(row: &mut Row<'_>, session: &Session) -> Option<Request> {
    let kind = row.word_or("finding.events.kind", FindingKind::Open, FindingKind::ALL, |one| {
        (one.word(), one.key())
    });
    let date = row.day("finding.events.date");
    let due = row.maybe_day("finding.events.due");
    let person = row.word_of("finding.events.person").unwrap_or_else(|| session.by().to_owned());
    let note = row.text("finding.events.note").to_owned();
    let department = row.optional("finding.events.department", DepartmentCode::parse);
    let owner = row.text("finding.events.owner").to_owned();
    let (evidence, sha256) = evidence(row, session)?;
    let today = session.today();
    if kind? == FindingKind::Open {
        let subject = row.required("finding.events.subject", SubjectCode::parse);
        let rule = row.optional("finding.events.rule", RuleCode::parse);
        let severity =
            row.word_or("finding.events.severity", Severity::Major, Severity::ALL, |one| {
                (one.word(), one.key())
            });
        let source = source(row);
        return Some(Request::Open(OpenRequest {
            subject: subject?,
            rule: rule?,
            date: date?,
            severity: severity?,
            due: due?,
            source: source?,
            department: department?,
            owner,
            person,
            note,
            evidence,
            sha256,
            today,
        }));
    }
    let finding = row.required("finding.events.finding", RecordId::parse);
    let step = match (kind?, due?) {
        (FindingKind::Extend, Some(due)) => Step::Extend(due),
        (FindingKind::Extend, None) => {
            let message = Message::new("import.blank");
            row.defect("finding.events.due", message);
            return None;
        }
        (FindingKind::Assign, _) => Step::Assign,
        (FindingKind::Rectify, _) => Step::Rectify,
        (FindingKind::Verify, _) => Step::Verify,
        (FindingKind::Open | FindingKind::Reject, _) => Step::Reject,
    };
    Some(Request::Step(StepRequest {
        finding: finding?,
        step,
        date: date?,
        department: department?,
        owner,
        person,
        note,
        evidence,
        sha256,
        today,
    }))
}

/// How it came to be found; nothing where the cell is blank.
#[expect(clippy::option_option, reason = "wrong, nothing said, and what is said")]
fn source(row: &mut Row<'_>) -> Option<Option<FindingSource>> {
    if row.is_blank("finding.events.source") {
        return Some(None);
    }
    let of = |one: FindingSource| (one.word(), one.key());
    row.word("finding.events.source", FindingSource::ALL, of).map(Some)
}

/// The pieces of evidence of a row with their sums; where none are written, those of the files.
fn evidence(row: &mut Row<'_>, session: &Session) -> Option<(Vec<String>, Vec<String>)> {
    let pieces = |cell: &str| -> Vec<String> {
        cell.split(';').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
    };
    let files = pieces(row.text("finding.events.evidence"));
    let sums = pieces(row.text("finding.events.sha256"));
    if !sums.is_empty() || files.is_empty() {
        return Some((files, sums));
    }
    let mut found = (Vec::new(), Vec::new());
    for file in files {
        match session.piece(Path::new(&file)) {
            Ok((path, sum)) => {
                found.0.push(path);
                found.1.push(sum);
            }
            Err(error) => {
                row.defect("finding.events.evidence", error.message());
                return None;
            }
        }
    }
    Some(found)
}
