//! Counting with a scanner: a tag and Enter. What is heard is answered at once and kept here;
//! nothing is written before the end.
//!
//! A line that begins with `@` says where the next ones are seen; `-` takes the last one back.

use crate::assets::Register;
use crate::base::{AssetTag, Day};

use super::{Seen, tag_of};

/// The answer to a line that was scanned or typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A tag of the register.
    Known {
        /// The tag.
        tag: AssetTag,
        /// What it is.
        name: String,
        /// How many lines were taken so far.
        n_scans: usize,
    },
    /// A tag of a thing that was disposed of.
    Disposed {
        /// The tag.
        tag: AssetTag,
        /// What it was.
        name: String,
    },
    /// A tag that was scanned before.
    Again {
        /// The tag.
        tag: AssetTag,
    },
    /// A tag that the register does not have.
    Unregistered {
        /// The tag.
        tag: AssetTag,
    },
    /// No tag; kept as it is.
    Unreadable {
        /// What came.
        text: String,
    },
    /// The next tags are seen there.
    Place {
        /// Where.
        place: String,
    },
    /// The last line is taken back.
    Undone {
        /// What it was.
        text: String,
    },
    /// There is nothing to take back.
    NothingToUndo,
    /// The empty line that ends it.
    End,
}

/// Counting with a scanner, from the first tag to the last.
pub struct Scan<'a> {
    register: &'a Register,
    date: Day,
    place: String,
    seen: Vec<Seen>,
}

impl<'a> Scan<'a> {
    /// Begins on a day, in a place that may be empty.
    pub const fn new(register: &'a Register, date: Day, place: String) -> Self {
        Self { register, date, place, seen: Vec::new() }
    }

    /// Takes a line in and answers it.
    pub fn hear(&mut self, line: &str) -> Heard {
        let text = line.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if text.is_empty() {
            return Heard::End;
        }
        if matches!(text, "-" | "undo" | "撤销") {
            let Some(last) = self.seen.pop() else { return Heard::NothingToUndo };
            return Heard::Undone { text: last.text };
        }
        if let Some(place) = text.strip_prefix(['@', '＠']) {
            place.trim().clone_into(&mut self.place);
            return Heard::Place { place: self.place.clone() };
        }
        let heard = self.answer(text);
        self.seen.push(Seen {
            text: text.to_owned(),
            place: self.place.clone(),
            department: None,
            custodian: None,
            note: String::new(),
        });
        match heard {
            Heard::Known { tag, name, .. } => Heard::Known { tag, name, n_scans: self.seen.len() },
            other => other,
        }
    }

    fn answer(&self, text: &str) -> Heard {
        let Some(tag) = tag_of(text) else { return Heard::Unreadable { text: text.to_owned() } };
        if self.seen.iter().any(|seen| tag_of(&seen.text).as_ref() == Some(&tag)) {
            return Heard::Again { tag };
        }
        let Some(standing) = self.register.standing(&tag, self.date) else {
            return Heard::Unregistered { tag };
        };
        let name = standing.card.name.clone();
        match standing.disposed {
            Some(_) => Heard::Disposed { tag, name },
            None => Heard::Known { tag, name, n_scans: 0 },
        }
    }

    /// What was scanned, in order.
    pub fn seen(self) -> Vec<Seen> {
        self.seen
    }
}
