//! Files from outside: one way in for every ledger and register.
//!
//! `flags.rs` says which file and how to read it, `columns.rs` finds the columns by their headings,
//! `row.rs` reads the values of a row, `taken.rs` counts what came of each row and writes the review
//! file, `engine.rs` drives it all. What a row asks for is each command's own, and the decision the
//! domain's.

mod columns;
mod engine;
mod flags;
mod row;
mod taken;

pub(crate) use columns::{Columns, Table};
pub(crate) use engine::{Refused, Task, Verdict, end, run, run_about, run_on, settle, verdicts};
pub(crate) use flags::{Intake, Source};
pub(crate) use row::Row;
pub(crate) use taken::Taken;
