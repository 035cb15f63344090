//! Every way in which the rules of indicators can say no.

use crate::base::{Argument, Day, Decimal, IndicatorCode, Month, RecordId, Refuse};

/// A rule of indicators said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndicatorRefusal {
    /// An indicator that the register does not have.
    #[error("no indicator {indicator}")]
    Unknown {
        /// The code as it was written.
        indicator: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// No version of the indicator holds in the month.
    #[error("indicator {indicator} does not hold in {month}")]
    NotInForce {
        /// The indicator.
        indicator: IndicatorCode,
        /// The month.
        month: Month,
    },
    /// A version from the same month on is there and says otherwise.
    #[error("indicator {indicator} is there from {from} on as {id}")]
    Taken {
        /// The indicator.
        indicator: IndicatorCode,
        /// The first month of the version.
        from: Month,
        /// The row that is there.
        id: RecordId,
    },
    /// A version ends before it begins.
    #[error("{to} comes before {from}")]
    Backwards {
        /// The first month.
        from: Month,
        /// The last month.
        to: Month,
    },
    /// A target that cannot be understood.
    #[error("{text} is no target")]
    Target {
        /// The text.
        text: String,
    },
    /// A target without a word of which way it is met.
    #[error("at least, at most or exactly is missing")]
    NoDirection,
    /// A value that cannot be understood.
    #[error("{text} is no value")]
    Value {
        /// The text.
        text: String,
    },
    /// A value with the sign of another unit.
    #[error("{indicator} is counted in {unit}, not in {given}")]
    OtherUnit {
        /// The indicator.
        indicator: IndicatorCode,
        /// Its unit.
        unit: String,
        /// The unit given.
        given: &'static str,
    },
    /// Neither two parts nor a number.
    #[error("a value is missing")]
    NoValue,
    /// Parts and a number, or one part alone.
    #[error("either both parts or a number")]
    TwoValues,
    /// Parts of nothing, or below zero.
    #[error("{numerator} of {denominator} cannot be")]
    Parts {
        /// What was counted.
        numerator: Decimal,
        /// Of how many.
        denominator: Decimal,
    },
    /// The month is not over.
    #[error("{month} is not over before {last}")]
    MonthRunning {
        /// The month.
        month: Month,
        /// Its last day.
        last: Day,
    },
    /// The month has a value that says otherwise.
    #[error("{indicator} has a value for {month} as {id}")]
    ValueTaken {
        /// The indicator.
        indicator: IndicatorCode,
        /// The month.
        month: Month,
        /// The row that is there.
        id: RecordId,
    },
    /// The row to be corrected is about another indicator or month.
    #[error("{id} is about {about}")]
    OtherRow {
        /// The row.
        id: RecordId,
        /// What it is about.
        about: String,
    },
}

impl Refuse for IndicatorRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { nearest: None, .. } => "indicator.unknown",
            Self::Unknown { nearest: Some(_), .. } => "indicator.unknown_near",
            Self::NotInForce { .. } => "indicator.not_in_force",
            Self::Taken { .. } => "indicator.taken",
            Self::Backwards { .. } => "indicator.backwards",
            Self::Target { .. } => "indicator.target",
            Self::NoDirection => "indicator.no_direction",
            Self::Value { .. } => "indicator.value",
            Self::OtherUnit { .. } => "indicator.other_unit",
            Self::NoValue => "indicator.no_value",
            Self::TwoValues => "indicator.two_values",
            Self::Parts { .. } => "indicator.parts",
            Self::MonthRunning { .. } => "indicator.month_running",
            Self::ValueTaken { .. } => "indicator.value_taken",
            Self::OtherRow { .. } => "indicator.other_row",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        let of = |indicator: &IndicatorCode| ("indicator", Argument::of(indicator));
        match self {
            Self::Unknown { indicator, nearest } => {
                let mut arguments = vec![("indicator", indicator.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::NotInForce { indicator, month } => {
                vec![of(indicator), ("month", Argument::of(month))]
            }
            Self::Taken { indicator, from, id } => {
                vec![of(indicator), ("from", Argument::of(from)), ("id", Argument::of(id))]
            }
            Self::Backwards { from, to } => {
                vec![("from", Argument::of(from)), ("to", Argument::of(to))]
            }
            Self::Target { text } | Self::Value { text } => vec![("text", text.into())],
            Self::NoDirection | Self::NoValue | Self::TwoValues => Vec::new(),
            Self::Parts { numerator, denominator } => vec![
                ("numerator", Argument::of(numerator)),
                ("denominator", Argument::of(denominator)),
            ],
            Self::OtherUnit { indicator, unit, given } => {
                vec![of(indicator), ("unit", unit.into()), ("given", (*given).into())]
            }
            Self::MonthRunning { month, last } => {
                vec![("month", Argument::of(month)), ("last", Argument::of(last))]
            }
            Self::ValueTaken { indicator, month, id } => {
                vec![of(indicator), ("month", Argument::of(month)), ("id", Argument::of(id))]
            }
            Self::OtherRow { id, about } => {
                vec![("id", Argument::of(id)), ("about", about.into())]
            }
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unknown { .. } => "indicator",
            Self::NotInForce { .. } | Self::MonthRunning { .. } | Self::ValueTaken { .. } => {
                "month"
            }
            Self::Taken { .. } => "from",
            Self::Backwards { .. } => "to",
            Self::Target { .. } => "target",
            Self::NoDirection => "direction",
            Self::Value { .. } | Self::OtherUnit { .. } | Self::NoValue | Self::TwoValues => {
                "value"
            }
            Self::Parts { .. } => "denominator",
            Self::OtherRow { .. } => "supersedes",
        })
    }
}
