//! What a command wrote on a count sheet, how the sheet stands now, and what to type next.

use super::count::{cutoff_cell, figures, goods_cell, state_cell};
use super::differences::{approved_again, notes};
use super::{Cell, Document, Present, Table};
use crate::base::{Message, Quantity};
use crate::stock::stocktake::{Differences, Goods, LineOf, LineResult, SheetState, Standing};

/// What was written.
pub enum Wrote {
    /// The sheet was opened.
    Opened,
    /// Lines were counted.
    Counted {
        /// Which.
        goods: Vec<Goods>,
        /// What stood there before, where it was something else.
        corrected: Vec<(LineOf, Quantity, Quantity)>,
        /// What a file says that was corrected since, so that it was passed over.
        passed_over: Vec<(LineOf, Quantity, Quantity)>,
    },
    /// Lines were approved or left, or the sheet was posted.
    Decided,
    /// The sheet was given up.
    Cancelled,
}

/// A sheet after something was written on it.
pub struct SheetReceipt {
    /// What was written.
    pub wrote: Wrote,
    /// The sheet as it stands now.
    pub after: Differences,
}

impl Present for SheetReceipt {
    fn present(&self) -> Document<'_> {
        let Self { wrote, after } = self;
        let tally = &after.tally;
        let document = Document::new("receipt.recorded").facts(vec![
            ("stock.sheets.sheet", Cell::of(&after.sheet)),
            ("stock.sheets.store", Cell::of(&after.store)),
            ("stock.sheets.date", Cell::Day(after.date)),
            ("stock.sheets.state", state_cell(after.state)),
            ("stock.sheets.lines", Cell::count(tally.lines)),
            ("stock.sheets.counted", Cell::count(tally.counted + tally.unclear)),
            ("stock.sheets.uncounted", Cell::count(tally.uncounted)),
        ]);
        let about = |code: &str| Message::new(code).with("sheet", after.sheet.to_string());
        match wrote {
            Wrote::Opened => document.notes(vec![about("stock.note_opened")]),
            Wrote::Cancelled => document,
            Wrote::Counted { goods, corrected, passed_over } => {
                let mut said = notes(after);
                if after.state == SheetState::Differences {
                    said.insert(0, about("stock.note_differences"));
                }
                said.extend(passed_over.iter().map(note_passed_over));
                document.table(counted(after, goods, corrected)).notes(said)
            }
            Wrote::Decided => {
                let document = document.table(decided(after));
                let document = match approved_again(&after.lines) {
                    Some(again) => document.table(again),
                    None => document,
                };
                document.notes(notes(after))
            }
        }
    }
}

impl Wrote {
    /// What is to be said where nothing had to be written.
    pub fn notes(&self) -> Vec<Message> {
        match self {
            Self::Counted { passed_over, .. } => passed_over.iter().map(note_passed_over).collect(),
            Self::Opened | Self::Decided | Self::Cancelled => Vec::new(),
        }
    }
}

/// What a file says that was corrected since.
fn note_passed_over((of, file, stands): &(LineOf, Quantity, Quantity)) -> Message {
    Message::new("stock.note_passed_over")
        .with("goods", of.goods.to_string())
        .with("file", file.to_string())
        .with("stands", stands.to_string())
}

/// What was counted. What the books say is not shown: others may still be counting.
fn counted(
    after: &Differences,
    goods: &[Goods],
    corrected: &[(LineOf, Quantity, Quantity)],
) -> Table {
    let mut columns = vec![
        "stock.count.line",
        "stock.count.item",
        "stock.count.name",
        "stock.count.unit",
        "stock.count.counted",
    ];
    if !corrected.is_empty() {
        columns.push("stock.count.before");
    }
    columns.extend(["stock.count.cutoff", "stock.count.counter", "stock.count.note"]);
    let mut table = Table::new("stock.counted_now", &columns);
    let touched = |line: &&LineResult| goods.contains(&line.line.of.goods);
    for line in after.lines.iter().filter(touched) {
        // Of a recount what was entered now, not what stands.
        let Some(count) = line.line.count() else { continue };
        let before = corrected.iter().find(|(of, ..)| of.goods == line.line.of.goods);
        let mut cells = vec![
            Cell::Count(i64::from(line.line.of.line)),
            goods_cell(&line.line.of.goods),
            Cell::text(&line.name),
            Cell::text(&line.line.of.unit),
            count.quantity.into(),
        ];
        if !corrected.is_empty() {
            cells.push(Cell::maybe(before, |(_, before, _)| (*before).into()));
        }
        cells.extend([
            Cell::maybe(count.cutoff.as_ref(), |cutoff| {
                cutoff_cell(after.date, count.date, cutoff)
            }),
            Cell::text(&count.counter),
            Cell::text(&count.note),
        ]);
        table.line(cells);
    }
    table
}

/// The lines that do not match, with what was decided on them.
fn decided(after: &Differences) -> Table {
    let mut table = Table::new(
        "stock.decided_now",
        &[
            "stock.count.line",
            "stock.count.item",
            "stock.count.name",
            "stock.count.unit",
            "stock.count.book",
            "stock.count.counted",
            "stock.count.variance",
            "stock.count.value",
            "stock.count.standing",
            "stock.count.approver",
            "stock.count.reason",
        ],
    );
    for line in after.lines.iter().filter(|line| line.standing != Standing::Matched) {
        let decision = line.line.decision.as_ref();
        let mut cells = vec![
            Cell::Count(i64::from(line.line.of.line)),
            goods_cell(&line.line.of.goods),
            Cell::text(&line.name),
            Cell::text(&line.line.of.unit),
        ];
        cells.extend(figures(line));
        cells.push(Cell::maybe(decision, |decision| Cell::text(&decision.approver)));
        cells.push(Cell::text(decision.map_or("", |decision| decision.reason.as_str())));
        table.line(cells);
    }
    table
}
