//! What is to be looked at between the books, and against the day: no row shows it by itself.
//!
//! Each file tells one story and gives [`Remark`]s, which name a row by its key; the store knows
//! in which file and line it stands. Nothing here keeps a row out of the books.

mod cards;
mod certificates;
mod counts;
mod exchanges;
mod factors;
mod findings;
mod points;
mod readings;
mod remark;
mod service;
mod slips;
mod targets;

pub use remark::{Ledger, Remark, remarks};
