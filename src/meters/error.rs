//! Every way in which the rules of meters and energy can say no.

use crate::base::{Argument, Day, Decimal, DepartmentCode, PointCode, RecordId, Refuse, Time};

use crate::org;

use super::{
    BaselineRefusal, BillRefusal, DriverKind, FactorRefusal, MeasureRefusal, PointRefusal,
    QuotaRefusal, Utility, WatchRefusal,
};

/// A rule of the meters said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A point that nobody knows.
    #[error("no point {code}")]
    UnknownPoint {
        /// The code as it was written.
        code: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// A point above that nobody knows.
    #[error("no point {code} to be above")]
    UnknownParent {
        /// The code as it was written.
        code: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// The code stands for another point already.
    #[error("the point {code} is there already")]
    PointTaken {
        /// The code.
        code: PointCode,
        /// The name it stands for.
        name: String,
    },
    /// A point needs a name.
    #[error("the point {code} has no name")]
    Nameless {
        /// The code.
        code: PointCode,
    },
    /// The point above is itself, or below itself.
    #[error("{code} would be above itself")]
    Loop {
        /// The point.
        code: PointCode,
        /// The point that was named above it.
        parent: PointCode,
    },
    /// The point above measures something else.
    #[error("{code} and {parent} measure different things")]
    ParentCarrier {
        /// The point.
        code: PointCode,
        /// The point above.
        parent: PointCode,
        /// What the point above measures.
        utility: Utility,
    },
    /// A unit that the utility is not billed in.
    #[error("{written} is not the unit of the utility")]
    Unit {
        /// The utility.
        utility: Utility,
        /// Its unit.
        unit: &'static str,
        /// The unit as it was written.
        written: String,
    },
    /// Not a multiplier: a factor above zero, or several.
    #[error("{text} is no multiplier")]
    Multiplier {
        /// The text as it was written.
        text: String,
    },
    /// A utility without a unit of its own needs one.
    #[error("a unit is missing")]
    NoUnit,
    /// The point is a sum of others and has no dial.
    #[error("{code} has no meter of its own")]
    NoMeter {
        /// The point.
        code: PointCode,
    },
    /// A number below zero where only a size makes sense.
    #[error("{field} is below zero")]
    Negative {
        /// The field it stands in.
        field: &'static str,
        /// The number.
        value: Decimal,
    },
    /// More digits before the point than the dial has.
    #[error("the dial of {code} has {digits} digits")]
    Digits {
        /// The point.
        code: PointCode,
        /// The register.
        register: Decimal,
        /// How many digits the dial has.
        digits: u32,
    },
    /// More digits after the point than the dial has.
    #[error("the dial of {code} has {decimals} decimals")]
    Decimals {
        /// The point.
        code: PointCode,
        /// The register.
        register: Decimal,
        /// How many decimals the dial has.
        decimals: u32,
    },
    /// A day that has not come.
    #[error("{date} has not come")]
    Future {
        /// The day.
        date: Day,
        /// The day of recording.
        today: Day,
    },
    /// Before the meter was there.
    #[error("{code} measures from {from} on")]
    Early {
        /// The point.
        code: PointCode,
        /// The day.
        date: Day,
        /// The first day.
        from: Day,
    },
    /// After the point went out of service.
    #[error("{code} is out of service since {until}")]
    Late {
        /// The point.
        code: PointCode,
        /// The day.
        date: Day,
        /// The first day out of service.
        until: Day,
    },
    /// The meter was replaced on that day: before or after?
    #[error("the meter of {code} changed on {date}")]
    NeedsTime {
        /// The point.
        code: PointCode,
        /// The day.
        date: Day,
    },
    /// Another value stands at the same time already.
    #[error("{code} has {recorded} on {date} already")]
    ReadingTaken {
        /// The point.
        code: PointCode,
        /// The day.
        date: Day,
        /// The time.
        time: Option<Time>,
        /// The register that is there.
        recorded: Decimal,
        /// The key of its kind's word.
        kind: &'static str,
        /// The register that was to be recorded.
        register: Decimal,
    },
    /// Another event stands at the same time already.
    #[error("{code} has an event on {date} already")]
    EventTaken {
        /// The point.
        code: PointCode,
        /// The day.
        date: Day,
    },
    /// There is nothing to correct at that time.
    #[error("nothing to correct for {code} on {date}")]
    NothingToCorrect {
        /// The point.
        code: PointCode,
        /// The day.
        date: Day,
        /// The reading's day nearest to it.
        nearest: Option<Day>,
    },
    /// The register goes back, and no rollover explains it (E-BACK).
    #[error("the register of {code} goes back from {before} to {after}")]
    Backward {
        /// The point.
        code: PointCode,
        /// The day of the earlier register.
        from: Day,
        /// The earlier register.
        before: Decimal,
        /// The day of the later register.
        until: Day,
        /// The later register.
        after: Decimal,
        /// The use that a rollover would mean, where the digits are known.
        wrap: Option<Decimal>,
        /// The most that is plausible, where it is known.
        limit: Option<Decimal>,
    },
    /// More than the point can plausibly use (E-HIGH).
    #[error("{code} would have used {amount} in {days} days")]
    High {
        /// The point.
        code: PointCode,
        /// The day of the earlier register.
        from: Day,
        /// The earlier register.
        before: Decimal,
        /// The later register.
        after: Decimal,
        /// The use.
        amount: Decimal,
        /// The days.
        days: i64,
        /// The most that is plausible.
        limit: Decimal,
    },
    /// A reading that is confirmed or kept with doubt needs its reason.
    #[error("a reason is missing")]
    NeedsReason {
        /// The key of the kind's word.
        kind: &'static str,
    },
    /// The meter may not go back to zero.
    #[error("the meter of {code} may not be reset")]
    ResetNotAllowed {
        /// The point.
        code: PointCode,
    },
    /// Two rows have the same id and different values.
    #[error("the id {id} is there already")]
    IdTaken {
        /// The id.
        id: RecordId,
    },
    /// A row supersedes one that is not there.
    #[error("{id} is not there")]
    UnknownRow {
        /// The id that was named.
        id: RecordId,
    },
    /// Two rows supersede the same one.
    #[error("{id} is superseded twice")]
    SupersededTwice {
        /// The id that both name.
        id: RecordId,
    },
    /// Another price or factor is valid from the same day.
    #[error("another value is valid from {date}")]
    ValidFromTaken {
        /// The utility.
        utility: Utility,
        /// The day.
        date: Day,
        /// The value that is there.
        recorded: String,
    },
    /// What a point says of sums or rounds cannot be.
    #[error(transparent)]
    Point(#[from] PointRefusal),
    /// A figure below zero that uses would be measured against.
    #[error("{kind:?} below zero: {value}")]
    DriverNegative {
        /// What it counts.
        kind: DriverKind,
        /// The figure.
        value: Decimal,
    },
    /// A figure of a department that names a site too: the department's register says where it is.
    #[error("a site beside the department {department}")]
    DriverTwoPlaces {
        /// The department.
        department: DepartmentCode,
    },
    /// A text that is no list of blocks.
    #[error("{text} is no list of blocks")]
    Tiers {
        /// The text.
        text: String,
    },
    /// A text that is no list of prices by the time of day.
    #[error("{text} is no list of prices by the time of day")]
    TimePrices {
        /// The text.
        text: String,
    },
    /// A price that is not exactly one of flat, tiered and by the time of day.
    #[error("a price is one of flat, tiered and by the time of day")]
    OnePricing,
    /// A rule of the conversion factors.
    #[error(transparent)]
    Factor(#[from] FactorRefusal),
    /// Weather and baselines.
    #[error(transparent)]
    Baseline(#[from] BaselineRefusal),
    /// A site or department that its register does not have.
    #[error(transparent)]
    Org(#[from] org::Refusal),
    /// A rule of the measures.
    #[error(transparent)]
    Measure(#[from] MeasureRefusal),
    /// A rule of the bills.
    #[error(transparent)]
    Bill(#[from] BillRefusal),
    /// A rule of watching.
    #[error(transparent)]
    Watch(#[from] WatchRefusal),
    /// A rule of the quotas said no.
    #[error(transparent)]
    Quota(#[from] QuotaRefusal),
    /// A number left the range that can be computed exactly.
    #[error("a number is too large")]
    Range,
}

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownPoint { nearest: None, .. } => "meter.unknown_point",
            Self::UnknownPoint { nearest: Some(_), .. } => "meter.unknown_point_near",
            Self::UnknownParent { nearest: None, .. } => "meter.unknown_parent",
            Self::UnknownParent { nearest: Some(_), .. } => "meter.unknown_parent_near",
            Self::PointTaken { .. } => "meter.point_taken",
            Self::Nameless { .. } => "meter.nameless",
            Self::Loop { .. } => "meter.loop",
            Self::ParentCarrier { .. } => "meter.parent_utility",
            Self::Unit { .. } => "meter.unit",
            Self::Multiplier { .. } => "meter.multiplier",
            Self::NoUnit => "meter.no_unit",
            Self::NoMeter { .. } => "meter.no_meter",
            Self::Negative { .. } => "meter.negative",
            Self::Digits { .. } => "meter.digits",
            Self::Decimals { .. } => "meter.decimals",
            Self::Future { .. } => "meter.future",
            Self::Early { .. } => "meter.early",
            Self::Late { .. } => "meter.late",
            Self::NeedsTime { .. } => "meter.needs_time",
            Self::ReadingTaken { .. } => "meter.reading_taken",
            Self::EventTaken { .. } => "meter.event_taken",
            Self::NothingToCorrect { nearest: None, .. } => "meter.nothing_to_correct",
            Self::NothingToCorrect { nearest: Some(_), .. } => "meter.nothing_to_correct_near",
            Self::Backward { wrap: Some(_), limit: Some(_), .. } => "meter.backward_wrap",
            Self::Backward { wrap: Some(_), limit: None, .. } => "meter.backward_unbounded",
            Self::Backward { wrap: None, .. } => "meter.backward",
            Self::High { .. } => "meter.high",
            Self::NeedsReason { .. } => "meter.needs_reason",
            Self::ResetNotAllowed { .. } => "meter.reset_not_allowed",
            Self::IdTaken { .. } => "meter.id_taken",
            Self::UnknownRow { .. } => "meter.unknown_row",
            Self::SupersededTwice { .. } => "meter.superseded_twice",
            Self::ValidFromTaken { .. } => "meter.valid_from_taken",
            Self::Point(refusal) => refusal.code(),
            Self::DriverNegative { .. } => "meter.driver_negative",
            Self::DriverTwoPlaces { .. } => "meter.driver_two_places",
            Self::Tiers { .. } => "energy.tiers",
            Self::TimePrices { .. } => "energy.time_prices",
            Self::OnePricing => "energy.one_pricing",
            Self::Factor(refusal) => refusal.code(),
            Self::Baseline(refusal) => refusal.code(),
            Self::Org(refusal) => refusal.code(),
            Self::Measure(refusal) => refusal.code(),
            Self::Bill(refusal) => refusal.code(),
            Self::Watch(refusal) => refusal.code(),
            Self::Quota(refusal) => refusal.code(),
            Self::Range => "meter.range",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::UnknownPoint { .. }
            | Self::UnknownParent { .. }
            | Self::PointTaken { .. }
            | Self::Nameless { .. }
            | Self::Loop { .. }
            | Self::ParentCarrier { .. }
            | Self::Unit { .. }
            | Self::Multiplier { .. }
            | Self::NoUnit
            | Self::NoMeter { .. }
            | Self::Negative { .. }
            | Self::ResetNotAllowed { .. } => self.about_points(),
            Self::Digits { .. }
            | Self::Decimals { .. }
            | Self::Future { .. }
            | Self::Early { .. }
            | Self::Late { .. }
            | Self::NeedsTime { .. }
            | Self::ReadingTaken { .. }
            | Self::EventTaken { .. }
            | Self::NothingToCorrect { .. } => self.about_readings(),
            Self::Backward { .. }
            | Self::High { .. }
            | Self::NeedsReason { .. }
            | Self::IdTaken { .. }
            | Self::UnknownRow { .. }
            | Self::SupersededTwice { .. }
            | Self::ValidFromTaken { .. }
            | Self::DriverNegative { .. }
            | Self::DriverTwoPlaces { .. }
            | Self::Tiers { .. }
            | Self::TimePrices { .. }
            | Self::OnePricing
            | Self::Range => self.about_values(),
            Self::Point(refusal) => refusal.arguments(),
            Self::Factor(refusal) => refusal.arguments(),
            Self::Baseline(refusal) => refusal.arguments(),
            Self::Org(refusal) => refusal.arguments(),
            Self::Measure(refusal) => refusal.arguments(),
            Self::Bill(refusal) => refusal.arguments(),
            Self::Watch(refusal) => refusal.arguments(),
            Self::Quota(refusal) => refusal.arguments(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::UnknownPoint { .. } | Self::NoMeter { .. } => Some("point"),
            Self::PointTaken { .. } => Some("code"),
            Self::Nameless { .. } => Some("name"),
            Self::UnknownParent { .. } | Self::Loop { .. } | Self::ParentCarrier { .. } => {
                Some("parent")
            }
            Self::Multiplier { .. } => Some("multiplier"),
            Self::Unit { .. } | Self::NoUnit => Some("unit"),
            Self::Negative { field, .. } => Some(field),
            Self::Digits { .. }
            | Self::Decimals { .. }
            | Self::ReadingTaken { .. }
            | Self::Backward { .. }
            | Self::High { .. } => Some("register"),
            Self::Future { .. }
            | Self::Early { .. }
            | Self::Late { .. }
            | Self::EventTaken { .. }
            | Self::NothingToCorrect { .. } => Some("date"),
            Self::NeedsTime { .. } => Some("time"),
            Self::NeedsReason { .. } => Some("note"),
            Self::ResetNotAllowed { .. } => Some("kind"),
            Self::IdTaken { .. } => Some("id"),
            Self::UnknownRow { .. } | Self::SupersededTwice { .. } => Some("supersedes"),
            Self::ValidFromTaken { .. } => Some("valid_from"),
            Self::Point(refusal) => refusal.field(),
            Self::DriverNegative { .. } => Some("amount"),
            Self::DriverTwoPlaces { .. } => Some("site"),
            Self::Tiers { .. } => Some("tiers"),
            Self::TimePrices { .. } => Some("periods"),
            Self::OnePricing => Some("price"),
            Self::Factor(refusal) => refusal.field(),
            Self::Baseline(refusal) => refusal.field(),
            Self::Org(refusal) => refusal.field(),
            Self::Measure(refusal) => refusal.field(),
            Self::Bill(refusal) => refusal.field(),
            Self::Watch(refusal) => refusal.field(),
            Self::Quota(refusal) => refusal.field(),
            Self::Range => None,
        }
    }
}
