//! At months counted from an anchor: `anchored=1y,4y,7y,then=1y`.
//!
//! The due days follow from the anchor alone, so none of them drifts and doing one early never
//! moves the next. A record before the window of a due day is too early and counts for nothing.

use crate::base::{Day, Span};

use super::PassedOverWhy;
use super::course::{Course, Want};
use super::reckoning::{Reckoning, Rolled};
use crate::inspections::days::Days;
use crate::inspections::kind::{Anchored, Granularity};
use crate::inspections::rule::Term;
use crate::inspections::status::Status;

/// One due day.
struct Turn {
    /// The day that is counted from.
    anchor: Day,
    /// The months after it.
    months: u32,
    granularity: Granularity,
    /// The first day on which it may be done.
    opens: Day,
    /// The day after the due day before it.
    begins: Day,
    /// The due day, before days off move it.
    due: Day,
}

/// Judges every due day of a term, oldest first; the next one after the horizon too.
pub(super) fn judge(course: &mut Course<'_>, term: Term<'_>, anchored: &Anchored) {
    let bound = course.service.within(term.force);
    let (Some(first), Some(last)) = (bound.first(), bound.last()) else { return };
    judge_returns(course, term, anchored, &bound);
    let Some(anchor) = course.anchor.or(term.rule.anchor).or(course.service.first()) else {
        return;
    };
    let after = |months: u32| anchor.plus_months(i32::try_from(months).unwrap_or(i32::MAX));
    let scrapped = anchored.retire_after.map(after);
    let (mut before, mut begins) = (anchor, anchor);
    for months in anchored.schedule.offsets() {
        let plain = after(months);
        // The calendar has an end, and what is scrapped is not looked at any more.
        if plain <= before || scrapped.is_some_and(|day| plain >= day) {
            break;
        }
        before = plain;
        let (due, early_from) = match anchored.granularity {
            Granularity::Day => (plain, plain),
            Granularity::Month => (plain.month().last(), plain.month().first()),
        };
        let opens = anchored.early.map_or(begins, |early| early.before(early_from));
        let granularity = anchored.granularity;
        let turn = Turn { anchor, months, granularity, opens, begins, due };
        begins = due.next();
        if due > last {
            break;
        }
        if due >= first {
            judge_turn(course, term, &bound, &turn);
        }
        if due > course.horizon {
            break;
        }
    }
}

fn judge_turn(course: &mut Course<'_>, term: Term<'_>, bound: &Days, turn: &Turn) {
    let rule = term.rule;
    let due = course.roll(rule, turn.due, bound);
    let window = Span::new(turn.opens.min(turn.due), due).unwrap_or(Span::day(due));
    let want = Want::of(rule, window, due);
    course.reckon(|_| {
        let Turn { anchor, months, granularity, opens, due: plain, .. } = *turn;
        let opens = opens.min(plain);
        Reckoning::Anchored { anchor, months, granularity, opens, due: Rolled { plain, due } }
    });
    if !bound.contains(turn.due) {
        course.push(want, Status::NotApplicable);
        return;
    }
    course.note_ignored(rule, Span::day(turn.due), due);
    if course.is_excused(rule, turn.due, due) {
        course.push(want, Status::Excused);
        return;
    }
    let slot = Span::new(turn.begins.min(turn.due), turn.due).unwrap_or(window);
    course.settle(want, slot);
    if let Some(early) = Span::new(turn.begins, turn.opens.previous()) {
        for at in course.positions(early) {
            course.pass_over(at, PassedOverWhy::TooEarly);
        }
    }
}

/// After a long stop it is due on the first day back, whatever the anchor says.
fn judge_returns(course: &mut Course<'_>, term: Term<'_>, anchored: &Anchored, bound: &Days) {
    let Some(stopped) = anchored.stopped.map(i64::from) else { return };
    let spans = bound.spans().to_vec();
    for pair in spans.windows(2) {
        let (left, back) = (pair[0].last(), pair[1].first());
        if left.days_until(back) > stopped && back <= course.horizon {
            let window = Span::new(left.next(), back).unwrap_or(Span::day(back));
            course.reckon(|_| Reckoning::Return { left, back, stopped });
            course.settle(Want::of(term.rule, window, back), window);
        }
    }
}
