//! Many stores in one document: each store's own report, rolled up.
//!
//! `store.rs` is what one store gave, `roll_up.rs` folds the stores one after the other, `sum.rs`
//! adds up what they printed as their totals. No figure is computed here that a store did not print:
//! whoever ran the stores, on one machine or on many, the same reports give the same document.

mod roll_up;
mod store;
mod sum;
#[cfg(test)]
mod tests;

pub use roll_up::RollUp;
pub use store::{StoreFailure, StoreOutcome, StoreReport};
