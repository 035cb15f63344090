//! Answers to a checklist: typed as flags, or read from a filled sheet.

use std::path::PathBuf;

use houqin::base::{Message, QuestionCode, Refuse as _, TemplateCode, half_width, parse_count};
use houqin::inspections::{FormRequest, Given, Inspections, TemplateRef, Tick, Value, mark};
use houqin::report::verdict_notes;
use houqin::text::recognise;

use crate::cli::args::Writing;
use crate::cli::fail::Failure;
use crate::cli::intake::{Columns, Intake, Row, Taken, settle};
use crate::cli::session::Session;

/// What was answered
#[derive(Debug, clap::Args)]
pub(crate) struct Answering {
    /// Answer to an item: 1.1=pass, 2.1=3, 3.2=0.45, 4.1=na; after a colon what was seen
    #[arg(long, value_name = "ITEM=VALUE")]
    answer: Vec<String>,
    /// Filled sheet of the checklist, CSV, .xlsx or .xls; - for stdin
    #[arg(long, value_name = "FILE", conflicts_with = "answer")]
    answers: Option<PathBuf>,
}

const TEMPLATE: &str = "template.sheet.template";
const VERSION: &str = "template.sheet.version";
const ITEM: &str = "template.sheet.item";
const VALUE: &str = "template.sheet.value";
const NOTE: &str = "template.sheet.note";

const COLUMNS: Columns = Columns {
    keys: &[
        TEMPLATE,
        VERSION,
        ITEM,
        VALUE,
        NOTE,
        "template.sheet.section",
        "template.sheet.title",
        "template.sheet.kind",
        "template.sheet.limits",
    ],
    needed: &[ITEM, VALUE],
    one_of: &[],
};

/// Which checklist was filled in, as far as that was said, and how.
pub(crate) struct Answered {
    /// The checklist.
    pub(crate) template: Option<TemplateRef>,
    /// The answers.
    pub(crate) given: Vec<Given>,
}

impl Answering {
    /// Whether anything was answered.
    pub(crate) fn is_empty(&self) -> bool {
        self.answer.is_empty() && self.answers.is_none()
    }

    /// Understands the flags, or reads the sheet.
    pub(crate) fn read(
        &self,
        session: &Session,
        template: Option<&str>,
        writing: &Writing,
    ) -> anyhow::Result<Answered> {
        let named = template.map(|text| named(session, text)).transpose()?;
        let Some(file) = &self.answers else {
            let given = self.answer.iter().map(|text| typed(session, text));
            return Ok(Answered { template: named, given: given.collect::<Result<_, _>>()? });
        };
        let intake = Intake::plain(file, Writing { dry_run: writing.dry_run });
        let source = intake.open(session, &[COLUMNS])?;
        let mut of_sheet = None;
        let taken = Taken::read(source, COLUMNS, |row| answer(row, &mut of_sheet))?;
        settle(session, &intake, &taken, None)?;
        let template = match (named, of_sheet) {
            (None, sheet) => sheet,
            (Some(named), Some(sheet)) if named.version.is_none() && named.id == sheet.id => {
                Some(sheet)
            }
            (Some(named), _) => Some(named),
        };
        Ok(Answered { template, given: taken.requests })
    }
}

/// Reads a checklist and its version: `XUNCHA` or `XUNCHA@1`.
pub(super) fn named(session: &Session, text: &str) -> anyhow::Result<TemplateRef> {
    let (code, version) = text.split_once('@').map_or((text, None), |(a, b)| (a, Some(b)));
    Ok(TemplateRef {
        id: session.arg("--template", code, TemplateCode::parse)?,
        version: session.maybe("--template", version, parse_count)?,
    })
}

/// Reads `1.1=fail:水龙头滴水`.
fn typed(session: &Session, text: &str) -> anyhow::Result<Given> {
    let unclear = || Failure::usage(Message::new("template.answer").with("text", text));
    let (item, rest) = text.split_once(['=', '＝']).ok_or_else(unclear)?;
    let (value_text, note) = rest.split_once([':', '：']).unwrap_or((rest, ""));
    let item = session.arg("--answer", item.trim(), QuestionCode::parse)?;
    let value = session.arg("--answer", value_text, value)?;
    Ok(Given { item, value, note: note.trim().to_owned() })
}

/// Reads an answer as it is written on sheets: a tick, a cross, a word or a number.
pub(super) fn value(text: &str) -> Result<Value, houqin::base::NumberError> {
    let text = half_width(text);
    let text = text.trim();
    let words = Tick::ALL.iter().map(|tick| tick.key()).collect::<Vec<_>>();
    let said = recognise(text, &words);
    match Tick::ALL.iter().find(|tick| Some(tick.key()) == said) {
        Some(tick) => Ok(Value::Tick(*tick)),
        None => Value::parse(text),
    }
}

/// The answer of a row; none where its box is blank.
fn answer(row: &mut Row<'_>, sheet: &mut Option<TemplateRef>) -> Option<Given> {
    if row.is_blank(VALUE) {
        return None;
    }
    let id = row.optional(TEMPLATE, TemplateCode::parse)?;
    let version = row.optional(VERSION, parse_count)?;
    if let Some(id) = id {
        let own = TemplateRef { id, version };
        let first = sheet.get_or_insert_with(|| own.clone());
        if *first != own {
            let written = |of: &TemplateRef| {
                let version = of.version.map(|version| format!("@{version}"));
                format!("{}{}", of.id, version.unwrap_or_default())
            };
            let message = Message::new("template.two_sheets");
            let message = message.with("first", written(first)).with("other", written(&own));
            row.defect(TEMPLATE, message);
        }
    }
    let item = row.required(ITEM, QuestionCode::parse);
    let value = value(row.text(VALUE)).map_err(|refusal| row.defect(VALUE, refusal.message())).ok();
    Some(Given { item: item?, value: value?, note: row.text(NOTE).to_owned() })
}

/// What is to be said about a filled checklist beside its rows: why it does not pass.
pub(crate) fn notes(book: &Inspections, request: &FormRequest) -> Vec<Message> {
    let date = request.inspection.date;
    let Ok(template) = book.forms.template_on(&request.template.id, date) else {
        return Vec::new();
    };
    verdict_notes(&mark(template, &request.answers))
}
