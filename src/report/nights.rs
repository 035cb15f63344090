//! The night test: the nights of each point, their baseline, alarms and acknowledgements.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Table, Tone};
use crate::base::{Argument, Decimal, Message, Span, Working};
use crate::meters::{
    Acknowledgement, AlarmCourse, NightBaseline, NightPolicy, NightSource, NightState, NightWatch,
};

const ACKNOWLEDGED: Ledger = Ledger {
    key: "watch.acknowledged",
    columns: &[
        "watch.acknowledged.id",
        "watch.acknowledged.date",
        "watch.acknowledged.point",
        "watch.acknowledged.from",
        "watch.acknowledged.reason",
        "watch.acknowledged.person",
    ],
};

const ALARMS: Ledger = Ledger {
    key: "watch.alarms",
    columns: &[
        "watch.alarms.point",
        "watch.alarms.name",
        "watch.alarms.first",
        "watch.alarms.raised",
        "watch.alarms.last",
        "watch.alarms.n_nights",
        "watch.alarms.flow",
        "watch.alarms.excess",
        "watch.alarms.per_day",
        "watch.alarms.unit",
        "watch.alarms.course",
    ],
};

const BASELINE: Ledger = Ledger {
    key: "watch.baseline",
    columns: &[
        "watch.baseline.point",
        "watch.baseline.name",
        "watch.baseline.utility",
        "watch.baseline.source",
        "watch.baseline.first",
        "watch.baseline.last",
        "watch.baseline.n_nights",
        "watch.baseline.median",
        "watch.baseline.deviation",
        "watch.baseline.threshold",
        "watch.baseline.least_hour",
        "watch.baseline.running",
    ],
};

const NIGHTS: Ledger = Ledger {
    key: "watch.nights",
    columns: &[
        "watch.nights.point",
        "watch.nights.day",
        "watch.nights.flow",
        "watch.nights.day_flow",
        "watch.nights.ratio",
        "watch.nights.per_bed",
        "watch.nights.threshold",
        "watch.nights.state",
    ],
};

/// The nights of points.
pub struct Nights {
    /// The days of the mornings.
    pub span: Span,
    /// The points.
    pub watches: Vec<NightWatch>,
    /// The settings they were held against.
    pub policy: NightPolicy,
}

impl Nights {
    /// Whether an alarm is running that nobody has acknowledged.
    pub fn is_alarmed(&self) -> bool {
        self.watches.iter().any(NightWatch::is_alarmed)
    }

    /// How bounds and leaks come about.
    pub fn workings(&self) -> Vec<Working> {
        self.watches.iter().flat_map(|watch| watch.workings(&self.policy)).collect()
    }
}

/// A row of the acknowledgements, as a receipt shows it.
pub(super) fn written(row: &Acknowledgement) -> Written {
    Written { ledger: ACKNOWLEDGED, cells: acknowledged_cells(row) }
}

fn acknowledged_cells(row: &Acknowledgement) -> Vec<Cell> {
    vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::of(&row.point),
        Cell::maybe(row.from, Cell::Day),
        Cell::text(&row.reason),
        Cell::maybe(row.person.as_ref(), Cell::text),
    ]
}

impl Present for Nights {
    fn present(&self) -> Document<'_> {
        let mut document = Document::new("watch.night_test")
            .facts(vec![("watch.night_test.period", Cell::of(&self.span))])
            .table(baseline_table(&self.watches));
        let alarms = alarm_table(&self.watches);
        if !alarms.rows.is_empty() {
            document = document.table(alarms);
        }
        let acknowledged: Vec<&Acknowledgement> =
            self.watches.iter().flat_map(|watch| &watch.acknowledged).collect();
        if !acknowledged.is_empty() {
            let mut table = ACKNOWLEDGED.table();
            for row in acknowledged {
                table.line(acknowledged_cells(row));
            }
            document = document.table(table);
        }
        document.table(night_table(&self.watches)).notes(self.notes())
    }
}

