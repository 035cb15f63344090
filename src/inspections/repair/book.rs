//! The repair orders of the book: rows by their number, and which rows make up which order.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Moment, RecordId, nearest};
use crate::inspections::numbered::Numbered;
use crate::inspections::record::Record;
use crate::inspections::rule::forever;
use crate::inspections::status::{Clock, DayState};
use crate::inspections::{Inspections, Refusal};

use super::order::{earliest, latest};
use super::{OpenRepairRequest, Repair, RepairEvent, RepairKind, RepairRefusal};

/// The rows of the repair orders.
#[derive(Debug, Clone, Default)]
pub(in crate::inspections) struct RepairBook {
    pub(in crate::inspections) rows: Numbered<RepairEvent>,
    /// The rows of each order.
    orders: BTreeMap<RecordId, Vec<RecordId>>,
    /// The orders that ever had a number on paper.
    numbers: BTreeMap<String, BTreeSet<RecordId>>,
}

impl RepairBook {
    pub(in crate::inspections) fn add(&mut self, row: RepairEvent) -> Result<(), Refusal> {
        let (id, order, number) = (row.id.clone(), row.repair.clone(), row.number.clone());
        self.rows.insert(row).map_err(|row| Refusal::DuplicateId { id: row.id })?;
        if !number.is_empty() {
            self.numbers.entry(number).or_default().insert(order.clone());
        }
        self.orders.entry(order).or_default().push(id);
        Ok(())
    }

    pub(in crate::inspections) fn forget_after(&mut self, moment: Moment) {
        if self.rows.values().all(|row| row.recorded_at <= moment) {
            // Their rows as if they had come in the order of their numbers.
            let mixed = self.orders.values_mut().filter(|ids| !ids.is_sorted());
            mixed.for_each(|ids| ids.sort_unstable());
            return;
        }
        let rows = std::mem::take(self).rows;
        for row in rows.values().filter(|row| row.recorded_at <= moment) {
            self.add(row.clone()).expect("BUG: a number that was there once");
        }
    }
}

impl Inspections {
    /// All rows of the repair orders, superseded ones too, by their number.
    pub fn repair_rows(&self) -> impl Iterator<Item = &RepairEvent> + Clone {
        self.repairs.rows.values()
    }

    /// A row of the repair orders by its number.
    pub fn repair_row(&self, id: &RecordId) -> Option<&RepairEvent> {
        self.repairs.rows.get(id)
    }

    /// The rows of an order that stand, in the order in which they count.
    ///
    /// A row that corrects another stands where that one stood, as far as its own minute allows.
    pub fn rows_of_repair(&self, repair: &RecordId) -> Vec<&RepairEvent> {
        let ids = self.repairs.orders.get(repair).into_iter().flatten();
        let rows = ids.filter(|id| self.replaced_by(id).is_none());
        self.in_order(rows.filter_map(|id| self.repairs.rows.get(id)).collect())
    }

    /// Rows of an order as they count.
    pub(super) fn in_order<'r>(&'r self, mut rows: Vec<&'r RepairEvent>) -> Vec<&'r RepairEvent> {
        let key = |row: &&'r RepairEvent| {
            let first = self.first_of(row);
            let opens = row.kind == RepairKind::Open;
            let at = if opens { earliest } else { latest };
            (!opens, at(row.date, row.time), first.recorded_at, &first.id)
        };
        // Mostly they came in their order.
        if !rows.is_sorted_by_key(key) {
            rows.sort_by_cached_key(key);
        }
        rows
    }

    /// The row that a correction, or a correction of one, goes back to.
    fn first_of<'r>(&'r self, row: &'r RepairEvent) -> &'r RepairEvent {
        if row.supersedes.is_none() {
            return row;
        }
        let mut seen = BTreeSet::from([&row.id]);
        let older = |row: &&'r RepairEvent| {
            let old = self.repairs.rows.get(row.supersedes.as_ref()?)?;
            seen.insert(&old.id).then_some(old)
        };
        std::iter::successors(Some(row), older).last().unwrap_or(row)
    }

    /// Every repair order as it stood on a day.
    pub fn repairs(&self, clock: Clock) -> impl Iterator<Item = Repair> {
        let ids = self.repairs.orders.keys();
        ids.filter_map(move |id| Repair::fold(&self.rows_of_repair(id), clock))
    }

    /// The repair order with a number, that of the ledger or that on paper, as it stands now.
    pub fn repair_called(&self, name: &str) -> Option<Repair> {
        let now = Clock { as_of: forever(), state: DayState::Over };
        let by_paper = self.repairs.numbers.get(name).into_iter().flatten();
        let by_id = self.repairs.orders.get_key_value(name).map(|(id, _)| id);
        by_id
            .into_iter()
            .chain(by_paper)
            .filter_map(|id| Repair::fold(&self.rows_of_repair(id), now))
            .find(|repair| repair.is_called(name))
    }

    /// The same, or the refusal that names the nearest number.
    pub fn known_repair(&self, name: &str) -> Result<Repair, RepairRefusal> {
        self.repair_called(name).ok_or_else(|| {
            let ids = self.repairs.orders.keys().map(RecordId::as_str);
            let numbers = self.repairs.numbers.keys().map(String::as_str);
            let nearest = nearest(name, numbers.chain(ids));
            RepairRefusal::Unknown { repair: name.to_owned(), nearest }
        })
    }

    /// A book of its own with the orders that a new one may be the same as, and the finding that it
    /// names.
    pub(super) fn orders_like(&self, open: &OpenRepairRequest) -> Self {
        let mut book = Self::default();
        let same_day = self.repair_rows().filter(|row| {
            row.kind == RepairKind::Open
                && (row.date, row.subject.as_ref()) == (open.date, Some(&open.subject))
        });
        let by_number = self.repairs.numbers.get(open.number.trim()).into_iter().flatten();
        let ids: BTreeSet<&RecordId> = same_day.map(|row| &row.repair).chain(by_number).collect();
        for row in ids.into_iter().filter_map(|id| self.repairs.orders.get(id)).flatten() {
            let row = self.repairs.rows.get(row).expect("BUG: a row of an order").clone();
            book.take(Record::Repair(row)).expect("BUG: a row that was folded once");
        }
        if let Some((id, events)) =
            open.finding.as_ref().and_then(|id| self.findings.get_key_value(id))
        {
            book.findings.insert(id.clone(), events.clone());
        }
        book
    }

    /// The rows of all orders that cannot follow those before them, or share a paper's number.
    pub(in crate::inspections) fn repair_faults(&self) -> Vec<(RecordId, RepairRefusal)> {
        let now = Clock { as_of: forever(), state: DayState::Over };
        let mut faults = Vec::new();
        for id in self.repairs.orders.keys() {
            faults.extend(Repair::faults(&self.rows_of_repair(id)));
        }
        for (number, ids) in self.repairs.numbers.iter().filter(|(_, ids)| ids.len() > 1) {
            let orders = ids.iter().filter_map(|id| Repair::fold(&self.rows_of_repair(id), now));
            let bearers: Vec<Repair> = orders.filter(|repair| repair.number == *number).collect();
            let Some((first, others)) = bearers.split_first() else { continue };
            for other in others {
                let (number, repair) = (number.clone(), first.id.clone());
                let row = other.reported.row.clone();
                faults.push((row, RepairRefusal::NumberTaken { number, repair }));
            }
        }
        faults
    }
}
