//! When a meter is said to have gone off: the settings of `[watch]` and what stands without them.

use crate::base::{Decimal, Time};

/// The settings of CUSUM and of the night test.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WatchPolicy {
    /// Those of CUSUM.
    pub cusum: CusumPolicy,
    /// Those of the night test.
    pub night: NightPolicy,
}

/// The two numbers of a tabular CUSUM, in standard deviations.
///
/// Without a setting k is 0.5 and h is 5: the usual choice for a shift of one standard deviation
/// (Montgomery, Introduction to Statistical Quality Control, tabular CUSUM).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CusumPolicy {
    /// The slack: what is passed over.
    pub slack: Decimal,
    /// The decision interval: beyond it there is an alarm.
    pub limit: Decimal,
}

impl Default for CusumPolicy {
    fn default() -> Self {
        Self { slack: Decimal::new(5, 1), limit: Decimal::new(5, 0) }
    }
}

/// How a night is told from the nights before it.
///
/// The median and the median absolute deviation of the first nights, scaled by 1.4826 to the
/// standard deviation of a normal distribution, three times that, and three nights in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NightPolicy {
    /// The beginning of the hours whose smallest flow counts.
    pub from: Time,
    /// Their end.
    pub until: Time,
    /// When the dial is read in the evening, where it is read twice a day.
    pub evening: Time,
    /// When it is read in the morning.
    pub morning: Time,
    /// How many nights make the baseline.
    pub baseline_nights: u32,
    /// How many nights in a row raise an alarm.
    pub alarm_nights: u32,
    /// How many scaled deviations above the median are too much.
    pub deviations: Decimal,
}

impl Default for NightPolicy {
    fn default() -> Self {
        let hour = |hour: u16| Time::new(hour, 0).unwrap_or(Time::MIDNIGHT);
        Self {
            from: hour(1),
            until: hour(5),
            evening: hour(22),
            morning: hour(6),
            baseline_nights: 14,
            alarm_nights: 3,
            deviations: Decimal::new(3, 0),
        }
    }
}
