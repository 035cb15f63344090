//! Whether something was in time, and the rates over that.
//!
//! What is not done and past its deadline counts as late, what is not yet due counts in no rate. A
//! withdrawn order counts as far as it was late already.

use std::ops::AddAssign;

use crate::base::{Decimal, Ratio};
use crate::inspections::duty::Instant;
use crate::inspections::status::Clock;
use crate::inspections::word::words;

words! {
    /// Whether something was done by its deadline.
    Timing {
        /// Done by it.
        InTime = "in_time", "repair.timing.in_time";
        /// Done after it.
        Late = "late", "repair.timing.late";
        /// Not done, and it has passed.
        Undone = "undone", "repair.timing.undone";
        /// Done by it, while it is still to come; in no rate yet.
        Ahead = "ahead", "repair.timing.ahead";
        /// Not done, and it is still to come; in no rate yet.
        Pending = "pending", "repair.timing.pending";
        /// Withdrawn before it passed.
        Withdrawn = "withdrawn", "repair.timing.withdrawn";
    }
}

/// What there is to judge something by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inspections) struct Case {
    /// When it was done.
    pub(in crate::inspections) done: Option<Instant>,
    /// When the order was withdrawn.
    pub(in crate::inspections) withdrawn: Option<Instant>,
    /// The day that is asked about.
    pub(in crate::inspections) clock: Clock,
}

impl Clock {
    /// Whether a minute has passed; the midnight after a day is that day's last.
    fn has_passed_instant(self, deadline: Instant) -> bool {
        match deadline.minute() {
            0 => self.has_passed(deadline.day().previous(), 24 * 60),
            minute => self.has_passed(deadline.day(), minute),
        }
    }
}

impl Timing {
    /// Judges something by its deadline.
    pub(in crate::inspections) fn of(deadline: Instant, case: Case) -> Self {
        let passed = case.clock.has_passed_instant(deadline);
        match (case.done, case.withdrawn) {
            (Some(done), _) if done > deadline => Self::Late,
            (Some(_), _) if passed => Self::InTime,
            (Some(_), _) => Self::Ahead,
            (None, Some(withdrawn)) if withdrawn <= deadline => Self::Withdrawn,
            (None, _) if passed => Self::Undone,
            (None, _) => Self::Pending,
        }
    }

    /// Whether it is past its deadline and not done, or was done after it.
    pub const fn is_late(self) -> bool {
        matches!(self, Self::Late | Self::Undone)
    }
}

/// How many were in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Promptness {
    /// Done by the deadline.
    pub in_time: u64,
    /// Done after it.
    pub late: u64,
    /// Not done, and it has passed.
    pub undone: u64,
    /// Not yet due, done or not.
    pub not_yet_due: u64,
    /// Withdrawn before it passed.
    pub withdrawn: u64,
}

impl Promptness {
    /// Counts one more.
    pub fn add(&mut self, timing: Timing) {
        *match timing {
            Timing::InTime => &mut self.in_time,
            Timing::Late => &mut self.late,
            Timing::Undone => &mut self.undone,
            Timing::Ahead | Timing::Pending => &mut self.not_yet_due,
            Timing::Withdrawn => &mut self.withdrawn,
        } += 1;
    }

    /// Those that enter the rate.
    pub const fn required(self) -> u64 {
        self.in_time + self.late + self.undone
    }

    /// Done by the deadline, of what was due.
    pub fn rate(self) -> Ratio {
        Ratio::counted(self.in_time, self.required())
    }

    /// Done by the deadline, of what was due or withdrawn.
    pub fn strict(self) -> Ratio {
        Ratio::counted(self.in_time, self.required() + self.withdrawn)
    }
}

impl AddAssign for Promptness {
    fn add_assign(&mut self, other: Self) {
        self.in_time += other.in_time;
        self.late += other.late;
        self.undone += other.undone;
        self.not_yet_due += other.not_yet_due;
        self.withdrawn += other.withdrawn;
    }
}

/// The middle one, or half the sum of the two in the middle; none of nothing.
pub fn median(values: &[i64]) -> Option<Decimal> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(Decimal::from(upper));
    }
    let twice = upper + sorted[sorted.len() / 2 - 1];
    Some(Decimal::new(twice * 5, 1).normalize())
}
