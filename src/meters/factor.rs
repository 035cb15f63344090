//! What a unit of energy stands for in standard coal or carbon dioxide: dated, on a named basis,
//! with its source. `basis.rs` has the conventions, `convert.rs` the arithmetic.

use crate::base::{Day, Decimal, Fraction};

use super::{Basis, Carrier, FactorRefusal};

/// What energy is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Equivalent {
    /// Standard coal (标准煤): 7000 kcal are one kilogram of it.
    Coal,
    /// Carbon dioxide (二氧化碳).
    Carbon,
}

impl Equivalent {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Coal, Self::Carbon];

    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Coal => "coal",
            Self::Carbon => "carbon",
        }
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Coal => "energy.equivalent.coal",
            Self::Carbon => "energy.equivalent.carbon",
        }
    }

    /// The unit in which a factor gives it.
    pub const fn kilogram(self) -> &'static str {
        match self {
            Self::Coal => "kgce",
            Self::Carbon => "kgCO2",
        }
    }

    /// The unit in which sums of it are shown.
    pub const fn tonne(self) -> &'static str {
        match self {
            Self::Coal => "tce",
            Self::Carbon => "tCO2",
        }
    }
}

/// What a unit is converted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rate {
    /// So many kilograms per unit.
    PerUnit(Decimal),
    /// The basis says that it is not converted.
    NotConverted,
    /// It has to be set by the hospital, because no value holds for everybody.
    Unset,
}

impl Rate {
    /// The word in the files for what is no number.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::PerUnit(_) => None,
            Self::NotConverted => Some("not_converted"),
            Self::Unset => Some("unset"),
        }
    }

    /// The number, where there is one.
    pub const fn number(self) -> Option<Decimal> {
        match self {
            Self::PerUnit(number) => Some(number),
            Self::NotConverted | Self::Unset => None,
        }
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::PerUnit(number) => write!(out, "{number}"),
            Self::NotConverted => out.write_str("not_converted"),
            Self::Unset => out.write_str("unset"),
        }
    }
}

/// A conversion factor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Factor {
    /// What is converted, per its unit.
    pub carrier: Carrier,
    /// What it is converted to.
    pub equivalent: Equivalent,
    /// The basis it belongs to.
    pub basis: Basis,
    /// Whether the hospital named it or it came with the tool.
    pub origin: Origin,
    /// The first day it is valid.
    pub valid_from: Day,
    /// The last day it is valid; up to the next one where none is named.
    pub valid_until: Option<Day>,
    /// The year it was published for.
    pub year: Option<i32>,
    /// Kilograms of standard coal or carbon dioxide per unit.
    pub rate: Rate,
    /// What the rate was derived from, so that it can be recomputed.
    pub terms: Terms,
    /// Where it comes from; empty where nobody said.
    pub source: String,
    /// How far the source can be trusted.
    pub mark: Option<String>,
}

impl Factor {
    /// Whether two factors claim the same days.
    pub(super) fn same_place(&self, other: &Self) -> bool {
        self.same_series(other) && self.valid_from == other.valid_from
    }

    /// Whether two factors follow one another.
    pub(super) fn same_series(&self, other: &Self) -> bool {
        (&self.carrier, self.equivalent, &self.basis, self.origin)
            == (&other.carrier, other.equivalent, &other.basis, other.origin)
    }

    /// Refuses what can never be a factor: a rate below zero, an end before the beginning.
    pub(super) fn must_hold(&self) -> Result<(), FactorRefusal> {
        match (self.rate.number(), self.valid_until) {
            (Some(value), _) if value < Decimal::ZERO => {
                Err(FactorRefusal::Negative { equivalent: self.equivalent, value })
            }
            (_, Some(until)) if until < self.valid_from => {
                Err(FactorRefusal::Backward { from: self.valid_from, until })
            }
            _ => Ok(()),
        }
    }

    /// What tells it from every other factor of the store.
    pub fn place(&self) -> String {
        let Self { carrier, equivalent, basis, valid_from, .. } = self;
        let (utility, unit) = (carrier.utility().word(), carrier.unit());
        format!("{utility} {unit} {} {basis} {valid_from}", equivalent.word())
    }
}

