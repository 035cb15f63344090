//! What the store's settings ask of findings, repairs and trainings, as plain data.

use crate::base::Day;

use super::word::words;
use super::{Finding, RepairPolicy, Severity, TrainingPolicy};

/// What the store's settings ask.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// How findings are followed up.
    pub findings: FindingPolicy,
    /// How prompt repairs should be.
    pub repairs: RepairPolicy,
    /// Who must come to trainings, and how many of them.
    pub trainings: TrainingPolicy,
}

words! {
    /// Whom to tell of a finding that is overdue.
    Escalation {
        /// The foreman (班组长).
        Foreman = "foreman", "finding.level.foreman";
        /// The head of the department (科室负责人).
        Department = "department", "finding.level.department";
        /// The director in charge (分管院领导).
        Director = "director", "finding.level.director";
    }
}

/// A number of days for each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerSeverity {
    /// For what is critical.
    pub critical: u32,
    /// For what is major.
    pub major: u32,
    /// For what is minor.
    pub minor: u32,
}

/// How findings are followed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingPolicy {
    /// Within how many days something is put right where nobody says by when.
    pub due_days: PerSeverity,
    /// Within how many days of its closing the same trouble is a repeated one.
    pub repeat_days: u32,
    /// After how many days overdue the foreman, the department and the director are told.
    pub escalate_days: [u32; 3],
    /// Evidence is demanded of whoever puts right what weighs as much as this or more; none where
    /// it is demanded of nobody.
    pub evidence: Option<Severity>,
    /// It is demanded of what is recorded from this day on; none from the beginning.
    pub evidence_since: Option<Day>,
}

impl Default for FindingPolicy {
    fn default() -> Self {
        Self {
            due_days: PerSeverity { critical: 1, major: 7, minor: 30 },
            repeat_days: 90,
            escalate_days: [1, 7, 15],
            evidence: None,
            evidence_since: None,
        }
    }
}

impl FindingPolicy {
    /// The deadline of something found on a day.
    pub fn due(self, severity: Severity, opened: Day) -> Day {
        let days = match severity {
            Severity::Critical => self.due_days.critical,
            Severity::Major => self.due_days.major,
            Severity::Minor => self.due_days.minor,
        };
        opened.plus_days(i64::from(days))
    }

    /// The deadline of a finding by the standard, whatever its own is.
    pub fn standard_due(self, finding: &Finding) -> Day {
        self.due(finding.severity, finding.opened)
    }

    /// Whether putting something right needs evidence, where it is recorded on a day.
    pub fn demands_evidence(self, severity: Severity, recorded: Day) -> bool {
        // The gravest severity comes first.
        self.evidence.is_some_and(|least| severity <= least)
            && self.evidence_since.is_none_or(|since| recorded >= since)
    }

    /// Whom to tell of something that is so many days overdue.
    pub fn level(self, days_over: i64) -> Option<Escalation> {
        let mut levels = Escalation::ALL.iter().zip(self.escalate_days);
        levels.rfind(|(_, days)| days_over >= i64::from(*days)).map(|(level, _)| *level)
    }
}
