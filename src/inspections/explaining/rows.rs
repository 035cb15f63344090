//! The rows that were looked at for an obligation, and why each was taken or not.

use std::collections::BTreeMap;

use crate::base::{Day, Moment, RecordId, Span, Time};
use crate::org::Certificate;

use crate::inspections::batch::{BatchEvent, BatchKind};
use crate::inspections::duty::{PassedOverWhy, Standing};
use crate::inspections::kind::Kind;
use crate::inspections::obligation::{Matter, Obligation, ObligationName};
use crate::inspections::record::Inspection;
use crate::inspections::rule::Rule;
use crate::inspections::status::Clock;
use crate::inspections::{DutyKey, Inspections};

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFate {
    /// It counts for this obligation.
    Counts,
    /// It counts for another one of the duty.
    CountsFor(ObligationName),
    /// It counts for nothing, and why.
    PassedOver(PassedOverWhy),
    /// It is what the obligation is about: the event, or the opening of the batch.
    Begins,
    /// A certificate that covers the day too.
    Covers,
    /// A certificate that is not valid on the day.
    OtherDays,
    /// A certificate of another kind.
    OtherKind,
    /// Another row took its place.
    Superseded(RecordId),
    /// It was recorded after what is known.
    RecordedLater,
    /// It happened after the day that is asked about.
    ToCome,
    /// It meets nothing of this obligation.
    Apart,
}

impl RowFate {
    /// The key of the word for it.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Counts => "inspect.state.counts",
            Self::CountsFor(_) => "inspect.fate.counts_for",
            Self::PassedOver(why) => why.key(),
            Self::Begins => "inspect.fate.begins",
            Self::Covers => "inspect.fate.covers",
            Self::OtherDays => "inspect.fate.other_days",
            Self::OtherKind => "inspect.fate.other_kind",
            Self::Superseded(_) => "inspect.state.superseded",
            Self::RecordedLater => "inspect.fate.recorded_later",
            Self::ToCome => "inspect.fate.to_come",
            Self::Apart => "inspect.fate.apart",
        }
    }
}

/// A row that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowLine {
    /// Its number.
    pub id: RecordId,
    /// The day it was done; of a certificate its first day.
    pub date: Day,
    /// The time of day.
    pub time: Option<Time>,
    /// The last day of a certificate.
    pub to: Option<Day>,
    /// Who did it.
    pub person: String,
    /// The key of what it is or came to.
    pub what: &'static str,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// What became of it.
    pub fate: RowFate,
}

/// What is looked at.
pub(super) struct Look<'a> {
    pub(super) book: &'a Inspections,
    /// The book with the rows that were recorded later too.
    pub(super) all: &'a Inspections,
    pub(super) key: &'a DutyKey,
    pub(super) rule: &'a Rule,
    pub(super) clock: Clock,
    /// The due day before this one.
    pub(super) before: Option<Day>,
    pub(super) taken: &'a BTreeMap<RecordId, ObligationName>,
}

