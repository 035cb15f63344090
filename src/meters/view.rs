//! From where the ledgers are looked at: what was true then, and what was known then.

use crate::base::{Day, Moment};

/// A moment of knowledge; rows beyond it are as if they had not been written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// Rows dated after this day drop out.
    pub as_of: Option<Day>,
    /// Rows recorded after this moment drop out, and what they superseded comes back.
    pub known_by: Option<Moment>,
    /// Where in its day a reading stands.
    pub boundary: Boundary,
}

impl View {
    /// Everything that is written, readings at 00:00 of their date.
    pub const NOW: Self = Self { as_of: None, known_by: None, boundary: Boundary::StartOfDay };

    /// Whether a row recorded at that moment is known.
    pub fn knows(&self, recorded_at: Moment) -> bool {
        self.known_by.is_none_or(|known_by| recorded_at <= known_by)
    }

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
}
