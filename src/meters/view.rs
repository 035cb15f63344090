//! From where the ledgers are looked at: which rows have happened, and where a reading stands.

use crate::base::Day;

/// A day to look from; rows beyond it are as if they had not happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// Rows dated after this day drop out.
    pub as_of: Option<Day>,
    /// Where in its day a reading stands.
    pub boundary: Boundary,
}

impl View {
    /// Everything that is written, readings at 00:00 of their date.
    pub const NOW: Self = Self { as_of: None, boundary: Boundary::StartOfDay };

    /// Whether a row of that date has happened.
    pub fn reaches(&self, date: Day) -> bool {
        self.as_of.is_none_or(|as_of| date <= as_of)
    }
}

/// Where in its day a reading stands when use is shared out over days.
///
/// A reading's time orders the readings of one day and nothing else: use is shared out by whole
/// days. What was used between two readings of one day counts with the day's own use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Boundary {
    /// At 00:00 of its date: the day of the reading belongs to the next interval.
    StartOfDay,
    /// At 24:00 of its date: the day of the reading belongs to the interval before.
    EndOfDay,
}

impl Boundary {
    /// How many days a date is moved by.
    pub const fn shift(self) -> i64 {
        match self {
            Self::StartOfDay => 0,
            Self::EndOfDay => 1,
        }
    }

    /// The day from which on a reading of a date counts.
    #[must_use]
    pub fn shifted(self, date: Day) -> Day {
        date.plus_days(self.shift())
    }
}
