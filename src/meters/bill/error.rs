//! Every way in which the rules of bills can say no.

use crate::base::{Argument, Day, Decimal, Money, PointCode, Refuse, Span};
use crate::meters::Utility;

/// A rule of the bills said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BillRefusal {
    /// A bill that nobody recorded, or that was taken back.
    #[error("no bill {number}")]
    Unknown {
        /// The number as it was written.
        number: String,
        /// The nearest known number.
        nearest: Option<String>,
    },
    /// A number that several suppliers have given.
    #[error("{number} is a bill of several suppliers")]
    Ambiguous {
        /// The number.
        number: String,
        /// Who gave it.
        suppliers: Vec<String>,
    },
    /// The number stands for another bill of the supplier, or for the same with other values.
    #[error("the bill {number} is there already")]
    Taken {
        /// The number.
        number: String,
        /// Whose it is.
        supplier: String,
        /// The days of the bill that is there.
        days: Span,
        /// Its money.
        amount: Money,
    },
    /// A field that a bill must have is not said.
    #[error("{field} is missing")]
    Missing {
        /// The column of the field.
        field: &'static str,
    },
    /// The last day is before the first.
    #[error("the bill ends on {until}, before {from}")]
    EndEarly {
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
    },
    /// None of its days has come.
    #[error("{from} has not come")]
    ToCome {
        /// The first day.
        from: Day,
        /// The day of recording.
        today: Day,
    },
    /// An amount below zero on a bill that is no adjustment.
    #[error("{field} below zero")]
    Negative {
        /// The column.
        field: &'static str,
        /// The value.
        value: Decimal,
    },
    /// The point measures something else than what is billed.
    #[error("{point} measures something else")]
    PointUtility {
        /// The point.
        point: PointCode,
        /// What it measures.
        utility: Utility,
    },
    /// Days of the account that another bill is for already.
    #[error("{number} and {other} are both for {span}")]
    Overlap {
        /// The bill.
        number: String,
        /// The bill that is there.
        other: String,
        /// The days of both.
        span: Span,
    },
}

impl Refuse for BillRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { nearest: None, .. } => "bill.unknown",
            Self::Unknown { nearest: Some(_), .. } => "bill.unknown_near",
            Self::Ambiguous { .. } => "bill.ambiguous",
            Self::Taken { .. } => "bill.taken",
            Self::Missing { .. } => "bill.missing",
            Self::EndEarly { .. } => "bill.end_early",
            Self::ToCome { .. } => "bill.to_come",
            Self::Negative { .. } => "bill.negative",
            Self::PointUtility { .. } => "bill.point_utility",
            Self::Overlap { .. } => "bill.overlap",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Unknown { number, nearest } => {
                let mut arguments = vec![("number", number.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::Ambiguous { number, suppliers } => {
                let suppliers = suppliers.join("、");
                vec![("number", number.into()), ("suppliers", suppliers.into())]
            }
            Self::Taken { number, supplier, days, amount } => vec![
                ("number", number.into()),
                ("supplier", supplier.into()),
                ("days", Argument::of(days)),
                ("amount", Argument::of(amount)),
            ],
            Self::Missing { field } => {
                vec![("field", Argument::key(format!("bill.bills.{field}")))]
            }
            Self::EndEarly { from, until } => {
                vec![("from", Argument::of(from)), ("until", Argument::of(until))]
            }
            Self::ToCome { from, today } => {
                vec![("from", Argument::of(from)), ("today", Argument::of(today))]
            }
            Self::Negative { field, value } => vec![
                ("field", Argument::key(format!("bill.bills.{field}"))),
                ("value", Argument::of(value)),
            ],
            Self::PointUtility { point, utility } => {
                vec![("point", Argument::of(point)), ("utility", Argument::key(utility.key()))]
            }
            Self::Overlap { number, other, span } => vec![
                ("number", number.into()),
                ("other", other.into()),
                ("days", Argument::of(span)),
            ],
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unknown { .. } | Self::Ambiguous { .. } | Self::Taken { .. } => "number",
            Self::Missing { field } | Self::Negative { field, .. } => field,
            Self::EndEarly { .. } => "until",
            Self::ToCome { .. } | Self::Overlap { .. } => "from",
            Self::PointUtility { .. } => "point",
        })
    }
}
