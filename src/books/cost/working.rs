//! Which rows, readings and charges make a figure (`--explain`).

use std::collections::BTreeSet;

use crate::base::{Argument, DepartmentCode, Message, Month, Working, figure_of};
use crate::books::Books;
use crate::meters::{
    ExpenseOptions, Node, Subject, Tree, UsageBy, UsageOptions, expense, usage, usage_workings,
};

use super::draft::Draft;
use super::options::days_of;
use super::{CostLine, CostOptions, CostPart, CostWhose, EnergyShares};

/// The working of each figure of each line, then that of the uses and prices behind energy.
pub(super) fn workings(
    books: &Books,
    options: &CostOptions,
    (asked, shown, lines): (&[Month], &BTreeSet<DepartmentCode>, &[CostLine]),
    draft: &Draft,
) -> Vec<Working> {
    let Some(days) = days_of(asked) else { return Vec::new() };
    let mut told = draft.told();
    let mut workings = Vec::new();
    for line in lines {
        let (code, whose) = match &line.whose {
            CostWhose::Department { code, .. } => (Some(code.clone()), Argument::of(code)),
            CostWhose::Nobody => (None, Argument::key("cost.unallocated")),
            CostWhose::Total => continue,
        };
        for part in CostPart::ALL {
            let Some(steps) = told.remove(&(code.clone(), part)) else { continue };
            let about = Argument::of(&days);
            let mut working = Working::new(figure_of(part.key(), whose.clone(), about));
            working.steps = steps.into_iter().map(|(_, _, step)| step).collect();
            let sum = line.part(part).known.to_string();
            working.step(Message::new("cost.step.sum"), "", sum, "");
            workings.push(working);
        }
    }
    if options.energy == EnergyShares::Metered {
        workings.extend(of_meters(books, options, (asked, shown)));
    }
    workings
}

/// The prices of the utilities, and the readings behind the uses.
fn of_meters(
    books: &Books,
    options: &CostOptions,
    (asked, shown): (&[Month], &BTreeSet<DepartmentCode>),
) -> Vec<Working> {
    let Some(span) = days_of(asked) else { return Vec::new() };
    let view = options.view;
    let priced = ExpenseOptions { span, by: UsageBy::Utility, site: None, utility: None, view };
    let mut workings = expense(&books.meters, &books.org, &priced).workings();
    let tree = Tree::new(&books.meters, &view);
    for by in [UsageBy::Department, UsageBy::Point] {
        let uses = UsageOptions { span, by, site: None, utility: None, point: None, view };
        let mut table = usage(&books.meters, &books.org, &uses);
        table.lines.retain(|line| {
            let department = match &line.subject {
                Subject::Department { code, .. } => Some(code),
                Subject::Point { code, .. } => tree.node(code).and_then(Node::department),
                Subject::Common | Subject::Utility => None,
            };
            department.map_or(!options.is_partial(), |code| shown.contains(code))
        });
        workings.extend(usage_workings(&books.meters, &books.org, &table, &uses));
    }
    workings
}
