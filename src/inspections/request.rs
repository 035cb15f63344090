//! Decides about records: the book and a request in, rows or a refusal out.

use crate::base::{
    Day, Decided, Decimal, QuestionCode, RecordId, RuleCode, Stamp, SubjectCode, TemplateCode, Time,
};

use super::finding::{FindingEvent, FindingKind};
use super::record::{Inspection, Outcome, Record};
use super::rule::Severity;
use super::{Inspections, Refusal};

/// What is to be recorded about one inspection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectionRequest {
    /// The rule it was done for.
    pub rule: RuleCode,
    /// The checklist that was filled in.
    pub template: Option<TemplateCode>,
    /// What was inspected.
    pub subject: SubjectCode,
    /// The day it was done.
    pub date: Day,
    /// The time of day, where it is known.
    pub time: Option<Time>,
    /// Who did it.
    pub person: String,
    /// What it came to.
    pub result: Outcome,
    /// The score, where one was given.
    pub score: Option<Decimal>,
    /// The pieces of evidence, as paths below the store's root.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece.
    pub sha256: Vec<String>,
    /// Any day of the slot it was done for, where that is not the oldest open one.
    pub for_slot: Option<Day>,
    /// A remark; what was found, where it failed.
    pub note: String,
    /// The record it corrects.
    pub supersedes: Option<RecordId>,
    /// The day by which a finding is to be put right, where the rule's own days do not do.
    pub due: Option<Day>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Something that was found not in order: what a finding is opened about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// The item of the checklist that failed, and the number of its answer; none where it is the
    /// whole inspection.
    pub(super) item: Option<(QuestionCode, RecordId)>,
    /// How much it weighs, where the rule does not say so.
    pub(super) severity: Option<Severity>,
    /// What was found, where the record's remark does not say so.
    pub(super) note: Option<String>,
}

/// Decides about a record; a failed one opens a finding in the same decision.
///
/// The identical inspection again is [`Decided::Already`]. The same person on the same subject at
/// the same time with another result is refused: a correction names the record it corrects.
pub fn record(
    book: &Inspections,
    request: &InspectionRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let failed = request.result == Outcome::Fail;
    let whole = failed.then_some(Trouble { item: None, severity: None, note: None });
    decide(book, request, whole.into_iter().collect(), stamp)
}

/// The same, opening a finding for each trouble that none is open about.
pub(super) fn decide(
    book: &Inspections,
    request: &InspectionRequest,
    troubles: Vec<Trouble>,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let rule = book.rule_on(&request.rule, request.date)?;
    check_day(request.date, request.today)?;
    check_text("person", &request.person)?;
    book.check_service(&request.rule, &request.subject, request.date)?;
    check_sums(&request.evidence, &request.sha256)?;
    if let Some(due) = request.due.filter(|due| *due < request.date) {
        return Err(Refusal::DueTooEarly { due, opened: request.date });
    }
    if let Some(there) = book.standing_on(request.date).find(|row| same(row, request)) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    match &request.supersedes {
        Some(old) => check_replaceable(book, old)?,
        None => check_conflict(book, request)?,
    }
    let inspection = row(request, stamp);
    let is_new = |trouble: &Trouble| match &trouble.item {
        None => !has_open_finding(book, request.supersedes.as_ref()),
        Some((item, _)) => !has_open_item(book, request, item),
    };
    let findings: Vec<Record> = troubles
        .into_iter()
        .filter(is_new)
        .map(|trouble| {
            let severity = trouble.severity.unwrap_or(rule.severity);
            let allowed = rule.rectify_days.map(|days| request.date.plus_days(i64::from(days)));
            let standard = || book.policy.findings.due(severity, request.date);
            let due = request.due.or(allowed).unwrap_or_else(standard);
            Record::Finding(opening(&inspection, trouble, (severity, due), stamp))
        })
        .collect();
    let mut rows = vec![Record::Inspection(inspection)];
    rows.extend(findings);
    Ok(Decided::New(rows))
}

fn row(request: &InspectionRequest, stamp: &mut Stamp) -> Inspection {
    let request = request.clone();
    Inspection {
        id: stamp.id('C', request.date),
        rule: request.rule,
        template: request.template,
        subject: request.subject,
        date: request.date,
        time: request.time,
        person: request.person.into(),
        result: request.result,
        score: request.score,
        evidence: request.evidence,
        sha256: request.sha256,
        for_slot: request.for_slot,
        note: request.note,
        supersedes: request.supersedes,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.as_str().into(),
    }
}

