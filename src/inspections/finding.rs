//! What was found not in order, and what became of it: opened, put right, rechecked.
//!
//! A finding is the sum of its events. Who rechecks is not who put it right; a later deadline
//! never hides the first one.

use crate::base::{Day, DepartmentCode, Moment, RecordId, RuleCode, SubjectCode};

use super::rule::{Severity, forever};
use super::status::{Clock, DayState};
use super::word::words;
use super::{FindingRefusal, Refusal};

words! {
    /// What happened to a finding.
    FindingKind {
        /// Something was found.
        Open = "open", "finding.kind.open";
        /// Its deadline was moved.
        Extend = "extend", "finding.kind.extend";
        /// Somebody was told to put it right (交办).
        Assign = "assign", "finding.kind.assign";
        /// It was put right (整改).
        Rectify = "rectify", "finding.kind.rectify";
        /// The recheck found it put right (复查): closed.
        Verify = "verify", "finding.kind.verify";
        /// The recheck found it still there: open again.
        Reject = "reject", "finding.kind.reject";
    }
}

words! {
    /// Where a finding stands.
    FindingState {
        /// Nobody has put it right yet.
        Open = "open", "finding.state.open";
        /// Somebody says that it is put right; the recheck is still to come.
        Rectified = "rectified", "finding.state.rectified";
        /// Rechecked and closed.
        Verified = "verified", "finding.state.verified";
    }
}

