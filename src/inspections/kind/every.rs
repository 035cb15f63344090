//! The seven kinds, and how often as it is written.

use std::fmt;

use crate::base::{Day, RuleCode, Span};

use super::anchored::{Anchored, Granularity, Schedule};
use super::length::{Amount, Length, Within, clock, count, minutes};
use super::shift::Shifts;
use crate::inspections::Refusal;
use crate::inspections::word::words;

words! {
    /// The stretch of the calendar in which a number of inspections is due.
    Slot {
        /// A day.
        Day = "day", "inspect.slot.day";
        /// An ISO week, Monday to Sunday; across the year's end it stays one.
        Week = "week", "inspect.slot.week";
        /// A calendar month.
        Month = "month", "inspect.slot.month";
        /// A calendar quarter.
        Quarter = "quarter", "inspect.slot.quarter";
        /// January to June, July to December.
        HalfYear = "half-year", "inspect.slot.half_year";
        /// A calendar year.
        Year = "year", "inspect.slot.year";
    }
}

impl Slot {
    /// The slot that a day lies in.
    ///
    /// # Panics
    /// Never: a slot's first day does not come after its last.
    pub fn around(self, day: Day) -> Span {
        let months = match self {
            Self::Day => return Span::day(day),
            Self::Week => {
                let monday = day.monday();
                return Span::new(monday, monday.plus_days(6)).expect("BUG: a week backwards");
            }
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        };
        let month = day.month();
        let into = i32::try_from(month.number() - 1).unwrap_or(0) % months;
        let first = month.plus(-into);
        Span::new(first.first(), first.plus(months - 1).last()).expect("BUG: a slot backwards")
    }
}

/// So many inspections in each slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// How many in a full slot.
    pub times: u32,
    /// The slot.
    pub slot: Slot,
    /// Least days between two that count in one slot; 1 means that a second one on the same day
    /// does not count. A slot of one day has no use for it: there, the time of day tells them apart.
    pub spacing: u32,
}

/// Never more than so many days of service between two inspections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaxGap {
    /// The most days from one to the next.
    pub days: u32,
    /// After so many days out of service it is due on the first day back; without it, the clock
    /// goes on where it stopped.
    pub stopped: Option<u32>,
}

/// How long a batch lies: waste in its store, a sample in its fridge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dwell {
    /// The least minutes from opening to closing.
    pub least: Option<u32>,
    /// The most minutes from opening to closing; exactly so many is in time.
    pub most: Option<u32>,
    /// The least a batch must hold.
    pub amount_min: Option<Amount>,
    /// The most it may hold.
    pub amount_max: Option<Amount>,
}

words! {
    /// The days on which a certificate must be valid.
    Cover {
        /// Every day in service.
        Service = "service", "inspect.cover.service";
        /// The days on duty, as the roster has them.
        Duty = "duty", "inspect.cover.duty";
    }
}

/// Covered by a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiry {
    /// The kind of certificate.
    pub certificate: String,
    /// How long before a certificate's last day the next one is to be applied for.
    pub apply_before: Option<Length>,
    /// On which days.
    pub cover: Cover,
}

/// Due so long after an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// How long after it.
    pub within: Within,
    /// The rule whose records are the events; none means the batches that are opened for this one.
    pub after: Option<RuleCode>,
}

/// How a rule turns days and records into obligations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A number of times in each slot.
    Period(Period),
    /// At most a number of days apart.
    MaxGap(MaxGap),
    /// At months counted from an anchor.
    Anchored(Anchored),
    /// In each shift.
    Shifts(Shifts),
    /// A batch lies for a time.
    Dwell(Dwell),
    /// Covered by a certificate.
    Expiry(Expiry),
    /// After an event.
    Event(Event),
}

