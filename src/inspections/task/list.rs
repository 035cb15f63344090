//! The tasks of a plan as they stand on a day, by owner and section, and their rates.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use crate::base::{Day, Ratio, RecordId, Span, TaskCode};
use crate::inspections::{Clock, Inspections, Refusal};

use super::{Task, TaskEvent, TaskState};

/// Which tasks are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskWhich {
    /// Those that are to be done, whatever their deadline.
    Unsettled,
    /// Those whose deadline has passed.
    Overdue,
    /// All whose first deadline is in the period.
    All,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskOptions {
    /// The days in which the first deadline lies.
    pub period: Span,
    /// The day that is asked about.
    pub clock: Clock,
    /// Which of them.
    pub which: TaskWhich,
    /// Only those of this owner.
    pub owner: Option<String>,
    /// Only those of this department.
    pub department: Option<String>,
    /// Only those of this section.
    pub section: Option<String>,
}

impl TaskOptions {
    fn asks_for(&self, task: &Task) -> bool {
        let is = |only: &Option<String>, own: &str| only.as_ref().is_none_or(|only| only == own);
        let which = match self.which {
            TaskWhich::Unsettled => !task.is_settled(),
            TaskWhich::Overdue => task.state == TaskState::Overdue,
            TaskWhich::All => self.period.contains(task.original_due),
        };
        which
            && is(&self.owner, &task.owner)
            && is(&self.department, &task.department)
            && is(&self.section, &task.section)
    }
}

/// How many tasks came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskTally {
    /// All of them.
    pub all: u64,
    /// Done by the deadline.
    pub done: u64,
    /// Done after it.
    pub late: u64,
    /// Not done, and the deadline has passed.
    pub overdue: u64,
    /// Cancelled after the deadline.
    pub dropped: u64,
    /// Cancelled by the deadline; in no rate but the strict one.
    pub cancelled: u64,
    /// Not done, and the deadline is still to come.
    pub open: u64,
    /// Done, and the deadline is still to come; in no rate yet.
    pub ahead: u64,
    /// Done by the deadline by what was entered after it.
    pub backfilled: u64,
    /// Those whose first deadline has passed, extended and cancelled ones too.
    pub due_at_first: u64,
    /// Those of them that were done by it.
    pub kept_at_first: u64,
    /// The sum of how far the tasks are, in percent; those that were cancelled left out.
    pub percents: u64,
}

impl TaskTally {
    fn add(&mut self, task: &Task, clock: Clock) {
        let count = match task.state {
            TaskState::Done if !clock.has_closed(task.due) => &mut self.ahead,
            TaskState::Done => &mut self.done,
            TaskState::Late => &mut self.late,
            TaskState::Overdue => &mut self.overdue,
            TaskState::Dropped => &mut self.dropped,
            TaskState::Cancelled => &mut self.cancelled,
            TaskState::Open => &mut self.open,
        };
        *count += 1;
        self.all += 1;
        self.backfilled += u64::from(task.is_backfilled());
        if task.state != TaskState::Cancelled {
            self.percents += u64::from(task.percent);
        }
        if clock.has_closed(task.original_due) {
            self.due_at_first += 1;
            let kept = task.done.as_ref().is_some_and(|done| done.date <= task.original_due);
            self.kept_at_first += u64::from(kept);
        }
    }

    /// The tasks that enter the rates: those whose deadline has passed and that were not cancelled
    /// by it.
    pub const fn required(self) -> u64 {
        self.done + self.late + self.overdue + self.dropped
    }

    /// Done by the deadline, of what was required.
    pub fn on_time(self) -> Ratio {
        Ratio::counted(self.done, self.required())
    }

    /// Done at all, of what was required.
    pub fn finished(self) -> Ratio {
        Ratio::counted(self.done + self.late, self.required())
    }

    /// Done by the first deadline, of all whose first deadline has passed.
    pub fn strict(self) -> Ratio {
        Ratio::counted(self.kept_at_first, self.due_at_first)
    }

