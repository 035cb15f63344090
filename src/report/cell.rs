//! One value of a table or a fact: typed, and said in no language.
//!
//! A large listing makes millions of them: what is seldom and large stands behind a box, and the
//! key of a word is no copy of it.

use std::borrow::Cow;

use super::Wording;
use crate::base::{Day, Decimal, Message, Money, Price, Quantity, Ratio};

/// One value of a table or a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not known, or nothing to compare with: `—` for people, empty in CSV, `null` in JSON.
    Blank,
    /// Data as it is: codes, names, notes; the empty text prints as nothing.
    Text(String),
    /// A number of things.
    Count(i64),
    /// An exact amount, with its decimals as they are.
    Quantity(Decimal),
    /// Money in yuan, two decimals.
    Money(Money),
    /// A rate, in percent.
    Ratio(Box<Ratio>),
    /// A civil day.
    Day(Day),
    /// A word of the glossary by its key, with the tone in which it is said.
    Verdict {
        /// The key of the word.
        key: Cow<'static, str>,
        /// How it is meant.
        tone: Tone,
    },
    /// What people named in two languages: the second one is for readers of English, and may be
    /// empty. In JSON the first.
    Named(Box<Wording>),
    /// A sentence by its code: a reason, an explanation. In JSON its code and arguments.
    Said(Box<Message>),
}

/// How a verdict is meant; colour follows it and is never the only sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad: kinds and states.
    Plain,
    /// As it should be.
    Good,
    /// Somebody should look.
    Warn,
    /// Not as it should be.
    Bad,
}

impl Cell {
    /// Whether it is a figure, and no name, day or judgement.
    pub const fn is_figure(&self) -> bool {
        match self {
            Self::Count(_) | Self::Quantity(_) | Self::Money(_) | Self::Ratio(_) => true,
            Self::Blank
            | Self::Text(_)
            | Self::Day(_)
            | Self::Verdict { .. }
            | Self::Named(_)
            | Self::Said(_) => false,
        }
    }

    /// Data as it is.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A code or another value of the domain, written out.
    pub fn of(value: &impl std::fmt::Display) -> Self {
        Self::Text(value.to_string())
    }

    /// A number of things.
    pub fn count(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A name in two languages; the second may be empty.
    pub fn named(zh: &str, en: &str) -> Self {
        if en.is_empty() {
            Self::text(zh)
        } else {
            Self::Named(Box::new(Wording { zh: zh.to_owned(), en: en.to_owned() }))
        }
    }

    /// A rate.
    pub fn rate(ratio: Ratio) -> Self {
        Self::Ratio(Box::new(ratio))
    }

    /// A sentence.
    pub fn said(message: Message) -> Self {
        Self::Said(Box::new(message))
    }

    /// A word by its key, neither good nor bad.
    pub fn word(key: impl Into<Cow<'static, str>>) -> Self {
        Self::Verdict { key: key.into(), tone: Tone::Plain }
    }

    /// A word by its key, with a tone.
    pub fn verdict(key: impl Into<Cow<'static, str>>, tone: Tone) -> Self {
        Self::Verdict { key: key.into(), tone }
    }

    /// Something that may be absent.
    pub fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Blank, cell)
    }
}

impl From<Quantity> for Cell {
    fn from(quantity: Quantity) -> Self {
        Self::Quantity(quantity.decimal())
    }
}

impl From<Price> for Cell {
    fn from(price: Price) -> Self {
        let mut yuan = price.yuan();
        if yuan.scale() < 2 {
            yuan.rescale(2);
        }
        Self::Quantity(yuan)
    }
}

impl From<Decimal> for Cell {
    fn from(decimal: Decimal) -> Self {
        Self::Quantity(decimal)
    }
}

impl From<Money> for Cell {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<Ratio> for Cell {
    fn from(ratio: Ratio) -> Self {
        Self::rate(ratio)
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}
