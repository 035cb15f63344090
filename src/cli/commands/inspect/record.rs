//! `houqin inspect record`: an inspection that was done.

use std::path::PathBuf;

use houqin::base::{
    Decided, Message, RecordId, RuleCode, SubjectCode, TemplateCode, Time, parse_decimal,
};
use houqin::books::{About, Change, Focus, Need};
use houqin::inspections::{self, FormRequest, InspectionRequest, Outcome, Record, Refusal};

use super::answering::{self, Answering};
use super::filling::Filled;
use crate::cli::args::Writing;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::{Session, Stage};

/// Record an inspection that was done; a failed one opens a finding by itself
///
/// The result of a filled checklist comes from its answers: --answer or --answers in place of
/// --result. With --template alone the tool asks its items one by one, on a terminal: what was
/// answered is kept, so that whoever leaves (q) goes on there with the same command. The identical
/// record again is no error. To correct a record, record it anew with --supersedes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  houqin inspect record DT-15 DT-01 --result pass\n  \
    houqin inspect record XF-M 门诊楼 --date 2026-03-05 --time 09:30 --result fail \
    --note 灭火器压力不足 --due 2026-03-12\n  houqin inspect record XS-2 内科 --template XUNCHA \
    --answers 巡查表.csv\n  houqin inspect record GY 氧站 --template GY-RJ --answer 1.1=合格 \
    --answer 1.2=0.45 --answer 1.3=不合格:压力表无检定标签\n  \
    houqin inspect record XS-2 内科 --template XUNCHA")]
pub(crate) struct Args {
    /// Rule it was done for
    #[arg(value_name = "RULE")]
    rule: String,
    /// What was inspected: an asset's tag, a place, a department
    #[arg(value_name = "SUBJECT")]
    subject: String,
    /// What it came to: pass, fail or na
    #[arg(long, value_name = "RESULT", required_unless_present_any = ["answer", "answers", "template"],
        conflicts_with_all = ["answer", "answers"])]
    result: Option<String>,
    /// Day it was done, as 2026-03-05 or yesterday; today if left out
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Time of day it was done
    #[arg(long, value_name = "TIME")]
    time: Option<String>,
    /// Who did it; who records it if left out
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Score that was given
    #[arg(long, value_name = "SCORE", conflicts_with_all = ["answer", "answers"])]
    score: Option<String>,
    /// What was seen
    #[arg(long, value_name = "NOTE", default_value = "", hide_default_value = true)]
    note: String,
    /// Photo or paper that proves it, a file of the store; may be given several times
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,
    /// Checklist that was filled in, with its version as XUNCHA@1 where the paper has one
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
    #[command(flatten)]
    answering: Answering,
    /// Any day of the slot it was done for; the oldest open one if left out
    #[arg(long, value_name = "DAY")]
    for_slot: Option<String>,
    /// Deadline of the finding that a failed inspection opens
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// Row that it corrects
    #[arg(long, value_name = "ID")]
    supersedes: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(session: &mut Session, args: Args) -> anyhow::Result<Exit> {
    let Args {
        rule,
        subject,
        result,
        date,
        time,
        person,
        score,
        note,
        mut evidence,
        template,
        answering,
        for_slot,
        due,
        supersedes,
        writing,
    } = args;
    let rule = session.arg("RULE", &rule, RuleCode::parse)?;
    let subject = session.arg("SUBJECT", &subject, SubjectCode::parse)?;
    let asks = result.is_none() && answering.is_empty();
    let result = match result {
        None => Outcome::Na,
        Some(text) => {
            session.choice("--result", &text, Outcome::ALL, |one| (one.word(), one.key()))?
        }
    };
    let date = session.day("--date", date.as_deref())?;
    let time = session.maybe("--time", time.as_deref(), Time::parse)?;
    let score = session.maybe("--score", score.as_deref(), parse_decimal)?;
    let on = (&rule, &subject, date);
    let filled = asks.then(|| Filled::get(session, on, template.as_deref(), &mut evidence));
    let filled = filled.transpose()?;
    let answered = match &filled {
        Some(filled) => Some(filled.answered()),
        None if answering.is_empty() => None,
        None => Some(answering.read(session, template.as_deref(), &writing)?),
    };
    let template = match answered {
        None => session.maybe("--template", template.as_deref(), TemplateCode::parse)?,
        Some(_) => None,
    };
    let for_slot = session.maybe_day("--for-slot", for_slot.as_deref())?;
    let due = session.maybe_day("--due", due.as_deref())?;
    let supersedes = session.maybe("--supersedes", supersedes.as_deref(), RecordId::parse)?;
    let person = person.unwrap_or_else(|| session.by().to_owned());
    let (evidence, sha256) = session.evidence(&evidence)?;
    let request = InspectionRequest {
        rule,
        template,
        subject,
        date,
        time,
        person,
        result,
        score,
        evidence,
        sha256,
        for_slot,
        note,
        supersedes,
        due,
        today: session.today(),
    };
    let form = match answered {
        None => None,
        Some(answered) => {
            let which = || Failure::usage(Message::new("template.which"));
            let template = answered.template.ok_or_else(which)?;
            let (inspection, answers) = (request.clone(), answered.given);
            Some(FormRequest { inspection, template, answers })
        }
    };
    let record =
        |session: &Session, writing: &Writing| record(session, writing, &request, form.as_ref());
    let Some(filled) = filled else { return record(session, &writing) };
    if filled.is_new() && session.stage() == Stage::Result && !writing.dry_run {
        session.set_stage(Stage::Summary);
        let rehearsed = record(session, &Writing { dry_run: true });
        session.set_stage(Stage::Result);
        rehearsed?;
        filled.confirm(session)?;
    }
    let exit = record(session, &writing)?;
    if session.stage() == Stage::Result && !writing.dry_run {
        filled.forget(session)?;
    }
    Ok(exit)
}

fn record(
    session: &Session,
    writing: &Writing,
    request: &InspectionRequest,
    form: Option<&FormRequest>,
) -> anyhow::Result<Exit> {
    // A form and a correction are held against more than the records of their subject.
    let about = match (form, &request.supersedes) {
        (None, None) => {
            let (subject, month) = (request.subject.clone(), request.date.month());
            Focus::Subject { subject, month }.into()
        }
        _ => About::from(Need::inspections()),
    };
    session.record_noting("inspect record", about, writing, |books, stamp| {
        let book = &books.inspections;
        let decided = match form {
            None => inspections::record(book, request, stamp)?,
            Some(form) => inspections::record_form(book, form, stamp)?,
        };
        let mut notes: Vec<Message> =
            form.iter().flat_map(|form| answering::notes(book, form)).collect();
        if let Decided::New(rows) = &decided {
            notes.extend(rows.iter().filter_map(opened));
        }
        Ok::<_, Refusal>((Change::from_decided(decided), notes))
    })
}

/// What to do about the finding that a failed inspection opens.
fn opened(row: &Record) -> Option<Message> {
    let Record::Finding(event) = row else { return None };
    Some(Message::new("finding.opened").with("finding", event.finding.to_string()))
}
