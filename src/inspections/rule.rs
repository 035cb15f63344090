//! What must be looked at, and how often: dated rules in versions.
//!
//! A rule says nothing about whom it binds; [`super::Service`] rows do. So a rule pack of the law
//! and the hospital's own list of lifts live in different files.

use std::fmt;

use crate::base::{Day, Decimal, Fraction, NumberError, RuleCode, Span, parse_decimal};

use super::Refusal;
use super::word::words;

words! {
    /// Who made the rule.
    Level {
        /// National law, regulation or standard.
        Law = "law", "inspect.level.law";
        /// The province or the city.
        Local = "local", "inspect.level.local";
        /// The hospital itself.
        Hospital = "hospital", "inspect.level.hospital";
    }
}

impl Level {
    /// How surely a text is known of which nobody says so: what the hospital decided itself needs
    /// no source, a text of the law counts as quoted.
    pub const fn unsaid_confidence(self) -> Confidence {
        match self {
            Self::Hospital => Confidence::Own,
            Self::Law | Self::Local => Confidence::Quoted,
        }
    }
}

words! {
    /// How surely the text of the source is known.
    Confidence {
        /// Read in the source itself.
        Read = "read", "inspect.confidence.read";
        /// Known from a quotation.
        Quoted = "quoted", "inspect.confidence.quoted";
        /// The hospital's own decision: there is nothing to verify.
        Own = "own", "inspect.confidence.own";
    }
}

words! {
    /// What a record must say to meet the duty.
    Require {
        /// That it was done, whatever was found.
        Performed = "performed", "inspect.require.performed";
        /// That it was done and passed; a failed test is met by the passing retest.
        Passed = "passed", "inspect.require.passed";
    }
}

words! {
    /// How much a missed duty or a finding weighs, heaviest first.
    Severity {
        /// Life and limb: listed first.
        Critical = "critical", "inspect.severity.critical";
        /// Serious.
        Major = "major", "inspect.severity.major";
        /// To be mended in due course.
        Minor = "minor", "inspect.severity.minor";
    }
}

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

/// How a rule turns days and records into obligations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number of times in each slot.
    Period(Period),
    /// At most a number of days apart.
    MaxGap(MaxGap),
}

impl Kind {
    /// Reads `2/week`, `month` or `max-gap=15d`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let unclear = || Refusal::Every { text: text.to_owned() };
        let number = |digits: &str| {
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u32>().ok().filter(|number| plain && (1..=9999).contains(number))
        };
        if let Some(days) = text.strip_prefix("max-gap=") {
            let days = number(days.strip_suffix('d').unwrap_or(days)).ok_or_else(unclear)?;
            return Ok(Self::MaxGap(MaxGap { days, stopped: None }));
        }
        let (times, slot) = text.split_once('/').unwrap_or(("1", text));
        let times = number(times).ok_or_else(unclear)?;
        let slot = Slot::parse(slot).ok_or_else(unclear)?;
        Ok(Self::Period(Period { times, slot, spacing: 1 }))
    }
}

impl Kind {
    /// The same kind with what only one of the kinds has.
    pub fn with(self, spacing: Option<u32>, stopped: Option<u32>) -> Result<Self, Refusal> {
        let of_another = |field| Err(Refusal::KindField { kind: self.to_string(), field });
        match self {
            Self::Period(_) if stopped.is_some() => of_another("stopped"),
            Self::MaxGap(_) if spacing.is_some() => of_another("spacing"),
            Self::Period(period) => {
                Ok(Self::Period(Period { spacing: spacing.unwrap_or(period.spacing), ..period }))
            }
            Self::MaxGap(gap) => {
                Ok(Self::MaxGap(MaxGap { stopped: stopped.or(gap.stopped), ..gap }))
            }
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period) => write!(out, "{}/{}", period.times, period.slot.word()),
            Self::MaxGap(gap) => write!(out, "max-gap={}d", gap.days),
        }
    }
}

