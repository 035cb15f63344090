//! Findings: what is open, since when, and how long past its deadline.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::Day;
use crate::inspections::{Finding, FindingEvent, FindingState, Findings, Severity};

const EVENTS: Ledger = Ledger {
    key: "finding.events",
    columns: &[
        "finding.events.finding",
        "finding.events.date",
        "finding.events.kind",
        "finding.events.subject",
        "finding.events.rule",
        "finding.events.record",
        "finding.events.severity",
        "finding.events.due",
        "finding.events.person",
        "finding.events.note",
        "finding.events.evidence",
        "finding.events.sha256",
    ],
};

const LIST: &[&str] = &[
    "finding.list.finding",
    "finding.list.state",
    "finding.list.severity",
    "finding.list.subject",
    "finding.list.rule",
    "finding.list.note",
    "finding.list.opened",
    "finding.list.due",
    "finding.list.original_due",
    "finding.list.days_over",
    "finding.list.days_over_original",
    "finding.list.rectified",
    "finding.list.verified",
    "finding.list.age",
];

impl Present for Findings {
    fn present(&self) -> Document {
        Document::new("finding.list").table(table("finding.list", &self.findings, self.as_of))
    }
}

/// Findings as a table, under the key of the report it stands in.
pub(super) fn table(key: &'static str, findings: &[Finding], as_of: Day) -> Table {
    let mut table = Table::new(key, LIST);
    for finding in findings {
        let days = |days: Option<i64>| Cell::maybe(days, Cell::Count);
        // Only an extension has a first deadline of its own.
        let extended = finding.original_due.filter(|_| finding.original_due != finding.due);
        let day_of =
            |event: &Option<(Day, String)>| Cell::maybe(event.as_ref(), |(day, _)| Cell::Day(*day));
        table.line(vec![
            Cell::of(&finding.id),
            state(finding, as_of),
            severity(finding.severity),
            Cell::of(&finding.subject),
            Cell::maybe(finding.rule.as_ref(), Cell::of),
            Cell::text(&finding.note),
            Cell::Day(finding.opened),
            Cell::maybe(finding.due, Cell::Day),
            Cell::maybe(extended, Cell::Day),
            days(finding.days_over(finding.due, as_of)),
            days(finding.days_over(extended, as_of)),
            day_of(&finding.rectified),
            day_of(&finding.verified),
            Cell::Count(finding.age(as_of)),
        ]);
    }
    table
}

fn state(finding: &Finding, as_of: Day) -> Cell {
    let over = finding.days_over(finding.due, as_of).is_some();
    let tone = match finding.state {
        FindingState::Verified => Tone::Good,
        FindingState::Open if over => Tone::Bad,
        FindingState::Open | FindingState::Rectified => Tone::Warn,
    };
    Cell::verdict(finding.state.key(), tone)
}

/// How much something weighs, as a cell.
pub(super) fn severity(severity: Severity) -> Cell {
    let tone = match severity {
        Severity::Critical => Tone::Bad,
        Severity::Major | Severity::Minor => Tone::Plain,
    };
    Cell::verdict(severity.key(), tone)
}

/// An event of a finding, as a receipt shows it.
pub(super) fn written(event: &FindingEvent) -> Written {
    let cells = vec![
        Cell::of(&event.finding),
        Cell::Day(event.date),
        Cell::word(event.kind.key()),
        Cell::maybe(event.subject.as_ref(), Cell::of),
        Cell::maybe(event.rule.as_ref(), Cell::of),
        Cell::maybe(event.record.as_ref(), Cell::of),
        Cell::maybe(event.severity, severity),
        Cell::maybe(event.due, Cell::Day),
        Cell::text(&event.person),
        Cell::text(&event.note),
        Cell::text(event.evidence.join(";")),
        Cell::text(event.sha256.join(";")),
    ];
    Written { ledger: EVENTS, cells }
}
