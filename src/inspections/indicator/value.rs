//! A month's value: a numerator over a denominator, or a plain number.

use std::collections::BTreeMap;

use crate::base::{Decimal, Fraction, IndicatorCode, Moment, Month, RecordId, parse_decimal};
use crate::inspections::record::standing;
use crate::inspections::{Inspections, Refusal};

use super::IndicatorRefusal;
use super::register::without_sign;

/// What was given for a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// A part of a whole; the rate is computed.
    Parts {
        /// What was counted.
        numerator: Decimal,
        /// Of how many.
        denominator: Decimal,
    },
    /// A number in the indicator's unit.
    Number(Decimal),
}

impl Given {
    /// Takes over what was given: both parts, or a number.
    pub fn new(
        numerator: Option<Decimal>,
        denominator: Option<Decimal>,
        number: Option<Decimal>,
    ) -> Result<Self, IndicatorRefusal> {
        let given = match (numerator, denominator, number) {
            (Some(numerator), Some(denominator), None) => Self::Parts { numerator, denominator },
            (None, None, Some(number)) => Self::Number(number),
            (None, None, None) => return Err(IndicatorRefusal::NoValue),
            _ => return Err(IndicatorRefusal::TwoValues),
        };
        given.check()?;
        Ok(given)
    }

    /// Reads a plain number, and the sign of its unit where one is written.
    pub fn parse_number(text: &str) -> Result<(Decimal, Option<&'static str>), IndicatorRefusal> {
        let unclear = || IndicatorRefusal::Value { text: text.to_owned() };
        let (number, sign) = without_sign(text);
        parse_decimal(number).map(|number| (number, sign)).map_err(|_| unclear())
    }

    /// Refuses parts of nothing, and parts below zero.
    pub(in crate::inspections) fn check(self) -> Result<(), IndicatorRefusal> {
        match self {
            Self::Parts { numerator, denominator }
                if denominator <= Decimal::ZERO || numerator < Decimal::ZERO =>
            {
                Err(IndicatorRefusal::Parts { numerator, denominator })
            }
            Self::Parts { .. } | Self::Number(_) => Ok(()),
        }
    }

    /// The value in a unit of which so many make one; none where it leaves the range.
    pub fn value(self, parts: i128) -> Option<Fraction> {
        match self {
            Self::Number(number) => Some(Fraction::from_decimal(number)),
            Self::Parts { numerator, denominator } => {
                share(Fraction::from_decimal(numerator), Fraction::from_decimal(denominator), parts)
            }
        }
    }

    /// The numerator and the denominator, where they were given.
    pub const fn parts(self) -> Option<(Decimal, Decimal)> {
        match self {
            Self::Parts { numerator, denominator } => Some((numerator, denominator)),
            Self::Number(_) => None,
        }
    }

    /// The plain number, where one was given.
    pub const fn number(self) -> Option<Decimal> {
        match self {
            Self::Parts { .. } => None,
            Self::Number(number) => Some(number),
        }
    }
}

/// A part of a whole in a unit of which so many make one.
pub(super) fn share(part: Fraction, whole: Fraction, parts: i128) -> Option<Fraction> {
    part.checked_div(whole)?.checked_mul(Fraction::new(parts, 1)?)
}

/// The value of an indicator for a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorValue {
    /// Its number.
    pub id: RecordId,
    /// The indicator.
    pub indicator: IndicatorCode,
    /// The month.
    pub month: Month,
    /// What was given.
    pub given: Given,
    /// Who worked it out.
    pub person: String,
    /// The pieces of evidence, as paths below the store's root.
    pub evidence: Vec<String>,
    /// The SHA-256 of each piece.
    pub sha256: Vec<String>,
    /// A remark.
    pub note: String,
    /// The row that it corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Inspections {
    /// All values, superseded ones too, by their number.
    pub fn indicator_values(&self) -> impl Iterator<Item = &IndicatorValue> + Clone {
        self.values.values()
    }

    /// The values that stand, by indicator and month.
    pub(super) fn values_by_month(
        &self,
    ) -> BTreeMap<(&IndicatorCode, Month), Vec<&IndicatorValue>> {
        let mut values: BTreeMap<_, Vec<&IndicatorValue>> = BTreeMap::new();
        for row in standing(self.values.values()) {
            values.entry((&row.indicator, row.month)).or_default().push(row);
        }
        values
    }

    /// What only all rows together show to be wrong with indicators and their values.
    pub(in crate::inspections) fn indicator_faults(&self) -> Vec<(RecordId, Refusal)> {
        let mut faults = Vec::new();
        for (code, versions) in self.indicator_versions() {
            for two in versions.windows(2) {
                let (one, two) = (two[0].indicator, two[1].indicator);
                if one.from == two.from {
                    let (indicator, from, id) = (code.clone(), one.from, one.id.clone());
                    let refusal = IndicatorRefusal::Taken { indicator, from, id };
                    faults.push((two.id.clone(), refusal.into()));
                }
            }
        }
        for ((code, month), rows) in self.values_by_month() {
            for row in &rows {
                if let Err(refusal) = self.indicator_in(code, month) {
                    faults.push((row.id.clone(), refusal));
                }
            }
            for row in rows.iter().skip(1) {
                let (indicator, id) = (code.clone(), rows[0].id.clone());
                let refusal = IndicatorRefusal::ValueTaken { indicator, month, id };
                faults.push((row.id.clone(), refusal.into()));
            }
        }
        faults
    }
}
