//! Which of two kinds asks for at least as much: who keeps the one keeps the other.
//!
//! Decided from what the kinds say about a subject that is in service all the time, never from
//! records. Where neither can be told to follow from the other, neither does.

use super::anchored::{Anchored, Schedule};
use super::every::{Cover, Dwell, Event, Kind, Period, Slot};
use super::length::{Amount, Length, Within};
use super::shift::{Shift, Shifts};

/// How far schedules are compared: a hundred years of months.
const HORIZON: u32 = 1200;

/// The days of the months of a common year.
const MONTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The minutes of a day.
const DAY: u32 = 24 * 60;

impl Slot {
    /// The days of the shortest slot.
    const fn least_days(self) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 28,
            Self::Quarter => 90,
            Self::HalfYear => 181,
            Self::Year => 365,
        }
    }

    /// The days of the longest slot, and of the longest two in a row.
    const fn most_days(self) -> (u32, u32) {
        match self {
            Self::Day => (1, 2),
            Self::Week => (7, 14),
            Self::Month => (31, 62),
            Self::Quarter => (92, 184),
            Self::HalfYear => (184, 366),
            Self::Year => (366, 731),
        }
    }

    /// How many whole slots of another kind lie in any slot of this one at the least.
    const fn holds(self, other: Self) -> u32 {
        match (self, other) {
            (_, Self::Day) => self.least_days(),
            // Weeks do not begin with months: up to six days are left over at the beginning.
            (Self::Month | Self::Quarter | Self::HalfYear | Self::Year, Self::Week) => {
                (self.least_days() - 6) / 7
            }
            (Self::Quarter, Self::Month) => 3,
            (Self::HalfYear, Self::Month) => 6,
            (Self::Year, Self::Month) => 12,
            (Self::HalfYear, Self::Quarter) | (Self::Year, Self::HalfYear) => 2,
            (Self::Year, Self::Quarter) => 4,
            (Self::Week, Self::Week)
            | (Self::Month, Self::Month)
            | (Self::Quarter, Self::Quarter)
            | (Self::HalfYear, Self::HalfYear)
            | (Self::Year, Self::Year) => 1,
            _ => 0,
        }
    }
}

impl Period {
    /// The most days from one inspection to the next.
    fn longest_gap(self) -> u32 {
        let (slot, pair) = self.slot.most_days();
        if matches!(self.slot, Slot::Day) {
            return 1;
        }
        let taken = (self.times - 1).saturating_mul(self.spacing);
        // All of one slot at its beginning, all of the next at its end; or the first and the last
        // day of one slot.
        let across = (pair - 1).saturating_sub(taken.saturating_mul(2));
        let inside =
            if self.times < 2 { 0 } else { (slot - 1 + self.spacing).saturating_sub(taken) };
        across.max(inside).max(1)
    }

    /// Whether so many inspections in slots of the other kind are enough.
    fn follows_from(self, other: Self) -> bool {
        if self.slot == other.slot {
            return self.times <= other.times && self.spacing <= other.spacing;
        }
        let each = if matches!(other.slot, Slot::Day) { 1 } else { other.times };
        let apart = self.spacing <= 1 || self.times == 1;
        apart && self.times <= each.saturating_mul(self.slot.holds(other.slot))
    }

    /// Whether an inspection at least every so many days is enough.
    fn follows_from_gap(self, gap: u32) -> bool {
        let between = (self.times - 1).saturating_mul(self.spacing - 1);
        let days = self.times.saturating_mul(gap).saturating_add(between);
        days <= self.slot.least_days() && !(matches!(self.slot, Slot::Day) && self.times > 1)
    }
}

impl Length {
    /// The fewest days it may be.
    const fn least_days(self) -> u32 {
        match self {
            Self::Days(days) => days,
            Self::Months(months) => least_days(months),
        }
    }
}

/// The fewest days of so many months in a row.
const fn least_days(months: u32) -> u32 {
    let (years, rest) = (months / 12, (months % 12) as usize);
    let mut least = u32::MAX;
    let mut start = 0;
    while start < 12 {
        let (mut days, mut at) = (0, 0);
        while at < rest {
            days += MONTHS[(start + at) % 12];
            at += 1;
        }
        if days < least {
            least = days;
        }
        start += 1;
    }
    years.saturating_mul(365).saturating_add(least)
}

impl Schedule {
    /// The months after the anchor, as far as schedules are compared.
    fn within_horizon(&self) -> Vec<u32> {
        self.offsets().take_while(|offset| *offset <= HORIZON).collect()
    }
}

impl Anchored {
    /// The fewest days in which a due day can be met.
    fn least_window(&self) -> u32 {
        if let Some(early) = self.early {
            return early.least_days();
        }
        let offsets = self.schedule.within_horizon();
        let before = std::iter::once(0).chain(offsets.iter().copied());
        let steps = before.zip(&offsets).map(|(before, offset)| offset - before);
        steps.min().map_or(u32::MAX, least_days)
    }

