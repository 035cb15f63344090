//! A remark, the row it is about, and all remarks together.

use crate::base::{Day, Message};
use crate::books::Books;
use crate::inspections::{Clock, DayState};

use super::{
    cards, certificates, counts, exchanges, factors, findings, points, readings, service, slips,
    targets,
};

/// The ledgers and registers that remarks are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ledger {
    /// The store rooms, by code.
    Rooms,
    /// The lines of the stock ledger, by id.
    Movements,
    /// The count sheets, by the id of a row.
    Sheets,
    /// The meter readings, by id.
    Readings,
    /// The saving targets, by id.
    Targets,
    /// The conversion factors, by [`crate::meters::Factor::place`].
    Factors,
    /// The asset cards, by tag.
    Cards,
    /// The monitoring points, by code.
    Points,
    /// Whom the inspection rules bind, by the id of a row.
    Service,
    /// What happened to findings, by the id of a row.
    Findings,
}

/// Something that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The ledger that the row is in.
    pub ledger: Ledger,
    /// The key of the row: what stands in its first column.
    pub key: String,
    /// The column that is meant; none for the whole row.
    pub column: Option<&'static str>,
    /// What is to be said.
    pub message: Message,
}

/// Everything that is to be looked at on a day.
pub fn remarks(books: &Books, today: Day) -> Vec<Remark> {
    let mut remarks = slips::remarks(&books.stock);
    remarks.extend(exchanges::remarks(&books.stock, &books.settings.exchange, today));
    remarks.extend(counts::remarks(&books.stock, books.settings.count_days, today));
    remarks.extend(readings::remarks(books, today));
    remarks.extend(targets::remarks(&books.meters, today));
    remarks.extend(cards::remarks(&books.assets));
    remarks.extend(points::remarks(books));
    remarks.extend(service::remarks(books, today));
    remarks.extend(factors::remarks(&books.meters, today));
    remarks.extend(certificates::remarks(&books.inspections, today));
    let clock = Clock { as_of: today, state: DayState::Running };
    remarks.extend(findings::remarks(books, clock));
    remarks
}
