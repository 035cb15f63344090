//! The books and the one fold that fills them.

use crate::base::{Argument, Refuse};
use crate::{assets, closing, inspections, meters, org, stock};

use super::annual::PaperForm;
use super::{Line, Settings};

/// Everything the ledgers say, as far as it was asked for.
#[derive(Debug, Clone, Default)]
pub struct Books {
    /// The store's own settings.
    pub settings: Settings,
    /// Who and where.
    pub org: org::Org,
    /// Which months are sealed.
    pub closing: closing::Closing,
    /// The assets.
    pub assets: assets::Register,
    /// What the shelves should hold.
    pub stock: stock::Stock,
    /// What was inspected.
    pub inspections: inspections::Inspections,
    /// What the pipes and wires used.
    pub meters: meters::Meters,
    /// The templates of the papers of the year: no command records one, a person writes its file.
    pub papers: Vec<PaperForm>,
}

impl Books {
    /// Folds one row. Loading and committing both pass here: there is no second meaning of a row.
    pub fn apply(&mut self, line: &Line) -> Result<(), Refusal> {
        match line {
            Line::Org(record) => self.org.apply(record)?,
            Line::Closing(link) => self.closing.apply(link)?,
            Line::Asset(record) => {
                self.known_to_the_registers(record)?;
                self.assets.apply(record)?;
            }
            Line::Stock(record) => {
                self.stock_knows_where(record)?;
                self.stock.apply(record)?;
            }
            Line::Inspection(record) => {
                self.inspections_know_where(record)?;
                self.inspections.apply(record)?;
            }
            Line::Meter(record) => self.meters.apply(record)?,
        }
        Ok(())
    }

    /// Folds one row that nobody needs afterwards.
    pub fn take(&mut self, line: Line) -> Result<(), Refusal> {
        match line {
            Line::Stock(record @ stock::Record::Movement(_)) => {
                self.stock_knows_where(&record)?;
                let stock::Record::Movement(movement) = record else { return Ok(()) };
                Ok(self.stock.take(*movement)?)
            }
            Line::Stock(stock::Record::Item(item)) => Ok(self.stock.take_item(item)?),
            Line::Stock(stock::Record::Posting(posting)) => Ok(self.stock.take_posting(posting)?),
            Line::Asset(record) => {
                self.known_to_the_registers(&record)?;
                Ok(self.assets.take(record)?)
            }
            Line::Inspection(record) => {
                self.inspections_know_where(&record)?;
                Ok(self.inspections.take(record)?)
            }
            Line::Meter(record) => Ok(self.meters.take(record)?),
            line => self.apply(&line),
        }
    }

    /// Where an asset goes must be registered.
    fn known_to_the_registers(&self, record: &assets::Record) -> Result<(), Refusal> {
        let department = match record {
            assets::Record::Event(event) => event.department.as_ref(),
            assets::Record::Count(row) => row.department.as_ref(),
            assets::Record::Card(_) | assets::Record::Edit(_) => None,
        };
        if let Some(department) = department {
            self.org.known_department(department)?;
        }
        Ok(())
    }

    /// The department that reports something broken must be registered.
    fn inspections_know_where(&self, record: &inspections::Record) -> Result<(), Refusal> {
        if let inspections::Record::Repair(row) = record
            && let Some(department) = &row.department
        {
            self.org.known_department(department)?;
        }
        Ok(())
    }

    /// Where a store room stands and where goods go must be registered.
    fn stock_knows_where(&self, record: &stock::Record) -> Result<(), Refusal> {
        match record {
            stock::Record::Store(store) => {
                if let Some(site) = &store.site {
                    self.org.known_site(site)?;
                }
            }
            stock::Record::Quota(quota) => {
                self.org.known_department(&quota.department)?;
            }
            stock::Record::Movement(movement) => {
                for (column, place) in [("from", &movement.from), ("to", &movement.to)] {
                    if let Some(department) = place.department()
                        && let Err(refusal) = self.org.known_department(department)
                    {
                        let refusal = Box::new(refusal);
                        return Err(stock::Refusal::Unregistered { column, refusal }.into());
                    }
                }
            }
            stock::Record::Exemption(row) => {
                self.org.known_department(&row.department)?;
            }
            stock::Record::Signature(row) => {
                self.org.known_department(&row.department)?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// A rule of one of the domains said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The registers of who and where.
    #[error(transparent)]
    Org(#[from] org::Refusal),
    /// The chain of seals.
    #[error(transparent)]
    Closing(#[from] closing::Refusal),
    /// The assets.
    #[error(transparent)]
    Asset(#[from] assets::Refusal),
    /// The stock book.
    #[error(transparent)]
    Stock(#[from] stock::Refusal),
    /// The inspections.
    #[error(transparent)]
    Inspection(#[from] inspections::Refusal),
    /// The meters.
    #[error(transparent)]
    Meter(#[from] meters::Refusal),
}

impl Refusal {
    fn inner(&self) -> &dyn Refuse {
        match self {
            Self::Org(refusal) => refusal,
            Self::Closing(refusal) => refusal,
            Self::Asset(refusal) => refusal,
            Self::Stock(refusal) => refusal,
            Self::Inspection(refusal) => refusal,
            Self::Meter(refusal) => refusal,
        }
    }
}

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        self.inner().code()
    }

    fn arguments(&self) -> Vec<(&'static str, Argument)> {
        self.inner().arguments()
    }

    fn field(&self) -> Option<&'static str> {
        self.inner().field()
    }
}
