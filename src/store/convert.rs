//! Files of the store that another program saved its own way become UTF-8 again, with whole lines.
//!
//! The bytes as they were go to quarantine in the same commit. What does not decode cleanly is
//! refused whole: half a conversion would be nonsense for good. Look first at `charset.rs`.

use std::borrow::Cow;
use std::path::Path;

use crate::base::{Diagnostic, Message, Place, Refuse as _};

use super::codec::write_line;
use super::encoding::BYTE_ORDER_MARK;
use super::open::{WAIT, must_be_ours};
use super::{
    Act, Charset, Disk, Entry, ExitClass, Journal, Op, StoreError, StorePath, inventory,
    quarantine, recognise,
};

/// How the lines of a file ended before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// All the same way, `\n` or `\r\n`.
    Whole,
    /// Some of them by a carriage return alone, or now this way, now that.
    Mixed,
}

/// A file that was converted, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The file.
    pub file: String,
    /// The charset it was in.
    pub charset: Charset,
    /// How its lines ended.
    pub ends: Ends,
    /// Whether its cells were kept apart by tabs, as "Unicode text" of spreadsheets is.
    pub tabs: bool,
    /// Its first line with a character that is not ASCII, as it reads now: to be looked at.
    pub sample: String,
    /// The file that has the bytes as they were.
    pub copy: String,
}

/// What a conversion came to.
pub struct Conversion {
    /// The files that were converted; none when something was refused.
    pub files: Vec<Converted>,
    /// What does not decode cleanly.
    pub refused: Vec<Diagnostic>,
    /// What recovery had to do before.
    pub notes: Vec<Message>,
}

/// Converts the files that are named, or all data files of the store that need it, in one commit.
pub fn convert(
    disk: &dyn Disk,
    root: &Path,
    (names, seed): (&[String], &[u8]),
    entry: Entry,
    act: Act,
) -> Result<Conversion, StoreError> {
    must_be_ours(disk, root)?;
    let journal = Journal::exclusive(disk, root, WAIT, seed)?;
    let notes = journal.notes().to_vec();
    let mut done = Conversion { files: Vec::new(), refused: Vec::new(), notes };
    let paths = if names.is_empty() {
        inventory::inventory(journal.files())?
    } else {
        let known = inventory::inventory(journal.files())?;
        let paths: Result<Vec<_>, _> = names.iter().map(|name| named(name, &known)).collect();
        paths?
    };
    let mut ops = Vec::new();
    for path in paths {
        let image = match journal.read(&path) {
            Ok(Some(image)) => image,
            Ok(None) => continue,
            Err(error) => {
                done.refused.push(told(&path, error)?);
                continue;
            }
        };
        match in_utf8(&path, &image.bytes) {
            Ok(None) => {}
            Ok(Some((mut converted, data))) => {
                let (copy, op) = quarantine::keep(&journal, &path, &image.bytes)?;
                copy.as_str().clone_into(&mut converted.copy);
                ops.extend(op);
                ops.push(Op::Write { path, pre: Some(image.pre()), data });
                done.files.push(converted);
            }
            Err(error) => done.refused.push(told(&path, error)?),
        }
    }
    if !done.refused.is_empty() {
        done.files.clear();
    } else if act == Act::Do && !ops.is_empty() {
        let given = journal.given();
        let _committed = journal.commit(ops, Entry { given, ..entry })?;
    }
    Ok(done)
}

/// A data file by the name that the user gave, relative to the store's root.
fn named(name: &str, known: &[StorePath]) -> Result<StorePath, StoreError> {
    let path = StorePath::new(name.trim_start_matches("./"))?;
    if known.contains(&path) { Ok(path) } else { Err(StoreError::NoData(path.to_string())) }
}

/// Something wrong with the data is told; trouble with the disk is not survived.
fn told(path: &StorePath, error: StoreError) -> Result<Diagnostic, StoreError> {
    if error.exit_class() != ExitClass::BadData {
        return Err(error);
    }
    let place = error.place().unwrap_or_else(|| Place::file(path.as_str()));
    Ok(Diagnostic::error(place, error.message()))
}

