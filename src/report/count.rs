//! Cells that every layout of counted lines shares, and the count sheet's rows in receipts.

use super::receipt::{Ledger, Written};
use super::{Cell, Tone};
use crate::base::{Day, Message};
use crate::stock::Cutoff;
use crate::stock::stocktake::{Act, Goods, LineResult, SheetEntry, SheetState, Side, Standing};

/// The item of a line; nothing for a find that the catalogue does not know, which has its name
/// beside it.
pub(super) fn goods_cell(goods: &Goods) -> Cell {
    match goods {
        Goods::Item { .. } => Cell::of(goods),
        Goods::Unlisted(_) => Cell::text(""),
    }
}

/// A cut-off on its day; the day is said only where it is not the sheet's.
pub(super) fn cutoff_cell(sheet: Day, date: Day, cutoff: &Cutoff) -> Cell {
    if date != sheet {
        let message = Message::new("stock.cutoff_on").with("date", date.to_string());
        return Cell::said(match cutoff {
            Cutoff::Open => message.with("cutoff", key("stock.cutoff.open")),
            Cutoff::Close => message.with("cutoff", key("stock.cutoff.close")),
            Cutoff::At(_) | Cutoff::After(_) => message.with("cutoff", cutoff.to_string()),
        });
    }
    match cutoff {
        Cutoff::Open => Cell::word("stock.cutoff.open"),
        Cutoff::Close => Cell::word("stock.cutoff.close"),
        Cutoff::At(_) | Cutoff::After(_) => Cell::of(cutoff),
    }
}

fn key(key: &str) -> crate::base::Argument {
    crate::base::Argument::key(key)
}

/// How a line came out, in its tone.
pub(super) fn standing_cell(standing: Standing) -> Cell {
    let tone = match standing {
        Standing::Matched => Tone::Good,
        Standing::Surplus | Standing::Shortage | Standing::Disputed => Tone::Bad,
        Standing::Uncounted | Standing::Unclear | Standing::Unlisted => Tone::Warn,
        Standing::Left => Tone::Plain,
    };
    Cell::verdict(standing.key(), tone)
}

/// Where a sheet stands in its life, in its tone.
pub(super) fn state_cell(state: SheetState) -> Cell {
    let tone = match state {
        SheetState::Posted => Tone::Good,
        SheetState::Differences => Tone::Warn,
        SheetState::Open | SheetState::Counting | SheetState::Approved | SheetState::Cancelled => {
            Tone::Plain
        }
    };
    Cell::verdict(state.key(), tone)
}

/// What the books said, what was counted, and how far they are apart.
pub(super) fn figures(line: &LineResult) -> [Cell; 5] {
    let known = line.standing != Standing::Unlisted;
    [
        if known { line.book.quantity.into() } else { Cell::Blank },
        Cell::maybe(line.count(), |count| count.quantity.into()),
        Cell::maybe(line.variance, |variance| variance.quantity.into()),
        Cell::maybe(line.variance.and_then(|variance| variance.value), Cell::Money),
        standing_cell(line.standing),
    ]
}

/// Quantities by unit: `3 只、2 瓶`.
pub(super) fn quantities(side: &Side) -> Cell {
    let told: Vec<String> =
        side.quantities.iter().map(|(unit, quantity)| format!("{quantity} {unit}")).collect();
    if told.is_empty() { Cell::Blank } else { Cell::text(told.join("、")) }
}

