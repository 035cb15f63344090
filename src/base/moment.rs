//! A time of day, and the moment at which something was recorded.

use std::fmt;

use super::date::two_digits;
use super::{DateError, Day};

/// A time of day to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u16);

impl Time {
    /// Midnight at the day's start.
    pub const MIDNIGHT: Self = Self(0);

    /// The time of an hour and a minute.
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        (hour < 24 && minute < 60).then_some(Self(hour * 60 + minute))
    }

    /// Reads `08:30`, and nothing else.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        Self::read(text.as_bytes()).ok_or_else(|| DateError::TimeShape(text.to_owned()))
    }

    /// The time of five letters; none of any others.
    pub fn read(text: &[u8]) -> Option<Self> {
        let [h1, h2, b':', m1, m2] = *text else { return None };
        let number = |tens, ones| u16::try_from(two_digits(tens, ones)?).ok();
        Self::new(number(h1, h2)?, number(m1, m2)?)
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A moment of recording, to the second, in the site's civil time (fixed +08:00).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    day: Day,
    second: u32,
}

/// Where the digits stand in `T08:30:0`, and what they are as letters less what they say.
const DIGITS_OF_FIRST: u64 = 0xFF00_FFFF_00FF_FF00;
const ZEROS_OF_FIRST: u64 = 0x3030_3030_3030_3030 & DIGITS_OF_FIRST;

impl Moment {
    /// The second of a day, counted from its midnight.
    pub fn new(day: Day, second: u32) -> Option<Self> {
        (second < 86_400).then_some(Self { day, second })
    }

