//! Findings, repairs, indicators and tasks in the compliance report: the sums on both its roads, the lists on
//! the full one. What a store does not keep has no table.

use super::repair::{self, urgency};
use super::repairs::count;
use super::{Cell, Row, Rows, Table, finding, indicator, task};
use crate::base::Day;
use crate::inspections::{Beside, IndicatorState, Indicators, RepairReport, RepairTally, Tasks};

/// What heads the report: what is overdue or lacks, of what there is.
pub(super) fn facts(beside: &Beside) -> Vec<(&'static str, Cell)> {
    let mut facts = Vec::new();
    if repairs_there(beside).is_some() {
        let n_overdue = beside.n_overdue_repairs();
        facts.push(("inspect.compliance.n_repairs_overdue", Cell::count(n_overdue)));
    }
    if let Some(indicators) = indicators_there(beside) {
        let lacking =
            [IndicatorState::NotMet, IndicatorState::Missing].map(|state| indicators.count(state));
        let lacking = lacking.into_iter().sum();
        facts.push(("inspect.compliance.n_indicators_lacking", Cell::count(lacking)));
    }
    if tasks_there(beside).is_some() || !beside.overdue.is_empty() {
        facts.push(("inspect.compliance.n_tasks_overdue", Cell::count(beside.overdue.len())));
    }
    facts
}

/// The sums.
pub(super) fn sums(beside: &Beside) -> Vec<Table> {
    let opened = beside.findings.n_findings > 0;
    let key = "inspect.compliance.findings_opened";
    let findings = opened.then(|| finding::figures_table(key, &beside.findings));
    let repairs = repairs_there(beside).map(repairs);
    let indicators = indicators_there(beside)
        .map(|indicators| indicator::summary("inspect.compliance.indicators", indicators));
    let tasks = tasks_there(beside).map(|tasks| task::by_owner("inspect.compliance.tasks", tasks));
    findings.into_iter().chain(repairs).chain(indicators).chain(tasks).collect()
}

/// The lists: the findings that came again, the orders that are open, the months that lack, the tasks that are overdue.
pub(super) fn lists(beside: &Beside, as_of: Day) -> Vec<Table<Rows<'_>>> {
    let mut tables: Vec<Table<Rows<'_>>> = Vec::new();
    if !beside.repeated.is_empty() {
        let key = "inspect.compliance.findings_repeated";
        tables.push(finding::table(key, &beside.repeated, as_of));
    }
    if let Some(open) = beside.repairs.as_ref().map(|repairs| &repairs.open)
        && !open.is_empty()
    {
        tables.push(repair::table("inspect.compliance.repairs_open", open));
    }
    if let Some(indicators) = &beside.indicators
        && indicators.has_something_open()
    {
        let key = "inspect.compliance.indicators_lacking";
        let lacks = |state| matches!(state, IndicatorState::NotMet | IndicatorState::Missing);
        tables.push(indicator::months(key, indicators, lacks).into());
    }
    if !beside.overdue.is_empty() {
        let key = "inspect.compliance.tasks_overdue";
        tables.push(task::table(key, as_of, || beside.overdue.iter()));
    }
    tables
}

fn repairs_there(beside: &Beside) -> Option<&RepairReport> {
    beside.repairs.as_ref().filter(|repairs| !repairs.lines.is_empty() || !repairs.open.is_empty())
}

fn indicators_there(beside: &Beside) -> Option<&Indicators> {
    beside.indicators.as_ref().filter(|indicators| !indicators.lines.is_empty())
}

fn tasks_there(beside: &Beside) -> Option<&Tasks> {
    beside.tasks.as_ref().filter(|tasks| tasks.total.all > 0)
}

/// The orders of the period by urgency, how prompt they were and what they cost.
fn repairs(report: &RepairReport) -> Table {
    let mut table = Table::new(
        "inspect.compliance.repairs",
        &[
            "repair.report.urgency",
            "repair.report.n_orders",
            "repair.report.n_open",
            "inspect.compliance.n_late",
            "repair.report.n_completed",
            "repair.report.n_cancelled",
            "repair.report.n_repeated",
            "repair.report.response_in_time",
            "repair.report.response_required",
            "repair.report.response_rate",
            "repair.report.completion_in_time",
            "repair.report.completion_required",
            "repair.report.completion_rate",
            "inspect.compliance.repair_cost",
        ],
    );
    let n_late = |of: Option<_>| {
        let own = report.lines.iter().filter(|line| of.is_none_or(|of| line.repair.urgency == of));
        own.filter(|line| line.is_overdue()).count()
    };
    for group in &report.by_urgency {
        let n_late = n_late(Some(group.of));
        table.line(figures(urgency(group.of), &group.tally, n_late));
    }
    let total = figures(Cell::word("word.total"), &report.total, n_late(None));
    table.rows.push(Row::total(total));
    table
}

fn figures(name: Cell, tally: &RepairTally, n_late: usize) -> Vec<Cell> {
    let RepairTally { response, completion, .. } = tally;
    vec![
        name,
        count(tally.n_orders),
        count(tally.n_open),
        Cell::count(n_late),
        count(tally.n_completed),
        count(tally.n_cancelled),
        count(tally.n_repeated),
        count(response.in_time),
        count(response.required()),
        Cell::rate(response.rate()),
        count(completion.in_time),
        count(completion.required()),
        Cell::rate(completion.rate()),
        Cell::Money(tally.cost),
    ]
}
