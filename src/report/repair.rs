//! Repair orders: what a step recorded, the list, and the whole story of one.

use super::receipt::{Ledger, Written};
use super::{Cell, Document, Present, Rows, Table, Tone};
use crate::base::{Day, Message, Time};
use crate::books::{IssuedPart, RepairStory};
use crate::inspections::{
    Happened, Promise, RepairEvent, RepairLine, RepairState, RepairUrgency, Timing,
};

/// Repair orders as they stand on a day.
pub struct RepairList {
    /// The day.
    pub as_of: Day,
    /// The orders, the oldest first.
    pub lines: Vec<RepairLine>,
}

const EVENTS: Ledger = Ledger {
    key: "repair.events",
    columns: &[
        "repair.events.id",
        "repair.events.repair",
        "repair.events.date",
        "repair.events.time",
        "repair.events.kind",
        "repair.events.number",
        "repair.events.subject",
        "repair.events.department",
        "repair.events.place",
        "repair.events.urgency",
        "repair.events.contractor",
        "repair.events.finding",
        "repair.events.due",
        "repair.events.due_time",
        "repair.events.cost",
        "repair.events.person",
        "repair.events.note",
        "repair.events.evidence",
        "repair.events.supersedes",
    ],
};

const LIST: &[&str] = &[
    "repair.list.order",
    "repair.list.state",
    "repair.list.urgency",
    "repair.list.subject",
    "repair.list.department",
    "repair.list.place",
    "repair.list.note",
    "repair.list.reported_on",
    "repair.list.reported_at",
    "repair.list.contractor",
    "repair.list.response_minutes",
    "repair.list.response",
    "repair.list.completion_minutes",
    "repair.list.completion",
    "repair.list.due",
    "repair.list.promised",
    "repair.list.first_promised",
    "repair.list.n_rejected",
    "repair.list.repeats",
    "repair.list.cost",
    "repair.list.parts",
];

/// The columns of the list that few orders fill.
const SELDOM: [&str; 10] = [
    "repair.list.department",
    "repair.list.place",
    "repair.list.contractor",
    "repair.list.promised",
    "repair.list.first_promised",
    "repair.list.n_rejected",
    "repair.list.repeats",
    "repair.list.cost",
    "repair.list.parts",
    "repair.list.reported_at",
];

impl Present for RepairList {
    fn present(&self) -> Document<'_> {
        let document = Document::new("repair.list").table(table("repair.list", &self.lines));
        let none = self.lines.is_empty().then(|| Message::new("repair.none_open"));
        document.notes(none.into_iter().collect())
    }
}

/// Repair orders as a table, under the key of the report it stands in.
pub(super) fn table<'l>(key: &'static str, lines: &'l [RepairLine]) -> Table<Rows<'l>> {
    let table = Table::new(key, LIST).named_by(&["repair.list.order"]);
    table.lines_of(lines, cells).without_unused(&SELDOM)
}

fn cells(line: &RepairLine) -> Vec<Cell> {
    let repair = &line.repair;
    // Only an extension has a first promise of its own.
    let first = repair.first_promise.filter(|_| repair.first_promise != repair.promise);
    vec![
        Cell::text(repair.name()),
        state(line),
        urgency(repair.urgency),
        Cell::of(&repair.subject),
        Cell::maybe(repair.department.as_ref(), Cell::of),
        Cell::text(&repair.place),
        Cell::text(&repair.reported.note),
        Cell::Day(repair.reported.date),
        Cell::maybe(repair.reported.time, |time| Cell::of(&time)),
        Cell::maybe(repair.contractor.as_ref(), Cell::of),
        Cell::maybe(repair.minutes_to_response(), Cell::Count),
        timing(line.response),
        Cell::maybe(repair.minutes_to_completion(), Cell::Count),
        timing(line.completion),
        Cell::Day(line.due),
        Cell::maybe(repair.promise, promise),
        Cell::maybe(first, promise),
        if repair.n_rejected == 0 {
            Cell::Blank
        } else {
            Cell::Count(i64::from(repair.n_rejected))
        },
        Cell::maybe(line.repeats.as_ref(), Cell::of),
        Cell::maybe(repair.cost, Cell::Money),
        if line.parts.is_zero() { Cell::Blank } else { Cell::Money(line.parts) },
    ]
}

/// A promised minute in one cell.
fn promise(promise: Promise) -> Cell {
    match promise.time {
        None => Cell::Day(promise.day),
        Some(time) => Cell::text(format!("{} {time}", promise.day)),
    }
}

fn state(line: &RepairLine) -> Cell {
    let tone = match line.repair.state {
        RepairState::Accepted => Tone::Good,
        RepairState::Open | RepairState::Responded if line.is_overdue() => Tone::Bad,
        RepairState::Open | RepairState::Responded | RepairState::Completed => Tone::Warn,
        RepairState::Cancelled => Tone::Plain,
    };
    Cell::verdict(line.repair.state.key(), tone)
}

/// How urgent something is, as a cell.
pub(super) fn urgency(urgency: RepairUrgency) -> Cell {
    let tone = match urgency {
        RepairUrgency::Emergency => Tone::Bad,
        RepairUrgency::Urgent | RepairUrgency::Routine => Tone::Plain,
    };
    Cell::verdict(urgency.key(), tone)
}

