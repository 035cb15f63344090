//! Decides about findings: opened, given more time, put right, rechecked.

use crate::base::{Day, Decided, DepartmentCode, RecordId, RuleCode, Stamp, SubjectCode, nearest};

use super::finding::{Finding, FindingEvent, FindingKind, FindingSource, FindingState};
use super::policy::FindingPolicy;
use super::record::Record;
use super::request::{check_day, check_sums, check_text};
use super::rule::Severity;
use super::{FindingRefusal, Inspections, Refusal};

/// Something that was found not in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// What it is about.
    pub subject: SubjectCode,
    /// The rule that was being inspected, if one was.
    pub rule: Option<RuleCode>,
    /// The day it was found.
    pub date: Day,
    /// How much it weighs.
    pub severity: Severity,
    /// The day by which it should be put right; by the store's standard where none is said.
    pub due: Option<Day>,
    /// How it came to be found, where that is known.
    pub source: Option<FindingSource>,
    /// The department it is in, which answers for it.
    pub department: Option<DepartmentCode>,
    /// Who is to put it right; empty where nobody was told yet.
    pub owner: String,
    /// Who found it.
    pub person: String,
    /// What was found.
    pub note: String,
    /// The pieces of evidence.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece.
    pub sha256: Vec<String>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Decides about a new finding.
pub fn open(
    book: &Inspections,
    request: &OpenRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let request = request.clone();
    if let Some(rule) = &request.rule {
        book.rule(rule)?;
    }
    check_day(request.date, request.today)?;
    check_text("person", &request.person)?;
    check_text("note", &request.note)?;
    check_papers(&request.evidence, &request.sha256)?;
    if let Some(due) = request.due.filter(|due| *due < request.date) {
        return Err(Refusal::DueTooEarly { due, opened: request.date });
    }
    let department = match request.source {
        Some(FindingSource::SelfReport) => {
            let own = || book.departments.get(&request.subject).cloned();
            Some(request.department.or_else(own).ok_or(FindingRefusal::NoDepartment)?)
        }
        _ => request.department,
    };
    // Nobody asks a department for a deadline: the standard's is its own.
    let standard = || book.policy.findings.due(request.severity, request.date);
    let is_own = request.source == Some(FindingSource::SelfReport);
    let due = request.due.or_else(|| is_own.then(standard));
    let id = stamp.id('F', request.date);
    let event = FindingEvent {
        finding: id.clone(),
        id,
        date: request.date,
        kind: FindingKind::Open,
        subject: Some(request.subject),
        rule: request.rule,
        record: None,
        severity: Some(request.severity),
        due,
        source: request.source,
        department,
        owner: request.owner.trim().to_owned(),
        person: request.person,
        note: request.note,
        evidence: request.evidence,
        sha256: request.sha256,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    let there = book.events().flat_map(|(_, events)| events).find(|there| {
        let (id, finding) = (there.id.clone(), there.finding.clone());
        let (recorded_at, recorded_by) = (there.recorded_at, there.recorded_by.clone());
        **there == FindingEvent { id, finding, recorded_at, recorded_by, ..event.clone() }
    });
    Ok(match there {
        Some(there) => Decided::Already(there.finding.to_string()),
        None => Decided::New(vec![Record::Finding(event)]),
    })
}

/// What is to happen to a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its deadline moves to a later day.
    Extend(Day),
    /// Somebody is told to put it right.
    Assign,
    /// It was put right.
    Rectify,
    /// The recheck found it put right.
    Verify,
    /// The recheck found it still there.
    Reject,
}

impl Step {
    const fn kind(self) -> FindingKind {
        match self {
            Self::Extend(_) => FindingKind::Extend,
            Self::Assign => FindingKind::Assign,
            Self::Rectify => FindingKind::Rectify,
            Self::Verify => FindingKind::Verify,
            Self::Reject => FindingKind::Reject,
        }
    }
}

/// A step of a finding that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRequest {
    /// The finding.
    pub finding: RecordId,
    /// What happened.
    pub step: Step,
    /// The day it happened.
    pub date: Day,
    /// The department it is in, where it is assigned and none was named yet.
    pub department: Option<DepartmentCode>,
    /// Who is to put it right, where it is assigned.
    pub owner: String,
    /// Who did it.
    pub person: String,
    /// What was done or seen.
    pub note: String,
    /// The pieces of evidence.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece.
    pub sha256: Vec<String>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Decides about a step of a finding.
