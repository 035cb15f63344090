//! A reading (抄表): what the dial showed, who looked, and how far it can be trusted.

use smol_str::SmolStr;

use crate::base::{Day, Decimal, Moment, PointCode, RecordId, Time};

/// A row of the reading ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its id.
    pub id: RecordId,
    /// The point.
    pub point: PointCode,
    /// The day of the reading.
    pub date: Day,
    /// The time, where it was noted; without one it stands before all times of its day.
    pub time: Option<Time>,
    /// What the dial showed.
    pub register: Decimal,
    /// How far it can be trusted.
    pub kind: ReadingKind,
    /// Who looked.
    pub person: Option<SmolStr>,
    /// A remark; a doubtful or confirmed reading has its reason here.
    pub note: Option<String>,
    /// The reading that this one corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: SmolStr,
}

/// How far a reading can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReadingKind {
    /// Read from the dial (实抄).
    Actual,
    /// Estimated because nobody could read it (估读); it gives way to the next actual one.
    Estimated,
    /// Read from the dial, in the place of a reading that was wrong (更正).
    Corrected,
    /// Implausible at first, looked at again and found right (复核).
    Confirmed,
    /// Kept with its reason, and no use is computed from it (存疑).
    Doubtful,
}

impl ReadingKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Actual, Self::Estimated, Self::Corrected, Self::Confirmed, Self::Doubtful];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Estimated => "estimated",
            Self::Corrected => "corrected",
            Self::Confirmed => "confirmed",
            Self::Doubtful => "doubtful",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Actual => "meter.kind.actual",
            Self::Estimated => "meter.kind.estimated",
            Self::Corrected => "meter.kind.corrected",
            Self::Confirmed => "meter.kind.confirmed",
            Self::Doubtful => "meter.kind.doubtful",
        }
    }
}
