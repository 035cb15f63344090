//! What the store's settings ask of findings and repairs, as plain data.

use super::RepairPolicy;

/// What the store's settings ask.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// How prompt repairs should be.
    pub repairs: RepairPolicy,
}
