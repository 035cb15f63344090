//! `houqin inspect import`: records from a sheet that somebody filled in.

use std::path::PathBuf;

use houqin::base::{
    Day, Decided, Message, RecordId, RuleCode, SubjectCode, TemplateCode, Time, parse_decimal,
};
use houqin::books::{Change, Need};
use houqin::inspections::{self, InspectionRequest, Outcome, Refusal};
use houqin::report::Present as _;

use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;
use crate::cli::sheet::{Sheet, SheetRow};

/// Record the inspections of a sheet, all of them or none
///
/// The first line names the columns, in Chinese or English: 对象 subject, 日期 date, 结果 result
/// (合格 pass, 不合格 fail, 无法检查 na), 规则 rule unless --rule names one for all, and if they
/// are there 时间 time, 检查人 person, 得分 score, 备注 note and the others of the records' file.
/// What is recorded already is passed over, so that a sheet may be imported again after it grew.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect import 三月巡检.csv --dry-run\n  \
    houqin inspect import - --rule XS-2 < rounds.csv")]
pub(crate) struct Args {
    /// CSV file, UTF-8; - for stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Rule of rows that name none
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// The columns that a sheet may have, by the keys of their labels.
const COLUMNS: &[&str] = &[
    "inspect.records.rule",
    "inspect.records.subject",
    "inspect.records.date",
    "inspect.records.result",
    "inspect.records.time",
    "inspect.records.person",
    "inspect.records.score",
    "inspect.records.evidence",
    "inspect.records.sha256",
    "inspect.records.template",
    "inspect.records.for_slot",
    "inspect.records.note",
    "inspect.records.supersedes",
];

pub(super) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args { file, rule, writing } = args;
    let rule = session.maybe("--rule", rule.as_deref(), RuleCode::parse)?;
    let needed = if rule.is_some() { &COLUMNS[1..4] } else { &COLUMNS[..4] };
    let sheet = Sheet::open(session.import(&file)?, COLUMNS, needed);
    let read = sheet.read(|row| request(row, rule.as_ref(), session)).map_err(Failure::Rejected)?;
    let (requests, places): (Vec<_>, Vec<_>) = read.into_iter().unzip();

    let mut n_already = 0;
    let name = file.display().to_string();
    let receipt =
        session.commit("inspect import", Need::inspections(), &writing, |books, stamp| {
            let rejected = |refused: Vec<(usize, Refusal)>| {
                let at_cell = |(at, refusal): &(usize, Refusal)| places[*at].refused(refusal);
                Failure::Rejected(refused.iter().map(at_cell).collect())
            };
            let decided = inspections::record_all(&books.inspections, &requests, stamp);
            let imported = decided.map_err(rejected)?;
            n_already = imported.n_already;
            Ok(Change::from_decided(match imported.rows {
                rows if rows.is_empty() => Decided::Already(name),
                rows => Decided::New(rows),
            }))
        })?;
    let n_new = requests.len() - n_already;
    let said = Message::new("inspect.imported").with("new", n_new).with("already", n_already);
    session.show(&receipt.present().notes(vec![said]))
}

/// The request of a row; none where a cell is wrong, which is noted.
fn request(
    row: &mut SheetRow<'_>,
    rule: Option<&RuleCode>,
    session: &Session,
) -> Option<InspectionRequest> {
    let pieces = |cell: &str| -> Vec<String> {
        cell.split(';').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
    };
    let rule = match rule {
        Some(rule) if row.text(COLUMNS[0]).is_empty() => Some(rule.clone()),
        _ => row.required(COLUMNS[0], RuleCode::parse),
    };
    let subject = row.required(COLUMNS[1], SubjectCode::parse);
    let date = row.required(COLUMNS[2], Day::parse);
    let result = row.word(COLUMNS[3], Outcome::ALL, |one| (one.word(), one.key()));
    let time = row.optional(COLUMNS[4], Time::parse);
    let person = match row.text(COLUMNS[5]) {
        "" => session.by().to_owned(),
        person => person.to_owned(),
    };
    let score = row.optional(COLUMNS[6], parse_decimal);
    let evidence = pieces(row.text(COLUMNS[7]));
    let sha256 = pieces(row.text(COLUMNS[8]));
    let template = row.optional(COLUMNS[9], TemplateCode::parse);
    let for_slot = row.optional(COLUMNS[10], Day::parse);
    let note = row.text(COLUMNS[11]).to_owned();
    let supersedes = row.optional(COLUMNS[12], RecordId::parse);
    Some(InspectionRequest {
        rule: rule?,
        template: template?,
        subject: subject?,
        date: date?,
        time: time?,
        person,
        result: result?,
        score: score?,
        evidence,
        sha256,
        for_slot: for_slot?,
        note,
        supersedes: supersedes?,
        due: None,
        today: session.today(),
    })
}
