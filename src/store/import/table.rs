//! The table among the rows of a file: where its headings are, which rows are its own.

use crate::base::{Diagnostic, Message, Place};

/// A cell of a table from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedCell {
    /// The text, quotes and blanks around it removed, and the apostrophe by which a spreadsheet is
    /// kept from calculating it.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// Why the cell has no value, where it has none though it is not blank: an error, a formula
    /// that was never calculated.
    pub fault: Option<Message>,
}

impl ImportedCell {
    /// A cell as it stands in a file.
    pub(super) fn new(text: &str, place: Place) -> Self {
        Self { text: unguarded(trimmed(text)).to_owned(), place, fault: None }
    }

    fn is_blank(&self) -> bool {
        self.text.is_empty() && self.fault.is_none()
    }
}

/// A text without blanks around it, wide ones and invisible ones among them.
fn trimmed(text: &str) -> &str {
    let blank = |letter: char| letter.is_whitespace() || matches!(letter, '\u{FEFF}' | '\u{200B}');
    text.trim_matches(blank)
}

/// The text behind an apostrophe that `render` puts before what a spreadsheet would calculate.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest)
            if rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) =>
        {
            rest
        }
        _ => text,
    }
}

/// A row of a table from outside: as many cells as there are headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// Where it stands.
    pub place: Place,
    /// The line as it stands in the file; of a spreadsheet the texts of its cells.
    pub original: String,
    /// Its cells; fewer or none where it has a defect.
    pub cells: Vec<ImportedCell>,
    /// Why it cannot be read.
    pub defect: Option<Diagnostic>,
}

impl ImportedRow {
    fn is_blank(&self) -> bool {
        self.defect.is_none() && self.cells.iter().all(ImportedCell::is_blank)
    }

    /// Whether only its first cell says something: a title.
    fn is_title(&self) -> bool {
        let n_filled = self.cells.iter().filter(|cell| !cell.is_blank()).count();
        self.defect.is_none() && n_filled == 1 && !self.cells[0].is_blank()
    }
}

/// A table from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The headings.
    pub headings: Vec<ImportedCell>,
    /// The line of the headings as it stands in the file.
    pub original: String,
    /// How many lines with text stand above the headings, or as notes below the table, and were
    /// passed over.
    pub passed_over: usize,
    /// The sheet of the workbook, where the file is one.
    pub tab: Option<String>,
    /// All sheets of the workbook.
    pub tabs: Vec<String>,
    /// The rows; those without any text are left out.
    pub rows: Vec<ImportedRow>,
    /// What is wrong with the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
    /// The tables that follow in the same file, each under a title and headings of its own.
    pub more: Vec<Imported>,
}

/// How a file from outside is to be read.
#[derive(Clone, Copy)]
pub struct ImportOptions<'a> {
    /// What stands between two cells; none finds it out by the headings.
    pub delimiter: Option<char>,
    /// The sheet of a workbook, by its name or its number; none takes the first that has headings.
    pub tab: Option<&'a str>,
    /// The line of the headings, from 1; none finds it out.
    pub heading: Option<u32>,
    /// Whether a heading is one of those that the reader knows.
    pub knows: &'a dyn Fn(&str) -> bool,
    /// Whether a heading is one that only the tool itself writes, in a file of rejected rows: there
    /// the other options do not apply.
    pub own: &'a dyn Fn(&str) -> bool,
}

impl ImportOptions<'_> {
    /// How many headings of a row are known, each once.
    pub(super) fn score(&self, row: &ImportedRow) -> usize {
        let mut known: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        known.retain(|text| !text.is_empty() && (self.knows)(text));
        known.sort_unstable();
        known.dedup();
        known.len()
    }

    /// The row that looks most like headings, and how many of them are known.
    pub(super) fn headings_among(&self, rows: &[ImportedRow]) -> Option<(usize, usize)> {
        /// How many rows may stand above the headings.
        const MOST_ABOVE: usize = 40;
        let filled = rows.iter().enumerate().filter(|(_, row)| !row.is_blank());
        let mut best: Option<(usize, usize)> = None;
        for (at, row) in filled.take(MOST_ABOVE) {
            if best.is_some_and(|(_, most)| most > 1) && self.begins(rows, at) {
                break;
            }
            let score = self.score(row);
            if best.is_none_or(|(_, most)| score > most) {
                best = Some((at, score));
            }
        }
        best
    }

    /// Whether the title of a further table stands in a row: after a blank one, above headings.
    fn begins(&self, rows: &[ImportedRow], at: usize) -> bool {
        at > 0
            && rows[at - 1].is_blank()
            && rows[at].is_title()
            && rows.get(at + 1).is_some_and(|row| self.score(row) > 1)
    }
}

