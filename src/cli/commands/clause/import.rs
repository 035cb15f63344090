//! `houqin clause import`: clauses from a table.

use std::path::Path;

use houqin::base::{ChapterCode, ClauseCode, IndicatorCode, Refuse as _, RuleCode, TaskCode};
use houqin::books::{Need, decide_each};
use houqin::inspections::{self, Clause, ClauseRequest, Ground};

use crate::cli::fail::Exit;
use crate::cli::intake::{Columns, Intake, Row, Task, run as take, verdicts};
use crate::cli::session::Session;

/// Add the clauses of a file
///
/// The headings are Chinese or English: 条款 code, 章 chapter, 要求 title, and if they are there
/// 章标题 chapter title, 英文名称 `title_en`, 原文 text, 规则 rules, 文件 documents, 指标 indicators, 任务 tasks (several with ; between
/// them), 不适用原因 reason, 批准人 approved by, 批准日期 approved on. What is there already is passed over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  houqin clause import 评审条款.xlsx --review 退回.csv")]
pub(crate) struct Args {
    #[command(flatten)]
    intake: Intake,
}

const COLUMNS: Columns = Columns {
    keys: &[
        "clause.list.code",
        "clause.list.chapter",
        "clause.list.chapter_title",
        "clause.list.title",
        "clause.list.title_en",
        "clause.list.text",
        "clause.list.rules",
        "clause.list.documents",
        "clause.list.indicators",
        "clause.list.tasks",
        "clause.bases.reason",
        "clause.bases.approved_by",
        "clause.bases.approved_on",
    ],
    needed: &["clause.list.code", "clause.list.chapter", "clause.list.title"],
    one_of: &[],
};

pub(crate) fn run(session: &Session, args: Args) -> anyhow::Result<Exit> {
    let Args { intake } = args;
    let task = Task {
        command: "clause import",
        need: Need::inspections(),
        columns: COLUMNS,
        fields: &[("chapter", "clause.list.chapter"), ("reason", "clause.bases.reason")],
    };
    let read = |row: &mut Row<'_>| request(row, session);
    take(session, &intake, task, read, |books, requests, stamp| {
        verdicts(decide_each(
            books,
            requests,
            stamp,
            |_| (),
            |books, request, stamp| inspections::add_clause(&books.inspections, request, stamp),
        ))
    })
}

fn request(row: &mut Row<'_>, session: &Session) -> Option<ClauseRequest> {
    let code = row.required("clause.list.code", ClauseCode::parse);
    let chapter = row.required("clause.list.chapter", ChapterCode::parse);
    let list = |text: &str| -> Vec<String> {
        let pieces = text.split([';', '；', '、']).map(str::trim);
        pieces.filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
    };
    let rules = row.optional("clause.list.rules", |text| {
        list(text).iter().map(|rule| RuleCode::parse(rule)).collect::<Result<Vec<_>, _>>()
    });
    let indicators = row.optional("clause.list.indicators", |text| {
        list(text).iter().map(|code| IndicatorCode::parse(code)).collect::<Result<Vec<_>, _>>()
    });
    let tasks = row.optional("clause.list.tasks", |text| {
        list(text).iter().map(|code| TaskCode::parse(code)).collect::<Result<Vec<_>, _>>()
    });
    let mut documents = Some(Vec::new());
    for file in list(row.text("clause.list.documents")) {
        match session.piece(Path::new(&file)) {
            Ok((file, sum)) => {
                if let Some(all) = &mut documents {
                    all.push(Ground::Document(file, sum));
                }
            }
            Err(error) => {
                row.defect("clause.list.documents", error.message());
                documents = None;
            }
        }
    }
    let approved_on = row.maybe_day("clause.bases.approved_on");
    let text = |key: &str| row.text(key).trim().to_owned();
    let rules = rules?.unwrap_or_default().into_iter();
    let mut grounds: Vec<Ground> = rules.map(|rule| Ground::Rule(rule, None)).collect();
    grounds.extend(documents?);
    grounds.extend(indicators?.unwrap_or_default().into_iter().map(Ground::Indicator));
    grounds.extend(tasks?.unwrap_or_default().into_iter().map(Ground::Task));
    let reason = text("clause.bases.reason");
    if !reason.is_empty() {
        let day = approved_on?.unwrap_or(session.today());
        grounds.push(Ground::NotApplicable(reason, text("clause.bases.approved_by"), day));
    }
    Some(ClauseRequest {
        clause: Clause {
            code: code?,
            chapter: chapter?,
            title: text("clause.list.title"),
            title_en: text("clause.list.title_en"),
            text: text("clause.list.text"),
        },
        chapter_title: text("clause.list.chapter_title"),
        grounds,
    })
}
