//! What was found not in order, and what became of it: opened, put right, rechecked.
//!
//! A finding is the sum of its events. Who rechecks is not who put it right; a later deadline
//! never hides the first one.

use crate::base::{Day, Moment, RecordId, RuleCode, SubjectCode};

use super::rule::{Severity, forever};
use super::status::{Clock, DayState};
use super::word::words;

words! {
    /// What happened to a finding.
    FindingKind under "finding.kind" {
        /// Something was found.
        Open = "open", "open";
        /// Its deadline was moved.
        Extend = "extend", "extend";
        /// It was put right (整改).
        Rectify = "rectify", "rectify";
        /// The recheck found it put right (复查): closed.
        Verify = "verify", "verify";
        /// The recheck found it still there: open again.
        Reject = "reject", "reject";
    }
}

words! {
    /// Where a finding stands.
    FindingState under "finding.state" {
        /// Nobody has put it right yet.
        Open = "open", "open";
        /// Somebody says that it is put right; the recheck is still to come.
        Rectified = "rectified", "rectified";
        /// Rechecked and closed.
        Verified = "verified", "verified";
    }
}

/// One event of a finding: a row of its ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingEvent {
    /// The number of the event.
    pub id: RecordId,
    /// The number of the finding: that of the event that opened it.
    pub finding: RecordId,
    /// The day it happened.
    pub date: Day,
    /// What happened.
    pub kind: FindingKind,
    /// What it is about (when opened).
    pub subject: Option<SubjectCode>,
    /// The rule that was being inspected (when opened).
    pub rule: Option<RuleCode>,
    /// The failed record that opened it.
    pub record: Option<RecordId>,
    /// How much it weighs (when opened).
    pub severity: Option<Severity>,
    /// The day by which it should be put right (when opened or extended).
    pub due: Option<Day>,
    /// Who did it.
    pub person: String,
    /// What was found, done or seen.
    pub note: String,
    /// The pieces of evidence, as paths below the store's root.
    pub evidence: Vec<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// A finding as it stood on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its number.
    pub id: RecordId,
    /// Where it stands.
    pub state: FindingState,
    /// What it is about.
    pub subject: SubjectCode,
    /// The rule that was being inspected.
    pub rule: Option<RuleCode>,
    /// The failed record that opened it.
    pub record: Option<RecordId>,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found.
    pub note: String,
    /// The day it was opened.
    pub opened: Day,
    /// The day by which it should be put right, as it stands.
    pub due: Option<Day>,
    /// That day as it was first set.
    pub original_due: Option<Day>,
    /// The day it was put right, and by whom.
    pub rectified: Option<(Day, String)>,
    /// The day it was rechecked and closed, and by whom.
    pub verified: Option<(Day, String)>,
    /// The day of the last event.
    pub last_event: Day,
}

impl Finding {
    /// Folds the events that had happened and were known; none if none of them opens it.
    ///
    /// Events count by day and moment of recording, whatever the order of the rows. A recheck by
    /// the person who put it right does not count.
    pub fn fold(events: &[FindingEvent], clock: Clock) -> Option<Self> {
        let mut events: Vec<&FindingEvent> = events
            .iter()
            .filter(|event| event.date <= clock.as_of && event.recorded_at.day() <= clock.known_by)
            .collect();
        events.sort_unstable_by_key(|event| {
            (event.kind != FindingKind::Open, event.date, event.recorded_at, &event.id)
        });
        let (opening, rest) = events.split_first()?;
        let (FindingKind::Open, Some(subject)) = (opening.kind, &opening.subject) else {
            return None;
        };
        let mut finding = Self {
            id: opening.finding.clone(),
            state: FindingState::Open,
            subject: subject.clone(),
            rule: opening.rule.clone(),
            record: opening.record.clone(),
            severity: opening.severity.unwrap_or(Severity::Minor),
            note: opening.note.clone(),
            opened: opening.date,
            due: opening.due,
            original_due: opening.due,
            rectified: None,
            verified: None,
            last_event: opening.date,
        };
        for event in rest {
            finding.add(event);
        }
        Some(finding)
    }

    /// Folds all events there are.
    pub fn now(events: &[FindingEvent]) -> Option<Self> {
        let forever = forever();
        Self::fold(events, Clock { as_of: forever, state: DayState::Over, known_by: forever })
    }

    fn add(&mut self, event: &FindingEvent) {
        match (event.kind, self.state) {
            (FindingKind::Extend, FindingState::Open | FindingState::Rectified) => {
                self.original_due = self.original_due.or(event.due);
                self.due = event.due.or(self.due);
            }
            (FindingKind::Rectify, FindingState::Open) => {
                self.state = FindingState::Rectified;
                self.rectified = Some((event.date, event.person.clone()));
            }
            (FindingKind::Verify, FindingState::Rectified) if !self.is_rectifier(&event.person) => {
                self.state = FindingState::Verified;
                self.verified = Some((event.date, event.person.clone()));
            }
            (FindingKind::Reject, FindingState::Rectified) => {
                self.state = FindingState::Open;
                self.rectified = None;
            }
            _ => return,
        }
        self.last_event = self.last_event.max(event.date);
    }

    /// Whether a person is the one who put it right.
    pub fn is_rectifier(&self, person: &str) -> bool {
        self.rectified.as_ref().is_some_and(|(_, rectifier)| rectifier.trim() == person.trim())
    }

    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        self.state == FindingState::Verified
    }

    /// Days from its opening to its closing, or to a day.
    pub fn age(&self, as_of: Day) -> i64 {
        self.opened.days_until(self.verified.as_ref().map_or(as_of, |(day, _)| *day))
    }

    /// Days by which putting it right is, or was, past a deadline; none on time or without one.
    pub fn days_over(&self, due: Option<Day>, as_of: Day) -> Option<i64> {
        let until = self.rectified.as_ref().map_or(as_of, |(day, _)| *day);
        Some(due?.days_until(until)).filter(|over| *over > 0)
    }
}
