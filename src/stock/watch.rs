//! What the lines of one item come to that cannot be right, step by step.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::base::{Day, Quantity, RecordId, StoreCode};

use super::cost::LotKeeping;
use super::pool::pool_defect;
use super::{Kind, Named, Refusal, Step};

/// A card that a sheet has counted, or a lot of it.
pub(super) type Counted = (StoreCode, SmolStr, SmolStr);

/// What has to be remembered of an item's steps to tell which of the next ones cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Watch {
    /// What the pool holds.
    pool: Quantity,
    /// Which lots of which card a sheet has counted, in order.
    counted: Vec<Counted>,
    /// Until when the lots may be used, as it was first stated.
    expiries: BTreeMap<String, Day>,
}

impl Watch {
    /// Nothing seen yet; so much lies in the pool.
    pub(super) fn new(pool: Quantity) -> Self {
        Self { pool, ..Self::default() }
    }

    /// What it remembers, as plain values.
    pub(super) fn of(
        pool: Quantity,
        mut counted: Vec<Counted>,
        expiries: Vec<(String, Day)>,
    ) -> Self {
        counted.sort_unstable();
        counted.dedup();
        Self { pool, counted, expiries: expiries.into_iter().collect() }
    }

    /// The pool, what was counted, the expiries.
    pub(super) const fn parts(&self) -> (Quantity, &Vec<Counted>, &BTreeMap<String, Day>) {
        (self.pool, &self.counted, &self.expiries)
    }

    /// Notes that old goods came into the pool.
    pub(super) fn pool_gets(&mut self, quantity: Quantity) {
        self.pool += quantity;
    }

    /// Notes that a sheet has counted a card, or a lot of it; says whether it had not before.
    pub(super) fn count(&mut self, store: StoreCode, sheet: &str, lot: &str) -> bool {
        let card = (store, sheet.into(), lot.into());
        match self.counted.binary_search(&card) {
            Ok(_) => false,
            Err(at) => {
                self.counted.insert(at, card);
                true
            }
        }
    }

    /// Forgets what sheets have counted that count no more.
    pub(super) fn forget_sheets(&mut self, mut counts_no_more: impl FnMut(&SmolStr) -> bool) {
        self.counted.retain(|(_, sheet, _)| !counts_no_more(sheet));
        // An empty list keeps its memory.
        if self.counted.is_empty() {
            self.counted = Vec::new();
        }
    }

    /// Looks at the next step; `reversed` says whether another line takes it back.
    pub(super) fn see(
        &mut self,
        step: Step<'_>,
        lots: LotKeeping,
        reversed: bool,
        tell: &mut impl FnMut(RecordId, Refusal),
    ) {
        let movement = &step.line.movement;
        let mut tell = |refusal| tell(movement.id.clone(), refusal);
        let store = || movement.store().map(ToString::to_string).unwrap_or_default();
        if let Some(refusal) = pool_defect(&mut self.pool, &step) {
            tell(refusal);
        }
        if let (Kind::Count, Some(store)) = (movement.kind, movement.store())
            && !self.count(store.clone(), &movement.slip, &movement.lot)
        {
            let (sheet, item) = (movement.slip.clone(), movement.item.clone());
            tell(Refusal::CountedTwice { sheet, item });
        }
        if step.after.quantity.is_negative() && !step.before.quantity.is_negative() {
            let (item, quantity) = (movement.item.clone(), step.after.quantity);
            tell(Refusal::Negative { item, store: store(), quantity });
        }
        let beside = step.beside_its_lot();
        if beside > Quantity::ZERO && !step.after.quantity.is_negative() {
            let (item, lot) = (movement.item.clone(), movement.lot.clone());
            tell(Refusal::LotLacking { item, store: store(), lot, quantity: beside });
        }
        let live = movement.kind != Kind::Reversal && !reversed;
        if let (Some(stated), true) = (movement.expiry, live && lots == LotKeeping::Apart) {
            let known = *self.expiries.entry(movement.lot.clone()).or_insert(stated);
            if known != stated {
                let item = Named { code: movement.item.clone(), name: String::new() };
                let (item, lot) = (Box::new(item), movement.lot.clone());
                tell(Refusal::LotExpiry { item, lot, stated, known });
            }
        }
        if let Some(refusal) = step.refusal {
            tell(refusal);
        }
    }
}
