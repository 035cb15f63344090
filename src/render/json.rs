//! JSON, schema `houqin.document/1`. Keys and verdicts are the same in every language.
//!
//! ```json
//! {
//!   "schema": "houqin.document/1",
//!   "document": "stock.differences",
//!   "facts": {"date": "2026-03-31"},
//!   "tables": [{
//!     "table": "stock.differences",
//!     "columns": ["stock.count.item", "stock.count.variance", "stock.count.standing"],
//!     "rows": [{"item": "WZ-0001", "variance": "-3", "standing": "stock.standing.shortage"}],
//!     "subtotals": [],
//!     "totals": [{"item": "word.total", "variance": "-3", "standing": null}]
//!   }],
//!   "prose": [],
//!   "notes": [{"code": "stock.late", "arguments": {"slip": "0117"}, "text": "…"}],
//!   "sign_off": ["word.storekeeper"]
//! }
//! ```
//!
//! - All members but `passages` and `charts` are always there. `rows` are lines only, so that a sum over them is right; sums
//!   stand apart. A cell's name is the last part of its column's key (the whole key, should two
//!   columns of a table end alike); so are the names of facts.
//! - Quantities and money are strings, exact; days are `YYYY-MM-DD`; counts are numbers; a rate is
//!   `{"part", "whole", "percent"}`, all strings, `percent` null when the whole is nothing; a
//!   verdict is the key of its word; a sentence is like a note; what is not known is null.
//! - `charts` is there only where figures are drawn: `{"chart", "about", "kind", "unit", "labels",
//!   "series"}`, each series as `{"name", "role", "values"}` with a value for each label.
//! - `passages` is there only where people wrote a text: `{"heading", "paragraphs"}`, each text as
//!   `{"zh", "en"}`.
//! - `text` of a message is the only member that changes with the language.
//! - Within version 1 members may be added, none is renamed or removed.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io;

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde_json::ser::{Formatter, PrettyFormatter};

use super::names::short_names;
use crate::base::{Argument, Message, Ratio};
use crate::report::{
    Block, Cell, Chart, Document, Fact, Passage, Row, RowKind, Rows, Series, Table, Wording,
};
use crate::text::Text;

/// What is printed, as a JSON Schema.
pub const DOCUMENT_SCHEMA: &str = include_str!("../../data/schema/document-1.json");

/// The name and version of what is printed.
const SCHEMA: &str = "houqin.document/1";

pub(super) fn print(
    document: &Document<'_>,
    text: Text,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let formatter = RowsOnLines { pretty: PrettyFormatter::new(), depth: 0 };
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, formatter);
    Whole { document, text }.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

struct Whole<'a> {
    document: &'a Document<'a>,
    text: Text,
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut facts, mut tables) = (Vec::new(), Vec::new());
        let (mut prose, mut notes, mut roles) = (Vec::new(), Vec::new(), Vec::new());
        let (mut passages, mut charts) = (Vec::new(), Vec::new());
        let said = |message| Said { message, text: self.text };
        for block in &self.document.blocks {
            match block {
                Block::Facts(more) => facts.extend(more),
                Block::Table(table) | Block::Bars(table) => {
                    tables.push(OneTable { table, text: self.text });
                }
                Block::Prose(message) => prose.push(said(message)),
                Block::Passage(passage) => passages.push(OnePassage(passage)),
                Block::Notes(messages) => notes.extend(messages.iter().map(said)),
                Block::Chart(chart) => charts.push(OneChart { chart, text: self.text }),
                Block::SignOff(more) => {
                    roles.extend(more.iter().map(|cell| OneCell { cell, text: self.text }));
                }
            }
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("document", self.document.key)?;
        map.serialize_entry("facts", &Facts { facts, text: self.text })?;
        map.serialize_entry("tables", &tables)?;
        if !charts.is_empty() {
            map.serialize_entry("charts", &charts)?;
        }
        map.serialize_entry("prose", &prose)?;
        if !passages.is_empty() {
            map.serialize_entry("passages", &passages)?;
        }
        map.serialize_entry("notes", &notes)?;
        map.serialize_entry("sign_off", &roles)?;
        map.end()
    }
}