///
/// The identical step again is [`Decided::Already`].
pub fn step(
    book: &Inspections,
    request: &StepRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let request = request.clone();
    let (finding, events) = known(book, &request.finding)?;
    check_day(request.date, request.today)?;
    check_text("person", &request.person)?;
    let due = match request.step {
        Step::Extend(due) => Some(due),
        Step::Assign | Step::Rectify | Step::Verify | Step::Reject => None,
    };
    let again = |there: &&FindingEvent| {
        (there.kind, there.date, &there.person, &there.note, there.due)
            == (request.step.kind(), request.date, &request.person, &request.note, due)
            && (&there.evidence, &there.sha256) == (&request.evidence, &request.sha256)
            && (&there.department, there.owner.as_str())
                == (&request.department, request.owner.trim())
    };
    if let Some(there) = events.iter().find(again) {
        return Ok(Decided::Already(there.finding.to_string()));
    }
    check_step(book.policy.findings, &finding, &request)?;
    check_papers(&request.evidence, &request.sha256)?;
    let event = FindingEvent {
        id: stamp.id('F', request.date),
        finding: finding.id,
        date: request.date,
        kind: request.step.kind(),
        subject: None,
        rule: None,
        record: None,
        severity: None,
        due,
        source: None,
        department: request.department,
        owner: request.owner.trim().to_owned(),
        person: request.person,
        note: request.note,
        evidence: request.evidence,
        sha256: request.sha256,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    Ok(Decided::New(vec![Record::Finding(event)]))
}

fn known<'a>(
    book: &'a Inspections,
    id: &RecordId,
) -> Result<(Finding, &'a [FindingEvent]), Refusal> {
    let events = book.events_of(id);
    let folded = events.and_then(|events| Some((Finding::now(events)?, events)));
    folded.ok_or_else(|| Refusal::UnknownFinding {
        finding: id.clone(),
        nearest: nearest(id.as_str(), book.events().map(|(known, _)| known.as_str())),
    })
}

fn check_step(
    policy: FindingPolicy,
    finding: &Finding,
    request: &StepRequest,
) -> Result<(), Refusal> {
    let id = || finding.id.clone();
    if let Some((date, _)) = finding.verified {
        return Err(Refusal::FindingClosed { finding: id(), date });
    }
    if request.date < finding.last_event {
        let (date, last) = (request.date, finding.last_event);
        return Err(Refusal::TooEarly { finding: id(), date, last });
    }
    match request.step {
        Step::Extend(later) => {
            check_extension(policy.standard_due(finding), finding, request.date, later)
        }
        Step::Assign => check_assignment(finding, request),
        Step::Rectify => check_rectification(policy, finding, request),
        Step::Verify | Step::Reject if finding.state == FindingState::Open => {
            Err(Refusal::NotRectified { finding: id() })
        }
        Step::Verify if finding.is_rectifier(&request.person) => {
            Err(Refusal::SelfVerified { finding: id(), person: request.person.clone() })
        }
        Step::Verify => Ok(()),
        Step::Reject => check_said(request),
    }
}

fn check_rectification(
    policy: FindingPolicy,
    finding: &Finding,
    request: &StepRequest,
) -> Result<(), Refusal> {
    let finding_id = finding.id.clone();
    if let Some((date, _)) = finding.rectified {
        return Err(Refusal::AlreadyRectified { finding: finding_id, date });
    }
    // A paper without a sum shows nothing that it could be held against.
    let demanded = policy.demands_evidence(finding.severity, request.today);
    if demanded && request.sha256.is_empty() {
        return Err(FindingRefusal::EvidenceDemanded { finding: finding_id }.into());
    }
    check_said(request)
}

fn check_assignment(finding: &Finding, request: &StepRequest) -> Result<(), Refusal> {
    match (&finding.department, &request.department) {
        (Some(own), Some(other)) if own != other => {
            let (finding, department) = (finding.id.clone(), own.clone());
            Err(FindingRefusal::DepartmentSet { finding, department }.into())
        }
        (_, None) if request.owner.trim().is_empty() => {
            Err(FindingRefusal::NoOwner { finding: finding.id.clone() }.into())
        }
        _ => Ok(()),
    }
}

fn check_extension(standard: Day, finding: &Finding, date: Day, later: Day) -> Result<(), Refusal> {
    let id = finding.id.clone();
    match finding.due {
        // Without a deadline of its own the standard is the one that has passed.
        None if date > standard => {
            Err(FindingRefusal::DueHasPassed { finding: id, due: standard }.into())
        }
        None if later < date => Err(Refusal::DueTooEarly { due: later, opened: date }),
        Some(due) if date > due => Err(FindingRefusal::DueHasPassed { finding: id, due }.into()),
        Some(due) if later <= due => Err(FindingRefusal::DueNotLater { finding: id, due }.into()),
        _ => Ok(()),
    }
}

/// Refuses a step that neither says nor shows anything.
fn check_said(request: &StepRequest) -> Result<(), Refusal> {
    if request.evidence.is_empty() { check_text("note", &request.note) } else { Ok(()) }
}

/// Refuses sums that do not pair up with the evidence; papers kept elsewhere have none.
fn check_papers(evidence: &[String], sha256: &[String]) -> Result<(), Refusal> {
    if sha256.is_empty() { Ok(()) } else { check_sums(evidence, sha256) }
}
