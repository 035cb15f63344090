//! What somebody says about a file from outside, in a file of its own: which heading means which
//! column, how its dates and numbers are written, what its words stand for.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::base::{DateOrder, Diagnostic, Epoch, Message, Place, SheetDates};
use crate::store::load::{place_of, toml_defect};
use crate::store::{Disk, StoreError};

use super::file::read;

/// A name in a mapping file, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// The line it stands in.
    pub original: String,
}

/// What a mapping file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// What stands between two cells.
    pub delimiter: Option<char>,
    /// The sheet of a workbook, by its name or its number.
    pub tab: Option<String>,
    /// The line of the headings, from 1.
    pub heading: Option<u32>,
    /// How dates are written.
    pub dates: SheetDates,
    /// Whether numbers may have commas between their thousands.
    pub thousands: bool,
    /// Whether rows that say the same are as many movements.
    pub repeats: bool,
    /// For a heading the column it means.
    pub columns: Vec<(String, Placed)>,
    /// For a column the text of every row whose own cell is blank.
    pub constants: Vec<(Placed, String)>,
    /// For a column what words of the file stand for.
    pub words: Vec<(Placed, BTreeMap<String, String>)>,
}

impl Mapping {
    /// Nothing was said.
    pub const NOTHING: Self = Self {
        delimiter: None,
        tab: None,
        heading: None,
        dates: SheetDates::USUAL,
        thousands: false,
        repeats: false,
        columns: Vec::new(),
        constants: Vec::new(),
        words: Vec::new(),
    };
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    delimiter: Option<Spanned<String>>,
    tab: Option<String>,
    heading: Option<u32>,
    date: Option<Spanned<String>>,
    epoch: Option<Spanned<u32>>,
    thousands: Option<bool>,
    repeats: Option<bool>,
    #[serde(default)]
    columns: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    constants: BTreeMap<Spanned<String>, String>,
    #[serde(default)]
    words: BTreeMap<Spanned<String>, BTreeMap<String, String>>,
}

/// Reads a mapping file.
pub fn mapping(disk: &dyn Disk, path: &Path) -> Result<Mapping, StoreError> {
    let file = path.display().to_string();
    let bytes = read(disk, path)?;
    let text = crate::store::decode(&file, &bytes)?.text;
    parse(&file, text).map_err(StoreError::Defect)
}

/// Reads the text of a mapping file.
pub(super) fn parse(file: &str, text: &str) -> Result<Mapping, Box<Diagnostic>> {
    let written: Written =
        toml::from_str(text).map_err(|error| Box::new(toml_defect(file, text, &error)))?;
    let Written { delimiter, tab, heading, date, epoch, thousands, repeats, .. } = written;
    let placed = |text_of: String, at: usize| {
        let (place, original) = place_of(file, text, at);
        Placed { text: text_of, place, original }
    };
    let wrong = |at: usize, key: &'static str, found: &str, known: &str| {
        let (place, original) = place_of(file, text, at);
        let message = Message::new("toml.unknown_word").with("key", key);
        let message = message.with("text", found).with("words", known);
        Box::new(Diagnostic::error(place, message).with_original(original))
    };
    let delimiter = delimiter.map(|sign| {
        let mut letters = sign.get_ref().chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if !matches!(letter, '"' | '\n' | '\r') => Ok(letter),
            _ => Err(wrong(sign.span().start, "delimiter", sign.get_ref(), r#""," ";" "\t""#)),
        }
    });
    let order = date.map(|date| {
        let found = DateOrder::ALL.into_iter().find(|order| order.word() == date.get_ref());
        let known = DateOrder::ALL.map(DateOrder::word).join(", ");
        found.ok_or_else(|| wrong(date.span().start, "date", date.get_ref(), &known))
    });
    let epoch = epoch.map(|epoch| match epoch.get_ref() {
        1900 => Ok(Epoch::From1900),
        1904 => Ok(Epoch::From1904),
        other => Err(wrong(epoch.span().start, "epoch", &other.to_string(), "1900, 1904")),
    });
    let name = |name: Spanned<String>| {
        let at = name.span().start;
        placed(name.into_inner(), at)
    };
    Ok(Mapping {
        delimiter: delimiter.transpose()?,
        tab,
        heading,
        dates: SheetDates {
            order: order.transpose()?.unwrap_or(DateOrder::YearFirst),
            epoch: epoch.transpose()?.unwrap_or(Epoch::From1900),
        },
        thousands: thousands.unwrap_or(false),
        repeats: repeats.unwrap_or(false),
        columns: written.columns.into_iter().map(|(heading, to)| (heading, name(to))).collect(),
        constants: written.constants.into_iter().map(|(key, text)| (name(key), text)).collect(),
        words: written.words.into_iter().map(|(key, words)| (name(key), words)).collect(),
    })
}
