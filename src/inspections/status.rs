//! The seven statuses, one for each required unit, and the rates over them.

use std::ops::AddAssign;

use crate::base::{Clocks, Day, Fraction, Ratio, RecordId, Span, Time};

use super::rule::{Rule, Severity};
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
    /// Missed, of rules whose missing is critical.
    pub critical_missed: u64,
    /// What the units complied weigh, each as its rule says.
    pub weight_complied: u64,
    /// What the units required weigh.
    pub weight_required: u64,
    /// The slots with a unit required.
    pub slots: u64,
    /// Those of them of which no unit was late, overdue or missed.
    pub slots_complied: u64,
}

/// Counts the units of one duty, in the order of their due days.
#[derive(Debug)]
pub(super) struct Counter<'r> {
    versions: &'r [Rule],
    tally: Tally,
    slot: Option<Open>,
    weight: (u32, u64, bool),
}

/// A slot whose units are being counted.
#[derive(Debug)]
struct Open {
    version: u32,
    window: Span,
    about: About,
    complied: bool,
}

impl<'r> Counter<'r> {
    /// A counter for the versions of a rule.
    pub(super) fn new(versions: &'r [Rule]) -> Self {
        Self { versions, tally: Tally::default(), slot: None, weight: (0, 1, false) }
    }

    /// Counts one more unit.
    pub(super) fn add(&mut self, unit: &Unit, backfill: bool) {
        let (weight, critical) = self.weigh(unit.version);
        let tally = &mut self.tally;
        let count = match (unit.status, unit.closed) {
            (Status::Complied, true) => &mut tally.complied,
            (Status::Complied, false) => &mut tally.ahead,
            (Status::Late, _) => &mut tally.late,
            (Status::Overdue, _) => &mut tally.overdue,
            (Status::Missed, _) => &mut tally.missed,
            (Status::NotYetDue, _) => &mut tally.not_yet_due,
            (Status::Excused, true) => &mut tally.excused,
            (Status::Excused, false) => &mut tally.excused_ahead,
            (Status::NotApplicable, _) => &mut tally.not_applicable,
        };
        *count += 1;
        if unit.closed {
            tally.backfilled += u64::from(backfill);
            tally.contemporary += u64::from(unit.contemporary);
        }
        let complied = unit.status == Status::Complied;
        let failed = matches!(unit.status, Status::Late | Status::Overdue | Status::Missed);
        tally.critical_missed += u64::from(critical && unit.status == Status::Missed);
        if failed || (complied && unit.closed) {
            tally.weight_required += weight;
            tally.weight_complied += if complied { weight } else { 0 };
            self.slot_of(unit, complied);
        }
    }

    /// Counts a required unit into its slot: the units of one follow each other.
    fn slot_of(&mut self, unit: &Unit, complied: bool) {
        let same = |slot: &&mut Open| {
            slot.version == unit.version && slot.window == unit.window && slot.about == unit.about
        };
        if let Some(slot) = self.slot.as_mut().filter(same) {
            slot.complied &= complied;
            return;
        }
        self.close_slot();
        let (version, window, about) = (unit.version, unit.window, unit.about.clone());
        self.slot = Some(Open { version, window, about, complied });
    }

    fn close_slot(&mut self) {
        if let Some(slot) = self.slot.take() {
            self.tally.slots += 1;
            self.tally.slots_complied += u64::from(slot.complied);
        }
    }

    /// How much a unit of a version weighs, and whether missing it is critical.
    fn weigh(&mut self, version: u32) -> (u64, bool) {
        if self.weight.0 != version {
            let rule = self.versions.iter().find(|rule| rule.version == version);
            let weight = rule.map_or(1, |rule| u64::from(rule.unit_weight()));
            let critical = rule.is_some_and(|rule| rule.severity == Severity::Critical);
            self.weight = (version, weight, critical);
        }
        (self.weight.1, self.weight.2)
    }

    /// What the units came to.
    pub(super) fn end(mut self) -> Tally {
        self.close_slot();
        self.tally
    }
}

impl Tally {
    /// Counts units of one duty, by the versions of its rule.
    pub fn of<'a>(units: impl IntoIterator<Item = &'a Unit>, versions: &[Rule]) -> Self {
        let mut counter = Counter::new(versions);
        for unit in units {
            counter.add(unit, unit.by.as_ref().is_some_and(|proof| proof.backfill));
        }
        counter.end()
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

    /// Done by the due day, of what was required, each unit as it weighs.
    pub fn weighted(self) -> Ratio {
        Ratio::counted(self.weight_complied, self.weight_required)
    }

    /// Slots of which every unit was done by the due day, of those with a unit required.
    pub fn by_slot(self) -> Ratio {
        Ratio::counted(self.slots_complied, self.slots)
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
        self.critical_missed += other.critical_missed;
        self.weight_complied += other.weight_complied;
        self.weight_required += other.weight_required;
        self.slots += other.slots;
        self.slots_complied += other.slots_complied;
    }
}
