//! Every way in which weather and baselines can say no.

use crate::base::{Argument, Day, Decimal, Refuse, Span};
use crate::meters::WeatherDate;

use super::series::Why;

/// A rule of weather or of baselines said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaselineRefusal {
    /// A temperature without a station.
    #[error("a station is missing")]
    NoStation,
    /// A mean temperature that no place on earth has.
    #[error("{mean} °C on {date}")]
    Temperature {
        /// The temperature.
        mean: Decimal,
        /// The day or month.
        date: WeatherDate,
    },
    /// Another temperature stands for the same day and station already.
    #[error("{station} has {recorded} °C on {date} already")]
    WeatherTaken {
        /// The station.
        station: String,
        /// The day or month.
        date: WeatherDate,
        /// What is there.
        recorded: Decimal,
        /// What was to be recorded.
        mean: Decimal,
    },
    /// No temperature is recorded at all.
    #[error("no temperature is recorded")]
    NoWeather,
    /// A station without a row.
    #[error("no station {station}")]
    UnknownStation {
        /// The station as it was written.
        station: String,
        /// Those that there are.
        known: String,
    },
    /// Several stations, and none was named.
    #[error("which station?")]
    WhichStation {
        /// Those that there are.
        known: String,
    },
    /// Two yardsticks claim the same days.
    #[error("another {kind} is valid from {date}")]
    YardstickTaken {
        /// What it measures.
        kind: String,
        /// The day.
        date: Day,
    },
    /// Not enough periods whose use and weather are known.
    #[error("{n} periods in {span}, {least} are needed")]
    FewObservations {
        /// The days.
        span: Span,
        /// How many there are.
        n: usize,
        /// How many are needed.
        least: usize,
        /// Why the first of the others is left out.
        why: Option<Why>,
    },
    /// No candidate comes into question.
    #[error("no model fits {span}")]
    NoModel {
        /// The days.
        span: Span,
    },
    /// The days that are compared begin before the baseline ends.
    #[error("the baseline ends on {until}, the comparison begins on {from}")]
    Overlaps {
        /// The last day of the baseline.
        until: Day,
        /// The first day compared.
        from: Day,
    },
    /// An expected saving that is no share between nothing and everything.
    #[error("{share} is no expected saving")]
    Expected {
        /// The share.
        share: Decimal,
    },
}

impl Refuse for BaselineRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoStation => "weather.no_station",
            Self::Temperature { .. } => "weather.temperature",
            Self::WeatherTaken { .. } => "weather.taken",
            Self::NoWeather => "weather.none",
            Self::UnknownStation { .. } => "weather.unknown_station",
            Self::WhichStation { .. } => "weather.which_station",
            Self::YardstickTaken { .. } => "baseline.yardstick_taken",
            Self::FewObservations { why: None, .. } => "baseline.few",
            Self::FewObservations { why: Some(_), .. } => "baseline.few_because",
            Self::NoModel { .. } => "baseline.no_model",
            Self::Overlaps { .. } => "baseline.overlaps",
            Self::Expected { .. } => "baseline.expected_share",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::NoStation | Self::NoWeather => vec![],
            Self::Temperature { mean, date } => {
                vec![("mean", Argument::of(mean)), ("date", Argument::of(date))]
            }
            Self::WeatherTaken { station, date, recorded, mean } => vec![
                ("station", station.into()),
                ("date", Argument::of(date)),
                ("recorded", Argument::of(recorded)),
                ("mean", Argument::of(mean)),
            ],
            Self::UnknownStation { station, known } => {
                vec![("station", station.into()), ("known", known.into())]
            }
            Self::WhichStation { known } => vec![("known", known.into())],
            Self::YardstickTaken { kind, date } => {
                vec![("kind", kind.into()), ("date", Argument::of(date))]
            }
            Self::FewObservations { span, n, least, why } => {
                let mut arguments = vec![
                    ("span", Argument::of(span)),
                    ("n", (*n).into()),
                    ("least", (*least).into()),
                ];
                arguments.extend(why.as_ref().map(|why| ("why", Argument::key(why.key()))));
                arguments
            }
            Self::NoModel { span } => vec![("span", Argument::of(span))],
            Self::Overlaps { until, from } => {
                vec![("until", Argument::of(until)), ("from", Argument::of(from))]
            }
            Self::Expected { share } => vec![("share", Argument::of(&share.normalize()))],
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NoStation | Self::UnknownStation { .. } | Self::WhichStation { .. } => {
                Some("station")
            }
            Self::Temperature { .. } | Self::WeatherTaken { .. } => Some("mean"),
            Self::YardstickTaken { .. } => Some("valid_from"),
            _ => None,
        }
    }
}
