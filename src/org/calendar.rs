//! The calendar of days off and days worked (工作日历): what the yearly notice says, as the hospital
//! enters it. None is bundled.

use std::collections::BTreeMap;

use crate::base::{Day, Moment};

/// Whether people work on a day that the calendar names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayKind {
    /// A holiday.
    Off,
    /// A Saturday or Sunday that is worked in exchange for a holiday.
    Work,
}

impl DayKind {
    /// Both of them.
    pub const ALL: &'static [Self] = &[Self::Off, Self::Work];

    /// The word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Work => "work",
        }
    }

    /// Reads the word of the file.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Off => "org.calendar.off",
            Self::Work => "org.calendar.work",
        }
    }
}

/// A day that is not as its weekday says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDay {
    /// The day.
    pub date: Day,
    /// Whether people work on it.
    pub kind: DayKind,
    /// The holiday.
    pub name: String,
    /// When it was recorded; what somebody wrote into the file by hand says nothing of it, and was
    /// known always.
    pub recorded_at: Option<Moment>,
}

impl CalendarDay {
    /// Whether another row says the same of the day, whenever it was recorded.
    pub fn says_the_same(&self, other: &Self) -> bool {
        (self.date, self.kind, &self.name) == (other.date, other.kind, &other.name)
    }
}

/// The days that are not as their weekdays say; all others are: Monday to Friday are worked.
///
/// Each with its rows as they were recorded, the last of which stands: what was known before it is
/// kept.
#[derive(Debug, Clone, Default)]
pub struct Calendar(BTreeMap<Day, Vec<CalendarDay>>);

impl Calendar {
    /// Folds one row; of the rows of a day the one that was recorded last stands, of equals the
    /// later row.
    pub fn apply(&mut self, day: &CalendarDay) {
        let rows = self.0.entry(day.date).or_default();
        let at = rows.partition_point(|row| row.recorded_at <= day.recorded_at);
        rows.insert(at, day.clone());
    }

    /// Drops what was recorded after a moment.
    pub fn forget_after(&mut self, moment: Moment) {
        for rows in self.0.values_mut() {
            rows.retain(|row| row.recorded_at.is_none_or(|at| at <= moment));
        }
        self.0.retain(|_, rows| !rows.is_empty());
    }

    /// All rows, by day and in the order in which they were recorded.
    pub fn rows(&self) -> impl Iterator<Item = &CalendarDay> {
        self.0.values().flatten()
    }

    /// The days that it names, in order.
    pub fn days(&self) -> impl Iterator<Item = &CalendarDay> {
        self.0.values().filter_map(|rows| rows.last())
    }

    /// What it says of a day, if anything.
    pub fn named(&self, day: Day) -> Option<&CalendarDay> {
        self.0.get(&day)?.last()
    }

    /// What it says of the days up to one.
    #[must_use]
    pub fn until(&self, last: Day) -> Self {
        Self(self.0.range(..=last).map(|(day, rows)| (*day, rows.clone())).collect())
    }

    /// Whether people work on a day.
    pub fn is_workday(&self, day: Day) -> bool {
        self.named(day).map_or(day.weekday() < 5, |named| named.kind == DayKind::Work)
    }

    /// The day itself or, if it is off, the next one that is worked; the day itself where the
    /// calendar has none within a year.
    pub fn next_workday(&self, day: Day) -> Day {
        let ahead = std::iter::successors(Some(day), |day| Some(day.next()));
        ahead.take(366).find(|day| self.is_workday(*day)).unwrap_or(day)
    }
}