    /// How far the tasks are that were not cancelled by their deadline.
    pub fn progress(self) -> Ratio {
        Ratio::counted(self.percents, 100 * (self.all - self.cancelled))
    }
}

impl AddAssign<&Self> for TaskTally {
    fn add_assign(&mut self, other: &Self) {
        self.all += other.all;
        self.done += other.done;
        self.late += other.late;
        self.overdue += other.overdue;
        self.dropped += other.dropped;
        self.cancelled += other.cancelled;
        self.open += other.open;
        self.ahead += other.ahead;
        self.backfilled += other.backfilled;
        self.due_at_first += other.due_at_first;
        self.kept_at_first += other.kept_at_first;
        self.percents += other.percents;
    }
}

/// The tasks of an owner or of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TasksOf {
    /// The owner or the section.
    pub name: String,
    /// The department, where it is an owner's.
    pub department: String,
    /// How many came to what.
    pub tally: TaskTally,
}

/// Tasks as they stood on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tasks {
    /// What was asked for.
    pub options: TaskOptions,
    /// The tasks, the most urgent first.
    pub tasks: Vec<Task>,
    /// By owner.
    pub owners: Vec<TasksOf>,
    /// By section.
    pub sections: Vec<TasksOf>,
    /// All together.
    pub total: TaskTally,
}

impl Tasks {
    /// Whether a task is overdue.
    pub fn has_something_open(&self) -> bool {
        self.total.overdue > 0
    }

    /// The tasks in a state.
    pub fn in_state(&self, state: TaskState) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(move |task| task.state == state)
    }
}

/// Lists tasks.
pub fn tasks(book: &Inspections, options: &TaskOptions) -> Tasks {
    let mut tasks: Vec<Task> = book
        .tasks()
        .into_values()
        .filter_map(|events| Task::fold(&events, options.clock))
        .filter(|task| options.asks_for(task))
        .collect();
    tasks.sort_by(|one, two| (one.state, one.due, &one.code).cmp(&(two.state, two.due, &two.code)));
    let mut owners: BTreeMap<(&str, &str), TaskTally> = BTreeMap::new();
    let mut sections: BTreeMap<&str, TaskTally> = BTreeMap::new();
    let mut total = TaskTally::default();
    for task in &tasks {
        let mut own = TaskTally::default();
        own.add(task, options.clock);
        *owners.entry((&task.department, &task.owner)).or_default() += &own;
        *sections.entry(&task.section).or_default() += &own;
        total += &own;
    }
    let named = |name: &str, department: &str, tally| TasksOf {
        name: name.to_owned(),
        department: department.to_owned(),
        tally,
    };
    let owners: Vec<TasksOf> = owners
        .into_iter()
        .map(|((department, owner), tally)| named(owner, department, tally))
        .collect();
    let sections: Vec<TasksOf> =
        sections.into_iter().map(|(section, tally)| named(section, "", tally)).collect();
    Tasks { options: options.clone(), owners, sections, total, tasks }
}

/// A task and everything that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskHistory {
    /// The task.
    pub task: Task,
    /// Its rows, superseded ones too, in the order in which they count.
    pub events: Vec<TaskEvent>,
    /// The rows that another one took the place of.
    pub superseded: Vec<RecordId>,
    /// The day that is asked about.
    pub as_of: Day,
}

/// Shows a task.
pub fn task_history(
    book: &Inspections,
    code: &TaskCode,
    clock: Clock,
) -> Result<TaskHistory, Refusal> {
    let mut events = book.task_events(code)?;
    events.retain(|event| event.date <= clock.as_of);
    events.sort_by(|one, two| one.order().cmp(&two.order()));
    let task = Task::fold(&events, clock).ok_or_else(|| book.unknown_task(code))?;
    let superseded = events.iter().filter_map(|event| event.supersedes.clone()).collect();
    Ok(TaskHistory { task, superseded, as_of: clock.as_of, events })
}
