//! Duties counted from an anchor: the day a lift was accepted, a car registered, a tin made.
//!
//! Every due day is the anchor and a number of months, clipped to the month's end from the
//! **original** anchor, so it never drifts; doing one early never moves the next.

use std::fmt;

use super::length::{Length, months, written};
use crate::inspections::word::words;

words! {
    /// What a due day of an anchored duty is.
    Granularity {
        /// The day itself.
        Day = "day", "inspect.granularity.day";
        /// The last day of its month.
        Month = "month", "inspect.granularity.month";
    }
}

/// Up to an age, so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeBand {
    /// Months from one to the next.
    pub step: u32,
    /// Up to so many months after the anchor; none means for ever.
    pub until: Option<u32>,
}

/// How many months after the anchor something is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    /// After each of these, and from the last of them on again and again.
    Listed {
        /// Months after the anchor, each more than the one before.
        first: Vec<u32>,
        /// Months from the last of them to the next, and so on; none means that they are all.
        then: Option<u32>,
    },
    /// As often as the age says.
    Bands(Vec<AgeBand>),
}

impl Schedule {
    /// Reads `1m`, `3y,then=6y`, `1y,4y,7y,then=1y`, `10y,then=never` or `2y..6y,1y..15y,6m`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let pieces: Vec<&str> = text.split(',').map(str::trim).collect();
        if pieces.iter().any(|piece| piece.contains("..")) {
            return Self::parse_bands(&pieces);
        }
        let mut first: Vec<u32> = Vec::new();
        let mut then = None;
        for (at, piece) in pieces.iter().enumerate() {
            let unclear = || (*piece).to_owned();
            if let Some(step) = piece.strip_prefix("then=") {
                if at + 1 != pieces.len() || first.is_empty() {
                    return Err(unclear());
                }
                then = Some(if step == "never" {
                    None
                } else {
                    Some(months(step).ok_or_else(unclear)?)
                });
                continue;
            }
            let offset =
                months(piece).filter(|offset| first.last().is_none_or(|last| last < offset));
            first.push(offset.ok_or_else(unclear)?);
        }
        let then = match (then, &first[..]) {
            (Some(then), _) => then,
            (None, [step]) => Some(*step),
            (None, _) => return Err(text.to_owned()),
        };
        Ok(Self::Listed { first, then })
    }

    fn parse_bands(pieces: &[&str]) -> Result<Self, String> {
        let mut bands: Vec<AgeBand> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            let band = match piece.split_once("..") {
                Some((step, until)) => months(step).zip(months(until)).and_then(|(step, until)| {
                    let later = bands.last().is_none_or(|last| last.until < Some(until));
                    later.then_some(AgeBand { step, until: Some(until) })
                }),
                None => months(piece)
                    .filter(|_| at + 1 == pieces.len())
                    .map(|step| AgeBand { step, until: None }),
            };
            bands.push(band.ok_or_else(|| (*piece).to_owned())?);
        }
        Ok(Self::Bands(bands))
    }

    /// The months after the anchor, one after the other.
    pub fn offsets(&self) -> impl Iterator<Item = u32> + '_ {
        let (mut at, mut nth) = (0_u32, 0_usize);
        std::iter::from_fn(move || {
            at = match self {
                Self::Listed { first, then } => match first.get(nth) {
                    Some(offset) => *offset,
                    None => at.checked_add((*then)?)?,
                },
                Self::Bands(bands) => {
                    let band =
                        bands.iter().find(|band| band.until.is_none_or(|until| at < until))?;
                    at.checked_add(band.step)?
                }
            };
            nth += 1;
            Some(at)
        })
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pieces: Vec<String> = match self {
            Self::Listed { first, then } => {
                let mut pieces: Vec<String> = first.iter().copied().map(written).collect();
                match then {
                    None => pieces.push("then=never".to_owned()),
                    Some(step) if first[..] == [*step] => {}
                    Some(step) => pieces.push(format!("then={}", written(*step))),
                }
                pieces
            }
            Self::Bands(bands) => bands
                .iter()
                .map(|band| match band.until {
                    Some(until) => format!("{}..{}", written(band.step), written(until)),
                    None => written(band.step),
                })
                .collect(),
        };
        out.write_str(&pieces.join(","))
    }
}

/// So many months after an anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchored {
    /// When.
    pub schedule: Schedule,
    /// How long before its due day it may be done; none means at any time since the due day
    /// before it.
    pub early: Option<Length>,
    /// Whether a due day is the day or the end of its month.
    pub granularity: Granularity,
    /// Months after the anchor at which the thing is scrapped: nothing is due from then on.
    pub retire_after: Option<u32>,
    /// After so many days out of service it is due on the first day back, besides.
    pub stopped: Option<u32>,
}
