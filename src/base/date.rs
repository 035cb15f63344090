//! Civil days, months and spans. A span includes both its ends.
//!
//! The calendar is chrono's; this file gives it the few questions the ledgers ask and one strict
//! way of writing: `2026-03-05`, `2026-03`.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{Argument, Refuse};

/// Why a text is not a day, a month or a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not written as `YYYY-MM-DD`.
    #[error("not written as YYYY-MM-DD")]
    DayShape(String),
    /// Written well, but the calendar has no such day.
    #[error("no such day")]
    NoSuchDay(String),
    /// Not written as `YYYY-MM`.
    #[error("not written as YYYY-MM")]
    MonthShape(String),
    /// Not written as `HH:MM`.
    #[error("not written as HH:MM")]
    TimeShape(String),
    /// Not written as `YYYY-MM-DDTHH:MM:SS+08:00`.
    #[error("not written as YYYY-MM-DDTHH:MM:SS+08:00")]
    MomentShape(String),
    /// Neither a day nor a moment.
    #[error("written neither as YYYY-MM-DD nor as YYYY-MM-DDTHH:MM:SS")]
    KnowledgeShape(String),
    /// Not a period that the tool knows.
    #[error("not a period")]
    PeriodShape(String),
    /// The period ends before it begins.
    #[error("ends before it begins")]
    Backwards(String),
}

impl Refuse for DateError {
    fn code(&self) -> &'static str {
        match self {
            Self::DayShape(_) => "date.day_shape",
            Self::NoSuchDay(_) => "date.no_such_day",
            Self::MonthShape(_) => "date.month_shape",
            Self::TimeShape(_) => "date.time_shape",
            Self::MomentShape(_) => "date.moment_shape",
            Self::KnowledgeShape(_) => "date.knowledge_shape",
            Self::PeriodShape(_) => "date.period_shape",
            Self::Backwards(_) => "date.backwards",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::DayShape(text)
            | Self::NoSuchDay(text)
            | Self::MonthShape(text)
            | Self::TimeShape(text)
            | Self::MomentShape(text)
            | Self::KnowledgeShape(text)
            | Self::PeriodShape(text)
            | Self::Backwards(text) => vec![("text", text.into())],
        }
    }
}

/// The number of two digits.
pub(super) fn two_digits(tens: u8, ones: u8) -> Option<u32> {
    let digit = |byte: u8| u32::from(byte.wrapping_sub(b'0'));
    let (tens, ones) = (digit(tens), digit(ones));
    (tens < 10 && ones < 10).then_some(tens * 10 + ones)
}

/// A civil day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// The years that the ledgers can name.
const YEARS: RangeInclusive<i32> = 1900..=9999;

impl Day {
    /// The first day that the ledgers can name.
    pub const FIRST: Self = Self(match NaiveDate::from_ymd_opt(1900, 1, 1) {
        Some(date) => date,
        None => NaiveDate::MIN,
    });

