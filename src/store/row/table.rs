//! One table of a TOML register, asked for key by key: every defect at its place.
//!
//! Dates may be written bare or in quotes, numbers too; a float is refused, because it loses
//! digits. A key that nobody asks for is a defect: a misspelt one must not be passed over.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use toml::{Spanned, Value};

use crate::base::{Diagnostic, Message, Place, Refuse, nearest};
use crate::store::codec::Wrong;
use crate::store::load::place_of;

/// A table as it was read: keys and values with their places.
pub(in crate::store) struct Parsed {
    start: usize,
    entries: Vec<Entry>,
}

/// A key of a table and its value as it would stand in a cell, or why it cannot.
pub(super) struct Entry {
    /// The key.
    pub(super) key: String,
    /// Where it stands.
    pub(super) key_at: usize,
    /// Where its value stands.
    pub(super) at: usize,
    /// The value.
    pub(super) text: Result<String, &'static str>,
}

impl Parsed {
    /// A table that begins at a byte, without a key.
    pub(super) const fn new(start: usize) -> Self {
        Self { start, entries: Vec::new() }
    }

    /// Adds a key that it does not have.
    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Its keys.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Where it begins.
    #[cfg(test)]
    pub(super) const fn start(&self) -> usize {
        self.start
    }
}

impl<'de> Deserialize<'de> for Parsed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Keys = BTreeMap<Spanned<String>, Spanned<Value>>;
        let table = Spanned::<Keys>::deserialize(deserializer)?;
        let start = table.span().start;
        let entry = |(key, value): (Spanned<String>, Spanned<Value>)| {
            let (key_at, at) = (key.span().start, value.span().start);
            Entry { key: key.into_inner(), key_at, at, text: as_text(value.into_inner()) }
        };
        Ok(Self { start, entries: table.into_inner().into_iter().map(entry).collect() })
    }
}

/// A table whose values are asked for by key.
pub(super) struct Table<'t> {
    file: &'t str,
    text: &'t str,
    parsed: Parsed,
    asked: Vec<&'static str>,
    defects: Vec<Diagnostic>,
}

impl<'t> Table<'t> {
    /// Takes a parsed table over.
    pub(super) const fn new(file: &'t str, text: &'t str, parsed: Parsed) -> Self {
        Self { file, text, parsed, asked: Vec::new(), defects: Vec::new() }
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.parsed.entries.iter().find(|entry| entry.key == key)
    }

    /// The text of a key; none where the table does not have it.
    fn value(&mut self, key: &'static str) -> Result<Option<&str>, Wrong> {
        self.asked.push(key);
        let at = self.parsed.entries.iter().position(|entry| entry.key == key);
        let Some(at) = at else { return Ok(None) };
        if let Err(code) = self.parsed.entries[at].text {
            return Err(self.defect(key, Message::new(code).with("key", key)));
        }
        Ok(self.parsed.entries[at].text.as_deref().ok())
    }

    /// The text of a key; empty where the table does not have it.
    pub(super) fn text(&mut self, key: &'static str) -> Result<String, Wrong> {
        Ok(self.value(key)?.unwrap_or_default().to_owned())
    }

    /// The value of a key that must be there.
    pub(super) fn required<T, E: Refuse>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Wrong> {
        match self.optional(key, parse)? {
            Some(value) => Ok(value),
            None => Err(self.defect(key, Message::new("toml.missing_key").with("key", key))),
        }
    }

    /// The value of a key that may be left out.
    pub(super) fn optional<T, E: Refuse>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Wrong> {
        match self.value(key)?.map(parse) {
            None => Ok(None),
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(refusal)) => Err(self.defect(key, refusal.message())),
        }
    }

    /// The value of a key that holds one of a few words, and may be left out.
    pub(super) fn word<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
        words: &[&str],
    ) -> Result<Option<T>, Wrong> {
        let Some(text) = self.value(key)? else { return Ok(None) };
        if let Some(word) = parse(text) {
            return Ok(Some(word));
        }
        let message = Message::new("toml.unknown_word")
            .with("key", key)
            .with("text", text)
            .with("words", words.join(", "));
        Err(self.defect(key, message))
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
        let at = self.entry(key).map_or(self.parsed.start, |entry| entry.at);
        self.note(at, message);
        Wrong
    }

    /// The place of a key, or of the table where it does not have it, and the line there.
    pub(super) fn place(&self, key: &str) -> (Place, String) {
        let at = self.entry(key).map_or(self.parsed.start, |entry| entry.at);
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
        let entries = self.parsed.entries.iter();
        let unknown = entries.filter(|entry| !self.asked.contains(&entry.key.as_str()));
        let mut unknown: Vec<(String, usize)> =
            unknown.map(|entry| (entry.key.clone(), entry.key_at)).collect();
        if unknown.is_empty() {
            return self.defects;
        }
        unknown.sort_unstable();
        self.asked.sort_unstable();
        self.asked.dedup();
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
