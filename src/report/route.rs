//! Rounds of reading: their list, and the sheet of one to be filled in.

use super::receipt::Ledger;
use super::{Cell, Document, Present};
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
    fn present(&self) -> Document {
        let mut table = ROUTES.table();
        for (route, n_points) in &self.0 {
            table.line(vec![Cell::text(route), Cell::count(*n_points)]);
        }
        let none = self.0.is_empty().then(|| Message::new("meter.no_routes"));
        Document::new("meter.routes").table(table).notes(none.into_iter().collect())
    }
}

impl Present for RouteSheet {
    fn present(&self) -> Document {
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
    Cell::Said(match expected.by {
        Known::Usual(count) => Message::new("meter.route_usual").with("count", count),
        Known::MaxPerDay => Message::new("meter.route_most"),
        Known::Nothing => Message::new("meter.route_unknown"),
    })
}
