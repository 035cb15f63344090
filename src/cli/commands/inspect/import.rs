//! `houqin inspect import`: records from a file that somebody filled in.

use houqin::base::{
    RecordId, Refuse as _, RuleCode, Span, SubjectCode, TemplateCode, parse_decimal,
};
use houqin::books::{Need, decide_each};
use houqin::inspections::{self, ExcusalRequest, InspectionRequest, Outcome};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Source, Table, Task, run_on, verdicts};
use crate::cli::session::Session;

/// Record the inspections of a file, or excusals
///
/// Inspections have the headings 规则 rule, 对象 subject, 日期 date, 结果 result (合格 pass, 不合格
/// fail, 无法检查 na), and if they are there 时间 time, 检查人 person, 得分 score, 备注 note and the
/// others of the records' file; a file without 规则 needs --rule. Excusals have 规则, 对象, 从 from,
/// 到 to, 原因 reason, 责任人 person, 批准人 approved by, 批准日 approved on. What is recorded already
/// is passed over, so that a file may be imported again after it grew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect import 三月巡检.csv --dry-run\n  \
    houqin inspect import - --rule XS-2 < rounds.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
    /// Rule of rows that name none
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
}

const RULE: &str = "inspect.records.rule";
const SUBJECT: &str = "inspect.records.subject";
const DATE: &str = "inspect.records.date";
const RESULT: &str = "inspect.records.result";

/// The columns of a file whose rows name their rule, and of one for a single rule.
const COLUMNS: Columns = Columns {
    keys: &[
        RULE,
        SUBJECT,
        DATE,
        RESULT,
        "inspect.records.time",
        "inspect.records.person",
        "inspect.records.score",
        "inspect.records.evidence",
        "inspect.records.sha256",
        "inspect.records.template",
        "inspect.records.for_slot",
        "inspect.records.note",
        "inspect.records.supersedes",
        "finding.events.due",
    ],
    needed: &[RULE, SUBJECT, DATE, RESULT],
    one_of: &[],
};

/// The columns of excusals.
const EXCUSALS: Columns = Columns {
    keys: &[
        "inspect.excusals.date",
        "inspect.excusals.rule",
        "inspect.excusals.subject",
        "inspect.excusals.from",
        "inspect.excusals.to",
        "inspect.excusals.reason",
        "inspect.excusals.person",
        "inspect.excusals.approved_by",
        "inspect.excusals.supersedes",
    ],
    needed: &[
        "inspect.excusals.rule",
        "inspect.excusals.subject",
        "inspect.excusals.from",
        "inspect.excusals.to",
        "inspect.excusals.approved_by",
    ],
    one_of: &[],
};

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake, rule } = args;
    let rule = session.maybe("--rule", rule.as_deref(), RuleCode::parse)?;
    let needed = if rule.is_some() { &[SUBJECT, DATE, RESULT] } else { COLUMNS.needed };
    let task = Task {
        command: "inspect import",
        need: Need::inspections(),
        columns: Columns { needed, ..COLUMNS },
        fields: &[],
    };
    let session = &*session;
    let source = intake.open(session, &[task.columns, EXCUSALS])?;
    if Table::which(&source, &source.imported, &[task.columns, EXCUSALS]) == 1 {
        return excusals(session, &intake, source);
    }
    let read = |row: &mut Row<'_>| request(row, rule.as_ref(), session);
    run_on(session, &intake, source, task, read, |books, requests, stamp| {
        let decided = decide_each(
            books,
            requests,
            stamp,
            |_| (),
            |books, request, stamp| inspections::record(&books.inspections, request, stamp),
        );
        verdicts(decided)
    })
}

/// The request of a row; none where a cell is wrong, which is noted.
fn request(
    row: &mut Row<'_>,
    rule: Option<&RuleCode>,
    session: &Session,
) -> Option<InspectionRequest> {
    let pieces = |cell: &str| -> Vec<String> {
        cell.split(';').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
    };
    let rule = match rule {
        Some(rule) if row.is_blank(RULE) => Some(rule.clone()),
        _ => row.required(RULE, RuleCode::parse),
    };
    let subject = row.required(SUBJECT, SubjectCode::parse);
    let date = row.day(DATE);
    let result = row.word(RESULT, Outcome::ALL, |one| (one.word(), one.key()));
    let time = row.maybe_time("inspect.records.time");
    let person = row.word_of("inspect.records.person");
    let score = row.maybe_number("inspect.records.score", parse_decimal);
    let template = row.optional("inspect.records.template", TemplateCode::parse);
    let for_slot = row.maybe_day("inspect.records.for_slot");
    let supersedes = row.optional("inspect.records.supersedes", RecordId::parse);
    let due = row.maybe_day("finding.events.due");
    Some(InspectionRequest {
        rule: rule?,
        template: template?,
        subject: subject?,
        date: date?,
        time: time?,
        person: person.unwrap_or_else(|| session.by().to_owned()),
        result: result?,
        score: score?,
        evidence: pieces(row.text("inspect.records.evidence")),
        sha256: pieces(row.text("inspect.records.sha256")),
        for_slot: for_slot?,
        note: row.text("inspect.records.note").to_owned(),
        supersedes: supersedes?,
        due: due?,
        today: session.today(),
    })
}

fn excusals(session: &Session, intake: &Intake, source: Source) -> anyhow::Result<Exit> {
    let task = Task {
        command: "inspect import",
        need: Need::inspections(),
        columns: EXCUSALS,
        fields: &[("approved_on", "date")],
    };
    run_on(
        session,
        intake,
        source,
        task,
        |row| excusal(row, session),
        |books, requests, stamp| {
            verdicts(decide_each(
                books,
                requests,
                stamp,
                |_| (),
                |books, request, stamp| inspections::excuse(&books.inspections, request, stamp),
            ))
        },
    )
}

fn excusal(row: &mut Row<'_>, session: &Session) -> Option<ExcusalRequest> {
    let rule = row.required("inspect.excusals.rule", RuleCode::parse);
    let subject = row.required("inspect.excusals.subject", SubjectCode::parse);
    let from = row.day("inspect.excusals.from");
    let to = row.day("inspect.excusals.to");
    let approved_on = row.maybe_day("inspect.excusals.date");
    let supersedes = row.optional("inspect.excusals.supersedes", RecordId::parse);
    let (from, to) = (from?, to?);
    let days = Span::new(from, to);
    if days.is_none() {
        let refusal = inspections::Refusal::Backwards { from, to };
        row.defect("inspect.excusals.to", refusal.message());
    }
    let text = |key: &str| row.text(key).to_owned();
    Some(ExcusalRequest {
        rule: rule?,
        subject: subject?,
        days: days?,
        reason: text("inspect.excusals.reason"),
        person: text("inspect.excusals.person"),
        approved_by: text("inspect.excusals.approved_by"),
        approved_on: approved_on?.unwrap_or(session.today()),
        supersedes: supersedes?,
        today: session.today(),
    })
}
