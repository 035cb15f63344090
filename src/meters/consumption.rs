//! From readings to use: intervals of whole days, each with a use or with the reason why not.
//!
//! Nothing is estimated here and nothing is rounded but the last digit of a use that has no end.
//! `judge.rs` says what two registers mean, `dials.rs` makes intervals of them; `slice.rs` cuts
//! these into months.

use std::cell::Cell;

use crate::base::{Day, Decimal, Fraction, PointCode, Span};

use super::dials::{Dials, Told};
use super::history::When;
use super::judge::{Mark, Sighting, Trust, marks};
use super::slice::in_service;
use super::{Doubt, Gap, History, Notice, Reading, Segment, View};

/// Days from `from` up to `until` (exclusive), and what was used in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The first day.
    pub from: Day,
    /// The day after the last.
    pub until: Day,
    /// The register at its beginning, where it is known.
    pub before: Option<Decimal>,
    /// The register at its end, where it is known.
    pub after: Option<Decimal>,
    /// The use, or why there is none.
    pub outcome: Result<Posted, Gap>,
    /// What a reader should know.
    pub notices: Vec<Notice>,
}

impl Interval {
    /// How many days it has.
    pub fn days(&self) -> i64 {
        self.from.days_until(self.until)
    }
}

/// A use that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// The multiplier times the difference of the registers, exactly.
    pub exact: Fraction,
    /// The same as a decimal with the decimals of the registers; rounded to six only where
    /// the multiplier gives it no end.
    pub amount: Decimal,
}

/// The most decimals that a use is kept with.
const DECIMALS: u32 = 6;

impl Posted {
    /// A use with at least `scale` decimals; none when it leaves the range.
    pub(super) fn new(exact: Fraction, scale: u32) -> Option<Self> {
        let ends = |decimals: &u32| {
            10_i128.checked_pow(*decimals).is_some_and(|power| power % exact.denominator() == 0)
        };
        let decimals = (scale.min(DECIMALS)..=DECIMALS).find(ends).unwrap_or(DECIMALS);
        Some(Self { exact, amount: exact.round(decimals)? })
    }
}

/// What is known of the use of one metered point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consumption {
    /// The point.
    pub point: PointCode,
    /// The intervals, in order, without overlap.
    pub intervals: Vec<Interval>,
    /// The readings from which no use is computed.
    pub doubts: Vec<Doubt>,
    /// The day from which it measures, named or that of its first register; the first day of
    /// all where neither is known.
    pub from: Day,
    /// The day from which it is out of service, if it is.
    pub until: Option<Day>,
    /// The day of the last register; none where no register is known at all.
    pub end: Option<Day>,
}

/// Computes the use of a point from its readings; none for a point without a meter.
pub fn consumption(history: &History, view: &View) -> Option<Consumption> {
    let meter = history.point().meter.as_ref()?;
    let (mut first, mut intervals, mut doubts) = (None, Vec::new(), Vec::new());
    let mut note = |told: Told| match told {
        Told::First(day) => first = Some(day),
        Told::Interval(interval) => intervals.push(interval),
        Told::Doubt(doubt) => doubts.push(doubt),
    };
    let mut dials = Dials::new(history.segments(view), view.boundary, &mut note);
    for reading in history.current_readings(view) {
        dials.push(Sighting::from(reading), &mut note);
    }
    dials.end(&mut note);
    remark(&mut intervals, &doubts);
    let shifted = |day: Day| view.boundary.shifted(day);
    let end = intervals.last().map(|interval| interval.until).or(first);
    Some(Consumption {
        point: history.point().code.clone(),
        intervals,
        doubts,
        from: meter.from.map(shifted).or(first).unwrap_or(Day::FIRST),
        until: meter.until.map(shifted),
        end,
    })
}

/// The days on which a metered point is in service: what [`Consumption`] says of them, without the
/// uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    from: Day,
    until: Option<Day>,
}

impl Served {
    /// The days of a span in which the point is in service.
    pub fn service(&self, span: Span) -> Option<Span> {
        in_service(self.from, self.until, span)
    }
}

/// Tells on which days a point is in service; none for a point without a meter.
pub(super) fn served(history: &History, view: View) -> Option<Served> {
    let meter = history.point().meter.as_ref()?;
    let shifted = |day: Day| view.boundary.shifted(day);
    let from = meter.from.map(shifted).or_else(|| begun(history, view)).unwrap_or(Day::FIRST);
    Some(Served { from, until: meter.until.map(shifted) })
}

/// The day of the first register of all.
fn begun(history: &History, view: View) -> Option<Day> {
    let first = Cell::new(None);
    let mut note = |told: Told| match told {
        Told::First(day) => first.set(Some(day)),
        Told::Interval(_) | Told::Doubt(_) => {}
    };
    let mut dials = Dials::new(history.segments(&view), view.boundary, &mut note);
    for reading in history.current_readings(&view) {
        if first.get().is_some() {
            return first.get();
        }
        dials.push(Sighting::from(reading), &mut note);
    }
    dials.end(&mut note);
    first.get()
}

/// The registers known of one meter, those of its first and last moment included.
pub(super) fn dial(segment: &Segment, readings: &[&Reading]) -> (Vec<Mark>, Vec<Doubt>) {
    // Two people look at a dial that is put in or taken out.
    let seen = |when: When, register: Decimal| Mark { when, register, trust: Trust::Vouched };
    let own: Vec<&Reading> = readings
        .iter()
        .copied()
        .filter(|reading| segment.covers((reading.date, reading.time)))
        .collect();
    let (read, doubts) = marks(&own);
    let mut dial = Vec::with_capacity(read.len() + 2);
    dial.extend(segment.initial.map(|initial| seen(segment.from, initial)));
    dial.extend(read);
    if let (Some(until), Some(last)) = (segment.until, segment.last) {
        dial.push(seen(until, last));
    }
    (dial, doubts)
}

/// Adds the remarks that need a look at the neighbours: nothing used, and doubtful readings within.
fn remark(intervals: &mut [Interval], doubts: &[Doubt]) {
    // Whether something was used, for the posted intervals so far.
    let mut used: Vec<bool> = Vec::new();
    for interval in intervals {
        let Ok(posted) = &interval.outcome else { continue };
        let zero = posted.exact == Fraction::ZERO;
        let recent = &used[used.len().saturating_sub(3)..];
        if zero && (recent.is_empty() || recent.contains(&true)) {
            let register = interval.after.unwrap_or_default();
            interval.notices.push(Notice::Stuck { register });
        }
        used.push(!zero);
        let (from, until) = (interval.from, interval.until);
        let within = doubts.iter().filter(|doubt| from < doubt.day && doubt.day < until);
        interval.notices.extend(within.cloned().map(Notice::Doubted));
    }
}
