//! One row: ten fields, and what keeps them apart.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, PoisonError};

/// How many fields a row has.
const FIELDS: usize = 10;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Record {
    pub(super) store: String,
    pub(super) n: usize,
    pub(super) part: usize,
    pub(super) what: String,
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) key: String,
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) more: String,
}

impl Record {
    pub(super) fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let Self { store, n, part, what, row, column, key, kind, value, more } = self;
        let [store, key, value, more] = [store, key, value, more].map(|field| escape(field));
        writeln!(
            out,
            "{store}\t{n}\t{part}\t{what}\t{row}\t{column}\t{key}\t{kind}\t{value}\t{more}"
        )
    }

    /// Reads a row without its line end; none if it is no such row.
    pub(super) fn read(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.split('\t').collect();
        let fields: [&str; FIELDS] = fields.try_into().ok()?;
        let [store, n, part, what, row, column, key, kind, value, more] = fields;
        Some(Self {
            store: unescape(store)?,
            n: n.parse().ok()?,
            part: part.parse().ok()?,
            what: what.to_owned(),
            row: row.parse().ok()?,
            column: column.parse().ok()?,
            key: unescape(key)?,
            kind: kind.to_owned(),
            value: unescape(value)?,
            more: unescape(more)?,
        })
    }
}

fn escape(field: &str) -> String {
    let mut escaped = String::with_capacity(field.len());
    for letter in field.chars() {
        match letter {
            '\\' => escaped.push_str("\\\\"),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn unescape(field: &str) -> Option<String> {
    let mut text = String::with_capacity(field.len());
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        text.push(match letter {
            '\\' => match letters.next()? {
                '\\' => '\\',
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            },
            other => other,
        });
    }
    Some(text)
}

/// A key that lives as long as the program, as those do that stand in the code.
///
/// The keys of this program are a few thousand, and each is kept once; what has not the shape of a
/// key is none.
pub(super) fn known_key(key: &str) -> Option<&'static str> {
    static KEYS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.');
    if key.is_empty() || key.len() > 100 || !key.bytes().all(fits) {
        return None;
    }
    let mut keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = keys.get(key) {
        return Some(*known);
    }
    let kept: &'static str = Box::leak(key.to_owned().into_boxed_str());
    keys.insert(kept);
    Some(kept)
}
