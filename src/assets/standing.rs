//! How an asset stands on a day: read from its events, never stored.

use crate::base::{Day, DepartmentCode, Money, Month, StaffCode};

use super::{Card, Event, EventKind, Lives, Plan, Regime};

/// What an asset is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Acquired, and given to nobody yet.
    InStore,
    /// With a department or a custodian.
    InUse,
    /// Needed by nobody where it is.
    Idle,
    /// Lent, and not back yet.
    Lent,
    /// No longer the hospital's.
    Disposed,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::InStore, Self::InUse, Self::Idle, Self::Lent, Self::Disposed];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InStore => "in-store",
            Self::InUse => "in-use",
            Self::Idle => "idle",
            Self::Lent => "lent",
            Self::Disposed => "disposed",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// The key of the label.
    pub const fn key(self) -> &'static str {
        match self {
            Self::InStore => "asset.status.in_store",
            Self::InUse => "asset.status.in_use",
            Self::Idle => "asset.status.idle",
            Self::Lent => "asset.status.lent",
            Self::Disposed => "asset.status.disposed",
        }
    }
}

/// A span of days in service; open at the end while the asset is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// The first day in service.
    pub from: Day,
    /// The last day in service, once there is one.
    pub until: Option<Day>,
}

/// How an asset stands, seen from a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Its card.
    pub card: &'a Card,
    /// The event that brought it into the books.
    pub acquired: &'a Event,
    /// The event that last said where it is and who keeps it.
    pub located: &'a Event,
    /// The changes of value and life so far, and amounts taken over, in order.
    pub changes: Vec<&'a Event>,
    /// By which rules it is depreciated.
    pub regime: Regime,
    /// The repairs so far, in order.
    pub repairs: Vec<&'a Event>,
    /// The event that took it out of the books, if one did.
    pub disposed: Option<&'a Event>,
}

impl<'a> Standing<'a> {
    /// Reads the state from events in canonical order; none before the acquisition.
    ///
    /// Events before the acquisition and after the disposal count for nothing.
    pub(super) fn of(card: &'a Card, events: &[&'a Event], regime: Regime) -> Option<Self> {
        let first = events.iter().position(|event| event.kind == EventKind::Acquire)?;
        let acquired = events[first];
        let mut standing = Self {
            card,
            acquired,
            located: acquired,
            changes: Vec::new(),
            regime,
            repairs: Vec::new(),
            disposed: None,
        };
        for event in &events[first + 1..] {
            match event.kind {
                EventKind::Assign
                | EventKind::Transfer
                | EventKind::Lend
                | EventKind::Return
                | EventKind::Idle => standing.located = event,
                EventKind::Opening | EventKind::Upgrade | EventKind::Revalue => {
                    standing.changes.push(event);
                }
                EventKind::Repair => standing.repairs.push(event),
                EventKind::Dispose => {
                    standing.disposed = Some(event);
                    break;
                }
                EventKind::Acquire | EventKind::Reversal => {}
            }
        }
        Some(standing)
    }

    /// What it cost when it came into the books.
    pub fn cost(&self) -> Money {
        self.acquired.value.unwrap_or(self.card.original_value)
    }

    /// What it is worth in the books before depreciation: its cost and every change of value.
    pub fn value(&self) -> Money {
        self.changes.iter().fold(self.cost(), |value, event| match (event.kind, event.value) {
            (EventKind::Upgrade, Some(more)) => value + more,
            (EventKind::Revalue, Some(value)) => value,
            _ => value,
        })
    }

    /// What it is.
    pub fn status(&self) -> Status {
        if self.disposed.is_some() {
            Status::Disposed
        } else if self.located.kind == EventKind::Lend {
            Status::Lent
        } else if self.located.kind == EventKind::Idle {
            Status::Idle
        } else if self.department().is_some() || self.custodian().is_some() {
            Status::InUse
        } else {
            Status::InStore
        }
    }

    /// Where it is, or was when it left.
    pub fn place(&self) -> &'a str {
        &self.located.place
    }

    /// What was depreciated by the end of a month, and what is left of the value; nothing of
    /// either once it has left.
    pub(super) fn worth(&self, lives: &Lives, month: Month) -> (Money, Money) {
        if self.disposed.is_some() {
            return (Money::ZERO, Money::ZERO);
        }
        let plan = Plan::of(self, lives);
        let accumulated = plan.map_or(Money::ZERO, |plan| plan.accumulated(month));
        let accumulated = accumulated.min(self.value());
        (accumulated, self.value() - accumulated)
    }

    /// Which department has it, or had it when it left.
    pub fn department(&self) -> Option<&'a DepartmentCode> {
        self.located.department.as_ref()
    }

    /// Who keeps it, or kept it when it left.
    pub fn custodian(&self) -> Option<&'a StaffCode> {
        self.located.custodian.as_ref()
    }

    /// What its repairs cost so far.
    pub fn repair_cost(&self) -> Money {
        self.repairs.iter().filter_map(|repair| repair.value).sum()
    }

    /// The days on which it is in service: none if it left before its service began.
    ///
    /// The day of disposal is no longer one of them.
    pub fn service(&self) -> Option<Service> {
        let from = self.card.service_start();
        let until = self.disposed.map(|disposed| disposed.date.previous());
        until.is_none_or(|until| from <= until).then_some(Service { from, until })
    }
}
