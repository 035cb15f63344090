//! The rules a reading is held against before it is recorded.
//!
//! A reading that goes backwards or too far is not thrown away: it is refused with the neighbour
//! it contradicts, and recorded when the reader insists: confirmed with a reason, and it
//! counts; or doubtful with a reason, and its days stay open.

use std::collections::BTreeMap;

use crate::base::{Day, Decided, Decimal, PointCode, RecordId, Stamp, Time};

use super::consumption::dial;
use super::history::When;
use super::judge::{Mark, Step, Trust, modulus, walk};
use super::{
    Event, Gap, History, Interval, Meters, Reading, ReadingKind, Refusal, Segment, View,
    consumption,
};

/// A reading as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingRequest {
    /// The point.
    pub point: PointCode,
    /// The day of the reading.
    pub date: Day,
    /// The time, if it was noted.
    pub time: Option<Time>,
    /// What the dial showed.
    pub register: Decimal,
    /// How far the reader vouches for it.
    pub claim: Claim,
    /// Whether it takes the place of another one.
    pub correction: Correction,
    /// Who looked.
    pub person: Option<String>,
    /// A remark, or the reason.
    pub note: Option<String>,
}

/// How far the reader vouches for a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Claim {
    /// Read from the dial.
    Actual,
    /// Estimated.
    Estimated,
    /// Looked at again, however much it is.
    Confirmed,
    /// Kept, but not trusted.
    Doubtful,
}

/// Whether a row takes the place of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Correction {
    /// It stands beside the others.
    None,
    /// It takes the place of what is recorded for the same moment.
    SameMoment,
    /// It takes the place of this row.
    Of(RecordId),
}