/// The rows of count sheets as the file has them.
const ENTRIES: Ledger = Ledger {
    key: "stock.stocktakes",
    columns: &[
        "stock.stocktakes.id",
        "stock.stocktakes.sheet",
        "stock.stocktakes.date",
        "stock.stocktakes.kind",
        "stock.stocktakes.line",
        "stock.stocktakes.item",
        "stock.stocktakes.lot",
        "stock.stocktakes.place",
        "stock.stocktakes.book",
        "stock.stocktakes.counted",
        "stock.stocktakes.unit",
        "stock.stocktakes.counted_on",
        "stock.stocktakes.cutoff",
        "stock.stocktakes.counter",
        "stock.stocktakes.round",
        "stock.stocktakes.variance",
        "stock.stocktakes.unit_price",
        "stock.stocktakes.approver",
        "stock.stocktakes.reason",
        "stock.stocktakes.person",
        "stock.stocktakes.slip",
        "stock.stocktakes.scope",
        "stock.stocktakes.note",
        "stock.stocktakes.recorded_at",
        "stock.stocktakes.recorded_by",
    ],
};

/// A row of a count sheet, as a receipt shows it.
pub(super) fn written(entry: &SheetEntry) -> Written {
    Written { ledger: ENTRIES, cells: entry_cells(entry) }
}

/// The cells of an entry under the columns of its file.
fn entry_cells(entry: &SheetEntry) -> Vec<Cell> {
    let mut cells = vec![Cell::Blank; ENTRIES.columns.len()];
    let mut put = |column: &str, cell: Cell| {
        let at = ENTRIES.columns.iter().position(|key| key.rsplit('.').next() == Some(column));
        cells[at.expect("BUG: a column of the count sheets")] = cell;
    };
    put("id", Cell::of(&entry.id));
    put("sheet", Cell::of(&entry.sheet));
    put("date", Cell::Day(entry.date));
    put("kind", Cell::word(entry.act.key()));
    put("place", Cell::of(&entry.store));
    put("note", Cell::text(&entry.note));
    put("recorded_at", Cell::of(&entry.recorded_at));
    put("recorded_by", Cell::text(&entry.recorded_by));
    if let Some(of) = entry.act.line() {
        put("line", Cell::Count(i64::from(of.line)));
        put(
            "item",
            match &of.goods {
                Goods::Item { item, .. } => Cell::of(item),
                Goods::Unlisted(name) => Cell::text(format!("?{name}")),
            },
        );
        put("lot", Cell::text(of.goods.lot()));
        put("unit", Cell::text(&of.unit));
    }
    match &entry.act {
        Act::Open { scope, cutoff } => {
            put("scope", Cell::of(scope));
            put("cutoff", Cell::maybe(cutoff.as_ref(), Cell::of));
        }
        Act::Line { book, counter, .. } => {
            put("book", Cell::maybe(*book, Cell::from));
            put("counter", Cell::text(counter));
        }
        Act::Count { counted, counted_on, cutoff, counter, round, .. } => {
            put("counted", (*counted).into());
            put("counted_on", Cell::Day(*counted_on));
            put("cutoff", Cell::maybe(cutoff.as_ref(), Cell::of));
            put("counter", Cell::text(counter));
            put("round", Cell::Count(i64::from(*round)));
        }
        Act::Explain { quantity, slip, .. } => {
            put("variance", (*quantity).into());
            put("slip", Cell::text(slip));
        }
        Act::Withdraw { explanation, slip, reason, .. } => {
            put("scope", Cell::word(explanation.key()));
            put("slip", Cell::text(slip));
            put("reason", Cell::text(reason));
        }
        Act::Approve { variance, unit_price, round, outcome, approver, reason, .. } => {
            put("variance", (*variance).into());
            put("unit_price", Cell::maybe(*unit_price, Cell::from));
            put("round", Cell::maybe(*round, |round| Cell::Count(i64::from(round))));
            put("person", Cell::text(outcome.person()));
            put("approver", Cell::text(approver));
            put("reason", Cell::text(reason));
        }
        Act::Reapprove { variance, approver, reason, .. } => {
            put("variance", (*variance).into());
            put("approver", Cell::text(approver));
            put("reason", Cell::text(reason));
        }
        Act::Leave { approver, reason, .. } => {
            put("approver", Cell::text(approver));
            put("reason", Cell::text(reason));
        }
        Act::Cancel { reason } => put("reason", Cell::text(reason)),
    }
    cells
}
