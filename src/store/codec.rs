//! Strict CSV with a place for every cell: one row per line, and one diagnostic per defect.
//!
//! The `csv` crate reads past an unclosed quote, text after a closing quote and a short row; a
//! ledger must not. So lines are cut here, strictly, and the crate stays the reference in tests and
//! quotes what is written. Look next at `row/mod.rs`, which turns cells into records.

use std::borrow::Cow;

use crate::base::{Diagnostic, Message, Place, Refuse};

use super::StoreError;
use super::row::Row;

/// One cell as it stands in its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field<'t> {
    /// The text, quotes removed.
    pub(super) text: Cow<'t, str>,
    /// Where it begins, in characters from 1.
    pub(super) column: u32,
    /// How many characters it takes up in the line.
    pub(super) length: u32,
}

/// Why a line is not CSV, and at which column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) code: &'static str,
    column: u32,
}

/// Cuts one line into its cells at the commas.
pub(super) fn split(line: &str) -> Result<Vec<Field<'_>>, Malformed> {
    split_at(line, ',')
}

/// Cuts one line into its cells.
pub(super) fn split_at(line: &str, delimiter: char) -> Result<Vec<Field<'_>>, Malformed> {
    if let Some(delimiter) = u8::try_from(delimiter).ok().filter(u8::is_ascii)
        && let Some(fields) = split_plain(line, delimiter)
    {
        return Ok(fields);
    }
    let mut fields = Vec::with_capacity(20);
    let mut rest = line;
    let mut column = 1;
    loop {
        let (field, taken, length) = match rest.strip_prefix('"') {
            Some(quoted) => take_quoted(quoted, column, delimiter)?,
            None => take_bare(rest, column, delimiter)?,
        };
        fields.push(Field { text: field, column, length });
        column += length;
        rest = &rest[taken..];
        match rest.strip_prefix(delimiter) {
            Some(after) => {
                rest = after;
                column += 1;
            }
            None => return Ok(fields),
        }
    }
}

/// Cuts a line without quotes, whose cells end at the delimiters and nowhere else, in one pass;
/// none of another line.
fn split_plain(line: &str, delimiter: u8) -> Option<Vec<Field<'_>>> {
    let mut fields = Vec::with_capacity(24);
    let (mut from, mut column, mut length) = (0, 1, 0);
    for (at, byte) in line.bytes().enumerate() {
        if byte == delimiter {
            fields.push(Field { text: Cow::Borrowed(&line[from..at]), column, length });
            (from, column, length) = (at + 1, column + length + 1, 0);
        } else if byte == b'"' || byte == b'\r' {
            return None;
        } else {
            // Each letter has one byte that does not go on with another.
            length += u32::from(byte & 0xC0 != 0x80);
        }
    }
    fields.push(Field { text: Cow::Borrowed(&line[from..]), column, length });
    Some(fields)
}

fn n_chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// A cell without quotes: up to the next delimiter.
fn take_bare(
    rest: &str,
    column: u32,
    delimiter: char,
) -> Result<(Cow<'_, str>, usize, u32), Malformed> {
    let end = rest.find(delimiter).unwrap_or(rest.len());
    let text = &rest[..end];
    if let Some(at) = text.find(['"', '\r']) {
        let code = if text[at..].starts_with('"') { "csv.stray_quote" } else { "csv.lone_cr" };
        return Err(Malformed { code, column: column + n_chars(&text[..at]) });
    }
    Ok((Cow::Borrowed(text), end, n_chars(text)))
}

