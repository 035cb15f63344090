//! What one rule asks of one subject, unit by unit: one file a kind of rule.
//!
//! A duty is computed from its rule's versions, its days of service, its records and its excusals,
//! never scheduled: no date is moved forward, so nothing that was missed can vanish. A new kind is
//! a file here, a variant of [`super::Kind`] and an arm in `course.rs`.

mod anchored;
mod course;
mod dwell;
mod event;
mod expiry;
mod instant;
mod max_gap;
mod period;
mod reason;
mod reckoning;
mod shift;
mod standing;
#[cfg(test)]
mod tests;
mod turn;

pub(super) use course::{count, evaluate_reckoning};
pub(super) use instant::Instant;
pub(super) use period::share;

pub use course::evaluate;
pub use reason::{Ignored, IgnoredWhy, PassedOver, PassedOverWhy};
pub(super) use reckoning::{Reckoning, Rolled};
pub use standing::{Facts, Renewal, Standing};
