//! The asset card: what a thing is, whatever becomes of it.
//!
//! Where it stands and who keeps it is not on the card; that follows from its events.

use std::fmt;
use std::str::FromStr;

use crate::base::{Argument, AssetTag, Day, Money, Refuse};

use super::Refusal;

/// A card of the asset register (固定资产卡片).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The tag stuck on the thing (资产编号).
    pub tag: AssetTag,
    /// What it is called.
    pub name: String,
    /// Its code in GB/T 14885, of either edition.
    pub category: Option<CategoryCode>,
    /// Its row in the table of useful lives, or the official name of an [`Exemption`].
    pub class: String,
    /// Useful life in months as stated; the table's minimum where nothing is stated.
    pub months: Option<u32>,
    /// What it cost.
    pub original_value: Money,
    /// The day it was acquired.
    pub acquired_on: Day,
    /// The first day of use; the day of acquisition where nothing is stated.
    pub in_service_from: Option<Day>,
    /// Where the money came from (资金来源).
    pub funding: String,
    /// Whether it is one of many goods of one kind, kept as assets below the threshold of value.
    pub bulk: bool,
    /// Who sold it.
    pub supplier: String,
    /// The maker's serial number.
    pub serial: String,
    /// A remark.
    pub note: String,
}

impl Card {
    /// The first day on which the thing is in service.
    pub fn service_start(&self) -> Day {
        self.in_service_from.unwrap_or(self.acquired_on).max(self.acquired_on)
    }

    /// Why the thing is never depreciated, if it is not.
    pub fn exemption(&self) -> Option<Exemption> {
        Exemption::parse(&self.class)
    }

    /// Checks what must hold of a card, whoever wrote it.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let tag = || self.tag.clone();
        if self.name.trim().is_empty() {
            return Err(Refusal::Nameless { tag: tag() });
        }
        if self.original_value.fen() < 0 {
            return Err(Refusal::NegativeValue { value: self.original_value });
        }
        if let Some(months) = self.months.filter(|months| !(1..=LONGEST_LIFE).contains(months)) {
            return Err(Refusal::LifeOutOfRange { tag: tag(), months, most: LONGEST_LIFE });
        }
        match self.in_service_from {
            Some(from) if from < self.acquired_on => {
                Err(Refusal::ServiceTooEarly { tag: tag(), from, acquired_on: self.acquired_on })
            }
            _ => Ok(()),
        }
    }

    /// The first field in which another card of the same tag differs: its name, this one's value
    /// and the other's.
    pub(super) fn difference(&self, other: &Self) -> Option<(&'static str, String, String)> {
        fn text<T: fmt::Display>(value: Option<&T>) -> String {
            value.map(ToString::to_string).unwrap_or_default()
        }
        let fields = |card: &Self| {
            [
                ("name", card.name.clone()),
                ("category", text(card.category.as_ref())),
                ("class", card.class.clone()),
                ("months", text(card.months.as_ref())),
                ("original_value", card.original_value.to_string()),
                ("acquired_on", card.acquired_on.to_string()),
                ("in_service_from", text(card.in_service_from.as_ref())),
                ("funding", card.funding.clone()),
                ("bulk", card.bulk.to_string()),
                ("supplier", card.supplier.clone()),
                ("serial", card.serial.clone()),
                ("note", card.note.clone()),
            ]
        };
        fields(self)
            .into_iter()
            .zip(fields(other))
            .find(|(here, there)| here != there)
            .map(|((field, here), (_, there))| (field, here, there))
    }
}

/// The longest useful life that is believed, in months.
pub(super) const LONGEST_LIFE: u32 = 1_200;

/// What is never depreciated (政府会计准则第3号——固定资产).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exemption {
    /// Cultural relics and exhibits.
    Relics,
    /// Animals and plants.
    Living,
    /// Books and archives.
    Books,
    /// Land that is booked separately.
    Land,
    /// Things kept at a nominal amount.
    Nominal,
}

impl Exemption {
    /// Every exemption, in the order of the standard.
    pub const ALL: [Self; 5] = [Self::Relics, Self::Living, Self::Books, Self::Land, Self::Nominal];

    /// The official name, which stands in the card's class beside those of the table of lives.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Relics => "文物和陈列品",
            Self::Living => "动植物",
            Self::Books => "图书、档案",
            Self::Land => "单独计价入账的土地",
            Self::Nominal => "以名义金额计量的固定资产",
        }
    }

    /// Reads the official name.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|exemption| exemption.word() == word)
    }
}

/// A code of GB/T 14885: seven digits (2010), or a letter and two to eight digits in pairs (2022).
///
/// The shape is checked, the code table is not shipped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryCode(Box<str>);

impl CategoryCode {
    /// Checks and takes over a code.
    pub fn parse(text: &str) -> Result<Self, CategoryError> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let of_2010 = text.len() == 7 && digits(text);
        let of_2022 = matches!(text.len(), 3 | 5 | 7 | 9)
            && text.as_bytes()[0].is_ascii_uppercase()
            && digits(&text[1..]);
        if of_2010 || of_2022 { Ok(Self(text.into())) } else { Err(CategoryError(text.to_owned())) }
    }

    /// The code as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CategoryCode {
    type Err = CategoryError;
    fn from_str(text: &str) -> Result<Self, CategoryError> {
        Self::parse(text)
    }
}

impl fmt::Display for CategoryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

/// A text that has neither shape of GB/T 14885.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a code of GB/T 14885")]
pub struct CategoryError(pub String);

impl Refuse for CategoryError {
    fn code(&self) -> &'static str {
        "asset.category_shape"
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        vec![("text", (&self.0).into())]
    }

    fn field(&self) -> Option<&'static str> {
        Some("category")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_editions_of_the_category_code_are_taken() {
        for text in ["2010104", "A02", "A0201", "A020101", "A02010105"] {
            assert_eq!(CategoryCode::parse(text).expect("a code").as_str(), text);
        }
        for text in [
            "",
            "201010",
            "20101045",
            "a020101",
            "A0",
            "A0201010",
            "A02010105x",
            "２０１０１０４",
            "电脑",
        ] {
            assert!(CategoryCode::parse(text).is_err(), "{text}");
        }
    }
}