    /// Reads `2026-03-05T08:30:00+08:00`, and nothing else.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        Self::read(text.as_bytes()).ok_or_else(|| DateError::MomentShape(text.to_owned()))
    }

    fn read(text: &[u8]) -> Option<Self> {
        let (day, rest) = text.split_at_checked(10)?;
        Self::of_day(Day::read(day)?, rest)
    }

    /// The moment of a day that is written so after it: `T08:30:00+08:00`.
    #[inline]
    pub fn of_day(day: Day, rest: &[u8]) -> Option<Self> {
        const AROUND: u64 = u64::from_le_bytes(*b"T\0\0:\0\0:\0");
        const BEHIND: u64 = u64::from_le_bytes(*b"\0\0+08:00");
        if rest.len() != 15 {
            return None;
        }
        // Both have the tens of the seconds.
        let first = u64::from_le_bytes(*rest.first_chunk()?) ^ AROUND ^ ZEROS_OF_FIRST;
        let last = u64::from_le_bytes(*rest.last_chunk()?) ^ BEHIND ^ 0x3030;
        // Now a digit is what it says, and whatever else must stand there is nothing.
        let too_great = |word: u64, of_digits: u64| {
            (word & !of_digits)
                | ((word | word.wrapping_add(0x0606_0606_0606_0606))
                    & 0xF0F0_F0F0_F0F0_F0F0
                    & of_digits)
        };
        if too_great(first, DIGITS_OF_FIRST) | too_great(last, 0xFFFF) != 0 {
            return None;
        }
        let [_, h1, h2, _, m1, m2, _, s1] = first.to_le_bytes();
        let [_, s2, ..] = last.to_le_bytes();
        let number = |tens, ones| u32::from(tens) * 10 + u32::from(ones);
        let (hour, minute, second) = (number(h1, h2), number(m1, m2), number(s1, s2));
        let second_of_day = (hour * 60 + minute) * 60 + second;
        (hour < 24 && minute < 60 && second < 60).then_some(Self { day, second: second_of_day })
    }

    /// The day it lies in.
    pub const fn day(self) -> Day {
        self.day
    }

    /// The last second of a day.
    pub const fn end_of(day: Day) -> Self {
        Self { day, second: 86_399 }
    }

    /// Reads a moment of knowledge: a day stands for its end; `2026-03-05T08:30:00` for itself,
    /// with or without the `+08:00` of the ledgers.
    pub fn parse_knowledge(text: &str) -> Result<Self, DateError> {
        if !text.contains('T') {
            return Day::parse(text).map(Self::end_of);
        }
        let local = text.strip_suffix("+08:00").unwrap_or(text);
        let shape = |_| DateError::KnowledgeShape(text.to_owned());
        Self::parse(&format!("{local}+08:00")).map_err(shape)
    }

    /// The moment as [`Moment::parse_knowledge`] reads it: the end of a day as that day.
    pub fn knowledge(self) -> String {
        if self == Self::end_of(self.day) { self.day.to_string() } else { self.local() }
    }

    /// The moment as a clock on the wall has it: `2026-03-05T08:30:00`.
    pub fn local(self) -> String {
        format!("{}T{}:{:02}", self.day, self.time(), self.second % 60)
    }

    /// How many seconds after 1970-01-01T00:00:00Z it is; negative if it is earlier.
    pub fn since_epoch(self) -> i64 {
        const AHEAD_OF_UTC: i64 = 8 * 3600;
        i64::from(self.day.since_epoch()) * 86_400 + i64::from(self.second) - AHEAD_OF_UTC
    }

    /// The time of day, seconds dropped.
    pub fn time(self) -> Time {
        Time(u16::try_from(self.second / 60).unwrap_or(0))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}+08:00", self.local())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_and_writes_the_same() {
        let text = "2026-03-05T08:30:07+08:00";
        assert_eq!(Moment::parse(text).expect("a moment").to_string(), text);
        for text in [
            "2026-03-05T08:30:07Z",
            "2026-03-05 08:30:07+08:00",
            "2026-03-05T08:30:+7+08:00",
            "2026-03-05T08:30:60+08:00",
            "2026-02-30T08:30:07+08:00",
            "2026-03-05T24:30:07+08:00",
            "2026-03-05T08:30:07+08:00 ",
            "2026-03-05T08:30",
            "灯026-03-05T08:30:07+08:00",
            "",
        ] {
            assert!(Moment::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_has_its_letters_where_they_stand_and_nothing_else() {
        let text = b"T08:30:07+08:00";
        let day = Day::FIRST;
        for at in 0..text.len() {
            for byte in 0..=255 {
                let mut other = *text;
                other[at] = byte;
                let [_, h1, h2, _, m1, m2, _, s1, s2, ..] = other;
                let second = (|| {
                    let hour = two_digits(h1, h2).filter(|hour| *hour < 24)?;
                    let minute = two_digits(m1, m2).filter(|minute| *minute < 60)?;
                    let second = two_digits(s1, s2).filter(|second| *second < 60)?;
                    Some((hour * 60 + minute) * 60 + second)
                })();
                let is_digit = [1, 2, 4, 5, 7, 8].contains(&at);
                let expected = second.filter(|_| is_digit || byte == text[at]);
                let found = Moment::of_day(day, &other).map(|moment| moment.second);
                assert_eq!(found, expected, "{byte} at {at}");
            }
        }
        assert!(Moment::of_day(day, b"T08:30:07+08:0").is_none());
        assert!(Moment::of_day(day, b"T08:30:07+08:00 ").is_none());
    }

    #[test]
    fn a_moment_is_a_count_of_seconds() {
        let count = |text| Moment::parse(text).expect("a moment").since_epoch();
        assert_eq!(count("1970-01-01T08:00:00+08:00"), 0);
        assert_eq!(count("1969-12-31T00:00:01+08:00"), -115_199);
        assert_eq!(count("2026-03-05T08:30:07+08:00"), 1_772_670_607);
    }

    #[test]
    fn a_time_has_two_digits_on_both_sides() {
        assert_eq!(Time::parse("08:30").map(Time::minutes), Ok(510));
        for text in ["8:30", "24:00", "08:60", "08：30", ""] {
            assert!(Time::parse(text).is_err(), "{text}");
        }
    }
}
