//! Decides about attendance: who was at a training and who was not, many persons at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Decided, Decimal, DepartmentCode, RecordId, RuleCode, StaffCode, Stamp};
use crate::inspections::record::Record;
use crate::inspections::request::{check_day, check_not_replaced, check_sums, check_text};
use crate::inspections::{Inspections, Outcome, Refusal};
use crate::org::Org;

use super::{Attendance, Presence, TrainingRefusal};

/// Who was at a training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendRequest {
    /// The rule that asks for the training.
    pub rule: RuleCode,
    /// Its day.
    pub date: Day,
    /// Who was there.
    pub present: Vec<StaffCode>,
    /// Everybody of this department was, but those who are named as absent.
    pub department: Option<DepartmentCode>,
    /// Who was not, and why.
    pub absent: Vec<(StaffCode, String)>,
    /// How many hours it took.
    pub hours: Option<Decimal>,
    /// What an examination came to, of those who were there.
    pub result: Option<Outcome>,
    /// Its score.
    pub score: Option<Decimal>,
    /// The pieces of evidence.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece.
    pub sha256: Vec<String>,
    /// The record that says that the training took place.
    pub record: Option<RecordId>,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Decides about attendance.
///
/// Persons whom the ledger knows just so are passed over; all of them: [`Decided::Already`]. One of
/// whom it says otherwise refuses everything, unless the row that says so is corrected.
pub fn attend(
    book: &Inspections,
    org: &Org,
    request: &AttendRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let AttendRequest { rule, date, supersedes, .. } = request;
    let date = *date;
    book.rule_on(rule, date)?;
    check_day(date, request.today)?;
    check_sums(&request.evidence, &request.sha256)?;
    check_hours(request.hours)?;
    check_record(book, request)?;
    let persons = persons(org, request)?;
    if let Some(old) = supersedes {
        if persons.len() != 1 {
            return Err(TrainingRefusal::OneCorrection { count: persons.len() }.into());
        }
        if !book.attendance.contains_key(old) {
            return Err(Refusal::UnknownRow { id: old.clone() });
        }
    }
    let mut rows = Vec::new();
    for (person, absent) in persons {
        let there = book.attendance_on(rule, date).find(|row| row.person == person);
        if there.is_some_and(|there| says(there, request, absent.as_deref())) {
            continue;
        }
        if let Some(there) = there.filter(|there| supersedes.as_ref() != Some(&there.id)) {
            let (person, id) = (person.to_string(), there.id.clone());
            return Err(TrainingRefusal::Taken { person, date, id }.into());
        }
        if let Some(old) = supersedes {
            check_not_replaced(book, old)?;
        }
        rows.push(Record::Attendance(Box::new(row(request, person, absent, stamp))));
    }
    let named = format!("{rule}/{date}");
    Ok(if rows.is_empty() { Decided::Already(named) } else { Decided::New(rows) })
}

fn check_hours(hours: Option<Decimal>) -> Result<(), Refusal> {
    let within = |hours: &Decimal| *hours > Decimal::ZERO && *hours <= Decimal::from(24);
    match hours.filter(|hours| !within(hours)) {
        None => Ok(()),
        Some(hours) => Err(TrainingRefusal::Hours { hours: hours.to_string() }.into()),
    }
}

fn check_record(book: &Inspections, request: &AttendRequest) -> Result<(), Refusal> {
    let Some(record) = &request.record else { return Ok(()) };
    let there =
        book.inspection(record).ok_or_else(|| Refusal::UnknownRow { id: record.clone() })?;
    if (&there.rule, there.date) == (&request.rule, request.date) {
        return Ok(());
    }
    let (record, rule, date) = (record.clone(), request.rule.clone(), request.date);
    Err(TrainingRefusal::OtherRecord { record, rule, date }.into())
}

/// Everybody who is named, once, with the reason of those who were not there.
fn persons(
    org: &Org,
    request: &AttendRequest,
) -> Result<BTreeMap<StaffCode, Option<String>>, Refusal> {
    let mut persons: BTreeMap<StaffCode, Option<String>> = BTreeMap::new();
    let named: BTreeSet<&StaffCode> = request.present.iter().collect();
    for (person, reason) in &request.absent {
        check_text("reason", reason)?;
        if named.contains(person) {
            return Err(TrainingRefusal::Both { person: person.to_string() }.into());
        }
        persons.insert(person.clone(), Some(reason.trim().to_owned()));
    }
    if let Some(department) = &request.department {
        let known = org.known_department(department).map_err(TrainingRefusal::from)?;
        let own = org.staff().filter(|staff| staff.department.as_ref() == Some(&known.code));
        for staff in own.filter(|staff| staff.is_employed(request.date)) {
            persons.entry(staff.code.clone()).or_insert(None);
        }
    }
    persons.extend(named.into_iter().map(|person| (person.clone(), None)));
    if persons.is_empty() {
        return Err(TrainingRefusal::Nobody.into());
    }
    for person in persons.keys() {
        let known = org.person(person).ok_or_else(|| {
            let codes = org.staff().map(|staff| staff.code.as_str());
            let nearest = crate::base::nearest(person.as_str(), codes);
            TrainingRefusal::UnknownStaff { person: person.to_string(), nearest }
        })?;
        if !known.is_employed(request.date) {
            let (person, date) = (person.to_string(), request.date);
            return Err(TrainingRefusal::NotEmployed { person, date }.into());
        }
    }
    Ok(persons)
}

/// Whether a row says of its person what the request says.
fn says(there: &Attendance, request: &AttendRequest, absent: Option<&str>) -> bool {
    let presence = presence(absent);
    let own = Own::of(request, absent);
    (there.presence, there.hours, there.result, there.score)
        == (presence, own.hours, own.result, own.score)
        && (there.reason.as_str(), &there.note) == (absent.unwrap_or_default(), &request.note)
        && (&there.evidence, &there.sha256) == (&request.evidence, &request.sha256)
        && there.record == request.record
}

const fn presence(absent: Option<&str>) -> Presence {
    if absent.is_some() { Presence::Absent } else { Presence::Present }
}

/// What is said of those who were there only.
struct Own {
    hours: Option<Decimal>,
    result: Option<Outcome>,
    score: Option<Decimal>,
}

impl Own {
    fn of(request: &AttendRequest, absent: Option<&str>) -> Self {
        if absent.is_some() {
            return Self { hours: None, result: None, score: None };
        }
        Self { hours: request.hours, result: request.result, score: request.score }
    }
}

fn row(
    request: &AttendRequest,
    person: StaffCode,
    absent: Option<String>,
    stamp: &mut Stamp,
) -> Attendance {
    let Own { hours, result, score } = Own::of(request, absent.as_deref());
    Attendance {
        id: stamp.id('U', request.date),
        rule: request.rule.clone(),
        date: request.date,
        person,
        presence: presence(absent.as_deref()),
        hours,
        result,
        score,
        reason: absent.unwrap_or_default(),
        evidence: request.evidence.clone(),
        sha256: request.sha256.clone(),
        record: request.record.clone(),
        note: request.note.clone(),
        supersedes: request.supersedes.clone(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }
}
