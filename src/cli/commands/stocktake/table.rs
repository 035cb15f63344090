//! Counts as a table from outside: which column means what, and what is wrong at which cell.

use std::path::Path;

use houqin::base::{Day, Diagnostic, ItemCode, Message, Quantity, Refuse, SheetCode, parse_count};
use houqin::stock::Cutoff;
use houqin::stock::stocktake::{CountRow, Fault, GoodsRequest, Repeat};
use houqin::store::{Imported, ImportedCell, ImportedRow};
use houqin::text::recognise;

use super::flags::{Counting, enter as enter_rows};
use crate::cli::args::Writing;
use crate::cli::commands::stock::flags::split_unit;
use crate::cli::fail::{Exit, Failure};
use crate::cli::session::Session;

/// The columns that a table of counts may have.
const COLUMNS: [&str; 13] = [
    "stock.count.sheet",
    "stock.count.line",
    "stock.count.item",
    "stock.count.name",
    "stock.count.spec",
    "stock.count.unit",
    "stock.count.book",
    "stock.count.counted",
    "stock.count.cutoff",
    "stock.count.counter",
    "stock.count.note",
    "stock.stocktakes.lot",
    "stock.count.counted_on",
];

/// The table and the command that reads it.
pub(super) struct File<'a> {
    /// The file; `-` for stdin.
    pub(super) path: &'a Path,
    /// Noun and verb, for the log.
    pub(super) command: &'static str,
}

/// Reads a table and enters its counts.
pub(super) fn enter(
    session: &Session,
    file: File<'_>,
    (counting, repeat): (&Counting, Repeat),
    writing: &Writing,
) -> anyhow::Result<Exit> {
    let imported = session.import(file.path)?;
    let reader = Reader::new(imported)?;
    let mut counted = counting.read(session)?;
    let (rows, places) = reader.rows(&mut counted.sheet)?;
    let tell = |faults: &[Fault]| reader.tell(faults, &places);
    enter_rows(session, file.command, writing, (counted, rows, repeat), tell)
}

/// A table with its columns found.
struct Reader {
    imported: Imported,
    /// For each column of the file, what it means.
    meanings: Vec<Option<&'static str>>,
}

impl Reader {
    /// Finds the columns; without counts, and goods or lines, there is nothing to read.
    fn new(imported: Imported) -> Result<Self, Failure> {
        let meanings: Vec<Option<&'static str>> =
            imported.headings.iter().map(|heading| recognise(&heading.text, &COLUMNS)).collect();
        let reader = Self { imported, meanings };
        let head = |message: Message| {
            let place = houqin::base::Place::line(reader.file(), 1);
            Diagnostic::error(place, message).with_original(reader.imported.original.as_str())
        };
        let mut wrong = reader.imported.diagnostics.clone();
        for (at, meaning) in reader.meanings.iter().enumerate() {
            if meaning.is_some() && reader.meanings[..at].contains(meaning) {
                let heading = &reader.imported.headings[at].text;
                wrong.push(head(Message::new("stock.import_twice").with("heading", heading)));
            }
        }
        let has = |key: &str| reader.meanings.contains(&Some(key));
        let goods = ["stock.count.item", "stock.count.line", "stock.count.name"];
        if wrong.is_empty() && !(has("stock.count.counted") && goods.iter().any(|key| has(key))) {
            let found: Vec<&str> =
                reader.imported.headings.iter().map(|heading| heading.text.as_str()).collect();
            let found = if found.is_empty() { "—".to_owned() } else { found.join("、") };
            wrong.push(head(Message::new("stock.import_columns").with("found", found)));
        }
        if wrong.is_empty() { Ok(reader) } else { Err(Failure::Rejected(wrong)) }
    }

    fn file(&self) -> String {
        self.imported
            .headings
            .first()
            .map_or_else(|| "-".to_owned(), |heading| heading.place.file.clone())
    }