/// Finds the headings among the rows of a file, and the rows that are theirs.
pub(super) fn arrange(
    file: &str,
    tab: Option<&str>,
    mut rows: Vec<ImportedRow>,
    options: &ImportOptions<'_>,
) -> Imported {
    let named = |heading: u32| rows.iter().position(|row| row.place.line == heading);
    let found = match options.heading {
        Some(heading) => named(heading),
        None => options.headings_among(&rows).map(|(at, _)| at),
    };
    let mut table = Imported {
        headings: Vec::new(),
        original: String::new(),
        passed_over: 0,
        tab: tab.map(str::to_owned),
        tabs: Vec::new(),
        rows: Vec::new(),
        diagnostics: Vec::new(),
        more: Vec::new(),
    };
    let Some(at) = found else {
        let message = Message::new("csv.empty");
        table.diagnostics.push(Diagnostic::error(Place::file(file), message));
        return table;
    };
    let below = rows.split_off(at + 1);
    let mut head = rows.split_off(at);
    table.passed_over = rows.iter().filter(|row| !row.is_blank()).count();
    let head = head.remove(0);
    table.original = head.original;
    table.diagnostics.extend(head.defect);
    table.headings = head.cells;
    while table.headings.last().is_some_and(ImportedCell::is_blank) {
        table.headings.pop();
    }
    fill(file, table, below, options)
}

/// Gives a table its rows, up to the title of the next table.
fn fill(
    file: &str,
    mut table: Imported,
    mut below: Vec<ImportedRow>,
    options: &ImportOptions<'_>,
) -> Imported {
    if let Some(at) = (0..below.len()).find(|at| options.begins(&below, *at)) {
        let rest = below.split_off(at + 1);
        below.pop();
        let rest =
            arrange(file, table.tab.as_deref(), rest, &ImportOptions { heading: None, ..*options });
        table.more.push(Imported { more: Vec::new(), ..rest.clone() });
        table.more.extend(rest.more);
    }
    let expected = table.headings.len();
    if let Some(at) = (1..below.len()).find(|at| expected > 1 && are_notes(&below, *at)) {
        let notes = below.split_off(at);
        table.passed_over += notes.iter().filter(|row| !row.is_blank()).count();
    }
    table.rows =
        below.into_iter().filter(|row| !row.is_blank()).map(|row| fitted(row, expected)).collect();
    table
}

/// Whether from a row on nothing but lines without any delimiter follow, after a blank one: notes.
fn are_notes(rows: &[ImportedRow], at: usize) -> bool {
    let is_line = |row: &ImportedRow| {
        row.is_blank() || row.place.cell.is_none() && row.defect.is_none() && row.cells.len() == 1
    };
    rows[at - 1].is_blank() && !rows[at].is_blank() && rows[at..].iter().all(is_line)
}

/// The row with as many cells as there are headings; blank ones beyond them do not count.
fn fitted(mut row: ImportedRow, expected: usize) -> ImportedRow {
    if row.defect.is_some() {
        return row;
    }
    let found = row.cells.len();
    while row.cells.len() > expected && row.cells.last().is_some_and(ImportedCell::is_blank) {
        row.cells.pop();
    }
    if row.cells.len() != expected {
        let message =
            Message::new("csv.field_count").with("found", found).with("expected", expected);
        let defect = Diagnostic::error(row.place.clone(), message);
        row.defect = Some(defect.with_original(row.original.as_str()));
    }
    row
}
