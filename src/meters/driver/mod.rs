//! What a use is measured against (对比基数): bed-days, visits, people, beds, floor area.
//!
//! A [`Driver`] is a figure that a person entered for one month and one place; the row recorded
//! last stands. [`DriverSum`] is what it comes to over several months, with the months of which
//! nothing is known: **a missing month is never zero**. Look next at `sum.rs`.

mod kind;
mod ledger;
mod request;
mod sum;

pub(super) use ledger::Drivers;

pub use kind::{DriverKind, Nature};
pub use ledger::{Driver, DriverPlace};
pub use request::{DriverRequest, set_drivers};
pub use sum::{DriverOrigin, DriverOver, DriverSum, driver_sum};