    fn cell<'r>(&self, row: &'r ImportedRow, key: &str) -> Option<&'r ImportedCell> {
        let at = self.meanings.iter().position(|meaning| *meaning == Some(key))?;
        row.cells.get(at).filter(|cell| !cell.text.is_empty())
    }

    fn text<'r>(&self, row: &'r ImportedRow, key: &str) -> &'r str {
        self.cell(row, key).map_or("", |cell| cell.text.as_str())
    }

    /// The rows that say something, and for each its place in the table. The sheet that the file
    /// names must be the one that was named, or is taken from it.
    fn rows(&self, sheet: &mut Option<SheetCode>) -> Result<(Vec<CountRow>, Vec<usize>), Failure> {
        let (mut rows, mut places, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for (at, row) in self.imported.rows.iter().enumerate() {
            match self.row(row, sheet) {
                Ok(Some(count)) => {
                    rows.push(count);
                    places.push(at);
                }
                Ok(None) => {}
                Err(diagnostic) => wrong.push(diagnostic),
            }
        }
        if wrong.is_empty() { Ok((rows, places)) } else { Err(Failure::Rejected(wrong)) }
    }

    fn row(
        &self,
        row: &ImportedRow,
        sheet: &mut Option<SheetCode>,
    ) -> Result<Option<CountRow>, Diagnostic> {
        if let Some(code) = self.read(row, "stock.count.sheet", SheetCode::parse)? {
            match sheet {
                Some(sheet) if *sheet != code => {
                    let message = Message::new("stock.import_other_sheet")
                        .with("sheet", sheet.to_string())
                        .with("found", code.to_string());
                    return Err(self.wrong(row, "stock.count.sheet", message));
                }
                _ => *sheet = Some(code),
            }
        }
        let Some(cell) = self.cell(row, "stock.count.counted") else { return Ok(None) };
        let (number, attached) = split_unit(&cell.text);
        let counted = Quantity::parse(number)
            .map_err(|refusal| self.wrong(row, "stock.count.counted", refusal.message()))?;
        let unit = attached.unwrap_or_else(|| self.text(row, "stock.count.unit"));
        Ok(Some(CountRow {
            goods: self.goods(row)?,
            counted: Some(counted),
            unit: Some(unit.to_owned()).filter(|unit| !unit.is_empty()),
            date: self.read(row, "stock.count.counted_on", Day::parse)?,
            cutoff: self.cutoff(row)?,
            counter: self.text(row, "stock.count.counter").to_owned(),
            note: self.text(row, "stock.count.note").to_owned(),
        }))
    }

    /// What a row counted: an item, a line, or by its name a find.
    fn goods(&self, row: &ImportedRow) -> Result<GoodsRequest, Diagnostic> {
        let line = self.read(row, "stock.count.line", parse_count)?;
        let lot = self.text(row, "stock.stocktakes.lot").to_owned();
        let text = self.text(row, "stock.count.item");
        if let Some(name) = text.strip_prefix(['?', '？']) {
            return Ok(GoodsRequest::Unlisted(name.trim().to_owned()));
        }
        let item = self.read(row, "stock.count.item", ItemCode::parse)?;
        Ok(match (item, line) {
            (Some(item), line) => GoodsRequest::Item { item, lot, line },
            (None, Some(line)) => GoodsRequest::Line(line),
            (None, None) => GoodsRequest::Unlisted(self.text(row, "stock.count.name").to_owned()),
        })
    }

    /// A cut-off as the file writes it, or by its label.
    fn cutoff(&self, row: &ImportedRow) -> Result<Option<Cutoff>, Diagnostic> {
        let text = self.text(row, "stock.count.cutoff");
        if text.is_empty() {
            return Ok(None);
        }
        let labelled = recognise(text, &["stock.cutoff.open", "stock.cutoff.close"]);
        let cutoff = match labelled {
            Some("stock.cutoff.open") => Some(Cutoff::Open),
            Some(_) => Some(Cutoff::Close),
            None => Cutoff::parse(text),
        };
        let message = || Message::new("stock.cutoff_shape").with("text", text);
        cutoff.map(Some).ok_or_else(|| self.wrong(row, "stock.count.cutoff", message()))
    }

    /// The value of a cell that may be empty.
    fn read<T, E: Refuse>(
        &self,
        row: &ImportedRow,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Diagnostic> {
        let Some(cell) = self.cell(row, key) else { return Ok(None) };
        parse(&cell.text).map(Some).map_err(|refusal| self.wrong(row, key, refusal.message()))
    }

    fn wrong(&self, row: &ImportedRow, key: &str, message: Message) -> Diagnostic {
        let place = self.cell(row, key).map_or(&row.place, |cell| &cell.place).clone();
        Diagnostic::error(place, message).with_original(row.original.as_str())
    }

    /// What stands against single rows, each at its cell; against the whole, by itself.
    fn tell(&self, faults: &[Fault], places: &[usize]) -> Failure {
        let about_all: Vec<Message> = faults
            .iter()
            .filter(|fault| fault.row.is_none())
            .map(|fault| fault.refusal.message())
            .collect();
        let of_rows: Vec<Diagnostic> = faults
            .iter()
            .filter_map(|fault| {
                let row = &self.imported.rows[*places.get(fault.row?)?];
                // The rules of an item speak of its quantity; here that is what was counted.
                let field = match fault.refusal.field() {
                    Some("quantity") => "counted",
                    field => field.unwrap_or_default(),
                };
                let key = COLUMNS.iter().find(|key| key.rsplit('.').next() == Some(field));
                let key = key.copied().unwrap_or_default();
                Some(self.wrong(row, key, fault.refusal.message()))
            })
            .collect();
        if of_rows.is_empty() { Failure::Several(about_all) } else { Failure::Rejected(of_rows) }
    }
}
