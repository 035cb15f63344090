//! Every way in which the rules of watching can say no.

use crate::base::{Argument, PointCode, Refuse};
use crate::meters::Utility;

/// A rule of watching said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WatchRefusal {
    /// An alarm is acknowledged without a reason.
    #[error("no reason for {point}")]
    NoReason {
        /// The point.
        point: PointCode,
    },
    /// A spot that the standard does not have.
    #[error("no spot {spot}")]
    UnknownSpot {
        /// The code as it was written.
        spot: String,
        /// The nearest known code.
        nearest: Option<String>,
        /// All that are known.
        known: String,
    },
    /// The standard does not want this utility metered at the spot.
    #[error("{spot} needs no meter of it")]
    NotOfSpot {
        /// The spot.
        spot: String,
        /// The utility.
        utility: Utility,
    },
    /// A point measures something else than what is to be metered.
    #[error("{point} measures something else")]
    PointUtility {
        /// The point.
        point: PointCode,
        /// What it measures.
        utility: Utility,
    },
    /// A spot is said not to be there without a reason.
    #[error("no reason for {spot}")]
    NoAbsence {
        /// The spot.
        spot: String,
    },
    /// Too few months of the baseline are known in full.
    #[error("only {known} months are known in full")]
    FewMonths {
        /// The point.
        point: PointCode,
        /// How many are known.
        known: usize,
        /// How many there must be.
        least: usize,
    },
    /// Nobody said how far months usually are from what is expected, and no baseline tells.
    #[error("no standard deviation")]
    NoSigma,
    /// The months of the baseline are all as expected, to the last digit.
    #[error("a standard deviation of zero")]
    ZeroSigma,
}

impl Refuse for WatchRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoReason { .. } => "watch.no_reason",
            Self::UnknownSpot { nearest: None, .. } => "watch.unknown_spot",
            Self::UnknownSpot { nearest: Some(_), .. } => "watch.unknown_spot_near",
            Self::NotOfSpot { .. } => "watch.not_of_spot",
            Self::PointUtility { .. } => "watch.point_utility",
            Self::NoAbsence { .. } => "watch.no_absence",
            Self::FewMonths { .. } => "watch.few_months",
            Self::NoSigma => "watch.no_sigma",
            Self::ZeroSigma => "watch.zero_sigma",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::NoReason { point } => vec![("point", Argument::of(point))],
            Self::UnknownSpot { spot, nearest, known } => {
                let mut arguments = vec![("spot", spot.into()), ("known", known.into())];
                arguments.extend(nearest.iter().map(|nearest| ("nearest", nearest.into())));
                arguments
            }
            Self::NotOfSpot { spot, utility } => {
                vec![("spot", spot.into()), ("utility", Argument::key(utility.key()))]
            }
            Self::PointUtility { point, utility } => {
                vec![("point", Argument::of(point)), ("utility", Argument::key(utility.key()))]
            }
            Self::NoAbsence { spot } => vec![("spot", spot.into())],
            Self::FewMonths { point, known, least } => vec![
                ("point", Argument::of(point)),
                ("known", (*known).into()),
                ("least", (*least).into()),
            ],
            Self::NoSigma | Self::ZeroSigma => vec![],
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoReason { .. } => Some("reason"),
            _ => None,
        }
    }
}