/// The content that a file should have; none when it is well as it is.
fn in_utf8(path: &StorePath, bytes: &[u8]) -> Result<Option<(Converted, Vec<u8>)>, StoreError> {
    let found = recognise(path.as_str(), bytes)?;
    let charset = found.charset;
    let mut text = found.text;
    let tabs = !charset.is_utf8() && path.is_table() && has_tabs(&text);
    if tabs {
        text = Cow::Owned(with_commas(path.as_str(), &text)?);
    }
    let even = even_ends(&text);
    let ends = if even.is_some() { Ends::Mixed } else { Ends::Whole };
    let text = even.map_or(text, Cow::Owned);
    if charset.is_utf8() && ends == Ends::Whole {
        return Ok(None);
    }
    let mark = if charset == Charset::Utf8WithMark { BYTE_ORDER_MARK } else { b"" };
    let sample = text.lines().find(|line| !line.is_ascii()).unwrap_or_default().to_owned();
    let data = [mark, text.as_bytes()].concat();
    let (file, copy) = (path.to_string(), String::new());
    Ok(Some((Converted { file, charset, ends, tabs, sample, copy }, data)))
}

/// Whether the first line has tabs and no comma.
fn has_tabs(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.contains('\t') && !first.contains(',')
}

/// Cells apart by commas instead of tabs.
fn with_commas(file: &str, text: &str) -> Result<String, StoreError> {
    let mut rows =
        csv::ReaderBuilder::new().delimiter(b'\t').has_headers(false).from_reader(text.as_bytes());
    let mut written = String::with_capacity(text.len());
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    for row in rows.records() {
        match row {
            Ok(row) => written.push_str(&write_line(row.iter(), ending)),
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                let place = Place::line(file, u32::try_from(line).unwrap_or(u32::MAX));
                let message = Message::new("csv.field_count");
                return Err(StoreError::Defect(Box::new(Diagnostic::error(place, message))));
            }
        }
    }
    Ok(written)
}

/// The text with every line ending as the first does; none where they all do already.
///
/// A carriage return alone ends a line too, but not in a cell with quotes.
fn even_ends(text: &str) -> Option<String> {
    let mut letters = text.chars().peekable();
    let (mut quoted, mut first) = (false, None);
    let mut even = String::with_capacity(text.len());
    let mut mixed = false;
    while let Some(letter) = letters.next() {
        quoted ^= letter == '"';
        let ending = match letter {
            '\r' if letters.next_if_eq(&'\n').is_some() => "\r\n",
            '\r' if !quoted => "\r",
            '\n' => "\n",
            _ => {
                even.push(letter);
                continue;
            }
        };
        let wanted = *first.get_or_insert(if ending == "\r\n" { "\r\n" } else { "\n" });
        mixed |= ending != wanted;
        even.push_str(wanted);
    }
    mixed.then_some(even)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_the_first_one_does() {
        assert_eq!(even_ends("a\nb\n"), None);
        assert_eq!(even_ends("a\r\nb\r\n"), None);
        assert_eq!(even_ends("a\r\nb\nc"), Some("a\r\nb\r\nc".to_owned()));
        assert_eq!(even_ends("a\rb\r"), Some("a\nb\n".to_owned()));
        assert_eq!(even_ends("a\n\"b\rc\"\n"), None);
        assert_eq!(even_ends("a\nb\r\n\r\n"), Some("a\nb\n\n".to_owned()));
    }

    #[test]
    fn tabs_become_commas_and_cells_stay() {
        let table = with_commas("a.csv", "编码\t名称\n1\t\"灯,大\"\n2\t\"a\"\"b\"\n");
        assert_eq!(table.expect("a table"), "编码,名称\n1,\"灯,大\"\n2,\"a\"\"b\"\n");
        assert!(with_commas("a.csv", "a\tb\n1\n").is_err());
    }
}
