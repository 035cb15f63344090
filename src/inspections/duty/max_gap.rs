//! Never more than so many days of service from one inspection to the next.
//!
//! The deadline runs on from a missed one, so a gap of `g` days misses `⌊(g − 1) / d⌋` deadlines.
//! Days out of service and excused days do not count; each `d` excused days remove one unit.

use crate::base::{Day, Span};

use super::course::{Course, Fate, Want};
use super::reckoning::{Reckoning, Rolled};
use crate::inspections::days::Days;
use crate::inspections::kind::{Kind, MaxGap};
use crate::inspections::rule::{Rule, Term};
use crate::inspections::status::Status;

/// One link of the chain: what is due next after a day.
struct Link<'a> {
    rule: &'a Rule,
    gap: MaxGap,
    /// The due day before days off move it.
    plain: Day,
    due: Day,
    excused: Days,
}

/// Judges the chain of deadlines across all versions, oldest first.
pub(super) fn judge(course: &mut Course<'_>, terms: &[Term<'_>]) {
    let force = Days::of(terms.iter().map(|term| term.force));
    let bound = course.service.and(&force);
    let anchor = terms.first().and_then(|term| term.rule.anchor);
    let Some(mut last) =
        course.anchor.or(anchor).or(bound.first()).filter(|day| *day <= course.horizon)
    else {
        return;
    };
    while let Some(link) = next(course, terms, &bound, last) {
        let Link { rule, due, .. } = link;
        let grace = i64::from(rule.grace);
        let Some(window) = Span::new(last.next(), due) else { return };
        course.note_ignored(rule, window, due);
        course.reckon(|_| reckoned(&link, &bound, last));
        let done = course
            .positions(Span::new(window.first(), due.plus_days(grace)).unwrap_or(window))
            .find(|at| course.entries[*at].fate == Fate::Open);
        let begun = last;
        let mut ended = false;
        if let Some(at) = done {
            last = course.entries[at].record.date;
            let contemporary =
                last <= due && course.positions(window).any(|at| course.entries[at].was_known(due));
            course.push_done(Want::of(rule, window, due), at, contemporary);
        } else {
            let status = course.clock.undone(due, grace);
            course.push(Want::of(rule, window, due), status);
            last = due;
            ended = status != Status::Missed;
        }
        push_excused(course, &link, &bound, begun, last);
        if ended {
            return;
        }
    }
}

/// The next deadline after a day, by the version in whose days it falls.
fn next<'a>(course: &Course<'_>, terms: &[Term<'a>], bound: &Days, last: Day) -> Option<Link<'a>> {
    terms.iter().find_map(|Term { rule, force }| {
        let Kind::MaxGap(gap) = rule.kind else { return None };
        // A stricter version does not reach back: it is due on its first day at the earliest.
        let earliest = bound.within(*force).first()?;
        let mut excused = Days::default();
        let mut due = deadline(bound, &excused, last, gap)?.max(earliest);
        // Each excusal that holds for the due day may move it to where another one holds.
        loop {
            excused = course.excused(rule, Span::new(last.next(), due)?, due);
            let later = deadline(bound, &excused, last, gap)?.max(earliest);
            if later == due {
                break;
            }
            due = later;
        }
        let Rolled { plain, due } = course.rolled(rule, due, bound);
        (due <= force.last()).then_some(Link { rule, gap, plain, due, excused })
    })
}

/// What a link was reckoned from.
fn reckoned(link: &Link<'_>, bound: &Days, last: Day) -> Reckoning {
    let Link { gap, plain, due, excused, .. } = link;
    let ahead = Days::of(Span::new(last.next(), *plain));
    let served = ahead.and(bound);
    let stopped = ahead.count() - served.count();
    let excused = served.and(excused).count();
    // Where the days do not add up, it is the stop that made it due.
    let counted = served.count() - excused;
    let back_after = gap.stopped.filter(|_| counted < i64::from(gap.days));
    let due = Rolled { plain: *plain, due: *due };
    Reckoning::Gap { from: last, allowed: gap.days, stopped, excused, back_after, due }
}

/// The day on which the days allowed are used up; none if service ends before.
fn deadline(bound: &Days, excused: &Days, last: Day, gap: MaxGap) -> Option<Day> {
    let mut left = i64::from(gap.days);
    let mut until = bound.contains(last).then_some(last);
    for span in bound.spans().iter().filter(|span| span.last() > last) {
        let stopped = until.map_or(0, |until| until.days_until(span.first()) - 1);
        if gap.stopped.is_some_and(|most| stopped >= i64::from(most)) {
            return Some(span.first());
        }
        let ahead = Span::new(span.first().max(last.next()), span.last())?;
        let free = Days::of([ahead]).without(excused);
        if free.count() >= left {
            return free.nth_after(last, left);
        }
        left -= free.count();
        until = Some(span.last());
    }
    None
}

/// Each full count of excused days between two links is a unit that the excusal removed.
fn push_excused(course: &mut Course<'_>, link: &Link<'_>, bound: &Days, begun: Day, ended: Day) {
    let Some(window) = Span::new(begun.next(), ended) else { return };
    let skipped = bound.and(&link.excused).within(window);
    let mut from = begun;
    while let Some(due) = skipped.nth_after(from, i64::from(link.gap.days)) {
        let window = Span::new(from.next(), due).unwrap_or(window);
        let allowed = link.gap.days;
        course.reckon(|_| Reckoning::GapExcused { from, allowed, due });
        course.push(Want::of(link.rule, window, due), Status::Excused);
        from = due;
    }
}
