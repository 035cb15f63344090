//! The trainings and drills that took place, as the records and the attendance ledger tell.

use std::collections::BTreeSet;

use crate::base::{Day, Decimal, RecordId, RuleCode};
use crate::inspections::{Inspections, Outcome, Topic};
use crate::org::Org;

use super::{Attendance, Presence, TrainingOptions};

/// A training or drill of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingSession {
    /// The rule.
    pub rule: RuleCode,
    /// What it asks.
    pub title: String,
    /// The same in English; empty where nobody wrote it.
    pub title_en: String,
    /// What it is about.
    pub topic: Topic,
    /// The day.
    pub date: Day,
    /// The records that say that it took place.
    pub records: Vec<RecordId>,
    /// What the first of them came to.
    pub result: Option<Outcome>,
    /// How many of the staff were there.
    pub n_present: u64,
    /// How many were named as absent.
    pub n_absent: u64,
    /// How many of those who were there did not pass.
    pub n_failed: u64,
    /// How many rows were entered too long after.
    pub n_late: u64,
    /// The hours of all who were there.
    pub hours: Decimal,
    /// How many different pieces of evidence there are.
    pub n_evidence: u64,
    /// How many findings were opened by it.
    pub n_findings: u64,
    /// How many of these are still open on the day that is asked about.
    pub n_open_findings: u64,
}

/// The trainings and drills of a period, the latest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingSessions {
    /// What was asked for.
    pub options: TrainingOptions,
    /// The trainings.
    pub sessions: Vec<TrainingSession>,
}

/// Lists the trainings and drills of a period.
///
/// One that is recorded and of which nobody's attendance is, and the other way round, is listed too.
pub fn training_sessions(
    book: &Inspections,
    org: &Org,
    options: &TrainingOptions,
) -> TrainingSessions {
    let as_of = options.clock.as_of;
    let asked = |date: Day| options.period.contains(date) && date <= as_of;
    let mut sessions = Vec::new();
    for (code, _) in options.rules(book) {
        let recorded = book.inspections().filter(|row| {
            row.rule == *code && asked(row.date) && book.replaced_by(&row.id).is_none()
        });
        let recorded: Vec<_> = recorded.filter(|row| row.result != Outcome::Na).collect();
        let attended = book.attendance_of(code).map(|row| row.date).filter(|date| asked(*date));
        let days: BTreeSet<Day> = recorded.iter().map(|row| row.date).chain(attended).collect();
        for date in days {
            let of_day: Vec<_> = recorded.iter().filter(|row| row.date == date).collect();
            let session = TrainingSession {
                records: of_day.iter().map(|row| row.id.clone()).collect(),
                result: of_day.first().map(|row| row.result),
                ..session(book, org, (code, date), options)
            };
            sessions.push(session);
        }
    }
    sessions.sort_by(|one, other| (other.date, &one.rule).cmp(&(one.date, &other.rule)));
    TrainingSessions { options: options.clone(), sessions }
}

fn session(
    book: &Inspections,
    org: &Org,
    (code, date): (&RuleCode, Day),
    options: &TrainingOptions,
) -> TrainingSession {
    let versions = book.rule(code).unwrap_or_default();
    let rule = versions.iter().rfind(|rule| rule.valid_from <= date).or(versions.first());
    let rows: Vec<&Attendance> = book
        .attendance_on(code, date)
        .filter(|row| {
            let staff = org.person(&row.person).filter(|staff| staff.is_employed(date));
            staff.is_some_and(|staff| options.asks_for(staff))
        })
        .collect();
    // A person whom hand-written rows name twice was there once.
    let persons = |presence: Presence| -> BTreeSet<_> {
        rows.iter().filter(|row| row.presence == presence).map(|row| &row.person).collect()
    };
    let present = persons(Presence::Present);
    let failed = rows.iter().filter(|row| row.result == Some(Outcome::Fail));
    let late =
        rows.iter().filter(|row| rule.is_some_and(|rule| book.is_late_attendance(row, rule)));
    let hours = present.iter().filter_map(|person| {
        let own = rows.iter().filter(|row| row.person == **person);
        own.filter_map(|row| row.hours).max()
    });
    let evidence: BTreeSet<&String> = rows.iter().flat_map(|row| &row.evidence).collect();
    let findings = book
        .events()
        .filter_map(|(_, events)| crate::inspections::Finding::fold(events, options.clock));
    let own: Vec<_> = findings
        .filter(|finding| finding.rule.as_ref() == Some(code) && finding.opened == date)
        .collect();
    TrainingSession {
        rule: code.clone(),
        title: rule.map(|rule| rule.title.clone()).unwrap_or_default(),
        title_en: rule.map(|rule| rule.title_en.clone()).unwrap_or_default(),
        topic: rule.map_or(Topic::Training, |rule| rule.topic),
        date,
        records: Vec::new(),
        result: None,
        n_present: present.len() as u64,
        n_absent: persons(Presence::Absent).difference(&present).count() as u64,
        n_failed: failed.map(|row| &row.person).collect::<BTreeSet<_>>().len() as u64,
        n_late: late.count() as u64,
        hours: hours.sum(),
        n_evidence: evidence.len() as u64,
        n_findings: own.len() as u64,
        n_open_findings: own.iter().filter(|finding| !finding.is_closed()).count() as u64,
    }
}
