//! Trainings and drills: what took place, who came of those who must, and the report of both.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Row, Table, Tone, inspect};
use crate::base::{Message, Ratio, RecordId};
use crate::inspections::{
    Attendance, CoverageLine, CoverageTally, DepartmentTraining, MissedWhy, Topic,
    TrainingCoverage, TrainingReport, TrainingSession, TrainingSessions,
};

const ATTENDANCE: Ledger = Ledger {
    key: "training.attendance",
    columns: &[
        "training.attendance.id",
        "training.attendance.rule",
        "training.attendance.date",
        "training.attendance.person",
        "training.attendance.kind",
        "training.attendance.hours",
        "training.attendance.result",
        "training.attendance.score",
        "training.attendance.reason",
        "training.attendance.evidence",
        "training.attendance.sha256",
        "training.attendance.record",
        "training.attendance.note",
        "training.attendance.supersedes",
    ],
};

/// A row of the attendance ledger, as a receipt shows it.
pub(super) fn written(row: &Attendance) -> Written {
    let cells = vec![
        Cell::of(&row.id),
        Cell::of(&row.rule),
        Cell::Day(row.date),
        Cell::of(&row.person),
        Cell::word(row.presence.key()),
        Cell::maybe(row.hours, Cell::from),
        Cell::maybe(row.result, inspect::result),
        Cell::maybe(row.score, Cell::from),
        Cell::text(&row.reason),
        Cell::text(row.evidence.join(";")),
        Cell::text(row.sha256.join(";")),
        Cell::maybe(row.record.as_ref(), Cell::of),
        Cell::text(&row.note),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ];
    Written { ledger: ATTENDANCE, cells }
}

impl Present for TrainingSessions {
    fn present(&self) -> Document<'_> {
        let none = self.sessions.is_empty().then(|| Message::new("training.none"));
        Document::new("training.sessions")
            .facts(vec![("training.period", Cell::of(&self.options.period))])
            .table(sessions("training.sessions", self.sessions.iter()))
            .notes(none.into_iter().chain(session_notes(self)).collect())
    }
}

fn count(count: u64) -> Cell {
    Cell::Count(i64::try_from(count).unwrap_or(i64::MAX))
}

fn sessions<'s>(key: &'static str, lines: impl Iterator<Item = &'s TrainingSession>) -> Table {
    let columns = [
        "training.sessions.date",
        "training.sessions.rule",
        "training.sessions.title",
        "training.sessions.topic",
        "training.sessions.n_present",
        "training.sessions.n_absent",
        "training.sessions.n_failed",
        "training.sessions.n_late",
        "training.sessions.hours",
        "training.sessions.n_evidence",
        "training.sessions.result",
        "training.sessions.record",
        "training.sessions.n_findings",
        "training.sessions.n_open_findings",
    ];
    let named = ["training.sessions.date", "training.sessions.rule"];
    let mut table = Table::new(key, &columns).named_by(&named);
    for line in lines {
        let records: Vec<&str> = line.records.iter().map(RecordId::as_str).collect();
        let record = match records.as_slice() {
            [] => Cell::verdict("training.unrecorded", Tone::Warn),
            records => Cell::text(records.join("; ")),
        };
        table.line(vec![
            Cell::Day(line.date),
            Cell::of(&line.rule),
            Cell::named(&line.title, &line.title_en),
            Cell::word(line.topic.key()),
            count(line.n_present),
            count(line.n_absent),
            count(line.n_failed),
            count(line.n_late),
            Cell::from(line.hours.normalize()),
            count(line.n_evidence),
            Cell::maybe(line.result, inspect::result),
            record,
            count(line.n_findings),
            count(line.n_open_findings),
        ]);
    }
    table
}

