//! A round (抄表路线): the dials that are read on it in their order, what each showed last, and
//! what it may show now.

use crate::base::{Day, Decimal, PointCode, Stamp, Time, nearest};

use super::leap;
use super::validate::{Decision, read_each_if};
use super::{
    Claim, Expected, History, Meters, PointRefusal, Reading, ReadingKind, ReadingRequest, Refusal,
    Usual, View, consumption,
};

/// A dial on a round, at one of its times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteLine {
    /// The point.
    pub point: PointCode,
    /// Its name.
    pub name: String,
    /// Where it hangs.
    pub place: Option<String>,
    /// The number of the meter that hangs there.
    pub serial: Option<String>,
    /// At which time it is read, where the point says so.
    pub time: Option<Time>,
    /// What it showed last, and when.
    pub last: Option<(Day, Decimal)>,
    /// What it may show; none where it was never read.
    pub expected: Option<Expected>,
    /// What it showed, where that is recorded already.
    pub read: Option<Decimal>,
    /// What it showed, where that was kept with doubt and nothing else is recorded.
    pub doubted: Option<Decimal>,
}

/// The rounds, each with how many dials it has, by name.
pub fn routes(meters: &Meters) -> Vec<(String, usize)> {
    let mut names: Vec<&str> = stops(meters).map(|(route, _)| route).collect();
    names.sort_unstable();
    names.chunk_by(PartialEq::eq).map(|same| (same[0].to_owned(), same.len())).collect()
}

/// The dials of a round that are in service on a day, in their order, at each of their times.
///
/// Those without a place come last, by code.
pub fn route_sheet(meters: &Meters, route: &str, day: Day) -> Result<Vec<RouteLine>, Refusal> {
    let mut found: Vec<(Option<u32>, &History)> = stops(meters)
        .filter(|(own, _)| *own == route)
        .map(|(_, history)| (history.point().stop.as_ref().and_then(|stop| stop.place), history))
        .collect();
    if found.is_empty() {
        let names = routes(meters);
        let nearest = nearest(route, names.iter().map(|(name, _)| name.as_str()));
        return Err(PointRefusal::UnknownRoute { route: route.to_owned(), nearest }.into());
    }
    found.sort_by_key(|(place, history)| (place.is_none(), *place, history.point().code.clone()));
    Ok(found.into_iter().flat_map(|(_, history)| lines(history, day)).collect())
}

/// The dial of a point on a day, at each of its times, whether it is on a round or not.
pub fn dial_sheet(meters: &Meters, point: &PointCode, day: Day) -> Result<Vec<RouteLine>, Refusal> {
    Ok(lines(meters.known(point)?, day))
}

fn stops(meters: &Meters) -> impl Iterator<Item = (&str, &History)> {
    meters
        .histories()
        .filter_map(|history| Some((history.point().stop.as_ref()?.route.as_str(), history)))
}

fn lines(history: &History, day: Day) -> Vec<RouteLine> {
    let point = history.point();
    let Some(meter) = &point.meter else { return Vec::new() };
    if meter.from.is_some_and(|from| day < from) || meter.until.is_some_and(|until| day > until) {
        return Vec::new();
    }
    let times: Vec<Option<Time>> = match point.read_at.times() {
        [] => vec![None],
        times => times.iter().copied().map(Some).collect(),
    };
    let line = |time: Option<Time>| {
        let when = (day, time);
        let readings = history.current_readings(&View::NOW);
        let found = |doubted: bool| {
            let is_it = |own: &&&Reading| {
                own.date == day
                    && (own.kind == ReadingKind::Doubtful) == doubted
                    && fills(history, own, time)
            };
            readings.iter().find(is_it).map(|own| own.register)
        };
        let read = found(false);
        let segment = history.segments(&View::NOW).into_iter().find(|own| own.covers(when));
        RouteLine {
            point: point.code.clone(),
            name: point.name.clone(),
            place: point.place.clone(),
            serial: segment.and_then(|segment| segment.serial),
            time,
            last: last_before(history, when),
            expected: expected(history, when),
            read,
            doubted: if read.is_none() { found(true) } else { None },
        }
    };
    times.into_iter().map(line).collect()
}

/// Whether a reading is the one for a time of its day, or for the day.
pub(super) fn fills(history: &History, reading: &Reading, slot: Option<Time>) -> bool {
    let read_at = &history.point().read_at;
    match (slot, reading.time) {
        (None, _) => true,
        (Some(slot), Some(time)) => read_at.slot_of(time) == Some(slot),
        (Some(_), None) => read_at.times().len() == 1,
    }
}

/// The last register of the same meter before a moment, that of its beginning included.
fn last_before(history: &History, when: (Day, Option<Time>)) -> Option<(Day, Decimal)> {
    let segment = history.segments(&View::NOW).into_iter().find(|own| own.covers(when))?;
    let readings = history.current_readings(&View::NOW);
    let is_before = |own: &&&Reading| {
        let at = (own.date, own.time);
        own.kind != ReadingKind::Doubtful && segment.covers(at) && at < when
    };
    let read = readings.iter().rfind(is_before).map(|own| (own.date, own.register));
    read.or_else(|| Some((segment.from.0, segment.initial?)))
}

/// What a dial may show at a moment; none where nothing is known of before.
fn expected(history: &History, when: (Day, Option<Time>)) -> Option<Expected> {
    let segment = history.segments(&View::NOW).into_iter().find(|own| own.covers(when))?;
    let (date, last) = last_before(history, when)?;
    let usual = Usual::before(&consumption(history, &View::NOW)?, when.0);
    Expected::after(&segment, last, date.days_until(when.0), usual)
}

/// Decides about each reading of a filled sheet: one that lies outside of what was expected is
/// questioned, and so is one that looks like a digit too many where little was read before, unless
/// the reader says that it was looked at again.
pub fn read_route(
    meters: &Meters,
    today: Day,
    requests: &[ReadingRequest],
    stamp: &mut Stamp,
) -> Vec<(usize, Decision)> {
    read_each_if(meters, today, requests, stamp, |history, request| {
        if request.claim != Claim::Actual {
            return Ok(());
        }
        let Some(expected) = expected(history, (request.date, request.time)) else {
            return Ok(());
        };
        let when = (request.date, request.time);
        if expected.holds(request.register) {
            let last = last_before(history, when).filter(|_| !expected.is_usual());
            let asked =
                last.and_then(|last| leap::question(history, (when, request.register), last));
            return asked.map_or(Ok(()), |asked| Err(asked.into()));
        }
        let Expected { low, high, .. } = expected;
        let (code, register) = (request.point.clone(), request.register);
        Err(PointRefusal::Outside { code, register, low, high }.into())
    })
}
