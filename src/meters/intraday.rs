//! Use between two readings as they were taken, moments and all: the parts of a day.
//!
//! `consumption.rs` shares use out by whole days; a dial read at 22:00 and at 06:00 says more.
//! Nothing is shared out here, so the parts of a meter add up to what its registers say.

use crate::base::{Day, Decimal, Fraction, Time};

use super::consumption::dial;
use super::judge::walk;
use super::{Gap, History, Notice, Posted, View};

/// What one meter counted from one reading to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intraday {
    /// The moment of the earlier register; a row without a time stands before all times of its
    /// day.
    pub from: (Day, Option<Time>),
    /// The moment of the later one.
    pub until: (Day, Option<Time>),
    /// The earlier register.
    pub before: Decimal,
    /// The later one.
    pub after: Decimal,
    /// The use, or why there is none.
    pub outcome: Result<Posted, Gap>,
    /// What a reader should know.
    pub notices: Vec<Notice>,
}

impl Intraday {
    /// How many minutes lie between the two; none where one of them has no time.
    pub fn minutes(&self) -> Option<i64> {
        let ((from, early), (until, late)) = (self.from, self.until);
        let (early, late) = (i64::from(early?.minutes()), i64::from(late?.minutes()));
        Some(from.days_until(until) * MINUTES_OF_A_DAY + late - early)
    }

    /// The use of an hour, exactly; none where the use or one of the times is not known.
    pub fn per_hour(&self) -> Option<Fraction> {
        let posted = self.outcome.as_ref().ok()?;
        let hours = Fraction::new(i128::from(self.minutes()?), 60)?;
        posted.exact.checked_div(hours)
    }

    /// Whether it goes from one time of day to the next such time of another: from 22:00 to 06:00
    /// of the next day, from 06:00 to 22:00 of the same.
    pub fn goes_from_to(&self, from: Time, until: Time) -> bool {
        let days = i64::from(until <= from);
        (self.from.1, self.until.1) == (Some(from), Some(until))
            && self.from.0.days_until(self.until.0) == days
    }
}

const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// What the meters of a point counted from one reading to the next, in the order of time; nothing
/// for a point without a meter.
///
/// Days with one reading give intervals of days. What is not known is an interval with its reason,
/// or, where no register stands at one of its ends, no interval at all.
pub fn intraday(history: &History, view: &View) -> Vec<Intraday> {
    let readings = history.current_readings(view);
    let mut parts = Vec::new();
    for segment in &history.segments(view) {
        let (marks, _) = dial(segment, &readings);
        parts.extend(walk(segment, marks).into_iter().map(|step| {
            let (before, after) = (step.before.register, step.after.register);
            let scale = before.scale().max(after.scale());
            let posted = |exact| Posted::new(exact, scale).ok_or(Gap::Range);
            Intraday {
                from: step.before.when,
                until: step.after.when,
                before,
                after,
                outcome: step.outcome.and_then(posted),
                notices: step.notices,
            }
        }));
    }
    parts
}
