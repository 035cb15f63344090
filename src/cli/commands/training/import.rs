//! `houqin training import`: the attendance of a file.

use houqin::base::{Day, DepartmentCode, RecordId, RuleCode, StaffCode, parse_decimal};
use houqin::books::{Need, decide_each};
use houqin::inspections::{self, AttendRequest, Outcome, Presence};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Record who was at trainings and drills from a file, a person a row
///
/// The headings are Chinese or English: 人员 person, and if they are there 规则 rule, 日期 date, 出勤 kind
/// (到场 or 缺席), 学时 hours, 成绩结果 result, 分数 score, 缺席原因 reason, 备注 note, 更正 supersedes. Rule
/// and date may be given by --rule and --date for the whole file. A row without 出勤 is of somebody
/// who was there, unless it has a reason. What is recorded already is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin training import 签到表.xlsx --rule PX-AQ --date \
    2026-03-12 --dry-run")]
pub(crate) struct Args {
    /// Rule of the rows that name none
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Day of the rows that name none
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &[
        "training.attendance.rule",
        "training.attendance.date",
        "training.attendance.person",
        "training.attendance.kind",
        "training.attendance.hours",
        "training.attendance.result",
        "training.attendance.score",
        "training.attendance.reason",
        "training.attendance.record",
        "training.attendance.note",
        "training.attendance.supersedes",
    ],
    needed: &["training.attendance.person"],
    one_of: &[],
};

/// What every row of the file has that does not say otherwise.
struct Sheet {
    rule: Option<RuleCode>,
    date: Option<Day>,
    today: Day,
}

pub(crate) fn run(session: &Session, args: &Args) -> anyhow::Result<Exit> {
    let Args { rule, date, intake } = args;
    let sheet = Sheet {
        rule: session.maybe("--rule", rule.as_deref(), RuleCode::parse)?,
        date: session.maybe_day("--date", date.as_deref())?,
        today: session.today(),
    };
    let task = Task {
        command: "training import",
        need: Need::inspections(),
        columns: COLUMNS,
        fields: &[],
    };
    let read = |row: &mut Row<'_>| sheet.request(row);
    take(session, intake, task, read, |books, requests, stamp| {
        let by_day = |request: &AttendRequest| request.date;
        verdicts(decide_each(books, requests, stamp, by_day, |books, request, stamp| {
            inspections::attend(&books.inspections, &books.org, request, stamp)
        }))
    })
}

impl Sheet {
    fn request(&self, row: &mut Row<'_>) -> Option<AttendRequest> {
        let rule = match &self.rule {
            Some(rule) if row.is_blank("training.attendance.rule") => Some(rule.clone()),
            _ => row.required("training.attendance.rule", RuleCode::parse),
        };
        let date = match self.date {
            Some(date) if row.is_blank("training.attendance.date") => Some(date),
            _ => row.day("training.attendance.date"),
        };
        let person = row.required("training.attendance.person", StaffCode::parse);
        let reason = row.text("training.attendance.reason").to_owned();
        let unsaid = if reason.is_empty() { Presence::Present } else { Presence::Absent };
        let presence = row.word_or("training.attendance.kind", unsaid, Presence::ALL, |one| {
            (one.word(), one.key())
        });
        let hours = row.maybe_number("training.attendance.hours", parse_decimal);
        let result = if row.is_blank("training.attendance.result") {
            Some(None)
        } else {
            let all = [Outcome::Pass, Outcome::Fail];
            row.word("training.attendance.result", &all, |one| (one.word(), one.key())).map(Some)
        };
        let score = row.maybe_number("training.attendance.score", parse_decimal);
        let record = row.optional("training.attendance.record", RecordId::parse);
        let supersedes = row.optional("training.attendance.supersedes", RecordId::parse);
        let note = row.text("training.attendance.note").to_owned();
        let (present, absent) = match presence? {
            Presence::Present => (vec![person?], Vec::new()),
            Presence::Absent => (Vec::new(), vec![(person?, reason)]),
        };
        Some(AttendRequest {
            rule: rule?,
            date: date?,
            present,
            department: None::<DepartmentCode>,
            absent,
            hours: hours?,
            result: result?,
            score: score?,
            evidence: Vec::new(),
            sha256: Vec::new(),
            record: record?,
            note,
            supersedes: supersedes?,
            today: self.today,
        })
    }
}
