//! How the figures of the energy-saving report came about, from the dials up to the last line.

use crate::base::{Argument, Decimal, Message, Span, Working, figure, figure_of};
use crate::org::Org;

use super::{
    Change, Comparison, ConversionOptions, EnergyLine, EnergyOptions, EnergyReport, Equivalent,
    ExpenseOptions, Meters, Subject, UsageBy, UsageOptions, conversion, expense, usage,
    usage_workings,
};

/// The working of each figure of the report, in its order: uses, comparisons, targets, costs,
/// savings, alarms.
pub fn energy_workings(meters: &Meters, org: &Org, report: &EnergyReport) -> Vec<Working> {
    let EnergyOptions { span, site, view, .. } = &report.options;
    let (span, view) = (*span, *view);
    let mut workings = Vec::new();
    for by in [UsageBy::Point, UsageBy::Utility, UsageBy::Department] {
        let asked = UsageOptions { span, by, site: site.clone(), utility: None, point: None, view };
        let table = usage(meters, org, &asked);
        workings.extend(usage_workings(meters, org, &table, &asked));
    }
    let bases = [&report.options.basis, &report.options.carbon_basis];
    for (equivalent, basis) in Equivalent::ALL.into_iter().zip(bases) {
        let (site, basis) = (site.clone(), basis.clone());
        let asked = ConversionOptions { span, site, equivalent, basis, view };
        workings.extend(conversion(meters, &asked).workings());
    }
    let lines = report.utilities.iter().chain(&report.departments);
    workings.extend(lines.filter_map(|line| of_line(meters, report, line)));
    let (by, site) = (UsageBy::Utility, site.clone());
    let asked = ExpenseOptions { span, by, site, utility: None, view };
    workings.extend(expense(meters, org, &asked).workings());
    workings.extend(report.balances.iter().filter_map(super::Balance::working));
    workings.extend(report.plan.workings());
    workings.extend(report.measures.workings());
    let alarms = &report.alarms;
    workings.extend(alarms.nights.iter().flat_map(|own| own.workings(&alarms.policy.night)));
    workings.extend(alarms.drifts.iter().flat_map(super::Cusum::workings));
    workings
}

/// The comparisons and the target of a line; none where it has neither.
fn of_line(meters: &Meters, report: &EnergyReport, line: &EnergyLine) -> Option<Working> {
    let utility = Argument::key(line.carrier.utility().key());
    let mut working = Working::new(match &line.subject {
        Subject::Department { code, .. } => {
            figure_of("energy.departments.amount", Argument::of(code), utility)
        }
        _ => figure("energy.utilities.amount", utility),
    });
    let now = line.usage.is_complete().then(|| line.usage.amount()).flatten()?;
    let asked = &report.options;
    let earlier = [
        ("energy.step.on_previous", report.previous, line.previous, line.on_previous),
        ("energy.step.on_last_year", report.last_year, line.last_year, line.on_last_year),
    ];
    for (code, days, earlier, change) in earlier {
        let (Some(earlier), Change::By(ratio)) = (earlier, change) else { continue };
        let what = Message::new(code).with("days", days.to_string());
        let formula = compared(asked, (now, earlier), days);
        working.step(what, formula, ratio.to_string(), "");
    }
    if let (Some(target), Some(saved)) = (line.target, line.saved) {
        of_target(meters, asked.span, line, &mut working);
        let what = Message::new("energy.step.saved");
        working.step(what, format!("{target} − {now}"), saved.to_string(), "");
        if let Some(ratio) = line.saved_ratio {
            let what = Message::new("energy.step.saved_ratio");
            working.step(what, format!("{saved} ÷ {target}"), ratio.to_string(), "");
        }
    }
    (!working.steps.is_empty()).then_some(working)
}

/// The formula of a comparison, as a whole or per day.
fn compared(asked: &EnergyOptions, (now, earlier): (Decimal, Decimal), days: Span) -> String {
    match asked.comparison {
        Comparison::Whole => format!("({now} − {earlier}) ÷ {earlier}"),
        Comparison::PerDay => {
            let (own, days) = (asked.span.days(), days.days());
            format!("({now} ÷ {own}) ÷ ({earlier} ÷ {days}) − 1")
        }
    }
}

/// The targets of the months, and their sum where there are several.
fn of_target(meters: &Meters, span: Span, line: &EnergyLine, working: &mut Working) {
    let department = match &line.subject {
        Subject::Department { code, .. } => Some(code),
        _ => None,
    };
    let unit = line.carrier.unit();
    let mut amounts = Vec::new();
    for month in span.months() {
        let Some(target) = meters.target(&line.carrier, department, month) else { continue };
        let what = Message::new("energy.step.target").with("month", Argument::of(&month));
        working.step(what, "", format!("{} {unit}", target.amount), target.id.to_string());
        amounts.push(target.amount.to_string());
    }
    if let Some(target) = line.target.filter(|_| amounts.len() > 1) {
        let what = Message::new("meter.step.sum");
        working.step(what, amounts.join(" + "), format!("{target} {unit}"), "");
    }
}
