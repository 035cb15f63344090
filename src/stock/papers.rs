//! The papers beside the lines of the ledger: exemptions from old for new, signatures, and what
//! finance's books say.
//!
//! Each is an append-only ledger of its own. They move no goods, so that no balance rests on them.
//! Deciding is in `exemption.rs`, `signature.rs` and `finance.rs`.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Day, Moment, Quantity, RecordId, Written};

use super::{Exemption, FinanceRow, Refusal, Signature};

/// The papers of a stock book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Papers {
    exemptions: BTreeMap<RecordId, Exemption>,
    signatures: BTreeMap<RecordId, Signature>,
    finance: BTreeMap<RecordId, FinanceRow>,
}

impl Papers {
    /// The exemptions, the ones that take others back among them.
    pub fn exemptions(&self) -> impl Iterator<Item = &Exemption> {
        self.exemptions.values()
    }

    /// The signatures, the ones that take others back among them.
    pub fn signatures(&self) -> impl Iterator<Item = &Signature> {
        self.signatures.values()
    }

    /// What finance's books say, older rows for the same figure among them.
    pub fn finance(&self) -> impl Iterator<Item = &FinanceRow> {
        self.finance.values()
    }

    /// An exemption by its id.
    pub fn exemption(&self, id: &RecordId) -> Option<&Exemption> {
        self.exemptions.get(id)
    }

    /// A signature by its id.
    pub fn signature(&self, id: &RecordId) -> Option<&Signature> {
        self.signatures.get(id)
    }

    /// The exemptions that hold at the end of a day: neither later nor taken back by then.
    pub fn exempt_at(&self, as_of: Day) -> impl Iterator<Item = &Exemption> {
        let rows = self.exemptions.values().filter(move |row| row.date <= as_of);
        let back: BTreeSet<&RecordId> =
            rows.clone().filter_map(|row| row.reverses.as_ref()).collect();
        rows.filter(move |row| row.reverses.is_none() && !back.contains(&row.id))
    }

    /// The signatures that hold at the end of a day: neither later nor taken back by then.
    pub fn signed_at(&self, as_of: Day) -> impl Iterator<Item = &Signature> {
        let rows = self.signatures.values().filter(move |row| row.date <= as_of);
        let back: BTreeSet<&RecordId> =
            rows.clone().filter_map(|row| row.reverses.as_ref()).collect();
        rows.filter(move |row| row.reverses.is_none() && !back.contains(&row.id))
    }

    /// Folds an exemption.
    pub(super) fn take_exemption(&mut self, row: &Exemption) -> Result<(), Refusal> {
        if row.quantity <= Quantity::ZERO {
            return Err(Refusal::NotPositive { quantity: row.quantity });
        }
        keep(&mut self.exemptions, &row.id, row)
    }

    /// Folds a signature.
    pub(super) fn take_signature(&mut self, row: &Signature) -> Result<(), Refusal> {
        keep(&mut self.signatures, &row.id, row)
    }

    /// Folds what finance's books say.
    pub(super) fn take_finance(&mut self, row: &FinanceRow) -> Result<(), Refusal> {
        keep(&mut self.finance, &row.id, row)
    }

    /// Drops every row recorded after a moment.
    pub(super) fn forget_after(&mut self, moment: Moment) {
        self.exemptions.retain(|_, row| row.recorded_at <= moment);
        self.signatures.retain(|_, row| row.recorded_at <= moment);
        self.finance.retain(|_, row| row.recorded_at <= moment);
    }

    /// When each row was recorded, and the day that it is about.
    pub(super) fn moments(&self) -> impl Iterator<Item = (Moment, Day)> {
        let exemptions = self.exemptions.values().map(|row| (row.recorded_at, row.date));
        let signatures = self.signatures.values().map(|row| (row.recorded_at, row.date));
        let finance = self.finance.values().map(|row| (row.recorded_at, row.month.last()));
        exemptions.chain(signatures).chain(finance)
    }

    /// The days that a sealed month would hold: those of exemptions and signatures.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        let exemptions = self.exemptions.values().map(|row| row.date);
        exemptions.chain(self.signatures.values().map(|row| row.date))
    }

    /// The rows as they are told in a list of what was recorded.
    pub(super) fn written(&self) -> impl Iterator<Item = Written> {
        let exemptions = self.exemptions.values().map(Exemption::written);
        let signatures = self.signatures.values().map(Signature::written);
        let finance = self.finance.values().map(FinanceRow::written);
        exemptions.chain(signatures).chain(finance)
    }
}

/// Keeps a row under its id; the identical row again changes nothing.
fn keep<T: Clone + PartialEq>(
    rows: &mut BTreeMap<RecordId, T>,
    id: &RecordId,
    row: &T,
) -> Result<(), Refusal> {
    match rows.get(id) {
        Some(there) if there != row => Err(Refusal::IdTaken { id: id.clone() }),
        Some(_) => Ok(()),
        None => {
            rows.insert(id.clone(), row.clone());
            Ok(())
        }
    }
}
