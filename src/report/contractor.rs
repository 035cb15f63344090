//! Contractors: the contracts, and what they came to month by month.

use super::receipt::{Ledger, Written};
use super::template::{percent, tenth};
use super::{Cell, Document, Present, Table, Tone, finding};
use crate::base::Message;
use crate::inspections::{Contract, Contractors, Contracts, MonthLine, MonthState, TemplateCodes};

const CONTRACTS: Ledger = Ledger {
    key: "contractor.list",
    columns: &[
        "contractor.list.code",
        "contractor.list.contractor",
        "contractor.list.name",
        "contractor.list.scope",
        "contractor.list.from",
        "contractor.list.to",
        "contractor.list.rule",
        "contractor.list.templates",
        "contractor.list.bands",
        "contractor.list.alert_below",
        "contractor.list.alert_months",
        "contractor.list.note",
    ],
};

const MONTHS: &[&str] = &[
    "contractor.months.contractor",
    "contractor.months.name",
    "contractor.months.contract",
    "contractor.months.month",
    "contractor.months.state",
    "contractor.months.n_sheets",
    "contractor.months.deducted",
    "contractor.months.score",
    "contractor.months.pays",
    "contractor.months.streak",
    "contractor.months.escalated",
    "contractor.months.lacking",
];

impl Present for Contracts {
    fn present(&self) -> Document<'_> {
        let mut table = CONTRACTS.table();
        self.0.iter().for_each(|contract| table.line(cells(contract)));
        let none = self.0.is_empty();
        Document::new(CONTRACTS.key).table(table).notes(if none {
            vec![Message::new("contractor.none")]
        } else {
            Vec::new()
        })
    }
}

impl Present for Contractors {
    fn present(&self) -> Document<'_> {
        let count = |is: fn(&MonthLine) -> bool| {
            Cell::count(self.lines.iter().filter(|line| is(line)).count())
        };
        let table = months("contractor.months", self);
        let mut document = Document::new("contractor.months")
            .facts(vec![
                ("contractor.months.period", Cell::of(&self.period)),
                ("contractor.months.n_scored", count(|line| line.score.is_some())),
                ("contractor.months.n_missing", count(|line| line.state == MonthState::Missing)),
                ("contractor.months.n_escalated", count(MonthLine::is_escalated)),
                ("contractor.months.n_findings", Cell::count(self.findings.len())),
            ])
            .table(table)
            .table(sheets(self));
        if !self.findings.is_empty() {
            let as_of = self.clock.as_of;
            document = document.table(finding::table("contractor.findings", &self.findings, as_of));
        }
        document.notes(notes(self)).sign_off(&[
            "word.prepared_by",
            "word.reviewed_by",
            "word.in_charge",
        ])
    }
}

/// The months as a table, under the key of the report it stands in.
pub(super) fn months(key: &'static str, report: &Contractors) -> Table {
    let mut table = Table::new(key, MONTHS)
        .named_by(&["contractor.months.contractor", "contractor.months.month"]);
    report.lines.iter().for_each(|line| table.line(month(line)));
    table
}

fn month(line: &MonthLine) -> Vec<Cell> {
    let escalated = line.is_escalated();
    vec![
        Cell::of(&line.contract.contractor),
        Cell::text(&line.contract.name),
        Cell::of(&line.contract.code),
        Cell::of(&line.month),
        state(line.state),
        Cell::count(line.sheets.len()),
        Cell::maybe(line.deducted, tenth),
        Cell::maybe(line.score, tenth),
        Cell::maybe(line.band, |band| percent(band.pays)),
        Cell::Count(i64::from(line.streak)),
        if escalated { Cell::verdict("contractor.escalated", Tone::Bad) } else { Cell::Blank },
        Cell::text(TemplateCodes(&line.lacking).to_string()),
    ]
}

fn state(state: MonthState) -> Cell {
    let tone = match state {
        MonthState::Scored => Tone::Good,
        MonthState::Missing => Tone::Bad,
        MonthState::Running => Tone::Plain,
    };
    Cell::verdict(state.key(), tone)
}

fn sheets(report: &Contractors) -> Table {
    let mut table = Table::new(
        "contractor.sheets",
        &[
            "contractor.sheets.contractor",
            "contractor.sheets.date",
            "contractor.sheets.template",
            "contractor.sheets.score",
            "contractor.sheets.record",
        ],
    )
    .named_by(&["contractor.sheets.record"]);
    for line in &report.lines {
        for sheet in &line.sheets {
            table.line(vec![
                Cell::of(&line.contract.contractor),
                Cell::Day(sheet.date),
                Cell::of(&sheet.template),
                Cell::maybe(sheet.score, tenth),
                Cell::of(&sheet.record),
            ]);
        }
    }
    table
}

fn notes(report: &Contractors) -> Vec<Message> {
    let mut notes = Vec::new();
    for line in &report.lines {
        let of = |code: &str| {
            let message =
                Message::new(code).with("contractor", line.contract.contractor.to_string());
            message.with("month", line.month.to_string())
        };
        if line.state == MonthState::Missing {
            let templates = TemplateCodes(&line.lacking).to_string();
            let contract = line.contract.code.to_string();
            let message = of("contractor.missing").with("templates", templates);
            notes.push(message.with("contract", contract));
        }
        if line.is_escalated() {
            let below = line.contract.alert_below.map(|below| below.to_string());
            let message = of("contractor.escalate").with("count", line.streak);
            notes.push(message.with("below", below.unwrap_or_default()));
        }
        if line.score.is_some() && line.band.is_none() && !line.contract.bands.is_empty() {
            notes.push(of("contractor.no_band"));
        }
    }
    if report.lines.is_empty() {
        notes.push(Message::new("contractor.none"));
    }
    notes
}

fn cells(contract: &Contract) -> Vec<Cell> {
    vec![
        Cell::of(&contract.code),
        Cell::of(&contract.contractor),
        Cell::text(&contract.name),
        Cell::text(&contract.scope),
        Cell::Day(contract.from),
        Cell::maybe(contract.to, Cell::Day),
        Cell::of(&contract.rule),
        Cell::text(TemplateCodes(&contract.templates).to_string()),
        Cell::text(contract.written_bands()),
        Cell::maybe(contract.alert_below, Cell::from),
        Cell::maybe(contract.alert_months, |months| Cell::Count(i64::from(months))),
        Cell::text(&contract.note),
    ]
}

/// A contract, as a receipt shows it.
pub(super) fn written(contract: &Contract) -> Written {
    Written { ledger: CONTRACTS, cells: cells(contract) }
}
