//! Every way in which quotas, and a year to be graded, can be refused.

use crate::base::{Argument, Day, Refuse};

use super::Indicator;

/// A rule of the quotas said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuotaRefusal {
    /// Not as many levels as the indicator has, or no numbers.
    #[error("{wanted} levels are wanted")]
    Count {
        /// The indicator.
        indicator: Indicator,
        /// How many levels it has.
        wanted: usize,
    },
    /// Levels that are not above zero, or do not go down.
    #[error("the levels {levels} do not go down")]
    Order {
        /// The levels as they were written.
        levels: String,
    },
    /// An indicator in standard coal needs the basis on which it was made; another has none.
    #[error("a basis is wanted")]
    Basis {
        /// The indicator.
        indicator: Indicator,
    },
    /// Another quota claims the same days.
    #[error("another quota is valid from {date}")]
    Taken {
        /// The indicator.
        indicator: Indicator,
        /// The first day of both.
        date: Day,
        /// The levels that are recorded.
        recorded: String,
    },
    /// Two rules on a climate zone claim the same days.
    #[error("another rule of the zone is valid from {date}")]
    ZoneTaken {
        /// The zone's word.
        zone: &'static str,
        /// The first day of both.
        date: Day,
    },
}

impl Refuse for QuotaRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Count { .. } => "quota.levels",
            Self::Order { .. } => "quota.order",
            Self::Basis { indicator } if indicator.is_coal() => "quota.basis",
            Self::Basis { .. } => "quota.no_basis",
            Self::Taken { .. } => "quota.taken",
            Self::ZoneTaken { .. } => "quota.zone_taken",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Count { indicator, wanted } => {
                vec![("indicator", Argument::key(indicator.key())), ("wanted", (*wanted).into())]
            }
            Self::Order { levels } => vec![("levels", levels.into())],
            Self::Basis { indicator } => vec![("indicator", Argument::key(indicator.key()))],
            Self::Taken { indicator, date, recorded } => vec![
                ("indicator", Argument::key(indicator.key())),
                ("date", Argument::of(date)),
                ("recorded", recorded.into()),
            ],
            Self::ZoneTaken { zone, date } => {
                vec![("zone", (*zone).into()), ("date", Argument::of(date))]
            }
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Count { indicator: Indicator::Water, .. } => "general",
            Self::Count { .. } | Self::Order { .. } => "limit",
            Self::Basis { .. } => "basis",
            Self::Taken { .. } | Self::ZoneTaken { .. } => "valid_from",
        })
    }
}
