//! What a store demands of its counts: from which difference on a line is counted again, and how
//! often everything is counted.

use std::collections::BTreeMap;

use crate::base::{Day, Fraction, Money, Quantity};
use crate::stock::{Class, ClassPolicy, Classes, Item, Stock, classes};

/// What a store demands of its counts, by ABC class (`[stocktake]` in the settings).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// How far count and book may be apart before the line must be counted again; a class that is
    /// not named needs no second count.
    pub tolerance: BTreeMap<Class, Vec<Limit>>,
    /// Up to which share of all use an item is of a class.
    pub classes: ClassPolicy,
    /// Within how many days an item of a class is to be counted; with no class named, everything
    /// is counted once a month.
    pub cycle: BTreeMap<Class, u32>,
}

/// A limit up to which a difference is tolerated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many base units.
    Quantity(Quantity),
    /// So much of the book quantity: 0.02 for 2 %.
    Share(Fraction),
    /// So much money.
    Value(Money),
}

impl Limit {
    /// Reads limits as the settings have them: `3`, `2%`, `50元`, several with commas between, of
    /// which the strictest counts.
    pub fn parse_all(text: &str) -> Option<Vec<Self>> {
        text.split([',', '，']).map(|part| Self::parse(part.trim())).collect()
    }

    fn parse(text: &str) -> Option<Self> {
        let money = |yuan: &str| Money::parse(yuan.trim()).ok().map(Self::Value);
        let limit = if let Some(percent) = text.strip_suffix(['%', '％']) {
            let percent: Fraction = percent.trim().parse().ok()?;
            Self::Share(percent.checked_div(Fraction::new(100, 1)?)?)
        } else if let Some(yuan) = text.strip_suffix('元').or_else(|| text.strip_suffix("yuan")) {
            money(yuan)?
        } else {
            Self::Quantity(Quantity::parse(text).ok()?)
        };
        limit.is_sound().then_some(limit)
    }

    fn is_sound(self) -> bool {
        match self {
            Self::Quantity(quantity) => !quantity.is_negative(),
            Self::Share(share) => share == Fraction::ZERO || share.is_positive(),
            Self::Value(value) => value >= Money::ZERO,
        }
    }

    /// Whether a difference is larger than the limit; one that nobody can value is.
    fn exceeded(self, book: Quantity, variance: Quantity, value: Option<Money>) -> bool {
        let exact = |quantity: Quantity| Fraction::from_decimal(quantity.abs().decimal());
        match self {
            Self::Quantity(most) => variance.abs() > most,
            Self::Share(share) => exact(book)
                .checked_mul(share)
                .and_then(|most| exact(variance).checked_sub(most))
                .is_none_or(Fraction::is_positive),
            Self::Value(most) => value.is_none_or(|value| value.abs() > most),
        }
    }
}

impl Policy {
    /// Whether a difference is over what is tolerated of a class: over any of its limits.
    pub(super) fn over_tolerance(
        &self,
        class: Class,
        (book, variance, value): (Quantity, Quantity, Option<Money>),
    ) -> bool {
        let limits = self.tolerance.get(&class).map_or(&[][..], Vec::as_slice);
        !variance.is_zero() && limits.iter().any(|limit| limit.exceeded(book, variance, value))
    }
}

/// The classes of items as counts see them: those that somebody fixed, the others by their use.
pub(super) struct Classing(Option<Classes>);

impl Classing {
    /// The classes on a day.
    pub(super) fn at(stock: &Stock, as_of: Day) -> Self {
        Self(Some(classes(stock, as_of, &stock.counting.classes)))
    }

    /// The same where classes only decide what is tolerated: without tolerances nobody asks for
    /// more than the fixed ones.
    pub(super) fn for_tolerance(stock: &Stock, as_of: Day) -> Self {
        if stock.counting.tolerance.is_empty() { Self(None) } else { Self::at(stock, as_of) }
    }

    /// The class of an item.
    pub(super) fn of(&self, item: &Item) -> Class {
        match &self.0 {
            Some(classes) => classes.of(&item.code),
            None => item.class.unwrap_or(Class::C),
        }
    }
}
