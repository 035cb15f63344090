//! Sealed months across the books: which book and day a row belongs to, and whether it may enter.

use crate::base::Day;
use crate::closing::{self, Book};
use crate::{assets, inspections, meters, stock};

use super::{Books, Line, Refusal};

impl Books {
    /// Refuses a row that is dated in a sealed month of its book.
    ///
    /// Only what is to be recorded passes here; what was recorded before the seal is loaded
    /// without it.
    pub fn admit(&self, line: &Line) -> Result<(), Refusal> {
        match dated(line) {
            Some((book, date)) => Ok(self.closing.admits(book, date)?),
            None => Ok(()),
        }
    }

    /// The day of the first row of a book; none where it has no row.
    pub fn first_day(&self, book: Book) -> Option<Day> {
        match book {
            Book::Stock => {
                let lines = self.stock.first_day().into_iter();
                lines
                    .chain(
                        self.stock
                            .sheets
                            .values()
                            .filter_map(|sheet| sheet.opening().map(|opening| opening.date)),
                    )
                    .chain(self.stock.papers.days())
                    .min()
            }
            Book::Meters => {
                // Each history is in the order of time.
                let first = self.meters.histories().flat_map(|history| {
                    let reading = history.readings().first().map(|reading| reading.date);
                    reading.into_iter().chain(history.events().first().map(|event| event.date))
                });
                first.min()
            }
            Book::Inspections => {
                let inspections = self.inspections.inspections().map(|record| record.date);
                let findings = self.inspections.events();
                let findings =
                    findings.flat_map(|(_, events)| events.iter().map(|event| event.date));
                let excusals = self.inspections.excusals().map(|excusal| excusal.date);
                let repairs = self.inspections.repair_rows().map(|row| row.date);
                let attendance = self.inspections.attendance_rows().map(|row| row.date);
                let rows = inspections.chain(findings).chain(excusals);
                rows.chain(repairs).chain(attendance).min()
            }
            Book::Assets => {
                let cards = self.assets.cards().map(|card| &card.tag);
                let events = cards.flat_map(|tag| self.assets.events(tag).map(|event| event.date));
                events.chain(self.assets.counts().rows().map(|row| row.date)).min()
            }
        }
    }
}

/// The book and the day that a row belongs to; none for a row of a register or of the chain.
///
/// A service period is dated by its first day, an excusal by the day it was approved, an entry of a
/// count sheet by the day of the sheet.
fn dated(line: &Line) -> Option<(closing::Book, Day)> {
    match line {
        Line::Org(_) | Line::Closing(_) => None,
        Line::Stock(record) => {
            let date = match record {
                stock::Record::Movement(movement) => movement.date,
                stock::Record::Posting(posting) => posting.date,
                stock::Record::SheetEntry(entry) => entry.date,
                stock::Record::Purchase(record) => record.date(),
                stock::Record::Exemption(row) => row.date,
                stock::Record::Signature(row) => row.date,
                // Finance closes its month after the store rooms do.
                stock::Record::Finance(_)
                | stock::Record::Item(_)
                | stock::Record::ItemEdit(_)
                | stock::Record::Store(_)
                | stock::Record::Quota(_) => return None,
            };
            Some((Book::Stock, date))
        }
        Line::Meter(record) => match record {
            meters::Record::Reading(reading) => Some((Book::Meters, reading.date)),
            meters::Record::Event(event) => Some((Book::Meters, event.date)),
            _ => None,
        },
        Line::Inspection(record) => {
            let date = match record {
                // Registers; and a certificate runs over many months, whenever it came to hand.
                inspections::Record::Rule(_)
                | inspections::Record::Template(_)
                | inspections::Record::Contract(_)
                | inspections::Record::Clause(_)
                | inspections::Record::Certificate(_)
                | inspections::Record::Indicator(_)
                | inspections::Record::CalendarDay(_) => return None,
                inspections::Record::Answer(answer) => answer.date,
                inspections::Record::Batch(row) => row.date,
                inspections::Record::OnDuty(row) => row.date,
                inspections::Record::IndicatorValue(row) => row.month.last(),
                inspections::Record::Task(row) => row.date,
                inspections::Record::Attendance(row) => row.date,
                inspections::Record::Service(service) => service.period.from,
                inspections::Record::Inspection(inspection) => inspection.date,
                inspections::Record::Excusal(excusal) => excusal.date,
                inspections::Record::Finding(event) => event.date,
                inspections::Record::Repair(row) => row.date,
            };
            Some((Book::Inspections, date))
        }
        Line::Asset(record) => match record {
            assets::Record::Event(event) => Some((Book::Assets, event.date)),
            assets::Record::Count(row) => Some((Book::Assets, row.date)),
            assets::Record::Card(_) | assets::Record::Edit(_) => None,
        },
    }
}
