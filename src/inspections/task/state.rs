//! A task as it stands on a day, folded from its events.

use std::collections::BTreeSet;

use crate::base::{Day, RecordId, TaskCode};
use crate::inspections::record::standing;
use crate::inspections::rule::forever;
use crate::inspections::word::words;
use crate::inspections::{Clock, DayState, Refusal};

use super::{TaskEvent, TaskKind, TaskRefusal};

words! {
    /// Where a task stands, the most urgent first.
    TaskState {
        /// Its deadline has passed and it is not done.
        Overdue = "overdue", "task.state.overdue";
        /// It is not done, and its deadline is still to come.
        Open = "open", "task.state.open";
        /// It was cancelled after its deadline: it stays undone.
        Dropped = "dropped", "task.state.dropped";
        /// It was done after its deadline.
        Late = "late", "task.state.late";
        /// It was done by its deadline.
        Done = "done", "task.state.done";
        /// It was cancelled by its deadline.
        Cancelled = "cancelled", "task.state.cancelled";
    }
}

/// How a task was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskDone {
    /// The day.
    pub date: Day,
    /// Who did it.
    pub person: String,
    /// The day on which it was entered.
    pub entered: Day,
    /// How many pieces of evidence there are.
    pub n_evidence: usize,
}

/// How a task was cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskEnd {
    /// The day that it is dated.
    pub date: Day,
    /// Who approved it.
    pub approved_by: String,
    /// Whether that was written down by the deadline.
    pub in_time: bool,
}

/// A task as it stood on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its code.
    pub code: TaskCode,
    /// The year of the plan.
    pub year: i32,
    /// The section of the plan.
    pub section: String,
    /// What is to be done.
    pub title: String,
    /// Who answers for it.
    pub owner: String,
    /// The department that answers for it.
    pub department: String,
    /// The day it was put into the plan.
    pub opened: Day,
    /// The deadline as it stands.
    pub due: Day,
    /// The first deadline.
    pub original_due: Day,
    /// How far it is, in percent.
    pub percent: u32,
    /// What was last said of it.
    pub said: String,
    /// How it was done.
    pub done: Option<TaskDone>,
    /// How it was cancelled.
    pub end: Option<TaskEnd>,
    /// How often its deadline was moved.
    pub n_extensions: usize,
    /// The day of the last event.
    pub last_event: Day,
    /// Where it stands.
    pub state: TaskState,
    /// The row that opened it, as it stands.
    pub row: RecordId,
    /// Everybody who ever was named as its owner: none of them approves.
    owners: BTreeSet<String>,
}

impl Task {
    /// Folds the events that had happened; none if none of them opens it.
    ///
    /// Of several rows that open it, each correcting the one before, the last one says what is to be
    /// done; but the deadline is the earliest of theirs: a later one is an extension.
    pub fn fold(events: &[TaskEvent], clock: Clock) -> Option<Self> {
        let (mut task, rest) = Self::begin(events, clock)?;
        for event in rest {
            // What cannot follow counts for nothing; the check of the book says so.
            let _cannot_follow = task.add(event);
        }
        task.state = task.state_at(clock);
        Some(task)
    }

    /// Folds all events there are.
    pub fn now(events: &[TaskEvent]) -> Option<Self> {
        Self::fold(events, Clock { as_of: forever(), state: DayState::Over })
    }

    /// The task as it was put into the plan, and the events after that, in their order.
    fn begin(events: &[TaskEvent], clock: Clock) -> Option<(Self, Vec<&TaskEvent>)> {
        let happened = || events.iter().filter(|event| event.date <= clock.as_of);
        let openings = || happened().filter(|event| event.kind == TaskKind::Open);
        let mut rows: Vec<&TaskEvent> = standing(happened().collect::<Vec<_>>());
        rows.sort_unstable_by_key(|event| event.order());
        let opening = *rows.iter().find(|event| event.kind == TaskKind::Open)?;
        let due = openings().filter_map(|event| event.due).min()?;
        let task = Self {
            code: opening.task.clone(),
            year: opening.year.unwrap_or(due.year()),
            section: opening.section.clone(),
            title: opening.title.clone(),
            owner: opening.owner.clone(),
            department: opening.department.clone(),
            opened: opening.date,
            due,
            original_due: due,
            percent: 0,
            said: opening.note.clone(),
            done: None,
            end: None,
            n_extensions: 0,
            last_event: opening.date,
            state: TaskState::Open,
            row: opening.id.clone(),
            owners: openings().map(|event| event.owner.trim().to_owned()).collect(),
        };
        rows.retain(|event| event.id != opening.id);
        Some((task, rows))
    }