    /// Whether every due day is one of the other's, and may be met no less early.
    fn follows_from(&self, other: &Self) -> bool {
        let retires = |anchored: &Self| anchored.retire_after.unwrap_or(u32::MAX);
        let theirs = other.schedule.within_horizon();
        let early = match (self.early, other.early) {
            (None, _) => true,
            (Some(own), Some(their)) => own == their,
            (Some(_), None) => false,
        };
        early
            && self.granularity == other.granularity
            && retires(self) <= retires(other)
            && self
                .schedule
                .within_horizon()
                .iter()
                .all(|offset| theirs.binary_search(offset).is_ok())
    }
}

impl Shift {
    /// Whether another shift lies in it.
    fn holds(&self, other: &Self) -> bool {
        (other.from + DAY - self.from) % DAY + other.length <= self.length
    }
}

impl Shifts {
    /// The most days from one round to the next: a night shift is over on the next day.
    fn longest_gap(&self) -> u32 {
        if self.all().iter().all(|shift| shift.from + shift.length > DAY) { 2 } else { 1 }
    }

    /// Whether every shift holds one of the other's.
    fn follows_from(&self, other: &Self) -> bool {
        self.all().iter().all(|own| other.all().iter().any(|their| own.holds(their)))
    }
}

impl Dwell {
    fn follows_from(&self, other: &Self) -> bool {
        let most = |dwell: &Self| dwell.most.unwrap_or(u32::MAX);
        let amounts = |own: Option<&Amount>, their: Option<&Amount>| match (own, their) {
            (None, _) => Some(std::cmp::Ordering::Equal),
            (Some(_), None) => None,
            (Some(own), Some(their)) => {
                (own.unit == their.unit).then(|| their.number.cmp(&own.number))
            }
        };
        let least = amounts(self.amount_min.as_ref(), other.amount_min.as_ref());
        let holds = amounts(self.amount_max.as_ref(), other.amount_max.as_ref());
        most(self) >= most(other)
            && self.least.unwrap_or(0) <= other.least.unwrap_or(0)
            && least.is_some_and(std::cmp::Ordering::is_ge)
            && holds.is_some_and(std::cmp::Ordering::is_le)
    }
}

impl Event {
    fn follows_from(&self, other: &Self) -> bool {
        let soon = match (self.within, other.within) {
            (Within::Days(own), Within::Days(their))
            | (Within::Minutes(own), Within::Minutes(their)) => their <= own,
            // A deadline in days runs to the end of its day.
            (Within::Days(own), Within::Minutes(their)) => their <= own.saturating_mul(DAY),
            (Within::Minutes(own), Within::Days(their)) => (their + 1).saturating_mul(DAY) <= own,
        };
        self.after == other.after && soon
    }
}

impl Kind {
    /// The most days from one inspection to the next where it is kept, if it says so; lateness
    /// that it allows is added.
    fn longest_gap(&self, grace: u32) -> Option<u32> {
        let days = match self {
            Self::Period(period) => period.longest_gap(),
            Self::MaxGap(gap) => gap.days,
            Self::Shifts(shifts) => shifts.longest_gap(),
            Self::Anchored(_) | Self::Dwell(_) | Self::Expiry(_) | Self::Event(_) => return None,
        };
        days.checked_add(grace)
    }

    /// After how many days out of service it is due on return.
    const fn stopped(&self) -> Option<u32> {
        match self {
            Self::MaxGap(gap) => gap.stopped,
            Self::Anchored(anchored) => anchored.stopped,
            Self::Period(_)
            | Self::Shifts(_)
            | Self::Dwell(_)
            | Self::Expiry(_)
            | Self::Event(_) => None,
        }
    }

    /// Whether it is kept by everybody who keeps another kind, each with its days of grace.
    pub(in crate::inspections) fn follows_from(
        &self,
        grace: u32,
        other: &Self,
        others_grace: u32,
    ) -> bool {
        let on_return = match (self.stopped(), other.stopped()) {
            (None, _) => true,
            (Some(own), Some(their)) => their <= own,
            (Some(_), None) => false,
        };
        let gap = other.longest_gap(others_grace);
        on_return
            && (grace >= others_grace && self.follows_directly(other)
                || gap.is_some_and(|gap| self.follows_from_gap(gap)))
    }

    fn follows_directly(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Period(own), Self::Period(their)) => own.follows_from(*their),
            (Self::MaxGap(own), Self::MaxGap(their)) => their.days <= own.days,
            (Self::Anchored(own), Self::Anchored(their)) => own.follows_from(their),
            (Self::Shifts(own), Self::Shifts(their)) => own.follows_from(their),
            (Self::Dwell(own), Self::Dwell(their)) => own.follows_from(their),
            (Self::Expiry(own), Self::Expiry(their)) => {
                own.certificate == their.certificate
                    && (own.cover == their.cover || their.cover == Cover::Service)
            }
            (Self::Event(own), Self::Event(their)) => own.follows_from(their),
            _ => false,
        }
    }

    fn follows_from_gap(&self, gap: u32) -> bool {
        match self {
            Self::Period(period) => period.follows_from_gap(gap),
            Self::MaxGap(own) => gap <= own.days,
            Self::Anchored(anchored) => gap <= anchored.least_window(),
            Self::Shifts(_) | Self::Dwell(_) | Self::Expiry(_) | Self::Event(_) => false,
        }
    }
}
