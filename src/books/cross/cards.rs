//! Asset cards that no event ever brought into the books: somebody wrote them by hand.

use crate::assets::{Card, Register};
use crate::base::Message;

use super::{Ledger, Remark};

/// What is to be looked at about the cards.
pub(super) fn remarks(register: &Register) -> Vec<Remark> {
    let alone = register.cards().filter(|card| register.events(&card.tag).next().is_none());
    let remark = |card: &Card| {
        let message = Message::new("asset.not_in_books")
            .with("tag", card.tag.as_str())
            .with("name", &card.name)
            .with("class", &card.class)
            .with("value", card.original_value.to_string())
            .with("date", card.acquired_on.to_string());
        let (ledger, key) = (Ledger::Cards, card.tag.to_string());
        Remark { ledger, key, column: Some("tag"), message }
    };
    alone.map(remark).collect()
}