/// A cell in quotes, whose opening quote is taken already; a doubled quote stands for one.
fn take_quoted(
    quoted: &str,
    column: u32,
    delimiter: char,
) -> Result<(Cow<'_, str>, usize, u32), Malformed> {
    let mut from = 0;
    loop {
        let Some(at) = quoted[from..].find('"').map(|at| at + from) else {
            return Err(Malformed { code: "csv.unclosed_quote", column });
        };
        if quoted[at + 1..].starts_with('"') {
            from = at + 2;
            continue;
        }
        let inside = &quoted[..at];
        let length = n_chars(inside) + 2;
        if !(quoted[at + 1..].is_empty() || quoted[at + 1..].starts_with(delimiter)) {
            return Err(Malformed { code: "csv.after_quote", column: column + length });
        }
        let text = if inside.contains('"') {
            Cow::Owned(inside.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(inside)
        };
        return Ok((text, at + 2, length));
    }
}

/// Which column of a row type stands where in a file.
pub(super) struct Header {
    /// The header as it stands in the file.
    pub(super) names: Vec<String>,
    /// For each column that the row type has, its position in the file.
    pub(super) positions: Vec<Option<usize>>,
}

impl Header {
    /// Reads the header and finds the columns; unknown columns are passed over, missing ones are
    /// one diagnostic.
    pub(super) fn read(
        file: &str,
        text: &str,
        columns: &[&str],
        optional: &[&str],
    ) -> Result<Self, Box<Diagnostic>> {
        let first = text.split('\n').next().unwrap_or_default();
        let first = first.strip_suffix('\r').unwrap_or(first);
        let names = if first.is_empty() {
            Vec::new()
        } else {
            let fields =
                split(first).map_err(|malformed| Box::new(malformed.diagnostic(file, 1, first)))?;
            fields.into_iter().map(|field| field.text.into_owned()).collect()
        };
        let positions: Vec<Option<usize>> = columns
            .iter()
            .map(|column| names.iter().position(|present: &String| present == column))
            .collect();
        let missing: Vec<&str> = columns
            .iter()
            .zip(&positions)
            .filter(|(column, position)| position.is_none() && !optional.contains(*column))
            .map(|(column, _)| *column)
            .collect();
        if text.trim().is_empty() {
            let message = Message::new("csv.empty");
            return Err(Box::new(Diagnostic::error(Place::file(file), message)));
        }
        if !missing.is_empty() {
            return Err(Box::new(missing_columns(file, text, &missing)));
        }
        Ok(Self { names, positions })
    }
}

/// A table read from a file: which column stands where, and the rows that are well formed.
pub(super) struct Sheet<'t> {
    file: &'t str,
    text: &'t str,
    /// Whether no cell has quotes, nor any line a carriage return: commas end the cells.
    bare: bool,
    /// The number of the last line where it has no line break: an editor's doing, or torn.
    unended: Option<u32>,
    /// For each column that the row type has, its position in the file.
    positions: Vec<Option<usize>>,
    /// The header as it stands in the file.
    pub(super) header: Vec<String>,
}

/// The cells of a line, quotes removed.
pub(super) type Texts<'t> = Vec<Cow<'t, str>>;

impl<'t> Sheet<'t> {
    /// Reads the header and finds the columns; unknown columns are passed over, missing ones are
    /// one diagnostic.
    pub(super) fn open(
        file: &'t str,
        text: &'t str,
        columns: &[&str],
        optional: &[&str],
    ) -> Result<Self, Box<Diagnostic>> {
        let Header { names: header, positions } = Header::read(file, text, columns, optional)?;
        let bare = memchr::memchr2(b'"', b'\r', text.as_bytes()).is_none();
        let is_ended = text.ends_with('\n');
        let mut sheet = Self { file, text, bare, unended: None, positions, header };
        if !is_ended {
            sheet.unended = sheet.lines().last().map(|(number, _)| number);
        }
        Ok(sheet)
    }

