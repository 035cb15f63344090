//! How a unit came to be required and to its due day: what a judge reckoned with.
//!
//! The judges hand it out as they decide, where somebody asks: no rule is told a second time.

use crate::base::{Day, Span, Time};
use crate::inspections::kind::{Amount, Cover, Granularity, Shift, Within};

/// A due day, before and after days off moved it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inspections) struct Rolled {
    /// As it was counted.
    pub(in crate::inspections) plain: Day,
    /// As it holds.
    pub(in crate::inspections) due: Day,
}

/// What a unit was reckoned from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inspections) enum Reckoning {
    /// A share of a slot by its days in service.
    Slot {
        /// The slot.
        slot: Span,
        /// How many the whole slot asks for.
        times: u32,
        /// Its days in service, while the rule is in force.
        in_service: i64,
        /// Those of them that are worked, and the fewest that ask for anything.
        workdays: Option<(usize, u32)>,
        /// How many its days in service ask for.
        required: u32,
        /// Its days that are excused.
        excused: i64,
        /// How many are left of them.
        left: u32,
        /// The due day; none where nothing is asked for.
        due: Option<Rolled>,
    },
    /// So many days of service after the last time.
    Gap {
        /// The day that is counted from: the last time, or the last deadline.
        from: Day,
        /// The days allowed.
        allowed: u32,
        /// The days out of service in between.
        stopped: i64,
        /// The excused days in between.
        excused: i64,
        /// Whether a stop of so many days made it due on the first day back.
        back_after: Option<u32>,
        /// The due day.
        due: Rolled,
    },
    /// A full count of excused days after the last time.
    GapExcused {
        /// The day that is counted from.
        from: Day,
        /// The days allowed.
        allowed: u32,
        /// The last of them.
        due: Day,
    },
    /// So many months after an anchor.
    Anchored {
        /// The anchor.
        anchor: Day,
        /// The months.
        months: u32,
        /// To the day, or to the month.
        granularity: Granularity,
        /// The first day on which it may be done.
        opens: Day,
        /// The due day.
        due: Rolled,
    },
    /// The first day back after a stop.
    Return {
        /// The last day before.
        left: Day,
        /// The first day back.
        back: Day,
        /// After how many days out of service it is due at once.
        stopped: i64,
    },
    /// A shift of a day.
    Shift {
        /// The day on which it starts.
        day: Day,
        /// The shift.
        shift: Shift,
        /// Whether it is worked, in service.
        is_asked: bool,
    },
    /// How long a batch may or must lie.
    Dwell {
        /// When it was opened.
        opened: (Day, Time),
        /// The fewest minutes.
        least: Option<u32>,
        /// The most minutes.
        most: Option<u32>,
        /// When it was closed, and after how many minutes.
        closed: Option<(Day, Time, i64)>,
        /// How much it is.
        amount: Option<Amount>,
        /// The least and the most it may be.
        asked: (Option<Amount>, Option<Amount>),
    },
    /// A day that asks for a certificate.
    Cover {
        /// The day.
        day: Day,
        /// The kind of certificate.
        certificate: String,
        /// Whether in service or on duty.
        cover: Cover,
    },
    /// So long after an event.
    Event {
        /// When it happened; without a time of day it is counted from the day's beginning.
        happened: (Day, Option<Time>),
        /// How long after.
        within: Within,
        /// The due day.
        due: Rolled,
        /// The last minute of it, where the rule counts in minutes.
        due_at: Option<Time>,
    },
}