/// One version of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its code; all versions share it.
    pub id: RuleCode,
    /// The version, from 1.
    pub version: u32,
    /// What it asks, in a line.
    pub title: String,
    /// The first day on which this version binds.
    pub valid_from: Day,
    /// The last one; without it, until the next version begins.
    pub valid_to: Option<Day>,
    /// Who made it.
    pub level: Level,
    /// The text it comes from.
    pub source: String,
    /// The article of that text.
    pub article: String,
    /// How surely that text is known.
    pub confidence: Confidence,
    /// How often.
    pub kind: Kind,
    /// Days after the due day within which doing it is late rather than missed.
    pub grace: u32,
    /// What a record must say.
    pub require: Require,
    /// How many pieces of evidence a record needs.
    pub evidence_min: u32,
    /// How much missing it weighs.
    pub severity: Severity,
    /// Whether an excusal can be granted.
    pub excusable: bool,
    /// A record entered more hours after the inspection than this is a backfill.
    pub late_entry_hours: u32,
    /// The rate on time that is aimed at, as a fraction of one.
    pub target: Option<Fraction>,
    /// The day a longest gap is first counted from; without it, the first day of service.
    pub anchor: Option<Day>,
    /// Days given for putting right what a failed inspection found.
    pub rectify_days: Option<u32>,
}

impl Rule {
    /// The hours after which an entry counts as a backfill where a rule does not say: a weekend.
    pub const LATE_ENTRY_HOURS: u32 = 72;

    /// Reads a target in percent, `98` or `98.5%`.
    pub fn parse_target(text: &str) -> Result<Fraction, NumberError> {
        let percent = parse_decimal(text.strip_suffix('%').unwrap_or(text))?;
        Ok(Fraction::from_decimal(percent / Decimal::ONE_HUNDRED))
    }

    /// The target in percent, as it is written.
    pub fn target_percent(&self) -> Option<Decimal> {
        let percent = self.target?.checked_mul(Fraction::new(100, 1)?)?;
        percent.round(6).map(|percent| percent.normalize())
    }

    /// Checks what must hold of a version by itself.
    pub fn check(&self) -> Result<(), Refusal> {
        let field = if self.title.trim().is_empty() {
            "title"
        } else if self.version == 0 {
            "version"
        } else if matches!(self.kind, Kind::Period(Period { times: 0, .. })) {
            "times"
        } else if matches!(self.kind, Kind::MaxGap(MaxGap { days: 0, .. })) {
            "days"
        } else if matches!(self.kind, Kind::Period(Period { spacing: 0, .. })) {
            "spacing"
        } else if self
            .target
            .is_some_and(|target| target > Fraction::ONE || target < Fraction::ZERO)
        {
            "target"
        } else if self.valid_to.is_some_and(|to| to < self.valid_from) {
            return Err(Refusal::Backwards {
                from: self.valid_from,
                to: self.valid_to.unwrap_or(self.valid_from),
            });
        } else {
            return Ok(());
        };
        Err(Refusal::RuleField { rule: self.id.clone(), field })
    }
}

/// A version and the days on which it binds.
#[derive(Debug, Clone, Copy)]
pub struct Term<'a> {
    /// The version.
    pub rule: &'a Rule,
    /// Its days: to its own end, or to the day before the next version.
    pub force: Span,
}

/// The terms of versions that are sorted by their first day.
pub fn terms(versions: &[Rule]) -> Vec<Term<'_>> {
    let ends = versions.iter().skip(1).map(|next| Some(next.valid_from.previous()));
    versions
        .iter()
        .zip(ends.chain([None]))
        .filter_map(|(rule, end)| {
            let last = [rule.valid_to, end].into_iter().flatten().min().unwrap_or_else(forever);
            Some(Term { rule, force: Span::new(rule.valid_from, last)? })
        })
        .collect()
}

/// The day that stands for "no end".
///
/// # Panics
/// Never: the calendar has it.
pub(super) fn forever() -> Day {
    Day::LAST
}
