//! Monitoring points that name an asset: it has to have a card.

use crate::base::Refuse as _;
use crate::books::Books;
use crate::meters::History;

use super::{Ledger, Remark};

/// What is to be looked at about the points.
pub(super) fn remarks(books: &Books) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for point in books.meters.histories().map(History::point) {
        let Some(asset) = &point.asset else { continue };
        if let Err(refusal) = books.assets.known_card(asset) {
            let (key, message) = (point.code.to_string(), refusal.message());
            remarks.push(Remark { ledger: Ledger::Points, key, column: Some("asset"), message });
        }
    }
    remarks
}
