//! Decides about tasks: put into the plan, how far they are, more time, done, back, cancelled.

use std::collections::BTreeMap;

use crate::base::{Day, Decided, RecordId, Stamp, TaskCode, nearest_named};
use crate::inspections::record::Record;
use crate::inspections::request::{check_day, check_not_replaced, check_sums, check_text};
use crate::inspections::{Inspections, Refusal};

use super::{Task, TaskEvent, TaskKind, TaskRefusal};

/// A task to be put into the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRequest {
    /// Its code.
    pub task: TaskCode,
    /// The year of the plan; that of the deadline if none is given.
    pub year: Option<i32>,
    /// The section of the plan.
    pub section: String,
    /// What is to be done.
    pub title: String,
    /// Who answers for it.
    pub owner: String,
    /// The department that answers for it.
    pub department: String,
    /// The deadline.
    pub due: Option<Day>,
    /// The day it is put into the plan.
    pub date: Day,
    /// Who puts it there.
    pub person: String,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Decides about a new task, or about a correction of what it says.
///
/// The identical task again is [`Decided::Already`], whenever it is put there; the same code with
/// other values is refused unless it names the row that it corrects. A correction never moves the
/// deadline to a later day.
pub fn add_task(
    book: &Inspections,
    request: &TaskRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let request = request.clone();
    let code = request.task.clone();
    check_text("title", &request.title)?;
    if request.owner.trim().is_empty() {
        return Err(TaskRefusal::NoOwner { task: code }.into());
    }
    let due = request.due.ok_or_else(|| TaskRefusal::NoDue { task: code.clone() })?;
    let year = request.year.unwrap_or(due.year());
    let events = book.events_of_task(&code);
    let opening = Task::now(&events)
        .and_then(|task| events.iter().find(|event| event.id == task.row).cloned());
    if let Some(there) = &opening {
        let same = (&there.section, &there.title, &there.owner, &there.department, &there.note)
            == (
                &request.section,
                &request.title,
                &request.owner,
                &request.department,
                &request.note,
            )
            && (there.due, there.year) == (Some(due), Some(year));
        if same {
            return Ok(Decided::Already(code.to_string()));
        }
    }
    check_day(request.date, request.today)?;
    if due < request.date && request.supersedes.is_none() {
        return Err(TaskRefusal::DueTooEarly { due, opened: request.date }.into());
    }
    match (&opening, &request.supersedes) {
        (None, None) => {}
        (None, Some(old)) => return Err(Refusal::UnknownRow { id: old.clone() }),
        (Some(there), None) => {
            return Err(TaskRefusal::Taken { task: code, id: there.id.clone() }.into());
        }
        (Some(there), Some(old)) => {
            check_not_replaced(book, old)?;
            if there.id != *old {
                return Err(other_row(book, old));
            }
            let first = events.iter().filter_map(|event| event.due).min().unwrap_or(due);
            if due > first {
                return Err(TaskRefusal::CorrectedLater { task: code, due: first }.into());
            }
        }
    }
    // A correction takes the place of the row, also in time: what happened since still follows.
    let date = opening.as_ref().map_or(request.date, |there| there.date);
    Ok(Decided::New(vec![Record::Task(Box::new(TaskEvent {
        id: stamp.id('H', request.date),
        task: code,
        kind: TaskKind::Open,
        date,
        year: Some(year),
        section: request.section,
        title: request.title,
        owner: request.owner,
        department: request.department,
        due: Some(due),
        percent: None,
        person: request.person,
        note: request.note,
        evidence: Vec::new(),
        sha256: Vec::new(),
        supersedes: request.supersedes,
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    }))]))
}

fn other_row(book: &Inspections, old: &RecordId) -> Refusal {
    match book.task_rows().find(|event| event.id == *old) {
        None => Refusal::UnknownRow { id: old.clone() },
        Some(there) => {
            let about = format!("{} {}", there.task, there.date);
            TaskRefusal::OtherRow { id: old.clone(), about }.into()
        }
    }
}

/// What is to happen to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskStep {
    /// It is so far, in percent.
    Progress(u32),
    /// It was done.
    Done,
    /// What was done does not do.
    Reopen,
    /// Its deadline moves to a later day.
    Extend(Day),
    /// It need not be done any more.
    Cancel,
}

impl TaskStep {
    const fn kind(self) -> TaskKind {
        match self {
            Self::Progress(_) => TaskKind::Progress,
            Self::Done => TaskKind::Done,
            Self::Reopen => TaskKind::Reopen,
            Self::Extend(_) => TaskKind::Extend,
            Self::Cancel => TaskKind::Cancel,
        }
    }
}

/// A step of a task that is in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskStepRequest {
    /// The task.
    pub task: TaskCode,
    /// What happened.
    pub step: TaskStep,
    /// The day it happened.
    pub date: Day,
    /// Who did it, or approved it; none means whoever answers for the task.
    pub person: Option<String>,
    /// What was done, or why.
    pub note: String,
    /// The pieces of evidence.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece.
    pub sha256: Vec<String>,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// The day that counts as today: nothing is dated after it.
    pub today: Day,
}

