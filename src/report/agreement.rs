//! Finance's ledger, the asset cards and the things held against each other (账卡物相符).

use super::{Cell, Document, Present, Row, Table, Tone};
use crate::assets::{Agreement, AgreementLine, Unclear, UnclearLine};
use crate::base::{AssetTag, Message};

const COLUMNS: [&str; 10] = [
    "asset.agreement.class",
    "asset.agreement.count",
    "asset.agreement.value",
    "asset.agreement.booked_value",
    "asset.agreement.value_off",
    "asset.agreement.accumulated",
    "asset.agreement.booked_accumulated",
    "asset.agreement.accumulated_off",
    "asset.agreement.net_value",
    "asset.agreement.state",
];

const UNCLEAR: [&str; 4] =
    ["asset.unclear.what", "asset.unclear.count", "asset.unclear.value", "asset.unclear.tags"];

/// So many tags of one kind are named; the commands list them all.
const NAMED: usize = 8;

impl Present for Agreement {
    fn present(&self) -> Document<'_> {
        let mut table = Table::new("asset.agreement.lines", &COLUMNS);
        for line in &self.lines {
            match line.class {
                Some(_) => table.line(cells(line)),
                None => table.rows.push(Row::total(cells(line))),
            }
        }
        let mut things = Table::new("asset.unclear", &UNCLEAR);
        self.unclear.iter().for_each(|line| things.line(unclear(line)));
        let untold = self.lines.last().is_none_or(AgreementLine::is_untold);
        let mut notes = Vec::new();
        if untold {
            notes.push(Message::new("asset.agreement_untold"));
        }
        if self.unclear.iter().any(|line| line.what == Unclear::Uncounted) {
            notes.push(Message::new("asset.agreement_uncounted"));
        }
        let document = Document::new("asset.agreement")
            .facts(vec![("asset.agreement.counted_on", Cell::maybe(self.counted_on, Cell::Day))])
            .table(table);
        let document = if self.unclear.is_empty() { document } else { document.table(things) };
        document.notes(notes).sign_off(&[
            "word.keeper",
            "word.finance",
            "word.in_charge",
            "word.signed_on",
        ])
    }
}

fn cells(line: &AgreementLine) -> Vec<Cell> {
    let state = if line.differs() {
        Cell::verdict("stock.ledgers.differs", Tone::Bad)
    } else if line.is_untold() {
        Cell::verdict("stock.ledgers.untold", Tone::Warn)
    } else {
        Cell::verdict("stock.ledgers.agrees", Tone::Good)
    };
    vec![
        line.class.as_ref().map_or_else(|| Cell::word("word.total"), Cell::text),
        Cell::count(line.cards.count),
        Cell::Money(line.cards.value),
        Cell::maybe(line.value, Cell::Money),
        Cell::maybe(line.value_off(), Cell::Money),
        Cell::Money(line.cards.accumulated),
        Cell::maybe(line.accumulated, Cell::Money),
        Cell::maybe(line.accumulated_off(), Cell::Money),
        Cell::Money(line.cards.net),
        state,
    ]
}

fn unclear(line: &UnclearLine) -> Vec<Cell> {
    let what = match line.what {
        Unclear::Count(class) => Cell::verdict(class.key(), Tone::Bad),
        Unclear::Uncounted => Cell::verdict("asset.unclear.uncounted", Tone::Warn),
    };
    let mut tags: Vec<&str> = line.tags.iter().take(NAMED).map(AssetTag::as_str).collect();
    if line.tags.len() > NAMED {
        tags.push("…");
    }
    vec![what, Cell::count(line.tags.len()), Cell::Money(line.value), Cell::text(tags.join(" "))]
}