/// Decides whether a reading can be recorded, and as what.
///
/// `today` is the day that counts as today: nothing is read after it. The same value for the
/// same moment again is [`Decided::Already`].
pub fn read(
    meters: &Meters,
    today: Day,
    request: &ReadingRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Reading>>, Refusal> {
    read_into(meters.known(&request.point)?, today, request, stamp)
}

/// What is decided about a reading: a row of its own, the one that is there, or a refusal.
pub type Decision = Result<Decided<Vec<Reading>>, Refusal>;

/// Decides about each of several readings on the book that those before it leave; what order they
/// come in does not matter.
///
/// The answers come by point and time, each with the number of its request from zero.
pub fn read_each(
    meters: &Meters,
    today: Day,
    requests: &[ReadingRequest],
    stamp: &mut Stamp,
) -> Vec<(usize, Decision)> {
    read_each_if(meters, today, requests, stamp, |_, _| Ok(()))
}

/// The same, where a reading that could be recorded may still be questioned by what the book
/// before it says.
pub(super) fn read_each_if(
    meters: &Meters,
    today: Day,
    requests: &[ReadingRequest],
    stamp: &mut Stamp,
    question: impl Fn(&History, &ReadingRequest) -> Result<(), Refusal>,
) -> Vec<(usize, Decision)> {
    let mut order: Vec<usize> = (0..requests.len()).collect();
    order.sort_by_key(|at| (&requests[*at].point, requests[*at].date, requests[*at].time, *at));
    let mut histories: BTreeMap<&PointCode, History> = BTreeMap::new();
    let mut each = |at: usize| {
        let request = &requests[at];
        let known = meters.known(&request.point)?;
        let history = histories.entry(&request.point).or_insert_with(|| known.clone());
        let decided = read_into(history, today, request, stamp)?;
        if let Decided::New(readings) = &decided {
            question(history, request)?;
            for reading in readings {
                history.add_reading(reading.clone())?;
            }
        }
        Ok(decided)
    };
    order.into_iter().map(|at| (at, each(at))).collect()
}

/// The use that a reading brings: the interval that ends with it, where one does.
///
/// The reading may be recorded already or not. A later one of the same day ends none: what
/// it adds belongs to the day's own use.
pub fn brought(meters: &Meters, reading: &Reading) -> Option<Interval> {
    let mut history = meters.history(&reading.point)?.clone();
    history.add_reading(reading.clone()).ok()?;
    ending(&history, (reading.date, reading.time))
}

/// The use that a replaced meter brings: the interval that ends with its last register.
pub fn brought_by_change(meters: &Meters, event: &Event) -> Option<Interval> {
    let mut history = meters.history(&event.point)?.clone();
    history.add_event(event.clone()).ok()?;
    event.old_final?;
    ending(&history, (event.date, event.time))
}

/// The interval that ends at a moment, if it is the first one of its day of which something is
/// known.
fn ending(history: &History, when: When) -> Option<Interval> {
    let view = &View::NOW;
    let readings = history.current_readings(view);
    let earlier = |other: When| other.0 == when.0 && other.1 < when.1;
    let is_later = readings.iter().any(|own| earlier((own.date, own.time)))
        || history.current_events(view).iter().any(|own| earlier((own.date, own.time)));
    if is_later {
        return None;
    }
    let intervals = consumption(history, view)?.intervals;
    intervals.into_iter().find(|interval| interval.until == when.0)
}

fn read_into(
    history: &History,
    today: Day,
    request: &ReadingRequest,
    stamp: &mut Stamp,
) -> Result<Decided<Vec<Reading>>, Refusal> {
    let segment = fits(history, today, request)?;
    let current = history.current_readings(&View::NOW);
    let there: Vec<&Reading> = match &request.correction {
        Correction::Of(id) => current.iter().copied().filter(|there| there.id == *id).collect(),
        Correction::None | Correction::SameMoment => current
            .iter()
            .copied()
            .filter(|there| (there.date, there.time) == (request.date, request.time))
            .collect(),
    };
    let identical = |there: &&Reading| {
        (there.date, there.time, there.register) == (request.date, request.time, request.register)
            && same_claim(request, there.kind)
    };
    if let [there] = there[..]
        && identical(&there)
    {
        return Ok(Decided::Already(there.id.to_string()));
    }
    match (&request.correction, there.first()) {
        (Correction::None, Some(there)) => return Err(taken(request, there)),
        (Correction::SameMoment, None) => return Err(nothing_to_correct(request, &current)),
        (Correction::Of(id), None) => return Err(Refusal::UnknownRow { id: id.clone() }),
        _ => {}
    }
    let kind = kind(request)?;
    let mut supersedes: Vec<Option<RecordId>> =
        there.iter().map(|there| Some(there.id.clone())).collect();
    if supersedes.is_empty() {
        supersedes.push(None);
    }
    let mut readings = Vec::with_capacity(supersedes.len());
    let mut candidate = history.clone();
    for supersedes in supersedes {
        let reading = Reading {
            id: stamp.id('R', request.date),
            point: request.point.clone(),
            date: request.date,
            time: request.time,
            register: request.register,
            kind,
            person: request.person.as_deref().map(Into::into),
            note: request.note.clone(),
            supersedes,
            recorded_at: stamp.recorded_at,
            recorded_by: stamp.recorded_by.as_str().into(),
        };
        candidate.add_reading(reading.clone())?;
        readings.push(reading);
    }
    if kind == ReadingKind::Estimated {
        estimate_between(history, &segment, request)?;
    }
    if kind != ReadingKind::Doubtful {
        neighbours(history, &candidate, &segment, (request.date, request.time))?;
    }
    Ok(Decided::New(readings))
}

/// What can be said of a reading without looking at others; gives the meter it was read from.
fn fits(history: &History, today: Day, request: &ReadingRequest) -> Result<Segment, Refusal> {
    let code = || request.point.clone();
    let (date, register) = (request.date, request.register);
    let Some(meter) = &history.point().meter else {
        return Err(Refusal::NoMeter { code: code() });
    };
    if date > today {
        return Err(Refusal::Future { date, today });
    }
    if let Some(from) = meter.from.filter(|from| date < *from) {
        return Err(Refusal::Early { code: code(), date, from });
    }
    if let Some(until) = meter.until
        && date > until
    {
        return Err(Refusal::Late { code: code(), date, until });
    }
    let changed = history.current_events(&View::NOW).iter().any(|event| event.date == date);
    if changed && request.time.is_none() {
        return Err(Refusal::NeedsTime { code: code(), date });
    }
    let segments = history.segments(&View::NOW);
    let segment = segments
        .into_iter()
        .find(|segment| segment.covers((date, request.time)))
        .ok_or_else(|| Refusal::Early { code: code(), date, from: Day::FIRST })?;
    shows(&segment, &request.point, register)?;
    Ok(segment)
}

/// Whether a dial can show a register.
pub(super) fn shows(segment: &Segment, code: &PointCode, register: Decimal) -> Result<(), Refusal> {
    let code = || code.clone();
    if register < Decimal::ZERO {
        return Err(Refusal::Negative { field: "register", value: register });
    }
    if let Some(digits) = segment.digits
        && modulus(digits).is_some_and(|modulus| register >= modulus)
    {
        return Err(Refusal::Digits { code: code(), register, digits });
    }
    if let Some(decimals) = segment.decimals
        && register.scale() > decimals
        && register.normalize().scale() > decimals
    {
        return Err(Refusal::Decimals { code: code(), register, decimals });
    }
    Ok(())
}

/// Whether two readings of one value claim the same trust.
///
/// Whoever puts a confirmed one in the place of one that nobody confirmed says something new.
fn same_claim(request: &ReadingRequest, kind: ReadingKind) -> bool {
    match request.claim {
        Claim::Confirmed if request.correction != Correction::None => {
            kind == ReadingKind::Confirmed
        }
        Claim::Actual | Claim::Confirmed => {
            matches!(kind, ReadingKind::Actual | ReadingKind::Corrected | ReadingKind::Confirmed)
        }
        Claim::Estimated => kind == ReadingKind::Estimated,
        Claim::Doubtful => kind == ReadingKind::Doubtful,
    }
}

/// The kind a reading is recorded as; a reason is demanded where the reader insists.
fn kind(request: &ReadingRequest) -> Result<ReadingKind, Refusal> {
    let kind = match (request.claim, &request.correction) {
        (Claim::Actual, Correction::None) => ReadingKind::Actual,
        (Claim::Actual, _) => ReadingKind::Corrected,
        (Claim::Estimated, _) => ReadingKind::Estimated,
        (Claim::Confirmed, _) => ReadingKind::Confirmed,
        (Claim::Doubtful, _) => ReadingKind::Doubtful,
    };
    let insists = matches!(kind, ReadingKind::Confirmed | ReadingKind::Doubtful);
    let reasoned = request.note.as_ref().is_some_and(|note| !note.trim().is_empty());
    if insists && !reasoned {
        return Err(Refusal::NeedsReason { kind: kind.key() });
    }
    Ok(kind)
}

fn taken(request: &ReadingRequest, there: &Reading) -> Refusal {
    Refusal::ReadingTaken {
        code: request.point.clone(),
        date: request.date,
        time: request.time,
        recorded: there.register,
        kind: there.kind.key(),
        register: request.register,
    }
}

fn nothing_to_correct(request: &ReadingRequest, current: &[&Reading]) -> Refusal {
    let distance = |reading: &&&Reading| reading.date.days_until(request.date).abs();
    Refusal::NothingToCorrect {
        code: request.point.clone(),
        date: request.date,
        nearest: current.iter().min_by_key(distance).map(|reading| reading.date),
    }
}

/// Holds a new reading against the one before it and the one after it.
fn neighbours(
    history: &History,
    candidate: &History,
    segment: &Segment,
    when: When,
) -> Result<(), Refusal> {
    let steps = |history: &History| -> Vec<Step> {
        walk(segment, dial(segment, &history.current_readings(&View::NOW)).0)
    };
    let (old, new) = (steps(history), steps(candidate));
    let code = &history.point().code;
    let was_open = |step: &Step| {
        old.iter().any(|old| old.after.when == step.after.when && old.outcome.is_err())
    };
    for step in &new {
        let ends = step.after.when == when;
        let begins = step.before.when == when && !was_open(step);
        if let Err(gap) = &step.outcome
            && (ends || begins)
        {
            return Err(refusal(code, &step.before, &step.after, gap));
        }
    }
    Ok(())
}

/// An estimate lies between the registers that were seen before and after it.
fn estimate_between(
    history: &History,
    segment: &Segment,
    request: &ReadingRequest,
) -> Result<(), Refusal> {
    let (marks, _) = dial(segment, &history.current_readings(&View::NOW));
    let when = (request.date, request.time);
    let seen = || marks.iter().filter(|mark| mark.trust > Trust::Estimate);
    let before = seen().rfind(|mark| mark.when < when);
    let after = seen().find(|mark| mark.when > when);
    let backward = |from: Day, before: Decimal, until: Day, after: Decimal| Refusal::Backward {
        code: request.point.clone(),
        from,
        before,
        until,
        after,
        wrap: None,
        limit: None,
    };
    if let Some(before) = before.filter(|before| request.register < before.register) {
        return Err(backward(before.when.0, before.register, request.date, request.register));
    }
    // After a rollover the next register may well be lower.
    let rises = |after: &&Mark| before.is_none_or(|before| before.register <= after.register);
    if let Some(after) = after.filter(rises).filter(|after| request.register > after.register) {
        return Err(backward(request.date, request.register, after.when.0, after.register));
    }
    Ok(())
}

/// The refusal of two registers from which no use follows.
pub(super) fn refusal(code: &PointCode, earlier: &Mark, later: &Mark, gap: &Gap) -> Refusal {
    match gap {
        Gap::Backward { before, after, wrap, limit } => Refusal::Backward {
            code: code.clone(),
            from: earlier.when.0,
            before: *before,
            until: later.when.0,
            after: *after,
            wrap: *wrap,
            limit: *limit,
        },
        Gap::High { before, after, amount, limit } => Refusal::High {
            code: code.clone(),
            from: earlier.when.0,
            before: *before,
            after: *after,
            amount: *amount,
            days: earlier.when.0.days_until(later.when.0).max(1),
            limit: *limit,
        },
        _ => Refusal::Range,
    }
}
