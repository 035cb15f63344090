//! Tests only: disks that fail, stop or forget, and what the store must still hold on them.
//!
//! [`memory`] keeps apart what was written and what was synced, so that a power failure can drop
//! any of the difference; [`trouble`] goes around any disk and makes its Nth call go wrong. The
//! laws stand in `crash.rs`, `care.rs` and `sealing.rs` (no call may be the last), `fuzz.rs` (no
//! content is too odd), `meddling.rs` (other programs write too),
//! `states.rs` (what recovery makes of each state) and `real.rs` (real files, locks, links).

mod care;
mod crash;
mod fuzz;
mod meddling;
mod memory;
mod real;
mod scenario;
mod sealing;
mod states;
mod trouble;