    /// The lines below the header that are not empty, with their numbers.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u32, &'t str)> + use<'t> {
        numbered(self.text).skip(1).filter(|(_, line)| !line.is_empty())
    }

    /// The rows in file order: cells, or what is wrong with the line.
    pub(super) fn rows(&self) -> impl Iterator<Item = Result<Line<'t>, Box<Diagnostic>>> {
        self.lines().map(|(number, line)| self.row(number, line, Vec::new()))
    }

    /// The row of a line, in memory that is there already; or what is wrong with the line.
    pub(super) fn row(
        &self,
        number: u32,
        line: &'t str,
        mut cells: Texts<'t>,
    ) -> Result<Line<'t>, Box<Diagnostic>> {
        let cut = cut(line, self.bare, &mut cells);
        if cut.is_ok() && cells.len() == self.header.len() {
            return Ok(Line { file: self.file, number, text: line, cells });
        }
        let is_short = cut.is_err() || cells.len() < self.header.len();
        if is_short && self.unended == Some(number) {
            return Err(torn(self.file, number, line).into());
        }
        if let Err(malformed) = cut {
            return Err(malformed.diagnostic(self.file, number, line).into());
        }
        let message = Message::new("csv.field_count")
            .with("found", cells.len())
            .with("expected", self.header.len());
        let place = Place::line(self.file, number);
        Err(Box::new(Diagnostic::error(place, message).with_original(line)))
    }

    /// The cells of a line under the row type's columns.
    pub(super) fn cells<'s>(
        &'s self,
        line: &'s Line<'s>,
        columns: &'static [&'static str],
    ) -> Cells<'s> {
        Cells::new(columns, &self.positions, line)
    }
}

/// Cuts a line into the texts of its cells; where no cell can have quotes, at its commas.
fn cut<'t>(line: &'t str, bare: bool, cells: &mut Texts<'t>) -> Result<(), Malformed> {
    cells.clear();
    if !bare && memchr::memchr2(b'"', b'\r', line.as_bytes()).is_some() {
        cells.extend(split(line)?.into_iter().map(|field| field.text));
        return Ok(());
    }
    let mut from = 0;
    each_comma(line.as_bytes(), |at| {
        cells.push(Cow::Borrowed(&line[from..at]));
        from = at + 1;
    });
    cells.push(Cow::Borrowed(&line[from..]));
    Ok(())
}

/// Hands over where the commas of a line stand, in order.
///
/// Eight bytes at a time: a search that is made anew for each comma costs more than the short way to
/// it.
fn each_comma(line: &[u8], mut take: impl FnMut(usize)) {
    const COMMAS: u64 = u64::from_le_bytes([b','; 8]);
    const LOW: u64 = u64::from_le_bytes([0x7F; 8]);
    let (words, rest) = line.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        // Where a comma stands, a byte is nought; and only there its highest bit is left over.
        let other = u64::from_le_bytes(*word) ^ COMMAS;
        let mut commas = !(((other & LOW) + LOW) | other | LOW);
        while commas != 0 {
            take(number * 8 + commas.trailing_zeros() as usize / 8);
            commas &= commas - 1;
        }
    }
    let behind = line.len() - rest.len();
    for (at, byte) in rest.iter().enumerate() {
        if *byte == b',' {
            take(behind + at);
        }
    }
}

/// The lines of a file with their numbers from 1, without their line breaks.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut from = 0;
    let lines = std::iter::from_fn(move || {
        let end = ends.next()?;
        let line = &text[from..end];
        from = end + 1;
        Some(line.strip_suffix('\r').unwrap_or(line))
    });
    (1..).zip(lines)
}

/// The last line ends in the middle of a row.
fn torn(file: &str, number: u32, line: &str) -> Diagnostic {
    let place = Place::line(file, number).at(n_chars(line) + 1, 1);
    Diagnostic::error(place, Message::new("csv.torn")).with_original(line)
}

impl Malformed {
    /// What is wrong, at its place.
    pub(super) fn diagnostic(self, file: &str, number: u32, line: &str) -> Diagnostic {
        let place = Place::line(file, number).at(self.column, 1);
        Diagnostic::error(place, Message::new(self.code)).with_original(line)
    }
}

