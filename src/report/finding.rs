//! Findings: what is open, since when, and how long past its deadline.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Rows, Table, Tone};
use crate::base::Day;
use crate::inspections::{
    Escalation, FindingEvent, FindingLine, FindingSource, FindingState, FindingStory, FindingTally,
    Findings, Promptness, Severity, Unproven,
};

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
        "finding.events.source",
        "finding.events.department",
        "finding.events.owner",
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
    "finding.list.level",
    "finding.list.repeats",
    "finding.list.source",
    "finding.list.department",
    "finding.list.owner",
    "finding.list.unproven",
];

/// The columns that are left out where no finding has anything there.
const SELDOM: &[&str] = &[
    "finding.list.level",
    "finding.list.repeats",
    "finding.list.source",
    "finding.list.department",
    "finding.list.owner",
    "finding.list.unproven",
];

impl Present for Findings {
    fn present(&self) -> Document<'_> {
        let document = Document::new("finding.list");
        let document = match self.tally.as_ref().filter(|tally| tally.n_findings > 0) {
            Some(tally) => document.facts(figures(tally)),
            None => document,
        };
        document.table(table("finding.list", &self.findings, self.as_of))
    }
}

/// Findings added up, with how many were in time of those that were due.
fn figures(tally: &FindingTally) -> Vec<(&'static str, Cell)> {
    let count = |count: u64| Cell::Count(i64::try_from(count).unwrap_or(i64::MAX));
    let rate = |promptness: Promptness| Cell::rate(promptness.rate());
    vec![
        ("finding.tally.n_findings", count(tally.n_findings)),
        ("finding.tally.n_open", count(tally.n_open)),
        ("finding.tally.n_rectified", count(tally.n_rectified)),
        ("finding.tally.n_verified", count(tally.n_verified)),
        ("finding.tally.n_unproven", count(tally.n_unproven)),
        ("finding.tally.n_repeated", count(tally.n_repeated)),
        ("finding.tally.n_without_due", count(tally.n_without_due)),
        ("finding.tally.closed", Cell::rate(tally.closed())),
        ("finding.tally.standard", rate(tally.standard)),
        ("finding.tally.first", rate(tally.first)),
        ("finding.tally.current", rate(tally.current)),
    ]
}

/// The same as a table of one row, under the key of the report it stands in.
pub(super) fn figures_table(key: &'static str, tally: &FindingTally) -> Table {
    let (columns, cells): (Vec<&'static str>, Vec<Cell>) = figures(tally).into_iter().unzip();
    let mut table = Table::new(key, &columns);
    table.line(cells);
    table
}

/// Findings as a table, under the key of the report it stands in.
pub(super) fn table<'l>(
    key: &'static str,
    findings: &'l [FindingLine],
    as_of: Day,
) -> Table<Rows<'l>> {
    let table = Table::new(key, LIST);
    let table = table.lines_of(findings, move |line| {
        let finding = &line.finding;
        let days = |days: Option<i64>| Cell::maybe(days, Cell::Count);
        let extended = first_due(line);
        let day_of =
            |event: &Option<(Day, String)>| Cell::maybe(event.as_ref(), |(day, _)| Cell::Day(*day));
        vec![
            Cell::of(&finding.id),
            state(line),
            severity(finding.severity),
            Cell::of(&finding.subject),
            Cell::maybe(finding.rule.as_ref(), Cell::of),
            Cell::text(&finding.note),
            Cell::Day(finding.opened),
            Cell::Day(line.due),
            Cell::maybe(extended, Cell::Day),
            days(line.days_over),
            days(finding.days_over(extended, as_of)),
            day_of(&finding.rectified),
            day_of(&finding.verified),
            Cell::Count(finding.age(as_of)),
            Cell::maybe(line.level, level),
            Cell::maybe(line.repeats.as_ref(), Cell::of),
            Cell::maybe(line.source, source),
            Cell::maybe(line.department.as_ref(), Cell::of),
            Cell::text(&finding.owner),
            Cell::maybe(line.unproven, unproven),
        ]
    });
    table.without_unused(SELDOM)
}