/// What a failed record opens. Its deadline stands from the first: the one that was given, else the
/// rule's, else the standard's.
fn opening(
    failed: &Inspection,
    trouble: Trouble,
    (severity, due): (Severity, Day),
    stamp: &mut Stamp,
) -> FindingEvent {
    let id = stamp.id('F', failed.date);
    FindingEvent {
        finding: id.clone(),
        id,
        date: failed.date,
        kind: FindingKind::Open,
        subject: Some(failed.subject.clone()),
        rule: Some(failed.rule.clone()),
        record: Some(trouble.item.map_or_else(|| failed.id.clone(), |(_, answer)| answer)),
        severity: Some(severity),
        due: Some(due),
        source: None,
        department: None,
        owner: String::new(),
        person: failed.person.to_string(),
        note: trouble.note.unwrap_or_else(|| failed.note.clone()),
        evidence: failed.evidence.clone(),
        sha256: failed.sha256.clone(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }
}

/// Whether a row tells what the request asks to record.
fn same(there: &Inspection, request: &InspectionRequest) -> bool {
    (&there.rule, &there.subject, there.time, there.person.as_str(), there.result)
        == (&request.rule, &request.subject, request.time, request.person.as_str(), request.result)
        && (&there.template, there.score, &there.evidence, &there.sha256)
            == (&request.template, request.score, &request.evidence, &request.sha256)
        && (there.for_slot, &there.note) == (request.for_slot, &request.note)
        && (request.supersedes.is_none() || there.supersedes == request.supersedes)
}

fn check_conflict(book: &Inspections, request: &InspectionRequest) -> Result<(), Refusal> {
    let clashes = |there: &&Inspection| {
        (&there.rule, &there.subject, there.time, there.person.as_str())
            == (&request.rule, &request.subject, request.time, request.person.as_str())
    };
    match book.standing_on(request.date).find(clashes) {
        None => Ok(()),
        Some(there) => Err(Refusal::Conflict {
            id: there.id.clone(),
            rule: there.rule.clone(),
            subject: there.subject.clone(),
            date: there.date,
        }),
    }
}

fn check_replaceable(book: &Inspections, old: &RecordId) -> Result<(), Refusal> {
    if book.inspection(old).is_none() {
        return Err(Refusal::UnknownRow { id: old.clone() });
    }
    check_not_replaced(book, old)
}

/// Refuses to correct a row that was corrected already.
pub(super) fn check_not_replaced(book: &Inspections, old: &RecordId) -> Result<(), Refusal> {
    match book.replaced_by(old) {
        None => Ok(()),
        Some(by) => Err(Refusal::AlreadyReplaced { id: old.clone(), by: by.clone() }),
    }
}

/// Refuses evidence without a sum for each piece.
pub(super) fn check_sums(evidence: &[String], sha256: &[String]) -> Result<(), Refusal> {
    let (evidence, sha256) = (evidence.len(), sha256.len());
    if sha256 == evidence { Ok(()) } else { Err(Refusal::Hashes { evidence, sha256 }) }
}

/// Refuses a day that is still to come.
pub(super) fn check_day(date: Day, today: Day) -> Result<(), Refusal> {
    if date > today { Err(Refusal::Future { date, today }) } else { Ok(()) }
}

/// Refuses an empty text.
pub(super) fn check_text(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::Missing { field }) } else { Ok(()) }
}

/// Whether a record, or one that it corrected, opened a finding that is still open.
fn has_open_finding(book: &Inspections, superseded: Option<&RecordId>) -> bool {
    let older = |id: &&RecordId| {
        let id: &RecordId = id;
        book.inspection(id).and_then(|row| row.supersedes.as_ref())
    };
    std::iter::successors(superseded, older).any(|id| {
        book.findings().any(|finding| finding.record.as_ref() == Some(id) && !finding.is_closed())
    })
}

/// Whether a finding about the same item of the same subject is still open.
fn has_open_item(book: &Inspections, request: &InspectionRequest, item: &QuestionCode) -> bool {
    book.findings().any(|finding| {
        !finding.is_closed()
            && book.item_of(&finding) == Some(item)
            && finding.subject == request.subject
            && finding.rule.as_ref() == Some(&request.rule)
    })
}
