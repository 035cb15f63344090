//! The seven statuses, one for each required unit, and the rates over them.

use std::ops::AddAssign;

use crate::base::{Clocks, Day, Fraction, Ratio, RecordId, Span, Time};

use super::word::words;

words! {
    /// What became of one required unit.
    Status {
        /// Done by its due day.
        Complied = "complied", "inspect.status.complied";
        /// Done in the days of grace.
        Late = "late", "inspect.status.late";
        /// Past due, and the days of grace are running.
        Overdue = "overdue", "inspect.status.overdue";
        /// Past due, and the days of grace are over.
        Missed = "missed", "inspect.status.missed";
        /// Still to be done.
        NotYetDue = "not_yet_due", "inspect.status.not_yet_due";
        /// Removed by a valid excusal.
        Excused = "excused", "inspect.status.excused";
        /// The subject was not in service for long enough.
        NotApplicable = "not_applicable", "inspect.status.not_applicable";
    }
}

/// Whether the day that is asked about is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayState {
    /// At its end: what was due on it and is not done is past due.
    Over,
    /// While it runs: what is due on it is still due.
    Running,
    /// While it runs, at a time of day: what was due at an earlier minute is past due.
    At(Time),
}

/// The day that is asked about, and whether it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The day that is asked about.
    pub as_of: Day,
    /// Whether that day is over.
    pub state: DayState,
}

impl From<Clocks> for Clock {
    fn from(clocks: Clocks) -> Self {
        let running = DayState::At(clocks.known_by.time());
        let state = if clocks.day_is_over() { DayState::Over } else { running };
        Self { as_of: clocks.as_of, state }
    }
}

impl Clock {
    /// The last day that is over: what was due by then is closed.
    #[must_use]
    pub fn closed_through(self) -> Day {
        match self.state {
            DayState::Over => self.as_of,
            DayState::Running | DayState::At(_) => self.as_of.previous(),
        }
    }

    /// Whether a minute of a day has passed; the minute itself is in time.
    pub fn has_passed(self, day: Day, minute: u32) -> bool {
        match self.state {
            DayState::At(time) if day == self.as_of => minute < u32::from(time.minutes()),
            DayState::Over | DayState::Running | DayState::At(_) => self.has_closed(day),
        }
    }

    /// What became of a unit that nothing was done for and that is due at a minute of a day.
    pub(super) fn undone_at(self, due: Day, minute: u32, grace: i64) -> Status {
        if !self.has_passed(due, minute) {
            Status::NotYetDue
        } else if self.has_closed(due.plus_days(grace)) {
            Status::Missed
        } else {
            Status::Overdue
        }
    }

    /// Whether a due day has passed.
    pub fn has_closed(self, due: Day) -> bool {
        due <= self.closed_through()
    }

    /// What became of a unit that nothing was done for.
    pub(super) fn undone(self, due: Day, grace: i64) -> Status {
        if !self.has_closed(due) {
            Status::NotYetDue
        } else if self.has_closed(due.plus_days(grace)) {
            Status::Missed
        } else {
            Status::Overdue
        }
    }
}

/// The record by which a unit was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The record.
    pub record: RecordId,
    /// The day it was done.
    pub date: Day,
    /// Whether it was entered too long after.
    pub backfill: bool,
}

/// What a unit is about, where its slot does not say it all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Its slot says it all.
    Slot,
    /// One of the rule's shifts, by its place in the list.
    Shift(usize),
    /// A batch or an event by its number, a certificate by that of its row.
    Row(RecordId),
}

/// One required unit of a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The version of the rule that requires it.
    pub version: u32,
    /// The slot, or the days from the last time to the due day.
    pub window: Span,
    /// The last day to do it on time.
    pub due: Day,
    /// What became of it.
    pub status: Status,
    /// Whether its due day has passed; only then does it enter a rate.
    pub closed: bool,
    /// What it is about.
    pub about: About,
    /// The last minute of its due day, where the rule counts in minutes.
    pub due_at: Option<Time>,
    /// The minutes beyond what a batch may lie or short of what it must, or after the deadline of
    /// an event, where the rule counts in minutes.
    pub minutes_off: Option<u32>,
    /// The record by which it was done.
    pub by: Option<Proof>,
    /// Whether it was seen to be complied with by the end of its due day already.
    pub contemporary: bool,
}

