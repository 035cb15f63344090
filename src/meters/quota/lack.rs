//! What keeps a figure open: an indicator of the quotas, a cell of a return.

use crate::base::{Argument, Day, Message, PointCode, Span};
use crate::meters::{DriverSum, Lack, Open, Utility};

use super::{Indicator, Part};

/// Something that a figure would need and nobody has entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GradeLack {
    /// No counted point measures it.
    Unmetered(Utility),
    /// No counted point measures any energy.
    NoEnergy,
    /// Days of a point without a use; which, the table of open days says.
    Open(Vec<Open>),
    /// A point whose first reading is later than the year's first day.
    Begins {
        /// The point.
        point: PointCode,
        /// The first day of which something is known.
        from: Day,
    },
    /// No factor is valid on a day.
    Factor(Lack),
    /// A figure that nobody entered for all months.
    Driver(DriverSum),
    /// It would be divided by zero.
    NoBase,
    /// No quota is in force.
    Quota(Indicator),
    /// Nobody said the class of the hospital.
    Class,
    /// Nobody said the climate zone, and no temperatures tell it.
    Zone,
    /// Nobody said how the hospital is heated.
    Heating,
    /// No class of points is told to be of this part.
    Part(Part),
    /// What was used has no cost for all days.
    Cost {
        /// The utility.
        utility: Utility,
        /// The days.
        span: Span,
    },
    /// Persons are counted for a whole year only.
    WholeYear,
    /// No ledger has it: it is filled in by hand.
    ByHand,
    /// A number left the range that can be computed exactly.
    Range,
}

impl GradeLack {
    /// What is missing, and the hint that names what to type.
    pub fn message(&self) -> Message {
        match self {
            Self::Unmetered(utility) => {
                Message::new("quota.unmetered").with("utility", Argument::key(utility.key()))
            }
            Self::NoEnergy => Message::new("quota.no_energy"),
            Self::Open(open) => {
                let mut points: Vec<String> =
                    open.iter().map(|own| own.point.to_string()).collect();
                points.sort();
                points.dedup();
                let first = open.iter().map(|own| own.span.first()).min();
                let day = first.map(|day| day.to_string()).unwrap_or_default();
                Message::new("quota.open").with("points", points.join(" ")).with("day", day)
            }
            Self::Begins { point, from } => Message::new("quota.begins")
                .with("point", Argument::of(point))
                .with("from", Argument::of(from)),
            Self::Factor(Lack::Factor { carrier, basis, day, .. }) => Message::new("quota.factor")
                .with("utility", Argument::key(carrier.utility().key()))
                .with("word", carrier.utility().word())
                .with("basis", basis.word())
                .with("day", Argument::of(day)),
            Self::Factor(_) | Self::Range => Message::new("meter.range"),
            Self::Driver(sum) => {
                let months: Vec<String> = sum.missing.iter().map(ToString::to_string).collect();
                let all = sum.months.is_empty();
                let code = if all { "quota.driver_year" } else { "quota.driver" };
                Message::new(code)
                    .with("driver", sum.over.kind.argument())
                    .with("word", sum.over.kind.word())
                    .with("months", months.join(" "))
                    .with("period", Argument::of(&sum.over.span))
            }
            Self::Cost { utility, span } => Message::new("return.cost")
                .with("utility", Argument::key(utility.key()))
                .with("word", utility.word())
                .with("period", Argument::of(span)),
            Self::WholeYear => Message::new("return.whole_year"),
            Self::ByHand => Message::new("return.by_hand"),
            Self::NoBase => Message::new("quota.no_base"),
            Self::Quota(indicator) => Message::new("quota.none")
                .with("indicator", Argument::key(indicator.key()))
                .with("word", indicator.word()),
            Self::Class => Message::new("quota.no_class"),
            Self::Zone => Message::new("quota.no_zone"),
            Self::Heating => Message::new("quota.no_heating"),
            Self::Part(part) => Message::new("quota.no_part")
                .with("part", Argument::key(part.key()))
                .with("word", part.word()),
        }
    }

    /// Whether it is no gap in the data: nothing was told to be of the part.
    pub const fn is_untold(&self) -> bool {
        matches!(self, Self::Part(_))
    }
}
