//! Decides about repair orders: a new one, and what happens to one.
//!
//! A step is decided by folding the order with it: what would then not follow is refused. So a
//! correction is held against everything that came after it, too.

use crate::base::{
    Day, Decided, DepartmentCode, Money, RecordId, Stamp, SubjectCode, Time, nearest,
};
use crate::inspections::record::Record;
use crate::inspections::request::{check_day, check_not_replaced, check_text};
use crate::inspections::{Inspections, Refusal};

use super::{Promise, Repair, RepairEvent, RepairKind, RepairRefusal, RepairUrgency};

/// Something broken that is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRepairRequest {
    /// The number on the paper; empty where there is none.
    pub number: String,
    /// What is broken.
    pub subject: SubjectCode,
    /// Which department reports it.
    pub department: Option<DepartmentCode>,
    /// Where it is, in words.
    pub place: String,
    /// How urgent it is.
    pub urgency: RepairUrgency,
    /// Whoever is to repair it from outside.
    pub contractor: Option<SubjectCode>,
    /// The finding it comes from.
    pub finding: Option<RecordId>,
    /// The day it was reported.
    pub date: Day,
    /// The minute, where it is known.
    pub time: Option<Time>,
    /// By when it is promised to be completed.
    pub promise: Option<Promise>,
    /// Who reported it.
    pub person: String,
    /// What is broken.
    pub note: String,
    /// The pieces of evidence.
    pub evidence: Vec<String>,
    /// The row it corrects.
    pub supersedes: Option<RecordId>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Decides about a new repair order, or corrects what was reported of one.
///
/// The identical order again is [`Decided::Already`]; another one with the same number is refused.
pub fn open_repair(
    book: &Inspections,
    request: &OpenRepairRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let request = request.clone();
    check_day(request.date, request.today)?;
    check_text("person", &request.person)?;
    check_text("note", &request.note)?;
    check_promise(request.promise, request.date)?;
    if let Some(finding) = &request.finding
        && book.events_of(finding).is_none()
    {
        let known = book.events().map(|(known, _)| known.as_str());
        let nearest = nearest(finding.as_str(), known);
        return Err(Refusal::UnknownFinding { finding: finding.clone(), nearest });
    }
    let replaced = request.supersedes.as_ref().map(|old| replaced(book, old)).transpose()?;
    let id = stamp.id('R', request.date);
    let event = RepairEvent {
        repair: replaced.map_or_else(|| id.clone(), |old| old.repair.clone()),
        id,
        date: request.date,
        time: request.time,
        kind: RepairKind::Open,
        number: request.number.trim().to_owned(),
        subject: Some(request.subject),
        department: request.department,
        place: request.place,
        urgency: Some(request.urgency),
        contractor: request.contractor,
        finding: request.finding,
        due: request.promise.map(|promise| promise.day),
        due_time: request.promise.and_then(|promise| promise.time),
        cost: None,
        person: request.person.into(),
        note: request.note,
        evidence: request.evidence,
        supersedes: request.supersedes,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.as_str().into(),
    };
    if let Some(there) = book.repair_rows().find(|there| is_again(book, there, &event)) {
        return Ok(Decided::Already(there.repair.to_string()));
    }
    if let Some(old) = replaced.filter(|old| old.kind != RepairKind::Open) {
        let (id, repair) = (old.id.clone(), old.repair.to_string());
        return Err(RepairRefusal::OtherRow { id, repair }.into());
    }
    if let Some(other) = book.repair_called(&event.number).filter(|one| one.id != event.repair) {
        let (number, repair) = (event.number, other.id);
        return Err(RepairRefusal::NumberTaken { number, repair }.into());
    }
    check_what_follows(book, &event)?;
    Ok(Decided::New(vec![Record::Repair(event)]))
}

/// What is to happen to a repair order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepairStep {
    /// Somebody came.
    Respond {
        /// From outside, where it is so.
        contractor: Option<SubjectCode>,
        /// By when it is promised to be completed.
        promise: Option<Promise>,
    },
    /// It works again.
    Complete {
        /// From outside, where it is so.
        contractor: Option<SubjectCode>,
        /// What it cost beside the parts from stock.
        cost: Option<Money>,
    },
    /// Somebody else found it mended.
    Accept,
    /// Somebody found it not mended.
    Reject,
    /// The promise is moved to a later minute.
    Extend(Promise),
    /// There is nothing to repair.
    Cancel,
}

impl RepairStep {
    const fn kind(&self) -> RepairKind {
        match self {
            Self::Respond { .. } => RepairKind::Respond,
            Self::Complete { .. } => RepairKind::Complete,
            Self::Accept => RepairKind::Accept,
            Self::Reject => RepairKind::Reject,
            Self::Extend(_) => RepairKind::Extend,
            Self::Cancel => RepairKind::Cancel,
        }
    }
}