    /// The events that cannot follow those before them, and why not.
    pub(super) fn faults(events: &[TaskEvent]) -> Vec<(RecordId, Refusal)> {
        let clock = Clock { as_of: forever(), state: DayState::Over };
        let Some((mut task, rest)) = Self::begin(events, clock) else {
            let unknown = |event: &TaskEvent| {
                let refusal = TaskRefusal::Unknown { task: event.task.to_string(), nearest: None };
                (event.id.clone(), refusal.into())
            };
            return events.iter().map(unknown).collect();
        };
        let mut faults = Vec::new();
        for event in rest {
            if let Err(refusal) = task.add(event) {
                faults.push((event.id.clone(), refusal));
            }
        }
        faults
    }

    /// Folds an event that may follow.
    pub(super) fn add(&mut self, event: &TaskEvent) -> Result<(), Refusal> {
        let task = self.code.clone();
        if let Some(end) = &self.end {
            return Err(TaskRefusal::Ended { task, date: end.date }.into());
        }
        match (event.kind, &self.done) {
            (TaskKind::Open, _) => {
                return Err(TaskRefusal::Taken { task, id: self.row.clone() }.into());
            }
            (TaskKind::Reopen, None) => return Err(TaskRefusal::NotDone { task }.into()),
            (TaskKind::Reopen, Some(_)) => self.done = None,
            (_, Some(done)) => {
                return Err(TaskRefusal::AlreadyDone { task, date: done.date }.into());
            }
            (TaskKind::Progress, None) => self.percent = event.percent.unwrap_or(self.percent),
            (TaskKind::Done, None) => {
                self.percent = 100;
                self.done = Some(TaskDone {
                    date: event.date,
                    person: event.person.clone(),
                    entered: event.recorded_at.day(),
                    n_evidence: event.evidence.len(),
                });
            }
            (TaskKind::Extend, None) => {
                let later = event.due.unwrap_or(self.due);
                self.check_extension(event.known_on(), later, &event.person)?;
                self.due = later;
                self.n_extensions += 1;
            }
            (TaskKind::Cancel, None) => {
                self.check_approver(&event.person)?;
                self.end = Some(TaskEnd {
                    date: event.date,
                    approved_by: event.person.clone(),
                    in_time: event.known_on() <= self.due,
                });
            }
        }
        if !event.note.is_empty() {
            self.said.clone_from(&event.note);
        }
        self.last_event = self.last_event.max(event.date);
        Ok(())
    }

    /// Refuses more time that is asked for too late, by the owner, or that is none.
    pub(super) fn check_extension(
        &self,
        known_on: Day,
        later: Day,
        approved_by: &str,
    ) -> Result<(), Refusal> {
        self.check_approver(approved_by)?;
        let (task, due) = (self.code.clone(), self.due);
        if known_on > due {
            return Err(TaskRefusal::DueHasPassed { task, due }.into());
        }
        if later <= due {
            return Err(TaskRefusal::DueNotLater { task, due }.into());
        }
        Ok(())
    }

    /// Refuses an approval by nobody, or by whoever answers for the task.
    pub(super) fn check_approver(&self, person: &str) -> Result<(), Refusal> {
        let person = person.trim();
        if person.is_empty() {
            return Err(Refusal::Missing { field: "approved_by" });
        }
        if self.owners.contains(person) {
            let task = self.code.clone();
            return Err(TaskRefusal::SelfApproved { task, person: person.to_owned() }.into());
        }
        Ok(())
    }

    fn state_at(&self, clock: Clock) -> TaskState {
        match (&self.end, &self.done) {
            (Some(end), _) if end.in_time => TaskState::Cancelled,
            (Some(_), _) => TaskState::Dropped,
            (None, Some(done)) if done.date <= self.due => TaskState::Done,
            (None, Some(_)) => TaskState::Late,
            (None, None) if clock.has_closed(self.due) => TaskState::Overdue,
            (None, None) => TaskState::Open,
        }
    }

    /// Whether nothing is to be done any more.
    pub fn is_settled(&self) -> bool {
        !matches!(self.state, TaskState::Open | TaskState::Overdue)
    }

    /// The days by which it is, or was, done after its deadline.
    pub fn days_over(&self, as_of: Day) -> Option<i64> {
        let until = match (self.state, &self.done) {
            (TaskState::Late, Some(done)) => done.date,
            (TaskState::Overdue | TaskState::Dropped, _) => as_of,
            _ => return None,
        };
        Some(self.due.days_until(until))
    }

    /// Whether it is said to have been done by its deadline, and was entered after it.
    pub fn is_backfilled(&self) -> bool {
        let late = |done: &TaskDone| done.date <= self.due && done.entered > self.due;
        self.done.as_ref().is_some_and(late)
    }
}