impl Nights {
    fn notes(&self) -> Vec<Message> {
        if self.watches.is_empty() {
            return vec![Message::new("watch.no_night_points")];
        }
        let mut notes = Vec::new();
        for watch in &self.watches {
            let about = |code: &str| Message::new(code).with("point", Argument::of(&watch.point));
            if watch.source == NightSource::Nothing {
                notes.push(about("watch.no_night_readings"));
            } else if watch.verdict.n_to_learn > 0 {
                let nights = watch.verdict.n_to_learn;
                notes.push(about("watch.nights_to_learn").with("nights", nights));
            }
            let unknown = |night: &&crate::meters::Night| night.state == NightState::Unknown;
            let n_unknown = watch.nights.iter().filter(unknown).count();
            if n_unknown > 0 {
                notes.push(about("watch.nights_unknown").with("nights", n_unknown));
            }
            if watch.is_alarmed() {
                notes.push(about("watch.night_alarm"));
            }
        }
        let nights = || self.watches.iter().flat_map(|watch| &watch.nights);
        if nights().any(|night| night.flow.is_some()) && nights().all(|own| own.per_bed.is_none()) {
            notes.push(Message::new("watch.no_bed_days").with("period", self.span.to_string()));
        }
        notes
    }
}

/// The alarms of points, a line each.
pub(super) fn alarm_table(watches: &[NightWatch]) -> Table {
    let mut table = ALARMS.table().named_by(&["watch.alarms.point", "watch.alarms.first"]);
    for watch in watches {
        for alarm in &watch.verdict.alarms {
            let tone = match alarm.course {
                AlarmCourse::Running => Tone::Bad,
                AlarmCourse::Over => Tone::Warn,
                AlarmCourse::Acknowledged => Tone::Plain,
            };
            table.line(vec![
                Cell::of(&watch.point),
                Cell::text(&watch.name),
                Cell::Day(alarm.first),
                Cell::Day(alarm.raised),
                Cell::Day(alarm.last),
                Cell::count(alarm.n_nights),
                Cell::Quantity(alarm.flow),
                Cell::Quantity(alarm.excess),
                Cell::Quantity(alarm.per_day),
                Cell::text(watch.carrier.unit()),
                Cell::verdict(alarm.course.key(), tone),
            ]);
        }
    }
    table
}

fn baseline_table(watches: &[NightWatch]) -> Table {
    let mut table = BASELINE.table();
    for watch in watches {
        let baseline = watch.verdict.baseline.as_ref();
        let of = |cell: fn(&NightBaseline) -> Cell| Cell::maybe(baseline, cell);
        let continuous = watch.continuous.as_ref();
        table.line(vec![
            Cell::of(&watch.point),
            Cell::text(&watch.name),
            Cell::word(watch.carrier.utility().key()),
            Cell::word(watch.source.key()),
            of(|baseline| Cell::Day(baseline.first)),
            of(|baseline| Cell::Day(baseline.last)),
            of(|baseline| Cell::count(baseline.n_nights)),
            of(|baseline| Cell::Quantity(baseline.median)),
            of(|baseline| Cell::Quantity(baseline.deviation)),
            of(|baseline| Cell::Quantity(baseline.threshold)),
            Cell::maybe(continuous, |own| Cell::Quantity(own.least)),
            match continuous.map(crate::meters::Continuous::flows_always) {
                None => Cell::Blank,
                Some(None) => Cell::verdict("watch.running.unknown", Tone::Plain),
                Some(Some(true)) => Cell::verdict("watch.running.always", Tone::Warn),
                Some(Some(false)) => Cell::verdict("watch.running.stops", Tone::Good),
            },
        ]);
    }
    table.without_unused(&["watch.baseline.least_hour", "watch.baseline.running"])
}

fn night_table(watches: &[NightWatch]) -> Table {
    let mut table = NIGHTS.table().named_by(&["watch.nights.point", "watch.nights.day"]);
    let decimal = |value: Option<Decimal>| Cell::maybe(value, Cell::Quantity);
    for watch in watches {
        for night in &watch.nights {
            let tone = match night.state {
                NightState::Usual => Tone::Good,
                NightState::Learning => Tone::Plain,
                NightState::Over | NightState::Unknown => Tone::Warn,
                NightState::Alarm => Tone::Bad,
            };
            table.line(vec![
                Cell::of(&watch.point),
                Cell::Day(night.day),
                decimal(night.flow),
                decimal(night.day_flow),
                decimal(night.ratio()),
                decimal(night.per_bed),
                decimal(night.threshold),
                Cell::verdict(night.state.key(), tone),
            ]);
        }
    }
    table.without_unused(&["watch.nights.day_flow", "watch.nights.ratio", "watch.nights.per_bed"])
}
