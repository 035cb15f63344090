//! Every way in which the rules of tasks can say no.

use crate::base::{Argument, Day, RecordId, Refuse, TaskCode};

/// A rule of tasks said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaskRefusal {
    /// A task that no plan has.
    #[error("no task {task}")]
    Unknown {
        /// The code as it was written.
        task: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// A task with that code is there and says otherwise.
    #[error("task {task} is there as {id}")]
    Taken {
        /// The task.
        task: TaskCode,
        /// The row that opened it.
        id: RecordId,
    },
    /// Nobody answers for the task.
    #[error("task {task} has no owner")]
    NoOwner {
        /// The task.
        task: TaskCode,
    },
    /// The task has no deadline.
    #[error("task {task} has no deadline")]
    NoDue {
        /// The task.
        task: TaskCode,
    },
    /// The task was done already.
    #[error("task {task} was done on {date}")]
    AlreadyDone {
        /// The task.
        task: TaskCode,
        /// The day.
        date: Day,
    },
    /// The task is not done.
    #[error("task {task} is not done")]
    NotDone {
        /// The task.
        task: TaskCode,
    },
    /// The task was cancelled.
    #[error("task {task} was cancelled on {date}")]
    Ended {
        /// The task.
        task: TaskCode,
        /// The day.
        date: Day,
    },
    /// Whoever answers for the task approved it.
    #[error("{person} answers for task {task} and cannot approve this")]
    SelfApproved {
        /// The task.
        task: TaskCode,
        /// The person.
        person: String,
    },
    /// The deadline would be moved after it has passed.
    #[error("the deadline {due} of task {task} has passed")]
    DueHasPassed {
        /// The task.
        task: TaskCode,
        /// The deadline.
        due: Day,
    },
    /// The deadline would be moved to where it is, or to an earlier day.
    #[error("the deadline of task {task} is {due} already")]
    DueNotLater {
        /// The task.
        task: TaskCode,
        /// The deadline.
        due: Day,
    },
    /// A correction would move the deadline to a later day.
    #[error("a correction cannot move the deadline {due} of task {task} to a later day")]
    CorrectedLater {
        /// The task.
        task: TaskCode,
        /// The deadline.
        due: Day,
    },
    /// The deadline comes before the task was put into the plan.
    #[error("the deadline {due} comes before {opened}")]
    DueTooEarly {
        /// The deadline.
        due: Day,
        /// The day it was put into the plan.
        opened: Day,
    },
    /// An event is dated before the task was put into the plan.
    #[error("task {task} is in the plan since {opened}")]
    TooEarly {
        /// The task.
        task: TaskCode,
        /// The day it was put into the plan.
        opened: Day,
    },
    /// More than a hundred percent.
    #[error("{percent} is no part of a hundred")]
    Percent {
        /// The number.
        percent: u32,
    },
    /// The row to be corrected is about another task, or about something else.
    #[error("{id} is about {about}")]
    OtherRow {
        /// The row.
        id: RecordId,
        /// What it is about.
        about: String,
    },
}

impl Refuse for TaskRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { nearest: None, .. } => "task.unknown",
            Self::Unknown { nearest: Some(_), .. } => "task.unknown_near",
            Self::Taken { .. } => "task.taken",
            Self::NoOwner { .. } => "task.no_owner",
            Self::NoDue { .. } => "task.no_due",
            Self::AlreadyDone { .. } => "task.already_done",
            Self::NotDone { .. } => "task.not_done",
            Self::Ended { .. } => "task.ended",
            Self::SelfApproved { .. } => "task.self_approved",
            Self::DueHasPassed { .. } => "task.due_has_passed",
            Self::DueNotLater { .. } => "task.due_not_later",
            Self::CorrectedLater { .. } => "task.corrected_later",
            Self::DueTooEarly { .. } => "task.due_too_early",
            Self::TooEarly { .. } => "task.too_early",
            Self::Percent { .. } => "task.percent",
            Self::OtherRow { .. } => "task.other_row",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let of = |task: &TaskCode| ("task", Argument::of(task));
        let day = |name: &'static str, day: &Day| (name, Argument::of(day));
        match self {
            Self::Unknown { task, nearest } => {
                let mut arguments = vec![("task", task.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::Taken { task, id } => vec![of(task), ("id", Argument::of(id))],
            Self::NoOwner { task } | Self::NoDue { task } | Self::NotDone { task } => {
                vec![of(task)]
            }
            Self::AlreadyDone { task, date } | Self::Ended { task, date } => {
                vec![of(task), day("date", date)]
            }
            Self::SelfApproved { task, person } => vec![of(task), ("person", person.into())],
            Self::DueHasPassed { task, due }
            | Self::DueNotLater { task, due }
            | Self::CorrectedLater { task, due } => vec![of(task), day("due", due)],
            Self::DueTooEarly { due, opened } => vec![day("due", due), day("opened", opened)],
            Self::TooEarly { task, opened } => vec![of(task), day("opened", opened)],
            Self::Percent { percent } => vec![("percent", (*percent).into())],
            Self::OtherRow { id, about } => {
                vec![("id", Argument::of(id)), ("about", about.into())]
            }
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unknown { .. } | Self::Taken { .. } => "task",
            Self::NoOwner { .. } => "owner",
            Self::NoDue { .. }
            | Self::DueHasPassed { .. }
            | Self::DueNotLater { .. }
            | Self::CorrectedLater { .. }
            | Self::DueTooEarly { .. } => "due",
            Self::AlreadyDone { .. }
            | Self::NotDone { .. }
            | Self::Ended { .. }
            | Self::TooEarly { .. } => "date",
            Self::SelfApproved { .. } => "person",
            Self::Percent { .. } => "percent",
            Self::OtherRow { .. } => "supersedes",
        })
    }
}