fn session_notes(list: &TrainingSessions) -> Vec<Message> {
    let about = |code: &'static str, line: &TrainingSession| {
        let message = Message::new(code).with("rule", line.rule.to_string());
        message.with("date", line.date.to_string())
    };
    let notes = list.sessions.iter().filter_map(|line| {
        if line.records.is_empty() {
            Some(about("training.no_record", line))
        } else if line.n_present == 0 {
            Some(about("training.no_attendance", line))
        } else {
            None
        }
    });
    notes.collect()
}

impl Present for TrainingCoverage {
    fn present(&self) -> Document<'_> {
        let document = Document::new("training.coverage")
            .facts(facts(self))
            .table(lines("training.coverage.lines", self))
            .table(missed("training.coverage.missed", self));
        document.notes(coverage_notes(self))
    }
}

fn facts(coverage: &TrainingCoverage) -> Vec<(&'static str, Cell)> {
    let total = coverage.total;
    vec![
        ("training.period", Cell::of(&coverage.options.period)),
        ("training.coverage.required", count(total.required)),
        ("training.coverage.attended", count(total.attended)),
        ("training.coverage.rate", Cell::rate(total.rate())),
        ("training.coverage.rate_with_late", Cell::rate(total.rate_with_late())),
    ]
}

fn figures(tally: CoverageTally) -> Vec<Cell> {
    vec![
        count(tally.required),
        count(tally.attended),
        count(tally.required.saturating_sub(tally.attended)),
        Cell::rate(tally.rate()),
        Cell::rate(tally.rate_with_late()),
    ]
}

fn verdict(line: &CoverageLine) -> Cell {
    match line {
        line if !line.closed => Cell::word("training.coverage.running"),
        line if line.tally.required == 0 => Cell::word("training.coverage.nobody"),
        line if line.falls_short() => Cell::verdict("training.coverage.short", Tone::Bad),
        _ => Cell::verdict("training.coverage.reached", Tone::Good),
    }
}

fn lines(key: &'static str, coverage: &TrainingCoverage) -> Table {
    let columns = [
        "training.coverage.rule",
        "training.coverage.title",
        "training.coverage.slot",
        "training.coverage.state",
        "training.coverage.n_persons",
        "training.coverage.required",
        "training.coverage.attended",
        "training.coverage.n_missed",
        "training.coverage.rate",
        "training.coverage.rate_with_late",
        "training.coverage.share",
    ];
    let named = ["training.coverage.rule", "training.coverage.slot"];
    let mut table = Table::new(key, &columns).named_by(&named);
    for line in &coverage.lines {
        let mut cells = vec![
            Cell::of(&line.rule),
            Cell::named(&line.title, &line.title_en),
            Cell::of(&line.slot),
            verdict(line),
            count(line.n_persons),
        ];
        cells.extend(figures(line.tally));
        cells.push(Cell::rate(Ratio::exact(line.share, crate::base::Fraction::ONE, 1)));
        table.line(cells);
    }
    table
}

fn missed(key: &'static str, coverage: &TrainingCoverage) -> Table {
    let columns = [
        "training.coverage.rule",
        "training.coverage.slot",
        "training.coverage.person",
        "training.coverage.name",
        "training.coverage.department",
        "training.coverage.n_missed",
        "training.coverage.why",
        "training.coverage.reason",
    ];
    let named = ["training.coverage.rule", "training.coverage.slot", "training.coverage.person"];
    let mut table = Table::new(key, &columns).named_by(&named);
    for line in &coverage.lines {
        for person in &line.missed {
            let tone = match person.why {
                _ if !line.closed => Tone::Plain,
                MissedWhy::Late => Tone::Warn,
                _ => Tone::Bad,
            };
            table.line(vec![
                Cell::of(&line.rule),
                Cell::of(&line.slot),
                Cell::of(&person.person),
                Cell::text(&person.name),
                Cell::maybe(person.department.as_ref(), Cell::of),
                count(person.n_missed),
                Cell::verdict(person.why.key(), tone),
                Cell::text(&person.reason),
            ]);
        }
    }
    table.without_unused(&["training.coverage.reason"])
}

