//! A figure is the sum of its rows: there is no second way to come by one.

use crate::base::{Day, Decimal, Fraction, Message, Money, Ratio, Rounding};

use super::{FigureUnit, Slot};

/// What a figure came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// So many things.
    Count(i64),
    /// So much money.
    Money(Money),
    /// So much, in the unit of what is measured.
    Amount(Decimal),
    /// A part of a whole, in percent.
    Rate(Ratio),
    /// More or less than before, in percent.
    Change(Ratio),
    /// A mean.
    Mean(Ratio),
}

/// One row behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// Its day, where it has one.
    pub date: Option<Day>,
    /// The number of the row, or the code of what it is about.
    pub id: String,
    /// What it is about.
    pub what: String,
    /// What it adds.
    pub part: Decimal,
    /// What it adds to the whole, of a figure that is a part of one.
    pub whole: Option<Decimal>,
}

/// A figure with the rows behind it, or with the reasons why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Which figure.
    pub slot: Slot,
    /// The unit of an amount, such as `kWh`; empty for anything else.
    pub measure: String,
    /// The rows.
    pub rows: Vec<FigureRow>,
    /// Why the ledgers cannot give it; none where they can.
    pub lacks: Vec<Message>,
}

/// What was found for a figure.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) measure: String,
    pub(super) rows: Vec<FigureRow>,
    pub(super) lacks: Vec<Message>,
}

impl FigureRow {
    /// A row that counts one thing.
    pub(super) fn one(
        date: Option<Day>,
        id: &(impl ToString + ?Sized),
        what: impl Into<String>,
    ) -> Self {
        Self::of(date, id, what, Decimal::ONE)
    }

    /// A row that adds an amount.
    pub(super) fn of(
        date: Option<Day>,
        id: &(impl ToString + ?Sized),
        what: impl Into<String>,
        part: Decimal,
    ) -> Self {
        Self { date, id: id.to_string(), what: what.into(), part, whole: None }
    }

    /// The same row as a part of so much.
    pub(super) fn of_whole(mut self, whole: Decimal) -> Self {
        self.whole = Some(whole);
        self
    }

    /// A row of a rate: it counts in the whole, and in the part if it is kept.
    pub(super) fn kept(mut self, is_kept: bool) -> Self {
        self.part = if is_kept { Decimal::ONE } else { Decimal::ZERO };
        self.whole = Some(Decimal::ONE);
        self
    }
}

impl Found {
    /// Rows and no reason against them.
    pub(super) fn rows(rows: Vec<FigureRow>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// No figure, for a reason.
    pub(super) fn lacking(lack: Message) -> Self {
        Self { lacks: vec![lack], ..Self::default() }
    }

    /// The same in a unit.
    pub(super) fn measured(mut self, measure: impl Into<String>) -> Self {
        self.measure = measure.into();
        self
    }

    /// The same, unless there is a reason against it.
    pub(super) fn unless(mut self, lack: Option<Message>) -> Self {
        self.lacks.extend(lack);
        self
    }
}

impl Figure {
    pub(super) fn new(slot: Slot, found: Found) -> Self {
        let Found { measure, mut rows, mut lacks } = found;
        rows.sort_by(|one, two| (one.date, &one.id).cmp(&(two.date, &two.id)));
        let is_part = matches!(
            slot.name.unit(),
            FigureUnit::Rate | FigureUnit::Share | FigureUnit::Change | FigureUnit::Mean
        );
        if is_part && lacks.is_empty() && whole(&rows).is_zero() {
            lacks.push(Message::new("annual.nothing_to_divide"));
        }
        Self { slot, measure, rows, lacks }
    }

    /// The sum of the rows; none where something is missing.
    pub fn value(&self) -> Option<Value> {
        if !self.lacks.is_empty() {
            return None;
        }
        let part = part(&self.rows);
        let of_whole = |rounding| Ratio {
            part: Fraction::from_decimal(part),
            whole: Fraction::from_decimal(whole(&self.rows)),
            decimals: 1,
            rounding,
        };
        Some(match self.slot.name.unit() {
            FigureUnit::Count => Value::Count(part.try_into().ok()?),
            FigureUnit::Money => Value::Money(Money::round(part)?),
            FigureUnit::Amount => Value::Amount(part),
            FigureUnit::Rate => Value::Rate(of_whole(Rounding::Floor)),
            FigureUnit::Share => Value::Rate(of_whole(Rounding::Nearest)),
            FigureUnit::Change => Value::Change(of_whole(Rounding::Nearest)),
            FigureUnit::Mean => Value::Mean(of_whole(Rounding::Nearest)),
        })
    }

    /// What the rows add up to.
    pub fn part(&self) -> Decimal {
        part(&self.rows)
    }

    /// What they are a part of; none where they are no part.
    pub fn whole(&self) -> Option<Decimal> {
        self.rows.iter().any(|row| row.whole.is_some()).then(|| whole(&self.rows))
    }
}

fn part(rows: &[FigureRow]) -> Decimal {
    rows.iter().map(|row| row.part).fold(Decimal::ZERO, Decimal::saturating_add)
}

fn whole(rows: &[FigureRow]) -> Decimal {
    rows.iter().filter_map(|row| row.whole).fold(Decimal::ZERO, Decimal::saturating_add)
}
