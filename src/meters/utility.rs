//! What is metered, and the one unit in which each is billed.

use super::Refusal;

/// What a point measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Utility {
    /// Electricity (电).
    Electricity,
    /// Cold water (冷水).
    ColdWater,
    /// Hot water (热水).
    HotWater,
    /// Natural gas (天然气).
    Gas,
    /// Steam (蒸汽).
    Steam,
    /// Purchased heat (热力).
    Heat,
    /// Medical oxygen (医用氧).
    Oxygen,
    /// Softened water (软化水).
    SoftenedWater,
    /// Deaerated water (除氧水).
    DeaeratedWater,
    /// Compressed air (压缩空气).
    CompressedAir,
    /// Diesel (柴油).
    Diesel,
    /// Petrol (汽油).
    Petrol,
    /// Liquefied petroleum gas (液化石油气).
    Lpg,
    /// Fuel oil (燃料油).
    FuelOil,
    /// Raw coal (原煤).
    RawCoal,
    /// Anything else, in its own unit.
    Other,
}

impl Utility {
    /// Every utility, in the order of reports.
    pub const ALL: [Self; 16] = [
        Self::Electricity,
        Self::ColdWater,
        Self::HotWater,
        Self::Gas,
        Self::Steam,
        Self::Heat,
        Self::Oxygen,
        Self::SoftenedWater,
        Self::DeaeratedWater,
        Self::CompressedAir,
        Self::Diesel,
        Self::Petrol,
        Self::Lpg,
        Self::FuelOil,
        Self::RawCoal,
        Self::Other,
    ];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Electricity => "electricity",
            Self::ColdWater => "cold_water",
            Self::HotWater => "hot_water",
            Self::Gas => "gas",
            Self::Steam => "steam",
            Self::Heat => "heat",
            Self::Oxygen => "oxygen",
            Self::SoftenedWater => "softened_water",
            Self::DeaeratedWater => "deaerated_water",
            Self::CompressedAir => "compressed_air",
            Self::Diesel => "diesel",
            Self::Petrol => "petrol",
            Self::Lpg => "lpg",
            Self::FuelOil => "fuel_oil",
            Self::RawCoal => "raw_coal",
            Self::Other => "other",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|utility| utility.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Electricity => "meter.utility.electricity",
            Self::ColdWater => "meter.utility.cold_water",
            Self::HotWater => "meter.utility.hot_water",
            Self::Gas => "meter.utility.gas",
            Self::Steam => "meter.utility.steam",
            Self::Heat => "meter.utility.heat",
            Self::Oxygen => "meter.utility.oxygen",
            Self::SoftenedWater => "meter.utility.softened_water",
            Self::DeaeratedWater => "meter.utility.deaerated_water",
            Self::CompressedAir => "meter.utility.compressed_air",
            Self::Diesel => "meter.utility.diesel",
            Self::Petrol => "meter.utility.petrol",
            Self::Lpg => "meter.utility.lpg",
            Self::FuelOil => "meter.utility.fuel_oil",
            Self::RawCoal => "meter.utility.raw_coal",
            Self::Other => "meter.utility.other",
        }
    }

    /// The unit in which it is billed; none where every point names its own.
    ///
    /// One unit a utility, so that uses can be added, a tariff is per that unit, and a factor can
    /// not be a thousand times off: a dial in `MWh` has 1000 in its multiplier, and one in litres of
    /// diesel its density.
    pub const fn unit(self) -> Option<&'static str> {
        match self {
            Self::Electricity => Some("kWh"),
            Self::ColdWater | Self::HotWater | Self::Gas | Self::Oxygen | Self::CompressedAir => {
                Some("m3")
            }
            Self::Steam | Self::SoftenedWater | Self::DeaeratedWater => Some("t"),
            Self::Diesel | Self::Petrol | Self::Lpg | Self::FuelOil | Self::RawCoal => Some("kg"),
            Self::Heat => Some("GJ"),
            Self::Other => None,
        }
    }
}

/// What can be added up: a utility in its unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Carrier {
    utility: Utility,
    unit: String,
}

impl Carrier {
    /// The utility in its own unit; [`Utility::Other`] needs to be told which.
    ///
    /// Reads `m³` as `m3`. Any other unit than the utility's own is refused.
    pub fn new(utility: Utility, unit: Option<&str>) -> Result<Self, Refusal> {
        let written =
            unit.map(|unit| unit.trim().replace('³', "3")).filter(|unit| !unit.is_empty());
        let unit = match (utility.unit(), written) {
            (Some(unit), None) => unit.to_owned(),
            (Some(unit), Some(written)) if written.eq_ignore_ascii_case(unit) => unit.to_owned(),
            (Some(unit), Some(written)) => return Err(Refusal::Unit { utility, unit, written }),
            (None, Some(written)) => written,
            (None, None) => return Err(Refusal::NoUnit),
        };
        Ok(Self { utility, unit })
    }

    /// The utility.
    pub const fn utility(&self) -> Utility {
        self.utility
    }

    /// The unit.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// How a command names it: by its word, and by its unit where the utility has none of its own.
    pub fn flags(&self) -> String {
        match self.utility.unit() {
            Some(_) => self.utility.word().to_owned(),
            None => format!("{} --unit {}", self.utility.word(), self.unit),
        }
    }
}
