//! What was answered: rows of the ledger of answers, which belong to a record.

use std::fmt;

use smol_str::SmolStr;

use crate::base::{
    Day, Decimal, Moment, NumberError, QuestionCode, RecordId, TemplateCode, parse_decimal,
};
use crate::inspections::word::words;

use super::template::{Item, ItemKind};

words! {
    /// An answer that is no number.
    Tick {
        /// In order.
        Pass = "pass", "template.value.pass";
        /// Not in order.
        Fail = "fail", "template.value.fail";
        /// There is nothing of the kind here.
        Na = "na", "template.value.na";
    }
}

/// What stands in the box of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A tick, a cross, or not applicable.
    Tick(Tick),
    /// Points, a measured amount, a number of occurrences.
    Number(Decimal),
}

impl Value {
    /// Reads `pass`, `fail`, `na` or a number.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        Tick::parse(text)
            .map_or_else(|| parse_decimal(text).map(Self::Number), |t| Ok(Self::Tick(t)))
    }

    /// Whether an item can be answered so: a check by a tick, a score by no more than there is to
    /// give, a count by a whole number, anything by not applicable.
    pub fn suits(self, item: &Item) -> bool {
        match (item.kind, self) {
            (_, Self::Tick(Tick::Na))
            | (ItemKind::Check, Self::Tick(_))
            | (ItemKind::Measure, Self::Number(_)) => true,
            (ItemKind::Score, Self::Number(points)) => {
                let fine = points.scale() <= Item::DECIMALS;
                points >= Decimal::ZERO && points <= item.most() && fine
            }
            (ItemKind::Count, Self::Number(count)) => {
                count >= Decimal::ZERO && count < Item::MOST && count.fract().is_zero()
            }
            (ItemKind::Check, Self::Number(_))
            | (ItemKind::Score | ItemKind::Measure | ItemKind::Count, Self::Tick(_)) => false,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tick(tick) => out.write_str(tick.word()),
            Self::Number(number) => number.fmt(out),
        }
    }
}

/// The answer to an item, as it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The item.
    pub item: QuestionCode,
    /// What stands in its box.
    pub value: Value,
    /// What was seen.
    pub note: String,
}

/// A row of the ledger of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its number.
    pub id: RecordId,
    /// The record it belongs to.
    pub record: RecordId,
    /// The day of that record.
    pub date: Day,
    /// The checklist.
    pub template: TemplateCode,
    /// Its version.
    pub version: u32,
    /// The sum of that version as it was then.
    pub sum: String,
    /// The answer.
    pub given: Given,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: SmolStr,
}
