//! ABC classes: how much attention an item gets.

use std::fmt;

/// The class of an item (ABC 分类): A is looked at most closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The few items that most of the money goes into.
    A,
    /// Those between.
    B,
    /// The many items that little money goes into.
    C,
}

impl Class {
    /// All classes, in order.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// The letter in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// The class that a letter names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word().eq_ignore_ascii_case(word))
    }
}

impl fmt::Display for Class {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}