impl Look<'_> {
    /// The rows that were looked at, oldest first.
    pub(super) fn rows(&self, obligation: &Obligation, standing: &Standing) -> Vec<RowLine> {
        let mut rows: Vec<RowLine> = match &self.rule.kind {
            Kind::Expiry(expiry) => {
                let held = self.all.certificates().filter(|row| row.holder == self.key.1);
                held.map(|row| self.certificate(row, obligation, &expiry.certificate)).collect()
            }
            Kind::Dwell(_) => self.batch(obligation, standing),
            Kind::Event(event) if event.after.is_none() => self.batch(obligation, standing),
            _ => self.records(obligation, standing),
        };
        rows.sort_by(|left, right| {
            (left.date, left.time, &left.id).cmp(&(right.date, right.time, &right.id))
        });
        rows
    }

    /// Why a row cannot have been seen at all.
    fn unseen(&self, id: &RecordId, date: Day, is_known: bool) -> Option<RowFate> {
        if !is_known {
            return Some(RowFate::RecordedLater);
        }
        if let Some(by) = self.book.replaced_by(id) {
            return Some(RowFate::Superseded(by.clone()));
        }
        (date > self.clock.as_of).then_some(RowFate::ToCome)
    }

    /// What the judges said of a row.
    fn judged(&self, id: &RecordId, obligation: &Obligation, standing: &Standing) -> RowFate {
        match self.taken.get(id) {
            Some(name) if *name == obligation.name() => RowFate::Counts,
            Some(name) => RowFate::CountsFor(name.clone()),
            None => {
                let over = standing.passed_over.iter().find(|over| over.record == *id);
                over.map_or(RowFate::Apart, |over| RowFate::PassedOver(over.why))
            }
        }
    }

    /// The records of its days, those since the due day before it too: they may have been too early.
    fn records(&self, obligation: &Obligation, standing: &Standing) -> Vec<RowLine> {
        let unit = &obligation.unit;
        let first = self.before.map_or(Day::FIRST, |before| before.next().min(unit.window.first()));
        let done = unit.by.as_ref().map_or(unit.due, |proof| proof.date);
        let last = unit.due.plus_days(i64::from(self.rule.grace)).max(done);
        let days = Span::new(first, last).unwrap_or(unit.window);
        let event = match &obligation.matter {
            Matter::Row(row) => Some(row),
            Matter::Slot | Matter::Shift(_) => None,
        };
        let of_it = |row: &&Inspection| {
            let of_duty = (&row.rule, &row.subject) == (&self.key.0, &self.key.1);
            let meant = row.for_slot.is_some_and(|day| unit.window.contains(day));
            (of_duty && (days.contains(row.date) || meant)) || event == Some(&row.id)
        };
        let line = |row: &Inspection| {
            let is_known = self.book.inspection(&row.id).is_some();
            let fate = self.unseen(&row.id, row.date, is_known).unwrap_or_else(|| {
                if event == Some(&row.id) {
                    RowFate::Begins
                } else {
                    self.judged(&row.id, obligation, standing)
                }
            });
            RowLine {
                id: row.id.clone(),
                date: row.date,
                time: row.time,
                to: None,
                person: row.person.to_string(),
                what: row.result.key(),
                recorded_at: row.recorded_at,
                fate,
            }
        };
        self.all.inspections().filter(of_it).map(line).collect()
    }

    fn batch(&self, obligation: &Obligation, standing: &Standing) -> Vec<RowLine> {
        let Matter::Row(batch) = &obligation.matter else { return Vec::new() };
        let line = |row: &BatchEvent| {
            let is_known = self.book.batch_row(&row.id).is_some();
            let fate = self.unseen(&row.id, row.date, is_known).unwrap_or_else(|| match row.kind {
                BatchKind::Open => RowFate::Begins,
                BatchKind::Close => self.judged(&row.id, obligation, standing),
            });
            RowLine {
                id: row.id.clone(),
                date: row.date,
                time: Some(row.time),
                to: None,
                person: row.person.clone(),
                what: row.kind.key(),
                recorded_at: row.recorded_at,
                fate,
            }
        };
        self.all.batch_rows().filter(|row| row.batch == *batch).map(line).collect()
    }

    fn certificate(&self, row: &Certificate, obligation: &Obligation, kind: &str) -> RowLine {
        let unit = &obligation.unit;
        let is_known = self.book.certificate(&row.id).is_some();
        let covers = row.days().is_some_and(|days| days.contains(unit.due));
        let judged = || match () {
            () if unit.by.as_ref().is_some_and(|proof| proof.record == row.id) => RowFate::Counts,
            () if row.kind != kind => RowFate::OtherKind,
            () if covers => RowFate::Covers,
            () => RowFate::OtherDays,
        };
        // A certificate is no event: that it begins later says that it does not cover the day.
        let unseen = self.unseen(&row.id, Day::FIRST, is_known);
        RowLine {
            id: row.id.clone(),
            date: row.from,
            time: None,
            to: row.to,
            person: row.issuer.clone(),
            what: "inspect.written.certificate",
            recorded_at: row.recorded_at,
            fate: unseen.unwrap_or_else(judged),
        }
    }
}
