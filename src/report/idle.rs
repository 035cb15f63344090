//! Slow and dead stock (呆滞物资), and for how many days what is there will do.

use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Fraction, Message, Money};
use crate::stock::{Cover, CoverLine, Idle, IdleLine, IdleState, Usage};

const IDLE: [&str; 12] = [
    "stock.idle.store",
    "stock.idle.item",
    "stock.idle.name",
    "stock.idle.category",
    "stock.idle.quantity",
    "stock.idle.unit",
    "stock.idle.value",
    "stock.idle.last_in",
    "stock.idle.last_issue",
    "stock.idle.idle_days",
    "stock.idle.cover",
    "stock.idle.state",
];

const ROOMS: [&str; 4] = [
    "stock.idle_sums.store",
    "stock.idle_sums.dead",
    "stock.idle_sums.slow",
    "stock.idle_sums.value",
];

const COVER: [&str; 11] = [
    "stock.cover.item",
    "stock.cover.name",
    "stock.cover.category",
    "stock.cover.quantity",
    "stock.cover.unit",
    "stock.cover.on_order",
    "stock.cover.used",
    "stock.cover.per_day",
    "stock.cover.cover",
    "stock.cover.lead_days",
    "stock.cover.state",
];

impl Present for Idle {
    fn present(&self) -> Document<'_> {
        let table =
            Table::new("stock.idle", &IDLE).named_by(&["stock.idle.store", "stock.idle.item"]);
        let table = table.lines_of(&self.lines, idle_cells);
        let mut sums = Table::new("stock.idle_sums", &ROOMS);
        let cells = |name: Cell, (dead, slow): (Money, Money)| {
            vec![name, dead.into(), slow.into(), (dead + slow).into()]
        };
        for (store, values) in &self.by_store {
            sums.line(cells(Cell::of(store), *values));
        }
        sums.rows.push(Row::total(cells(Cell::word("word.total"), self.total)));
        let options = &self.options;
        Document::new("stock.idle")
            .facts(vec![
                ("stock.idle.dead_from", Cell::Count(i64::from(options.dead_days))),
                ("stock.idle.slow_over", Cell::Count(i64::from(options.slow_days))),
                ("stock.idle.window", Cell::of(&options.policy.window(options.as_of))),
                ("stock.idle.cards", Cell::count(self.lines.len())),
            ])
            .table(sums)
            .table(table)
    }
}

fn idle_cells(line: &IdleLine) -> Vec<Cell> {
    let IdleLine { store, item, usage, idle_days, cover, state } = line;
    let tone = match state {
        IdleState::Dead => Tone::Bad,
        IdleState::Slow => Tone::Warn,
    };
    vec![
        Cell::of(store),
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(&item.category),
        usage.on_hand.quantity.into(),
        Cell::text(&item.unit),
        usage.on_hand.value.into(),
        Cell::maybe(usage.last_in, Cell::Day),
        usage.last_issue.map_or_else(|| Cell::word("stock.idle.never"), Cell::Day),
        Cell::Count(*idle_days),
        cover_cell(*cover),
        Cell::verdict(state.key(), tone),
    ]
}

/// Where nothing was used there is no number of days.
fn cover_cell(cover: Option<i64>) -> Cell {
    cover.map_or_else(|| Cell::word("stock.cover.no_use"), Cell::Count)
}

impl Present for Cover {
    fn present(&self) -> Document<'_> {
        let table = Table::new("stock.cover", &COVER).lines_of(&self.lines, cover_cells);
        let n_short = self.lines.iter().filter(|line| line.is_short()).count();
        let short = Message::new("stock.note_cover").with("count", n_short);
        Document::new("stock.cover")
            .facts(vec![
                ("stock.cover.window", Cell::of(&self.options.policy.window(self.options.as_of))),
                ("stock.cover.items", Cell::count(self.lines.len())),
                ("stock.cover.n_short", Cell::count(n_short)),
            ])
            .table(table)
            .notes(if n_short > 0 { vec![short] } else { Vec::new() })
    }
}

fn cover_cells(line: &CoverLine) -> Vec<Cell> {
    let CoverLine { item, usage, on_order, cover, lead_days } = line;
    vec![
        Cell::of(&item.code),
        Cell::text(&item.name),
        Cell::text(&item.category),
        usage.on_hand.quantity.into(),
        Cell::text(&item.unit),
        (*on_order).into(),
        usage.used.quantity.into(),
        per_day(usage),
        cover_cell(*cover),
        Cell::Count(i64::from(*lead_days)),
        if line.is_short() { Cell::verdict("stock.cover.short", Tone::Bad) } else { Cell::Blank },
    ]
}

fn per_day(usage: &Usage) -> Cell {
    let rounded = |exact: Fraction| exact.round(3).map_or(Cell::Blank, |of| of.normalize().into());
    Cell::maybe(usage.per_day(), rounded)
}
