//! Floor 4: from a typed result to one printable shape.
//!
//! A layout turns a result of the domain into a [`Document`] of stable keys and typed cells; it
//! holds no words (those are looked up by key when it is printed) and knows no format.

mod analysis;
mod asset;
mod basis;
mod candidates;
mod card;
mod classes;
mod closing;
mod compliance;
mod consumption;
mod count;
mod count_due;
mod department_cost;
mod depreciation;
mod differences;
mod document;
mod due;
mod energy;
mod expiring;
mod finding;
mod idle;
mod inspect;
mod matching;
mod onhand;
mod org;
mod pending;
mod plan;
mod points;
mod present;
mod prices;
mod purchase;
mod readings;
mod receipt;
mod reconcile;
mod recount;
mod register;
mod restatement;
mod self_made;
mod sheet;
mod sheet_receipt;
mod statement;
mod stock;
mod usage;

pub use basis::Basis;
pub use closing::{ChainReport, MonthsClosed, Signature};
pub use differences::{SheetDifferences, Shown};
pub use document::{Block, Cell, Column, Document, Fact, Purpose, Row, RowKind, Table, Tone};
pub use energy::{Factors, Targets, Tariffs};
pub use expiring::LotsOnHand;
pub use inspect::{Inspected, Rules, Subjects};
pub use org::{Departments, Sites, StaffList};
pub use plan::Plans;
pub use points::Points;
pub use present::Present;
pub use prices::PriceHistory;
pub use purchase::{Invoices, Quotas};
pub use readings::{MissingReadings, PointHistory};
pub use recount::RecountList;
pub use restatement::{Change, Named, Since, changes};
pub use sheet::{Boxes, CountSheet, SheetHistory, SheetPart, SheetProgress, Sheets};
pub use sheet_receipt::{SheetReceipt, Wrote};
pub use statement::StatementByKind;
pub use stock::{ItemSheet, Items, Stores};
pub use usage::Balances;
