//! A return filled from the ledger, sheet by sheet, each cell with what it was computed from.

use super::receipt::Ledger;
use super::several::several;
use super::usage::open_table;
use super::{Cell, Document, Present, Table};
use crate::base::Message;
use crate::meters::{FilledCell, FilledReturn, Origin};

const SHEET: Ledger = Ledger {
    key: "return.sheet",
    columns: &[
        "return.sheet.sheet",
        "return.sheet.line",
        "return.sheet.name",
        "return.sheet.value",
        "return.sheet.unit",
        "return.sheet.source",
    ],
};

const MISSING: Ledger = Ledger {
    key: "return.missing",
    columns: &[
        "return.missing.sheet",
        "return.missing.line",
        "return.missing.name",
        "return.missing.what",
    ],
};

impl Present for FilledReturn {
    fn present(&self) -> Document<'_> {
        let form = &self.form;
        let mut document = Document::new("return.report").facts(vec![
            ("return.title", Cell::text(&form.title)),
            ("return.period", Cell::of(&self.options.span)),
            ("return.site", Cell::maybe(self.options.site.as_ref(), Cell::of)),
            ("return.due", Cell::maybe(self.due, Cell::Day)),
            ("return.due_source", Cell::maybe(self.due, |_| Cell::text(&form.due_source))),
            ("return.form", Cell::text(&form.name)),
            ("return.form_source", Cell::text(&form.source)),
            ("return.form_mark", Cell::maybe(form.mark.as_ref(), Cell::text)),
            ("return.cells", Cell::count(self.cells.len())),
            ("return.filled", Cell::count(self.cells.len() - self.missing().count())),
        ]);
        for table in sheet_tables(self) {
            document = document.table(table);
        }
        if self.missing().next().is_some() {
            document = document.table(missing_table(self));
        }
        let open = self.open();
        if !open.is_empty() {
            document = document.table(open_table(&open));
        }
        document.notes(notes(self))
    }
}

/// A table for each sheet.
pub(super) fn sheet_tables(filled: &FilledReturn) -> Vec<Table> {
    let mut tables: Vec<(&str, Table)> = Vec::new();
    for cell in &filled.cells {
        let sheet = cell.row.sheet.as_str();
        let at = tables.iter().position(|(own, _)| *own == sheet).unwrap_or_else(|| {
            let named_by = ["return.sheet.sheet", "return.sheet.line", "return.sheet.name"];
            tables.push((sheet, SHEET.table().named_by(&named_by)));
            tables.len() - 1
        });
        tables[at].1.line(cells(cell));
    }
    tables.into_iter().map(|(_, table)| table).collect()
}

fn cells(cell: &FilledCell) -> Vec<Cell> {
    let row = &cell.row;
    vec![
        Cell::text(&row.sheet),
        Cell::text(&row.line),
        Cell::text(&row.name),
        Cell::maybe(cell.value, Cell::Quantity),
        Cell::text(&row.unit),
        Cell::text(several(&cell.sources)),
    ]
}

/// The cells without a value, and what each lacks.
fn missing_table(filled: &FilledReturn) -> Table {
    let mut table = MISSING.table().named_by(&[
        "return.missing.sheet",
        "return.missing.line",
        "return.missing.what",
    ]);
    for cell in filled.missing() {
        for lack in &cell.lacks {
            table.line(vec![
                Cell::text(&cell.row.sheet),
                Cell::text(&cell.row.line),
                Cell::text(&cell.row.name),
                Cell::said(lack.message()),
            ]);
        }
    }
    table
}

fn notes(filled: &FilledReturn) -> Vec<Message> {
    let mut notes: Vec<Message> = Vec::new();
    for lack in filled.missing().flat_map(|cell| &cell.lacks) {
        let message = lack.message();
        if !notes.contains(&message) {
            notes.push(message);
        }
    }
    if let (Some(due), Some(days)) = (filled.due, filled.overdue()) {
        let message = Message::new("return.overdue").with("due", due.to_string());
        notes.push(message.with("days", days.to_string()));
    } else if let Some(due) = filled.due {
        notes.push(Message::new("return.due").with("due", due.to_string()));
    }
    if filled.form.origin == Origin::Sample {
        notes.push(Message::new("return.sample"));
    }
    notes
}
