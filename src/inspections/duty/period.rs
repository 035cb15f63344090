//! So many in each slot: `2/week`, `1/month`.
//!
//! A slot that is only partly in service requires its share, rounded half up; nothing of it: not
//! applicable. What is surplus in one slot never carries over to the next. A record in the days of
//! grace serves the older slot first, and then cannot serve the newer one.

use crate::base::{Day, Span};

use super::PassedOverWhy;
use super::course::{Course, Entry, Want};
use super::reckoning::{Reckoning, Rolled};
use super::turn::{Choice, Open, Turn, Turns};
use crate::inspections::days::Days;
use crate::inspections::done::Done;
use crate::inspections::kind::{Period, Slot};
use crate::inspections::rule::{Rule, Term};
use crate::inspections::status::Status;

/// Judges every slot of a term, oldest first.
pub(super) fn judge(course: &mut Course<'_>, term: Term<'_>, period: Period) {
    let Some(first) = course.service.first() else { return };
    let last = course.horizon.min(term.force.last());
    let mut slot = period.slot.around(first.max(term.force.first()));
    let bound = course.service.within(term.force);
    let mut turns = Turns::new(course);
    while slot.first() <= last {
        judge_slot(course, &mut turns, (term, &bound), period, slot);
        slot = period.slot.around(slot.last().next());
    }
}

fn judge_slot<'r>(
    course: &mut Course<'_>,
    turns: &mut Turns<Quota<'r>>,
    (term, bound): (Term<'r>, &Days),
    period: Period,
    slot: Span,
) {
    let rule = term.rule;
    let days = bound.within(slot);
    let few = rule
        .min_workdays
        .is_some_and(|least| course.workdays(&days) < usize::try_from(least).unwrap_or(usize::MAX));
    let required = if few { 0 } else { share(period.times, days.count(), slot) };
    let reckoned = |course: &Course<'_>, days: &Days, excused: i64, due: Option<Rolled>| {
        let left =
            if due.is_some() { share(period.times, days.count() - excused, slot) } else { 0 };
        let workdays = rule.min_workdays.map(|least| (course.workdays(days), least));
        let (times, in_service) = (period.times, days.count());
        Reckoning::Slot { slot, times, in_service, workdays, required, excused, left, due }
    };
    let Some(last) = days.last().filter(|_| required > 0) else {
        course.reckon(|course| reckoned(course, &days, 0, None));
        // Where another version shares the slot, that one speaks for it.
        let n_terms = course.terms.iter().filter(|term| term.force.overlap(slot).is_some()).count();
        let n_units = if n_terms > 1 { 0 } else { period.times };
        for _ in 0..n_units {
            course.push(Want::of(rule, slot, slot.last()), Status::NotApplicable);
        }
        return;
    };
    let due = course.roll(rule, last, bound);
    course.note_ignored(rule, slot, due);
    let first = days.first().unwrap_or(last);
    let quota = Quota { rule, period, slot, first, due, days };
    let left = quota.left(course, Day::LAST);
    course.reckon(|course| {
        let excused = quota.days.and(&course.excused(rule, slot, due)).count();
        reckoned(course, &quota.days, excused, Some(Rolled { plain: last, due }))
    });
    turns.forget(course, first);
    let (taken, n_seen) = turns.serve(course, quota);
    for (nth, at) in taken.iter().enumerate() {
        course.push_done(Want::of(rule, slot, due), *at, nth < n_seen);
    }
    for _ in taken.len()..left {
        let status = course.clock.undone(due, i64::from(rule.grace));
        course.push(Want::of(rule, slot, due), status);
    }
    for _ in left..usize::try_from(required).unwrap_or(left) {
        course.push(Want::of(rule, slot, due), Status::Excused);
    }
}

/// `round half up (times * days / length)`, in integers.
pub(in crate::inspections) fn share(times: u32, days: i64, slot: Span) -> u32 {
    let length = slot.days();
    let units = (2 * i64::from(times) * days + length).div_euclid(2 * length);
    u32::try_from(units).unwrap_or(0)
}

/// What a slot asks for.
struct Quota<'r> {
    rule: &'r Rule,
    period: Period,
    slot: Span,
    /// The first day of the slot in service.
    first: Day,
    due: Day,
    /// The days of the slot in service.
    days: Days,
}

impl Quota<'_> {
    /// How many are left to be done once the excused days are taken off, by what was entered by the
    /// end of a day.
    fn left(&self, course: &Course<'_>, by: Day) -> usize {
        let days = if course.has_excusals() {
            let excused = course.excused_as_seen(self.rule, self.slot, self.due, by);
            self.days.without(&excused).count()
        } else {
            self.days.count()
        };
        let left = share(self.period.times, days, self.slot);
        usize::try_from(left).unwrap_or(usize::MAX)
    }

    /// Why a record that is open cannot count after the last one that does; none if it can.
    fn refuses(
        &self,
        record: Done,
        last: Option<Done>,
        served: impl FnOnce() -> bool,
    ) -> Option<PassedOverWhy> {
        if self.period.slot == Slot::Day {
            let repeated =
                last.is_some_and(|last| (last.date, last.time) == (record.date, record.time));
            return repeated.then_some(PassedOverWhy::Repeat);
        }
        // A second one on a day that already served the older slot, unless it says otherwise.
        if record.for_slot.is_none() && served() {
            return Some(PassedOverWhy::Repeat);
        }
        match last?.date.days_until(record.date) {
            0 => Some(PassedOverWhy::Repeat),
            apart => (apart < i64::from(self.period.spacing)).then_some(PassedOverWhy::TooClose),
        }
    }
}

impl Turn for Quota<'_> {
    fn opens(&self) -> Day {
        self.first
    }

    fn due(&self) -> Day {
        self.due
    }

    fn reach(&self) -> Day {
        self.due.plus_days(i64::from(self.rule.grace))
    }

    fn was_known(&self, _by: Day) -> bool {
        true
    }

    fn is_in_time(&self, entry: &Entry) -> bool {
        entry.record.date <= self.due
    }

    /// Earliest first, which is also the most that any choice can count.
    fn choose(&self, course: &Course<'_>, open: &Open) -> Choice {
        let left = match open {
            Open::Now => self.left(course, Day::LAST),
            Open::Then { by, .. } => self.left(course, *by),
        };
        let mut choice = Choice::default();
        let Some(days) = Span::new(self.first, self.reach()) else { return choice };
        for at in course.positions(days) {
            if choice.taken.len() >= left {
                break;
            }
            let record = course.entries[at].record;
            let meant = record.for_slot.is_none_or(|day| self.slot.contains(day));
            if !meant || !open.has(course, at) {
                continue;
            }
            let last = choice.taken.last().map(|at| course.entries[*at].record);
            match self.refuses(record, last, || open.has_served(course, record.date)) {
                None => choice.taken.push(at),
                // A later slot may still count what is not its own.
                Some(why) if self.slot.contains(record.date) => choice.refused.push((at, why)),
                Some(_) => {}
            }
        }
        choice
    }
}
