//! The flow of each night, from hourly readings or from two readings a day.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Decimal, Fraction, Time};
use crate::meters::{History, Intraday, View, intraday};

use super::{Continuous, NightPolicy, NightSource};

/// The flow of one night, in units an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NightFlow {
    /// The day of its morning.
    pub day: Day,
    /// The flow; none where it is not known in full.
    pub flow: Option<Decimal>,
    /// The flow of the day before it, where the dial is read twice a day.
    pub day_flow: Option<Decimal>,
}

/// How far from the hour a dial read by hand may be looked at, in minutes.
const TOLERANCE: i64 = 90;

/// How many decimals a flow is kept with.
const DECIMALS: u32 = 6;

/// The flows of all nights of a point, from its first to its last, the unknown between.
///
/// Hourly readings go first; without any, the readings of evening and morning.
pub fn night_flows(
    history: &History,
    view: &View,
    policy: &NightPolicy,
) -> (NightSource, Vec<NightFlow>, Option<Continuous>) {
    let parts = intraday(history, view);
    let hourly = hourly(&parts, policy);
    if hourly.iter().any(|night| night.flow.is_some()) {
        return (NightSource::Hourly, hourly, continuous(&parts));
    }
    let by_hand = by_hand(&parts, policy);
    if by_hand.iter().any(|night| night.flow.is_some()) {
        return (NightSource::TwoReadings, by_hand, None);
    }
    (NightSource::Nothing, Vec::new(), None)
}

/// The part of an hour or less, its day and its minutes; none of a longer one.
fn hour(part: &Intraday) -> Option<(Day, u16, u16)> {
    let minutes = part.minutes().filter(|minutes| (1..=60).contains(minutes))?;
    let from = part.from.1?.minutes();
    // An hour that ends at midnight ends at 24:00 of its day.
    let until = from.checked_add(u16::try_from(minutes).ok()?)?;
    Some((part.from.0, from, until))
}

/// The smallest flow of the night's hours; known where readings cover all of them.
fn hourly(parts: &[Intraday], policy: &NightPolicy) -> Vec<NightFlow> {
    let (first, last) = (policy.from.minutes(), policy.until.minutes());
    let mut nights: BTreeMap<Day, (u16, Option<Fraction>)> = BTreeMap::new();
    for part in parts {
        let Some((day, from, until)) = hour(part) else { continue };
        if from < first || until > last {
            continue;
        }
        let (covered, least) = nights.entry(day).or_insert((0, None));
        let Some(flow) = part.per_hour() else { continue };
        *covered += until - from;
        *least = Some(least.map_or(flow, |least| least.min(flow)));
    }
    let whole = last.saturating_sub(first);
    let flow = |day: Day| {
        let (covered, least) = nights.get(&day)?;
        least.filter(|_| *covered >= whole)?.round(DECIMALS)
    };
    let days: BTreeSet<Day> = nights.keys().copied().collect();
    all_days(&days, |day| NightFlow { day, flow: flow(day), day_flow: None })
}

/// Every day from the first to the last of some.
fn all_days(days: &BTreeSet<Day>, night: impl Fn(Day) -> NightFlow) -> Vec<NightFlow> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    let next = |day: &Day| Some(day.next()).filter(|next| next <= last);
    std::iter::successors(Some(*first), next).map(night).collect()
}

/// The flow from the reading of the evening to that of the morning, and of the day before.
fn by_hand(parts: &[Intraday], policy: &NightPolicy) -> Vec<NightFlow> {
    let starts_at = |time: Time| move |part: &&Intraday| near(part.from.1, time);
    let mut nights: BTreeMap<Day, Option<Decimal>> = BTreeMap::new();
    let mut days: BTreeMap<Day, Decimal> = BTreeMap::new();
    for (at, _) in parts.iter().enumerate().filter(|(_, part)| starts_at(policy.evening)(part)) {
        let evening = parts[at].from.0;
        if let Some(rate) = rate(&parts[at..], (evening.next(), policy.morning)) {
            nights.insert(evening.next(), rate);
        }
    }
    for (at, _) in parts.iter().enumerate().filter(|(_, part)| starts_at(policy.morning)(part)) {
        let morning = parts[at].from.0;
        if let Some(Some(rate)) = rate(&parts[at..], (morning, policy.evening)) {
            days.insert(morning.next(), rate);
        }
    }
    let known: BTreeSet<Day> = nights.keys().copied().collect();
    all_days(&known, |day| NightFlow {
        day,
        flow: nights.get(&day).copied().flatten(),
        day_flow: days.get(&day).copied(),
    })
}

/// Whether a time is near another one.
fn near(time: Option<Time>, asked: Time) -> bool {
    time.is_some_and(|time| {
        (i64::from(time.minutes()) - i64::from(asked.minutes())).abs() <= TOLERANCE
    })
}

/// The flow from the first part to the one that ends near a moment; none where no part ends
/// there, and a flow of none where one between is not known.
#[expect(clippy::option_option, reason = "not read and not known are two things")]
fn rate(parts: &[Intraday], end: (Day, Time)) -> Option<Option<Decimal>> {
    let mut sum = Some(Fraction::ZERO);
    let mut minutes = 0;
    for part in parts {
        let used = part.outcome.as_ref().ok().map(|posted| posted.exact);
        sum = sum.zip(used).and_then(|(sum, used)| sum.checked_add(used));
        minutes += part.minutes()?;
        if part.until.0 == end.0 && near(part.until.1, end.1) {
            let hours = Fraction::new(i128::from(minutes), 60)?;
            return Some(sum.and_then(|sum| sum.checked_div(hours)?.round(DECIMALS)));
        }
        if part.until.0 > end.0 {
            return None;
        }
    }
    None
}

/// The smallest hour of the last seven days.
fn continuous(parts: &[Intraday]) -> Option<Continuous> {
    let hours: Vec<(&Intraday, Day)> =
        parts.iter().filter_map(|part| Some((part, hour(part)?.0))).collect();
    let last = hours.last()?.1;
    let first = last.plus_days(-6);
    let week = hours.iter().filter(|(_, day)| *day >= first);
    let flows = week.filter_map(|(part, _)| Some((part.per_hour()?, part.minutes()?)));
    let (mut minutes, mut least) = (0, None::<Fraction>);
    for (flow, own) in flows {
        minutes += own;
        least = Some(least.map_or(flow, |least| least.min(flow)));
    }
    let least = least?.round(DECIMALS)?.normalize();
    Some(Continuous { first, last, hours: minutes / 60, expected: 7 * 24, least })
}
