//! Lengths of time and amounts as a rule writes them: `30d`, `2m`, `1y`, `48h`, `30min`, `125 g`.

use std::fmt;

use crate::base::{Day, Decimal, parse_decimal};

use crate::inspections::Refusal;

/// The most of any unit that a rule may say.
const MOST: u32 = 99_999;

/// Reads a whole number from 1, written in plain digits.
pub(super) fn count(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse::<u32>().ok().filter(|number| plain && (1..=MOST).contains(number))
}

/// Reads a number of months, `6m` or `2y`.
pub(super) fn months(text: &str) -> Option<u32> {
    if let Some(years) = text.strip_suffix('y') {
        return count(years)?.checked_mul(12).filter(|months| *months <= MOST);
    }
    count(text.strip_suffix('m')?)
}

/// Writes a number of months: in years where they are whole.
pub(super) fn written(months: u32) -> String {
    if months.is_multiple_of(12) { format!("{}y", months / 12) } else { format!("{months}m") }
}

/// A length of the calendar: days, or months clipped to the month's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// So many days.
    Days(u32),
    /// So many months.
    Months(u32),
}

impl Length {
    /// Reads `30d`, `2m` or `1y`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_suffix('d') {
            Some(days) => count(days).map(Self::Days),
            None => months(text).map(Self::Months),
        }
    }

    /// The day so much before another.
    pub fn before(self, day: Day) -> Day {
        match self {
            Self::Days(days) => day.plus_days(-i64::from(days)),
            Self::Months(months) => day.plus_months(-i32::try_from(months).unwrap_or(i32::MAX)),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(out, "{days}d"),
            Self::Months(months) => out.write_str(&written(*months)),
        }
    }
}

/// How long after an event something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// By the end of the day so many days later.
    Days(u32),
    /// Within so many minutes.
    Minutes(u32),
}

impl Within {
    /// Reads `2d`, `48h` or `30min`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_suffix('d') {
            Some(days) => count(days).map(Self::Days),
            None => minutes(text).map(Self::Minutes),
        }
    }
}

impl fmt::Display for Within {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(out, "{days}d"),
            Self::Minutes(minutes) => out.write_str(&clock(*minutes)),
        }
    }
}

/// Reads a number of minutes, `48h`, `2d` (of 24 hours each) or `30min`.
pub(super) fn minutes(text: &str) -> Option<u32> {
    let of = |digits: &str, each: u32| count(digits)?.checked_mul(each).filter(|all| *all <= MOST);
    if let Some(digits) = text.strip_suffix("min") {
        return of(digits, 1);
    }
    match text.strip_suffix('h') {
        Some(digits) => of(digits, 60),
        None => of(text.strip_suffix('d')?, 24 * 60),
    }
}

/// Writes a number of minutes: in hours where they are whole.
pub(super) fn clock(minutes: u32) -> String {
    if minutes.is_multiple_of(60) { format!("{}h", minutes / 60) } else { format!("{minutes}min") }
}

/// An amount and its unit, as a rule or a batch has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// How much.
    pub number: Decimal,
    /// Of what.
    pub unit: String,
}

impl Amount {
    /// Reads an amount, or refuses what is none.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let unclear = || Refusal::KindValue { field: "amount", text: text.to_owned() };
        Self::parse(text).ok_or_else(unclear)
    }

    /// Reads `125 g` or `125g`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let at = text.find(|letter: char| !(letter.is_ascii_digit() || letter == '.'))?;
        let number = parse_decimal(&text[..at]).ok()?;
        let unit = text[at..].trim();
        let plain = !unit.is_empty() && unit.chars().all(char::is_alphabetic);
        plain.then(|| Self { number, unit: unit.to_owned() })
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.number, self.unit)
    }
}
