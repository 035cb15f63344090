//! Floor 1: which months are still open, book by book, and what sealing one demands.
//!
//! A seal closes one month of one book (结账). Seals and reopenings are the links of one chain, in
//! the order in which they were made; nothing is ever taken out of it. Here is only what the chain
//! says: which files a link names, and their sums, is the store's to know.

mod demand;
mod error;
mod link;
mod period;
mod request;

pub use demand::{Demand, Met, Waiver};
pub use error::Refusal;
pub use link::{Closing, Link, LinkKind};
pub use period::{Book, MonthState, Sealable};
pub use request::{ReopenRequest, Seal, SealRequest, must_be_open, reopen, seal};

#[cfg(test)]
mod tests;