    /// The last day of all.
    pub const LAST: Self = Self(match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(date) => date,
        None => NaiveDate::MAX,
    });

    /// The day of a calendar date, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !YEARS.contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Takes a chrono date over.
    pub const fn from_naive(date: NaiveDate) -> Self {
        Self(date)
    }

    /// The chrono date.
    pub const fn naive(self) -> NaiveDate {
        self.0
    }

    /// Reads `2026-03-05`, and nothing else.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        match Self::read(text.as_bytes()) {
            Some(day) => Ok(day),
            None => Self::refused(text),
        }
    }

    /// The day of ten letters; none of any others.
    pub fn read(text: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return None };
        let year = two_digits(y1, y2)? * 100 + two_digits(y3, y4)?;
        Self::new(i32::try_from(year).ok()?, two_digits(m1, m2)?, two_digits(d1, d2)?)
    }

    /// What is wrong with a text that is no day.
    fn refused(text: &str) -> Result<Self, DateError> {
        let shape = || DateError::DayShape(text.to_owned());
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(shape());
        }
        let number = |from: usize, to: usize| -> Result<u32, DateError> {
            bytes[from..to].iter().try_fold(0_u32, |value, byte| {
                byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')).ok_or_else(shape)
            })
        };
        let year = i32::try_from(number(0, 4)?).map_err(|_| shape())?;
        let (month, day) = (number(5, 7)?, number(8, 10)?);
        Self::new(year, month, day).ok_or_else(|| DateError::NoSuchDay(text.to_owned()))
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month this day lies in.
    pub fn month(self) -> Month {
        Month { year: self.0.year(), month: self.0.month() }
    }

    /// The day of the month, from 1.
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    /// Days since Monday: 0 is Monday, 6 is Sunday.
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    /// The Monday of this day's ISO week.
    #[must_use]
    pub fn monday(self) -> Self {
        self.plus_days(-i64::from(self.weekday()))
    }

    /// The day `days` later (or earlier, if negative); stops at the ends of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let step = Days::new(days.unsigned_abs());
        let moved =
            if days < 0 { self.0.checked_sub_days(step) } else { self.0.checked_add_days(step) };
        Self(moved.unwrap_or(self.0))
    }

    /// The same day of the month `months` later, clipped to the month's end.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let step = Months::new(months.unsigned_abs());
        let moved = if months < 0 {
            self.0.checked_sub_months(step)
        } else {
            self.0.checked_add_months(step)
        };
        Self(moved.unwrap_or(self.0))
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus_days(1)
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.plus_days(-1)
    }

    /// How many days later `other` is; negative if it is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        (other.0 - self.0).num_days()
    }

    /// How many days after 1970-01-01 it is; negative if it is earlier.
    pub fn since_epoch(self) -> i32 {
        self.0.to_epoch_days()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// The month of a year, from 1.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let is_one = YEARS.contains(&year) && (1..=12).contains(&month);
        is_one.then_some(Self { year, month })
    }

    /// Reads `2026-03`, and nothing else.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let read = |text: &[u8]| {
            let [y1, y2, y3, y4, b'-', m1, m2] = *text else { return None };
            let year = two_digits(y1, y2)? * 100 + two_digits(y3, y4)?;
            Self::new(i32::try_from(year).ok()?, two_digits(m1, m2)?)
        };
        read(text.as_bytes()).ok_or_else(|| DateError::MonthShape(text.to_owned()))
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month's number, from 1.
    pub const fn number(self) -> u32 {
        self.month
    }

    /// Its first day.
    pub fn first(self) -> Day {
        // Beyond the days that may be written: what is reckoned from them may lie outside.
        let first = NaiveDate::from_ymd_opt(self.year, self.month, 1);
        Day(first.expect("BUG: a month outside the calendar"))
    }

    /// Its last day.
    pub fn last(self) -> Day {
        self.next().first().previous()
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        self.first().days_until(self.last()) + 1
    }

    /// The month `months` later (or earlier).
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        self.first().plus_months(months).month()
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// How many months later `other` is; negative if it is earlier.
    pub fn months_until(self, other: Self) -> i64 {
        let count = |month: Self| i64::from(month.year) * 12 + i64::from(month.month);
        count(other) - count(self)
    }

    /// All its days.
    pub fn span(self) -> Span {
        Span { first: self.first(), last: self.last() }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year, self.month)
    }
}

/// Days from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    first: Day,
    last: Day,
}

impl Span {
    /// The days from `first` to `last`; none if `last` comes before `first`.
    pub fn new(first: Day, last: Day) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// A single day.
    pub const fn day(day: Day) -> Self {
        Self { first: day, last: day }
    }

    /// Reads `2026-03`, `2026-Q1`, `2026`, `2026-03-05`, from one of these to another
    /// (`2026-03-01..2026-03-15`, `2026-01..2026-02`), and, seen from `today`, `last-month`,
    /// `this-month`, `last-year`, `this-year`.
    pub fn parse(text: &str, today: Day) -> Result<Self, DateError> {
        if let Some((first, last)) = text.split_once("..") {
            let (first, last) = (Self::stretch(first, today)?, Self::stretch(last, today)?);
            return Self::new(first.first, last.last)
                .ok_or_else(|| DateError::Backwards(text.to_owned()));
        }
        Self::stretch(text, today)
    }