/// A well-formed line of a file.
pub(super) struct Line<'t> {
    /// The file.
    pub(super) file: &'t str,
    /// The line's number, from 1.
    pub(super) number: u32,
    /// The line as it stands in the file.
    pub(super) text: &'t str,
    cells: Texts<'t>,
}

impl<'t> Line<'t> {
    /// A line of a file cut into as many cells as its header has; none where it is not that.
    pub(super) fn cut(file: &'t str, number: u32, text: &'t str, n_cells: usize) -> Option<Self> {
        let mut cells = Vec::with_capacity(n_cells);
        cut(text, false, &mut cells).ok()?;
        (cells.len() == n_cells).then_some(Self { file, number, text, cells })
    }

    /// Reads the row; none where a cell is wrong.
    pub(super) fn decode<R: Row>(&self, header: &Header) -> Option<R> {
        R::decode(&mut Cells::new(R::COLUMNS, &header.positions, self)).ok()
    }

    /// The text of the cell at a position.
    pub(super) fn cell(&self, position: usize) -> &Cow<'t, str> {
        &self.cells[position]
    }

    /// The memory of its cells, for the next line.
    pub(super) fn into_texts(self) -> Texts<'t> {
        self.cells
    }

    /// The place of the whole line.
    pub(super) fn place(&self) -> Place {
        Place::line(self.file, self.number)
    }

    /// The place of the cell at a position.
    fn place_at(&self, position: usize) -> Place {
        // Few cells are ever pointed at: their places are counted when they are.
        let fields = split(self.text).unwrap_or_default();
        match fields.get(position) {
            Some(field) => self.place().at(field.column, field.length),
            None => self.place(),
        }
    }

    /// The cells as they stand, each with its place.
    pub(super) fn cells(&self) -> impl Iterator<Item = (Cow<'t, str>, Place)> {
        let fields = split(self.text).unwrap_or_default().into_iter();
        fields.map(|field| (field.text, self.place().at(field.column, field.length)))
    }
}

/// A cell was wrong, and a diagnostic says how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wrong;

/// The cells of one line, asked for by column; what is wrong with them is collected.
pub(crate) struct Cells<'s> {
    columns: &'static [&'static str],
    positions: &'s [Option<usize>],
    line: &'s Line<'s>,
    next: usize,
    defects: Vec<Diagnostic>,
    refused: Vec<Diagnostic>,
}