/// Decides about a step of a task.
///
/// The identical step again is [`Decided::Already`]. More time is approved by somebody else than
/// who answers for the task, and written down by the deadline.
pub fn step_task(
    book: &Inspections,
    request: &TaskStepRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Record>>, Refusal> {
    let code = &request.task;
    let mut events = book.task_events(code)?;
    let task = Task::now(&events).ok_or_else(|| book.unknown_task(code))?;
    check_day(request.date, request.today)?;
    check_sums(&request.evidence, &request.sha256)?;
    check_step(&task, request)?;
    let (due, percent) = match request.step {
        TaskStep::Extend(due) => (Some(due), None),
        TaskStep::Progress(percent) => (None, Some(percent)),
        TaskStep::Done | TaskStep::Reopen | TaskStep::Cancel => (None, None),
    };
    let person = request.person.clone().unwrap_or_else(|| task.owner.clone());
    let again = |there: &&TaskEvent| {
        (there.kind, there.date, there.due, there.percent, &there.person)
            == (request.step.kind(), request.date, due, percent, &person)
            && (&there.note, &there.evidence) == (&request.note, &request.evidence)
            && book.replaced_by(&there.id).is_none()
    };
    if let Some(there) = events.iter().find(again) {
        return Ok(Decided::Already(there.id.to_string()));
    }
    let event = TaskEvent {
        id: stamp.id('H', request.date),
        task: code.clone(),
        kind: request.step.kind(),
        date: request.date,
        year: None,
        section: String::new(),
        title: String::new(),
        owner: String::new(),
        department: String::new(),
        due,
        percent,
        person,
        note: request.note.clone(),
        evidence: request.evidence.clone(),
        sha256: request.sha256.clone(),
        supersedes: request.supersedes.clone(),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    if let Some(old) = &request.supersedes {
        check_not_replaced(book, old)?;
        let fits = |there: &TaskEvent| {
            there.id == *old && there.kind == event.kind && there.kind != TaskKind::Open
        };
        if !events.iter().any(fits) {
            return Err(other_row(book, old));
        }
    }
    // What cannot follow, now or where it is dated, is refused.
    events.push(event.clone());
    let fault = Task::faults(&events).into_iter().next();
    match fault {
        Some((_, refusal)) => Err(refusal),
        None => Ok(Decided::New(vec![Record::Task(Box::new(event))])),
    }
}

fn check_step(task: &Task, request: &TaskStepRequest) -> Result<(), Refusal> {
    if request.date < task.opened {
        let (task, opened) = (task.code.clone(), task.opened);
        return Err(TaskRefusal::TooEarly { task, opened }.into());
    }
    match request.step {
        TaskStep::Progress(percent) if percent > 100 => {
            Err(TaskRefusal::Percent { percent }.into())
        }
        TaskStep::Done if request.evidence.is_empty() => check_text("note", &request.note),
        TaskStep::Progress(_) | TaskStep::Done => Ok(()),
        TaskStep::Reopen => check_text("note", &request.note),
        TaskStep::Extend(_) | TaskStep::Cancel => check_text("reason", &request.note),
    }
}

impl Inspections {
    /// All rows of the tasks' ledger, superseded ones too, by their number.
    pub fn task_rows(&self) -> impl Iterator<Item = &TaskEvent> + Clone {
        self.tasks.values()
    }

    /// The rows of each task.
    pub(super) fn tasks(&self) -> BTreeMap<&TaskCode, Vec<TaskEvent>> {
        let mut tasks: BTreeMap<&TaskCode, Vec<TaskEvent>> = BTreeMap::new();
        for event in self.tasks.values() {
            tasks.entry(&event.task).or_default().push(event.clone());
        }
        tasks
    }

    fn events_of_task(&self, code: &TaskCode) -> Vec<TaskEvent> {
        self.tasks.values().filter(|event| event.task == *code).cloned().collect()
    }

    /// The rows of a task, or the refusal that names the nearest task.
    pub(in crate::inspections) fn task_events(
        &self,
        code: &TaskCode,
    ) -> Result<Vec<TaskEvent>, Refusal> {
        let events = self.events_of_task(code);
        if events.iter().any(|event| event.kind == TaskKind::Open) {
            Ok(events)
        } else {
            Err(self.unknown_task(code))
        }
    }

    pub(super) fn unknown_task(&self, code: &TaskCode) -> Refusal {
        let known = self.tasks.values().map(|event| (event.task.as_str(), event.title.as_str()));
        let nearest = nearest_named(code.as_str(), known);
        TaskRefusal::Unknown { task: code.to_string(), nearest }.into()
    }

    /// What only all rows together show to be wrong with tasks.
    pub(in crate::inspections) fn task_faults(&self) -> Vec<(RecordId, Refusal)> {
        self.tasks().into_values().flat_map(|events| Task::faults(&events)).collect()
    }
}