/// What a rate was derived from: the heat of a unit, and how its carbon burns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Terms {
    /// The heat of a unit.
    pub heat: Option<Heat>,
    /// How the carbon of a fuel burns.
    pub combustion: Option<Combustion>,
}

/// The heat of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heat {
    /// In kilocalories.
    Kilocalories(Decimal),
    /// In megajoules.
    Megajoules(Decimal),
}

/// How the carbon of a fuel burns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Combustion {
    /// Kilograms of carbon per gigajoule, or tonnes per terajoule (单位热值含碳量).
    pub carbon_content: Decimal,
    /// The part of it that burns (碳氧化率), such as 0.98.
    pub oxidation: Decimal,
}

impl Terms {
    /// Puts terms together; a fuel's carbon cannot be recomputed from some of them.
    pub fn new(
        heat: Option<Heat>,
        carbon_content: Option<Decimal>,
        oxidation: Option<Decimal>,
    ) -> Result<Self, FactorRefusal> {
        let combustion = match (heat, carbon_content, oxidation) {
            (_, None, None) => None,
            (Some(_), Some(carbon_content), Some(oxidation)) => {
                Some(Combustion { carbon_content, oxidation })
            }
            _ => return Err(FactorRefusal::Terms),
        };
        Ok(Self { heat, combustion })
    }

    /// The kilograms that a unit comes to by these terms, exactly; none where they do not say.
    ///
    /// Coal: kcal ÷ 7000, by which standard coal is defined (7000 kcal = 29.3076 MJ). Carbon: GJ ×
    /// carbon content × oxidation × 44 ÷ 12, the masses of carbon dioxide and carbon.
    pub fn kilograms(&self, equivalent: Equivalent) -> Option<Fraction> {
        let heat = self.heat?;
        match equivalent {
            Equivalent::Coal => heat.kilocalories()?.checked_div(Fraction::new(7000, 1)?),
            Equivalent::Carbon => {
                let Combustion { carbon_content, oxidation } = self.combustion?;
                let gigajoules = heat.megajoules()?.checked_div(Fraction::new(1000, 1)?)?;
                gigajoules
                    .checked_mul(Fraction::from_decimal(carbon_content))?
                    .checked_mul(Fraction::from_decimal(oxidation))?
                    .checked_mul(Fraction::new(44, 12)?)
            }
        }
    }
}

impl Heat {
    /// Megajoules per 7000 kilocalories.
    fn per_kilogram() -> Option<Fraction> {
        Fraction::new(293_076, 10_000)
    }

    fn kilocalories(self) -> Option<Fraction> {
        match self {
            Self::Kilocalories(heat) => Some(Fraction::from_decimal(heat)),
            Self::Megajoules(heat) => Fraction::from_decimal(heat)
                .checked_mul(Fraction::new(7000, 1)?)?
                .checked_div(Self::per_kilogram()?),
        }
    }

    fn megajoules(self) -> Option<Fraction> {
        match self {
            Self::Megajoules(heat) => Some(Fraction::from_decimal(heat)),
            Self::Kilocalories(heat) => Fraction::from_decimal(heat)
                .checked_mul(Self::per_kilogram()?)?
                .checked_div(Fraction::new(7000, 1)?),
        }
    }
}

/// Between which values the factors of a carrier lie, so that a slip is seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plausible {
    /// What is converted, per its unit.
    pub carrier: Carrier,
    /// What it is converted to.
    pub equivalent: Equivalent,
    /// Only on this basis; on every one where none is named.
    pub basis: Option<Basis>,
    /// The smallest value that is plausible.
    pub low: Decimal,
    /// The largest one.
    pub high: Decimal,
    /// Where they come from.
    pub source: String,
}

impl Plausible {
    /// Whether two claim the same factors.
    pub(super) fn same_place(&self, other: &Self) -> bool {
        (&self.carrier, self.equivalent, &self.basis)
            == (&other.carrier, other.equivalent, &other.basis)
    }

    /// Whether a value lies within.
    pub fn holds(&self, value: Decimal) -> bool {
        self.low <= value && value <= self.high
    }
}

/// Who named a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The hospital, in its store.
    Store,
    /// The tool's own sample rows, which stand in where the store has none.
    Sample,
}

impl Origin {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Store => "energy.origin.store",
            Self::Sample => "energy.origin.sample",
        }
    }
}
