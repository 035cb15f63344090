//! Trainings and drills (培训与演练): who was there, and whether everybody was who should have been.
//!
//! That a training takes place is asked by an ordinary rule and answered by an ordinary record. An
//! [`Attendance`] row says of one person that he was there or not; whom the rule's subjects and the
//! store's settings bind is held against these rows, slot by slot ([`TrainingCoverage`]). What
//! nobody wrote down counts as missed, what was written down too late is told beside the rate.

mod audience;
mod coverage;
mod error;
mod held;
mod people;
mod report;
mod request;
mod row;
#[cfg(test)]
mod tests;

pub use audience::{Audience, TrainingPolicy};
pub use coverage::{
    CoverageLine, CoverageTally, MissedPerson, MissedWhy, TrainingCoverage, TrainingOptions,
    training_coverage,
};
pub use error::TrainingRefusal;
pub use held::{TrainingSession, TrainingSessions, training_sessions};
pub use report::{DepartmentTraining, RuleSessions, TrainingReport, training_report};
pub use request::{AttendRequest, attend};
pub use row::{Attendance, Presence};