fn timing(timing: Timing) -> Cell {
    let tone = match timing {
        Timing::InTime | Timing::Ahead => Tone::Good,
        Timing::Late | Timing::Undone => Tone::Bad,
        Timing::Pending | Timing::Withdrawn => Tone::Plain,
    };
    Cell::verdict(timing.key(), tone)
}

/// The parts that were issued, with their sum.
pub(super) fn parts(parts: &[IssuedPart]) -> Table {
    let columns = [
        "repair.parts.order",
        "repair.parts.date",
        "repair.parts.item",
        "repair.parts.name",
        "repair.parts.quantity",
        "repair.parts.unit",
        "repair.parts.value",
        "repair.parts.id",
    ];
    let mut table = Table::new("repair.parts", &columns).named_by(&["repair.parts.id"]);
    for part in parts {
        table.line(vec![
            Cell::text(&part.order),
            Cell::Day(part.date),
            Cell::of(&part.item),
            Cell::text(&part.name),
            part.quantity.into(),
            Cell::text(&part.unit),
            part.value.into(),
            Cell::of(&part.id),
        ]);
    }
    let mut total = vec![Cell::word("word.total")];
    total.resize(columns.len() - 2, Cell::Blank);
    total.push(Cell::Money(parts.iter().map(|part| part.value).sum()));
    total.push(Cell::Blank);
    table.rows.push(super::Row::total(total));
    table
}

impl Present for RepairStory {
    fn present(&self) -> Document<'_> {
        let line = &self.line;
        let repair = &line.repair;
        let text = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::text(text) };
        let at = |happened: Option<&Happened>| Cell::maybe(happened, happened_at);
        let mut facts = vec![
            ("repair.show.repair", Cell::of(&repair.id)),
            ("repair.list.order", text(&repair.number)),
            ("repair.list.state", state(line)),
            ("repair.list.urgency", urgency(repair.urgency)),
            ("repair.list.subject", Cell::of(&repair.subject)),
            ("repair.list.department", Cell::maybe(repair.department.as_ref(), Cell::of)),
            ("repair.list.place", text(&repair.place)),
            ("repair.list.note", Cell::text(&repair.reported.note)),
            ("repair.show.reported", happened_at(&repair.reported)),
            ("repair.show.responded", at(repair.answered())),
            (
                "repair.list.response_minutes",
                Cell::maybe(repair.minutes_to_response(), Cell::Count),
            ),
            ("repair.list.response", timing(line.response)),
            ("repair.show.completed", at(repair.completed.as_ref())),
            (
                "repair.list.completion_minutes",
                Cell::maybe(repair.minutes_to_completion(), Cell::Count),
            ),
            ("repair.list.completion", timing(line.completion)),
            ("repair.list.due", Cell::Day(line.due)),
            ("repair.list.promised", Cell::maybe(repair.promise, promise)),
            ("repair.list.first_promised", Cell::maybe(repair.first_promise, promise)),
            ("repair.show.accepted", at(repair.accepted.as_ref())),
            ("repair.show.cancelled", at(repair.cancelled.as_ref())),
            ("repair.list.contractor", Cell::maybe(repair.contractor.as_ref(), Cell::of)),
            ("repair.show.finding", Cell::maybe(repair.finding.as_ref(), Cell::of)),
            ("repair.list.repeats", Cell::maybe(line.repeats.as_ref(), Cell::of)),
        ];
        facts.retain(|(_, cell)| *cell != Cell::Blank);
        facts.extend([
            ("repair.list.cost", Cell::maybe(repair.cost, Cell::Money)),
            ("repair.list.parts", Cell::Money(line.parts)),
            ("repair.show.total", Cell::Money(line.total())),
        ]);
        let mut events = EVENTS.table();
        for row in &self.rows {
            events.line(written(row).cells);
        }
        let document =
            Document::new("repair.show").facts(facts).table(events.without_unused(EVENTS.columns));
        if self.parts.is_empty() { document } else { document.table(parts(&self.parts)) }
    }
}

/// When something happened, and by whom, in one cell.
fn happened_at(happened: &Happened) -> Cell {
    let time = happened.time.map(|time: Time| format!(" {time}")).unwrap_or_default();
    Cell::text(format!("{}{time} {}", happened.date, happened.person))
}

/// A row of the repair orders, as a receipt shows it.
pub(super) fn written(row: &RepairEvent) -> Written {
    let cells = vec![
        Cell::of(&row.id),
        Cell::of(&row.repair),
        Cell::Day(row.date),
        Cell::maybe(row.time, |time| Cell::of(&time)),
        Cell::word(row.kind.key()),
        Cell::text(&row.number),
        Cell::maybe(row.subject.as_ref(), Cell::of),
        Cell::maybe(row.department.as_ref(), Cell::of),
        Cell::text(&row.place),
        Cell::maybe(row.urgency, urgency),
        Cell::maybe(row.contractor.as_ref(), Cell::of),
        Cell::maybe(row.finding.as_ref(), Cell::of),
        Cell::maybe(row.due, Cell::Day),
        Cell::maybe(row.due_time, |time| Cell::of(&time)),
        Cell::maybe(row.cost, Cell::Money),
        Cell::text(row.person.as_str()),
        Cell::text(&row.note),
        Cell::text(row.evidence.join(";")),
        Cell::maybe(row.supersedes.as_ref(), Cell::of),
    ];
    Written { ledger: EVENTS, cells }
}
