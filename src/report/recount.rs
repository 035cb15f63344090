//! The list of what is to be counted again: blind, and by whom it must not be.

use super::count::goods_cell;
use super::{Cell, Document, Present, Table};
use crate::base::Message;
use crate::stock::Stock;
use crate::stock::stocktake::{Differences, LineResult};

/// Lines to be counted again (复盘表).
pub struct RecountList<'b> {
    /// Where names come from.
    pub stock: &'b Stock,
    /// The sheet.
    pub sheet: &'b Differences,
    /// Which of its lines.
    pub lines: Vec<&'b LineResult>,
}

impl Present for RecountList<'_> {
    fn present(&self) -> Document<'_> {
        let Self { stock, sheet, lines } = self;
        // The columns of a count sheet, so that the filled list can be read in.
        let mut table = Table::new(
            "stocktake.recount",
            &[
                "stock.count.line",
                "stock.items.shelf",
                "stock.count.item",
                "stock.count.name",
                "stock.count.spec",
                "stock.count.unit",
                "stock.count.counted",
                "stock.count.cutoff",
                "stock.count.counter",
                "stock.count.note",
                "stock.count.sheet",
                "stocktake.not_by",
            ],
        );
        for line in lines {
            let item = line.line.of.goods.item().and_then(|code| stock.items.get(code));
            let mut counters: Vec<&str> =
                line.rounds.iter().map(|round| round.count.counter.as_str()).collect();
            counters.dedup();
            table.line(vec![
                Cell::Count(i64::from(line.line.of.line)),
                Cell::text(item.map_or("", |item| item.shelf.as_str())),
                goods_cell(&line.line.of.goods),
                Cell::text(&line.name),
                Cell::text(item.map_or("", |item| item.spec.as_str())),
                Cell::text(&line.line.of.unit),
                Cell::text(""),
                Cell::text(""),
                Cell::text(""),
                Cell::text(""),
                Cell::of(&sheet.sheet),
                Cell::text(counters.join("、")),
            ]);
        }
        let document = Document::new("stocktake.recount").facts(vec![
            ("stock.sheets.sheet", Cell::of(&sheet.sheet)),
            ("stock.sheets.store", Cell::of(&sheet.store)),
            ("stock.sheets.date", Cell::Day(sheet.date)),
            ("stocktake.n_recounts", Cell::count(lines.len())),
        ]);
        let about = |code: &str| Message::new(code).with("sheet", sheet.sheet.to_string());
        if lines.is_empty() {
            return document.notes(vec![about("stocktake.note_no_recount")]);
        }
        document.table(table).notes(vec![about("stocktake.note_enter_recount")]).sign_off(&[
            "stocktake.last_receipt",
            "stocktake.last_issue",
            "stocktake.counted_at",
            "stocktake.recounter",
            "word.observer",
            "word.signed_on",
        ])
    }
}