impl Kind {
    /// Reads how often.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let part = |form: &'static str, part: String| Refusal::EveryPart {
            text: text.to_owned(),
            part,
            form,
        };
        if let Some(days) = text.strip_prefix("max-gap=") {
            let days = count(days.strip_suffix('d').unwrap_or(days))
                .ok_or_else(|| part("max_gap", days.to_owned()))?;
            return Ok(Self::MaxGap(MaxGap { days, stopped: None }));
        }
        if let Some(schedule) = text.strip_prefix("anchored=") {
            let schedule = Schedule::parse(schedule).map_err(|wrong| part("anchored", wrong))?;
            let (granularity, retire_after) = (Granularity::Day, None);
            let (early, stopped) = (None, None);
            return Ok(Self::Anchored(Anchored {
                schedule,
                early,
                granularity,
                retire_after,
                stopped,
            }));
        }
        if let Some(shifts) = text.strip_prefix("shifts=") {
            return Shifts::parse(shifts).map(Self::Shifts).map_err(|wrong| part("shifts", wrong));
        }
        if let Some(limits) = text.strip_prefix("dwell") {
            return dwell(limits).map(Self::Dwell).map_err(|wrong| part("dwell", wrong));
        }
        if let Some(name) = text.strip_prefix("certificate=") {
            let certificate = name.trim().to_owned();
            if certificate.is_empty() {
                return Err(part("certificate", text.to_owned()));
            }
            let (apply_before, cover) = (None, Cover::Service);
            return Ok(Self::Expiry(Expiry { certificate, apply_before, cover }));
        }
        if let Some(within) = text.strip_prefix("event+") {
            let within = Within::parse(within).ok_or_else(|| part("event", within.to_owned()))?;
            return Ok(Self::Event(Event { within, after: None }));
        }
        period(text).map(Self::Period).ok_or_else(|| Refusal::Every { text: text.to_owned() })
    }

    /// Whether days on which nobody works may move a due day.
    pub const fn knows_workdays(&self) -> bool {
        match self {
            Self::Period(_) | Self::MaxGap(_) | Self::Anchored(_) | Self::Shifts(_) => true,
            Self::Event(event) => matches!(event.within, Within::Days(_)),
            Self::Dwell(_) | Self::Expiry(_) => false,
        }
    }

    /// Whether something can be done in days of grace: a round of a shift that is over cannot be
    /// made, and no certificate is valid later.
    pub const fn knows_grace(&self) -> bool {
        !matches!(self, Self::Shifts(_) | Self::Expiry(_))
    }

    /// Whether its obligations are counted from an anchor.
    pub const fn knows_anchor(&self) -> bool {
        matches!(self, Self::MaxGap(_) | Self::Anchored(_))
    }

    /// Whether batches are opened and closed for it.
    pub const fn knows_batches(&self) -> bool {
        match self {
            Self::Dwell(_) => true,
            Self::Event(event) => event.after.is_none(),
            Self::Period(_)
            | Self::MaxGap(_)
            | Self::Anchored(_)
            | Self::Shifts(_)
            | Self::Expiry(_) => false,
        }
    }
}

/// Reads `2/week` or `week`.
fn period(text: &str) -> Option<Period> {
    let (times, slot) = text.split_once('/').unwrap_or(("1", text));
    let times = count(times).filter(|times| *times <= 9999)?;
    Some(Period { times, slot: Slot::parse(slot)?, spacing: 1 })
}

/// Reads `<=48h`, `>=48h` or both with a comma between them; the error is the piece that is wrong.
fn dwell(limits: &str) -> Result<Dwell, String> {
    let mut dwell = Dwell { least: None, most: None, amount_min: None, amount_max: None };
    for piece in limits.split(',').map(str::trim) {
        let unclear = || piece.to_owned();
        let (limit, length) = if let Some(most) = piece.strip_prefix("<=") {
            (&mut dwell.most, most)
        } else {
            (&mut dwell.least, piece.strip_prefix(">=").ok_or_else(unclear)?)
        };
        if limit.is_some() {
            return Err(unclear());
        }
        *limit = Some(minutes(length).ok_or_else(unclear)?);
    }
    match (dwell.least, dwell.most) {
        (Some(least), Some(most)) if least > most => Err(limits.to_owned()),
        _ => Ok(dwell),
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period) => write!(out, "{}/{}", period.times, period.slot.word()),
            Self::MaxGap(gap) => write!(out, "max-gap={}d", gap.days),
            Self::Anchored(anchored) => write!(out, "anchored={}", anchored.schedule),
            Self::Shifts(shifts) => write!(out, "shifts={shifts}"),
            Self::Dwell(dwell) => {
                out.write_str("dwell")?;
                let least = dwell.least.map(|least| format!(">={}", clock(least)));
                let most = dwell.most.map(|most| format!("<={}", clock(most)));
                let limits: Vec<String> = least.into_iter().chain(most).collect();
                out.write_str(&limits.join(","))
            }
            Self::Expiry(expiry) => write!(out, "certificate={}", expiry.certificate),
            Self::Event(event) => write!(out, "event+{}", event.within),
        }
    }
}