/// How something came to be found, as a cell.
pub(super) fn source(source: FindingSource) -> Cell {
    Cell::word(source.key())
}

/// Why nothing shows that something was put right, as a cell.
pub(super) fn unproven(why: Unproven) -> Cell {
    Cell::verdict(why.key(), Tone::Bad)
}

/// The first deadline, where an extension left it behind.
pub(super) fn first_due(line: &FindingLine) -> Option<Day> {
    let finding = &line.finding;
    finding.original_due.filter(|_| finding.original_due != finding.due)
}

pub(super) fn state(line: &FindingLine) -> Cell {
    let over = line.days_over.is_some();
    let tone = match line.finding.state {
        _ if line.unproven.is_some() => Tone::Bad,
        FindingState::Verified => Tone::Good,
        FindingState::Open if over => Tone::Bad,
        FindingState::Open | FindingState::Rectified => Tone::Warn,
    };
    Cell::verdict(line.finding.state.key(), tone)
}

/// How much something weighs, as a cell.
pub(super) fn severity(severity: Severity) -> Cell {
    let tone = match severity {
        Severity::Critical => Tone::Bad,
        Severity::Major | Severity::Minor => Tone::Plain,
    };
    Cell::verdict(severity.key(), tone)
}

/// Whom to tell, as a cell.
pub(super) fn level(level: Escalation) -> Cell {
    let tone = match level {
        Escalation::Foreman => Tone::Warn,
        Escalation::Department | Escalation::Director => Tone::Bad,
    };
    Cell::verdict(level.key(), tone)
}

impl Present for FindingStory {
    fn present(&self) -> Document<'_> {
        let Self { as_of, standard_due, line, events } = self;
        let finding = &line.finding;
        let mut facts = vec![
            ("finding.list.finding", Cell::of(&finding.id)),
            ("finding.list.state", state(line)),
            ("finding.list.severity", severity(finding.severity)),
            ("finding.list.subject", Cell::of(&finding.subject)),
        ];
        facts.extend(line.source.map(|how| ("finding.list.source", source(how))));
        let department = line.department.as_ref();
        facts.extend(department.map(|own| ("finding.list.department", Cell::of(own))));
        if !finding.owner.is_empty() {
            facts.push(("finding.list.owner", Cell::text(&finding.owner)));
        }
        facts.extend(line.unproven.map(|why| ("finding.list.unproven", unproven(why))));
        let rule = finding.rule.as_ref();
        facts.extend(rule.map(|rule| ("finding.list.rule", Cell::of(rule))));
        facts.extend([
            ("finding.list.note", Cell::text(&finding.note)),
            ("finding.list.due", Cell::Day(line.due)),
        ]);
        facts.extend(first_due(line).map(|due| ("finding.list.original_due", Cell::Day(due))));
        facts.push(("finding.show.standard_due", Cell::Day(*standard_due)));
        let over = line.days_over.map(|days| ("finding.list.days_over", Cell::Count(days)));
        facts.extend(over);
        facts.extend(line.level.map(|told| ("finding.list.level", level(told))));
        let before = line.repeats.as_ref();
        facts.extend(before.map(|before| ("finding.list.repeats", Cell::of(before))));
        facts.push(("finding.list.age", Cell::Count(finding.age(*as_of))));
        let mut table = Table::new("finding.show.events", &EVENTS.columns[1..]);
        for event in events {
            table.line(written(event).cells.split_off(1));
        }
        let seldom = [
            "finding.events.rule",
            "finding.events.record",
            "finding.events.due",
            "finding.events.source",
            "finding.events.department",
            "finding.events.owner",
            "finding.events.evidence",
            "finding.events.sha256",
        ];
        Document::new("finding.show").facts(facts).table(table.without_unused(&seldom))
    }
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
        Cell::maybe(event.source, source),
        Cell::maybe(event.department.as_ref(), Cell::of),
        Cell::text(&event.owner),
        Cell::text(&event.person),
        Cell::text(&event.note),
        Cell::text(event.evidence.join(";")),
        Cell::text(event.sha256.join(";")),
    ];
    Written { ledger: EVENTS, cells }
}