/// A step of a repair order that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairStepRequest {
    /// The order: the number of the ledger, or that on the paper.
    pub repair: String,
    /// What happened.
    pub step: RepairStep,
    /// The day it happened.
    pub date: Day,
    /// The minute, where it is known.
    pub time: Option<Time>,
    /// Who did it.
    pub person: String,
    /// What was done or seen.
    pub note: String,
    /// The pieces of evidence.
    pub evidence: Vec<String>,
    /// The row it corrects.
    pub supersedes: Option<RecordId>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Decides about a step of a repair order.
///
/// The identical step again is [`Decided::Already`].
pub fn repair_step(
    book: &Inspections,
    request: &RepairStepRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let repair = book.known_repair(&request.repair)?;
    check_day(request.date, request.today)?;
    check_text("person", &request.person)?;
    let event = row(&repair, request, stamp)?;
    let rows = book.rows_of_repair(&repair.id);
    if let Some(there) = rows.iter().find(|there| is_again(book, there, &event)) {
        return Ok(Decided::Already(there.repair.to_string()));
    }
    if let Some(old) = &request.supersedes {
        let old = replaced(book, old)?;
        if old.repair != repair.id || old.kind != event.kind {
            let (id, repair) = (old.id.clone(), repair.name().to_owned());
            return Err(RepairRefusal::OtherRow { id, repair }.into());
        }
    }
    check_what_follows(book, &event)?;
    Ok(Decided::New(vec![Record::Repair(event)]))
}

/// The row of a step.
pub(super) fn row(
    repair: &Repair,
    request: &RepairStepRequest,
    stamp: &mut Stamp,
) -> Result<RepairEvent, Refusal> {
    let (contractor, promise, cost) = match &request.step {
        RepairStep::Respond { contractor, promise } => (contractor.clone(), *promise, None),
        RepairStep::Complete { contractor, cost } => (contractor.clone(), None, *cost),
        RepairStep::Extend(promise) => (None, Some(*promise), None),
        RepairStep::Accept | RepairStep::Reject | RepairStep::Cancel => (None, None, None),
    };
    let says_something = matches!(
        request.step,
        RepairStep::Complete { .. } | RepairStep::Reject | RepairStep::Cancel
    );
    if says_something && request.evidence.is_empty() {
        check_text("note", &request.note)?;
    }
    check_promise(promise, request.date)?;
    if let Some(cost) = cost.filter(|cost| *cost < Money::ZERO) {
        return Err(RepairRefusal::Cost { cost }.into());
    }
    Ok(RepairEvent {
        id: stamp.id('R', request.date),
        repair: repair.id.clone(),
        date: request.date,
        time: request.time,
        kind: request.step.kind(),
        number: String::new(),
        subject: None,
        department: None,
        place: String::new(),
        urgency: None,
        contractor,
        finding: None,
        due: promise.map(|promise| promise.day),
        due_time: promise.and_then(|promise| promise.time),
        cost,
        person: request.person.as_str().into(),
        note: request.note.clone(),
        evidence: request.evidence.clone(),
        supersedes: request.supersedes.clone(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.as_str().into(),
    })
}

/// Whether a row that stands says the same.
pub(super) fn is_again(book: &Inspections, there: &RepairEvent, event: &RepairEvent) -> bool {
    // Of many rows few are worth a copy.
    if (there.kind, there.date, &there.subject) != (event.kind, event.date, &event.subject) {
        return false;
    }
    let (recorded_at, recorded_by) = (there.recorded_at, there.recorded_by.clone());
    let (id, repair) = (there.id.clone(), there.repair.clone());
    let repair = if event.kind == RepairKind::Open { repair } else { event.repair.clone() };
    let supersedes = there.supersedes.clone();
    let again = RepairEvent { id, repair, supersedes, recorded_at, recorded_by, ..event.clone() };
    *there == again && book.replaced_by(&there.id).is_none()
}

/// Refuses a row after which something of its order would not follow that followed before.
fn check_what_follows(book: &Inspections, event: &RepairEvent) -> Result<(), Refusal> {
    let before = book.rows_of_repair(&event.repair);
    let was_wrong = Repair::faults(&before);
    let mut rows: Vec<&RepairEvent> =
        before.into_iter().filter(|row| Some(&row.id) != event.supersedes.as_ref()).collect();
    rows.push(event);
    let faults = Repair::faults(&book.in_order(rows)).into_iter();
    let mut new = faults.filter(|(id, _)| !was_wrong.iter().any(|(wrong, _)| wrong == id));
    new.next().map_or(Ok(()), |(_, refusal)| Err(refusal.into()))
}

/// Refuses a promise that lies before the day on which it is made.
fn check_promise(promise: Option<Promise>, date: Day) -> Result<(), RepairRefusal> {
    match promise.filter(|promise| promise.day < date) {
        Some(promise) => Err(RepairRefusal::DueTooEarly { due: promise.day, date }),
        None => Ok(()),
    }
}

/// The row to be corrected, if it is there and stands.
fn replaced<'b>(book: &'b Inspections, old: &RecordId) -> Result<&'b RepairEvent, Refusal> {
    let there = book.repair_row(old).ok_or_else(|| Refusal::UnknownRow { id: old.clone() })?;
    check_not_replaced(book, old)?;
    Ok(there)
}
