//! The plan of counts: what is to be counted, the longest overdue first.

use super::{Cell, Document, Present, Table, Tone};
use crate::base::Message;
use crate::stock::stocktake::{Due, DueLine};

impl Present for Due {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new(
            "stocktake.due",
            &[
                "stock.sheets.store",
                "stock.items.shelf",
                "stock.count.item",
                "stock.count.name",
                "stocktake.class",
                "stock.count.book",
                "stocktake.counted_last",
                "stocktake.due_by",
                "stocktake.overdue",
                "stock.count.standing",
            ],
        );
        for line in &self.lines {
            table.line(vec![
                Cell::of(&line.store),
                Cell::text(&line.shelf),
                Cell::of(&line.item),
                Cell::text(&line.name),
                Cell::of(&line.class),
                line.book.into(),
                Cell::maybe(line.counted, Cell::Day),
                Cell::Day(line.due),
                Cell::Count(line.overdue.max(0)),
                urgency(line),
            ]);
        }
        let document = Document::new("stocktake.due")
            .facts(vec![("stocktake.n_due", Cell::count(self.n_due))]);
        if self.lines.is_empty() {
            return document.notes(vec![Message::new("stocktake.note_nothing_due")]);
        }
        let open = (self.n_due > 0).then(|| Message::new("stocktake.note_open_due"));
        document.table(table).notes(open.into_iter().collect())
    }
}

fn urgency(line: &DueLine) -> Cell {
    match line.overdue {
        1.. => Cell::verdict("stocktake.is_overdue", Tone::Bad),
        0 => Cell::verdict("stocktake.is_due", Tone::Warn),
        _ => Cell::verdict("stocktake.is_planned", Tone::Plain),
    }
}
