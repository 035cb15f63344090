//! Decides about checklists and filled ones: the book and a request in, rows or a refusal out.

use crate::base::{Decided, RecordId, Stamp, TemplateCode};
use crate::inspections::request::{Trouble, decide};
use crate::inspections::{InspectionRequest, Inspections, Record, Refusal};

use super::answer::{Answer, Given};
use super::book::{check, taken_by};
use super::error::FormRefusal;
use super::marking::{Marking, Verdict, mark};
use super::template::Template;

/// A checklist, and the version that was on the paper where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateRef {
    /// The checklist.
    pub id: TemplateCode,
    /// The version; the one in force if none is said.
    pub version: Option<u32>,
}

/// A filled checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRequest {
    /// What else is recorded; its checklist, result and score come from the answers.
    pub inspection: InspectionRequest,
    /// The checklist.
    pub template: TemplateRef,
    /// The answers.
    pub answers: Vec<Given>,
}

/// Decides about a new version of a checklist.
///
/// The identical version again is [`Decided::Already`]; another one must have a higher number and
/// begin later.
pub fn add_template(
    book: &Inspections,
    template: &Template,
) -> Result<Decided<Vec<Record>>, Refusal> {
    template.check()?;
    let versions = book.forms.versions(&template.id).unwrap_or_default();
    if versions.contains(template) {
        return Ok(Decided::Already(format!("{}@{}", template.id, template.version)));
    }
    let later = |last: &&Template| {
        last.version >= template.version || last.valid_from >= template.valid_from
    };
    match versions.iter().rev().find(later) {
        Some(last) => Err(taken_by(template, last).into()),
        None => Ok(Decided::New(vec![Record::Template(Box::new(template.clone()))])),
    }
}

/// Decides about a filled checklist: the record whose result and score its answers come to, the
/// answers, and a finding for each item that fails.
pub fn record_form(
    book: &Inspections,
    request: &FormRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let FormRequest { inspection, template: asked, answers } = request;
    let date = inspection.date;
    let template = book.forms.template_on(&asked.id, date)?;
    if let Some(version) = asked.version.filter(|version| *version != template.version) {
        book.forms.version(&asked.id, version)?;
        let (template, current) = (asked.id.clone(), template.version);
        return Err(FormRefusal::OtherVersion { template, version, current, date }.into());
    }
    check(template, answers).map_err(|(_, refusal)| refusal)?;
    let marking = mark(template, answers);
    let request = InspectionRequest {
        template: Some(template.id.clone()),
        result: marking.verdict.outcome(),
        score: marking.shown(),
        ..inspection.clone()
    };
    let ids: Vec<RecordId> = answers.iter().map(|_| stamp.id('B', date)).collect();
    let rows = match decide(book, &request, troubles(&marking, answers, &ids), stamp)? {
        Decided::Already(id) => return already(book, &id, answers),
        Decided::New(rows) => rows,
    };
    let mut all = Vec::with_capacity(rows.len() + answers.len());
    for row in rows {
        let Record::Inspection(own) = &row else {
            all.push(row);
            continue;
        };
        let record = own.id.clone();
        all.push(row);
        all.extend(answers.iter().zip(&ids).map(|(given, id)| {
            Record::Answer(Answer {
                id: id.clone(),
                record: record.clone(),
                date,
                template: template.id.clone(),
                version: template.version,
                sum: template.sum.clone(),
                given: given.clone(),
                recorded_at: stamp.recorded_at,
                recorded_by: stamp.recorded_by.as_str().into(),
            })
        }));
    }
    Ok(Decided::New(all))
}

/// What the findings are about: each item that fails; of a checklist that fails by its score, the
/// checklist.
fn troubles(marking: &Marking<'_>, answers: &[Given], ids: &[RecordId]) -> Vec<Trouble> {
    let of_item = |mark: &super::ItemMark<'_>| {
        let value = mark.given.map(|given| given.value.to_string()).unwrap_or_default();
        let (unit, limits) = (&mark.item.unit, mark.item.limits);
        let mut what = format!("{} {}", mark.item.id, mark.item.title);
        what = if limits.are_open() {
            format!("{what} ✗")
        } else {
            format!("{what}: {value}{unit} ({limits}{unit})")
        };
        if let Some(note) = mark.given.map(|given| &given.note).filter(|note| !note.is_empty()) {
            what = format!("{what}: {note}");
        }
        let at = answers.iter().position(|given| given.item == mark.item.id)?;
        let item = Some((mark.item.id.clone(), ids.get(at)?.clone()));
        Some(Trouble { item, severity: mark.item.severity, note: Some(what) })
    };
    let failing: Vec<Trouble> = marking.failing().filter_map(of_item).collect();
    let by_score = failing.is_empty() && matches!(marking.verdict, Verdict::Fail(_));
    if by_score {
        let (shown, mark) = (marking.shown(), marking.template.pass_mark);
        let note = shown
            .zip(mark)
            .map(|(score, mark)| format!("{}: {score} < {mark}", marking.template.title));
        return vec![Trouble { item: None, severity: None, note }];
    }
    failing
}

/// The same record again is no error if its answers are the same too.
fn already(
    book: &Inspections,
    id: &str,
    answers: &[Given],
) -> Result<Decided<Vec<Record>>, Refusal> {
    let known = RecordId::parse(id).ok().and_then(|id| book.inspection(&id));
    let Some(there) = known else { return Ok(Decided::Already(id.to_owned())) };
    let own = book.forms.answers_of(&there.id);
    let same = own.len() == answers.len()
        && answers.iter().all(|given| own.iter().any(|answer| answer.given == *given));
    if same {
        return Ok(Decided::Already(id.to_owned()));
    }
    let (rule, subject) = (there.rule.clone(), there.subject.clone());
    Err(Refusal::Conflict { id: there.id.clone(), rule, subject, date: there.date })
}
