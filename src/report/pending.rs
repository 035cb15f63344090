//! Pending differences, and what people pay for.

use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::{Message, Money};
use crate::stock::stocktake::{Charged, Pending, PendingLine};

impl Present for Pending {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new(
            "stocktake.pending",
            &[
                "stock.sheets.sheet",
                "stock.sheets.store",
                "stock.sheets.date",
                "stock.count.item",
                "stock.count.name",
                "stock.count.unit",
                "stock.count.standing",
                "stock.count.variance",
                "stocktake.settled",
                "stocktake.open",
                "stock.count.value",
                "stocktake.age",
            ],
        );
        for line in &self.lines {
            table.line(vec![
                Cell::of(&line.sheet),
                Cell::of(&line.store),
                Cell::Day(line.date),
                Cell::of(&line.item),
                Cell::text(&line.name),
                Cell::text(&line.unit),
                standing(line),
                line.variance.into(),
                line.settled.into(),
                line.open.into(),
                line.value.into(),
                Cell::Count(line.age),
            ]);
        }
        let document = Document::new("stocktake.pending").facts(vec![
            ("stocktake.n_pending", Cell::count(self.lines.len())),
            ("stocktake.pending_shortage", self.shortage.into()),
            ("stocktake.pending_surplus", self.surplus.into()),
        ]);
        if self.lines.is_empty() {
            return document.notes(vec![Message::new("stocktake.note_nothing_pending")]);
        }
        let n_over = self.lines.iter().filter(|line| line.is_oversettled()).count();
        let over =
            (n_over > 0).then(|| Message::new("stocktake.note_oversettled").with("count", n_over));
        let how = Message::new("stocktake.note_settle");
        document.table(table).notes(over.into_iter().chain([how]).collect()).sign_off(&[
            "word.storekeeper",
            "word.approved_by",
            "word.signed_on",
        ])
    }
}

fn standing(line: &PendingLine) -> Cell {
    if line.is_oversettled() {
        Cell::verdict("stocktake.is_oversettled", Tone::Warn)
    } else if line.open.is_negative() {
        Cell::verdict("stock.standing.shortage", Tone::Bad)
    } else {
        Cell::verdict("stock.standing.surplus", Tone::Bad)
    }
}

const CHARGED: [&str; 9] = [
    "stocktake.person",
    "stocktake.charged_on",
    "stock.sheets.sheet",
    "stock.count.item",
    "stock.count.name",
    "stock.count.unit",
    "stocktake.quantity",
    "stocktake.amount",
    "stock.count.reason",
];

impl Present for Charged {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("stocktake.charged", &CHARGED);
        for (at, line) in self.lines.iter().enumerate() {
            table.line(vec![
                Cell::text(&line.person),
                Cell::Day(line.date),
                Cell::text(&line.sheet),
                Cell::of(&line.item),
                Cell::text(&line.name),
                Cell::text(&line.unit),
                line.quantity.into(),
                line.value.into(),
                Cell::text(&line.reason),
            ]);
            let last = self.lines.get(at + 1).is_none_or(|next| next.person != line.person);
            if let Some(sum) = self.people.get(&line.person).filter(|_| last) {
                let cells = summed(&[Cell::text(&line.person), Cell::word("word.subtotal")], *sum);
                table.rows.push(Row::subtotal(cells));
            }
        }
        let document = Document::new("stocktake.charged").facts(vec![
            ("stocktake.period", Cell::of(&self.span)),
            ("stocktake.n_people", Cell::count(self.people.len())),
        ]);
        if self.lines.is_empty() {
            return document.notes(vec![Message::new("stocktake.note_nothing_charged")]);
        }
        let total = summed(&[Cell::word("word.total"), Cell::Blank], self.total);
        table.rows.push(Row::total(total));
        document.table(table)
    }
}

fn summed(head: &[Cell; 2], sum: Money) -> Vec<Cell> {
    let mut cells = head.to_vec();
    cells.resize(CHARGED.len(), Cell::Blank);
    cells[CHARGED.len() - 2] = sum.into();
    cells
}
