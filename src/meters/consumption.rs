//! From readings to use: intervals of whole days, each with a use or with the reason why not.
//!
//! Nothing is estimated here and nothing is rounded but the last digit of a use that has no end.
//! `judge.rs` says what two registers mean; `slice.rs` cuts the intervals into months.

use crate::base::{Day, Decimal, Fraction, PointCode};

use super::history::When;
use super::judge::{Mark, Step, Trust, marks, walk};
use super::{Boundary, Doubt, Gap, History, Notice, Reading, Segment, View};

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
    let segments = history.segments(view);
    let readings = history.current_readings(view);
    let mut intervals: Vec<Interval> = Vec::new();
    let mut doubts = Vec::new();
    let shifted = |day: Day| day.plus_days(view.boundary.shift());
    let mut first = None;
    let mut old: Option<&Segment> = None;
    for segment in &segments {
        let (marks, doubted) = dial(segment, &readings);
        doubts.extend(doubted);
        first = first.or(marks.first().map(|mark| shifted(mark.when.0)));
        let mut own = of_segment(segment, marks);
        if let (Some(old), Some(first)) = (old.replace(segment), own.first_mut()) {
            let (old_final, initial) = (old.last, segment.initial);
            first.notices.insert(0, Notice::NewMeter { old_final, initial });
        }
        intervals.extend(own);
    }
    for interval in &mut intervals {
        (interval.from, interval.until) = (shifted(interval.from), shifted(interval.until));
    }
    for doubt in &mut doubts {
        doubt.day = shifted(doubt.day);
    }
    let mut intervals = join_days(intervals, view.boundary);
    remark(&mut intervals, &doubts);
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

/// The intervals of one meter, those of no days included.
fn of_segment(segment: &Segment, marks: Vec<Mark>) -> Vec<Interval> {
    let ends = marks.first().zip(marks.last()).map(|(first, last)| (first.clone(), last.clone()));
    let mut intervals = Vec::new();
    let open = |from: When, until: When, gap: Gap| Interval {
        from: from.0,
        until: until.0,
        before: None,
        after: None,
        outcome: Err(gap),
        notices: Vec::new(),
    };
    let Some((first, last)) = ends else {
        return segment
            .until
            .map(|until| open(segment.from, until, Gap::NoFinal))
            .into_iter()
            .collect();
    };
    if first.when.0 > segment.from.0 && segment.from.0 > Day::FIRST {
        intervals.push(open(segment.from, first.when, Gap::NoStart));
    }
    intervals.extend(walk(segment, marks).into_iter().map(of_step));
    if let Some(until) = segment.until
        && last.when.0 < until.0
    {
        intervals.push(open(last.when, until, Gap::NoFinal));
    }
    intervals
}

/// The interval of a step.
fn of_step(step: Step) -> Interval {
    let Step { before, after, outcome, notices } = step;
    let scale = before.register.scale().max(after.register.scale());
    let outcome = outcome.and_then(|exact| Posted::new(exact, scale).ok_or(Gap::Range));
    Interval {
        from: before.when.0,
        until: after.when.0,
        before: Some(before.register),
        after: Some(after.register),
        outcome,
        notices,
    }
}

/// Joins what was used within one day to the interval that has this day.
fn join_days(intervals: Vec<Interval>, boundary: Boundary) -> Vec<Interval> {
    let mut joined: Vec<Interval> = Vec::with_capacity(intervals.len());
    match boundary {
        Boundary::StartOfDay => {
            let mut waiting: Option<Interval> = None;
            for interval in intervals {
                let interval = match waiting.take() {
                    Some(before) => join(before, interval),
                    None => interval,
                };
                if interval.days() == 0 {
                    waiting = Some(interval);
                } else {
                    joined.push(interval);
                }
            }
        }
        Boundary::EndOfDay => {
            for interval in intervals {
                match joined.pop() {
                    Some(before) if interval.days() == 0 => joined.push(join(before, interval)),
                    Some(before) => joined.extend([before, interval]),
                    None if interval.days() == 0 => {}
                    None => joined.push(interval),
                }
            }
        }
    }
    joined
}

/// Two neighbouring intervals as one; open if either is.
fn join(one: Interval, other: Interval) -> Interval {
    let mut notices = one.notices;
    notices.extend(other.notices);
    let outcome = match (one.outcome, other.outcome) {
        (Ok(one), Ok(other)) => {
            let scale = one.amount.scale().max(other.amount.scale());
            let sum = one.exact.checked_add(other.exact);
            sum.and_then(|sum| Posted::new(sum, scale)).ok_or(Gap::Range)
        }
        (Err(gap), _) | (_, Err(gap)) => Err(gap),
    };
    Interval {
        from: one.from,
        until: other.until,
        before: one.before,
        after: other.after,
        outcome,
        notices,
    }
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
