//! The roster (排班): who was on duty on which day, for the certificates that a duty asks for.

use crate::base::{Day, Decided, Moment, RecordId, RuleCode, Stamp, SubjectCode};

use super::kind::{Cover, Kind};
use super::record::Record;
use super::{Inspections, Refusal};

/// A person on duty on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    /// Its number.
    pub id: RecordId,
    /// The rule whose certificate the duty asks for.
    pub rule: RuleCode,
    /// The person.
    pub subject: SubjectCode,
    /// The day.
    pub date: Day,
    /// The shift, in the hospital's own words.
    pub shift: String,
    /// A remark; why, where a duty is taken back.
    pub note: String,
    /// Whether the person was on duty; `false` takes an earlier row back.
    pub present: bool,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// Days on duty of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRequest {
    /// The rule whose certificate the duty asks for.
    pub rule: RuleCode,
    /// The person.
    pub subject: SubjectCode,
    /// The days.
    pub dates: Vec<Day>,
    /// The shift.
    pub shift: String,
    /// A remark.
    pub note: String,
}

/// Decides about days on duty; a roster is made for days to come too.
///
/// What is on the roster already is passed over.
pub fn put_on_duty(
    book: &Inspections,
    request: &RosterRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let RosterRequest { rule, subject, dates, shift, note } = request;
    let mut rows = Vec::new();
    for date in dates {
        let version = book.rule_on(rule, *date)?;
        let of_duty = matches!(&version.kind, Kind::Expiry(expiry) if expiry.cover == Cover::Duty);
        if !of_duty {
            let every = version.every();
            return Err(Refusal::NoRoster { rule: rule.clone(), every });
        }
        book.check_service(rule, subject, *date)?;
        let there =
            book.roster_of(rule, subject).any(|row| row.date == *date && row.shift == *shift);
        if there {
            continue;
        }
        rows.push(Record::OnDuty(OnDuty {
            id: stamp.id('Z', *date),
            rule: rule.clone(),
            subject: subject.clone(),
            date: *date,
            shift: shift.clone(),
            note: note.clone(),
            present: true,
            supersedes: None,
            recorded_at: stamp.recorded_at,
            recorded_by: stamp.recorded_by.clone(),
        }));
    }
    Ok(if rows.is_empty() { Decided::Already(subject.to_string()) } else { Decided::New(rows) })
}

/// A duty that is taken back: it was swapped, or written down wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffDutyRequest {
    /// The row.
    pub row: RecordId,
    /// Why.
    pub reason: String,
}

/// Decides about taking a duty back.
pub fn take_off_duty(
    book: &Inspections,
    request: &OffDutyRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let OffDutyRequest { row, reason } = request;
    super::request::check_text("reason", reason)?;
    let there = book.roster_row(row).ok_or_else(|| Refusal::UnknownRow { id: row.clone() })?;
    super::request::check_not_replaced(book, row)?;
    Ok(Decided::New(vec![Record::OnDuty(OnDuty {
        id: stamp.id('Z', there.date),
        note: reason.clone(),
        present: false,
        supersedes: Some(row.clone()),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
        ..there.clone()
    })]))
}
