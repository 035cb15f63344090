//! Many stores in one run: the report that was typed, made of each of them, and rolled up.
//!
//! The unit of work is the store, and the work is the report's own command, run within this process
//! with a session that keeps the document in place of printing it: no rule is written twice, and no
//! store costs the start of a process. `local.rs` takes the cores of this machine; `spark.rs` hands
//! the same command line to a cluster, whose machines run this same program and send back cells.

mod flags;
mod local;
mod one;
mod retyped;
mod run;
mod spark;
mod sql;

pub(crate) use flags::Many;
pub(crate) use retyped::retyped;
pub(crate) use run::run;
