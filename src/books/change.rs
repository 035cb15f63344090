//! What a command wants to record, and what came of it.

use crate::base::{Decided, Stamp};
use crate::{assets, inspections, org, stock};

/// One row of any ledger or register.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A row of the registers of who and where.
    Org(org::Record),
    /// A card or an event of an asset.
    Asset(assets::Record),
    /// A row of the catalogue, the store rooms or the stock ledger.
    Stock(stock::Record),
    /// A row of the inspection files.
    Inspection(inspections::Record),
}

impl From<org::Record> for Line {
    fn from(record: org::Record) -> Self {
        Self::Org(record)
    }
}

impl From<assets::Record> for Line {
    fn from(record: assets::Record) -> Self {
        Self::Asset(record)
    }
}

impl From<stock::Record> for Line {
    fn from(record: stock::Record) -> Self {
        Self::Stock(record)
    }
}

impl From<stock::Movement> for Line {
    fn from(movement: stock::Movement) -> Self {
        Self::Stock(stock::Record::Movement(Box::new(movement)))
    }
}

impl From<inspections::Record> for Line {
    fn from(record: inspections::Record) -> Self {
        Self::Inspection(record)
    }
}

/// Rows to be recorded together: all of them or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The rows, in the order in which they are written.
    pub lines: Vec<Line>,
}

impl Change {
    /// Takes over what a domain decided.
    pub fn from_decided<T: Into<Line>>(decided: Decided<Vec<T>>) -> Decided<Self> {
        match decided {
            Decided::New(records) => {
                Decided::New(Self { lines: records.into_iter().map(Into::into).collect() })
            }
            Decided::Already(name) => Decided::Already(name),
        }
    }
}

/// What was recorded, or would be.
#[derive(Debug, Clone, PartialEq)]
pub enum Receipt {
    /// The rows are on the disk.
    Recorded {
        /// The rows.
        change: Change,
        /// Who and when.
        stamp: Stamp,
    },
    /// The identical rows were there before; nothing was written.
    Already(String),
    /// Nothing was written, because only a rehearsal was asked for.
    Rehearsed(Change),
}
