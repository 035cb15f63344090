//! The ledgers of purchasing, folded: rows by id, so that the order in which they came means
//! nothing.

use std::collections::BTreeMap;

use crate::base::{Day, Moment, RecordId, Written};

use super::{Invoice, OrderAct, OrderRow, PlanAct, PlanRow};
use crate::stock::{Refusal, Stock};

/// A row of a ledger of purchasing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A row of a plan that is kept.
    Plan(PlanRow),
    /// A row of the orders.
    Order(OrderRow),
    /// A row of the invoices.
    Invoice(Invoice),
}

impl Record {
    /// The day to which it belongs.
    pub const fn date(&self) -> Day {
        match self {
            Self::Plan(row) => row.date,
            Self::Order(row) => row.date,
            Self::Invoice(row) => row.date,
        }
    }

    /// Its id.
    pub const fn id(&self) -> &RecordId {
        match self {
            Self::Plan(row) => &row.id,
            Self::Order(row) => &row.id,
            Self::Invoice(row) => &row.id,
        }
    }

    const fn recorded(&self) -> (Moment, &String) {
        match self {
            Self::Plan(row) => (row.recorded_at, &row.recorded_by),
            Self::Order(row) => (row.recorded_at, &row.recorded_by),
            Self::Invoice(row) => (row.recorded_at, &row.recorded_by),
        }
    }

    /// Who wrote it and why, for reports that are restated.
    fn written(&self) -> Written {
        let (kind, about, corrects, why) = match self {
            Self::Plan(row) => {
                let item = row.act.goods().map(|goods| goods.item.to_string());
                let about = item.into_iter().chain([row.plan.to_string()]).collect();
                (row.act.key(), about, None, row.note.clone())
            }
            Self::Order(row) => {
                let about = vec![row.item.to_string(), row.order.to_string()];
                (row.act.key(), about, row.reverses.clone(), row.note.clone())
            }
            Self::Invoice(row) => {
                let about = vec![row.invoice.clone(), row.slip.clone()];
                ("purchase.invoice", about, row.reverses.clone(), row.note.clone())
            }
        };
        let (recorded_at, recorded_by) = self.recorded();
        Written {
            id: self.id().clone(),
            date: self.date(),
            kind,
            about,
            corrects,
            why,
            recorded_at,
            recorded_by: recorded_by.clone(),
        }
    }
}

/// Plans, orders and invoices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Purchases {
    records: BTreeMap<RecordId, Record>,
}

impl Purchases {
    /// All rows, by id.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.values()
    }

    /// The rows of the plans.
    pub fn plans(&self) -> impl Iterator<Item = &PlanRow> {
        self.records().filter_map(|record| match record {
            Record::Plan(row) => Some(row),
            Record::Order(_) | Record::Invoice(_) => None,
        })
    }

    /// The rows of the orders.
    pub fn orders(&self) -> impl Iterator<Item = &OrderRow> {
        self.records().filter_map(|record| match record {
            Record::Order(row) => Some(row),
            Record::Plan(_) | Record::Invoice(_) => None,
        })
    }

    /// The rows of the invoices.
    pub fn invoices(&self) -> impl Iterator<Item = &Invoice> {
        self.records().filter_map(|record| match record {
            Record::Invoice(row) => Some(row),
            Record::Plan(_) | Record::Order(_) => None,
        })
    }

    /// Drops every row recorded after a moment.
    pub(in crate::stock) fn forget_after(&mut self, moment: Moment) {
        self.records.retain(|_, record| record.recorded().0 <= moment);
    }

    /// How many rows were written as is asked, by moment of recording and day.
    pub(in crate::stock) fn count_written(&self, asked: impl Fn(Moment, Day) -> bool) -> usize {
        self.records().filter(|record| asked(record.recorded().0, record.date())).count()
    }

    /// Every row, with who wrote it and why.
    pub(in crate::stock) fn written(&self) -> impl Iterator<Item = Written> {
        self.records().map(Record::written)
    }
}

/// Folds a row of purchasing into the stock book.
///
/// Refuses goods and units that the catalogue does not know, what is not above zero, and an id that
/// stands for something else. The identical row again changes nothing.
pub(in crate::stock) fn fold(stock: &mut Stock, record: &Record) -> Result<(), Refusal> {
    let goods = match record {
        Record::Plan(PlanRow { act: PlanAct::Goods(goods), .. }) => {
            Some((&goods.item, goods.quantity, &goods.unit))
        }
        Record::Plan(PlanRow { act: PlanAct::Approve { .. }, .. }) => None,
        Record::Order(row) => {
            if row.reverses.is_some() != (row.act != OrderAct::Order) {
                return Err(super::Refusal::OrderShape { act: row.act }.into());
            }
            Some((&row.item, row.quantity, &row.unit))
        }
        Record::Invoice(invoice) => {
            invoice.check()?;
            None
        }
    };
    if let Some((item, quantity, unit)) = goods {
        let item = stock.item(item)?;
        if quantity <= crate::base::Quantity::ZERO {
            return Err(Refusal::NotPositive { quantity });
        }
        item.base(quantity, unit)?;
    }
    match stock.purchases.records.get(record.id()) {
        Some(there) if there != record => Err(Refusal::IdTaken { id: record.id().clone() }),
        Some(_) => Ok(()),
        None => {
            stock.purchases.records.insert(record.id().clone(), record.clone());
            Ok(())
        }
    }
}
