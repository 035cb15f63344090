//! What the compliance report sums up beside the duties: findings, repairs, indicators, the year's
//! tasks.
//!
//! Both roads of the report come here with the same rows, so the sums are the same on both. Of one
//! rule, subject or site there are no indicators and no tasks, and of one rule no repairs.

use std::collections::BTreeMap;

use crate::base::{Day, Month, Span};

use super::listing::{Which, findings};
use super::standing::{FindingLine, FindingTally};
use super::{
    IndicatorOptions, Indicators, Inspections, ListOptions, RepairLine, RepairOptions,
    RepairReport, Task, TaskOptions, TaskState, TaskWhich, Tasks, indicators, repairs, tasks,
};

/// What is summed up beside the duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The findings that were opened in the period.
    pub findings: FindingTally,
    /// Those of them, and of the open ones, of a trouble that was closed shortly before.
    pub repeated: Vec<FindingLine>,
    /// The repair orders that were reported in the period, and all that are open; what their parts
    /// from stock were worth is another report's business.
    pub repairs: Option<RepairReport>,
    /// The indicators of the period's months.
    pub indicators: Option<Indicators>,
    /// The tasks of the years in which the period lies.
    pub tasks: Option<Tasks>,
    /// The tasks whose deadline has passed, of whatever year.
    pub overdue: Vec<Task>,
}

impl Beside {
    /// Gathers what is summed up beside the duties.
    pub(super) fn of(book: &Inspections, options: &ListOptions) -> Self {
        let ListOptions { period, clock, rule, subject, site } = options;
        let (period, clock) = (*period, *clock);
        let whole = is_whole(options);
        let of_repairs = || {
            let asked = RepairOptions {
                period,
                clock,
                department: None,
                contractor: None,
                subject: subject.clone(),
                urgency: None,
                site: site.clone(),
            };
            repairs(book, &asked, &BTreeMap::new())
        };
        let of_indicators = || {
            indicators(book, &IndicatorOptions { period, clock, indicator: None, section: None })
        };
        let of_tasks = |which| tasks(book, &of_plan(options, which));
        let mut found = findings(book, options, Which::All).findings;
        let tally = FindingTally::of(&found);
        found.extend(findings(book, options, Which::Repeated).findings);
        found.retain(|line| line.repeats.is_some());
        found.sort_by(|one, two| one.order().cmp(&two.order()));
        found.dedup();
        Self {
            findings: tally,
            repeated: found,
            repairs: rule.is_none().then(of_repairs),
            indicators: whole.then(of_indicators),
            tasks: whole.then(|| of_tasks(TaskWhich::All)),
            overdue: if whole { of_tasks(TaskWhich::Overdue).tasks } else { Vec::new() },
        }
    }

    /// How many repair orders are waited for longer than the standard allows.
    pub fn n_overdue_repairs(&self) -> usize {
        let open = self.repairs.iter().flat_map(|repairs| &repairs.open);
        open.filter(|line| line.is_overdue()).count()
    }

    /// Whether something came again, a repair or a task is overdue, or a month of an indicator is missing or not met.
    pub fn has_something_open(&self) -> bool {
        !self.repeated.is_empty()
            || self.n_overdue_repairs() > 0
            || !self.overdue.is_empty()
            || self.indicators.as_ref().is_some_and(Indicators::has_something_open)
    }

    /// The repair orders that may still be completed in time, and are to be by a day.
    pub fn repairs_until(&self, until: Day) -> impl Iterator<Item = &RepairLine> {
        let open = self.repairs.iter().flat_map(|repairs| &repairs.open);
        open.filter(move |line| !line.completion.is_late() && line.due <= until)
    }
}

/// The open tasks of any year with a deadline up to a day, the first deadline first.
pub(super) fn tasks_until(book: &Inspections, options: &ListOptions, until: Day) -> Vec<Task> {
    if !is_whole(options) {
        return Vec::new();
    }
    let mut due = tasks(book, &of_plan(options, TaskWhich::Unsettled)).tasks;
    due.retain(|task| task.state == TaskState::Open && task.due <= until);
    due.sort_by(|one, two| (one.due, &one.code).cmp(&(two.due, &two.code)));
    due
}

/// Whether everything is asked for: indicators and tasks are the whole hospital's.
const fn is_whole(options: &ListOptions) -> bool {
    options.rule.is_none() && options.subject.is_none() && options.site.is_none()
}

/// What is asked of the plans of the years in which the period lies.
fn of_plan(options: &ListOptions, which: TaskWhich) -> TaskOptions {
    let ends = |day: Day, month| Month::new(day.year(), month);
    let (first, last) = (options.period.first(), options.period.last());
    let years = ends(first, 1).zip(ends(last, 12));
    let years = years.and_then(|(first, last)| Span::new(first.first(), last.last()));
    TaskOptions {
        period: years.unwrap_or(options.period),
        clock: options.clock,
        which,
        owner: None,
        department: None,
        section: None,
    }
}
