//! The register of indicators: name, unit, target and owner, with the months for which they hold.
//!
//! A target that changes is a new version from a month on; a row that was wrong is superseded. Both
//! say when they were recorded, so that nobody moves a target unseen.

use std::collections::BTreeMap;

use crate::base::{Fraction, IndicatorCode, Moment, Month, RecordId, nearest_named};
use crate::inspections::form::exact;
use crate::inspections::record::standing;
use crate::inspections::word::words;
use crate::inspections::{Inspections, Refusal};

use super::IndicatorRefusal;

words! {
    /// Which way a target is met.
    Direction {
        /// By the target or more.
        AtLeast = "at_least", "indicator.direction.at_least";
        /// By the target or less.
        AtMost = "at_most", "indicator.direction.at_most";
        /// By the target alone.
        Equal = "equal", "indicator.direction.equal";
    }
}

impl Direction {
    /// The sign that says it.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::Equal => "=",
        }
    }

    /// Whether a value meets a target, decided exactly.
    pub fn is_met(self, value: Fraction, target: Fraction) -> bool {
        match self {
            Self::AtLeast => value >= target,
            Self::AtMost => value <= target,
            Self::Equal => value == target,
        }
    }
}

/// A target as somebody wrote it: `≥98%`, `98%以上`, `49/50`, `0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    /// Which way it is met, where that was written.
    pub direction: Option<Direction>,
    /// The target, in the indicator's own unit.
    pub target: Fraction,
}

/// The words and signs before or after a target, and what they mean.
const SIGNS: [(&str, Direction); 15] = [
    (">=", Direction::AtLeast),
    ("<=", Direction::AtMost),
    ("≥", Direction::AtLeast),
    ("≤", Direction::AtMost),
    ("＝", Direction::Equal),
    ("=", Direction::Equal),
    ("不低于", Direction::AtLeast),
    ("不少于", Direction::AtLeast),
    ("不小于", Direction::AtLeast),
    ("不高于", Direction::AtMost),
    ("不超过", Direction::AtMost),
    ("不多于", Direction::AtMost),
    ("以上", Direction::AtLeast),
    ("以下", Direction::AtMost),
    ("以内", Direction::AtMost),
];

/// How many of a unit make one: a hundred percent.
fn parts(unit: &str) -> i128 {
    match unit {
        "%" => 100,
        "‰" => 1000,
        _ => 1,
    }
}

impl Goal {
    /// Reads a target. A percentage may be written with or without its sign, or as a fraction of
    /// one: `98%`, `98` and `49/50` are the same target of an indicator in percent.
    pub fn parse(text: &str, unit: &str) -> Result<Self, IndicatorRefusal> {
        let unclear = || IndicatorRefusal::Target { text: text.to_owned() };
        let (mut rest, mut direction) = (text.trim(), None);
        for (sign, meant) in SIGNS {
            let without = rest.strip_prefix(sign).or_else(|| rest.strip_suffix(sign));
            if let (Some(without), None) = (without, direction) {
                (rest, direction) = (without.trim(), Some(meant));
            }
        }
        let target = read_in(rest, unit).ok_or_else(unclear)?;
        Ok(Self { direction, target })
    }
}

/// A number without the sign of its unit, and the sign.
pub(super) fn without_sign(text: &str) -> (&str, Option<&'static str>) {
    let text = text.trim();
    let mut signs = ["%", "‰"].into_iter();
    let found = signs.find_map(|sign| Some((text.strip_suffix(sign)?.trim(), sign)));
    found.map_or((text, None), |(number, sign)| (number, Some(sign)))
}

/// Reads a number in a unit: with its sign, without, or as a fraction of one.
fn read_in(text: &str, unit: &str) -> Option<Fraction> {
    let (number, sign) = without_sign(text);
    if sign.is_some_and(|sign| sign != unit) {
        return None;
    }
    let read: Fraction = number.parse().ok()?;
    if number.contains('/') && sign.is_none() {
        read.checked_mul(Fraction::new(parts(unit), 1)?)
    } else {
        Some(read)
    }
}

/// Writes a number so that it reads back as the same: a decimal with its sign, else a fraction.
fn written_in(number: Fraction, unit: &str) -> String {
    let written = exact(number);
    if written.contains('/') {
        let of_one = Fraction::new(parts(unit), 1).and_then(|parts| number.checked_div(parts));
        let of_one = of_one.unwrap_or(number);
        return format!("{}/{}", of_one.numerator(), of_one.denominator());
    }
    if parts(unit) > 1 { format!("{written}{unit}") } else { written }
}

