//! The text of a template, taken apart: words, and the places where something stands in braces.
//!
//! `{维修金额:万元.1}`, `{items-issued(灯管)}`, `{year}`. A brace that is meant as one is written twice.

use std::fmt;

use super::name::utility;
use super::{FigureName, FigureRefusal, Shape, Takes};

/// A figure that is asked for, and how it is to be written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// Which figure.
    pub name: FigureName,
    /// Of what; empty for everything.
    pub of: String,
    /// How it is written.
    pub shape: Shape,
}

/// What a text may say beside figures: what is known of the paper itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// The hospital's name.
    Hospital,
    /// The year of the paper.
    Year,
    /// The year after it.
    NextYear,
    /// The year before it.
    LastYear,
    /// The days of the paper.
    Period,
    /// The day it was made for.
    AsOf,
}

impl Frame {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Hospital, Self::Year, Self::NextYear, Self::LastYear, Self::Period, Self::AsOf];

    /// The word in the files, and the Chinese one that means the same.
    pub const fn words(self) -> [&'static str; 2] {
        match self {
            Self::Hospital => ["hospital", "医院"],
            Self::Year => ["year", "年份"],
            Self::NextYear => ["next-year", "下一年"],
            Self::LastYear => ["last-year", "上一年"],
            Self::Period => ["period", "期间"],
            Self::AsOf => ["as-of", "截至"],
        }
    }

    /// The key of the label that says what it is.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hospital => "annual.frame.hospital",
            Self::Year => "annual.frame.year",
            Self::NextYear => "annual.frame.next_year",
            Self::LastYear => "annual.frame.last_year",
            Self::Period => "annual.frame.period",
            Self::AsOf => "annual.frame.as_of",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frame| frame.words().contains(&text))
    }
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// Something of the paper itself.
    Frame(Frame),
    /// A figure.
    Figure(Slot),
}

impl Slot {
    /// A figure written as it is.
    pub const fn own(name: FigureName, of: String) -> Self {
        Self { name, of, shape: Shape::Own }
    }

    /// Reads `维修金额`, `items-issued(灯管)`, `repairs-cost:万元.1`.
    pub fn parse(text: &str) -> Result<Self, FigureRefusal> {
        let text = text.trim().replace('（', "(").replace('）', ")").replace('：', ":");
        let (figure, shape) = match text.rsplit_once(':') {
            Some((figure, shape)) => (figure.trim(), Some(shape.trim())),
            None => (text.as_str(), None),
        };
        let (name, of) = match figure.split_once('(') {
            Some((name, of)) => {
                let brace = || FigureRefusal::Brace { text: figure.to_owned() };
                (name.trim(), of.strip_suffix(')').ok_or_else(brace)?.trim())
            }
            None => (figure, ""),
        };
        let name = FigureName::known(name)?;
        let slot = Self { name, of: of.to_owned(), shape: Shape::Own };
        slot.check()?;
        let Some(shape) = shape else { return Ok(slot) };
        let wrong = || FigureRefusal::Shape {
            name: name.word(),
            shape: shape.to_owned(),
            unit: name.unit().key(),
        };
        let shape = Shape::parse(shape).filter(|shape| shape.fits(name.unit()));
        Ok(Self { shape: shape.ok_or_else(wrong)?, ..slot })
    }

    /// Refuses what does not go with the figure in parentheses.
    fn check(&self) -> Result<(), FigureRefusal> {
        let (name, takes) = (self.name.word(), self.name.takes());
        let needed = matches!(takes, Takes::Items | Takes::Utility | Takes::Measures);
        match takes {
            Takes::Nothing if !self.of.is_empty() => {
                Err(FigureRefusal::OfNothing { name, of: self.of.clone() })
            }
            _ if needed && self.of.is_empty() => {
                let example = takes.example().unwrap_or_default();
                Err(FigureRefusal::OfWhat { name, example })
            }
            Takes::Utility | Takes::MayUtility if !self.of.is_empty() => {
                utility(&self.of).map(drop)
            }
            _ => Ok(()),
        }
    }

    /// The same figure, however it is written.
    #[must_use]
    pub fn plain(&self) -> Self {
        Self { shape: Shape::Own, ..self.clone() }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.of.as_str() {
            "" => write!(out, "{}", self.name),
            of => write!(out, "{}({of})", self.name),
        }
    }
}

/// What stands in parentheses, one by one: `培训|教育`.
pub(super) fn alternatives(of: &str) -> impl Iterator<Item = &str> {
    of.split('|').map(str::trim).filter(|one| !one.is_empty())
}

/// Takes a text apart.
pub fn pieces(text: &str) -> Result<Vec<Piece>, FigureRefusal> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        words.push_str(before);
        let brace = || FigureRefusal::Brace { text: from.chars().take(20).collect() };
        if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            words.push_str(&from[..1]);
            rest = after;
            continue;
        }
        let inside = from.strip_prefix('{').ok_or_else(brace)?;
        let (inside, after) = inside.split_once('}').ok_or_else(brace)?;
        if inside.contains(['{', '\n']) {
            return Err(brace());
        }
        if !words.is_empty() {
            pieces.push(Piece::Words(std::mem::take(&mut words)));
        }
        pieces.push(match Frame::parse(inside.trim()) {
            Some(frame) => Piece::Frame(frame),
            None => Piece::Figure(Slot::parse(inside)?),
        });
        rest = after;
    }
    words.push_str(rest);
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    Ok(pieces)
}
