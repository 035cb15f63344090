//! The shifts of a day: a table of names and hours. A shift that crosses midnight belongs to the day
//! on which it starts.

use std::fmt;

use crate::base::{Day, Time};

/// The minutes of a day.
const DAY: u32 = 24 * 60;

/// One shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its name.
    pub name: String,
    /// The minute of the day at which it starts.
    pub from: u32,
    /// How many minutes it lasts.
    pub length: u32,
}

impl Shift {
    /// Reads `A 08:00-16:00`.
    fn parse(text: &str) -> Option<Self> {
        let (name, hours) = text.trim().rsplit_once(' ')?;
        let (from, to) = hours.split_once('-')?;
        let clock = |text: &str| match text {
            "24:00" => Some(DAY),
            _ => Time::parse(text).ok().map(|time| u32::from(time.minutes())),
        };
        let (from, to) = (clock(from).filter(|from| *from < DAY)?, clock(to)?);
        let length = if to > from { to - from } else { to + DAY - from };
        let name = name.trim();
        let plain = !name.is_empty() && name.chars().all(char::is_alphanumeric);
        plain.then(|| Self { name: name.to_owned(), from, length })
    }

    /// The day on which the shift of a day is over.
    pub fn ends_on(&self, day: Day) -> Day {
        if self.from + self.length > DAY { day.next() } else { day }
    }

    /// Whether two shifts have a minute of the day in common.
    fn meets(&self, other: &Self) -> bool {
        (other.from + DAY - self.from) % DAY < self.length
            || (self.from + DAY - other.from) % DAY < other.length
    }
}

/// The shifts of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shifts(Vec<Shift>);

impl Shifts {
    /// Reads `C 00:00-08:00, A 08:00-16:00, B 16:00-24:00`; the error is the piece that is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut shifts: Vec<Shift> = Vec::new();
        for piece in text.split(',') {
            let shift = Shift::parse(piece).filter(|shift| {
                shifts.len() < 24
                    && shifts.iter().all(|other| other.name != shift.name && !other.meets(shift))
            });
            shifts.push(shift.ok_or_else(|| piece.trim().to_owned())?);
        }
        Ok(Self(shifts))
    }

    /// The shifts, as they are listed.
    pub fn all(&self) -> &[Shift] {
        &self.0
    }

    /// The day and the place in the list of the shift that a moment lies in.
    pub fn at(&self, date: Day, time: Time) -> Option<(Day, usize)> {
        let minute = u32::from(time.minutes());
        self.0.iter().enumerate().find_map(|(at, shift)| {
            let end = shift.from + shift.length;
            if (shift.from..end).contains(&minute) {
                Some((date, at))
            } else {
                (minute + DAY < end).then(|| (date.previous(), at))
            }
        })
    }
}

impl fmt::Display for Shifts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, shift) in self.0.iter().enumerate() {
            let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
            let end = shift.from + shift.length;
            let to = if end > DAY { end - DAY } else { end };
            let comma = if at == 0 { "" } else { ", " };
            write!(out, "{comma}{} {}-{}", shift.name, clock(shift.from), clock(to))?;
        }
        Ok(())
    }
}
