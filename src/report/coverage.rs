//! Metering coverage: what must be metered, by which points it is, and what is missing.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::Message;
use crate::meters::{Coverage, CoverageRow, CoverageState, Covers};

const ROWS: Ledger = Ledger {
    key: "watch.covers",
    columns: &[
        "watch.covers.id",
        "watch.covers.date",
        "watch.covers.spot",
        "watch.covers.utility",
        "watch.covers.point",
        "watch.covers.absent",
        "watch.covers.note",
    ],
};

const LINES: Ledger = Ledger {
    key: "watch.coverage",
    columns: &[
        "watch.coverage.spot",
        "watch.coverage.utility",
        "watch.coverage.state",
        "watch.coverage.points",
        "watch.coverage.why",
        "watch.coverage.code",
    ],
};

const RATES: Ledger = Ledger {
    key: "watch.rates",
    columns: &[
        "watch.rates.utility",
        "watch.rates.incoming",
        "watch.rates.secondary",
        "watch.rates.main",
    ],
};

/// A row of the coverage ledger, as a receipt shows it.
pub(super) fn written(row: &CoverageRow) -> Written {
    let (point, absent) = match &row.covers {
        Covers::By(point) => (Cell::of(point), Cell::Blank),
        Covers::Absent(why) => (Cell::Blank, Cell::text(why)),
        Covers::Nothing => (Cell::Blank, Cell::Blank),
    };
    let cells = vec![
        Cell::of(&row.id),
        Cell::Day(row.date),
        Cell::text(&row.spot),
        Cell::word(row.utility.key()),
        point,
        absent,
        Cell::maybe(row.note.as_ref(), Cell::text),
    ];
    Written { ledger: ROWS, cells }
}

impl Present for Coverage {
    fn present(&self) -> Document<'_> {
        let metered = self.count(|state| matches!(state, CoverageState::Metered(_)));
        let absent = self.count(|state| matches!(state, CoverageState::Absent(_)));
        let missing = self.count(|state| *state == CoverageState::Missing);
        let mut notes = vec![Message::new("watch.rates_unverified")];
        if missing > 0 {
            notes.push(Message::new("watch.coverage_missing").with("count", missing));
        }
        Document::new("watch.coverage")
            .facts(vec![
                ("watch.coverage.standard", Cell::text(&self.standard.name)),
                ("watch.coverage.source", Cell::text(&self.standard.source)),
                ("watch.coverage.mark", Cell::text(&self.standard.mark)),
                ("watch.coverage.n_metered", Cell::count(metered)),
                ("watch.coverage.n_missing", Cell::count(missing)),
                ("watch.coverage.n_absent", Cell::count(absent)),
            ])
            .table(coverage_table(self))
            .table(rate_table(self))
            .notes(notes)
    }
}

/// The spots, a line a utility.
pub(super) fn coverage_table(coverage: &Coverage) -> Table {
    let mut table = LINES.table().named_by(&["watch.coverage.code", "watch.coverage.utility"]);
    for line in &coverage.lines {
        let (state, points, why) = match &line.state {
            CoverageState::Metered(points) => {
                let codes: Vec<String> = points.iter().map(ToString::to_string).collect();
                let state = Cell::verdict("watch.covered.metered", Tone::Good);
                (state, Cell::text(codes.join(" ")), Cell::Blank)
            }
            CoverageState::Absent(why) => {
                let state = Cell::verdict("watch.covered.absent", Tone::Plain);
                (state, Cell::Blank, Cell::text(why))
            }
            CoverageState::Missing => {
                (Cell::verdict("watch.covered.missing", Tone::Bad), Cell::Blank, Cell::Blank)
            }
        };
        table.rows.push(Row::line(vec![
            Cell::word(format!("watch.spot.{}", line.spot)),
            Cell::word(line.utility.key()),
            state,
            points,
            why,
            Cell::text(&line.spot),
        ]));
    }
    table
}

fn rate_table(coverage: &Coverage) -> Table {
    let mut table = RATES.table();
    for (utility, percent) in &coverage.standard.rates {
        let mut cells = vec![Cell::word(utility.key())];
        cells.extend(percent.iter().map(|percent| Cell::Count(i64::from(*percent))));
        table.line(cells);
    }
    table
}
