//! Indicators and tasks that a clause rests on: why they do not hold.

use crate::base::{IndicatorCode, RecordId, Span, TaskCode};
use crate::inspections::{
    Clock, IndicatorOptions, IndicatorState, Inspections, Task, TaskState, indicators,
};

use super::Lack;

/// Why an indicator does not hold in a period; none where it does.
///
/// A month without a value is missing, whatever the others come to; else the whole decides.
pub(super) fn of_indicator(
    book: &Inspections,
    code: &IndicatorCode,
    (period, clock): (Span, Clock),
) -> Option<Lack> {
    let options = IndicatorOptions { period, clock, indicator: Some(code.clone()), section: None };
    let lines = indicators(book, &options).lines;
    let Some(line) = lines.first() else { return Some(Lack::NoIndicator) };
    let n_missing = line.count(IndicatorState::Missing);
    if n_missing > 0 {
        return Some(Lack::MonthsMissing(n_missing));
    }
    match line.total.state {
        IndicatorState::Met => None,
        IndicatorState::Running => Some(Lack::NothingDue),
        IndicatorState::NotMet | IndicatorState::Missing => {
            Some(Lack::TargetMissed(line.count(IndicatorState::NotMet)))
        }
    }
}

/// Why a task does not hold; none where it is done, be it late, and its evidence is what it was.
pub(super) fn of_task(book: &Inspections, code: &TaskCode, clock: Clock) -> Option<Lack> {
    let Ok(events) = book.task_events(code) else { return Some(Lack::NoTask) };
    let task = Task::fold(&events, clock).filter(|task| task.opened <= clock.as_of);
    let Some(task) = task else { return Some(Lack::NoTask) };
    match task.state {
        TaskState::Done | TaskState::Late => {}
        TaskState::Open => return Some(Lack::TaskOpen),
        TaskState::Overdue => return Some(Lack::TaskOverdue),
        TaskState::Dropped | TaskState::Cancelled => return Some(Lack::TaskCancelled),
    }
    let of_task = |row: &RecordId| events.iter().any(|event| event.id == *row);
    let broken = book.breaches().into_iter().find(|breach| of_task(&breach.row));
    broken.and_then(|breach| Lack::of_piece(breach.state))
}
