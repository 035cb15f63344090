//! Decides what may enter the registers: points, replaced meters, prices, factors, targets.

use std::collections::BTreeSet;

use crate::base::{Day, Decided, Decimal, DepartmentCode, Month, PointCode, RecordId, Stamp, Time};
use crate::org::Org;

use super::consumption::dial;
use super::judge::{Mark, Trust, judge, walk};
use super::sum::sums_well;
use super::validate::{refusal, shows};
use super::{
    Carrier, Event, EventKind, Factor, History, Meters, Multiplier, Point, Refusal, Reset, Target,
    Tariff, View,
};

/// Decides whether a point can be added.
pub fn add_point(meters: &Meters, org: &Org, point: Point) -> Result<Decided<Vec<Point>>, Refusal> {
    if let Some(there) = meters.history(&point.code).map(History::point) {
        return if *there == point {
            Ok(Decided::Already(point.code.to_string()))
        } else {
            Err(Refusal::PointTaken { code: point.code, name: there.name.clone() })
        };
    }
    if point.name.trim().is_empty() {
        return Err(Refusal::Nameless { code: point.code });
    }
    if let Some(site) = &point.site {
        org.known_site(site)?;
    }
    if let Some(department) = &point.department {
        org.known_department(department)?;
    }
    hangs_well(meters, &point)?;
    sums_well(meters, &point)?;
    if let Some(meter) = &point.meter {
        for (field, size) in [("max_per_day", meter.max_per_day), ("accuracy", meter.accuracy)] {
            if let Some(value) = size.filter(|size| *size < Decimal::ZERO) {
                return Err(Refusal::Negative { field, value });
            }
        }
        let segments = History::new(point.clone()).segments(&View::NOW);
        if let (Some(initial), Some(segment)) = (meter.initial, segments.first()) {
            shows(segment, &point.code, initial)?;
        }
    }
    Ok(Decided::New(vec![point]))
}

/// Whether the point above is there, measures the same, and is not below this one.
pub(super) fn hangs_well(meters: &Meters, point: &Point) -> Result<(), Refusal> {
    let Some(parent) = &point.parent else { return Ok(()) };
    let looped = || Refusal::Loop { code: point.code.clone(), parent: parent.clone() };
    if *parent == point.code {
        return Err(looped());
    }
    let above = meters.known(parent).map_err(|refusal| match refusal {
        Refusal::UnknownPoint { code, nearest } => Refusal::UnknownParent { code, nearest },
        other => other,
    });
    let above = above?.point();
    if above.carrier != point.carrier {
        return Err(Refusal::ParentCarrier {
            code: point.code.clone(),
            parent: parent.clone(),
            utility: above.carrier.utility(),
        });
    }
    let mut seen = BTreeSet::from([&point.code]);
    let mut next = Some(above);
    while let Some(above) = next {
        if !seen.insert(&above.code) {
            return Err(looped());
        }
        next = above.parent.as_ref().and_then(|code| meters.history(code)).map(History::point);
    }
    Ok(())
}

/// A replacement or reset as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRequest {
    /// The point.
    pub point: PointCode,
    /// What happened.
    pub kind: EventKind,
    /// The day.
    pub date: Day,
    /// The time, if it was noted.
    pub time: Option<Time>,
    /// What the dial showed last, if anybody could read it.
    pub old_final: Option<Decimal>,
    /// What the dial shows from then on.
    pub new_initial: Decimal,
    /// The new multiplier, where it changed.
    pub multiplier: Option<Multiplier>,
    /// The new number of digits, where it changed.
    pub digits: Option<u32>,
    /// The new bound of a day's use, where it changed.
    pub max_per_day: Option<Decimal>,
    /// The new meter's number.
    pub serial: Option<String>,
    /// Whether an implausibly high last register was looked at again.
    pub high: High,
    /// Whether it takes the place of an event of the same day.
    pub replaces: Replaces,
    /// Who did it.
    pub person: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// Whether an implausibly high use was looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum High {
    /// It is refused.
    Refused,
    /// It was looked at again and is right.
    Confirmed,
}

