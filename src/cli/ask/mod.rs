//! Asking on a terminal for what a command line lacks.
//!
//! One road for every writer: clap says which arguments are missing, `missing.rs` finds them in the
//! tree, `known.rs` and `last.rs` know what may be answered and what was answered last, `asker.rs`
//! puts the question, `held.rs` knows what is wrong with an answer, and `road.rs` completes the command line, shows what would be recorded and
//! asks for a yes. Nothing here writes; without a terminal nothing here speaks.

mod asker;
mod candidate;
mod held;
mod known;
mod last;
mod line;
mod missing;
mod road;

pub(crate) use asker::{Asker, Freedom, Question};
pub(crate) use candidate::Candidate;
pub(crate) use road::{Asking, Turn};
