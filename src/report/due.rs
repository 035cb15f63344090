//! What is due: the duties, the findings, the tasks and the repair orders, most urgent first.

use super::finding::{level, severity};
use super::{Cell, Document, Present, Rows, Table, Tone};
use crate::base::Message;
use crate::inspections::{Due, DueKind, Urgency};

impl Present for Due {
    fn present(&self) -> Document<'_> {
        let lines = lines("inspect.due.lines", self);
        let document = Document::new("inspect.due").facts(vec![
            ("inspect.due.today", Cell::Day(self.today)),
            ("inspect.due.until", Cell::Day(self.until)),
        ]);
        if self.is_empty() {
            let code = if self.n_rules == 0 { "inspect.no_rules" } else { "inspect.nothing_due" };
            return document.prose(Message::new(code)).table(lines);
        }
        let mut document = document.table(lines);
        if !self.findings.is_empty() {
            document = document.table(findings("inspect.due.findings", self));
        }
        if !self.deadlines.is_empty() {
            document = document.table(deadlines(self));
        }
        document
    }
}

/// The duties as a table, under the key of the report it stands in.
pub(super) fn lines<'d>(key: &'static str, due: &'d Due) -> Table<Rows<'d>> {
    let today = due.today;
    let lines = Table::new(
        key,
        &[
            "inspect.due.urgency",
            "inspect.due.kind",
            "inspect.due.due",
            "inspect.due.due_at",
            "inspect.due.last",
            "inspect.due.days",
            "inspect.due.rule",
            "inspect.due.title",
            "inspect.due.subject",
            "inspect.due.severity",
            "inspect.due.n_units",
            "inspect.due.about",
            "inspect.due.minutes_off",
            "inspect.due.obligation",
        ],
    );
    let lines = lines.lines_of(&due.lines, move |line| {
        let is_special = line.kind != DueKind::Perform;
        vec![
            urgency(line.urgency),
            Cell::maybe(is_special.then_some(line.kind), |kind| Cell::word(kind.key())),
            Cell::Day(line.due),
            Cell::maybe(line.due_at.as_ref(), Cell::of),
            Cell::maybe((line.last > line.due).then_some(line.last), Cell::Day),
            Cell::Count(today.days_until(line.due)),
            Cell::of(&line.rule),
            Cell::named(&line.title, &line.title_en),
            Cell::of(&line.subject),
            severity(line.severity),
            Cell::count(line.n_units),
            Cell::text(line.about.join(" ")),
            Cell::maybe(line.minutes_off, |minutes| Cell::Count(minutes.into())),
            Cell::maybe(line.obligation.as_ref(), Cell::of),
        ]
    });
    lines.without_unused(&[
        "inspect.due.kind",
        "inspect.due.due_at",
        "inspect.due.last",
        "inspect.due.about",
        "inspect.due.minutes_off",
    ])
}

/// The findings as a table, under the key of the report it stands in.
pub(super) fn findings(key: &'static str, due: &Due) -> Table {
    let mut table = Table::new(
        key,
        &[
            "inspect.due.urgency",
            "inspect.due.due",
            "inspect.due.days",
            "inspect.due.finding",
            "inspect.due.note",
            "inspect.due.subject",
            "inspect.due.severity",
            "inspect.due.level",
        ],
    );
    for line in &due.findings {
        table.line(vec![
            urgency(line.urgency),
            Cell::Day(line.due),
            Cell::Count(due.today.days_until(line.due)),
            Cell::of(&line.finding.id),
            Cell::text(&line.finding.note),
            Cell::of(&line.finding.subject),
            severity(line.finding.severity),
            Cell::maybe(line.level, level),
        ]);
    }
    table.without_unused(&["inspect.due.level"])
}

/// The tasks and repair orders as a table.
fn deadlines(due: &Due) -> Table {
    let mut table = Table::new(
        "inspect.due.deadlines",
        &[
            "inspect.due.urgency",
            "inspect.due.kind",
            "inspect.due.due",
            "inspect.due.days",
            "inspect.due.number",
            "inspect.due.what",
            "inspect.due.owner",
            "inspect.due.subject",
        ],
    );
    for line in &due.deadlines {
        table.line(vec![
            urgency(line.urgency),
            Cell::word(line.kind.key()),
            Cell::Day(line.due),
            Cell::Count(due.today.days_until(line.due)),
            Cell::text(&line.code),
            Cell::text(&line.title),
            Cell::text(&line.owner),
            Cell::text(&line.subject),
        ]);
    }
    table.without_unused(&["inspect.due.subject"])
}

fn urgency(urgency: Urgency) -> Cell {
    let tone = match urgency {
        Urgency::Missed | Urgency::Overdue => Tone::Bad,
        Urgency::Today => Tone::Warn,
        Urgency::Soon => Tone::Plain,
    };
    Cell::verdict(urgency.key(), tone)
}
