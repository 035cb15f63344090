//! What happens to the meter of a point: it is replaced, or its register starts again.

use crate::base::{Day, Decimal, Moment, PointCode, RecordId, Time};

use super::Multiplier;

/// A row of the event ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: RecordId,
    /// The day it happened.
    pub date: Day,
    /// The time, where it was noted.
    pub time: Option<Time>,
    /// What happened.
    pub kind: EventKind,
    /// The point it happened to.
    pub point: PointCode,
    /// What the dial showed last; nothing when nobody could read it.
    pub old_final: Option<Decimal>,
    /// What the dial shows from then on.
    pub new_initial: Decimal,
    /// The new multiplier; the old one goes on where none is named.
    pub multiplier: Option<Multiplier>,
    /// The new number of digits before the point.
    pub digits: Option<u32>,
    /// The new bound of a day's use, in billed units.
    pub max_per_day: Option<Decimal>,
    /// The new meter's number.
    pub serial: Option<String>,
    /// Who did it.
    pub person: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The event that this one corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

/// What happened to a meter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// Another meter took its place (换表).
    Replacement,
    /// The same meter starts from another register (归零).
    Reset,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Replacement, Self::Reset];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Replacement => "replacement",
            Self::Reset => "reset",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Replacement => "meter.event.replacement",
            Self::Reset => "meter.event.reset",
        }
    }
}
