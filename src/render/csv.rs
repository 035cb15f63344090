//! CSV and TSV: plain data for spreadsheets and programs. The `csv` crate does the quoting.
//!
//! A document with exactly one table is that table and nothing else, unless it is a paper to sign:
//! that says from what it was computed in every format. Any other document is its facts, tables and
//! notes one after the other, each under a title row, with an empty line between.
//! [`Headers`] decides whether it is meant for people or for programs.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io;

use super::guard::guarded;
use super::names::{short, short_names};
use super::{Bom, Headers, Options};
use crate::base::Message;
use crate::report::{Block, Cell, Document, Fact, Passage, Purpose, RowKind, Rows, Table};
use crate::text::Text;

pub(super) fn print(
    document: &Document<'_>,
    text: Text,
    options: Options<'_>,
    delimiter: u8,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if options.bom == Bom::With {
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    let printer = Printer { text, headers: options.headers, bom: options.bom, delimiter };
    let tables: Vec<&Table<Rows<'_>>> = document.blocks.iter().filter_map(as_table).collect();
    if let ([table], Purpose::Listing) = (&tables[..], document.purpose) {
        return printer.write(out, &mut |rows| printer.table(table, rows));
    }
    printer.parts(document, out)
}

fn as_table<'d>(block: &'d Block<'_>) -> Option<&'d Table<Rows<'d>>> {
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

type Records<'a> = csv::Writer<&'a mut dyn io::Write>;

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
        part: &mut dyn FnMut(&mut Records<'_>) -> csv::Result<()>,
    ) -> io::Result<()> {
        let mut rows =
            csv::WriterBuilder::new().delimiter(self.delimiter).flexible(true).from_writer(out);
        part(&mut rows)?;
        rows.flush()
    }

    fn parts(&self, document: &Document<'_>, out: &mut dyn io::Write) -> io::Result<()> {
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

    fn facts(&self, facts: &[Fact], rows: &mut Records<'_>) -> csv::Result<()> {
        let names = self.header(facts.iter().map(|fact| fact.key));
        for (name, fact) in names.into_iter().zip(facts) {
            let mut value = String::new();
            self.add(&fact.cell, &mut value);
            rows.write_record([name, &value])?;
        }
        Ok(())
    }

    fn table(&self, table: &Table<Rows<'_>>, rows: &mut Records<'_>) -> csv::Result<()> {
        rows.write_record(self.header(table.columns.iter().map(|column| column.key)))?;
        let recorded: Vec<bool> =
            table.columns.iter().map(|column| keeps_both_names(table, column.key)).collect();
        let mut field = String::new();
        for row in &table.rows {
            if self.headers == Headers::Keys && row.kind != RowKind::Line {
                continue;
            }
            for (cell, recorded) in row.cells.iter().zip(&recorded) {
                field.clear();
                match cell {
                    Cell::Named(name) if *recorded => field.push_str(&self.plain(&name.zh)),
                    cell => self.add(cell, &mut field),
                }
                rows.write_field(&field)?;
            }
            rows.write_record(None::<&[u8]>)?;
        }
        Ok(())
    }

    fn passage(&self, passage: &Passage, rows: &mut Records<'_>) -> csv::Result<()> {
        let texts = std::iter::once(&passage.heading).chain(&passage.paragraphs);
        for text in texts.filter(|text| !text.is_empty()) {
            rows.write_record([self.plain(self.text.named(&text.zh, &text.en)).as_ref()])?;
        }
        Ok(())
    }

    fn messages(&self, messages: &[Message], rows: &mut Records<'_>) -> csv::Result<()> {
        for message in messages {
            rows.write_record([self.plain(&self.text.say(message)).as_ref()])?;
        }
        Ok(())
    }

    /// Adds a cell to a field.
    fn add(&self, cell: &Cell, to: &mut String) {
        let mut put = |value: &dyn fmt::Display| {
            write!(to, "{value}").expect("BUG: a text that cannot be written to");
        };
        match cell {
            Cell::Blank => {}
            Cell::Text(text) => to.push_str(&self.plain(text)),
            Cell::Count(count) => put(count),
            Cell::Quantity(quantity) => put(quantity),
            Cell::Money(money) => put(money),
            Cell::Ratio(ratio) => {
                if let Some(percent) = ratio.percent() {
                    put(&format_args!("{percent}%"));
                }
            }
            Cell::Day(day) => put(day),
            Cell::Verdict { key, tone: _ } => to.push_str(match self.headers {
                Headers::Words => self.text.label(key),
                Headers::Keys => short(key),
            }),
            Cell::Named(name) => to.push_str(&self.plain(self.text.named(&name.zh, &name.en))),
            Cell::Said(message) => to.push_str(&self.plain(&self.text.say(message))),
        }
    }

    /// A text as it is; for a spreadsheet kept from being calculated.
    fn plain<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match (self.headers, self.bom) {
            (Headers::Words, _) | (_, Bom::With) => guarded(text),
            (Headers::Keys, Bom::Without) => Cow::Borrowed(text),
        }
    }
}

/// Whether a table has the English name of a column in a column of its own: then it is a ledger, to
/// be read in again, and the name is the one that was recorded.
pub(super) fn keeps_both_names(table: &Table<Rows<'_>>, key: &str) -> bool {
    let is_its_english = |other: &str| other.strip_suffix("_en") == Some(key);
    table.columns.iter().any(|column| is_its_english(column.key))
}
