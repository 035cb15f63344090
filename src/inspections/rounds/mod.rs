//! Plans rounds ahead: every subject of a rule its number of visits, spaced, the load of workdays
//! and inspectors level.
//!
//! What is to be visited comes from the judges of [`super::duty`]: what was done already counts, and
//! what a slot still asks for is planned. The same book gives the same plan.

mod error;
mod level;
mod plan;
mod spread;

pub use error::RoundsRefusal;
pub use plan::{
    DaysOff, Rounds, RoundsOptions, UnplannedLine, UnplannedWhy, Visit, WorkDay, plan_rounds,
};
