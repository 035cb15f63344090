//! What a hospital is, as far as quotas ask for it: its class, its climate, how it is heated.
//!
//! Nobody guesses any of it: the settings or a flag say it, or the grading stays open.

use super::Scope;

/// The class of a hospital (医院等级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HospitalClass {
    /// 三级.
    Level3,
    /// 二级.
    Level2,
    /// 一级.
    Level1,
}

impl HospitalClass {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Level3, Self::Level2, Self::Level1];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Level3 => "level3",
            Self::Level2 => "level2",
            Self::Level1 => "level1",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Level3 => "quota.class.level3",
            Self::Level2 => "quota.class.level2",
            Self::Level1 => "quota.class.level1",
        }
    }
}

/// A climate zone of the quotas (气候分区).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClimateZone {
    /// Cold, with mild summers.
    A,
    /// Cold, with hot summers.
    B,
}

impl ClimateZone {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zone| zone.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::A => "quota.zone.a",
            Self::B => "quota.zone.b",
        }
    }
}

/// How a hospital is heated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heating {
    /// By a heating company (集中供暖).
    District,
    /// By air-conditioning (空调供暖).
    AirConditioning,
    /// By boilers of its own that burn gas or oil (燃气（油）供暖).
    Fuel,
}

impl Heating {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::District, Self::AirConditioning, Self::Fuel];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::AirConditioning => "air_conditioning",
            Self::Fuel => "fuel",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|heating| heating.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::District => "quota.heating.district",
            Self::AirConditioning => "quota.heating.air_conditioning",
            Self::Fuel => "quota.heating.fuel",
        }
    }
}

/// What quotas ask of a hospital: `[energy]` of `houqin.toml`, or flags.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HospitalProfile {
    /// Its class, where somebody said.
    pub class: Option<HospitalClass>,
    /// Its climate zone, where somebody said; else the temperatures of the year may tell.
    pub zone: Option<ClimateZone>,
    /// How it is heated, where somebody said.
    pub heating: Option<Heating>,
    /// Which classes of points are counted where.
    pub scope: Scope,
}
