//! Readings: the rows of their ledger, the history of one point, and who has not been read.

use super::points;
use super::receipt::{Ledger, Written};
use super::{
    Cell, Document, Present, Row, Rows, Table, Tone, bill, coverage, driver, energy, factors,
    measures, nights, quota, weather,
};
use crate::meters::{
    Breach, Consumption, Event, History, Interval, Missing, Notice, Point, Posted, Reading,
    ReadingKind, Record, View,
};

/// One point: its meters, what they showed, and the use that follows from it.
pub struct PointHistory<'b> {
    /// The point with all that is recorded of it.
    pub history: &'b History,
    /// Its use; none for a sum of others.
    pub consumption: Option<Consumption>,
    /// The rules that its readings break.
    pub breaches: Vec<Breach>,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// The points that have no reading in a window.
pub struct MissingReadings {
    /// The days.
    pub window: crate::base::Span,
    /// The points.
    pub rows: Vec<Missing>,
}

const READINGS: Ledger = Ledger {
    key: "meter.readings",
    columns: &[
        "meter.readings.id",
        "meter.readings.point",
        "meter.readings.date",
        "meter.readings.time",
        "meter.readings.register",
        "meter.readings.kind",
        "meter.readings.person",
        "meter.readings.note",
        "meter.readings.supersedes",
    ],
};

const EVENTS: Ledger = Ledger {
    key: "meter.events",
    columns: &[
        "meter.events.id",
        "meter.events.date",
        "meter.events.time",
        "meter.events.kind",
        "meter.events.point",
        "meter.events.old_final",
        "meter.events.new_initial",
        "meter.events.multiplier",
        "meter.events.digits",
        "meter.events.max_per_day",
        "meter.events.serial",
        "meter.events.person",
        "meter.events.note",
        "meter.events.supersedes",
    ],
};

const USES: Ledger = Ledger {
    key: "meter.uses",
    columns: &[
        "meter.uses.from",
        "meter.uses.until",
        "meter.uses.days",
        "meter.uses.before",
        "meter.uses.after",
        "meter.uses.amount",
        "meter.uses.per_day",
        "meter.uses.remark",
    ],
};

const BREACHES: Ledger = Ledger {
    key: "meter.breaches",
    columns: &[
        "meter.breaches.rule",
        "meter.breaches.date",
        "meter.breaches.reading",
        "meter.breaches.what",
    ],
};

const MISSING: Ledger = Ledger {
    key: "meter.missing",
    columns: &[
        "meter.missing.point",
        "meter.missing.name",
        "meter.missing.utility",
        "meter.missing.place",
        "meter.missing.date",
        "meter.missing.time",
        "meter.missing.last_read",
        "meter.missing.last_register",
        "meter.missing.doubtful",
    ],
};

/// A row of these ledgers and registers, as a receipt shows it.
pub(super) fn written(record: &Record) -> Written {
    match record {
        Record::Point(point) => points::written(point),
        Record::Reading(reading) => Written { ledger: READINGS, cells: reading_cells(reading) },
        Record::Event(event) => Written { ledger: EVENTS, cells: event_cells(event) },
        Record::Tariff(tariff) => energy::written_tariff(tariff),
        Record::Factor(factor) => factors::written_factor(factor),
        Record::Plausible(band) => factors::written_band(band),
        Record::Target(target) => energy::written_target(target),
        Record::Measure(measure) => measures::written(measure),
        Record::Bill(row) => bill::written(row),
        Record::Driver(row) => driver::written(row),
        Record::Acknowledgement(row) => nights::written(row),
        Record::Coverage(row) => coverage::written(row),
        Record::Weather(row) => weather::written(row),
        Record::Yardstick(yardstick) => weather::written_yardstick(yardstick),
        Record::Quota(row) => quota::written(row),
        Record::ZoneRule(rule) => quota::written_zone(rule),
    }
}

fn reading_cells(reading: &Reading) -> Vec<Cell> {
    vec![
        Cell::of(&reading.id),
        Cell::of(&reading.point),
        Cell::Day(reading.date),
        Cell::maybe(reading.time.as_ref(), Cell::of),
        Cell::Quantity(reading.register),
        kind(reading.kind),
        Cell::maybe(reading.person.as_deref(), Cell::text),
        Cell::maybe(reading.note.as_ref(), Cell::text),
        Cell::maybe(reading.supersedes.as_ref(), Cell::of),
    ]
}

fn kind(kind: ReadingKind) -> Cell {
    let tone = match kind {
        ReadingKind::Actual | ReadingKind::Corrected => Tone::Plain,
        ReadingKind::Estimated | ReadingKind::Confirmed => Tone::Warn,
        ReadingKind::Doubtful => Tone::Bad,
    };
    Cell::verdict(kind.key(), tone)
}

fn event_cells(event: &Event) -> Vec<Cell> {
    vec![
        Cell::of(&event.id),
        Cell::Day(event.date),
        Cell::maybe(event.time.as_ref(), Cell::of),
        Cell::word(event.kind.key()),
        Cell::of(&event.point),
        Cell::maybe(event.old_final, Cell::Quantity),
        Cell::Quantity(event.new_initial),
        Cell::maybe(event.multiplier.as_ref(), Cell::of),
        Cell::maybe(event.digits, |digits| Cell::Count(i64::from(digits))),
        Cell::maybe(event.max_per_day, Cell::Quantity),
        Cell::maybe(event.serial.as_ref(), Cell::text),
        Cell::maybe(event.person.as_ref(), Cell::text),
        Cell::maybe(event.note.as_ref(), Cell::text),
        Cell::maybe(event.supersedes.as_ref(), Cell::of),
    ]
}

