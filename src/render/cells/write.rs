//! Documents to records, one after the other; nothing is held but the record at hand.

use std::io;

use super::record::Record;
use super::value::{of_cell, of_message};
use crate::base::Message;
use crate::report::{
    Block, Cell, Chart, Document, Purpose, RowKind, Rows, Series, StoreFailure, StoreOutcome,
    StoreReport, Table, Wording,
};

/// Writes what one store gave.
pub fn write_cells(report: &StoreReport, out: &mut dyn io::Write) -> io::Result<()> {
    let StoreReport { path, name, warnings, exit, outcome } = report;
    let mut writer = Writer { store: path, n: 0, part: 0, out };
    let kind = match outcome {
        StoreOutcome::Read(document) => {
            writer.document(document)?;
            "read"
        }
        StoreOutcome::Failed(StoreFailure { message, place, more }) => {
            writer.message("reason", 0, message)?;
            let of = Of { what: "place", row: *more, column: 0, key: "" };
            writer.typed(&of, "text", place, "")?;
            "failed"
        }
    };
    writer.part = 0;
    let of = Of { what: "end", row: usize::from(*exit), column: *warnings, key: "" };
    writer.typed(&of, kind, name, "")
}

/// Writes a document that is of no store among many.
pub(crate) fn write_document(document: &Document<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    Writer { store: "", n: 0, part: 0, out }.document(document)
}

struct Writer<'w> {
    store: &'w str,
    n: usize,
    part: usize,
    out: &'w mut dyn io::Write,
}

/// What a record is of.
struct Of<'o> {
    what: &'o str,
    row: usize,
    column: usize,
    key: &'o str,
}

impl Writer<'_> {
    fn typed(&mut self, of: &Of<'_>, kind: &str, value: &str, more: &str) -> io::Result<()> {
        self.n += 1;
        let record = Record {
            store: self.store.to_owned(),
            n: self.n,
            part: self.part,
            what: of.what.to_owned(),
            row: of.row,
            column: of.column,
            key: of.key.to_owned(),
            kind: kind.to_owned(),
            value: value.to_owned(),
            more: more.to_owned(),
        };
        record.write(self.out)
    }

    fn cell(&mut self, of: &Of<'_>, cell: &Cell) -> io::Result<()> {
        let (kind, value, more) = of_cell(cell);
        self.typed(of, kind, &value, &more)
    }

    fn message(&mut self, what: &str, row: usize, message: &Message) -> io::Result<()> {
        let (code, arguments) = of_message(message);
        self.typed(&Of { what, row, column: 0, key: "" }, "said", &code, &arguments)
    }

    /// The beginning of a part.
    fn begin(&mut self, what: &str, key: &str) -> io::Result<()> {
        self.part += 1;
        self.typed(&Of { what, row: 0, column: 0, key }, "", "", "")
    }

    fn document(&mut self, document: &Document<'_>) -> io::Result<()> {
        let Document { key, blocks, purpose } = document;
        let purpose = match purpose {
            Purpose::Listing => "listing",
            Purpose::Paper => "paper",
        };
        let of = Of { what: "document", row: 0, column: 0, key };
        self.typed(&of, "text", purpose, "")?;
        blocks.iter().try_for_each(|block| self.block(block))
    }

    fn block(&mut self, block: &Block<'_>) -> io::Result<()> {
        match block {
            Block::Facts(facts) => {
                self.begin("facts", "")?;
                for (row, fact) in facts.iter().enumerate() {
                    self.cell(&Of { what: "fact", row, column: 0, key: fact.key }, &fact.cell)?;
                }
                Ok(())
            }
            Block::Table(table) => self.table("table", table),
            Block::Bars(table) => self.table("bars", table),
            Block::Prose(message) => {
                self.begin("prose", "")?;
                self.message("said", 0, message)
            }
            Block::Passage(passage) => {
                self.begin("passage", "")?;
                self.wording("heading", 0, &passage.heading)?;
                let paragraphs = passage.paragraphs.iter().enumerate();
                for (row, paragraph) in paragraphs {
                    self.wording("paragraph", row, paragraph)?;
                }
                Ok(())
            }
            Block::Notes(messages) => {
                self.begin("notes", "")?;
                let messages = messages.iter().enumerate();
                for (row, message) in messages {
                    self.message("note", row, message)?;
                }
                Ok(())
            }
            Block::Chart(chart) => self.chart(chart),
            Block::SignOff(roles) => {
                self.begin("sign_off", "")?;
                self.cells("role", 0, roles)
            }
        }
    }

    fn cells(&mut self, what: &str, row: usize, cells: &[Cell]) -> io::Result<()> {
        let mut cells = cells.iter().enumerate();
        cells.try_for_each(|(column, cell)| self.cell(&Of { what, row, column, key: "" }, cell))
    }

    fn wording(&mut self, what: &str, row: usize, wording: &Wording) -> io::Result<()> {
        let of = Of { what, row, column: 0, key: "" };
        self.typed(&of, "named", &wording.zh, &wording.en)
    }

    fn table(&mut self, what: &str, table: &Table<Rows<'_>>) -> io::Result<()> {
        let Table { key, columns, rows, named_by, not_summed } = table;
        self.begin(what, key)?;
        let columns: Vec<&'static str> = columns.iter().map(|column| column.key).collect();
        let keys = [("column", &columns), ("named_by", named_by), ("not_summed", not_summed)];
        for (what, keys) in keys {
            for (column, key) in keys.iter().enumerate() {
                self.typed(&Of { what, row: 0, column, key }, "", "", "")?;
            }
        }
        for (at, row) in rows.iter().enumerate() {
            let what = match row.kind {
                RowKind::Line => "line",
                RowKind::Subtotal => "subtotal",
                RowKind::Total => "total",
            };
            let cells = row.cells.iter().zip(&columns).enumerate();
            for (column, (cell, key)) in cells {
                self.cell(&Of { what, row: at, column, key }, cell)?;
            }
        }
        Ok(())
    }

    fn chart(&mut self, chart: &Chart) -> io::Result<()> {
        let Chart { key, about, kind, unit, labels, series } = chart;
        self.begin("chart", key)?;
        self.typed(&Of { what: "drawn", row: 0, column: 0, key: "" }, "text", kind.word(), "")?;
        self.cells("about", 0, std::slice::from_ref(about))?;
        self.cells("unit", 0, std::slice::from_ref(unit))?;
        self.cells("label", 0, labels)?;
        for (row, Series { name, role, cells }) in series.iter().enumerate() {
            self.cell(&Of { what: "series", row, column: 0, key: role.word() }, name)?;
            self.cells("figure", row, cells)?;
        }
        Ok(())
    }
}
