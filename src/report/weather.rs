//! Mean temperatures: the rows, what a station has and lacks, and the figures of baselines.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present};
use crate::meters::{Weather, WeatherDate, WeatherGaps, Yardstick};

const WEATHER: Ledger = Ledger {
    key: "weather.rows",
    columns: &[
        "weather.rows.id",
        "weather.rows.date",
        "weather.rows.station",
        "weather.rows.mean",
        "weather.rows.source",
        "weather.rows.note",
        "weather.rows.supersedes",
    ],
};

const MONTHS: Ledger = Ledger {
    key: "weather.months",
    columns: &[
        "weather.months.month",
        "weather.months.n_days",
        "weather.months.mean",
        "weather.months.missing",
    ],
};

const GAPS: Ledger = Ledger {
    key: "weather.gaps",
    columns: &["weather.gaps.from", "weather.gaps.until", "weather.gaps.days"],
};

const YARDSTICKS: Ledger = Ledger {
    key: "baseline.yardsticks",
    columns: &[
        "baseline.yardsticks.kind",
        "baseline.yardsticks.utility",
        "baseline.yardsticks.valid_from",
        "baseline.yardsticks.value",
        "baseline.yardsticks.source",
        "baseline.yardsticks.mark",
    ],
};

/// Mean temperatures as they were recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeatherRows(pub Vec<Weather>);

impl Present for WeatherRows {
    fn present(&self) -> Document<'_> {
        let mut table = WEATHER.table();
        self.0.iter().for_each(|row| table.line(cells(row)));
        Document::new("weather.list").table(table)
    }
}

impl Present for WeatherGaps {
    fn present(&self) -> Document<'_> {
        let mut months = MONTHS.table();
        for month in &self.months {
            months.line(vec![
                Cell::of(&month.month),
                Cell::Count(month.n_days),
                Cell::maybe(month.mean, Cell::Quantity),
                Cell::Count(month.missing),
            ]);
        }
        let mut gaps = GAPS.table().named_by(&["weather.gaps.from", "weather.gaps.until"]);
        for gap in &self.gaps {
            gaps.line(vec![Cell::Day(gap.first()), Cell::Day(gap.last()), Cell::Count(gap.days())]);
        }
        Document::new("weather.check")
            .facts(vec![
                ("weather.check.station", Cell::text(&self.station)),
                ("weather.check.period", Cell::of(&self.span)),
                ("weather.check.missing", Cell::Count(self.missing())),
            ])
            .table(months)
            .table(gaps)
    }
}

fn cells(row: &Weather) -> Vec<Cell> {
    vec![
        Cell::of(&row.id),
        match row.date {
            WeatherDate::Day(day) => Cell::Day(day),
            WeatherDate::Month(month) => Cell::of(&month),
        },
        Cell::text(&row.station),
        Cell::Quantity(row.mean),
        Cell::maybe(row.source.as_ref(), Cell::text),
        Cell::maybe(row.note.as_ref(), Cell::text),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ]
}

pub(super) fn written(row: &Weather) -> Written {
    Written { ledger: WEATHER, cells: cells(row) }
}

pub(super) fn written_yardstick(yardstick: &Yardstick) -> Written {
    let cells = vec![
        Cell::word(yardstick.key()),
        Cell::maybe(yardstick.utility, |utility| Cell::word(utility.key())),
        Cell::Day(yardstick.valid_from),
        Cell::Quantity(yardstick.value),
        Cell::text(&yardstick.source),
        Cell::maybe(yardstick.mark.as_ref(), Cell::text),
    ];
    Written { ledger: YARDSTICKS, cells }
}
