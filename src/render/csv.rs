//! CSV and TSV: plain data for spreadsheets and programs. The `csv` crate does the quoting.
//!
//! A document with exactly one table is that table and nothing else, unless it is a paper to sign:
//! that says from what it was computed in every format. Any other document is its facts, tables and
//! notes one after the other, each under a title row, with an empty line between.
//! [`Headers`] decides whether it is meant for people or for programs.

use std::io;

use super::guard::guarded;
use super::names::{short, short_names};
use super::{Bom, Headers, Options};
use crate::base::Message;
use crate::report::{Block, Cell, Document, Fact, Passage, Purpose, RowKind, Table};
use crate::text::Text;

pub(super) fn print(
    document: &Document,
    text: Text,
    options: Options<'_>,
    delimiter: u8,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if options.bom == Bom::With {
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    let printer = Printer { text, headers: options.headers, bom: options.bom, delimiter };
    let tables: Vec<&Table> = document.blocks.iter().filter_map(as_table).collect();
    if let ([table], Purpose::Listing) = (&tables[..], document.purpose) {
        return printer.write(out, &mut |rows| printer.table(table, rows));
    }
    printer.parts(document, out)
}

fn as_table(block: &Block) -> Option<&Table> {
    match block {
        Block::Table(table) | Block::Bars(table) => Some(table),
        Block::Facts(_)
        | Block::Prose(_)
        | Block::Passage(_)
        | Block::Notes(_)
        | Block::Chart(_)
        | Block::SignOff(_) => None,
    }
}

type Rows<'a> = csv::Writer<&'a mut dyn io::Write>;

struct Printer {
    text: Text,
    headers: Headers,
    bom: Bom,
    delimiter: u8,
}

impl Printer {
    fn write(
        &self,
        out: &mut dyn io::Write,
        part: &mut dyn FnMut(&mut Rows<'_>) -> csv::Result<()>,
    ) -> io::Result<()> {
        let mut rows =
            csv::WriterBuilder::new().delimiter(self.delimiter).flexible(true).from_writer(out);
        part(&mut rows)?;
        rows.flush()
    }

    fn parts(&self, document: &Document, out: &mut dyn io::Write) -> io::Result<()> {
        let mut first = true;
        for block in &document.blocks {
            // The figures of a chart stand in the tables.
            if matches!(block, Block::Chart(_) | Block::SignOff(_)) {
                continue;
            }
            if !first {
                out.write_all(b"\n")?;
            }
            first = false;
            self.write(out, &mut |rows| match block {
                Block::Facts(facts) => {
                    rows.write_record([self.title(document.key)])?;
                    self.facts(facts, rows)
                }
                Block::Table(table) | Block::Bars(table) => {
                    rows.write_record([self.title(table.key)])?;
                    self.table(table, rows)
                }
                Block::Prose(message) => self.messages(std::slice::from_ref(message), rows),
                Block::Passage(passage) => self.passage(passage, rows),
                Block::Notes(messages) => {
                    rows.write_record([self.title("word.note")])?;
                    self.messages(messages, rows)
                }
                Block::Chart(_) | Block::SignOff(_) => Ok(()),
            })?;
        }
        Ok(())
    }

    fn title(&self, key: &str) -> String {
        match self.headers {
            Headers::Words => self.text.label(key).to_owned(),
            Headers::Keys => format!("# {key}"),
        }
    }

    fn header(&self, keys: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
        match self.headers {
            Headers::Words => keys.map(|key| self.text.label(key)).collect(),
            Headers::Keys => short_names(keys),
        }
    }

    fn facts(&self, facts: &[Fact], rows: &mut Rows<'_>) -> csv::Result<()> {
        let names = self.header(facts.iter().map(|fact| fact.key));
        for (name, fact) in names.into_iter().zip(facts) {
            rows.write_record([name, &self.cell(&fact.cell)])?;
        }
        Ok(())
    }

    fn table(&self, table: &Table, rows: &mut Rows<'_>) -> csv::Result<()> {
        rows.write_record(self.header(table.columns.iter().map(|column| column.key)))?;
        let recorded: Vec<bool> =
            table.columns.iter().map(|column| keeps_both_names(table, column.key)).collect();
        for row in &table.rows {
            if self.headers == Headers::Words || row.kind == RowKind::Line {
                let cells = row.cells.iter().zip(&recorded);
                rows.write_record(cells.map(|(cell, recorded)| match cell {
                    Cell::Named { zh, .. } if *recorded => self.plain(zh),
                    cell => self.cell(cell),
                }))?;
            }
        }
        Ok(())
    }

    fn passage(&self, passage: &Passage, rows: &mut Rows<'_>) -> csv::Result<()> {
        let texts = std::iter::once(&passage.heading).chain(&passage.paragraphs);
        for text in texts.filter(|text| !text.is_empty()) {
            rows.write_record([self.plain(self.text.named(&text.zh, &text.en))])?;
        }
        Ok(())
    }

    fn messages(&self, messages: &[Message], rows: &mut Rows<'_>) -> csv::Result<()> {
        for message in messages {
            rows.write_record([self.plain(&self.text.say(message))])?;
        }
        Ok(())
    }

    fn cell(&self, cell: &Cell) -> String {
        match cell {
            Cell::Blank => String::new(),
            Cell::Text(text) => self.plain(text),
            Cell::Count(count) => count.to_string(),
            Cell::Quantity(quantity) => quantity.to_string(),
            Cell::Money(money) => money.to_string(),
            Cell::Ratio(ratio) => {
                ratio.percent().map_or_else(String::new, |percent| format!("{percent}%"))
            }
            Cell::Day(day) => day.to_string(),
            Cell::Verdict { key, tone: _ } => match self.headers {
                Headers::Words => self.text.label(key).to_owned(),
                Headers::Keys => short(key).to_owned(),
            },
            Cell::Named { zh, en } => self.plain(self.text.named(zh, en)),
            Cell::Said(message) => self.plain(&self.text.say(message)),
        }
    }

    /// A text as it is; for a spreadsheet kept from being calculated.
    fn plain(&self, text: &str) -> String {
        match (self.headers, self.bom) {
            (Headers::Words, _) | (_, Bom::With) => guarded(text).into_owned(),
            (Headers::Keys, Bom::Without) => text.to_owned(),
        }
    }
}

/// Whether a table has the English name of a column in a column of its own: then it is a ledger, to
/// be read in again, and the name is the one that was recorded.
pub(super) fn keeps_both_names(table: &Table, key: &str) -> bool {
    let is_its_english = |other: &str| other.strip_suffix("_en") == Some(key);
    table.columns.iter().any(|column| is_its_english(column.key))
}
