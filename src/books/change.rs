//! What a command wants to record, and what came of it.

use crate::base::{Decided, Stamp};
use crate::{assets, closing, inspections, meters, org, stock};

/// One row of any ledger or register.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A row of the registers of who and where.
    Org(org::Record),
    /// A link of the chain of seals.
    Closing(closing::Link),
    /// A card or an event of an asset.
    Asset(assets::Record),
    /// A row of the catalogue, the store rooms or the stock ledger.
    Stock(stock::Record),
    /// A row of the inspection files.
    Inspection(inspections::Record),
    /// A point, a reading, an event, a price, a factor, a target, a measure or a bill.
    Meter(meters::Record),
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

impl From<assets::count::Row> for Line {
    fn from(row: assets::count::Row) -> Self {
        Self::Asset(assets::Record::Count(row))
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

impl From<stock::purchase::PlanRow> for Line {
    fn from(row: stock::purchase::PlanRow) -> Self {
        stock::Record::Purchase(Box::new(stock::purchase::Record::Plan(row))).into()
    }
}

impl From<stock::purchase::OrderRow> for Line {
    fn from(row: stock::purchase::OrderRow) -> Self {
        stock::Record::Purchase(Box::new(stock::purchase::Record::Order(row))).into()
    }
}

impl From<stock::purchase::Invoice> for Line {
    fn from(row: stock::purchase::Invoice) -> Self {
        stock::Record::Purchase(Box::new(stock::purchase::Record::Invoice(row))).into()
    }
}

impl From<stock::Quota> for Line {
    fn from(quota: stock::Quota) -> Self {
        stock::Record::Quota(Box::new(quota)).into()
    }
}

impl From<stock::Exemption> for Line {
    fn from(row: stock::Exemption) -> Self {
        Self::Stock(stock::Record::Exemption(Box::new(row)))
    }
}

impl From<stock::Signature> for Line {
    fn from(row: stock::Signature) -> Self {
        Self::Stock(stock::Record::Signature(row))
    }
}

impl From<stock::FinanceRow> for Line {
    fn from(row: stock::FinanceRow) -> Self {
        Self::Stock(stock::Record::Finance(row))
    }
}

impl From<inspections::Record> for Line {
    fn from(record: inspections::Record) -> Self {
        Self::Inspection(record)
    }
}

impl From<meters::Record> for Line {
    fn from(record: meters::Record) -> Self {
        Self::Meter(record)
    }
}

impl From<meters::Point> for Line {
    fn from(point: meters::Point) -> Self {
        Self::Meter(meters::Record::Point(point))
    }
}

impl From<meters::Reading> for Line {
    fn from(reading: meters::Reading) -> Self {
        Self::Meter(meters::Record::Reading(reading))
    }
}

impl From<meters::Event> for Line {
    fn from(event: meters::Event) -> Self {
        Self::Meter(meters::Record::Event(event))
    }
}

impl From<meters::Tariff> for Line {
    fn from(tariff: meters::Tariff) -> Self {
        Self::Meter(meters::Record::Tariff(tariff))
    }
}

impl From<meters::Factor> for Line {
    fn from(factor: meters::Factor) -> Self {
        Self::Meter(meters::Record::Factor(factor))
    }
}

impl From<meters::Quota> for Line {
    fn from(quota: meters::Quota) -> Self {
        Self::Meter(meters::Record::Quota(quota))
    }
}

impl From<meters::Acknowledgement> for Line {
    fn from(row: meters::Acknowledgement) -> Self {
        Self::Meter(meters::Record::Acknowledgement(row))
    }
}

impl From<meters::CoverageRow> for Line {
    fn from(row: meters::CoverageRow) -> Self {
        Self::Meter(meters::Record::Coverage(row))
    }
}

impl From<meters::Measure> for Line {
    fn from(measure: meters::Measure) -> Self {
        Self::Meter(meters::Record::Measure(Box::new(measure)))
    }
}

impl From<meters::Bill> for Line {
    fn from(bill: meters::Bill) -> Self {
        Self::Meter(meters::Record::Bill(Box::new(bill)))
    }
}

impl From<meters::Weather> for Line {
    fn from(row: meters::Weather) -> Self {
        Self::Meter(meters::Record::Weather(row))
    }
}

impl From<meters::Target> for Line {
    fn from(target: meters::Target) -> Self {
        Self::Meter(meters::Record::Target(target))
    }
}

impl From<meters::Driver> for Line {
    fn from(driver: meters::Driver) -> Self {
        Self::Meter(meters::Record::Driver(driver))
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