/// Whether a row takes the place of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Replaces {
    /// It stands beside the others.
    Nothing,
    /// It takes the place of what is recorded for the same moment.
    SameMoment,
}

/// Decides whether a meter can be replaced or reset.
pub fn change_meter(
    meters: &Meters,
    today: Day,
    request: &EventRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Event>>, Refusal> {
    let history = meters.known(&request.point)?;
    let code = || request.point.clone();
    let Some(meter) = &history.point().meter else {
        return Err(Refusal::NoMeter { code: code() });
    };
    let date = request.date;
    if date > today {
        return Err(Refusal::Future { date, today });
    }
    let early = |from: &Day| date < *from || (date == *from && request.time.is_none());
    if let Some(from) = meter.from.filter(early) {
        return Err(Refusal::Early { code: code(), date, from });
    }
    if request.kind == EventKind::Reset && meter.reset == Reset::Never {
        return Err(Refusal::ResetNotAllowed { code: code() });
    }
    if let Some(value) = request.max_per_day.filter(|size| *size < Decimal::ZERO) {
        return Err(Refusal::Negative { field: "max_per_day", value });
    }
    let there = history
        .current_events(&View::NOW)
        .into_iter()
        .find(|there| there.date == date && there.time == request.time);
    if there.is_some_and(|there| same_event(there, request)) {
        return Ok(Decided::Already(there.map(|there| there.id.to_string()).unwrap_or_default()));
    }
    match (request.replaces, there) {
        (Replaces::Nothing, Some(_)) => return Err(Refusal::EventTaken { code: code(), date }),
        (Replaces::SameMoment, None) => {
            let nearest = history.current_events(&View::NOW);
            let distance = |event: &Day| event.days_until(date).abs();
            let nearest = nearest.iter().map(|event| event.date).min_by_key(distance);
            return Err(Refusal::NothingToCorrect { code: code(), date, nearest });
        }
        _ => {}
    }
    let read_that_day = |reading: &&super::Reading| reading.date == date;
    if request.time.is_none()
        && history.current_readings(&View::NOW).into_iter().any(|own| read_that_day(&own))
    {
        return Err(Refusal::NeedsTime { code: code(), date });
    }
    let event = Event {
        id: stamp.id('E', date),
        date,
        time: request.time,
        kind: request.kind,
        point: code(),
        old_final: request.old_final,
        new_initial: request.new_initial,
        multiplier: request.multiplier.clone(),
        digits: request.digits,
        max_per_day: request.max_per_day,
        serial: request.serial.clone(),
        person: request.person.clone(),
        note: request.note.clone(),
        supersedes: there.map(|there| there.id.clone()),
        recorded_at: stamp.recorded_at,
        recorded_by: stamp.recorded_by.clone(),
    };
    both_dials(history, &event, request.high)?;
    Ok(Decided::New(vec![event]))
}

fn same_event(there: &Event, request: &EventRequest) -> bool {
    there.kind == request.kind
        && there.old_final == request.old_final
        && there.new_initial == request.new_initial
        && there.multiplier == request.multiplier
        && there.digits == request.digits
        && there.max_per_day == request.max_per_day
        && there.serial == request.serial
}

/// Holds the old meter's last register and the new one's first against the readings around them.
fn both_dials(history: &History, event: &Event, high: High) -> Result<(), Refusal> {
    let code = &event.point;
    let mut candidate = history.clone();
    candidate.add_event(event.clone())?;
    let readings = candidate.current_readings(&View::NOW);
    let at = (event.date, event.time);
    for segment in candidate.segments(&View::NOW) {
        if segment.until == Some(at)
            && let Some(last) = segment.last
        {
            shows(&segment, code, last)?;
            let (marks, _) = dial(&segment, &readings);
            if let [.., before, _] = &marks[..] {
                let trust = if high == High::Confirmed { Trust::Vouched } else { Trust::Firm };
                let after = Mark { when: at, register: last, trust };
                let (outcome, _) = judge(&segment, before, &after);
                // An estimate gives way to the last register as to any other.
                if let Err(gap) = outcome
                    && before.trust > Trust::Estimate
                {
                    return Err(refusal(code, before, &after, &gap));
                }
            }
        }
        if segment.from == at {
            shows(&segment, code, event.new_initial)?;
            let first = walk(&segment, dial(&segment, &readings).0).into_iter().next();
            if let Some(step) = first
                && let Err(gap) = &step.outcome
            {
                return Err(refusal(code, &step.before, &step.after, gap));
            }
        }
    }
    Ok(())
}

/// Decides whether a price can be set.
pub fn set_tariff(
    meters: &Meters,
    org: &Org,
    tariff: Tariff,
) -> Result<Decided<Vec<Tariff>>, Refusal> {
    if let Some(site) = &tariff.site {
        org.known_site(site)?;
    }
    match meters.tariffs().iter().find(|there| there.same_place(&tariff)) {
        Some(there) if there.pricing == tariff.pricing => {
            Ok(Decided::Already(there.valid_from.to_string()))
        }
        Some(there) => Err(Refusal::ValidFromTaken {
            utility: there.carrier.utility(),
            date: there.valid_from,
            recorded: there.pricing.to_string(),
        }),
        None => Ok(Decided::New(vec![tariff])),
    }
}

/// Decides whether a conversion factor can be set.
pub fn set_factor(meters: &Meters, factor: Factor) -> Result<Decided<Vec<Factor>>, Refusal> {
    factor.must_hold()?;
    match meters.factors().iter().find(|there| there.same_place(&factor)) {
        Some(there) if (there.rate, there.valid_until) == (factor.rate, factor.valid_until) => {
            Ok(Decided::Already(there.valid_from.to_string()))
        }
        Some(there) => Err(Refusal::ValidFromTaken {
            utility: there.carrier.utility(),
            date: there.valid_from,
            recorded: there.rate.to_string(),
        }),
        None => Ok(Decided::New(vec![factor])),
    }
}

/// Targets as they were typed: the same amount for each of several months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRequest {
    /// What is limited.
    pub carrier: Carrier,
    /// The department; the whole hospital where none is named.
    pub department: Option<DepartmentCode>,
    /// The months.
    pub months: Vec<Month>,
    /// The most that each month may use.
    pub amount: Decimal,
    /// A remark.
    pub note: Option<String>,
}

/// Decides which targets are new; a month whose target is the same already is passed over.
pub fn set_targets(
    meters: &Meters,
    org: &Org,
    request: &TargetRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Target>>, Refusal> {
    if let Some(department) = &request.department {
        org.known_department(department)?;
    }
    if request.amount < Decimal::ZERO {
        return Err(Refusal::Negative { field: "amount", value: request.amount });
    }
    let standing =
        |month: Month| meters.target(&request.carrier, request.department.as_ref(), month);
    let mut already: Option<RecordId> = None;
    let mut targets = Vec::new();
    for month in &request.months {
        if let Some(there) = standing(*month).filter(|there| there.amount == request.amount) {
            already = Some(there.id.clone());
            continue;
        }
        targets.push(Target {
            id: stamp.id('T', month.first()),
            month: *month,
            carrier: request.carrier.clone(),
            department: request.department.clone(),
            amount: request.amount,
            note: request.note.clone(),
            recorded_at: stamp.recorded_at,
            recorded_by: stamp.recorded_by.clone(),
        });
    }
    match already {
        Some(id) if targets.is_empty() => Ok(Decided::Already(id.to_string())),
        _ => Ok(Decided::New(targets)),
    }
}
