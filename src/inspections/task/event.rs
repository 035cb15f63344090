//! What happens to a task: it is listed, goes on, gets more time, is done, comes back, is cancelled.

use crate::base::{Day, Moment, RecordId, TaskCode};
use crate::inspections::word::words;

words! {
    /// What happened to a task.
    TaskKind {
        /// It was put into the plan.
        Open = "open", "task.kind.open";
        /// Somebody said how far it is.
        Progress = "progress", "task.kind.progress";
        /// It was done.
        Done = "done", "task.kind.done";
        /// What was done does not do: it is open again.
        Reopen = "reopen", "task.kind.reopen";
        /// Its deadline moves.
        Extend = "extend", "task.kind.extend";
        /// It need not be done any more.
        Cancel = "cancel", "task.kind.cancel";
    }
}

/// A row of the tasks' ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskEvent {
    /// The number of the row.
    pub id: RecordId,
    /// The task.
    pub task: TaskCode,
    /// What happened.
    pub kind: TaskKind,
    /// The day it happened.
    pub date: Day,
    /// The year of the plan (when opened).
    pub year: Option<i32>,
    /// The section of the plan (when opened).
    pub section: String,
    /// What is to be done (when opened).
    pub title: String,
    /// Who answers for it (when opened).
    pub owner: String,
    /// The department that answers for it (when opened).
    pub department: String,
    /// The deadline (when opened or extended).
    pub due: Option<Day>,
    /// How far it is, in percent.
    pub percent: Option<u32>,
    /// Who did it, or approved it.
    pub person: String,
    /// What was done, or why.
    pub note: String,
    /// The pieces of evidence, as paths below the store's root.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece.
    pub sha256: Vec<String>,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl TaskEvent {
    /// The order in which events count, whatever the order of the rows.
    pub(super) fn order(&self) -> (bool, Day, Moment, &RecordId) {
        (self.kind != TaskKind::Open, self.date, self.recorded_at, &self.id)
    }

    /// The later of the day that it is dated and the day that it was entered: nothing is approved
    /// in time that nobody wrote down in time.
    pub(super) fn known_on(&self) -> Day {
        self.date.max(self.recorded_at.day())
    }
}
