//! Every way in which what is demanded of a finding can be refused; what cannot follow in its course
//! is refused in `error.rs`.

use crate::base::{Argument, Day, DepartmentCode, RecordId, Refuse};

/// What is demanded of a finding is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindingRefusal {
    /// Putting it right needs evidence.
    #[error("finding {finding} needs evidence of being put right")]
    EvidenceDemanded {
        /// The finding.
        finding: RecordId,
    },
    /// Another department answers for it.
    #[error("{department} answers for finding {finding}")]
    DepartmentSet {
        /// The finding.
        finding: RecordId,
        /// The department.
        department: DepartmentCode,
    },
    /// A department reports something itself, and nobody says which.
    #[error("no department for a report of its own")]
    NoDepartment,
    /// Nobody is named who is to put it right.
    #[error("nobody to put finding {finding} right")]
    NoOwner {
        /// The finding.
        finding: RecordId,
    },
    /// A deadline is moved after it has passed.
    #[error("the deadline {due} of finding {finding} has passed")]
    DueHasPassed {
        /// The finding.
        finding: RecordId,
        /// The deadline.
        due: Day,
    },
    /// A deadline is moved to where it is, or to an earlier day.
    #[error("the deadline of finding {finding} is {due} already")]
    DueNotLater {
        /// The finding.
        finding: RecordId,
        /// The deadline.
        due: Day,
    },
}

impl Refuse for FindingRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::EvidenceDemanded { .. } => "finding.evidence_demanded",
            Self::DepartmentSet { .. } => "finding.department_set",
            Self::NoDepartment => "finding.no_department",
            Self::NoOwner { .. } => "finding.no_owner",
            Self::DueHasPassed { .. } => "finding.due_has_passed",
            Self::DueNotLater { .. } => "finding.due_not_later",
        }
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::EvidenceDemanded { finding } | Self::NoOwner { finding } => {
                vec![("finding", Argument::of(finding))]
            }
            Self::DepartmentSet { finding, department } => {
                vec![("finding", Argument::of(finding)), ("department", Argument::of(department))]
            }
            Self::DueHasPassed { finding, due } | Self::DueNotLater { finding, due } => {
                vec![("finding", Argument::of(finding)), ("due", Argument::of(due))]
            }
            Self::NoDepartment => Vec::new(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::EvidenceDemanded { .. } => "evidence",
            Self::DepartmentSet { .. } | Self::NoDepartment => "department",
            Self::NoOwner { .. } => "owner",
            Self::DueHasPassed { .. } | Self::DueNotLater { .. } => "due",
        })
    }
}