/// How many units came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Closed and complied.
    pub complied: u64,
    /// Closed and late.
    pub late: u64,
    /// Closed and overdue.
    pub overdue: u64,
    /// Closed and missed.
    pub missed: u64,
    /// Closed and excused.
    pub excused: u64,
    /// Not applicable, closed or not.
    pub not_applicable: u64,
    /// Still to be done.
    pub not_yet_due: u64,
    /// Complied before its due day, which is still to come; in no rate yet.
    pub ahead: u64,
    /// Excused before its due day, which is still to come; in no rate yet.
    pub excused_ahead: u64,
    /// Closed, done, and proved by a record that was entered too long after.
    pub backfilled: u64,
    /// Closed and complied, as could be seen at the end of its due day already.
    pub contemporary: u64,
}

impl Tally {
    /// Counts units.
    pub fn of<'a>(units: impl IntoIterator<Item = &'a Unit>) -> Self {
        let mut tally = Self::default();
        for unit in units {
            tally.add(unit);
        }
        tally
    }

    /// Counts one more unit.
    pub fn add(&mut self, unit: &Unit) {
        let count = match (unit.status, unit.closed) {
            (Status::Complied, true) => &mut self.complied,
            (Status::Complied, false) => &mut self.ahead,
            (Status::Late, _) => &mut self.late,
            (Status::Overdue, _) => &mut self.overdue,
            (Status::Missed, _) => &mut self.missed,
            (Status::NotYetDue, _) => &mut self.not_yet_due,
            (Status::Excused, true) => &mut self.excused,
            (Status::Excused, false) => &mut self.excused_ahead,
            (Status::NotApplicable, _) => &mut self.not_applicable,
        };
        *count += 1;
        if unit.closed {
            self.backfilled += u64::from(unit.by.as_ref().is_some_and(|proof| proof.backfill));
            self.contemporary += u64::from(unit.contemporary);
        }
    }

    /// R: the units that enter the rates.
    pub const fn required(self) -> u64 {
        self.complied + self.late + self.overdue + self.missed
    }

    /// All units, each once.
    pub const fn units(self) -> u64 {
        self.required()
            + self.excused
            + self.not_applicable
            + self.not_yet_due
            + self.ahead
            + self.excused_ahead
    }

    /// Done by the due day, of what was required.
    pub fn on_time(self) -> Ratio {
        Ratio::counted(self.complied, self.required())
    }

    /// Done at all, of what was required.
    pub fn done(self) -> Ratio {
        Ratio::counted(self.complied + self.late, self.required())
    }

    /// Done by the due day, of what was required or excused.
    pub fn strict(self) -> Ratio {
        Ratio::counted(self.complied, self.required() + self.excused)
    }

    /// Excused, of what was required or excused.
    pub fn excused_share(self) -> Ratio {
        Ratio::counted(self.excused, self.required() + self.excused)
    }

    /// Entered too long after, of what was done.
    pub fn backfill_share(self) -> Ratio {
        Ratio::counted(self.backfilled, self.complied + self.late)
    }

    /// Complied as could be seen on each due day, of what was required.
    pub fn contemporary_on_time(self) -> Ratio {
        Ratio::counted(self.contemporary, self.required())
    }

    /// Whether the target is reached, decided exactly; unknown where nothing was required.
    pub fn meets(self, target: Fraction) -> Option<bool> {
        (self.required() > 0).then(|| self.on_time().reaches(target))
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.complied += other.complied;
        self.late += other.late;
        self.overdue += other.overdue;
        self.missed += other.missed;
        self.excused += other.excused;
        self.not_applicable += other.not_applicable;
        self.not_yet_due += other.not_yet_due;
        self.ahead += other.ahead;
        self.excused_ahead += other.excused_ahead;
        self.backfilled += other.backfilled;
        self.contemporary += other.contemporary;
    }
}
