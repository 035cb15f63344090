//! The report of repairs: how many, how prompt, what they cost, and what broke again.

use super::repair::{parts, table, urgency};
use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::Message;
use crate::books::RepairAccount;
use crate::inspections::{Promptness, RepairReport, RepairTally, median};

/// The figures of a group of orders.
const FIGURES: [&str; 16] = [
    "repair.report.n_orders",
    "repair.report.n_open",
    "repair.report.n_completed",
    "repair.report.n_cancelled",
    "repair.report.n_repeated",
    "repair.report.response_in_time",
    "repair.report.response_required",
    "repair.report.response_rate",
    "repair.report.response_median",
    "repair.report.completion_in_time",
    "repair.report.completion_required",
    "repair.report.completion_rate",
    "repair.report.completion_median",
    "repair.report.cost",
    "repair.report.parts",
    "repair.report.total",
];

impl Present for RepairAccount {
    fn present(&self) -> Document<'_> {
        let report = &self.report;
        let mut document =
            Document::new("repair.report").facts(frame(report)).table(standards(report));
        if !report.lines.is_empty() {
            document = document
                .table(grouped(
                    ("repair.by_urgency", "repair.report.urgency"),
                    report.by_urgency.iter().map(|group| (urgency(group.of), &group.tally)),
                    &report.total,
                ))
                .table(grouped(
                    ("repair.by_department", "repair.report.department"),
                    report
                        .by_department
                        .iter()
                        .map(|group| (Cell::maybe(group.of.as_ref(), Cell::of), &group.tally)),
                    &report.total,
                ))
                .table(grouped(
                    ("repair.by_contractor", "repair.report.contractor"),
                    report.by_contractor.iter().map(|group| {
                        let own = Cell::word("repair.own_people");
                        (group.of.as_ref().map_or(own, Cell::of), &group.tally)
                    }),
                    &report.total,
                ))
                .table(table("repair.orders", &report.lines));
        }
        if !report.open.is_empty() {
            document = document.table(table("repair.open", &report.open));
        }
        let repeated: Vec<_> =
            report.lines.iter().filter(|line| line.repeats.is_some()).cloned().collect();
        if !repeated.is_empty() {
            document = document.table(table("repair.repeated", &repeated).made());
        }
        if !self.parts.is_empty() {
            document = document.table(parts(&self.parts));
        }
        let none = report.lines.is_empty().then(|| Message::new("repair.none_reported"));
        document.notes(none.into_iter().collect()).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.in_charge",
        ])
    }
}

pub(super) fn count(count: u64) -> Cell {
    Cell::Count(i64::try_from(count).unwrap_or(i64::MAX))
}

fn frame(report: &RepairReport) -> Vec<(&'static str, Cell)> {
    let total = &report.total;
    let mut facts = vec![
        ("repair.report.period", Cell::of(&report.period)),
        ("repair.report.n_orders", count(total.n_orders)),
        ("repair.report.response_rate", Cell::rate(total.response.rate())),
        ("repair.report.response_strict", Cell::rate(total.response.strict())),
        ("repair.report.response_median", middle(&total.response_minutes)),
        ("repair.report.completion_rate", Cell::rate(total.completion.rate())),
        ("repair.report.completion_strict", Cell::rate(total.completion.strict())),
        ("repair.report.completion_median", middle(&total.completion_minutes)),
    ];
    if let Some(target) = report.policy.target {
        let met = |rate: Promptness| match rate.required() {
            0 => Cell::Blank,
            _ if rate.rate().reaches(target) => Cell::verdict("inspect.target.met", Tone::Good),
            _ => Cell::verdict("inspect.target.not_met", Tone::Bad),
        };
        facts.push(("repair.report.response_met", met(total.response)));
        facts.push(("repair.report.completion_met", met(total.completion)));
    }
    // Where nobody ever promises anything, no promise is broken.
    if total.n_promised > 0 {
        facts.push(("repair.report.first_kept", Cell::rate(total.first_kept())));
        facts.push(("repair.report.kept", Cell::rate(total.kept())));
    }
    facts.extend([
        ("repair.report.n_backlog", Cell::count(report.open.len())),
        ("repair.report.n_rejected", count(total.n_rejected)),
        ("repair.report.n_repeated", count(total.n_repeated)),
        ("repair.report.cost", Cell::Money(total.cost)),
        ("repair.report.parts", Cell::Money(total.parts)),
        ("repair.report.total", Cell::Money(total.cost + total.parts)),
    ]);
    facts
}

/// What the rates are held against.
fn standards(report: &RepairReport) -> Table {
    let mut table = Table::new(
        "repair.standards",
        &[
            "repair.report.urgency",
            "repair.standards.respond_minutes",
            "repair.standards.complete_hours",
        ],
    );
    for own in crate::inspections::RepairUrgency::ALL {
        table.line(vec![
            Cell::word(own.key()),
            Cell::Count(i64::from(report.policy.respond_minutes.of(*own))),
            Cell::Count(i64::from(report.policy.complete_hours.of(*own))),
        ]);
    }
    table
}

fn middle(minutes: &[i64]) -> Cell {
    Cell::maybe(median(minutes), Cell::from)
}

fn grouped<'t>(
    (key, of): (&'static str, &'static str),
    groups: impl Iterator<Item = (Cell, &'t RepairTally)>,
    total: &RepairTally,
) -> Table {
    let columns: Vec<&'static str> = [of].into_iter().chain(FIGURES).collect();
    let mut table = Table::new(key, &columns)
        .not_summed(&["repair.report.response_median", "repair.report.completion_median"]);
    for (name, tally) in groups {
        table.line(figures(name, tally));
    }
    table.rows.push(Row::total(figures(Cell::word("word.total"), total)));
    table
}

fn figures(name: Cell, tally: &RepairTally) -> Vec<Cell> {
    let RepairTally { response, completion, cost, parts, .. } = tally;
    vec![
        name,
        count(tally.n_orders),
        count(tally.n_open),
        count(tally.n_completed),
        count(tally.n_cancelled),
        count(tally.n_repeated),
        count(response.in_time),
        count(response.required()),
        Cell::rate(response.rate()),
        middle(&tally.response_minutes),
        count(completion.in_time),
        count(completion.required()),
        Cell::rate(completion.rate()),
        middle(&tally.completion_minutes),
        Cell::Money(*cost),
        Cell::Money(*parts),
        Cell::Money(*cost + *parts),
    ]
}
