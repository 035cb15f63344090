//! Goods that are away on paper: sent to another room, or lent to a department.

use crate::base::{Argument, Message, Quantity};
use crate::stock::{Line, Pile, Place};

use super::candidate::typed;
use super::{Candidate, Mistake, Odds, Subject, number};

/// Open transfers and loans of the item that explain the variance or a part of it.
///
/// The book has too little as long as the paper is behind the goods: of the sender's room it has
/// written off what is still on the shelf, of the receiver's it does not have yet what has come;
/// what was lent and has come back is not booked in.
pub(super) fn find(subject: &Subject<'_>, pile: &Pile, found: &mut Vec<Candidate>) {
    let is_away = |place: &&Place| matches!(place, Place::Transit | Place::Loan(_));
    let places: Vec<&Place> = pile.places().map(|(place, _)| place).filter(is_away).collect();
    let open: Vec<(&Place, &str, Quantity)> = places
        .into_iter()
        .flat_map(|place| {
            let of_place = pile.under_slips(place).filter(|(_, held)| !held.quantity.is_zero());
            of_place.map(move |(slip, held)| (place, slip, held.quantity))
        })
        .collect();
    for (place, slip, quantity) in &open {
        let is_sent =
            |line: &&Line| line.movement.to == **place && line.movement.item == subject.item.code;
        let Some(sent) = subject.stock.lines_of_slip(slip).find(is_sent) else { continue };
        let own = sent.movement.store() == Some(subject.store);
        let (mistake, code) = match (place, own) {
            (Place::Transit, true) => (Mistake::InTransit, "stock.suspect.not_sent_yet"),
            (Place::Transit, false) => (Mistake::InTransit, "stock.suspect.arrived_already"),
            (_, true) => (Mistake::OnLoan, "stock.suspect.back_already"),
            (_, false) => continue,
        };
        let said = Message::new(code)
            .with("slip", (*slip).to_owned())
            .with("date", Argument::of(&sent.movement.date))
            .with("quantity", typed(*quantity, &subject.item.unit));
        let odds = Odds::ONE.times(1, number(open.len()));
        found.extend(Candidate::of(subject, mistake, &[sent], *quantity, odds, said));
    }
}
