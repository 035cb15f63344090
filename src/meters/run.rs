//! Readings one behind the other that are what readings mostly are, as one thing.
//!
//! A year of hourly readings is nearly nothing but registers that were seen and rise by little. What
//! they mean one by one by the rules of `judge.rs` and `dials.rs`, they mean together: the use between
//! the first and the last. Look next at `gather.rs`, which makes runs of rows.

use crate::base::{Decimal, Fraction, RecordId};

use super::history::When;
use super::judge::{Mark, Sighting, judge, use_of};
use super::{Posted, ReadingKind, Segment};

/// What a month's rows of a point are, in order: few things, most of them runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Rows that are what rows mostly are.
    Run(Run),
    /// Any other row.
    Row(Row),
}

/// A row of the reading ledger, as far as the use looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The moment of the reading; without a time it stands before all times of its day.
    pub when: When,
    /// What the dial showed.
    pub register: Decimal,
    /// How far it can be trusted.
    pub kind: ReadingKind,
    /// Whether it was recorded later than what is known.
    pub later: bool,
    /// Its id.
    pub id: RecordId,
    /// What few rows have.
    pub more: Option<Box<More>>,
}

/// What few rows have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct More {
    /// The reading that this one corrects.
    pub supersedes: Option<RecordId>,
    /// The reason of a doubtful reading.
    pub reason: Option<String>,
}

impl Row {
    /// The row that it corrects.
    pub(super) fn supersedes(&self) -> Option<&RecordId> {
        self.more.as_ref().and_then(|more| more.supersedes.as_ref())
    }

    /// The row as the rules of use look at it.
    pub(super) fn sighting(&self) -> Sighting {
        let reason = self.more.as_ref().and_then(|more| more.reason.clone());
        let reason = reason.filter(|_| self.kind == ReadingKind::Doubtful);
        Sighting { when: self.when, register: self.register, kind: self.kind, reason }
    }
}

/// Actual readings of one month, each of a later moment than the one before it and of no lower a
/// register; none of them corrects another one or is corrected.
///
/// All are known or none is, all have happened or none has, and with the day on which one of the
/// spans begins that are asked for another run begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// The first one.
    pub(super) first: Mark,
    /// From there to the last one, where there are several.
    pub(super) legs: Vec<Leg>,
    /// The most that a register is above the one before it.
    pub(super) most: Decimal,
    /// How many readings there are.
    pub(super) n_rows: usize,
    /// Whether they were recorded later than what is known.
    pub(super) later: bool,
}

/// Some steps of a run from each reading to the next.
///
/// With the first leg the first interval ends that ends within the run, and with the last one the
/// last interval begins that begins in it: what lies before and behind the run may still change
/// these two. What is between them is whole intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leg {
    /// The reading at its end.
    pub(super) last: Mark,
    /// A divisor of what each step is on the register: it tells how many decimals their uses have.
    pub(super) common: Decimal,
}

impl Leg {
    /// What a step of a meter is at least, if it is anything.
    pub(super) fn least(&self, segment: &Segment) -> Option<Posted> {
        Posted::new(use_of(segment, self.common)?, self.common.scale())
    }
}

impl Run {
    /// The last reading.
    pub(super) fn last(&self) -> Mark {
        self.legs.last().map_or(self.first, |leg| leg.last)
    }

    /// Whether its steps are, by the rules, uses of a meter of which there is nothing to remark,
    /// and whether their sum is the same in whatever order it is rounded.
    pub(super) fn holds(&self, segment: &Segment) -> bool {
        // No sum of so many leaves the range.
        const MOST: Fraction = Fraction::whole(1_000_000_000_000_000);
        let Self { first, legs, most, .. } = self;
        let last = self.last();
        // One day may use less than several.
        let steepest = first.register.checked_add(*most).map(|register| {
            let after = Mark { register, ..*first };
            judge(segment, first, &after)
        });
        let is_small = || use_of(segment, last.register).is_some_and(|all| all < MOST);
        // Within a day there is one interval; it is rounded as a whole.
        let in_one_day = first.when.0 == last.when.0;
        let ends = |leg: &Leg| {
            leg.least(segment).is_some_and(|least| {
                in_one_day || Fraction::from_decimal(least.amount) == least.exact
            })
        };
        segment.covers(first.when)
            && segment.covers(last.when)
            && matches!(steepest, Some((Ok(_), None)))
            && is_small()
            && legs.iter().all(ends)
    }
}
