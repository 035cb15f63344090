//! The meters of one point, fed with their readings one by one in the order of time.
//!
//! An interval is handed out as soon as no later reading can change it, so that a year of readings
//! needs no more memory than what is still open: the readings of one moment, the last register that
//! was seen with the estimates since, and one interval that may yet take up the use of its own day.

use crate::base::Day;

use super::history::When;
use super::judge::{Mark, Sighting, Step, Trust, Walk, mark};
use super::run::Run;
use super::{Boundary, Doubt, Gap, Interval, Notice, Posted, ReadingKind, Segment};

/// What comes to light while readings are taken in.
#[derive(Debug)]
pub(super) enum Told {
    /// The day of the first register of all; once, and before everything else that is known.
    First(Day),
    /// An interval, in order, without overlap; of a run also several within one month, none of
    /// them open.
    Interval(Interval),
    /// A reading from which no use is computed, before any interval that ends after it.
    Doubt(Doubt),
}

/// The meters of one point in the middle of their readings.
#[derive(Debug)]
pub(super) struct Dials {
    segments: Vec<Segment>,
    /// The segment whose readings come now.
    at: usize,
    /// The readings of the moment that is not over yet.
    same: Vec<Sighting>,
    /// The registers of this segment that later ones may still change.
    walk: Walk,
    /// The moment of this segment's last register.
    last: Option<When>,
    /// Whether the first register of all was told.
    begun: Begun,
    days: Days,
}

/// Whether a register is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begun {
    Yes,
    No,
}

impl Dials {
    /// The meters of a point before their first reading.
    pub(super) fn new(
        segments: Vec<Segment>,
        boundary: Boundary,
        tell: &mut impl FnMut(Told),
    ) -> Self {
        let mut dials = Self {
            segments,
            at: 0,
            same: Vec::new(),
            walk: Walk::default(),
            last: None,
            begun: Begun::No,
            days: Days { boundary, waiting: None, remark: None },
        };
        dials.open(tell);
        dials
    }

    /// Takes the next reading in; what is about none of the meters is passed over.
    pub(super) fn push(&mut self, own: Sighting, tell: &mut impl FnMut(Told)) {
        while self.segments[self.at].until.is_some_and(|until| until <= own.when) {
            self.next(tell);
        }
        if own.when < self.segments[self.at].from {
            return;
        }
        if self.same.first().is_some_and(|same| same.when != own.when) {
            self.settle(tell);
        }
        self.same.push(own);
    }

    /// Whether a run that comes next means what its ends mean.
    pub(super) fn takes(&self, run: &Run) -> bool {
        let segment = self.segments[self.at..].iter().find(|own| own.covers(run.first.when));
        segment.is_some_and(|segment| run.holds(segment))
    }

    /// Takes the next readings in, which it [takes](Self::takes): what is told are the intervals
    /// that it would tell of each of them, but that those between two days of the run are told as
    /// one.
    pub(super) fn push_run(&mut self, run: &Run, tell: &mut impl FnMut(Told)) {
        let Mark { when, register, .. } = run.first;
        self.push(Sighting { when, register, kind: ReadingKind::Actual, reason: None }, tell);
        if !run.legs.is_empty() {
            self.settle(tell);
        }
        for leg in &run.legs {
            let Self { segments, at, walk, last, days, .. } = self;
            let segment = &segments[*at];
            let step = walk.leap(segment, leg.last).expect("BUG: a run behind no reading");
            let scale = leg.least(segment).map_or(0, |least| least.amount.scale());
            *last = Some(leg.last.when);
            days.push(posted(step, scale), tell);
        }
    }

    /// Hands out what is left: no reading comes any more.
    pub(super) fn end(mut self, tell: &mut impl FnMut(Told)) {
        while self.at + 1 < self.segments.len() {
            self.next(tell);
        }
        self.close(tell);
        self.days.end(tell);
    }

    /// Takes one meter out and puts the next one in.
    fn next(&mut self, tell: &mut impl FnMut(Told)) {
        self.close(tell);
        self.at += 1;
        let (old, new) = (&self.segments[self.at - 1], &self.segments[self.at]);
        let (old_final, initial) = (old.last, new.initial);
        self.days.remark = Some(Notice::NewMeter { old_final, initial });
        self.open(tell);
    }

