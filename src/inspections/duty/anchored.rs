//! At months counted from an anchor: `anchored=1y,4y,7y,then=1y`.
//!
//! The due days follow from the anchor alone, so none of them drifts and doing one early never
//! moves the next. A record before the window of a due day is too early and counts for nothing.

use crate::base::{Day, Span};

use super::PassedOverWhy;
use super::course::{Course, Entry, Want};
use super::reckoning::{Reckoning, Rolled};
use super::turn::{Choice, Open, Turn, Turns};
use crate::inspections::days::Days;
use crate::inspections::kind::{Anchored, Granularity};
use crate::inspections::rule::{Rule, Term};
use crate::inspections::status::Status;

/// What a due day is counted from.
#[derive(Debug, Clone, Copy)]
enum Counted {
    /// So many months after an anchor.
    Months { anchor: Day, months: u32, granularity: Granularity },
    /// The last day before a stop, and after how many days out of service it is due.
    Back { left: Day, stopped: i64 },
}

/// A due day.
struct Deadline<'r> {
    rule: &'r Rule,
    counted: Counted,
    /// The first day on which it may be done.
    opens: Day,
    /// The days of which a record may say that it was done for them.
    slot: Span,
    /// The due day, before days off move it.
    plain: Day,
    /// The due day.
    due: Day,
}

/// Judges every due day of a term, oldest first; the next one after the horizon too.
pub(super) fn judge(course: &mut Course<'_>, term: Term<'_>, anchored: &Anchored) {
    let bound = course.service.within(term.force);
    let mut dues = scheduled(course, term, anchored, &bound);
    // Where both fall on a day, one inspection is what is asked for.
    let back = returns(course, term, anchored, &bound);
    let back = back.into_iter().filter(|back| dues.iter().all(|due| due.due != back.due));
    dues.extend(back.collect::<Vec<_>>());
    dues.sort_by_key(|due| due.due);
    let mut turns = Turns::new(course);
    for due in dues {
        judge_due(course, &bound, &mut turns, due);
    }
}

/// The due days as they are counted from the anchor.
fn scheduled<'r>(
    course: &Course<'_>,
    term: Term<'r>,
    anchored: &Anchored,
    bound: &Days,
) -> Vec<Deadline<'r>> {
    let mut dues = Vec::new();
    let anchor = course.anchor.or(term.rule.anchor).or(course.service.first());
    let (Some(first), Some(last), Some(anchor)) = (bound.first(), bound.last(), anchor) else {
        return dues;
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
        let (plain, early_from) = match anchored.granularity {
            Granularity::Day => (plain, plain),
            Granularity::Month => (plain.month().last(), plain.month().first()),
        };
        let opens = anchored.early.map_or(begins, |early| early.before(early_from)).min(plain);
        let slot = Span::new(begins, plain).unwrap_or(Span::day(plain));
        begins = plain.next();
        if plain > last {
            break;
        }
        if plain >= first {
            let due = course.roll(term.rule, plain, bound);
            let granularity = anchored.granularity;
            let counted = Counted::Months { anchor, months, granularity };
            dues.push(Deadline { rule: term.rule, counted, opens, slot, plain, due });
        }
        if plain > course.horizon {
            break;
        }
    }
    dues
}

/// After a long stop it is due on the first day back, whatever the anchor says.
fn returns<'r>(
    course: &Course<'_>,
    term: Term<'r>,
    anchored: &Anchored,
    bound: &Days,
) -> Vec<Deadline<'r>> {
    let Some(stopped) = anchored.stopped.map(i64::from) else { return Vec::new() };
    let stops = bound.spans().windows(2).map(|pair| (pair[0].last(), pair[1].first()));
    let long =
        stops.filter(|(left, back)| left.days_until(*back) > stopped && *back <= course.horizon);
    long.map(|(left, back)| {
        let due = course.roll(term.rule, back, bound);
        let slot = Span::new(left.next(), back).unwrap_or(Span::day(back));
        let counted = Counted::Back { left, stopped };
        Deadline { rule: term.rule, counted, opens: slot.first(), slot, plain: back, due }
    })
    .collect()
}

fn judge_due<'r>(
    course: &mut Course<'_>,
    bound: &Days,
    turns: &mut Turns<Deadline<'r>>,
    turn: Deadline<'r>,
) {
    let Deadline { rule, counted, opens, slot, plain, due } = turn;
    let want = Want::of(rule, Span::new(opens, due).unwrap_or(Span::day(due)), due);
    course.reckon(|_| match counted {
        Counted::Months { anchor, months, granularity } => {
            let due = Rolled { plain, due };
            Reckoning::Anchored { anchor, months, granularity, opens, due }
        }
        Counted::Back { left, stopped } => Reckoning::Return { left, back: plain, stopped },
    });
    if !bound.contains(plain) {
        course.push(want, Status::NotApplicable);
        return;
    }
    course.note_ignored(rule, Span::day(plain), due);
    if course.is_excused(rule, plain, due) {
        course.push(want, Status::Excused);
        return;
    }
    let (taken, n_seen) = turns.serve(course, turn);
    if let Some(at) = taken.first() {
        course.push_done(want, *at, n_seen > 0);
    } else {
        let status = course.clock.undone(due, i64::from(rule.grace));
        course.push(want, status);
    }
    if let Some(early) = Span::new(slot.first(), opens.previous()) {
        for at in course.positions(early) {
            course.pass_over(at, PassedOverWhy::TooEarly);
        }
    }
}

impl Turn for Deadline<'_> {
    fn opens(&self) -> Day {
        self.opens
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

    fn choose(&self, course: &Course<'_>, open: &Open) -> Choice {
        let meant = |at: usize| {
            course.entries[at].record.for_slot.is_none_or(|day| self.slot.contains(day))
        };
        let days = Span::new(self.opens, self.reach());
        let mut all = days.into_iter().flat_map(|days| course.positions(days));
        let first = all.find(|at| open.has(course, *at) && meant(*at));
        Choice { taken: first.into_iter().collect(), refused: Vec::new() }
    }
}
