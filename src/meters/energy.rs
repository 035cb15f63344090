//! The energy-saving report (节能报告): use, comparison, target, cost and coal, of each
//! utility and department, with everything that keeps it from being final. `draft.rs` computes it.

use std::collections::BTreeMap;

use crate::base::{Day, Decimal, Money, PointCode, Ratio, SiteCode, Span};

use super::{
    Alarms, Balance, Basis, Carrier, Change, Converted, Course, DayPart, Equivalent, Factor,
    Grades, HospitalProfile, Notice, Open, Rank, SavingPlan, SavingPolicy, Subject, Usage,
    Verifications, View, WatchPolicy,
};

/// What the report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnergyOptions {
    /// The days, normally a month or several.
    pub span: Span,
    /// Only this site.
    pub site: Option<SiteCode>,
    /// By which convention energy is converted to coal.
    pub basis: Basis,
    /// By which convention it is converted to carbon dioxide.
    pub carbon_basis: Basis,
    /// How uses are compared with earlier ones.
    pub comparison: Comparison,
    /// What the hospital is, by which the use of a whole year is graded.
    pub profile: HospitalProfile,
    /// When a subject is rewarded or warned.
    pub saving: SavingPolicy,
    /// When a meter is said to have gone off.
    pub watch: WatchPolicy,
    /// From where the ledgers are looked at.
    pub view: View,
}

/// How uses are compared with earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// The whole of one span with the whole of the other.
    Whole,
    /// Per day, so that a leap February compares.
    PerDay,
}

/// The report.
#[derive(Debug, Clone, PartialEq)]
pub struct EnergyReport {
    /// What was asked.
    pub options: EnergyOptions,
    /// The span before (上期).
    pub previous: Span,
    /// The same span of the year before (去年同期).
    pub last_year: Span,
    /// A line for each utility.
    pub utilities: Vec<EnergyLine>,
    /// Each utility month by month, where the span has several.
    pub courses: Vec<Course>,
    /// The same of the year up to the end of the span, where the span is within one month.
    pub year: Vec<Course>,
    /// A line for each utility and department.
    pub departments: Vec<EnergyLine>,
    /// The cost of all utilities that have a price.
    pub cost: Option<Money>,
    /// The standard coal of all utilities that have a factor, in tonnes.
    pub coal: Option<Decimal>,
    /// The carbon dioxide of all utilities that have a factor, in tonnes.
    pub carbon: Option<Decimal>,
    /// The factors that were used.
    pub factors: Vec<Factor>,
    /// Prices and factors that were not there.
    pub lacks: Vec<Lack>,
    /// Main meters against the points below them.
    pub balances: Vec<Balance>,
    /// The measures begun by the end of the span, with what is proven of them.
    pub measures: Verifications,
    /// The saving plan carried out from the first day of the span's last year on.
    pub plan: SavingPlan,
    /// The departments among their peers: by use, and per whatever was entered of them.
    pub rank: Rank,
    /// The grades against the quotas, of a whole year.
    pub grades: Option<Grades>,
    /// The nights and the drifts that raised an alarm.
    pub alarms: Alarms,
    /// Remarks on the uses of the span.
    pub remarks: Vec<Remark>,
    /// Points without a use for some of the days.
    pub open: Vec<Open>,
    /// Names of the points that are mentioned.
    pub names: BTreeMap<PointCode, String>,
}

/// What one utility, or one department of it, used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnergyLine {
    /// The utility and its unit.
    pub carrier: Carrier,
    /// Who.
    pub subject: Subject,
    /// The use.
    pub usage: Usage,
    /// The use of the span before, where it is known in full.
    pub previous: Option<Decimal>,
    /// The use of the year before, where it is known in full.
    pub last_year: Option<Decimal>,
    /// Against the span before.
    pub on_previous: Change,
    /// Against the year before.
    pub on_last_year: Change,
    /// What the plan allows for, where all months have a target.
    pub target: Option<Decimal>,
    /// What is left of it; below zero when it was exceeded; none as long as the use is not known.
    pub saved: Option<Decimal>,
    /// What is left as a part of the target.
    pub saved_ratio: Option<Ratio>,
    /// Whether the target is exceeded, which what is known so far may show already.
    pub exceeded: bool,
    /// The cost of what is known; none without a price.
    pub cost: Option<Money>,
    /// The standard coal in tonnes.
    pub coal: Converted,
    /// The carbon dioxide in tonnes.
    pub carbon: Converted,
}

/// Something that the report would need and nobody has entered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// No price is valid on a day.
    Tariff {
        /// What has none.
        carrier: Carrier,
        /// The first such day.
        day: Day,
    },
    /// What was used since the first day of a tiered price's month or year is not known in full.
    Blocks {
        /// What is priced.
        carrier: Carrier,
        /// The day from which the use counts.
        since: Day,
        /// The last day of the days that were to be priced.
        until: Day,
    },
    /// The use of a part of the day is not known: a register is missing, or open.
    Register {
        /// What is priced.
        carrier: Carrier,
        /// The point whose registers are asked for.
        point: PointCode,
        /// Which one; all of them where none is named.
        part: Option<DayPart>,
        /// The first day that was to be priced.
        day: Day,
    },
    /// A register has a use, and the price of its part of the day is not set.
    PartPrice {
        /// What is priced.
        carrier: Carrier,
        /// The part of the day.
        part: DayPart,
        /// The first such day.
        day: Day,
    },
    /// No factor is valid on a day.
    Factor {
        /// What has none.
        carrier: Carrier,
        /// What it was to be converted to.
        equivalent: Equivalent,
        /// The basis.
        basis: Basis,
        /// The first such day.
        day: Day,
    },
}

impl Lack {
    /// What lacks it.
    pub const fn carrier(&self) -> &Carrier {
        match self {
            Self::Tariff { carrier, .. }
            | Self::Blocks { carrier, .. }
            | Self::Register { carrier, .. }
            | Self::PartPrice { carrier, .. }
            | Self::Factor { carrier, .. } => carrier,
        }
    }

    /// Whether it says the same of another day.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Tariff { carrier: own, .. }, Self::Tariff { carrier, .. })
            | (Self::Blocks { carrier: own, .. }, Self::Blocks { carrier, .. }) => own == carrier,
            (
                Self::Factor { carrier: own, equivalent: into, .. },
                Self::Factor { carrier, equivalent, .. },
            ) => (own, into) == (carrier, equivalent),
            (
                Self::Register { point: own, part: own_part, .. },
                Self::Register { point, part, .. },
            ) => (own, own_part) == (point, part),
            (
                Self::PartPrice { carrier: own, part: own_part, .. },
                Self::PartPrice { carrier, part, .. },
            ) => (own, own_part) == (carrier, part),
            _ => false,
        }
    }
}

/// A remark on a use within the span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The point.
    pub point: PointCode,
    /// The days of the interval.
    pub span: Span,
    /// The use of the interval.
    pub amount: Decimal,
    /// What to know.
    pub notice: Notice,
}

impl EnergyReport {
    /// Whether something is open, a target exceeded, somebody warned or a meter off; or a day has
    /// no factor.
    pub fn needs_attention(&self) -> bool {
        let lacks_factor = |lack: &Lack| matches!(lack, Lack::Factor { .. });
        !self.open.is_empty()
            || self.lacks.iter().any(lacks_factor)
            || self.plan.has_warnings()
            || self.alarms.needs_attention()
            || self.utilities.iter().chain(&self.departments).any(|line| line.exceeded)
    }
}
