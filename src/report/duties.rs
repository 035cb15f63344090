//! What duties rest on beside records, as tables: batches, certificates, the roster, the calendar.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::Day;
use crate::inspections::{BatchEvent, BatchKind, CertificateLine, Inspections, OnDuty};
use crate::org::{CalendarDay, Certificate, DayKind};

/// The batches as they stand, those that are still there on top.
pub struct Batches<'b>(pub &'b Inspections);

/// Who is on duty when, the latest day on top.
pub struct Roster<'b>(pub &'b Inspections);

/// The days off and the days worked.
pub struct Calendar<'b>(pub &'b Inspections);

const BATCHES: Ledger = Ledger {
    key: "inspect.batches",
    columns: &[
        "inspect.batches.id",
        "inspect.batches.batch",
        "inspect.batches.kind",
        "inspect.batches.rule",
        "inspect.batches.subject",
        "inspect.batches.date",
        "inspect.batches.time",
        "inspect.batches.amount",
        "inspect.batches.person",
        "inspect.batches.note",
        "inspect.batches.supersedes",
    ],
};

const CERTIFICATES: Ledger = Ledger {
    key: "certificate.list",
    columns: &[
        "certificate.list.id",
        "certificate.list.holder",
        "certificate.list.kind",
        "certificate.list.number",
        "certificate.list.from",
        "certificate.list.to",
        "certificate.list.issuer",
        "certificate.list.note",
        "certificate.list.supersedes",
    ],
};

const ROSTER: Ledger = Ledger {
    key: "inspect.roster",
    columns: &[
        "inspect.roster.id",
        "inspect.roster.date",
        "inspect.roster.kind",
        "inspect.roster.rule",
        "inspect.roster.subject",
        "inspect.roster.shift",
        "inspect.roster.note",
        "inspect.roster.supersedes",
    ],
};

const CALENDAR: Ledger = Ledger {
    key: "org.calendar",
    columns: &["org.calendar.date", "org.calendar.kind", "org.calendar.name"],
};

/// A row of the batches, as a receipt shows it.
pub(super) fn batch(row: &BatchEvent) -> Written {
    let cells = vec![
        Cell::of(&row.id),
        Cell::of(&row.batch),
        Cell::word(row.kind.key()),
        Cell::of(&row.rule),
        Cell::of(&row.subject),
        Cell::Day(row.date),
        Cell::of(&row.time),
        Cell::maybe(row.amount.as_ref(), Cell::of),
        Cell::text(&row.person),
        Cell::text(&row.note),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ];
    Written { ledger: BATCHES, cells }
}

/// A certificate, as a receipt shows it.
pub(super) fn certificate(row: &Certificate) -> Written {
    let cells = vec![
        Cell::of(&row.id),
        Cell::of(&row.holder),
        Cell::text(&row.kind),
        Cell::text(&row.number),
        Cell::Day(row.from),
        Cell::maybe(row.to, Cell::Day),
        Cell::text(&row.issuer),
        Cell::text(&row.note),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ];
    Written { ledger: CERTIFICATES, cells }
}

/// A day on duty, as a receipt shows it.
pub(super) fn on_duty(row: &OnDuty) -> Written {
    Written { ledger: ROSTER, cells: roster_cells(row) }
}

fn roster_cells(row: &OnDuty) -> Vec<Cell> {
    let kind = if row.present { "inspect.roster.on" } else { "inspect.roster.off" };
    vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::word(kind),
        Cell::of(&row.rule),
        Cell::of(&row.subject),
        Cell::text(&row.shift),
        Cell::text(&row.note),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ]
}

/// A day of the calendar, as a receipt shows it.
pub(super) fn calendar_day(row: &CalendarDay) -> Written {
    Written { ledger: CALENDAR, cells: calendar_cells(row) }
}

fn calendar_cells(row: &CalendarDay) -> Vec<Cell> {
    let tone = match row.kind {
        DayKind::Off => Tone::Good,
        DayKind::Work => Tone::Plain,
    };
    vec![Cell::Day(row.date), Cell::verdict(row.kind.key(), tone), Cell::text(&row.name)]
}

impl Present for Batches<'_> {
    fn present(&self) -> Document<'_> {
        let columns = [
            "inspect.batches.batch",
            "inspect.batches.rule",
            "inspect.batches.subject",
            "inspect.batches.opened_on",
            "inspect.batches.opened_at",
            "inspect.batches.closed_on",
            "inspect.batches.closed_at",
            "inspect.batches.hours",
            "inspect.batches.amount",
            "inspect.batches.person",
            "inspect.batches.note",
        ];
        let mut table = Table::new(BATCHES.key, &columns);
        let (open, closed): (Vec<_>, Vec<_>) =
            self.0.batches().into_iter().partition(|batch| batch.closed.is_none());
        for batch in open.into_iter().chain(closed.into_iter().rev()) {
            let opened = batch.opened;
            table.line(vec![
                Cell::of(&opened.batch),
                Cell::of(&opened.rule),
                Cell::of(&opened.subject),
                Cell::Day(opened.date),
                Cell::of(&opened.time),
                Cell::maybe(batch.closed, |row| Cell::Day(row.date)),
                Cell::maybe(batch.closed, |row| Cell::of(&row.time)),
                Cell::maybe(batch.closed, |row| Cell::text(lay(opened, row))),
                Cell::maybe(opened.amount.as_ref(), Cell::of),
                Cell::text(&opened.person),
                Cell::text(&opened.note),
            ]);
        }
        Document::new(BATCHES.key).table(table)
    }
}

/// How long a batch lay, as `48:00`.
fn lay(opened: &BatchEvent, closed: &BatchEvent) -> String {
    debug_assert_eq!(closed.kind, BatchKind::Close, "BUG: a batch that another opening closes");
    let minutes = opened.date.days_until(closed.date) * 24 * 60 + i64::from(closed.time.minutes())
        - i64::from(opened.time.minutes());
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

impl Present for Roster<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = ROSTER.table();
        let mut rows: Vec<&OnDuty> = self.0.roster().collect();
        rows.sort_unstable_by_key(|row| (std::cmp::Reverse(row.date), &row.id));
        for row in rows {
            table.line(roster_cells(row));
        }
        let unused = ["inspect.roster.shift", "inspect.roster.note", "inspect.roster.supersedes"];
        Document::new(ROSTER.key).table(table.without_unused(&unused))
    }
}

impl Present for Calendar<'_> {
    fn present(&self) -> Document<'_> {
        let mut table = CALENDAR.table();
        self.0.calendar().days().for_each(|day| table.line(calendar_cells(day)));
        Document::new(CALENDAR.key).table(table)
    }
}

/// Whether a certificate holds, and what is to be done about it.
pub(super) fn state(line: &CertificateLine, as_of: Day) -> Cell {
    let row = &line.certificate;
    let (key, tone) = if line.renewed {
        ("certificate.state.renewed", Tone::Good)
    } else if row.to.is_some_and(|to| to < as_of) {
        ("certificate.state.expired", Tone::Bad)
    } else if row.from > as_of {
        ("certificate.state.to_come", Tone::Plain)
    } else if line.apply_by.is_some_and(|apply_by| apply_by <= as_of) {
        ("certificate.state.apply", Tone::Warn)
    } else {
        ("certificate.state.valid", Tone::Good)
    };
    Cell::verdict(key, tone)
}
