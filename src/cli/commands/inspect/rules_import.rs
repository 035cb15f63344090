//! `houqin inspect rules import`: rules and whom they bind, from a file.

use houqin::base::{Day, MatterCode, Refuse as _, RuleCode, SubjectCode, parse_count};
use houqin::books::{Need, decide_each};
use houqin::inspections::{
    self, Calendar, Confidence, Kind, Level, Require, Rule, RuleRequest, Severity, Topic,
};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Add the rules of a file, and whom they bind
///
/// The headings are Chinese or English: 规则 rule, 名称 title, 频次 every, and if they are there 细则
/// with (as early=2m; granularity=month), 对象
/// subject (several with 、 between them), 生效日 from (today where nothing stands), 失效日 to, 宽限
/// grace, 要求 require, 程度 severity, 目标 target, 层级 level, 依据 source, 条款 article, 核对
/// confidence, 主题 topic, 事项 matter, 责任人 owner, 英文名称 `title_en`, 保存期限 keep, 保存依据
/// `keep_source`, 说明 note, 英文说明
/// `note_en`. A rule that is there already in the same words is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin inspect rules import 巡检制度.xlsx --dry-run")]
pub(crate) struct Import {
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &[
        "inspect.rules.id",
        "inspect.rules.title",
        "inspect.rules.every",
        "inspect.rules.with",
        "inspect.records.subject",
        "inspect.rules.valid_from",
        "inspect.rules.valid_to",
        "inspect.rules.grace",
        "inspect.rules.require",
        "inspect.rules.severity",
        "inspect.rules.target",
        "inspect.rules.level",
        "inspect.rules.source",
        "inspect.rules.article",
        "inspect.rules.confidence",
        "inspect.rules.topic",
        "inspect.rules.matter",
        "inspect.rules.owner",
        "inspect.rules.title_en",
        "inspect.rules.keep",
        "inspect.rules.keep_source",
        "inspect.rules.note",
        "inspect.rules.note_en",
    ],
    needed: &["inspect.rules.id", "inspect.rules.title", "inspect.rules.every"],
    one_of: &[],
};

pub(super) fn run(session: &Session, args: Import) -> anyhow::Result<Exit> {
    let Import { intake } = args;
    let task = Task {
        command: "inspect rules import",
        need: Need::inspections(),
        columns: COLUMNS,
        fields: &[],
    };
    let day = |request: &RuleRequest| request.rule.valid_from;
    take(
        session,
        &intake,
        task,
        |row| request(row, session.today()),
        |books, requests, stamp| {
            verdicts(decide_each(books, requests, stamp, day, |books, request, stamp| {
                inspections::add_rule(&books.inspections, request, stamp)
            }))
        },
    )
}

/// The rule of a row, version 1 until it takes the place of another.
fn request(row: &mut Row<'_>, today: Day) -> Option<RuleRequest> {
    let id = row.required("inspect.rules.id", RuleCode::parse);
    let kind = row.required("inspect.rules.every", Kind::parse);
    let valid_from = row.maybe_day("inspect.rules.valid_from");
    let valid_to = row.maybe_day("inspect.rules.valid_to");
    let grace = row.optional("inspect.rules.grace", parse_count);
    let require = row.word_or("inspect.rules.require", Require::Performed, Require::ALL, |one| {
        (one.word(), one.key())
    });
    let severity = row.word_or("inspect.rules.severity", Severity::Major, Severity::ALL, |one| {
        (one.word(), one.key())
    });
    let target = row.optional("inspect.rules.target", Rule::parse_target);
    let level = row
        .word_or("inspect.rules.level", Level::Hospital, Level::ALL, |one| (one.word(), one.key()));
    let unsaid = level.map_or(Confidence::Own, Level::unsaid_confidence);
    let confidence = row.word_or("inspect.rules.confidence", unsaid, Confidence::ALL, |one| {
        (one.word(), one.key())
    });
    let topic =
        row.word_or("inspect.rules.topic", Topic::Other, Topic::ALL, |one| (one.word(), one.key()));
    let matter = row.optional("inspect.rules.matter", MatterCode::parse);
    let keep = row.optional("inspect.rules.keep", Rule::parse_keep);
    let subjects = subjects(row);
    let title = row.text("inspect.rules.title").to_owned();
    let source = row.text("inspect.rules.source").to_owned();
    let article = row.text("inspect.rules.article").to_owned();
    let mut rule = Rule {
        id: id?,
        version: 1,
        title,
        title_en: row.text("inspect.rules.title_en").to_owned(),
        topic: topic?,
        matter: matter?,
        valid_from: valid_from?.unwrap_or(today),
        valid_to: valid_to?,
        level: level?,
        source,
        article,
        confidence: confidence?,
        keep: keep?,
        keep_source: row.text("inspect.rules.keep_source").to_owned(),
        note: row.text("inspect.rules.note").to_owned(),
        note_en: row.text("inspect.rules.note_en").to_owned(),
        kind: kind?,
        grace: grace?.unwrap_or(0),
        require: require?,
        evidence_min: 0,
        severity: severity?,
        excusable: true,
        late_entry_hours: LATE_ENTRY_HOURS,
        target: target?,
        anchor: None,
        rectify_days: None,
        calendar: Calendar::EveryDay,
        min_workdays: None,
        weight: None,
        owner: row.text("inspect.rules.owner").to_owned(),
        recorded_at: None,
    };
    let with = row.text("inspect.rules.with").to_owned();
    let pieces = with.split([';', '；']).map(str::trim).filter(|piece| !piece.is_empty());
    if let Err(refusal) = rule.set_each(pieces) {
        row.defect("inspect.rules.with", refusal.message());
        return None;
    }
    Some(RuleRequest { rule, subjects: subjects? })
}

/// Hours after an inspection from which its entry counts as late, unless a rule says otherwise.
const LATE_ENTRY_HOURS: u32 = 72;

/// The subjects of a cell; none if one of them is no code, which is noted.
fn subjects(row: &mut Row<'_>) -> Option<Vec<SubjectCode>> {
    let text = row.text("inspect.records.subject").to_owned();
    let pieces =
        text.split(['、', ';', '；', ',']).map(str::trim).filter(|piece| !piece.is_empty());
    let parsed: Result<Vec<SubjectCode>, _> = pieces.map(SubjectCode::parse).collect();
    parsed.map_err(|refusal| row.defect("inspect.records.subject", refusal.message())).ok()
}
