//! Floor 4: from a typed result to one printable shape.
//!
//! A layout turns a result of the domain into a [`Document`] of stable keys and typed cells; it
//! holds no words (those are looked up by key when it is printed) and knows no format.

mod asset;
mod card;
mod compliance;
mod consumption;
mod depreciation;
mod document;
mod due;
mod finding;
mod inspect;
mod onhand;
mod org;
mod present;
mod receipt;
mod register;
mod statement;
mod stock;

pub use document::{Block, Cell, Column, Document, Fact, Row, RowKind, Table, Tone};
pub use inspect::{Inspected, Rules, Subjects};
pub use org::{Departments, Sites, StaffList};
pub use present::Present;
pub use statement::StatementByKind;
pub use stock::{ItemSheet, Items, Stores};
