//! Floor 2: what the shelves should hold.
//!
//! Every movement takes goods from one place to another ([`Movement`]). Lines are put into one
//! canonical order (`order.rs`), folded to balances (`shelf.rs`) and valued by the cost method
//! (`cost.rs`); [`Stock`] is the book of them, folded on demand (`replay.rs`). A count asserts the
//! balance at its cut-off: a late line before it changes the variance, never the balance.

mod cost;
mod error;
mod item;
mod ledger;
mod movement;
mod order;
mod replay;
mod shelf;

use error::nearest;

pub use cost::{Balance, CostMethod, Holding};
pub use error::Refusal;
pub use item::{Item, LargerUnit, Named, Store, parse_units, write_units};
pub use ledger::{Record, Stock};
pub use movement::{Cutoff, Kind, Line, Movement, Place, Posting};
pub use order::series;
pub use replay::AsOf;
pub use shelf::{Effect, Flow, Pile, Shelf, Step};

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