impl<'s> Cells<'s> {
    fn new(
        columns: &'static [&'static str],
        positions: &'s [Option<usize>],
        line: &'s Line<'s>,
    ) -> Self {
        Self { columns, positions, line, next: 0, defects: Vec::new(), refused: Vec::new() }
    }

    /// Whether nothing was noted.
    pub(super) const fn is_clean(&self) -> bool {
        self.defects.is_empty() && self.refused.is_empty()
    }

    /// The position of a column; asked in order, it is found at once.
    fn index(&mut self, column: &str) -> usize {
        let is_it = |own: &&str| std::ptr::eq(*own, column) || *own == column;
        if self.columns.get(self.next).is_some_and(is_it) {
            self.next += 1;
            return self.next - 1;
        }
        // A column may be asked for twice: whether it is empty, and what it means.
        if let Some(before) = self.next.checked_sub(1)
            && is_it(&self.columns[before])
        {
            return before;
        }
        let n_columns = self.columns.len();
        let found = (0..n_columns)
            .map(|step| (self.next + step) % n_columns)
            .find(|at| self.columns[*at] == column)
            .expect("BUG: a column that the row type does not have");
        self.next = found + 1;
        found
    }

    /// The text of a column; empty where the file does not have the column.
    pub(crate) fn text(&mut self, column: &'static str) -> &'s str {
        let at = self.index(column);
        self.positions[at].map_or("", |position| self.line.cells[position].as_ref())
    }

    /// The value of a column that must be there.
    pub(crate) fn required<T, E: Refuse>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Wrong> {
        parse(self.text(column)).map_err(|refusal| self.defect(column, refusal.message()))
    }

    /// The value of a column that may be empty.
    pub(crate) fn optional<T, E: Refuse>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Wrong> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        parse(text).map(Some).map_err(|refusal| self.defect(column, refusal.message()))
    }

    /// The value of a column that holds one of a few words.
    pub(crate) fn word<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        words: &[&str],
    ) -> Result<T, Wrong> {
        let text = self.text(column);
        parse(text).ok_or_else(|| {
            let message = Message::new("csv.unknown_word")
                .with("column", column)
                .with("text", text)
                .with("words", words.join(", "));
            self.defect(column, message)
        })
    }

    /// Notes that a cell is wrong.
    pub(crate) fn defect(&mut self, column: &str, message: Message) -> Wrong {
        let place = self.place(column);
        self.defects.push(Diagnostic::error(place, message).with_original(self.line.text));
        Wrong
    }

    /// The place of a column in this line; that of the line where the file does not have it.
    fn place(&self, column: &str) -> Place {
        let at = self.columns.iter().position(|present| *present == column);
        match at.and_then(|at| self.positions[at]) {
            Some(position) => self.line.place_at(position),
            None => self.line.place(),
        }
    }

    /// Notes a refusal met while the record was folded, at the cell it names, or the line.
    pub(super) fn note_refused(&mut self, refusal: &impl Refuse) {
        let place = refusal.field().map_or_else(|| self.line.place(), |field| self.place(field));
        self.refused.push(Diagnostic::refused(place, refusal).with_original(self.line.text));
    }

    /// Notes a refusal that does not keep the books from standing: somebody should look.
    pub(super) fn note_remark(&mut self, refusal: &impl Refuse) {
        let place = refusal.field().map_or_else(|| self.line.place(), |field| self.place(field));
        let remark = Diagnostic::warning(place, refusal.message());
        self.defects.push(remark.with_original(self.line.text));
    }

    /// Notes that somebody should look at a cell.
    pub(super) fn note_warning(&mut self, column: &str, message: Message) {
        let place = self.place(column);
        self.defects.push(Diagnostic::warning(place, message).with_original(self.line.text));
    }

    /// What the fold refused.
    pub(super) fn take_refused(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.refused)
    }

    /// What was found wrong with the line's cells.
    pub(super) fn take_defects(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.defects)
    }
}

/// The file lacks columns that it must have.
pub(super) fn missing_columns(file: &str, text: &str, missing: &[&str]) -> Diagnostic {
    lacking("csv.missing_columns", file, text, missing)
}

/// That a file's header lacks columns, under a code.
pub(super) fn lacking(code: &str, file: &str, text: &str, missing: &[&str]) -> Diagnostic {
    let message = Message::new(code).with("columns", missing.join(", "));
    let first = text.lines().next().unwrap_or_default();
    Diagnostic::error(Place::line(file, 1), message).with_original(first)
}

/// The header of a file that is not empty.
pub(super) fn header(file: &str, text: &str) -> Result<Vec<String>, StoreError> {
    let line = text.lines().next().unwrap_or_default();
    match split(line) {
        Ok(fields) => Ok(fields.into_iter().map(|field| field.text.into_owned()).collect()),
        Err(malformed) => Err(StoreError::Defect(Box::new(malformed.diagnostic(file, 1, line)))),
    }
}

/// Writes one line, quoted where it must be, with the line ending given.
///
/// A line break inside a cell is written as a space: one row is one line.
pub(super) fn write_line<'c>(cells: impl Iterator<Item = &'c str>, ending: &str) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let cells: Vec<String> = cells.map(|cell| cell.replace(['\r', '\n'], " ")).collect();
    writer.write_record(&cells).expect("BUG: a vector that cannot be written to");
    let bytes = writer.into_inner().expect("BUG: a vector that cannot be flushed");
    let mut line = String::from_utf8(bytes).expect("BUG: text that is no longer text");
    line.truncate(line.trim_end_matches('\n').len());
    line.push_str(ending);
    line
}
