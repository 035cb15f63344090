//! A monitoring point (监测点) and the meter it began with.

use std::fmt;
use std::str::FromStr;

use crate::base::{AssetTag, Day, Decimal, DepartmentCode, Fraction, PointCode, SiteCode};

use super::{Carrier, DayPart, ReadAt, Refusal, Stop, Sum};

/// A place that is measured: by a meter, as a sum of other points, or as that of those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its code.
    pub code: PointCode,
    /// Its name.
    pub name: String,
    /// What it measures, in the unit in which its use is billed.
    pub carrier: Carrier,
    /// The point upstream, of the same utility.
    pub parent: Option<PointCode>,
    /// Whether its use adds to the point above or takes away from it.
    pub sign: Sign,
    /// Whether sums count it.
    pub counting: Counting,
    /// The part of the day whose use it measures: a register of the time-of-use meter above it
    /// (尖峰平谷), which counts the same use again and is in no sum.
    pub period: Option<DayPart>,
    /// Where it hangs.
    pub place: Option<String>,
    /// Who answers for what is used below it and nowhere else metered.
    pub department: Option<DepartmentCode>,
    /// The site; where none is named, that of the point above.
    pub site: Option<SiteCode>,
    /// What the use is for (照明插座, 空调, 动力, 特殊), in the hospital's own words.
    pub class: Option<String>,
    /// The meter it began with; a point without one is a sum.
    pub meter: Option<Meter>,
    /// What it is computed from; a point without meter and without this is the signed sum of those
    /// below it.
    pub sum: Option<Sum>,
    /// At which times of day it is read.
    pub read_at: ReadAt,
    /// On which round it is read.
    pub stop: Option<Stop>,
    /// The asset whose use it measures: a boiler, a lift, a vehicle.
    pub asset: Option<AssetTag>,
}

/// Whether a use adds or takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// It adds to the point above, or to the total.
    Plus,
    /// It takes away: energy handed on to others.
    Minus,
}

impl Sign {
    /// Both signs.
    pub const ALL: [Self; 2] = [Self::Plus, Self::Minus];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plus => "plus",
            Self::Minus => "minus",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Plus => "meter.sign.plus",
            Self::Minus => "meter.sign.minus",
        }
    }

    /// The amount with this sign.
    #[must_use]
    pub fn of(self, amount: Decimal) -> Decimal {
        match self {
            Self::Plus => amount,
            Self::Minus => -amount,
        }
    }
}

/// Whether sums count a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counting {
    /// Totals, departments and balances count it; the tree keeps it from counting twice.
    Counted,
    /// A check meter beside another one: shown, and in no sum.
    Check,
}

impl Counting {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Counted => "meter.counting.counted",
            Self::Check => "meter.counting.check",
        }
    }
}

/// A meter as it was put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    /// The day from which it measures; without one, its first reading is the beginning.
    pub from: Option<Day>,
    /// The day from which the point is out of service, if it is.
    pub until: Option<Day>,
    /// The maker's number.
    pub serial: Option<String>,
    /// By how much the register is multiplied.
    pub multiplier: Multiplier,
    /// What the dial showed at the beginning of that day.
    pub initial: Option<Decimal>,
    /// How many digits the dial has before the point; without them no rollover can be told.
    pub digits: Option<u32>,
    /// How many digits it has after the point.
    pub decimals: Option<u32>,
    /// The most that one day can plausibly use, in billed units.
    pub max_per_day: Option<Decimal>,
    /// Whether the register may go back to zero by itself.
    pub reset: Reset,
    /// The accuracy class in percent, such as `0.5`.
    pub accuracy: Option<Decimal>,
}

/// Whether a register may go back to zero by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reset {
    /// It may: electronic meters that lose their count with the supply.
    Allowed,
    /// It may not: a register that went back is a mistake until somebody explains it.
    Never,
}

/// CT ratio × PT ratio × constant, exactly, and as it was written: `200/5*10000/100`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Multiplier {
    text: String,
    value: Fraction,
}

impl Multiplier {
    /// A register that shows billed units.
    pub fn one() -> Self {
        Self { text: "1".to_owned(), value: Fraction::ONE }
    }

    /// The product.
    pub const fn value(&self) -> Fraction {
        self.value
    }
}

impl FromStr for Multiplier {
    type Err = Refusal;

    /// Reads factors joined by `*` or `×`, each `40`, `0.5` or `200/5`; the product is above zero.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let wrong = || Refusal::Multiplier { text: text.to_owned() };
        let mut value = Fraction::ONE;
        for factor in text.split(['*', '×']) {
            let factor: Fraction = factor.trim().parse().map_err(|_| wrong())?;
            value = value.checked_mul(factor).ok_or_else(wrong)?;
        }
        if !value.is_positive() {
            return Err(wrong());
        }
        Ok(Self { text: text.replace('×', "*").replace(' ', ""), value })
    }
}

impl fmt::Display for Multiplier {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}
