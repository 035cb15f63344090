//! How prompt repairs should be: the store's own standards, by urgency.

use crate::base::Fraction;
use crate::inspections::duty::Instant;

use super::{Repair, RepairUrgency};

/// A value for each urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerUrgency {
    /// Where work stops or somebody is in danger.
    pub emergency: u32,
    /// Where it hinders.
    pub urgent: u32,
    /// Where it can wait its turn.
    pub routine: u32,
}

impl PerUrgency {
    /// The value for an urgency.
    pub const fn of(self, urgency: RepairUrgency) -> u32 {
        match urgency {
            RepairUrgency::Emergency => self.emergency,
            RepairUrgency::Urgent => self.urgent,
            RepairUrgency::Routine => self.routine,
        }
    }
}

/// How prompt repairs should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepairPolicy {
    /// Within how many minutes somebody comes.
    pub respond_minutes: PerUrgency,
    /// Within how many hours it works again.
    pub complete_hours: PerUrgency,
    /// Within how many days of its completion a repair of the same thing is a repeated one.
    pub repeat_days: u32,
    /// The rate of both that is to be reached; none where the store sets none.
    pub target: Option<Fraction>,
}

impl Default for RepairPolicy {
    /// What most maintenance contracts of hospitals say; a store says what its own do.
    fn default() -> Self {
        Self {
            respond_minutes: PerUrgency { emergency: 15, urgent: 30, routine: 120 },
            complete_hours: PerUrgency { emergency: 4, urgent: 24, routine: 72 },
            repeat_days: 30,
            target: None,
        }
    }
}

impl RepairPolicy {
    /// The last minute for somebody to come.
    pub(super) fn respond_by(self, repair: &Repair) -> Instant {
        repair.reported_at().plus(self.respond_minutes.of(repair.urgency))
    }

    /// The last minute for it to work again.
    pub(super) fn complete_by(self, repair: &Repair) -> Instant {
        let minutes = self.complete_hours.of(repair.urgency).saturating_mul(60);
        repair.reported_at().plus(minutes)
    }
}
