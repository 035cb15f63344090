//! Points of metering: the list, the tree, and the rows of the register.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Rows, Table};
use crate::base::Message;
use crate::meters::{Counting, ListOrder, Listed, Meter, Point, Reset, Sign};

/// The points, by code or as a tree.
pub struct Points {
    /// The points.
    pub points: Vec<Listed>,
    /// In which order.
    pub order: ListOrder,
}

const LIST: Ledger = Ledger {
    key: "meter.points",
    columns: &[
        "meter.points.code",
        "meter.points.name",
        "meter.points.utility",
        "meter.points.unit",
        "meter.points.multiplier",
        "meter.points.sum",
        "meter.points.parent",
        "meter.points.department",
        "meter.points.place",
        "meter.points.serial",
        "meter.points.last_read",
        "meter.points.last_register",
    ],
};

const TREE: Ledger = Ledger {
    key: "meter.tree",
    columns: &[
        "meter.tree.level",
        "meter.tree.name",
        "meter.tree.code",
        "meter.tree.utility",
        "meter.tree.counting",
        "meter.tree.sum",
        "meter.tree.department",
        "meter.tree.class",
        "meter.tree.parent",
    ],
};

const REGISTER: Ledger = Ledger {
    key: "meter.point",
    columns: &[
        "meter.point.code",
        "meter.point.name",
        "meter.point.utility",
        "meter.point.unit",
        "meter.point.parent",
        "meter.point.counting",
        "meter.point.period",
        "meter.point.place",
        "meter.point.department",
        "meter.point.site",
        "meter.point.class",
        "meter.point.multiplier",
        "meter.point.from",
        "meter.point.initial",
        "meter.point.digits",
        "meter.point.decimals",
        "meter.point.max_per_day",
        "meter.point.accuracy",
        "meter.point.reset",
        "meter.point.serial",
        "meter.point.sum",
        "meter.point.read_at",
        "meter.point.route",
        "meter.point.place_in_route",
        "meter.point.asset",
    ],
};

impl Present for Points {
    fn present(&self) -> Document<'_> {
        match self.order {
            ListOrder::Code => {
                Document::new("meter.points").table(list(&self.points)).notes(self.none())
            }
            ListOrder::Tree => {
                let table = TREE.table().lines_of(&self.points, tree_cells);
                Document::new("meter.tree").table(table).notes(self.none())
            }
        }
    }
}

/// Points as they stand now.
pub(super) fn list(points: &[Listed]) -> Table<Rows<'_>> {
    LIST.table().lines_of(points, list_cells)
}

impl Points {
    /// What to do where there is no point yet.
    fn none(&self) -> Vec<Message> {
        if self.points.is_empty() { vec![Message::new("meter.no_points")] } else { Vec::new() }
    }
}

fn list_cells(listed: &Listed) -> Vec<Cell> {
    let Listed { point, segment, last, depth: _ } = listed;
    vec![
        Cell::of(&point.code),
        Cell::text(&point.name),
        Cell::word(point.carrier.utility().key()),
        Cell::text(point.carrier.unit()),
        Cell::maybe(segment.as_ref(), |segment| Cell::of(&segment.multiplier)),
        Cell::maybe(point.sum.as_ref(), Cell::of),
        Cell::maybe(point.parent.as_ref(), Cell::of),
        Cell::maybe(point.department.as_ref(), Cell::of),
        Cell::maybe(point.place.as_ref(), Cell::text),
        Cell::maybe(segment.as_ref().and_then(|segment| segment.serial.as_ref()), Cell::text),
        Cell::maybe(*last, |(day, _)| Cell::Day(day)),
        Cell::maybe(*last, |(_, register)| Cell::Quantity(register)),
    ]
}

fn tree_cells(listed: &Listed) -> Vec<Cell> {
    let Listed { point, segment: _, last: _, depth } = listed;
    // For people the depth shows in the name; programs have the level and the parent.
    let name = match depth {
        0 => point.name.clone(),
        depth => format!("{}└ {}", "  ".repeat(depth - 1), point.name),
    };
    vec![
        Cell::count(*depth),
        Cell::text(name),
        Cell::of(&point.code),
        Cell::word(point.carrier.utility().key()),
        counting(point),
        Cell::maybe(point.sum.as_ref(), Cell::of),
        Cell::maybe(point.department.as_ref(), Cell::of),
        Cell::maybe(point.class.as_ref(), Cell::text),
        Cell::maybe(point.parent.as_ref(), Cell::of),
    ]
}

/// How a point counts in sums: added, taken away, not at all, or as a sum itself.
fn counting(point: &Point) -> Cell {
    let is_below = point.meter.is_none() && point.sum.is_none();
    Cell::word(match (point.counting, point.sign) {
        (Counting::Check, _) => Counting::Check.key(),
        (Counting::Counted, Sign::Minus) => Sign::Minus.key(),
        (Counting::Counted, Sign::Plus) if is_below => "meter.counting.sum",
        (Counting::Counted, Sign::Plus) => Sign::Plus.key(),
    })
}

fn stop_place(point: &Point) -> Option<i64> {
    point.stop.as_ref()?.place.map(i64::from)
}

/// A row of the register, as a receipt shows it.
pub(super) fn written(point: &Point) -> Written {
    let meter = point.meter.as_ref();
    let of = |cell: fn(&Meter) -> Cell| Cell::maybe(meter, cell);
    let cells = vec![
        Cell::of(&point.code),
        Cell::text(&point.name),
        Cell::word(point.carrier.utility().key()),
        Cell::text(point.carrier.unit()),
        Cell::maybe(point.parent.as_ref(), Cell::of),
        counting(point),
        Cell::maybe(point.period, |part| Cell::word(part.key())),
        Cell::maybe(point.place.as_ref(), Cell::text),
        Cell::maybe(point.department.as_ref(), Cell::of),
        Cell::maybe(point.site.as_ref(), Cell::of),
        Cell::maybe(point.class.as_ref(), Cell::text),
        of(|meter| Cell::of(&meter.multiplier)),
        of(|meter| Cell::maybe(meter.from, Cell::Day)),
        of(|meter| Cell::maybe(meter.initial, Cell::Quantity)),
        of(|meter| Cell::maybe(meter.digits, |digits| Cell::Count(i64::from(digits)))),
        of(|meter| Cell::maybe(meter.decimals, |decimals| Cell::Count(i64::from(decimals)))),
        of(|meter| Cell::maybe(meter.max_per_day, Cell::Quantity)),
        of(|meter| Cell::maybe(meter.accuracy, Cell::Quantity)),
        of(|meter| match meter.reset {
            Reset::Allowed => Cell::word("meter.reset.allowed"),
            Reset::Never => Cell::Blank,
        }),
        of(|meter| Cell::maybe(meter.serial.as_ref(), Cell::text)),
        Cell::maybe(point.sum.as_ref(), Cell::of),
        Cell::text(point.read_at.to_string()),
        Cell::maybe(point.stop.as_ref(), |stop| Cell::text(&stop.route)),
        Cell::maybe(stop_place(point), Cell::Count),
        Cell::maybe(point.asset.as_ref(), Cell::of),
    ];
    Written { ledger: REGISTER, cells }
}