    /// Reads a period that says no end of its own.
    fn stretch(text: &str, today: Day) -> Result<Self, DateError> {
        let shape = || DateError::PeriodShape(text.to_owned());
        let year =
            |year: i32| Some(Self { first: Day::new(year, 1, 1)?, last: Day::new(year, 12, 31)? });
        match text {
            "last-month" => return Ok(today.month().previous().span()),
            "this-month" => return Ok(today.month().span()),
            "last-year" => return year(today.year() - 1).ok_or_else(shape),
            "this-year" => return year(today.year()).ok_or_else(shape),
            _ => {}
        }
        if let Some((of_year, quarter)) = text.split_once("-Q") {
            let of_year = of_year.parse::<i32>().map_err(|_| shape())?;
            let number = quarter.parse::<u32>().map_err(|_| shape())?;
            let first = Month::new(of_year, number.saturating_mul(3).saturating_sub(2))
                .filter(|_| (1..=4).contains(&number))
                .ok_or_else(shape)?;
            return Ok(Self { first: first.first(), last: first.plus(2).last() });
        }
        match text.len() {
            4 => text.parse::<i32>().ok().and_then(year).ok_or_else(shape),
            7 => Month::parse(text).map(Month::span).map_err(|_| shape()),
            10 => Day::parse(text).map(Self::day),
            _ => Err(shape()),
        }
    }

    /// The first day.
    pub const fn first(self) -> Day {
        self.first
    }

    /// The last day.
    pub const fn last(self) -> Day {
        self.last
    }

    /// How many days there are, both ends included.
    pub fn days(self) -> i64 {
        self.first.days_until(self.last) + 1
    }

    /// Whether a day lies within.
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The days that both spans have.
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last))
    }

    /// The months that have a day in it, in order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        let last = self.last.month();
        std::iter::successors(Some(self.first.month()), |month| Some(month.next()))
            .take_while(move |month| *month <= last)
    }

    /// The month it is, if it is exactly one.
    pub fn as_month(self) -> Option<Month> {
        let month = self.first.month();
        (month.span() == self).then_some(month)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(month) = self.as_month() {
            return write!(out, "{month}");
        }
        let year = self.first.year();
        if Day::new(year, 1, 1) == Some(self.first) && Day::new(year, 12, 31) == Some(self.last) {
            return write!(out, "{year:04}");
        }
        if self.first == self.last {
            return write!(out, "{}", self.first);
        }
        write!(out, "{}..{}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_from_a_wrong_shape() {
        assert_eq!(Day::parse("2026-02-29").expect_err("refused").code(), "date.no_such_day");
        assert_eq!(Day::parse("2024-02-29").map(Day::year), Ok(2024));
        for text in ["2026/3/5", "26-03-05", "2026-3-5", "２０２６-03-05", "", "2026-03-05 "] {
            assert_eq!(Day::parse(text).expect_err("refused").code(), "date.day_shape");
        }
    }

    #[test]
    fn a_day_is_read_at_once_as_it_is_read_letter_by_letter() {
        for text in ["2024-02-29", "1900-01-01", "9999-12-31", "2026-02-29", "1899-12-31", "x"] {
            let slow = Day::refused(text);
            assert_eq!(Day::read(text.as_bytes()), slow.as_ref().ok().copied(), "{text}");
            assert_eq!(Day::parse(text), slow);
        }
    }

    #[test]
    fn the_ends_of_the_calendar_have_a_month_before_and_after() {
        for text in ["9999-12", "1900-01"] {
            let month = Month::parse(text).expect("a month");
            assert_eq!(month.days(), 31);
            assert_eq!(month.next().previous(), month);
            assert_eq!(month.previous().last().next(), month.first());
            assert_eq!(month.span().months().collect::<Vec<_>>(), [month]);
        }
    }

    #[test]
    fn months_clip_from_the_original_anchor() {
        let anchor = day("2024-01-31");
        let dues: Vec<String> =
            (1..=5).map(|months| anchor.plus_months(months).to_string()).collect();
        assert_eq!(dues, ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30"]);
    }

    #[test]
    fn periods_read_and_write_the_same() {
        let today = day("2026-11-21");
        for text in ["2026-03", "2026", "2026-03-05", "2026-03-01..2026-03-15"] {
            assert_eq!(Span::parse(text, today).expect("a period").to_string(), text);
        }
        let quarter = Span::parse("2026-Q1", today).expect("a period");
        assert_eq!(quarter.to_string(), "2026-01-01..2026-03-31");
        assert_eq!(Span::parse("last-month", today).expect("a period").to_string(), "2026-10");
        let months = Span::parse("2026-01..2026-02", today).expect("a period");
        assert_eq!(months.to_string(), "2026-01-01..2026-02-28");
        let quarters = Span::parse("2025-Q4..2026-Q1", today).expect("a period");
        assert_eq!(quarters.to_string(), "2025-10-01..2026-03-31");
        assert_eq!(
            Span::parse("2026-03-15..2026-03-01", today).expect_err("refused").code(),
            "date.backwards"
        );
    }
}
