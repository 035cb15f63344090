//! A row of the measures ledger.

use crate::base::{
    Day, Decimal, DepartmentCode, MeasureCode, Moment, Money, PointCode, RecordId, SiteCode,
};
use crate::meters::Carrier;

use super::Sample;

/// A measure as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The row's id.
    pub id: RecordId,
    /// The measure's code; all rows about one measure share it.
    pub code: MeasureCode,
    /// What was done, in a few words.
    pub name: String,
    /// What it saves, in its unit.
    pub carrier: Carrier,
    /// The site.
    pub site: Option<SiteCode>,
    /// The department.
    pub department: Option<DepartmentCode>,
    /// The points whose use it should lower.
    pub points: Vec<PointCode>,
    /// How many parts were changed or put in.
    pub count: Option<u32>,
    /// What it cost.
    pub cost: Option<Money>,
    /// The first day of the works.
    pub start: Day,
    /// The last day of the works; the saving counts from the day after it. None while they go on.
    pub end: Option<Day>,
    /// What it was expected to save in a year, in the unit of the carrier.
    pub expected: Option<Decimal>,
    /// How many years it is expected to last.
    pub life: Option<Decimal>,
    /// How its saving is verified.
    pub method: Method,
    /// What Option A needs, as far as it is known.
    pub load: Load,
    /// The papers behind it.
    pub evidence: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// The row that this one corrects.
    pub supersedes: Option<RecordId>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Measure {
    /// Whether two rows say the same of the same measure.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let bare = |measure: &Self| Self {
            id: self.id.clone(),
            supersedes: None,
            recorded_at: self.recorded_at,
            recorded_by: String::new(),
            ..measure.clone()
        };
        bare(self) == bare(other)
    }
}

/// How the saving of a measure is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Not at all (未核证): it is listed and counts in no sum.
    None,
    /// Counted parts × difference of load × hours, the load measured on a sample (IPMVP A).
    OptionA,
    /// The whole meter against its baseline (IPMVP C).
    OptionC,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 3] = [Self::None, Self::OptionA, Self::OptionC];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::OptionA => "option_a",
            Self::OptionC => "option_c",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "measure.method.none",
            Self::OptionA => "measure.method.option_a",
            Self::OptionC => "measure.method.option_c",
        }
    }
}

/// What Option A multiplies: the load of a part before and after, and its hours.
///
/// A load is a thousandth of the billed unit an hour: W for electricity, L/h for water and gas,
/// kg/h for steam, MJ/h for heat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Load {
    /// The load of one part before.
    pub before: Option<Decimal>,
    /// The load of one part after.
    pub after: Option<Decimal>,
    /// The uncertainty of the difference of load, in percent at 90 %.
    pub load_error: Option<Decimal>,
    /// The hours in use in a year.
    pub hours: Option<Decimal>,
    /// The uncertainty of the hours, in percent at 90 %.
    pub hours_error: Option<Decimal>,
    /// What was measured on site.
    pub sample: Option<(SampleOf, Sample)>,
}

/// Which load was measured on a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SampleOf {
    /// That of the old parts.
    Before,
    /// That of the new parts.
    After,
}

impl SampleOf {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Before, Self::After];

    /// The word in the files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// Reads the word of the files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// The key of its label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Before => "measure.sample_of.before",
            Self::After => "measure.sample_of.after",
        }
    }
}