impl Present for PointHistory<'_> {
    fn present(&self) -> Document<'_> {
        let point = self.history.point();
        let segment = self.history.last_segment(&self.view);
        let segment = segment.as_ref();
        let mut facts = vec![
            ("meter.point.code", Cell::of(&point.code)),
            ("meter.point.name", Cell::text(&point.name)),
            ("meter.point.utility", Cell::word(point.carrier.utility().key())),
            ("meter.point.unit", Cell::text(point.carrier.unit())),
            ("meter.point.place", Cell::maybe(point.place.as_ref(), Cell::text)),
            ("meter.point.department", Cell::maybe(point.department.as_ref(), Cell::of)),
            ("meter.point.parent", Cell::maybe(point.parent.as_ref(), Cell::of)),
            ("meter.point.sum", Cell::maybe(point.sum.as_ref(), Cell::of)),
            ("meter.point.read_at", read_at(point)),
            ("meter.point.route", Cell::maybe(point.stop.as_ref(), |stop| Cell::text(&stop.route))),
            (
                "meter.point.serial",
                Cell::maybe(segment.and_then(|own| own.serial.as_ref()), Cell::text),
            ),
            ("meter.point.multiplier", Cell::maybe(segment, |own| Cell::of(&own.multiplier))),
            (
                "meter.point.digits",
                Cell::maybe(segment.and_then(|own| own.digits), |digits| {
                    Cell::Count(i64::from(digits))
                }),
            ),
            (
                "meter.point.max_per_day",
                Cell::maybe(segment.and_then(|own| own.max_per_day), Cell::Quantity),
            ),
        ];
        // Few points belong to one asset.
        facts.extend(point.asset.as_ref().map(|asset| ("meter.point.asset", Cell::of(asset))));
        let mut document = Document::new("meter.history").facts(facts);
        let events = self.history.current_events(&self.view);
        if !events.is_empty() {
            let mut table = EVENTS.table();
            for event in events {
                table.line(event_cells(event));
            }
            document = document.table(table.without("meter.events.point"));
        }
        let table = READINGS.table().asked(|| {
            let readings = self.history.current_readings(&self.view).into_iter();
            readings.map(|reading| Row::line(reading_cells(reading)))
        });
        document = document.table(table.without("meter.readings.point"));
        if let Some(consumption) = &self.consumption {
            document = document.table(uses(consumption));
        }
        if self.breaches.is_empty() { document } else { document.table(told(&self.breaches)) }
    }
}

/// The times at which it is read, where any are named.
fn read_at(point: &Point) -> Cell {
    let times = Some(&point.read_at).filter(|own| !own.times().is_empty());
    Cell::maybe(times, Cell::of)
}

/// The rules that the readings break.
fn told(breaches: &[Breach]) -> Table {
    let mut table = BREACHES.table();
    for Breach { rule, reading, day, message, point: _ } in breaches {
        table.line(vec![
            Cell::text(rule.code()),
            Cell::Day(*day),
            Cell::of(reading),
            Cell::said(message.clone()),
        ]);
    }
    table
}

fn uses(consumption: &Consumption) -> Table<Rows<'_>> {
    USES.table().lines_of(&consumption.intervals, |interval| {
        let Interval { from, until, before, after, outcome, notices } = interval;
        let days = interval.days();
        let (amount, per_day, remark) = match outcome {
            Ok(posted) => (
                Cell::Quantity(posted.amount),
                Cell::maybe(per_day(posted, days), Cell::Quantity),
                // One cell says one thing: the first remark; the report on energy lists them all.
                Cell::maybe(notices.first().map(Notice::message), Cell::said),
            ),
            Err(gap) => (Cell::Blank, Cell::Blank, Cell::said(gap.message())),
        };
        vec![
            Cell::Day(*from),
            Cell::Day(until.previous()),
            Cell::Count(days),
            Cell::maybe(*before, Cell::Quantity),
            Cell::maybe(*after, Cell::Quantity),
            amount,
            per_day,
            remark,
        ]
    })
}

fn per_day(posted: &Posted, days: i64) -> Option<crate::base::Decimal> {
    let days = crate::base::Fraction::new(i128::from(days), 1)?;
    posted.exact.checked_div(days)?.round(2)
}

impl Present for MissingReadings {
    fn present(&self) -> Document<'_> {
        let table = MISSING.table().lines_of(&self.rows, |row| {
            vec![
                Cell::of(&row.point),
                Cell::text(&row.name),
                Cell::word(row.utility.key()),
                Cell::maybe(row.place.as_ref(), Cell::text),
                Cell::maybe(row.slot, |(day, _)| Cell::Day(day)),
                Cell::maybe(row.slot, |(_, time)| Cell::of(&time)),
                Cell::maybe(row.last, |(day, _)| Cell::Day(day)),
                Cell::maybe(row.last, |(_, register)| Cell::Quantity(register)),
                Cell::maybe(row.doubtful, |(day, _)| Cell::Day(day)),
            ]
        });
        Document::new("meter.missing")
            .facts(vec![
                ("meter.missing.window", Cell::of(&self.window)),
                ("meter.missing.count", Cell::count(self.rows.len())),
            ])
            .table(table)
    }
}
