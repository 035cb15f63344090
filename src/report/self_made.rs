//! What the hospital's own workshops made, and what that saved (自制节约).

use super::{Cell, Document, Present, Row, Table};
use crate::base::Message;
use crate::stock::{SelfMade, SelfMadeLine};

const COLUMNS: [&str; 8] = [
    "stock.self_made.workshop",
    "stock.self_made.item",
    "stock.self_made.name",
    "stock.self_made.unit",
    "stock.self_made.quantity",
    "stock.self_made.cost",
    "stock.self_made.market",
    "stock.self_made.saved",
];

impl Present for SelfMade {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("stock.self_made", &COLUMNS);
        for line in &self.lines {
            table.line(cells(line));
        }
        if !self.lines.is_empty() {
            let mut cells = vec![Cell::word("word.total")];
            cells.resize(COLUMNS.len() - 3, Cell::Blank);
            cells.extend([self.cost.into(), self.market.into(), self.saved.into()]);
            table.rows.push(Row::total(cells));
        }
        let saved = Message::new("stock.self_made_saved")
            .with("period", self.span.to_string())
            .with("saved", self.saved.to_string());
        let unpriced = (self.unpriced > 0)
            .then(|| Message::new("stock.self_made_unpriced").with("count", self.unpriced));
        Document::new("stock.self_made")
            .facts(vec![("stock.self_made.period", Cell::of(&self.span))])
            .table(table)
            .notes(std::iter::once(saved).chain(unpriced).collect())
    }
}

fn cells(line: &SelfMadeLine) -> Vec<Cell> {
    vec![
        Cell::text(&line.workshop),
        Cell::of(&line.item.code),
        Cell::text(&line.item.name),
        Cell::text(&line.item.unit),
        line.quantity.into(),
        line.cost.into(),
        Cell::maybe(line.market, Cell::Money),
        Cell::maybe(line.saved(), Cell::Money),
    ]
}
