//! Count sheets: printed to be filled in, listed, and as everything that was written on one.

use super::count::{cutoff_cell, goods_cell, quantities, standing_cell, state_cell};
use super::differences::notes;
use super::{Cell, Document, Present, Table};
use crate::base::{Argument, Message};
use crate::stock::Stock;
use crate::stock::stocktake::{
    Act, Differences, LineResult, Origin, Scope, Sheet, SheetEntry, SheetSummary, Standing,
};

/// What stands in the boxes of a printed sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boxes {
    /// What was counted so far.
    AsCounted,
    /// Nothing, and only the lines that were there from the start.
    Empty,
}

/// A sheet to be filled in, by hand or in a spreadsheet: its CSV is what import reads.
pub struct CountSheet<'b> {
    /// Where names come from.
    pub stock: &'b Stock,
    /// The sheet.
    pub sheet: &'b Differences,
    /// What stands in the boxes.
    pub boxes: Boxes,
    /// Which part of it.
    pub part: SheetPart,
}

/// A part of a sheet, for one of several counters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPart {
    /// Only the lines that somebody is to count; none for all.
    pub counter: Option<String>,
    /// Only the lines of shelves whose code begins like this; none for all.
    pub shelf: Option<String>,
}

impl SheetPart {
    fn has(&self, line: &LineResult, shelf: &str) -> bool {
        self.counter.as_ref().is_none_or(|counter| line.line.planned == *counter)
            && self.shelf.as_ref().is_none_or(|begin| shelf.starts_with(begin.as_str()))
    }
}

impl Present for CountSheet<'_> {
    fn present(&self) -> Document<'_> {
        let Self { stock, sheet, boxes, part } = self;
        let shelf = |line: &LineResult| {
            let item = line.line.of.goods.item().and_then(|code| stock.items.get(code));
            item.map_or("", |item| item.shelf.as_str())
        };
        let lines: Vec<&LineResult> = sheet
            .lines
            .iter()
            .filter(|line| *boxes == Boxes::AsCounted || line.line.origin == Origin::Scope)
            .filter(|line| part.has(line, shelf(line)))
            .collect();
        let table = self.table(&lines);
        let name = stock.stores.get(&sheet.store).map_or("", |store| store.name.as_str());
        Document::new("stock.sheet")
            .facts(vec![
                ("stock.sheets.sheet", Cell::of(&sheet.sheet)),
                ("stock.sheets.store", Cell::of(&sheet.store)),
                ("stock.sheets.store_name", Cell::text(name)),
                ("stock.sheets.date", Cell::Day(sheet.date)),
                ("stock.sheets.scope", scope_cell(&sheet.scope)),
                ("stock.sheets.cutoff", default_cutoff(sheet)),
                ("stock.sheets.lines", Cell::count(lines.len())),
            ])
            .table(table)
            .notes(vec![
                Message::new("stock.sheet_blank"),
                Message::new("stock.sheet_import").with("sheet", sheet.sheet.to_string()),
            ])
            .sign_off(&[
                "stocktake.last_receipt",
                "stocktake.last_issue",
                "stocktake.counted_at",
                "word.counter",
                "word.observer",
                "word.storekeeper",
                "word.signed_on",
            ])
    }
}

impl CountSheet<'_> {
    /// The lines with their boxes.
    fn table(&self, lines: &[&LineResult]) -> Table {
        let Self { stock, sheet, boxes, part: _ } = self;
        let shelf = |line: &LineResult| {
            let item = line.line.of.goods.item().and_then(|code| stock.items.get(code));
            item.map_or("", |item| item.shelf.as_str())
        };
        let has_shelves = lines.iter().any(|line| !shelf(line).is_empty());
        let shows_book = lines.iter().any(|line| line.line.book.is_some());
        let mut columns = vec!["stock.count.line"];
        if has_shelves {
            columns.push("stock.items.shelf");
        }
        columns.extend([
            "stock.count.item",
            "stock.count.name",
            "stock.count.spec",
            "stock.count.unit",
        ]);
        let lot = |line: &LineResult| line.line.of.goods.lot().to_owned();
        let has_lots = lines.iter().any(|line| !lot(line).is_empty());
        if has_lots {
            columns.push("stock.stocktakes.lot");
        }
        if shows_book {
            columns.push("stock.count.book");
        }
        let counted_on = |line: &LineResult| {
            line.count().map(|count| count.date).filter(|_| *boxes == Boxes::AsCounted)
        };
        let shows_day =
            lines.iter().filter_map(|line| counted_on(line)).any(|date| date != sheet.date);
        columns.push("stock.count.counted");
        if shows_day {
            columns.push("stock.count.counted_on");
        }
        columns.extend([
            "stock.count.cutoff",
            "stock.count.counter",
            "stock.count.note",
            "stock.count.sheet",
        ]);
        let mut table = Table::new("stock.sheet", &columns);
        for &line in lines {
            let item = line.line.of.goods.item().and_then(|code| stock.items.get(code));
            let count = line.count().filter(|_| *boxes == Boxes::AsCounted);
            let empty = || Cell::text("");
            let mut cells = vec![Cell::Count(i64::from(line.line.of.line))];
            if has_shelves {
                cells.push(Cell::text(shelf(line)));
            }
            cells.extend([
                line.line.of.goods.item().map_or_else(empty, Cell::of),
                Cell::text(&line.name),
                Cell::text(item.map_or("", |item| item.spec.as_str())),
                Cell::text(&line.line.of.unit),
            ]);
            if has_lots {
                cells.push(Cell::text(lot(line)));
            }
            if shows_book {
                cells.push(line.line.book.map_or_else(empty, Cell::from));
            }
            cells.push(count.map_or_else(empty, |count| count.quantity.into()));
            if shows_day {
                cells.push(counted_on(line).map_or_else(empty, Cell::Day));
            }
            cells.extend([
                count
                    .and_then(|count| {
                        Some(cutoff_cell(count.date, count.date, count.cutoff.as_ref()?))
                    })
                    .unwrap_or_else(empty),
                Cell::text(count.map_or(&line.line.planned, |count| &count.counter)),
                count.map_or_else(empty, |count| Cell::text(&count.note)),
                Cell::of(&sheet.sheet),
            ]);
            table.line(cells);
        }
        table
    }
}