fn coverage_notes(coverage: &TrainingCoverage) -> Vec<Message> {
    let mut notes = Vec::new();
    if coverage.lines.is_empty() {
        notes.push(Message::new("training.nothing_due"));
    }
    for line in &coverage.lines {
        let about = |code: &'static str| {
            let message = Message::new(code).with("rule", line.rule.to_string());
            message.with("slot", line.slot.to_string())
        };
        if line.n_persons == 0 {
            notes.push(about("training.nobody_asked"));
        }
        for person in &line.strangers {
            notes.push(about("training.stranger").with("person", person.to_string()));
        }
    }
    for rule in &coverage.unbound {
        notes.push(Message::new("inspect.unbound").with("rule", rule.to_string()));
    }
    notes
}

impl Present for TrainingReport {
    fn present(&self) -> Document<'_> {
        let is_drill = |line: &&TrainingSession| line.topic == Topic::Drills;
        let all = &self.sessions.sessions;
        let mut facts = facts(&self.coverage);
        let per_head = self.total.hours_per_head();
        facts.extend([
            ("training.report.n_sessions", Cell::count(all.len())),
            ("training.report.n_staff", count(self.total.n_staff)),
            ("training.report.hours_per_head", Cell::maybe(per_head, Cell::from)),
        ]);
        let mut document = Document::new("training.report")
            .facts(facts)
            .table(due(self))
            .table(lines("training.report.coverage", &self.coverage))
            .table(departments(self));
        let missed = missed("training.report.missed", &self.coverage);
        if !missed.rows.is_empty() {
            document = document.table(missed);
        }
        let trainings = all.iter().filter(|line| !is_drill(line));
        document = document
            .table(sessions("training.report.trainings", trainings))
            .table(sessions("training.report.drills", all.iter().filter(is_drill)));
        let mut notes = coverage_notes(&self.coverage);
        notes.extend(session_notes(&self.sessions));
        document.notes(notes).sign_off(&["word.prepared_by", "word.reviewed_by", "word.in_charge"])
    }
}

/// How many trainings were due, and how many took place.
fn due(report: &TrainingReport) -> Table {
    let columns = [
        "training.report.rule",
        "training.report.title",
        "training.report.topic",
        "training.report.n_due",
        "training.report.n_held",
        "training.report.n_undone",
        "training.report.n_ahead",
        "training.report.held",
    ];
    let mut table = Table::new("training.report.due", &columns);
    for line in &report.rules {
        let tally = line.tally;
        table.line(vec![
            Cell::of(&line.rule),
            Cell::named(&line.title, &line.title_en),
            Cell::word(line.topic.key()),
            count(tally.required()),
            count(tally.complied + tally.late),
            count(tally.missed + tally.overdue),
            count(tally.not_yet_due),
            Cell::rate(tally.done()),
        ]);
    }
    table
}

fn departments(report: &TrainingReport) -> Table {
    let columns = [
        "training.report.department",
        "training.report.name",
        "training.report.n_staff",
        "training.coverage.required",
        "training.coverage.attended",
        "training.coverage.n_missed",
        "training.coverage.rate",
        "training.coverage.rate_with_late",
        "training.report.hours",
        "training.report.hours_per_head",
    ];
    let mut table = Table::new("training.report.departments", &columns)
        .not_summed(&["training.report.hours_per_head"]);
    let cells = |line: &DepartmentTraining| {
        let mut cells = vec![count(line.n_staff)];
        cells.extend(figures(line.tally));
        cells.push(Cell::from(line.hours.normalize()));
        cells.push(Cell::maybe(line.hours_per_head(), Cell::from));
        cells
    };
    for line in &report.departments {
        let names = vec![Cell::maybe(line.department.as_ref(), Cell::of), Cell::text(&line.name)];
        table.line([names, cells(line)].concat());
    }
    let names = vec![Cell::word("word.total"), Cell::Blank];
    table.rows.push(Row::total([names, cells(&report.total)].concat()));
    table
}
