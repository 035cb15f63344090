//! When and on which round a dial is read.

use std::fmt;
use std::str::FromStr;

use crate::base::{Time, half_width};

use super::PointRefusal;

/// The times of day at which a dial is read: `06:00,22:00`; none where any time will do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadAt {
    times: Vec<Time>,
}

impl ReadAt {
    /// The times, the earliest first.
    pub fn times(&self) -> &[Time] {
        &self.times
    }

    /// The time of those named that a reading is for: the nearest in its day, the earlier among
    /// equals; none where no time is named.
    pub fn slot_of(&self, time: Time) -> Option<Time> {
        let distance = |own: &Time| own.minutes().abs_diff(time.minutes());
        self.times.iter().copied().min_by_key(distance)
    }
}

impl FromStr for ReadAt {
    type Err = PointRefusal;

    /// Reads times joined by commas; the same one twice is refused.
    fn from_str(text: &str) -> Result<Self, PointRefusal> {
        let wrong = || PointRefusal::ReadAt { text: text.trim().to_owned() };
        let half = half_width(text);
        let mut times = Vec::new();
        for word in half.split([',', '、', ' ']).filter(|word| !word.is_empty()) {
            let time = Time::parse(word).map_err(|_| wrong())?;
            if times.contains(&time) {
                return Err(wrong());
            }
            times.push(time);
        }
        times.sort();
        if times.is_empty() { Err(wrong()) } else { Ok(Self { times }) }
    }
}

impl fmt::Display for ReadAt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, time) in self.times.iter().enumerate() {
            write!(out, "{}{time}", if at == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

/// The round on which a dial is read (抄表路线), and its place on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stop {
    /// The round.
    pub route: String,
    /// Its place: the smaller the earlier; those without one come last, by code.
    pub place: Option<u32>,
}