struct OnePassage<'a>(&'a Passage);

impl Serialize for OnePassage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Passage { heading, paragraphs } = self.0;
        let paragraphs: Vec<OneWording<'_>> = paragraphs.iter().map(OneWording).collect();
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("heading", &OneWording(heading))?;
        map.serialize_entry("paragraphs", &paragraphs)?;
        map.end()
    }
}

struct OneWording<'a>(&'a Wording);

impl Serialize for OneWording<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("zh", &self.0.zh)?;
        map.serialize_entry("en", &self.0.en)?;
        map.end()
    }
}

struct Facts<'a> {
    facts: Vec<&'a Fact>,
    text: Text,
}

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.facts.len()))?;
        let names = short_names(self.facts.iter().map(|fact| fact.key));
        for (name, fact) in names.into_iter().zip(&self.facts) {
            map.serialize_entry(name, &OneCell { cell: &fact.cell, text: self.text })?;
        }
        map.end()
    }
}

struct OneTable<'a> {
    table: &'a Table<Rows<'a>>,
    text: Text,
}

impl Serialize for OneTable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns: Vec<&str> = self.table.columns.iter().map(|column| column.key).collect();
        let names = short_names(columns.iter().copied());
        let sums = RefCell::new(Sums { kept: Vec::new(), n_rows: 0 });
        let of = |kind| OfKind {
            text: self.text,
            names: &names,
            all: &self.table.rows,
            kind,
            sums: &sums,
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("table", self.table.key)?;
        map.serialize_entry("columns", &columns)?;
        map.serialize_entry("rows", &of(RowKind::Line))?;
        map.serialize_entry("subtotals", &of(RowKind::Subtotal))?;
        map.serialize_entry("totals", &of(RowKind::Total))?;
        map.end()
    }
}

struct OneChart<'a> {
    chart: &'a Chart,
    text: Text,
}

impl Serialize for OneChart<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Chart { key, about, kind, unit, labels, series } = self.chart;
        let text = self.text;
        let series: Vec<OneSeries<'_>> =
            series.iter().map(|series| OneSeries { series, text }).collect();
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("chart", key)?;
        map.serialize_entry("about", &OneCell { cell: about, text })?;
        map.serialize_entry("kind", kind.word())?;
        map.serialize_entry("unit", &OneCell { cell: unit, text })?;
        map.serialize_entry("labels", &Cells { cells: labels, text })?;
        map.serialize_entry("series", &series)?;
        map.end()
    }
}

struct OneSeries<'a> {
    series: &'a Series,
    text: Text,
}

impl Serialize for OneSeries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Series { name, role, cells } = self.series;
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("name", &OneCell { cell: name, text: self.text })?;
        map.serialize_entry("role", role.word())?;
        map.serialize_entry("values", &Cells { cells, text: self.text })?;
        map.end()
    }
}

struct Cells<'a> {
    cells: &'a [Cell],
    text: Text,
}

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.cells.iter().map(|cell| OneCell { cell, text: self.text }))
    }
}

/// So many sums are kept from the walk over the lines; where there are more, the rows are walked
/// again.
const MOST_SUMS: usize = 1000;

/// The sums of a table, which stand apart from its lines.
struct Sums<'a> {
    kept: Vec<Cow<'a, Row>>,
    n_rows: usize,
}

impl Sums<'_> {
    const fn are_kept(&self) -> bool {
        self.n_rows <= MOST_SUMS
    }
}

/// The rows of one kind; the lines come first.
struct OfKind<'a> {
    text: Text,
    names: &'a [&'a str],
    all: &'a Rows<'a>,
    kind: RowKind,
    sums: &'a RefCell<Sums<'a>>,
}

