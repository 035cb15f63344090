//! Every way in which the rules of watching can say no.

use crate::base::{Argument, PointCode, Refuse};

/// A rule of watching said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WatchRefusal {
    /// An alarm is acknowledged without a reason.
    #[error("no reason for {point}")]
    NoReason {
        /// The point.
        point: PointCode,
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
            Self::FewMonths { .. } => "watch.few_months",
            Self::NoSigma => "watch.no_sigma",
            Self::ZeroSigma => "watch.zero_sigma",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::NoReason { point } => vec![("point", Argument::of(point))],
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
