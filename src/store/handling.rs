//! `[findings]` and `[repairs]` of `houqin.toml`: how findings are followed up, how prompt repairs
//! should be.

use serde::Deserialize;

use crate::base::Day;
use crate::inspections::{FindingPolicy, PerSeverity, PerUrgency, RepairPolicy, Severity};

use super::format::Share;

/// `[findings]`: deadlines, repeats, whom to tell.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct FindingLines {
    #[serde(rename = "due_days")]
    due: Option<Severities>,
    #[serde(rename = "repeat_days")]
    repeat: Option<u32>,
    #[serde(rename = "escalate_days")]
    escalate: Option<Steps>,
    evidence: Option<EvidenceWord>,
    evidence_since: Option<Since>,
}

/// A day, as TOML writes one.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "toml::Value")]
struct Since(Day);

impl TryFrom<toml::Value> for Since {
    type Error = String;

    fn try_from(value: toml::Value) -> Result<Self, Self::Error> {
        let written = match &value {
            toml::Value::Datetime(day) => day.to_string(),
            toml::Value::String(text) => text.clone(),
            _ => String::new(),
        };
        Day::parse(&written).map(Self).map_err(|_| "not a day, as 2026-04-01".to_owned())
    }
}

/// From which severity on evidence is demanded.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum EvidenceWord {
    None,
    Critical,
    Major,
    Minor,
}

/// A number of days for each severity; those that are not named keep what stands.
#[derive(Deserialize, Default, Clone, Copy)]
#[serde(deny_unknown_fields)]
struct Severities {
    critical: Option<u32>,
    major: Option<u32>,
    minor: Option<u32>,
}

/// Days after which the foreman, the department and the director are told.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "Vec<u32>")]
struct Steps([u32; 3]);

impl TryFrom<Vec<u32>> for Steps {
    type Error = String;

    fn try_from(days: Vec<u32>) -> Result<Self, Self::Error> {
        let steps: Option<[u32; 3]> = days.try_into().ok();
        let rising = steps.filter(|days| days[0] > 0 && days.is_sorted());
        rising.map(Self).ok_or_else(|| "not three rising numbers of days, as [1, 7, 15]".to_owned())
    }
}

impl FindingLines {
    /// The settings, with what stands where they say nothing.
    pub(super) fn read(self) -> FindingPolicy {
        let default = FindingPolicy::default();
        let own = self.due.unwrap_or_default();
        let PerSeverity { critical, major, minor } = default.due_days;
        FindingPolicy {
            due_days: PerSeverity {
                critical: own.critical.unwrap_or(critical),
                major: own.major.unwrap_or(major),
                minor: own.minor.unwrap_or(minor),
            },
            repeat_days: self.repeat.unwrap_or(default.repeat_days),
            escalate_days: self.escalate.map_or(default.escalate_days, |Steps(days)| days),
            evidence: match self.evidence {
                None | Some(EvidenceWord::None) => default.evidence,
                Some(EvidenceWord::Critical) => Some(Severity::Critical),
                Some(EvidenceWord::Major) => Some(Severity::Major),
                Some(EvidenceWord::Minor) => Some(Severity::Minor),
            },
            evidence_since: self.evidence_since.map(|Since(day)| day),
        }
    }
}

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
