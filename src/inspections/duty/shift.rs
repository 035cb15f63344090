//! Once in each shift: `shifts=C 00:00-08:00, A 08:00-16:00, B 16:00-24:00`.
//!
//! A record belongs to the shift that its time lies in, and counts for no other; a shift across
//! midnight belongs to the day on which it starts, and is due on the day on which it ends.

use crate::base::{Day, Span};

use super::PassedOverWhy;
use super::course::{Course, Fate, Want};
use super::reckoning::Reckoning;
use crate::inspections::kind::Shifts;
use crate::inspections::rule::{Calendar, Term};
use crate::inspections::status::{About, Status};

/// Judges every shift of a term that starts by the horizon.
pub(super) fn judge(course: &mut Course<'_>, term: Term<'_>, shifts: &Shifts) {
    let bound = course.service.within(term.force);
    let (Some(first), Some(last)) = (bound.first(), bound.last()) else { return };
    let there = sort_out(course, term, shifts);
    let last = last.min(course.horizon);
    let mut next = 0;
    let mut day = first;
    while day <= last {
        let works = term.rule.calendar == Calendar::EveryDay || course.calendar.is_workday(day);
        for (nth, shift) in shifts.all().iter().enumerate() {
            while there.get(next).is_some_and(|(of, place, _)| (*of, *place) < (day, nth)) {
                next += 1;
            }
            let due = shift.ends_on(day);
            let window = Span::new(day, due).unwrap_or(Span::day(day));
            let want = Want { about: About::Shift(nth), ..Want::of(term.rule, window, due) };
            let is_asked = works && bound.contains(day);
            course.reckon(|_| Reckoning::Shift { day, shift: shift.clone(), is_asked });
            if !is_asked {
                course.push(want, Status::NotApplicable);
                continue;
            }
            course.note_ignored(term.rule, Span::day(day), due);
            if course.is_excused(term.rule, day, due) {
                course.push(want, Status::Excused);
                continue;
            }
            let of_it = there[next..].iter().take_while(|(of, at, _)| (*of, *at) == (day, nth));
            let rows: Vec<usize> = of_it.map(|(_, _, at)| *at).collect();
            if let Some(at) = rows.first() {
                let known = rows.iter().any(|at| course.entries[*at].was_known(due));
                course.push_done(want, *at, known);
            } else {
                let status = course.clock.undone(due, 0);
                course.push(want, status);
            }
        }
        day = day.next();
    }
}

/// The records by day and shift; those of no shift are passed over.
fn sort_out(course: &mut Course<'_>, term: Term<'_>, shifts: &Shifts) -> Vec<(Day, usize, usize)> {
    let mut there = Vec::with_capacity(course.entries.len());
    for at in course.positions(term.force) {
        let entry = &course.entries[at];
        if entry.fate != Fate::Open {
            continue;
        }
        let record = entry.record;
        let why = match record.time.map(|time| shifts.at(record.date, time)) {
            None => PassedOverWhy::NoTime,
            Some(None) => PassedOverWhy::NoShift,
            Some(Some((day, nth))) => {
                if record.for_slot.is_none_or(|slot| slot == day) {
                    there.push((day, nth, at));
                }
                continue;
            }
        };
        course.pass_over(at, why);
    }
    there.sort_unstable();
    there
}