/// An indicator, for the months of its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// The number of the row.
    pub id: RecordId,
    /// Its code, the same over all versions.
    pub code: IndicatorCode,
    /// What it is called.
    pub name: String,
    /// What it is called in English.
    pub name_en: String,
    /// What it is counted in: `%`, `‰`, or a word.
    pub unit: String,
    /// Which way the target is met.
    pub direction: Direction,
    /// The target, in the unit.
    pub target: Fraction,
    /// The first month of this version.
    pub from: Month,
    /// The last one; none until another version begins.
    pub to: Option<Month>,
    /// Who answers for it.
    pub owner: String,
    /// Where the target stands.
    pub source: String,
    /// What it is about, in the hospital's own words.
    pub section: String,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Indicator {
    /// The target as it is written.
    pub fn written_target(&self) -> String {
        written_in(self.target, &self.unit)
    }

    /// The target with its sign, as people say it.
    pub fn goal(&self) -> String {
        format!("{} {}", self.direction.sign(), self.written_target())
    }

    /// How many of its unit make one.
    pub fn parts(&self) -> i128 {
        parts(&self.unit)
    }

    /// Whether it is a share of something.
    pub fn is_rate(&self) -> bool {
        self.parts() > 1
    }

    /// Whether a value meets the target, decided exactly.
    pub fn is_met_by(&self, value: Fraction) -> bool {
        self.direction.is_met(value, self.target)
    }

    /// Whether another version asks for the same.
    pub(super) fn asks_the_same(&self, other: &Self) -> bool {
        (self.direction, self.target, &self.unit) == (other.direction, other.target, &other.unit)
    }

    /// What must hold of it by itself.
    pub(in crate::inspections) fn check(&self) -> Result<(), IndicatorRefusal> {
        match self.to {
            Some(to) if to < self.from => Err(IndicatorRefusal::Backwards { from: self.from, to }),
            _ => Ok(()),
        }
    }
}

/// The indicators as they are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicators(pub Vec<Indicator>);

/// Lists every version that stands, those of an indicator together, the oldest first.
pub fn listed(book: &Inspections) -> Indicators {
    let versions = book.indicator_versions().into_values().flatten();
    Indicators(versions.map(|version| version.indicator.clone()).collect())
}

/// A version and the last month in which it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version<'b> {
    pub(super) indicator: &'b Indicator,
    pub(super) last: Option<Month>,
}

impl Version<'_> {
    /// Whether it holds in a month.
    pub(super) fn holds(&self, month: Month) -> bool {
        self.indicator.from <= month && self.last.is_none_or(|last| month <= last)
    }
}

impl Inspections {
    /// All rows of the register, superseded ones too, by their number.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> + Clone {
        self.indicators.values()
    }

    /// The versions that stand, by code, the oldest first; each ends where the next begins.
    pub(super) fn indicator_versions(&self) -> BTreeMap<&IndicatorCode, Vec<Version<'_>>> {
        let mut versions: BTreeMap<&IndicatorCode, Vec<Version<'_>>> = BTreeMap::new();
        let mut rows = standing(self.indicators.values());
        rows.sort_by_key(|row| (row.from, &row.id));
        for indicator in rows {
            let own = versions.entry(&indicator.code).or_default();
            if let Some(before) = own.last_mut() {
                let end = indicator.from.previous();
                before.last = Some(before.last.map_or(end, |last| last.min(end)));
            }
            own.push(Version { indicator, last: indicator.to });
        }
        versions
    }

    /// The version of an indicator that holds in a month.
    pub fn indicator_in(&self, code: &IndicatorCode, month: Month) -> Result<&Indicator, Refusal> {
        let mut versions = self.indicator_versions();
        let Some(own) = versions.remove(code) else {
            return Err(self.unknown_indicator(code).into());
        };
        let found = own.iter().rev().find(|version| version.holds(month));
        found
            .map(|version| version.indicator)
            .ok_or_else(|| IndicatorRefusal::NotInForce { indicator: code.clone(), month }.into())
    }

    /// The code of an indicator that is named by it, or by a name that only one has.
    pub fn indicator_called(&self, text: &IndicatorCode) -> Result<IndicatorCode, Refusal> {
        let versions = self.indicator_versions();
        if versions.contains_key(text) {
            return Ok(text.clone());
        }
        let is_called = |own: &Vec<Version<'_>>| {
            own.iter().any(|version| version.indicator.name == text.as_str())
        };
        let mut called = versions.iter().filter(|(_, own)| is_called(own));
        match (called.next(), called.next()) {
            (Some((code, _)), None) => Ok((*code).clone()),
            _ => Err(self.unknown_indicator(text).into()),
        }
    }

    fn unknown_indicator(&self, code: &IndicatorCode) -> IndicatorRefusal {
        let known = self.indicators.values().map(|own| (own.code.as_str(), own.name.as_str()));
        IndicatorRefusal::Unknown {
            indicator: code.to_string(),
            nearest: nearest_named(code.as_str(), known),
        }
    }
}
