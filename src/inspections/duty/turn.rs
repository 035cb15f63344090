//! Turns that records serve one after the other: what an older one takes a newer one cannot have.
//!
//! What was seen of a turn at the end of its due day is found by serving it again with what had been
//! entered by then, together with the older turns that may have taken what it needs.

use std::collections::BTreeSet;

use super::course::{Course, Entry, Fate};
use crate::base::Day;
use crate::inspections::PassedOverWhy;

/// Something that is due, and the records that may serve it.
pub(super) trait Turn {
    /// The first day on which a record may serve it.
    fn opens(&self) -> Day;

    /// The last day on which it is done in time.
    fn due(&self) -> Day;

    /// The last day on which a record may serve it.
    fn reach(&self) -> Day;

    /// Whether it was known by the end of a day that it is due.
    fn was_known(&self, by: Day) -> bool;

    /// Whether a record that serves it is in time.
    fn is_in_time(&self, entry: &Entry) -> bool;

    /// Chooses of the records that are open.
    fn choose(&self, course: &Course<'_>, open: &Open) -> Choice;
}

/// The records that a turn takes, and those that it cannot count.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// In their order.
    pub(super) taken: Vec<usize>,
    /// And why not.
    pub(super) refused: Vec<(usize, PassedOverWhy)>,
}

/// Which records a turn may choose of.
#[derive(Debug)]
pub(super) enum Open {
    /// Those that no turn before it took.
    Now,
    /// The same as it was seen at the end of a day.
    Then {
        /// The day.
        by: Day,
        /// Turns before this one are as they are now.
        since: usize,
        /// What the turns from there on took.
        taken: BTreeSet<usize>,
    },
}

impl Open {
    /// Whether a record is open.
    pub(super) fn has(&self, course: &Course<'_>, at: usize) -> bool {
        let entry = &course.entries[at];
        match self {
            Self::Now => entry.fate == Fate::Open,
            Self::Then { by, .. } => {
                entry.record.date <= *by && entry.was_known(*by) && !self.took(course, at)
            }
        }
    }

    /// Whether an older turn took a record.
    fn took(&self, course: &Course<'_>, at: usize) -> bool {
        match (self, course.entries[at].fate) {
            (Self::Now, fate) => matches!(fate, Fate::Taken(_) | Fate::TooLate(_)),
            (Self::Then { since, .. }, Fate::Taken(turn) | Fate::TooLate(turn))
                if turn < *since =>
            {
                true
            }
            (Self::Then { taken, .. }, _) => taken.contains(&at),
        }
    }

    /// Whether an older turn took a record of a day.
    pub(super) fn has_served(&self, course: &Course<'_>, day: Day) -> bool {
        course.positions(crate::base::Span::day(day)).any(|at| self.took(course, at))
    }
}

/// The turns of a term that have been served, by their due day.
#[derive(Debug)]
pub(super) struct Turns<T> {
    served: Vec<T>,
    /// The number of the first of them among all turns of the course.
    first: usize,
}

impl<T: Turn> Turns<T> {
    /// None yet.
    pub(super) fn new(course: &Course<'_>) -> Self {
        Self { served: Vec::new(), first: course.n_turns }
    }

    /// Forgets those that cannot bear on what opens on a day or later.
    pub(super) fn forget(&mut self, course: &Course<'_>, opens: Day) {
        if self.served.last().is_some_and(|last| last.reach() < opens) {
            self.served.clear();
            self.first = course.n_turns;
        }
    }

    /// Serves the next turn: the records that it takes, and how many of those in time were seen by
    /// the end of its due day.
    pub(super) fn serve(&mut self, course: &mut Course<'_>, turn: T) -> (Vec<usize>, usize) {
        let Choice { taken, refused } = turn.choose(course, &Open::Now);
        for at in &taken {
            course.take(*at);
        }
        for (at, why) in refused {
            course.pass_over(at, why);
        }
        course.n_turns += 1;
        self.served.push(turn);
        let n_seen = self.seen(course, &taken);
        (taken, n_seen)
    }

    /// How many records in time the last turn would have been served by at the end of its due day.
    fn seen(&self, course: &Course<'_>, taken: &[usize]) -> usize {
        let in_time = |turn: &T, taken: &[usize]| {
            taken.iter().filter(|at| turn.is_in_time(&course.entries[**at])).count()
        };
        let Some((turn, older)) = self.served.split_last() else { return 0 };
        let due = turn.due();
        let n_done = in_time(turn, taken);
        if n_done == 0 || !turn.was_known(due) {
            return 0;
        }
        let Some(unknown) = course.first_unknown(due) else { return n_done };
        // Older turns bear on it while they reach into it, and from the first that something was
        // still unknown about.
        let (mut since, mut opens) = (older.len(), turn.opens());
        while let Some(before) = since.checked_sub(1).map(|at| &older[at]) {
            if before.reach() < opens || before.reach() < unknown {
                break;
            }
            opens = opens.min(before.opens());
            since -= 1;
        }
        let mut open = Open::Then { by: due, since: self.first + since, taken: BTreeSet::new() };
        for before in older[since..].iter().filter(|turn| turn.was_known(due)) {
            let chosen = before.choose(course, &open).taken;
            if let Open::Then { taken, .. } = &mut open {
                taken.extend(chosen);
            }
        }
        in_time(turn, &turn.choose(course, &open).taken)
    }
}

/// The days of what was entered after its day, and how late what is up to there was.
pub(super) fn entered_late(dated: impl Iterator<Item = (Day, Day)>) -> Vec<(Day, Day)> {
    let mut late: Vec<(Day, Day)> = dated.filter(|(date, entered)| date < entered).collect();
    late.sort_unstable();
    let mut last = Day::FIRST;
    for (_, entered) in &mut late {
        last = last.max(*entered);
        *entered = last;
    }
    late
}
