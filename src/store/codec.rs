//! Strict CSV with a place for every cell: one row per line, and one diagnostic per defect.
//!
//! The `csv` crate reads past an unclosed quote, text after a closing quote and a short row; a
//! ledger must not. So lines are cut here, strictly, and the crate stays the reference in tests and
//! quotes what is written. Look next at `row/mod.rs`, which turns cells into records.

use std::borrow::Cow;
use std::cell::Cell;

use crate::base::{Diagnostic, Message, Place};

use super::StoreError;
use super::cells::LastDay;
pub(crate) use super::cells::{Cells, Wrong};
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
    /// The last day that was read of the file.
    last_day: Cell<LastDay>,
    /// The header as it stands in the file.
    pub(super) header: Vec<String>,
}

/// The cells of a line.
#[derive(Default)]
pub(super) struct Texts<'t> {
    /// Of a line that is cut at its commas, where each ends.
    ends: Vec<u32>,
    /// Of any other, its texts, quotes removed.
    texts: Vec<Cow<'t, str>>,
}

impl<'t> Texts<'t> {
    /// How many there are.
    const fn n_cells(&self) -> usize {
        if self.ends.is_empty() { self.texts.len() } else { self.ends.len() }
    }

    /// Cuts a line; where no cell can have quotes, at its commas.
    fn cut(&mut self, line: &'t str, bare: bool) -> Result<(), Malformed> {
        self.ends.clear();
        self.texts.clear();
        if !bare && memchr::memchr2(b'"', b'\r', line.as_bytes()).is_some() {
            self.texts.extend(split(line)?.into_iter().map(|field| field.text));
            return Ok(());
        }
        // No file is so long that a place in a line of it does not fit.
        let end = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        each_comma(line.as_bytes(), |at| self.ends.push(end(at)));
        self.ends.push(end(line.len()));
        Ok(())
    }

    /// The text of the cell of a line at a position.
    fn text<'s>(&'s self, line: &'t str, position: usize) -> &'s str {
        let Some(end) = self.ends.get(position) else { return self.texts[position].as_ref() };
        let before = position.checked_sub(1);
        let from = before.map_or(0, |before| self.ends[before] as usize + 1);
        &line[from..*end as usize]
    }
}

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
        let last_day = Cell::new(None);
        let mut sheet = Self { file, text, bare, unended: None, positions, last_day, header };
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
        self.lines().map(|(number, line)| self.row(number, line, Texts::default()))
    }

    /// The row of a line, in memory that is there already; or what is wrong with the line.
    pub(super) fn row(
        &self,
        number: u32,
        line: &'t str,
        mut cells: Texts<'t>,
    ) -> Result<Line<'t>, Box<Diagnostic>> {
        let cut = cells.cut(line, self.bare);
        let found = cells.n_cells();
        if cut.is_ok() && found == self.header.len() {
            return Ok(Line { file: self.file, number, text: line, cells });
        }
        let is_short = cut.is_err() || found < self.header.len();
        if is_short && self.unended == Some(number) {
            return Err(torn(self.file, number, line).into());
        }
        if let Err(malformed) = cut {
            return Err(malformed.diagnostic(self.file, number, line).into());
        }
        let message = Message::new("csv.field_count")
            .with("found", found)
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
        Cells::new(columns, (&self.positions, &self.last_day), line)
    }
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
    /// A line of a file cut into the texts of as many cells as its header has; none where it is not
    /// that.
    pub(super) fn cut(file: &'t str, number: u32, text: &'t str, n_cells: usize) -> Option<Self> {
        let Self { mut cells, .. } = Self::to_decode(text, n_cells)?;
        cells.texts.reserve(n_cells);
        let mut from = 0;
        for end in std::mem::take(&mut cells.ends) {
            cells.texts.push(Cow::Borrowed(&text[from..end as usize]));
            from = end as usize + 1;
        }
        Some(Self { file, number, text, cells })
    }

    /// The same of no file, of which nothing is asked but its row.
    pub(super) fn to_decode(text: &'t str, n_cells: usize) -> Option<Self> {
        let mut cells = Texts::default();
        cells.ends.reserve(n_cells);
        cells.cut(text, false).ok()?;
        (cells.n_cells() == n_cells).then_some(Self { file: "", number: 0, text, cells })
    }

    /// Reads the row; none where a cell is wrong.
    pub(super) fn decode<R: Row>(&self, header: &Header) -> Option<R> {
        let day = Cell::new(None);
        R::decode(&mut Cells::new(R::COLUMNS, (&header.positions, &day), self)).ok()
    }

    /// The text of the cell at a position, of a line that was cut by itself.
    pub(super) fn cell(&self, position: usize) -> &Cow<'t, str> {
        &self.cells.texts[position]
    }

    /// The text of the cell at a position.
    pub(super) fn text_at(&self, position: usize) -> &str {
        self.cells.text(self.text, position)
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
    pub(super) fn place_at(&self, position: usize) -> Place {
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
