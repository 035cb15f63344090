//! The stock card (收发存明细账): one item in one store, each line with its running balance.

use crate::base::{Day, ItemCode, Money, Quantity, Span, StoreCode};

use super::{Balance, Item, Movement, Place, Refusal, Stock, Store};

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardOptions {
    /// The store.
    pub store: StoreCode,
    /// The item.
    pub item: ItemCode,
    /// The days.
    pub span: Span,
    /// The last day that counts, where the span goes beyond it.
    pub as_of: Day,
}

/// One line of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLine {
    /// The line of the ledger.
    pub movement: Movement,
    /// The place at the other end.
    pub partner: Place,
    /// What came in (above zero) or went out (below).
    pub change: Balance,
    /// What the value had to be corrected by.
    pub correction: Money,
    /// What is there afterwards.
    pub balance: Balance,
    /// Whether another line takes it back.
    pub taken_back: bool,
}

impl CardLine {
    /// What came in; nothing for a line out.
    pub fn inward(&self) -> Balance {
        if self.change.quantity.is_negative() { Balance::ZERO } else { self.change }
    }

    /// What went out, above zero; nothing for a line in.
    pub fn outward(&self) -> Balance {
        if self.change.quantity.is_negative() { -self.change } else { Balance::ZERO }
    }
}

/// One item in one store over some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The item.
    pub item: Item,
    /// The store.
    pub store: Store,
    /// The days.
    pub span: Span,
    /// What was there before the first day.
    pub opening: Balance,
    /// The lines in canonical order.
    pub lines: Vec<CardLine>,
    /// What the lines before the first day are worth otherwise by the price of their month, which
    /// goes on beyond it; nothing but under the monthly weighted average.
    pub revalued: Money,
    /// What is there after the last day.
    pub closing: Balance,
}

impl Card {
    /// Everything that came in.
    pub fn inward(&self) -> Balance {
        self.lines.iter().map(CardLine::inward).sum()
    }

    /// Everything that went out.
    pub fn outward(&self) -> Balance {
        self.lines.iter().map(CardLine::outward).sum()
    }

    /// What the value had to be corrected by in all.
    pub fn correction(&self) -> Money {
        self.revalued + self.lines.iter().map(|line| line.correction).sum()
    }
}

/// Writes the card of an item in a store.
pub fn card(stock: &Stock, options: &CardOptions) -> Result<Card, Refusal> {
    let CardOptions { store, item, span, as_of } = options;
    let (store, item) = (stock.store(store)?.clone(), stock.item(item)?.clone());
    let place = Place::Store(store.code.clone());
    let eve = span.first().previous().min(*as_of);
    let opening = stock.pile_at(&item.code, eve).at(&place);
    let mut lines = Vec::new();
    let mut closing = opening;
    let mut last = opening;
    stock.replay(&item.code, span.last().min(*as_of), |step| {
        let movement = &step.line.movement;
        if movement.store() != Some(&store.code) {
            return;
        }
        if !span.contains(movement.date) {
            last = step.after;
            closing = step.after;
            return;
        }
        closing = step.after;
        lines.push(CardLine {
            movement: movement.clone(),
            partner: if *step.from() == place { step.to() } else { step.from() }.clone(),
            change: step.change(),
            correction: step.effect.correction,
            balance: step.after,
            taken_back: stock.is_reversed(&movement.id),
        });
    });
    let revalued = last.value - opening.value;
    Ok(Card { item, store, span: *span, opening, lines, revalued, closing })
}

impl Card {
    /// Whether opening, changes and corrections come to the closing.
    pub fn foots(&self) -> bool {
        let mut sum = self.opening;
        sum.value += self.revalued;
        for line in &self.lines {
            sum += line.change;
            sum += Balance { quantity: Quantity::ZERO, value: line.correction };
        }
        sum == self.closing
    }
}
