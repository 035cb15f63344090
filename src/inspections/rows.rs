//! The book's rows that duties rest on beside records: batches, certificates, the roster, the
//! calendar.

use crate::base::{Day, Decided, RecordId, RuleCode, Stamp, SubjectCode};

use super::Inspections;
use super::batch::{Batch, BatchEvent, BatchKind};
use super::record::{Record, standing};
use super::roster::OnDuty;
use crate::org::{Calendar, CalendarDay, Certificate};

impl Inspections {
    /// The days off and the days worked.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// All rows of batches, superseded ones too, by their number.
    pub fn batch_rows(&self) -> impl Iterator<Item = &BatchEvent> + Clone {
        self.batches.values()
    }

    /// The batches as they stand now, by the minute at which they were opened.
    pub fn batches(&self) -> Vec<Batch<'_>> {
        Batch::fold(standing(self.batches.values()))
    }

    /// A row of the batches by its number.
    pub(super) fn batch_row(&self, id: &RecordId) -> Option<&BatchEvent> {
        self.batches.get(id)
    }

    /// The rows of batches of a day.
    pub(super) fn batch_rows_on(&self, day: Day) -> impl Iterator<Item = &BatchEvent> {
        self.batches.values().filter(move |row| row.date == day)
    }

    /// The row that stands and opened or closed a batch.
    pub(super) fn batch(&self, batch: &RecordId, kind: BatchKind) -> Option<&BatchEvent> {
        let of_it = |row: &&BatchEvent| {
            row.batch == *batch && row.kind == kind && self.replaced_by(&row.id).is_none()
        };
        self.batches.values().find(of_it)
    }

    /// The batches that are still there.
    pub(super) fn open_batches(&self) -> impl Iterator<Item = &RecordId> {
        let open = |batch: &Batch<'_>| batch.closed.is_none();
        self.batches().into_iter().filter(open).map(|batch| &batch.opened.batch)
    }

    /// All certificates, superseded ones too, by their number.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> + Clone {
        self.certificates.values()
    }

    /// A certificate by the number of its row.
    pub fn certificate(&self, id: &RecordId) -> Option<&Certificate> {
        self.certificates.get(id)
    }

    /// The duties on the roster that stand, by their number.
    pub fn roster(&self) -> impl Iterator<Item = &OnDuty> {
        let stands = |row: &&OnDuty| row.present && self.replaced_by(&row.id).is_none();
        self.roster.values().filter(stands)
    }

    /// The duties of a person on the roster that stand.
    pub(super) fn roster_of<'b>(
        &'b self,
        rule: &'b RuleCode,
        subject: &'b SubjectCode,
    ) -> impl Iterator<Item = &'b OnDuty> {
        self.roster().filter(move |row| row.rule == *rule && row.subject == *subject)
    }

    /// A row of the roster by its number.
    pub(super) fn roster_row(&self, id: &RecordId) -> Option<&OnDuty> {
        self.roster.get(id)
    }
}

/// Decides about a day off or a day worked: a new word goes before the old one from when it is
/// recorded on.
pub fn set_calendar(book: &Inspections, day: &CalendarDay, stamp: &Stamp) -> Decided<Vec<Record>> {
    if book.calendar.named(day.date).is_some_and(|named| named.says_the_same(day)) {
        return Decided::Already(day.date.to_string());
    }
    let recorded_at = Some(stamp.recorded_at);
    Decided::New(vec![Record::CalendarDay(CalendarDay { recorded_at, ..day.clone() })])
}
