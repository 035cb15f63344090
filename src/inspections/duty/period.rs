//! So many in each slot: `2/week`, `1/month`.
//!
//! A slot that is only partly in service requires its share, rounded half up; nothing of it: not
//! applicable. What is surplus in one slot never carries over to the next. A record in the days of
//! grace serves the older slot first, and then cannot serve the newer one.

use crate::base::{Day, Span, Time};

use super::PassedOverWhy;
use super::course::{Course, Fate, Want};
use super::reckoning::{Reckoning, Rolled};
use crate::inspections::kind::{Period, Slot};
use crate::inspections::rule::Term;
use crate::inspections::status::Status;

/// Judges every slot of a term, oldest first.
pub(super) fn judge(course: &mut Course<'_>, term: Term<'_>, period: Period) {
    let Some(first) = course.service.first() else { return };
    let last = course.horizon.min(term.force.last());
    let mut slot = period.slot.around(first.max(term.force.first()));
    while slot.first() <= last {
        judge_slot(course, term, period, slot);
        slot = period.slot.around(slot.last().next());
    }
}

fn judge_slot(course: &mut Course<'_>, term: Term<'_>, period: Period, slot: Span) {
    let rule = term.rule;
    let bound = course.service.within(term.force);
    let days = bound.within(slot);
    let few = rule
        .min_workdays
        .is_some_and(|least| course.workdays(&days) < usize::try_from(least).unwrap_or(usize::MAX));
    let required = if few { 0 } else { share(period.times, days.count(), slot) };
    let reckoned =
        |course: &Course<'_>, excused: i64, left: u32, due: Option<Rolled>| Reckoning::Slot {
            slot,
            times: period.times,
            in_service: days.count(),
            workdays: rule.min_workdays.map(|least| (course.workdays(&days), least)),
            required,
            excused,
            left,
            due,
        };
    let Some(last) = days.last().filter(|_| required > 0) else {
        course.reckon(|course| reckoned(course, 0, 0, None));
        // Where another version shares the slot, that one speaks for it.
        let n_terms = course.terms.iter().filter(|term| term.force.overlap(slot).is_some()).count();
        let n_units = if n_terms > 1 { 0 } else { period.times };
        for _ in 0..n_units {
            course.push(Want::of(rule, slot, slot.last()), Status::NotApplicable);
        }
        return;
    };
    let due = course.roll(rule, last, &bound);
    let excused_days = course.excused(rule, slot, due);
    course.note_ignored(rule, slot, due);
    let left = share(period.times, days.without(&excused_days).count(), slot);
    course.reckon(|course| {
        let excused = days.and(&excused_days).count();
        reckoned(course, excused, left, Some(Rolled { plain: last, due }))
    });

    let grace = i64::from(rule.grace);
    let mut pick = Pick { period, slot, count: 0, last: None };
    // A due day that days off moved is still in time, though the slot is over.
    let rolled = Span::new(last.next(), due);
    let spans = days.spans().iter().copied().chain(rolled);
    let in_time: Vec<usize> = spans.flat_map(|span| course.positions(span)).collect();
    let mut early = pick;
    for at in in_time.iter().copied().filter(|at| course.entries[*at].was_known(due)) {
        if early.refuses(course, at).is_none() {
            early.count_in(course, at);
        }
    }
    for at in in_time {
        if pick.count == left {
            break;
        }
        match pick.refuses(course, at) {
            None => {
                pick.count_in(course, at);
                course.push_done(Want::of(rule, slot, due), at, pick.count <= early.count);
            }
            Some(why) => course.pass_over(at, why),
        }
    }
    let late = Span::new(due.next(), due.plus_days(grace)).map(|span| course.positions(span));
    for at in late.into_iter().flatten() {
        if pick.count < left && pick.refuses(course, at).is_none() {
            pick.count_in(course, at);
            course.push_done(Want::of(rule, slot, due), at, false);
        }
    }
    for _ in pick.count..left {
        course.push(Want::of(rule, slot, due), course.clock.undone(due, grace));
    }
    for _ in left..required {
        course.push(Want::of(rule, slot, due), Status::Excused);
    }
}

/// `round half up (times * days / length)`, in integers.
fn share(times: u32, days: i64, slot: Span) -> u32 {
    let length = slot.days();
    let units = (2 * i64::from(times) * days + length).div_euclid(2 * length);
    u32::try_from(units).unwrap_or(0)
}

/// Earliest first, which is also the most that any choice can count.
#[derive(Debug, Clone, Copy)]
struct Pick {
    period: Period,
    slot: Span,
    count: u32,
    last: Option<(Day, Option<Time>)>,
}

impl Pick {
    /// Why a record cannot count for the slot; none if it can.
    fn refuses(&self, course: &Course<'_>, at: usize) -> Option<PassedOverWhy> {
        let entry = &course.entries[at];
        let record = entry.record;
        let meant = record.for_slot.is_none_or(|day| self.slot.contains(day));
        if entry.fate != Fate::Open || !meant {
            return Some(PassedOverWhy::Surplus);
        }
        if self.period.slot == Slot::Day {
            let repeated = self.last == Some((record.date, record.time));
            return repeated.then_some(PassedOverWhy::Repeat);
        }
        // A second one on a day that already served the older slot, unless it says otherwise.
        let served = record.for_slot.is_none() && course.is_taken(record.date);
        match self.last {
            _ if served => Some(PassedOverWhy::Repeat),
            None => None,
            Some((last, _)) => {
                let apart = last.days_until(record.date);
                (apart < i64::from(self.period.spacing)).then_some(PassedOverWhy::TooClose)
            }
        }
    }

    fn count_in(&mut self, course: &Course<'_>, at: usize) {
        let record = course.entries[at].record;
        self.count += 1;
        self.last = Some((record.date, record.time));
    }
}
