//! What goods are worth: the one place that knows the cost methods (发出计价方法).
//!
//! A [`Holding`] is the balance of one item at one place. It is only ever changed here, so that
//! three things always hold: zero quantity is worth 0.00, a quantity above zero is never worth
//! less, and every fen that would break either is handed back as a correction (价差).
//!
//! 政府会计准则第1号——存货 art. 9 knows 先进先出法、加权平均法 and 个别计价法, one method for like
//! goods, and none changed at will. `average.rs` is the running average, `layers.rs` first in first
//! out, `lots.rs` the lots, `month.rs` the average of a whole month.

mod average;
mod balance;
mod holding;
mod layers;
mod lots;
mod method;
mod month;

pub use average::Rested;
pub use balance::Balance;
pub use holding::Holding;
pub use lots::{LotBalance, Part};
pub use method::CostMethod;

pub(in crate::stock) use average::Average;
pub(in crate::stock) use holding::{Keeping, LotKeeping, Moved, Origin};
pub(in crate::stock) use month::{Plan, Planned, plan};
