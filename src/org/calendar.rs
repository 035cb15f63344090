//! The calendar of days off and days worked (工作日历): what the yearly notice says, as the hospital
//! enters it. None is bundled.

use std::collections::BTreeMap;

use crate::base::Day;

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
}

/// The days that are not as their weekdays say; all others are: Monday to Friday are worked.
#[derive(Debug, Clone, Default)]
pub struct Calendar(BTreeMap<Day, CalendarDay>);

impl Calendar {
    /// Folds one row; a later row of the same day takes the place of the earlier one.
    pub fn apply(&mut self, day: &CalendarDay) {
        self.0.insert(day.date, day.clone());
    }

    /// The days that it names, in order.
    pub fn days(&self) -> impl Iterator<Item = &CalendarDay> {
        self.0.values()
    }

    /// What it says of a day, if anything.
    pub fn named(&self, day: Day) -> Option<&CalendarDay> {
        self.0.get(&day)
    }

    /// What it says of the days up to one.
    #[must_use]
    pub fn until(&self, last: Day) -> Self {
        Self(self.0.range(..=last).map(|(day, named)| (*day, named.clone())).collect())
    }

    /// Whether people work on a day.
    pub fn is_workday(&self, day: Day) -> bool {
        self.0.get(&day).map_or(day.weekday() < 5, |named| named.kind == DayKind::Work)
    }

    /// The day itself or, if it is off, the next one that is worked; the day itself where the
    /// calendar has none within a year.
    pub fn next_workday(&self, day: Day) -> Day {
        let ahead = std::iter::successors(Some(day), |day| Some(day.next()));
        ahead.take(366).find(|day| self.is_workday(*day)).unwrap_or(day)
    }
}
