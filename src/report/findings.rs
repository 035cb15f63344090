//! The report of findings: how many, from where, put right in time or not, and what is open.

use super::finding::{first_due, level, severity, source, state, unproven};
use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::Message;
use crate::inspections::{
    Escalation, FindingGroup, FindingLine, FindingReport, FindingTally, median,
};

/// The columns of the sums.
const FIGURES: [&str; 17] = [
    "finding.report.n_findings",
    "finding.report.n_closed",
    "finding.report.closed",
    "finding.report.n_backlog",
    "finding.report.n_backlog_overdue",
    "finding.report.n_repeated",
    "finding.report.n_extended",
    "finding.report.n_unproven",
    "finding.report.n_self",
    "finding.report.self_reported",
    "finding.report.n_found",
    "finding.report.n_unreported",
    "finding.report.current",
    "finding.report.first",
    "finding.report.standard",
    "finding.report.median",
    "finding.report.longest",
];

impl Present for FindingReport {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("finding.report").facts(frame(self));
        let unknown = Cell::word("finding.report.unknown");
        if !(self.lines.is_empty() && self.open.is_empty()) {
            document = document
                .table(grouped(
                    ("finding.by_department", "finding.report.department"),
                    self.by_department.iter().map(|group| {
                        (group.of.as_ref().map_or(unknown.clone(), Cell::of), figures(group))
                    }),
                    &self.total,
                ))
                .table(grouped(
                    ("finding.by_source", "finding.report.source"),
                    self.by_source
                        .iter()
                        .map(|group| (group.of.map_or(unknown.clone(), source), figures(group))),
                    &self.total,
                ));
        }
        if !self.open.is_empty() {
            document = document.table(open(&self.open));
        }
        if !self.lines.is_empty() {
            document = document.table(opened(&self.lines));
        }
        let none = self.lines.is_empty().then(|| Message::new("finding.none_opened"));
        document.notes(none.into_iter().collect()).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.in_charge",
        ])
    }
}

fn count(count: u64) -> Cell {
    Cell::Count(i64::try_from(count).unwrap_or(i64::MAX))
}

fn middle(tally: &FindingTally) -> Cell {
    Cell::maybe(median(&tally.days_to_close), Cell::from)
}

fn longest(tally: &FindingTally) -> Cell {
    Cell::maybe(tally.days_to_close.iter().max().copied(), Cell::Count)
}

fn frame(report: &FindingReport) -> Vec<(&'static str, Cell)> {
    let FindingGroup { of: (), tally, n_backlog, n_backlog_overdue } = &report.total;
    let mut facts = vec![
        ("finding.report.period", Cell::of(&report.period)),
        ("finding.report.n_findings", count(tally.n_findings)),
        ("finding.report.n_closed_then", Cell::count(report.n_closed)),
        ("finding.report.closed", Cell::rate(tally.closed())),
        ("finding.report.current", Cell::rate(tally.current.rate())),
        ("finding.report.first", Cell::rate(tally.first.rate())),
        ("finding.report.standard", Cell::rate(tally.standard.rate())),
        ("finding.report.median", middle(tally)),
        ("finding.report.longest", longest(tally)),
        ("finding.report.self_reported", Cell::rate(tally.self_reported())),
        ("finding.report.n_unreported", count(tally.n_unreported)),
        ("finding.report.n_without_due", count(tally.n_without_due)),
        ("finding.report.n_extended", count(tally.n_extended)),
        ("finding.report.n_repeated", count(tally.n_repeated)),
        ("finding.report.n_unproven", count(tally.n_unproven)),
        ("finding.report.n_backlog", count(*n_backlog)),
        ("finding.report.n_backlog_overdue", count(*n_backlog_overdue)),
    ];
    for told in Escalation::ALL {
        facts.push((told.key(), Cell::count(report.escalated(*told))));
    }
    facts
}

fn figures<K>(group: &FindingGroup<K>) -> Vec<Cell> {
    let FindingGroup { of: _, tally, n_backlog, n_backlog_overdue } = group;
    vec![
        count(tally.n_findings),
        count(tally.n_verified),
        Cell::rate(tally.closed()),
        count(*n_backlog),
        count(*n_backlog_overdue),
        count(tally.n_repeated),
        count(tally.n_extended),
        count(tally.n_unproven),
        count(tally.n_self),
        Cell::rate(tally.self_reported()),
        count(tally.n_found),
        count(tally.n_unreported),
        Cell::rate(tally.current.rate()),
        Cell::rate(tally.first.rate()),
        Cell::rate(tally.standard.rate()),
        middle(tally),
        longest(tally),
    ]
}

