//! `[repairs]` of `houqin.toml`: how prompt repairs should be.

use serde::Deserialize;

use crate::inspections::{PerUrgency, RepairPolicy};

use super::format::Share;

/// `[repairs]`: the standards, by urgency.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RepairLines {
    respond_minutes: Option<Urgencies>,
    complete_hours: Option<Urgencies>,
    repeat_days: Option<u32>,
    target: Option<Share>,
}

/// A number for each urgency; those that are not named keep what stands.
#[derive(Deserialize, Default, Clone, Copy)]
#[serde(deny_unknown_fields)]
struct Urgencies {
    emergency: Option<u32>,
    urgent: Option<u32>,
    routine: Option<u32>,
}

impl Urgencies {
    fn read(self, default: PerUrgency) -> PerUrgency {
        PerUrgency {
            emergency: self.emergency.unwrap_or(default.emergency),
            urgent: self.urgent.unwrap_or(default.urgent),
            routine: self.routine.unwrap_or(default.routine),
        }
    }
}

impl RepairLines {
    /// The settings, with what stands where they say nothing.
    pub(super) fn read(self) -> RepairPolicy {
        let default = RepairPolicy::default();
        let own = |lines: Option<Urgencies>, default| lines.unwrap_or_default().read(default);
        RepairPolicy {
            respond_minutes: own(self.respond_minutes, default.respond_minutes),
            complete_hours: own(self.complete_hours, default.complete_hours),
            repeat_days: self.repeat_days.unwrap_or(default.repeat_days),
            target: self.target.map(|Share(share)| share),
        }
    }
}
