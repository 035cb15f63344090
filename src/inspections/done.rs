//! That something was done, as far as judging looks at it: a record without its texts.
//!
//! Millions of them fit where their records would not, so both roads are judged by it: the one that
//! names every record and the one that only counts (`summary.rs`).

use crate::base::{Day, Moment, Time};

use super::record::{Inspection, Outcome};

/// A record as far as judging looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// The day it was done.
    pub date: Day,
    /// The time of day, where it is known.
    pub time: Option<Time>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Any day of the slot it was done for, where it says one.
    pub for_slot: Option<Day>,
    /// What it came to.
    pub result: Outcome,
    /// How many pieces of evidence it has; none where one of them has no checksum.
    pub evidence: Option<u8>,
}

impl Done {
    /// Whether it was entered more than so many hours after it was done.
    ///
    /// Without a time of day it is taken as done at the end of its day.
    pub fn is_backfill(&self, late_entry_hours: u32) -> bool {
        let done = self.time.map_or(24 * 60, |time| i64::from(time.minutes()));
        let entered = i64::from(self.recorded_at.time().minutes());
        let minutes = self.date.days_until(self.recorded_at.day()) * 24 * 60 + entered - done;
        minutes > i64::from(late_entry_hours) * 60
    }
}

impl From<&Inspection> for Done {
    fn from(record: &Inspection) -> Self {
        let hashed = record.sha256.len() >= record.evidence.len();
        let n_pieces = u8::try_from(record.evidence.len()).unwrap_or(u8::MAX);
        Self {
            date: record.date,
            time: record.time,
            recorded_at: record.recorded_at,
            for_slot: record.for_slot,
            result: record.result,
            evidence: hashed.then_some(n_pieces),
        }
    }
}
