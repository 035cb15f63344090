//! One table of a TOML register, asked for key by key: every defect at its place.
//!
//! Dates may be written bare or in quotes, numbers too; a float is refused, because it loses
//! digits. A key that nobody asks for is a defect: a misspelt one must not be passed over.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Spanned, Value};

use crate::base::{Diagnostic, Message, Place, Refuse, nearest};
use crate::store::codec::Wrong;
use crate::store::load::place_of;

/// A table as it is deserialized: keys and values with their places.
pub(super) type Parsed = Spanned<BTreeMap<Spanned<String>, Spanned<Value>>>;

struct Entry {
    key_at: usize,
    at: usize,
    text: Result<String, &'static str>,
}

/// A table whose values are asked for by key.
pub(super) struct Table<'t> {
    file: &'t str,
    text: &'t str,
    start: usize,
    entries: BTreeMap<String, Entry>,
    asked: BTreeSet<&'static str>,
    defects: Vec<Diagnostic>,
}

impl<'t> Table<'t> {
    /// Takes a parsed table over.
    pub(super) fn new(file: &'t str, text: &'t str, parsed: Parsed) -> Self {
        let start = parsed.span().start;
        let entries = parsed
            .into_inner()
            .into_iter()
            .map(|(key, value)| {
                let (key_at, at) = (key.span().start, value.span().start);
                (key.into_inner(), Entry { key_at, at, text: as_text(value.into_inner()) })
            })
            .collect();
        Self { file, text, start, entries, asked: BTreeSet::new(), defects: Vec::new() }
    }

    /// The text of a key; empty where the table does not have it.
    pub(super) fn text(&mut self, key: &'static str) -> Result<String, Wrong> {
        self.asked.insert(key);
        match self.entries.get(key).map(|entry| &entry.text) {
            None => Ok(String::new()),
            Some(Ok(text)) => Ok(text.clone()),
            Some(Err(code)) => Err(self.defect(key, Message::new(*code).with("key", key))),
        }
    }

    /// The value of a key that must be there.
    pub(super) fn required<T, E: Refuse>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Wrong> {
        if !self.entries.contains_key(key) {
            self.asked.insert(key);
            return Err(self.defect(key, Message::new("toml.missing_key").with("key", key)));
        }
        let text = self.text(key)?;
        parse(&text).map_err(|refusal| self.defect(key, refusal.message()))
    }

    /// The value of a key that may be left out.
    pub(super) fn optional<T, E: Refuse>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Wrong> {
        if self.entries.contains_key(key) {
            self.required(key, parse).map(Some)
        } else {
            self.asked.insert(key);
            Ok(None)
        }
    }

    /// The value of a key that holds one of a few words, and may be left out.
    pub(super) fn word<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        words: &[&str],
    ) -> Result<Option<T>, Wrong> {
        let text = self.text(key)?;
        if !self.entries.contains_key(key) {
            return Ok(None);
        }
        parse(&text).map(Some).ok_or_else(|| {
            let message = Message::new("toml.unknown_word")
                .with("key", key)
                .with("text", text)
                .with("words", words.join(", "));
            self.defect(key, message)
        })
    }

    /// The value of a key that holds one of a few words, and must be there.
    pub(super) fn required_word<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        words: &[&str],
    ) -> Result<T, Wrong> {
        match self.word(key, parse, words)? {
            Some(value) => Ok(value),
            None => Err(self.defect(key, Message::new("toml.missing_key").with("key", key))),
        }
    }

    /// Notes that the value of a key is wrong; of a key that is not there, that the table is.
    pub(super) fn defect(&mut self, key: &str, message: Message) -> Wrong {
        let at = self.entries.get(key).map_or(self.start, |entry| entry.at);
        self.note(at, message);
        Wrong
    }

    /// The place of a key, or of the table where it does not have it, and the line there.
    pub(super) fn place(&self, key: &str) -> (Place, String) {
        let at = self.entries.get(key).map_or(self.start, |entry| entry.at);
        place_of(self.file, self.text, at)
    }

    /// Notes a refusal met while the record was folded, at the key it names, or at the table.
    pub(super) fn refused(&mut self, refusal: &impl Refuse) {
        self.defect(refusal.field().unwrap_or_default(), refusal.message());
    }

    fn note(&mut self, at: usize, message: Message) {
        let (place, original) = place_of(self.file, self.text, at);
        self.defects.push(Diagnostic::error(place, message).with_original(original));
    }

    /// What was found wrong, keys that nobody asked for among it.
    pub(super) fn take_defects(mut self) -> Vec<Diagnostic> {
        let unknown: Vec<(String, usize)> = self
            .entries
            .iter()
            .filter(|(key, _)| !self.asked.contains(key.as_str()))
            .map(|(key, entry)| (key.clone(), entry.key_at))
            .collect();
        for (key, at) in unknown {
            let known = nearest(&key, self.asked.iter().copied());
            let code = if known.is_some() { "toml.unknown_key_near" } else { "toml.unknown_key" };
            let message = Message::new(code).with("key", key);
            self.note(at, known.map_or(message.clone(), |known| message.with("nearest", known)));
        }
        self.defects
    }
}

/// A value as it would stand in a cell, or why it cannot.
fn as_text(value: Value) -> Result<String, &'static str> {
    match value {
        Value::String(text) => Ok(text),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Datetime(date) => Ok(date.to_string()),
        Value::Boolean(yes) => Ok(yes.to_string()),
        Value::Float(_) => Err("toml.float"),
        Value::Array(_) | Value::Table(_) => Err("toml.not_a_value"),
    }
}

/// A value to be written; what is left out is not.
pub(super) enum Written {
    /// In quotes; the empty text is left out.
    Text(String),
    /// As it is: a whole number, a day.
    Bare(Option<String>),
}

/// Writes a table, a line a key that has a value.
pub(super) fn write(header: &str, values: Vec<(&str, Written)>) -> String {
    let mut written = format!("[[{header}]]\n");
    for (key, value) in values {
        let value = match value {
            Written::Text(text) if text.is_empty() => continue,
            Written::Text(text) => Value::String(text.replace(['\r', '\n'], " ")).to_string(),
            Written::Bare(None) => continue,
            Written::Bare(Some(value)) => value,
        };
        written.extend([key, " = ", value.as_str(), "\n"]);
    }
    written
}
