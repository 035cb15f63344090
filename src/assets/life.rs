//! The table of useful lives that the standard's guidance gives (财会〔2017〕4号).
//!
//! The table is data and an argument; this file only knows how to look into it.

use crate::base::nearest;

use super::{Exemption, Refusal};

/// How well a row of the table is established.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Read in the official text.
    A,
    /// Read in a second source.
    B,
    /// Not verified; marked as such wherever it is shown.
    C,
}

impl Confidence {
    /// The word in the table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// Reads the word of the table.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::A, Self::B, Self::C].into_iter().find(|confidence| confidence.word() == word)
    }

    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::A => "asset.confidence.a",
            Self::B => "asset.confidence.b",
            Self::C => "asset.confidence.c",
        }
    }
}

/// One row of the table of useful lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// The great class: 通用设备, 专用设备, …
    pub class: String,
    /// The row within it, by which cards name it.
    pub item: String,
    /// The least years.
    pub years_min: u32,
    /// The most years, where the table gives a range.
    pub years_max: Option<u32>,
    /// How well the row is established.
    pub confidence: Confidence,
}

impl Life {
    /// The least useful life in months.
    pub const fn months_min(&self) -> u32 {
        self.years_min * 12
    }
}

/// The table of useful lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lives {
    rows: Vec<Life>,
}

impl Lives {
    /// A table of these rows, in their order.
    pub const fn new(rows: Vec<Life>) -> Self {
        Self { rows }
    }

    /// The rows in their order.
    pub fn rows(&self) -> &[Life] {
        &self.rows
    }

    /// The row of a name.
    pub fn find(&self, item: &str) -> Option<&Life> {
        self.rows.iter().find(|life| life.item == item)
    }

    /// Refuses a class that is neither a row of the table nor exempt, naming the nearest.
    pub fn known(&self, class: &str) -> Result<(), Refusal> {
        if Exemption::parse(class).is_some() || self.find(class).is_some() {
            return Ok(());
        }
        Err(Refusal::UnknownClass { class: class.to_owned(), nearest: self.nearest(class) })
    }

    /// The nearest name, exemptions included, to one that the table does not have.
    ///
    /// A name that contains what was written, or is contained in it, is nearer than any other.
    fn nearest(&self, written: &str) -> Option<String> {
        let names = || {
            let exempt = Exemption::ALL.iter().map(|exemption| exemption.word());
            self.rows.iter().map(|life| life.item.as_str()).chain(exempt)
        };
        let holds = |name: &&str| name.contains(written) || written.contains(name);
        if written.is_empty() {
            return None;
        }
        names().find(holds).map(str::to_owned).or_else(|| nearest(written, names()))
    }
}
