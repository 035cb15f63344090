//! What a hospital's year is graded by, and in which unit.

use super::Heating;

/// An indicator of the quotas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    /// Energy without heating and special systems, per floor area (非供暖能耗).
    NonHeating,
    /// All energy, per person counted (人均综合能耗).
    PerPerson,
    /// Electricity without heating and special systems, per floor area (常规电耗).
    Electricity,
    /// Energy for heating, per heated floor area (供暖能耗), by how it is heated.
    Heating(Heating),
    /// Electricity of the data centre, per that of its IT equipment (数据中心 EUE).
    DataCentre,
    /// Water per open bed-day (单位床日用水量).
    Water,
}

/// The unit of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorUnit {
    /// kgce/(m²·a).
    CoalPerArea,
    /// kgce/(p·a).
    CoalPerPerson,
    /// kWh/(m²·a).
    ElectricityPerArea,
    /// Without a unit.
    None,
    /// L/(bed·d).
    LitresPerBedDay,
}

impl IndicatorUnit {
    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::CoalPerArea => "quota.unit.coal_per_area",
            Self::CoalPerPerson => "quota.unit.coal_per_person",
            Self::ElectricityPerArea => "quota.unit.electricity_per_area",
            Self::None => "quota.unit.none",
            Self::LitresPerBedDay => "quota.unit.litres_per_bed_day",
        }
    }
}

impl Indicator {
    /// Every one, in the order of reports.
    pub const ALL: [Self; 8] = [
        Self::NonHeating,
        Self::PerPerson,
        Self::Electricity,
        Self::Heating(Heating::District),
        Self::Heating(Heating::AirConditioning),
        Self::Heating(Heating::Fuel),
        Self::DataCentre,
        Self::Water,
    ];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NonHeating => "non_heating",
            Self::PerPerson => "per_person",
            Self::Electricity => "general_electricity",
            Self::Heating(Heating::District) => "heating_district",
            Self::Heating(Heating::AirConditioning) => "heating_air_conditioning",
            Self::Heating(Heating::Fuel) => "heating_fuel",
            Self::DataCentre => "data_centre",
            Self::Water => "water",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|indicator| indicator.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NonHeating => "quota.indicator.non_heating",
            Self::PerPerson => "quota.indicator.per_person",
            Self::Electricity => "quota.indicator.general_electricity",
            Self::Heating(Heating::District) => "quota.indicator.heating_district",
            Self::Heating(Heating::AirConditioning) => "quota.indicator.heating_air_conditioning",
            Self::Heating(Heating::Fuel) => "quota.indicator.heating_fuel",
            Self::DataCentre => "quota.indicator.data_centre",
            Self::Water => "quota.indicator.water",
        }
    }

    /// The unit of its value and of its levels.
    pub const fn unit(self) -> IndicatorUnit {
        match self {
            Self::NonHeating | Self::Heating(_) => IndicatorUnit::CoalPerArea,
            Self::PerPerson => IndicatorUnit::CoalPerPerson,
            Self::Electricity => IndicatorUnit::ElectricityPerArea,
            Self::DataCentre => IndicatorUnit::None,
            Self::Water => IndicatorUnit::LitresPerBedDay,
        }
    }

    /// Whether energy is converted to standard coal for it, on a basis that its quota names.
    pub const fn is_coal(self) -> bool {
        matches!(self.unit(), IndicatorUnit::CoalPerArea | IndicatorUnit::CoalPerPerson)
    }
}