impl Serialize for OfKind<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let mut sums = self.sums.borrow_mut();
        let mut write = |row: &Row| {
            let (text, names) = (self.text, self.names);
            list.serialize_element(&OneRow { text, names, cells: &row.cells })
        };
        if self.kind == RowKind::Line {
            for row in self.all {
                if row.kind == RowKind::Line {
                    write(&row)?;
                } else {
                    sums.n_rows += 1;
                    if sums.are_kept() {
                        sums.kept.push(row);
                    }
                }
            }
        } else if sums.are_kept() {
            sums.kept.iter().filter(|row| row.kind == self.kind).try_for_each(|row| write(row))?;
        } else {
            self.all.iter().filter(|row| row.kind == self.kind).try_for_each(|row| write(&row))?;
        }
        list.end()
    }
}

struct OneRow<'a> {
    text: Text,
    names: &'a [&'a str],
    cells: &'a [Cell],
}

impl Serialize for OneRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.names.iter().zip(self.cells.iter().map(|cell| OneCell { cell, text: self.text })),
        )
    }
}

struct OneCell<'a> {
    cell: &'a Cell,
    text: Text,
}

impl Serialize for OneCell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.cell {
            Cell::Blank => serializer.serialize_none(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Count(count) => serializer.serialize_i64(*count),
            Cell::Quantity(quantity) => serializer.collect_str(quantity),
            Cell::Money(money) => serializer.collect_str(money),
            Cell::Ratio(ratio) => rate(ratio, serializer),
            Cell::Day(day) => serializer.collect_str(day),
            Cell::Verdict { key, tone: _ } => serializer.serialize_str(key),
            Cell::Named(name) => serializer.serialize_str(&name.zh),
            Cell::Said(message) => Said { message, text: self.text }.serialize(serializer),
        }
    }
}

fn rate<S: Serializer>(ratio: &Ratio, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(3))?;
    map.serialize_entry("part", &ratio.part.to_string())?;
    map.serialize_entry("whole", &ratio.whole.to_string())?;
    map.serialize_entry("percent", &ratio.percent().map(|percent| percent.to_string()))?;
    map.end()
}

struct Said<'a> {
    message: &'a Message,
    text: Text,
}

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("code", &self.message.code)?;
        map.serialize_entry("arguments", &Arguments(&self.message.arguments))?;
        map.serialize_entry("text", &self.text.say(self.message))?;
        map.end()
    }
}

struct Arguments<'a>(&'a [(&'static str, Argument)]);

impl Serialize for Arguments<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, argument)| match argument {
            Argument::Text(text) | Argument::Key(text) => (name, text),
        }))
    }
}

/// Indents the frame and puts every row of a table on a line of its own.
struct RowsOnLines {
    pretty: PrettyFormatter<'static>,
    depth: usize,
}

impl RowsOnLines {
    /// How deep the frame goes: document, tables, table, rows.
    const FRAME: usize = 4;

    const fn compact(&self) -> bool {
        self.depth > Self::FRAME
    }
}

impl Formatter for RowsOnLines {
    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.compact() { out.write_all(b"[") } else { self.pretty.begin_array(out) }
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        let compact = self.compact();
        self.depth -= 1;
        if compact { out.write_all(b"]") } else { self.pretty.end_array(out) }
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        match (self.compact(), first) {
            (true, true) => Ok(()),
            (true, false) => out.write_all(b", "),
            (false, _) => self.pretty.begin_array_value(out, first),
        }
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.compact() { Ok(()) } else { self.pretty.end_array_value(out) }
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.compact() { out.write_all(b"{") } else { self.pretty.begin_object(out) }
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        let compact = self.compact();
        self.depth -= 1;
        if compact { out.write_all(b"}") } else { self.pretty.end_object(out) }
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        match (self.compact(), first) {
            (true, true) => Ok(()),
            (true, false) => out.write_all(b", "),
            (false, _) => self.pretty.begin_object_key(out, first),
        }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.compact() { Ok(()) } else { self.pretty.end_object_value(out) }
    }
}