    fn open(&mut self, tell: &mut impl FnMut(Told)) {
        let Segment { from, initial, .. } = self.segments[self.at];
        // Two people look at a dial that is put in or taken out.
        if let Some(register) = initial {
            self.mark(Mark { when: from, register, trust: Trust::Vouched }, tell);
        }
    }

    fn close(&mut self, tell: &mut impl FnMut(Told)) {
        self.settle(tell);
        let Segment { from, until, last, .. } = self.segments[self.at];
        if let (Some(when), Some(register)) = (until, last) {
            self.mark(Mark { when, register, trust: Trust::Vouched }, tell);
        }
        let days = &mut self.days;
        std::mem::take(&mut self.walk).end(|step| days.push(of_step(step), tell));
        let known = self.last.take();
        if let Some(until) = until
            && known.is_none_or(|known| known.0 < until.0)
        {
            self.days.push(open(known.unwrap_or(from), until, Gap::NoFinal), tell);
        }
        // A remark belongs to the first interval of its own meter, or to none.
        self.days.remark = None;
    }

    /// Takes the readings of one moment for what they are together.
    fn settle(&mut self, tell: &mut impl FnMut(Told)) {
        if self.same.is_empty() {
            return;
        }
        let boundary = self.days.boundary;
        let mark = mark(&self.same, |doubt| {
            tell(Told::Doubt(Doubt { day: boundary.shifted(doubt.day), ..doubt }));
        });
        self.same.clear();
        if let Some(mark) = mark {
            self.mark(mark, tell);
        }
    }

    fn mark(&mut self, mark: Mark, tell: &mut impl FnMut(Told)) {
        let Self { segments, at, walk, last, begun, days, .. } = self;
        let segment = &segments[*at];
        if last.replace(mark.when).is_none() {
            if *begun == Begun::No {
                *begun = Begun::Yes;
                tell(Told::First(days.boundary.shifted(mark.when.0)));
            }
            if mark.when.0 > segment.from.0 && segment.from.0 > Day::FIRST {
                days.push(open(segment.from, mark.when, Gap::NoStart), tell);
            }
        }
        walk.push(segment, mark, |step| days.push(of_step(step), tell));
    }
}

/// Days without any register at one of their ends.
fn open(from: When, until: When, gap: Gap) -> Interval {
    Interval {
        from: from.0,
        until: until.0,
        before: None,
        after: None,
        outcome: Err(gap),
        notices: Vec::new(),
    }
}

/// The interval of a step.
fn of_step(step: Step) -> Interval {
    let scale = step.before.register.scale().max(step.after.register.scale());
    posted(step, scale)
}

/// The same, with so many decimals at least.
fn posted(step: Step, scale: u32) -> Interval {
    let Step { before, after, outcome, notices } = step;
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

/// Intervals put on whole days: what was used within one day is joined to the interval that has
/// this day.
#[derive(Debug)]
struct Days {
    boundary: Boundary,
    /// From the start of a day: use within one day, which the next interval takes up. To the end of
    /// a day: the interval that takes up what is used within its last day.
    waiting: Option<Interval>,
    /// What is remarked on the next interval.
    remark: Option<Notice>,
}

impl Days {
    fn push(&mut self, mut interval: Interval, tell: &mut impl FnMut(Told)) {
        interval.from = self.boundary.shifted(interval.from);
        interval.until = self.boundary.shifted(interval.until);
        if let Some(remark) = self.remark.take() {
            interval.notices.insert(0, remark);
        }
        match self.boundary {
            Boundary::StartOfDay => {
                let interval = match self.waiting.take() {
                    Some(before) => join(before, interval),
                    None => interval,
                };
                if interval.days() == 0 {
                    self.waiting = Some(interval);
                } else {
                    tell(Told::Interval(interval));
                }
            }
            Boundary::EndOfDay => match self.waiting.take() {
                Some(before) if interval.days() == 0 => self.waiting = Some(join(before, interval)),
                Some(before) => {
                    self.waiting = Some(interval);
                    tell(Told::Interval(before));
                }
                None if interval.days() == 0 => {}
                None => self.waiting = Some(interval),
            },
        }
    }

    /// What waits for a reading of a later day stays out.
    fn end(self, tell: &mut impl FnMut(Told)) {
        if self.boundary == Boundary::EndOfDay
            && let Some(interval) = self.waiting
        {
            tell(Told::Interval(interval));
        }
    }
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
