//! What a morning brings (今日待办): what is due, open, missing, near its end or not yet sealed.
//!
//! Every kind of it is one line with its counts, the worst first. Nothing is decided here: each
//! figure is that of the command which the line names. Look next at `gather.rs`.

mod chore;
mod gather;
mod shelves;
#[cfg(test)]
mod tests;

pub use chore::{Chore, ChoreLine, Pressing, Worst};
pub use gather::{Morning, MorningOptions, morning};
