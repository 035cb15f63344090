//! The inspection ledgers and registers as tables: whom the rules bind, records, excusals.

use super::receipt::{Ledger, Written};
use super::{
    Cell, Document, Present, Table, Tone, clause, contractor, duties, finding, indicator, repair,
    rules, task, template, training,
};
use crate::base::Message;
use crate::inspections::{
    Excusal, Inspection, Inspections, Outcome, Record, RecordLine, RecordState, Service,
};

/// Whom the rules bind, on which days.
pub struct Subjects<'b>(pub &'b Inspections);

/// Records, and what became of them.
pub struct Inspected(pub Vec<RecordLine>);

const SERVICE: Ledger = Ledger {
    key: "inspect.service",
    columns: &[
        "inspect.service.id",
        "inspect.service.rule",
        "inspect.service.subject",
        "inspect.service.from",
        "inspect.service.to",
        "inspect.service.anchor",
        "inspect.service.site",
        "inspect.service.reason",
        "inspect.service.supersedes",
    ],
};

const RECORDS: Ledger = Ledger {
    key: "inspect.records",
    columns: &[
        "inspect.records.id",
        "inspect.records.rule",
        "inspect.records.template",
        "inspect.records.subject",
        "inspect.records.date",
        "inspect.records.time",
        "inspect.records.person",
        "inspect.records.result",
        "inspect.records.score",
        "inspect.records.evidence",
        "inspect.records.sha256",
        "inspect.records.for_slot",
        "inspect.records.note",
        "inspect.records.supersedes",
    ],
};

const EXCUSALS: Ledger = Ledger {
    key: "inspect.excusals",
    columns: &[
        "inspect.excusals.id",
        "inspect.excusals.date",
        "inspect.excusals.rule",
        "inspect.excusals.subject",
        "inspect.excusals.from",
        "inspect.excusals.to",
        "inspect.excusals.reason",
        "inspect.excusals.person",
        "inspect.excusals.approved_by",
        "inspect.excusals.supersedes",
    ],
};

impl Present for Subjects<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = SERVICE.table();
        for (rule, subject) in self.0.duties() {
            for row in self.0.service_of(rule, subject) {
                table.line(service_cells(row));
            }
        }
        let none = table.rows.is_empty().then(|| match self.0.rules().next() {
            None => Message::new("inspect.no_rules"),
            Some(_) => Message::new("inspect.binds_nobody"),
        });
        Document::new(SERVICE.key)
            .table(table.without_unused(&["inspect.service.anchor", "inspect.service.site"]))
            .notes(none.into_iter().collect())
    }
}

impl Present for Inspected {
    fn present(&self) -> Document<'_> {
        let columns = [
            "inspect.records.id",
            "inspect.records.date",
            "inspect.records.time",
            "inspect.records.rule",
            "inspect.records.subject",
            "inspect.records.person",
            "inspect.records.result",
            "inspect.records.state",
            "inspect.records.due",
            "inspect.records.note",
            "inspect.records.supersedes",
            "inspect.records.recorded_on",
            "inspect.records.recorded_by",
        ];
        let mut table = Table::new(RECORDS.key, &columns);
        for RecordLine { inspection, state } in &self.0 {
            let due = match state {
                RecordState::Counts(due) => Cell::Day(*due),
                _ => Cell::Blank,
            };
            table.line(vec![
                Cell::of(&inspection.id),
                Cell::Day(inspection.date),
                Cell::maybe(inspection.time, |time| Cell::of(&time)),
                Cell::of(&inspection.rule),
                Cell::of(&inspection.subject),
                Cell::text(inspection.person.as_str()),
                result(inspection.result),
                state_cell(state),
                due,
                Cell::text(&inspection.note),
                Cell::maybe(inspection.supersedes.as_ref(), Cell::of),
                Cell::Day(inspection.recorded_at.day()),
                Cell::text(inspection.recorded_by.as_str()),
            ]);
        }
        Document::new(RECORDS.key).table(table)
    }
}

pub(super) fn state_cell(state: &RecordState) -> Cell {
    match state {
        RecordState::Counts(_) => Cell::verdict("inspect.state.counts", Tone::Good),
        RecordState::PassedOver(why) => Cell::verdict(why.key(), Tone::Warn),
        RecordState::Superseded(_) => Cell::word("inspect.state.superseded"),
        RecordState::Unbound => Cell::verdict("inspect.state.unbound", Tone::Warn),
    }
}

pub(super) fn result(result: Outcome) -> Cell {
    let tone = match result {
        Outcome::Pass => Tone::Good,
        Outcome::Fail => Tone::Bad,
        Outcome::Na => Tone::Plain,
    };
    Cell::verdict(result.key(), tone)
}

/// A row of the inspection files, as a receipt shows it.
pub(super) fn written(record: &Record) -> Written {
    match record {
        Record::Rule(rule) => rules::written(rule),
        Record::Service(row) => Written { ledger: SERVICE, cells: service_cells(row) },
        Record::Inspection(row) => Written { ledger: RECORDS, cells: inspection_cells(row) },
        Record::Excusal(row) => Written { ledger: EXCUSALS, cells: excusal_cells(row) },
        Record::Finding(event) => finding::written(event),
        Record::Template(own) => template::written(own),
        Record::Answer(answer) => template::written_answer(answer),
        Record::Contract(contract) => contractor::written(contract),
        Record::Clause(row) => clause::written(row),
        Record::Batch(row) => duties::batch(row),
        Record::Certificate(row) => duties::certificate(row),
        Record::OnDuty(row) => duties::on_duty(row),
        Record::CalendarDay(day) => duties::calendar_day(day),
        Record::Indicator(row) => indicator::written(row),
        Record::IndicatorValue(row) => indicator::written_value(row),
        Record::Task(row) => task::written(row),
        Record::Attendance(row) => training::written(row),
        Record::Repair(row) => repair::written(row),
    }
}

fn service_cells(row: &Service) -> Vec<Cell> {
    vec![
        Cell::of(&row.id),
        Cell::of(&row.rule),
        Cell::of(&row.subject),
        Cell::Day(row.period.from),
        Cell::maybe(row.period.to, Cell::Day),
        Cell::maybe(row.anchor, Cell::Day),
        Cell::maybe(row.site.as_ref(), Cell::of),
        Cell::text(&row.reason),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ]
}

fn inspection_cells(row: &Inspection) -> Vec<Cell> {
    vec![
        Cell::of(&row.id),
        Cell::of(&row.rule),
        Cell::maybe(row.template.as_ref(), Cell::of),
        Cell::of(&row.subject),
        Cell::Day(row.date),
        Cell::maybe(row.time, |time| Cell::of(&time)),
        Cell::text(row.person.as_str()),
        result(row.result),
        Cell::maybe(row.score, Cell::from),
        Cell::text(row.evidence.join(";")),
        Cell::text(row.sha256.join(";")),
        Cell::maybe(row.for_slot, Cell::Day),
        Cell::text(&row.note),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ]
}

fn excusal_cells(row: &Excusal) -> Vec<Cell> {
    vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::of(&row.rule),
        Cell::of(&row.subject),
        Cell::Day(row.days.first()),
        Cell::Day(row.days.last()),
        Cell::text(&row.reason),
        Cell::text(&row.person),
        Cell::text(&row.approved_by),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ]
}
