//! Repair parts that were issued and are on no repair order (维修配件与维修单核对).

use super::{Cell, Document, Present, Row, Table, Tone};
use crate::base::Message;
use crate::books::{PartLine, Parts};

const COLUMNS: [&str; 15] = [
    "stock.parts.id",
    "stock.parts.date",
    "stock.parts.age",
    "stock.parts.slip",
    "stock.parts.store",
    "stock.parts.department",
    "stock.parts.person",
    "stock.parts.item",
    "stock.parts.name",
    "stock.parts.back",
    "stock.parts.quantity",
    "stock.parts.unit",
    "stock.parts.value",
    "stock.parts.order",
    "stock.parts.gap",
];

impl Present for Parts {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("stock.parts.lines", &COLUMNS);
        self.lines.iter().for_each(|line| table.line(cells(line)));
        if self.is_open() {
            let mut total = vec![Cell::word("word.total")];
            total.resize(COLUMNS.len() - 3, Cell::Blank);
            total.extend([self.value.into(), Cell::Blank, Cell::Blank]);
            table.rows.push(Row::total(total));
        }
        let next = self.is_open().then(|| Message::new("stock.note_parts"));
        Document::new("stock.parts")
            .facts(vec![
                ("stock.parts.period", Cell::of(&self.span)),
                ("stock.parts.issues", Cell::count(self.issues)),
                ("stock.parts.issued", self.issued.into()),
                ("stock.parts.back_value", self.back.into()),
                ("stock.parts.open", Cell::count(self.lines.len())),
            ])
            .table(table)
            .notes(next.into_iter().collect())
            .sign_off(&["word.storekeeper", "word.repairer", "word.in_charge", "word.signed_on"])
    }
}

fn cells(line: &PartLine) -> Vec<Cell> {
    vec![
        Cell::of(&line.id),
        Cell::Day(line.date),
        Cell::Count(line.age),
        Cell::text(&line.slip),
        Cell::of(&line.store),
        Cell::of(&line.department),
        Cell::text(&line.person),
        Cell::of(&line.item),
        Cell::text(&line.name),
        line.back.into(),
        line.quantity.into(),
        Cell::text(&line.unit),
        line.value.into(),
        Cell::text(&line.order),
        Cell::verdict(line.gap.key(), Tone::Bad),
    ]
}