/// What a sheet was opened for.
pub(super) fn scope_cell(scope: &Scope) -> Cell {
    match scope {
        Scope::Full | Scope::Items | Scope::Due => Cell::word(scope.key()),
        Scope::Categories(_) => Cell::text(scope.names().join("、")),
        Scope::Classes(_) | Scope::Shelves(_) => {
            let names = scope.names().join("、");
            Cell::said(
                Message::new("stocktake.scope_of")
                    .with("what", Argument::key(scope.key()))
                    .with("names", names),
            )
        }
    }
}

/// The cut-off of counts that name none.
pub(super) fn default_cutoff(sheet: &Differences) -> Cell {
    Cell::maybe(sheet.cutoff.as_ref(), |cutoff| cutoff_cell(sheet.date, sheet.date, cutoff))
}

/// Sheets in short.
pub struct Sheets(pub Vec<SheetSummary>);

impl Present for Sheets {
    fn present(&self) -> Document<'_> {
        Document::new("stock.sheets").table(sheets_table("stock.sheets", &self.0))
    }
}

/// A table of sheets in short.
pub(super) fn sheets_table(key: &'static str, sheets: &[SheetSummary]) -> Table {
    let mut table = Table::new(
        key,
        &[
            "stock.sheets.sheet",
            "stock.sheets.store",
            "stock.sheets.date",
            "stock.sheets.scope",
            "stock.sheets.state",
            "stock.sheets.lines",
            "stock.sheets.counted",
            "stock.sheets.matched",
            "stock.sheets.surplus",
            "stock.sheets.shortage",
            "stock.sheets.uncounted",
            "stock.sheets.counters",
            "stock.sheets.approver",
        ],
    );
    for sheet in sheets {
        table.line(vec![
            Cell::of(&sheet.sheet),
            Cell::of(&sheet.store),
            Cell::Day(sheet.date),
            scope_cell(&sheet.scope),
            state_cell(sheet.state),
            Cell::count(sheet.tally.lines),
            Cell::count(sheet.tally.counted),
            Cell::count(sheet.tally.matched),
            Cell::count(sheet.tally.surplus.lines),
            Cell::count(sheet.tally.shortage.lines),
            Cell::count(sheet.tally.uncounted),
            Cell::text(sheet.counters.join("、")),
            Cell::maybe(sheet.approver.as_ref(), Cell::text),
        ]);
    }
    table
}

/// Everything that was written on a sheet, in the order of recording.
pub struct SheetHistory<'b> {
    /// Where names come from.
    pub stock: &'b Stock,
    /// The sheet in short.
    pub summary: SheetSummary,
    /// What was written.
    pub sheet: &'b Sheet,
}

impl Present for SheetHistory<'_> {
    fn present(&self) -> Document<'_> {
        let SheetSummary { store, sheet, date, scope, state, counters, approver, tally, .. } =
            &self.summary;
        let mut table = Table::new(
            "stock.history",
            &[
                "stock.history.recorded_at",
                "stock.history.recorded_by",
                "stock.history.act",
                "stock.history.line",
                "stock.history.item",
                "stock.history.name",
                "stock.history.quantity",
                "stock.history.unit",
                "stock.history.cutoff",
                "stock.history.person",
                "stock.history.remark",
            ],
        );
        self.sheet.entries().for_each(|entry| table.line(self.row(entry)));
        Document::new("stock.sheet_history")
            .facts(vec![
                ("stock.sheets.sheet", Cell::of(sheet)),
                ("stock.sheets.store", Cell::of(store)),
                ("stock.sheets.date", Cell::Day(*date)),
                ("stock.sheets.scope", scope_cell(scope)),
                ("stock.sheets.state", state_cell(*state)),
                ("stock.sheets.lines", Cell::count(tally.lines)),
                ("stock.sheets.counted", Cell::count(tally.counted)),
                ("stock.sheets.surplus_quantity", quantities(&tally.surplus)),
                ("stock.sheets.shortage_quantity", quantities(&tally.shortage)),
                ("stock.sheets.counters", Cell::text(counters.join("、"))),
                ("stock.sheets.approver", Cell::maybe(approver.as_ref(), Cell::text)),
                ("stock.sheets.sha256", Cell::text(self.sheet.sha256())),
            ])
            .table(table)
    }
}