words! {
    /// How something came to be found.
    FindingSource {
        /// By a round or another inspection (巡查).
        Round = "round", "finding.source.round";
        /// The department reported it itself (自报).
        SelfReport = "self", "finding.source.self";
        /// In a drill.
        Drill = "drill", "finding.source.drill";
        /// By an inspection from outside (上级检查).
        Outside = "outside", "finding.source.outside";
        /// Somebody complained.
        Complaint = "complaint", "finding.source.complaint";
        /// In another way.
        Other = "other", "finding.source.other";
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
    /// The failed record that opened it; of a checklist, the answer that failed.
    pub record: Option<RecordId>,
    /// How much it weighs (when opened).
    pub severity: Option<Severity>,
    /// The day by which it should be put right (when opened or extended).
    pub due: Option<Day>,
    /// How it came to be found (when opened).
    pub source: Option<FindingSource>,
    /// The department it is in, which answers for it (when opened or assigned).
    pub department: Option<DepartmentCode>,
    /// Who is to put it right (when opened or assigned).
    pub owner: String,
    /// Who did it.
    pub person: String,
    /// What was found, done or seen.
    pub note: String,
    /// The pieces of evidence, as paths below the store's root.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece; none where papers are kept elsewhere, and in rows written
    /// before sums were kept.
    pub sha256: Vec<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// The order in which events count, whatever the order of the rows.
pub(super) fn order(event: &FindingEvent) -> (bool, Day, Moment, &RecordId) {
    (event.kind != FindingKind::Open, event.date, event.recorded_at, &event.id)
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
    /// The failed record that opened it; of a checklist, the answer that failed.
    pub record: Option<RecordId>,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found.
    pub note: String,
    /// The day it was opened.
    pub opened: Day,
    /// The day by which it should be put right, as it stands.
    pub due: Option<Day>,
    /// That day as it was set when it was opened.
    pub original_due: Option<Day>,
    /// How often that day was moved.
    pub n_extensions: u32,
    /// How it came to be found, where the row says so.
    pub source: Option<FindingSource>,
    /// The department that answers for it, where a row says so.
    pub department: Option<DepartmentCode>,
    /// Who is to put it right; empty where nobody was told.
    pub owner: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// The event that put it right, and the one that closed it.
    pub steps: [Option<RecordId>; 2],
    /// The day it was put right, and by whom.
    pub rectified: Option<(Day, String)>,
    /// The day it was rechecked and closed, and by whom.
    pub verified: Option<(Day, String)>,
    /// The day of the last event.
    pub last_event: Day,
}

impl Finding {
    /// Folds the events that had happened; none if none of them opens it.
    ///
    /// Events count by day and moment of recording, whatever the order of the rows. A recheck by
    /// the person who put it right does not count.
    pub fn fold(events: &[FindingEvent], clock: Clock) -> Option<Self> {
        let mut events: Vec<&FindingEvent> =
            events.iter().filter(|event| event.date <= clock.as_of).collect();
        events.sort_unstable_by_key(|event| order(event));
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
            n_extensions: 0,
            source: opening.source,
            department: opening.department.clone(),
            owner: opening.owner.trim().to_owned(),
            recorded_at: opening.recorded_at,
            steps: [None, None],
            rectified: None,
            verified: None,
            last_event: opening.date,
        };
        for event in rest {
            // What cannot follow counts for nothing; the check of the book says so.
            let _cannot_follow = finding.add(event);
        }
        Some(finding)
    }

    /// Folds all events there are.
    pub fn now(events: &[FindingEvent]) -> Option<Self> {
        Self::fold(events, Clock { as_of: forever(), state: DayState::Over })
    }

    /// The events that cannot follow those before them, and why not.
    pub fn faults(events: &[FindingEvent]) -> Vec<(RecordId, Refusal)> {
        let mut faults = Vec::new();
        let opening = events
            .iter()
            .filter(|event| event.kind == FindingKind::Open)
            .min_by_key(|event| order(event));
        let begun = opening.and_then(|opening| Self::now(std::slice::from_ref(opening)));
        let Some(mut finding) = begun else {
            let unknown = |event: &FindingEvent| {
                let finding = event.finding.clone();
                (event.id.clone(), Refusal::UnknownFinding { finding, nearest: None })
            };
            return events.iter().map(unknown).collect();
        };
        let mut rest: Vec<&FindingEvent> =
            events.iter().filter(|event| Some(*event) != opening).collect();
        rest.sort_unstable_by_key(|event| order(event));
        for event in rest {
            if let Err(refusal) = finding.add(event) {
                faults.push((event.id.clone(), refusal));
            }
        }
        faults
    }

    /// Folds an event that may follow.
    fn add(&mut self, event: &FindingEvent) -> Result<(), Refusal> {
        let finding = self.id.clone();
        if let Some((date, _)) = self.verified {
            return Err(Refusal::FindingClosed { finding, date });
        }
        match (event.kind, &self.rectified) {
            (FindingKind::Open, _) => return Err(Refusal::DuplicateId { id: finding }),
            (FindingKind::Extend, _) => self.extend(event)?,
            (FindingKind::Assign, _) => self.assign(event)?,
            (FindingKind::Rectify, Some((date, _))) => {
                return Err(Refusal::AlreadyRectified { finding, date: *date });
            }
            (FindingKind::Rectify, None) => {
                self.state = FindingState::Rectified;
                self.rectified = Some((event.date, event.person.clone()));
                self.steps = [Some(event.id.clone()), None];
            }
            (FindingKind::Verify | FindingKind::Reject, None) => {
                return Err(Refusal::NotRectified { finding });
            }
            (FindingKind::Verify, Some(_)) if self.is_rectifier(&event.person) => {
                return Err(Refusal::SelfVerified { finding, person: event.person.clone() });
            }
            (FindingKind::Verify, Some(_)) => {
                self.state = FindingState::Verified;
                self.verified = Some((event.date, event.person.clone()));
                self.steps[1] = Some(event.id.clone());
            }
            (FindingKind::Reject, Some(_)) => {
                self.state = FindingState::Open;
                self.rectified = None;
                self.steps = [None, None];
            }
        }
        self.last_event = self.last_event.max(event.date);
        Ok(())
    }

    /// Moves the deadline, as long as it has not passed. One that is set only now is no first one.
    fn extend(&mut self, event: &FindingEvent) -> Result<(), Refusal> {
        let finding = self.id.clone();
        match (self.due, event.due) {
            (Some(due), _) if event.date > due => {
                Err(FindingRefusal::DueHasPassed { finding, due }.into())
            }
            (Some(due), Some(later)) if later <= due => {
                Err(FindingRefusal::DueNotLater { finding, due }.into())
            }
            (_, later) => {
                self.due = later.or(self.due);
                self.n_extensions += 1;
                Ok(())
            }
        }
    }

    /// Says who is to put it right. What a department answers for stays its own.
    fn assign(&mut self, event: &FindingEvent) -> Result<(), Refusal> {
        if let (Some(own), Some(other)) = (&self.department, &event.department)
            && own != other
        {
            let (finding, department) = (self.id.clone(), own.clone());
            return Err(FindingRefusal::DepartmentSet { finding, department }.into());
        }
        self.department = self.department.take().or_else(|| event.department.clone());
        if !event.owner.trim().is_empty() {
            event.owner.trim().clone_into(&mut self.owner);
        }
        Ok(())
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
