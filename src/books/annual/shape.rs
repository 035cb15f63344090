//! How a figure is written in a text: as it is, in 万元, or to so many decimals.
//!
//! Rounding is half away from zero; a rate of duties kept is rounded down, never up.

use crate::base::{Decimal, Fraction, Ratio, parse_count};

use super::{FigureUnit, Value};

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// As it is: money to the fen, rates to a decimal.
    Own,
    /// In ten thousand yuan, to so many decimals.
    TenThousand(u32),
    /// To so many decimals.
    Decimals(u32),
    /// Without the sign before it: of a change that the text calls more or less itself.
    Size(u32),
}

/// The words for ten thousand yuan.
const TEN_THOUSAND: [&str; 2] = ["万元", "wan"];
/// The words for the size of a change.
const SIZE: [&str; 2] = ["幅度", "size"];
/// To how many decimals 万元 is rounded where nobody says.
const UNSAID: u32 = 2;
/// More decimals than that nobody writes.
const MOST: u32 = 6;

impl Shape {
    /// Reads `万元`, `万元.1`, `wan`, `.2`, `幅度`.
    pub fn parse(text: &str) -> Option<Self> {
        let (word, decimals) = match text.split_once('.') {
            Some((word, decimals)) => (word, Some(parse_count(decimals).ok()?)),
            None => (text, None),
        };
        if decimals.is_some_and(|decimals| decimals > MOST) {
            return None;
        }
        match decimals {
            _ if TEN_THOUSAND.contains(&word) => {
                Some(Self::TenThousand(decimals.unwrap_or(UNSAID)))
            }
            _ if SIZE.contains(&word) => Some(Self::Size(decimals.unwrap_or(1))),
            Some(decimals) if word.is_empty() => Some(Self::Decimals(decimals)),
            _ => None,
        }
    }

    /// Whether a figure of a unit can be written so.
    pub const fn fits(self, unit: FigureUnit) -> bool {
        match self {
            Self::Own => true,
            Self::TenThousand(_) => matches!(unit, FigureUnit::Money),
            Self::Decimals(_) => !matches!(unit, FigureUnit::Count),
            Self::Size(_) => matches!(unit, FigureUnit::Change),
        }
    }

    /// Writes a figure; none where it leaves the range.
    pub fn write(self, value: Value) -> Option<String> {
        let rounded = |exact: Fraction, decimals| exact.round(decimals).map(|own| own.to_string());
        let percent = |ratio: Ratio, own: u32| {
            let decimals = match self {
                Self::Decimals(decimals) | Self::Size(decimals) => decimals,
                Self::Own | Self::TenThousand(_) => own,
            };
            Ratio { decimals, ..ratio }.percent()
        };
        match (value, self) {
            (Value::Count(count), _) => Some(count.to_string()),
            (Value::Money(money), Self::TenThousand(decimals)) => {
                let yuan = Fraction::from_decimal(money.yuan());
                rounded(yuan.checked_div(Fraction::new(10_000, 1)?)?, decimals)
            }
            (Value::Money(money), Self::Decimals(decimals)) => {
                rounded(Fraction::from_decimal(money.yuan()), decimals)
            }
            (Value::Money(money), _) => Some(money.to_string()),
            (Value::Amount(amount), Self::Decimals(decimals)) => {
                rounded(Fraction::from_decimal(amount), decimals)
            }
            (Value::Amount(amount), _) => Some(amount.normalize().to_string()),
            (Value::Rate(ratio), _) => Some(format!("{}%", percent(ratio, ratio.decimals)?)),
            (Value::Change(ratio), Self::Size(_)) => {
                Some(format!("{}%", percent(ratio, ratio.decimals)?.abs()))
            }
            (Value::Change(ratio), _) => {
                let percent = percent(ratio, ratio.decimals)?;
                let sign = if percent > Decimal::ZERO { "+" } else { "" };
                Some(format!("{sign}{percent}%"))
            }
            (Value::Mean(ratio), shape) => {
                let decimals = match shape {
                    Self::Decimals(decimals) => decimals,
                    Self::Own | Self::TenThousand(_) | Self::Size(_) => ratio.decimals,
                };
                rounded(ratio.fraction()?, decimals)
            }
        }
    }
}
