//! `[watch]` of `houqin.toml`: when a meter is said to have gone off.

use serde::Deserialize;
use toml::Value;

use crate::base::{Decimal, Time, parse_decimal};
use crate::meters::{CusumPolicy, NightPolicy, WatchPolicy};

/// `[watch]`: the two numbers of CUSUM, and how nights are told from those before.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Watching {
    cusum_slack: Option<Size>,
    cusum_limit: Option<Size>,
    night_from: Option<Clock>,
    night_until: Option<Clock>,
    evening: Option<Clock>,
    morning: Option<Clock>,
    baseline_nights: Option<AtLeastOne>,
    alarm_nights: Option<AtLeastOne>,
    deviations: Option<Size>,
}

impl Watching {
    /// The settings, with what stands where they say nothing.
    pub(super) fn read(self) -> WatchPolicy {
        let WatchPolicy { cusum, night } = WatchPolicy::default();
        let size = |own: Option<Size>, default| own.map_or(default, |Size(size)| size);
        let time = |own: Option<Clock>, default| own.map_or(default, |Clock(time)| time);
        let count = |own: Option<AtLeastOne>, default| own.map_or(default, |AtLeastOne(n)| n);
        WatchPolicy {
            cusum: CusumPolicy {
                slack: size(self.cusum_slack, cusum.slack),
                limit: size(self.cusum_limit, cusum.limit),
            },
            night: NightPolicy {
                from: time(self.night_from, night.from),
                until: time(self.night_until, night.until),
                evening: time(self.evening, night.evening),
                morning: time(self.morning, night.morning),
                baseline_nights: count(self.baseline_nights, night.baseline_nights),
                alarm_nights: count(self.alarm_nights, night.alarm_nights),
                deviations: size(self.deviations, night.deviations),
            },
        }
    }
}

/// A number not below zero, in quotes or whole: a float loses digits.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "Value")]
struct Size(Decimal);

impl TryFrom<Value> for Size {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        let text = match value {
            Value::String(text) => text,
            Value::Integer(number) => number.to_string(),
            other => return Err(format!("{other} is a number in quotes, as \"0.5\"")),
        };
        let size = parse_decimal(&text).ok().filter(|size| *size >= Decimal::ZERO);
        size.map(Self).ok_or_else(|| format!("{text} is not a number from 0 on"))
    }
}

/// A time of day.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "String")]
struct Clock(Time);

impl TryFrom<String> for Clock {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Time::parse(&text).map(Self).map_err(|_| format!("{text} is not a time as 01:00"))
    }
}

/// At least one.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "u32")]
struct AtLeastOne(u32);

impl TryFrom<u32> for AtLeastOne {
    type Error = String;

    fn try_from(count: u32) -> Result<Self, Self::Error> {
        (count > 0).then_some(Self(count)).ok_or_else(|| "at least 1".to_owned())
    }
}