fn grouped(
    (key, of): (&'static str, &'static str),
    groups: impl Iterator<Item = (Cell, Vec<Cell>)>,
    total: &FindingGroup<()>,
) -> Table {
    let columns: Vec<&'static str> = [of].into_iter().chain(FIGURES).collect();
    let mut table = Table::new(key, &columns);
    let named = |name: Cell, mut cells: Vec<Cell>| {
        cells.insert(0, name);
        cells
    };
    for (name, cells) in groups {
        table.line(named(name, cells));
    }
    table.rows.push(Row::total(named(Cell::word("word.total"), figures(total))));
    table
}

/// All that is open: whose it is, by when, and how long past that.
fn open(lines: &[FindingLine]) -> Table {
    let mut table = Table::new(
        "finding.report.open",
        &[
            "finding.list.finding",
            "finding.list.severity",
            "finding.list.department",
            "finding.list.owner",
            "finding.list.subject",
            "finding.list.note",
            "finding.list.source",
            "finding.list.opened",
            "finding.list.due",
            "finding.list.original_due",
            "finding.list.days_over",
            "finding.list.level",
            "finding.list.state",
            "finding.list.unproven",
            "finding.list.repeats",
        ],
    );
    for line in lines {
        let finding = &line.finding;
        table.line(vec![
            Cell::of(&finding.id),
            severity(finding.severity),
            Cell::maybe(line.department.as_ref(), Cell::of),
            Cell::text(&finding.owner),
            Cell::of(&finding.subject),
            Cell::text(&finding.note),
            Cell::maybe(line.source, source),
            Cell::Day(finding.opened),
            Cell::Day(line.due),
            Cell::maybe(first_due(line), Cell::Day),
            Cell::maybe(line.days_over.filter(|_| line.is_open()), Cell::Count),
            Cell::maybe(line.level, level),
            state(line),
            Cell::maybe(line.unproven, unproven),
            Cell::maybe(line.repeats.as_ref(), Cell::of),
        ]);
    }
    table.without_unused(&[
        "finding.list.original_due",
        "finding.list.unproven",
        "finding.list.repeats",
    ])
}

/// All that was opened in the period: who put it right, who closed it, what speaks against it.
fn opened(lines: &[FindingLine]) -> Table {
    let mut table = Table::new(
        "finding.report.opened",
        &[
            "finding.list.finding",
            "finding.list.source",
            "finding.list.department",
            "finding.list.subject",
            "finding.list.note",
            "finding.list.opened",
            "finding.list.due",
            "finding.list.original_due",
            "finding.report.n_extensions",
            "finding.list.rectified",
            "finding.report.rectified_by",
            "finding.list.verified",
            "finding.report.verified_by",
            "finding.report.days_to_close",
            "finding.report.in_time",
            "finding.list.repeats",
            "finding.report.unreported",
            "finding.list.unproven",
        ],
    );
    for line in lines {
        let finding = &line.finding;
        let [done, closed] = [&finding.rectified, &finding.verified].map(Option::as_ref);
        let tone = if line.current.is_late() { Tone::Bad } else { Tone::Plain };
        let unreported = Cell::verdict("word.yes", Tone::Warn);
        table.line(vec![
            Cell::of(&finding.id),
            Cell::maybe(line.source, source),
            Cell::maybe(line.department.as_ref(), Cell::of),
            Cell::of(&finding.subject),
            Cell::text(&finding.note),
            Cell::Day(finding.opened),
            Cell::Day(line.due),
            Cell::maybe(first_due(line), Cell::Day),
            Cell::maybe(Some(finding.n_extensions).filter(|n| *n > 0), |n| Cell::Count(n.into())),
            Cell::maybe(done, |(day, _)| Cell::Day(*day)),
            Cell::maybe(done, |(_, person)| Cell::text(person)),
            Cell::maybe(closed, |(day, _)| Cell::Day(*day)),
            Cell::maybe(closed, |(_, person)| Cell::text(person)),
            Cell::maybe(line.days_to_close(), Cell::Count),
            Cell::verdict(line.current.key(), tone),
            Cell::maybe(line.repeats.as_ref(), Cell::of),
            if line.unreported { unreported } else { Cell::Blank },
            Cell::maybe(line.unproven, unproven),
        ]);
    }
    table.without_unused(&[
        "finding.list.original_due",
        "finding.report.n_extensions",
        "finding.list.repeats",
        "finding.report.unreported",
        "finding.list.unproven",
    ])
}
