//! Repair orders (维修单): reported, answered, completed, accepted, and what they cost.
//!
//! An order is the sum of its events, an event the row of a ledger. How prompt an order was is
//! judged by the store's own standards ([`RepairPolicy`]), so that no promise that was left out
//! makes a rate better. Look next at `order`.

mod book;
mod error;
mod order;
mod policy;
mod prompt;
mod report;
mod request;
#[cfg(test)]
mod tests;
mod whole;

pub(super) use book::RepairBook;
pub use error::RepairRefusal;
pub use order::{Happened, Promise, Repair, RepairEvent, RepairKind, RepairState, RepairUrgency};
pub use policy::{PerUrgency, RepairPolicy};
pub(super) use prompt::Case;
pub use prompt::{Promptness, Timing, median};
pub(super) use report::open_repair_lines;
pub use report::{
    RepairGroup, RepairLine, RepairOptions, RepairReport, RepairTally, WhichRepairs, repair_lines,
    repairs,
};
pub use request::{OpenRepairRequest, RepairStep, RepairStepRequest, open_repair, repair_step};
pub use whole::{WholeRepair, WholeStep, whole_repair};
