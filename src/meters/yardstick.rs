//! Dated figures that results are held against, each with its source.

use crate::base::{Day, Decimal};

use super::Utility;

/// A figure of a guideline or of published data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Yardstick {
    /// What it measures, such as `drift` or `fsu_limit_68`.
    pub kind: String,
    /// The utility; every one where none is named.
    pub utility: Option<Utility>,
    /// The first day it is used; up to the next one of its kind and utility.
    pub valid_from: Day,
    /// The figure: a share where its kind is a share.
    pub value: Decimal,
    /// Where it comes from.
    pub source: String,
    /// How far the source can be trusted.
    pub mark: Option<String>,
}

impl Yardstick {
    /// Every kind that something is held against.
    pub const KINDS: [&'static str; 6] =
        ["drift", "fsu_limit", "screen_r2", "screen_cv", "screen_cv_portfolio", "screen_nmbe"];

    /// The kind of a word, if it is one.
    pub fn known(word: &str) -> Option<String> {
        Self::KINDS.contains(&word).then(|| word.to_owned())
    }

    /// The key of the label of its kind.
    pub fn key(&self) -> String {
        format!("baseline.yardstick.{}", self.kind)
    }

    /// Whether two claim the same days.
    pub(super) fn same_place(&self, other: &Self) -> bool {
        (&self.kind, self.utility, self.valid_from)
            == (&other.kind, other.utility, other.valid_from)
    }
}
