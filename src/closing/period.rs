//! The four books that are sealed month by month, and where a month of one stands.

use crate::base::Month;

use super::Link;

/// A book that is sealed on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Book {
    /// Movements and count sheets.
    Stock,
    /// Readings and what happened to the meters.
    Meters,
    /// Records, findings and excusals.
    Inspections,
    /// The events of the assets.
    Assets,
}

impl Book {
    /// Every book, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Stock, Self::Meters, Self::Inspections, Self::Assets];

    /// The word in files and on the command line; also the book's folder.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stock => "stock",
            Self::Meters => "meters",
            Self::Inspections => "inspections",
            Self::Assets => "assets",
        }
    }

    /// Reads the word of the files.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|book| book.word() == text)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Stock => "closing.book.stock",
            Self::Meters => "closing.book.meters",
            Self::Inspections => "closing.book.inspections",
            Self::Assets => "closing.book.assets",
        }
    }
}

/// A month of a book: what one seal closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sealable {
    /// The book.
    pub book: Book,
    /// The month.
    pub month: Month,
}

/// Where a month of a book stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthState<'c> {
    /// It was never sealed.
    Open,
    /// It is sealed, by this link.
    Sealed(&'c Link),
    /// It was sealed, and opened again by this link.
    Reopened(&'c Link),
}

impl MonthState<'_> {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "closing.state.open",
            Self::Sealed(_) => "closing.state.sealed",
            Self::Reopened(_) => "closing.state.reopened",
        }
    }
}
