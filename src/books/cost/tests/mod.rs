//! What departments cost, held against worked examples and against sums made without the report.

mod examples;
mod laws;
pub(in crate::books) mod ledgers;
