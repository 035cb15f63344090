//! Rounds of reading: their list, and the sheet of one to be filled in.

use super::receipt::Ledger;
use super::{Cell, Document, Present, Tone};
use crate::base::{Day, Message};
use crate::meters::{Expected, Known, RouteLine};

/// The rounds, each with how many dials it has.
pub struct Routes(pub Vec<(String, usize)>);

/// The sheet of a round: its CSV is what `meter route read` reads.
pub struct RouteSheet {
    /// The round.
    pub route: String,
    /// The day on which it is gone.
    pub date: Day,
    /// The dials.
    pub lines: Vec<RouteLine>,
}

/// What came of a round that was gone with the tool in hand.
pub struct RoundWalk {
    /// The round.
    pub route: String,
    /// The day on which it was gone.
    pub date: Day,
    /// The dials, each with what became of it.
    pub stops: Vec<(RouteLine, StopState)>,
}

/// What became of a dial on a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StopState {
    /// It was read.
    Read,
    /// It had been read before.
    Before,
    /// It was estimated.
    Estimated,
    /// It was out of the ordinary, looked at again and confirmed.
    Confirmed,
    /// It is kept with doubt.
    Doubtful,
    /// It was passed over.
    Skipped,
    /// Nobody came to it.
    Remaining,
}

impl StopState {
    /// The key of its word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Read => "meter.walk.read",
            Self::Before => "meter.walk.before",
            Self::Estimated => "meter.walk.estimated",
            Self::Confirmed => "meter.walk.confirmed",
            Self::Doubtful => "meter.walk.doubtful",
            Self::Skipped => "meter.walk.skipped",
            Self::Remaining => "meter.walk.remaining",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Read | Self::Before | Self::Confirmed => Tone::Good,
            Self::Estimated | Self::Doubtful | Self::Skipped | Self::Remaining => Tone::Warn,
        }
    }
}

const WALK: Ledger = Ledger {
    key: "meter.walk",
    columns: &[
        "meter.route.line",
        "meter.route.point",
        "meter.route.name",
        "meter.route.place",
        "meter.route.time",
        "meter.route.last_register",
        "meter.route.register",
        "meter.walk.state",
    ],
};

const ROUTES: Ledger =
    Ledger { key: "meter.routes", columns: &["meter.routes.route", "meter.routes.points"] };

const SHEET: Ledger = Ledger {
    key: "meter.route",
    columns: &[
        "meter.route.line",
        "meter.route.point",
        "meter.route.name",
        "meter.route.place",
        "meter.route.serial",
        "meter.route.last_read",
        "meter.route.last_register",
        "meter.route.low",
        "meter.route.high",
        "meter.route.by",
        "meter.route.date",
        "meter.route.time",
        "meter.route.register",
        "meter.route.confirmed",
        "meter.route.note",
        "meter.route.person",
    ],
};

impl Present for Routes {
    fn present(&self) -> Document<'_> {
        let mut table = ROUTES.table();
        for (route, n_points) in &self.0 {
            table.line(vec![Cell::text(route), Cell::count(*n_points)]);
        }
        let none = self.0.is_empty().then(|| Message::new("meter.no_routes"));
        Document::new("meter.routes").table(table).notes(none.into_iter().collect())
    }
}

impl Present for RouteSheet {
    fn present(&self) -> Document<'_> {
        let mut table = SHEET.table();
        for (at, line) in self.lines.iter().enumerate() {
            table.line(cells(at + 1, self.date, line));
        }
        Document::new("meter.route")
            .facts(vec![
                ("meter.routes.route", Cell::text(&self.route)),
                ("meter.route.date", Cell::Day(self.date)),
                ("meter.routes.points", Cell::count(self.lines.len())),
            ])
            .table(table)
            .notes(vec![Message::new("meter.route_fill")])
            .sign_off(&["meter.route.reader", "meter.route.checker", "word.signed_on"])
    }
}

impl RoundWalk {
    /// How many dials are in one of these states.
    pub fn count(&self, states: &[StopState]) -> usize {
        self.stops.iter().filter(|(_, state)| states.contains(state)).count()
    }
}

impl Present for RoundWalk {
    fn present(&self) -> Document<'_> {
        let mut table = WALK.table();
        for (at, (line, state)) in self.stops.iter().enumerate() {
            table.line(vec![
                Cell::count(at + 1),
                Cell::of(&line.point),
                Cell::text(&line.name),
                Cell::maybe(line.place.as_ref(), Cell::text),
                Cell::maybe(line.time.as_ref(), Cell::of),
                Cell::maybe(line.last, |(_, register)| Cell::Quantity(register)),
                Cell::maybe(line.read.or(line.doubted), Cell::Quantity),
                Cell::verdict(state.key(), state.tone()),
            ]);
        }
        let table = table.without_unused(&["meter.route.place", "meter.route.time"]);
        let read = [StopState::Read, StopState::Estimated];
        let questioned = [StopState::Confirmed, StopState::Doubtful];
        let count = |states: &[StopState]| Cell::count(self.count(states));
        Document::new("meter.walk")
            .facts(vec![
                ("meter.routes.route", Cell::text(&self.route)),
                ("meter.route.date", Cell::Day(self.date)),
                ("meter.walk.before", count(&[StopState::Before])),
                ("meter.walk.read", count(&read)),
                ("meter.walk.questioned", count(&questioned)),
                ("meter.walk.skipped", count(&[StopState::Skipped])),
                ("meter.walk.remaining", count(&[StopState::Remaining])),
            ])
            .table(table)
    }
}

fn cells(number: usize, date: Day, line: &RouteLine) -> Vec<Cell> {
    let empty = || Cell::text("");
    let expected = line.expected.as_ref();
    vec![
        Cell::count(number),
        Cell::of(&line.point),
        Cell::text(&line.name),
        Cell::maybe(line.place.as_ref(), Cell::text),
        Cell::maybe(line.serial.as_ref(), Cell::text),
        Cell::maybe(line.last, |(day, _)| Cell::Day(day)),
        Cell::maybe(line.last, |(_, register)| Cell::Quantity(register)),
        Cell::maybe(expected, |expected| Cell::Quantity(expected.low)),
        Cell::maybe(expected.and_then(|expected| expected.high), Cell::Quantity),
        Cell::maybe(expected, by),
        Cell::Day(date),
        line.time.as_ref().map_or_else(empty, Cell::of),
        line.read.map_or_else(empty, Cell::Quantity),
        empty(),
        empty(),
        empty(),
    ]
}

/// By what the range is known.
fn by(expected: &Expected) -> Cell {
    Cell::said(match expected.by {
        Known::Usual(count) => Message::new("meter.route_usual").with("count", count),
        Known::MaxPerDay => Message::new("meter.route_most"),
        Known::Nothing => Message::new("meter.route_unknown"),
    })
}
