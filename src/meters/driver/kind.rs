//! The kinds of figures that a use is measured against, and how months of them add up.

use crate::base::Argument;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DriverKind {
    /// Occupied bed-days of the month (实际占用床日).
    OccupiedBedDays,
    /// Open bed-days of the month (开放床日).
    OpenBedDays,
    /// Outpatient and emergency visits of the month (门诊人次).
    Visits,
    /// Staff on the establishment (在编).
    Staff,
    /// Staff beside the establishment (非在编).
    NonStaff,
    /// Interns and trainees present in the month: persons × months (实习人月).
    Interns,
    /// Beds (床位).
    Beds,
    /// Floor area in square metres (建筑面积).
    Area,
    /// Floor area that is heated, in square metres (采暖面积).
    HeatedArea,
    /// Floor area of special systems: data centre, kitchen, laundry, large equipment (特殊用能面积).
    SpecialArea,
    /// Heads of a department (科室人数).
    Heads,
    /// Official vehicles (公务用车).
    Vehicles,
    /// The hospital's own, by its name: meals, loads of laundry.
    Own(String),
}

/// How the months of a figure come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nature {
    /// They add up: bed-days, visits.
    Sum,
    /// They stand for a state, whose mean over the months counts: staff, beds, area.
    Level,
}

impl DriverKind {
    /// The kinds that every hospital has.
    pub const KNOWN: [Self; 12] = [
        Self::OccupiedBedDays,
        Self::OpenBedDays,
        Self::Visits,
        Self::Staff,
        Self::NonStaff,
        Self::Interns,
        Self::Beds,
        Self::Area,
        Self::HeatedArea,
        Self::SpecialArea,
        Self::Heads,
        Self::Vehicles,
    ];

    /// What the word of an own kind begins with.
    const OWN: &'static str = "other:";

    /// The word in the files.
    pub fn word(&self) -> String {
        let word = match self {
            Self::OccupiedBedDays => "occupied_bed_days",
            Self::OpenBedDays => "open_bed_days",
            Self::Visits => "visits",
            Self::Staff => "staff",
            Self::NonStaff => "non_staff",
            Self::Interns => "interns",
            Self::Beds => "beds",
            Self::Area => "area",
            Self::HeatedArea => "heated_area",
            Self::SpecialArea => "special_area",
            Self::Heads => "heads",
            Self::Vehicles => "vehicles",
            Self::Own(name) => return format!("{}{name}", Self::OWN),
        };
        word.to_owned()
    }

    /// Reads the word of the files; an own kind needs its name.
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(name) = word.strip_prefix(Self::OWN).map(str::trim) {
            return (!name.is_empty()).then(|| Self::Own(name.to_owned()));
        }
        Self::KNOWN.into_iter().find(|kind| kind.word() == word)
    }

    /// The key of its label; an own kind is called what it is called.
    pub const fn key(&self) -> Option<&'static str> {
        Some(match self {
            Self::OccupiedBedDays => "driver.kind.occupied_bed_days",
            Self::OpenBedDays => "driver.kind.open_bed_days",
            Self::Visits => "driver.kind.visits",
            Self::Staff => "driver.kind.staff",
            Self::NonStaff => "driver.kind.non_staff",
            Self::Interns => "driver.kind.interns",
            Self::Beds => "driver.kind.beds",
            Self::Area => "driver.kind.area",
            Self::HeatedArea => "driver.kind.heated_area",
            Self::SpecialArea => "driver.kind.special_area",
            Self::Heads => "driver.kind.heads",
            Self::Vehicles => "driver.kind.vehicles",
            Self::Own(_) => return None,
        })
    }

    /// Its name in a sentence.
    pub fn argument(&self) -> Argument {
        self.key().map_or_else(|| self.word().into(), Argument::key)
    }

    /// The key of the unit in which it is counted; none of an own kind.
    pub const fn unit(&self) -> Option<&'static str> {
        Some(match self {
            Self::OccupiedBedDays | Self::OpenBedDays => "driver.unit.bed_days",
            Self::Visits => "driver.unit.visits",
            Self::Staff | Self::NonStaff | Self::Heads => "driver.unit.persons",
            Self::Interns => "driver.unit.person_months",
            Self::Beds => "driver.unit.beds",
            Self::Area | Self::HeatedArea | Self::SpecialArea => "driver.unit.square_metres",
            Self::Vehicles => "driver.unit.vehicles",
            Self::Own(_) => return None,
        })
    }

    /// How its months come together; an own kind adds up.
    pub const fn nature(&self) -> Nature {
        match self {
            Self::OccupiedBedDays
            | Self::OpenBedDays
            | Self::Visits
            | Self::Interns
            | Self::Own(_) => Nature::Sum,
            Self::Staff
            | Self::NonStaff
            | Self::Beds
            | Self::Area
            | Self::HeatedArea
            | Self::SpecialArea
            | Self::Heads
            | Self::Vehicles => Nature::Level,
        }
    }
}
