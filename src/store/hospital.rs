//! What `[energy]` of `houqin.toml` says of the hospital itself, for the quotas.

use serde::Deserialize;

use crate::meters::{ClimateZone, EnergyScope, Heating, HospitalClass, Part};

/// The class of the hospital.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "String")]
pub(super) struct ClassWord(pub(super) HospitalClass);

impl TryFrom<String> for ClassWord {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let words = HospitalClass::ALL.map(HospitalClass::word);
        HospitalClass::parse(&text).map(Self).ok_or_else(|| one_of(&text, &words))
    }
}

/// The climate zone.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "String")]
pub(super) struct ZoneWord(pub(super) ClimateZone);

impl TryFrom<String> for ZoneWord {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let words = ClimateZone::ALL.map(ClimateZone::word);
        ClimateZone::parse(&text).map(Self).ok_or_else(|| one_of(&text, &words))
    }
}

/// How the hospital is heated.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "String")]
pub(super) struct HeatingWord(pub(super) Heating);

impl TryFrom<String> for HeatingWord {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let words = Heating::ALL.map(Heating::word);
        Heating::parse(&text).map(Self).ok_or_else(|| one_of(&text, &words))
    }
}

fn one_of(text: &str, words: &[&str]) -> String {
    format!("{text} is none of {}", words.join(", "))
}

/// `[energy.scope]`: which classes of points belong to which part of the hospital's use.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScopeClasses {
    #[serde(default)]
    heating: Vec<String>,
    #[serde(default)]
    special: Vec<String>,
    #[serde(default)]
    data_centre: Vec<String>,
    #[serde(default)]
    it_equipment: Vec<String>,
    #[serde(default)]
    outside: Vec<String>,
    #[serde(default)]
    outside_water: Vec<String>,
}

impl ScopeClasses {
    /// The classes, each with its part.
    pub(super) fn read(&self) -> EnergyScope {
        let mut scope = EnergyScope::default();
        for (part, classes) in [
            (Part::Heating, &self.heating),
            (Part::Special, &self.special),
            (Part::DataCentre, &self.data_centre),
            (Part::ItEquipment, &self.it_equipment),
            (Part::Outside, &self.outside),
            (Part::OutsideWater, &self.outside_water),
        ] {
            for class in classes {
                scope.insert(part, class);
            }
        }
        scope
    }
}
