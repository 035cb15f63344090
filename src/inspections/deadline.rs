//! Deadlines that no rule sets: the tasks of the year's plan and the repair orders that somebody
//! still has to do something about.

use crate::base::{Day, SiteCode, Span};

use super::due::{Urgency, urgency};
use super::repair::open_repair_lines;
use super::status::{Clock, DayState};
use super::word::words;
use super::{Inspections, RepairLine, TaskOptions, TaskState, TaskWhich, tasks};

words! {
    /// What is to be done by a deadline.
    DeadlineKind {
        /// To do a task of the plan.
        Task = "task", "inspect.deadline.task";
        /// To come and see what is broken.
        Respond = "respond", "inspect.deadline.respond";
        /// To have it work again.
        Complete = "complete", "inspect.deadline.complete";
    }
}

/// A task or a repair order whose deadline is near or over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineLine {
    /// How urgent it is.
    pub urgency: Urgency,
    /// What is to be done.
    pub kind: DeadlineKind,
    /// The number of its rows, or the code of the task.
    pub name: String,
    /// The number by which people know it.
    pub code: String,
    /// What is to be done or what is broken.
    pub title: String,
    /// Whose it is: the owner, whoever came, the contractor, the department that reported it.
    pub owner: String,
    /// What is broken; empty for a task.
    pub subject: String,
    /// The deadline.
    pub due: Day,
}

/// The deadlines up to a day, the most urgent first.
///
/// A repair order that nobody promised anything of is held against the store's standard; of a
/// promise and the standard the earlier one counts. Under a site stand the repairs of what is there;
/// tasks are of the whole department.
pub(super) fn deadlines(
    book: &Inspections,
    clock: Clock,
    until: Day,
    site: Option<&SiteCode>,
) -> Vec<DeadlineLine> {
    let mut lines = of_repairs(book, clock, site);
    if site.is_none() {
        lines.extend(of_tasks(book, clock));
    }
    lines.retain(|line| line.due <= until);
    lines.sort_by(|one, two| {
        (one.urgency, one.due, one.kind, &one.name).cmp(&(
            two.urgency,
            two.due,
            two.kind,
            &two.name,
        ))
    });
    lines
}

fn of_tasks(book: &Inspections, clock: Clock) -> Vec<DeadlineLine> {
    let today = clock.as_of;
    let options = TaskOptions {
        period: Span::day(today),
        clock,
        which: TaskWhich::Unsettled,
        owner: None,
        department: None,
        section: None,
    };
    let open = tasks(book, &options).tasks.into_iter();
    // What was given up after its deadline stays in the report of the plan; nobody is to do it.
    let open = open.filter(|task| matches!(task.state, TaskState::Open | TaskState::Overdue));
    open.map(|task| DeadlineLine {
        urgency: urgency(task.due, today),
        kind: DeadlineKind::Task,
        name: task.code.to_string(),
        code: task.code.to_string(),
        title: task.title,
        owner: task.owner,
        subject: String::new(),
        due: task.due,
    })
    .collect()
}

fn of_repairs(book: &Inspections, clock: Clock, site: Option<&SiteCode>) -> Vec<DeadlineLine> {
    let open = open_repair_lines(book, clock);
    let open =
        open.filter(|line| site.is_none_or(|site| line.repair.is_at(book, site, clock.as_of)));
    open.map(|line| of_repair(line, clock)).collect()
}

fn of_repair(line: RepairLine, clock: Clock) -> DeadlineLine {
    let today = clock.as_of;
    let promised = line.repair.promise.map(|promise| promise.day);
    let complete = promised.map_or(line.due, |promised| promised.min(line.due));
    let answered = line.repair.answered().is_some();
    let (kind, due) = if answered {
        (DeadlineKind::Complete, complete)
    } else {
        (DeadlineKind::Respond, line.respond_due.min(complete))
    };
    // The day is not over, and the minute may be.
    let broken = line.promise.is_some_and(super::Timing::is_late);
    let is_late = line.completion.is_late() || broken || (!answered && line.response.is_late());
    let urgency = if is_late { Urgency::Overdue } else { urgency(due, today) };
    let repair = line.repair;
    let came = repair.responded.as_ref().map(|came| came.person.to_string());
    let owner = came
        .filter(|person| !person.is_empty())
        .or(repair.contractor.as_ref().map(ToString::to_string))
        .or(repair.department.as_ref().map(ToString::to_string))
        .unwrap_or_default();
    DeadlineLine {
        urgency,
        kind,
        name: repair.id.to_string(),
        code: repair.name().to_owned(),
        title: repair.reported.note.clone(),
        owner,
        subject: repair.subject.to_string(),
        due,
    }
}

/// The clock by which something is still to be done: on the day that is asked about there is time.
pub(super) fn still_running(clock: Clock) -> Clock {
    let state = match clock.state {
        DayState::Over => DayState::Running,
        state => state,
    };
    Clock { as_of: clock.as_of, state }
}
