//! A minute of a day, for what is counted in minutes.

use crate::base::{Day, Time};

/// The minutes of a day.
const DAY: i64 = 24 * 60;

/// A minute, counted from the first day that the ledgers can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::inspections) struct Instant(i64);

impl Instant {
    /// A time of a day.
    pub(in crate::inspections) fn of(day: Day, time: Time) -> Self {
        Self::at(day, i64::from(time.minutes()))
    }

    /// A minute of a day; the minute after the last is the next day's midnight.
    pub(in crate::inspections) fn at(day: Day, minute: i64) -> Self {
        Self(Day::FIRST.days_until(day) * DAY + minute)
    }

    /// So many minutes later.
    pub(in crate::inspections) fn plus(self, minutes: u32) -> Self {
        Self(self.0 + i64::from(minutes))
    }

    /// The minutes until another; negative if that is earlier.
    pub(in crate::inspections) const fn until(self, other: Self) -> i64 {
        other.0 - self.0
    }

    /// The day it lies in.
    pub(in crate::inspections) fn day(self) -> Day {
        Day::FIRST.plus_days(self.0.div_euclid(DAY))
    }

    /// The time of its day.
    pub(super) fn time(self) -> Option<Time> {
        let minute = u16::try_from(self.minute()).ok()?;
        Time::new(minute / 60, minute % 60)
    }

    /// The minute of its day.
    pub(in crate::inspections) fn minute(self) -> u32 {
        u32::try_from(self.0.rem_euclid(DAY)).unwrap_or(0)
    }
}
