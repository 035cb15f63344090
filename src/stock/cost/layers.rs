//! First in, first out (先进先出): what lies on a shelf, in layers by age, each at its own cost.
//!
//! A part of a layer is worth its share of what the layer still has, rounded once, and the rest
//! keeps the rest: the layers always sum to the balance, to the fen.

use std::collections::VecDeque;

use crate::base::{Money, Quantity, RecordId};

use super::{Balance, Origin};

/// Goods that came in by one line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Layer {
    /// The line.
    by: RecordId,
    /// What is left of them.
    left: Balance,
}

/// What is on a shelf, the oldest first; empty unless there is more than nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Layers {
    queue: VecDeque<Layer>,
    /// The last goods that went out by a line of their own: at their price goods come back that
    /// nobody has priced.
    last_out: Balance,
}

impl Layers {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// What would go out: the oldest layers, and for what they lack the price of the newest, or of
    /// the last goods that went out.
    pub(super) fn worth_out(&self, quantity: Quantity) -> Option<Money> {
        let mut missing = quantity;
        let mut value = Money::ZERO;
        for layer in &self.queue {
            let taken = missing.min(layer.left.quantity);
            value += layer.left.share(taken)?;
            missing -= taken;
            if missing.is_zero() {
                return Some(value);
            }
        }
        let by = self.queue.back().map_or(self.last_out, |layer| layer.left);
        Some(value + by.share(missing)?)
    }

    /// What goods are worth that come in without a price: the price of the last goods that went
    /// out, or of the oldest that are there.
    pub(super) fn worth_in(&self, quantity: Quantity) -> Option<Money> {
        let oldest = || self.queue.front()?.left.share(quantity);
        self.last_out.share(quantity).or_else(oldest)
    }

    /// Puts goods in: as the newest, or as the oldest where a line out is taken back.
    pub(super) fn put(&mut self, goods: Balance, origin: Origin<'_>) {
        let layer = |by: &RecordId| Layer { by: by.clone(), left: goods };
        match origin {
            Origin::Line(id) => self.queue.push_back(layer(id)),
            Origin::Reversal(original) => self.queue.push_front(layer(original)),
        }
    }

    /// Takes goods out, the oldest first; what the line brought that is taken back goes before
    /// them. Returns what the layers lose.
    pub(super) fn take(&mut self, goods: Balance, origin: Origin<'_>) -> Money {
        let mut missing = goods.quantity;
        let mut taken = Money::ZERO;
        match origin {
            // What goes out where nothing is, and is worth nothing, had no price.
            Origin::Line(_) if self.queue.is_empty() && goods.value.is_zero() => {}
            Origin::Line(_) => self.last_out = goods,
            Origin::Reversal(original) => {
                if let Some(at) = self.queue.iter().position(|layer| layer.by == *original) {
                    taken += take_from(&mut self.queue[at], &mut missing);
                    if self.queue[at].left.quantity.is_zero() {
                        self.queue.remove(at);
                    }
                }
            }
        }
        while !missing.is_zero()
            && let Some(oldest) = self.queue.front_mut()
        {
            taken += take_from(oldest, &mut missing);
            if oldest.left.quantity.is_zero() {
                self.queue.pop_front();
            }
        }
        taken
    }

    /// Adds to the value of what is there, or takes from it, the oldest first; no layer goes below
    /// zero. Nothing happens to what is not there.
    pub(super) fn revalue(&mut self, mut by: Money) {
        for layer in &mut self.queue {
            let value = (layer.left.value + by).max(Money::ZERO);
            by -= value - layer.left.value;
            layer.left.value = value;
            if by.is_zero() {
                return;
            }
        }
    }

    /// Puts one layer in the place of all.
    pub(super) fn set(&mut self, goods: Balance, origin: Origin<'_>) {
        self.queue.clear();
        if goods.quantity > Quantity::ZERO {
            self.put(goods, origin);
        }
    }
}

/// Takes what is missing from a layer, as far as it goes, and says what that was worth.
fn take_from(layer: &mut Layer, missing: &mut Quantity) -> Money {
    let quantity = (*missing).min(layer.left.quantity);
    let value = layer.left.share(quantity).unwrap_or_default();
    layer.left += -Balance { quantity, value };
    *missing -= quantity;
    value
}