impl SheetHistory<'_> {
    /// An entry: what the quantity, the person and the remark are, its act says.
    fn row(&self, entry: &SheetEntry) -> Vec<Cell> {
        let of = entry.act.line();
        let item = of.and_then(|of| self.stock.items.get(of.goods.item()?));
        let name = item.map(|item| item.name.clone());
        let name = name.or_else(|| of.map(|of| of.goods.to_string()));
        let (quantity, cutoff, person, reason) = match &entry.act {
            Act::Open { cutoff, .. } => (None, cutoff.as_ref().map(|at| (entry.date, at)), "", ""),
            Act::Line { book, .. } => (*book, None, "", ""),
            Act::Count { counted, counted_on, cutoff, counter, .. } => {
                (Some(*counted), cutoff.as_ref().map(|at| (*counted_on, at)), counter.as_str(), "")
            }
            Act::Approve { variance, approver, reason, .. }
            | Act::Reapprove { variance, approver, reason, .. } => {
                (Some(*variance), None, approver.as_str(), reason.as_str())
            }
            Act::Explain { quantity, slip, .. } => (Some(*quantity), None, "", slip.as_str()),
            Act::Withdraw { slip, reason, .. } => (None, None, slip.as_str(), reason.as_str()),
            Act::Leave { approver, reason, .. } => (None, None, approver.as_str(), reason.as_str()),
            Act::Cancel { reason } => (None, None, "", reason.as_str()),
        };
        let remark: Vec<&str> =
            [reason, &entry.note].into_iter().filter(|text| !text.is_empty()).collect();
        vec![
            Cell::of(&entry.recorded_at),
            Cell::text(&entry.recorded_by),
            Cell::word(entry.act.key()),
            Cell::maybe(of, |of| Cell::Count(i64::from(of.line))),
            of.map_or(Cell::Blank, |of| goods_cell(&of.goods)),
            Cell::text(name.unwrap_or_default()),
            Cell::maybe(quantity, Cell::from),
            Cell::text(of.map_or("", |of| of.unit.as_str())),
            Cell::maybe(cutoff, |(date, at)| cutoff_cell(entry.date, date, at)),
            Cell::text(person),
            Cell::text(remark.join("；")),
        ]
    }
}

/// How far a sheet is, and what nobody has counted yet; what the books say only where the counters
/// may see it.
pub struct SheetProgress<'b> {
    /// Where names come from.
    pub stock: &'b Stock,
    /// The sheet.
    pub sheet: &'b Differences,
}

impl Present for SheetProgress<'_> {
    fn present(&self) -> Document<'_> {
        let Self { stock, sheet } = self;
        let SheetSummary { counters, approver, tally, .. } = SheetSummary::of(sheet);
        let shows_book = sheet.lines.iter().any(|line| line.line.book.is_some());
        let mut columns = vec![
            "stock.count.line",
            "stock.count.item",
            "stock.count.name",
            "stock.count.spec",
            "stock.count.unit",
            "stock.count.standing",
        ];
        if shows_book {
            columns.push("stock.count.book");
        }
        let mut table = Table::new("stock.progress", &columns);
        let is_open =
            |line: &&LineResult| line.standing.is_uncounted() || line.standing == Standing::Unclear;
        for line in sheet.lines.iter().filter(is_open) {
            let item = line.line.of.goods.item().and_then(|code| stock.items.get(code));
            let mut cells = vec![
                Cell::Count(i64::from(line.line.of.line)),
                goods_cell(&line.line.of.goods),
                Cell::text(&line.name),
                Cell::text(item.map_or("", |item| item.spec.as_str())),
                Cell::text(&line.line.of.unit),
                standing_cell(line.standing),
            ];
            if shows_book {
                cells.push(Cell::maybe(line.line.book, Cell::from));
            }
            table.line(cells);
        }
        Document::new("stock.progress")
            .facts(vec![
                ("stock.sheets.sheet", Cell::of(&sheet.sheet)),
                ("stock.sheets.store", Cell::of(&sheet.store)),
                ("stock.sheets.date", Cell::Day(sheet.date)),
                ("stock.sheets.scope", scope_cell(&sheet.scope)),
                ("stock.sheets.cutoff", default_cutoff(sheet)),
                ("stock.sheets.state", state_cell(sheet.state)),
                ("stock.sheets.lines", Cell::count(tally.lines)),
                ("stock.sheets.counted", Cell::count(tally.counted + tally.unclear)),
                ("stock.sheets.uncounted", Cell::count(tally.uncounted)),
                ("stock.sheets.counters", Cell::text(counters.join("、"))),
                ("stock.sheets.approver", Cell::maybe(approver, Cell::text)),
            ])
            .table(table)
            .notes(notes(sheet))
    }
}
