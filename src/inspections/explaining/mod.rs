//! Why an obligation stands as it does: the version of the rule, the days, what was looked at and
//! why each of it was taken or not, and the reckoning of the due day.
//!
//! All of it is handed out by the judges of [`super::duty`]; nothing is decided here.

mod error;
mod explain;
mod find;
mod rows;
mod steps;

pub use error::ObligationRefusal;
pub use explain::{ExcusalFate, ExcusalLine, Explanation, explain};
pub use find::looks_like_obligation;
pub use rows::{RowFate, RowLine};
