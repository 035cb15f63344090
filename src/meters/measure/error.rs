//! Every way in which the rules of measures can say no.

use crate::base::{Argument, Day, MeasureCode, PointCode, Refuse};
use crate::meters::Utility;

/// A rule of the measures said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MeasureRefusal {
    /// A measure that nobody knows.
    #[error("no measure {code}")]
    Unknown {
        /// The code as it was written.
        code: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// The code stands for another measure, or for the same one with other values.
    #[error("the measure {code} is there already")]
    Taken {
        /// The code.
        code: MeasureCode,
        /// The name it stands for.
        name: String,
    },
    /// A field that a measure must have is not said.
    #[error("{field} is missing")]
    Missing {
        /// The column of the field.
        field: &'static str,
    },
    /// The works end before they begin.
    #[error("the works end on {end}, before {start}")]
    EndEarly {
        /// Their first day.
        start: Day,
        /// Their last day.
        end: Day,
    },
    /// The works are said to have ended on a day that has not come.
    #[error("{end} has not come")]
    EndToCome {
        /// The day.
        end: Day,
        /// The day of recording.
        today: Day,
    },
    /// A point measures something else than what is saved.
    #[error("{point} measures something else")]
    PointUtility {
        /// The point.
        point: PointCode,
        /// What it measures.
        utility: Utility,
    },
    /// A sample of fewer than two, or of more than there are.
    #[error("a sample of {size} out of {count:?}")]
    SampleSize {
        /// How many were measured.
        size: u32,
        /// How many there are, where it is known.
        count: Option<u32>,
    },
}

impl Refuse for MeasureRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { nearest: None, .. } => "measure.unknown",
            Self::Unknown { nearest: Some(_), .. } => "measure.unknown_near",
            Self::Taken { .. } => "measure.taken",
            Self::Missing { .. } => "measure.missing",
            Self::EndEarly { .. } => "measure.end_early",
            Self::EndToCome { .. } => "measure.end_to_come",
            Self::PointUtility { .. } => "measure.point_utility",
            Self::SampleSize { count: Some(_), .. } => "measure.sample_size",
            Self::SampleSize { count: None, .. } => "measure.sample_few",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Unknown { code, nearest } => {
                let mut arguments = vec![("measure", code.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::Taken { code, name } => {
                vec![("measure", Argument::of(code)), ("name", name.into())]
            }
            Self::Missing { field } => {
                vec![("field", Argument::key(format!("measure.measures.{field}")))]
            }
            Self::EndEarly { start, end } => {
                vec![("start", Argument::of(start)), ("end", Argument::of(end))]
            }
            Self::EndToCome { end, today } => {
                vec![("end", Argument::of(end)), ("today", Argument::of(today))]
            }
            Self::PointUtility { point, utility } => {
                vec![("point", Argument::of(point)), ("utility", Argument::key(utility.key()))]
            }
            Self::SampleSize { size, count } => {
                let mut arguments = vec![("size", Argument::from(*size))];
                arguments.extend(count.map(|count| ("count", Argument::from(count))));
                arguments
            }
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unknown { .. } | Self::Taken { .. } => "code",
            Self::Missing { field } => field,
            Self::EndEarly { .. } | Self::EndToCome { .. } => "end",
            Self::PointUtility { .. } => "points",
            Self::SampleSize { .. } => "sample_size",
        })
    }
}
