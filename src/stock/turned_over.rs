//! What the cards of an item turned over in some days, told from its lines as they stream by.
//!
//! The columns are those of `statement.rs`: of a line that stands for nothing but itself its row says
//! which, of every other one its step does.

use std::collections::BTreeMap;

use crate::base::{ItemCode, Money, RecordId, StoreCode};

use super::held::Held;
use super::statement::{column, columns_before};
use super::{Balance, Pile, Step, Turnover, Turnovers};

/// What the cards of each item turned over in some days, by item and store.
pub type TurnedOver = Vec<(ItemCode, Vec<(StoreCode, Turnovers)>)>;

/// What the cards of one item turned over, by the places of their stores among all of them.
#[derive(Debug, Clone, Default)]
pub(super) struct TurnedOverOfItem {
    /// The cards; none before the first line of the days asked for.
    cards: Option<Vec<(u16, Turnovers)>>,
    /// The columns of the lines that later ones take back.
    columns: BTreeMap<RecordId, Turnover>,
}

impl TurnedOverOfItem {
    /// Before the first line that streams by; those in an opening may be taken back.
    pub(super) fn after(opening: Option<&Pile>) -> Self {
        Self { cards: None, columns: opening.map(columns_before).unwrap_or_default() }
    }

    /// Begins with the days asked for, if it has not yet: what is held is what was there.
    pub(super) fn begin(&mut self, held: &Held, stores: &[StoreCode]) {
        self.cards.get_or_insert_with(|| opened(held, stores));
    }

    /// Adds what a line did to a card, in the days asked for.
    pub(super) fn add(
        &mut self,
        store: u16,
        column: Turnover,
        (change, correction): (Balance, Money),
    ) {
        let card = card(self.cards.get_or_insert_default(), store);
        card.add(column, change);
        card.correction += correction;
    }

    /// Keeps the column of a line that a later one takes back.
    pub(super) fn keep(&mut self, id: RecordId, column: Turnover) {
        self.columns.insert(id, column);
    }

    /// Sees a step on a card, or none; `within` says whether it is in the days asked for,
    /// `reversed` whether another line takes it back.
    pub(super) fn see(
        &mut self,
        step: &Step<'_>,
        store: Option<u16>,
        within: bool,
        reversed: bool,
    ) {
        let Some(column) = column(step, &self.columns) else { return };
        if reversed {
            self.keep(step.line.movement.id.clone(), column);
        }
        if let Some(store) = store.filter(|_| within) {
            self.add(store, column, (step.change(), step.effect.correction));
        }
    }

    /// What the cards turned over that hold so much after the last day.
    pub(super) fn end(self, held: &Held, stores: &[StoreCode]) -> Vec<(StoreCode, Turnovers)> {
        let mut cards = self.cards.unwrap_or_else(|| opened(held, stores));
        for (store, balance) in held.balances(stores) {
            card(&mut cards, store).closing = balance;
        }
        cards.sort_unstable_by_key(|(store, _)| *store);
        cards.into_iter().map(|(at, card)| (stores[usize::from(at)].clone(), card)).collect()
    }
}

/// What was there.
fn opened(held: &Held, stores: &[StoreCode]) -> Vec<(u16, Turnovers)> {
    let opened = |opening| Turnovers { opening, ..Turnovers::default() };
    held.balances(stores).into_iter().map(|(store, balance)| (store, opened(balance))).collect()
}

/// The card of a store; there are few of an item.
fn card(cards: &mut Vec<(u16, Turnovers)>, store: u16) -> &mut Turnovers {
    let at = cards.iter().position(|(of, _)| *of == store).unwrap_or_else(|| {
        cards.push((store, Turnovers::default()));
        cards.len() - 1
    });
    &mut cards[at].1
}
