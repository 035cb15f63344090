//! What a line does that is nothing but goods into a store or out of one, or a leg of a transfer, by
//! its kind and its places.

use crate::base::Time;
use crate::stock::{Act, Kind, Mark, Standing, Turnover};

use super::words::{Words, word_of};

/// Where goods are, as far as lines are told apart by it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Seat {
    Store(u16),
    Department(u16),
    Supplier,
    Workshop,
    Opening,
    Scrap,
    Difference,
    Pool,
    Transit,
    /// Another one.
    Other,
}

/// The kinds of lines that may be nothing but goods into a store or out of one, those of most lines
/// first.
const KINDS: [Kind; 8] = [
    Kind::Issue,
    Kind::Receipt,
    Kind::Return,
    Kind::Transfer,
    Kind::Exchange,
    Kind::Scrap,
    Kind::Adjustment,
    Kind::Opening,
];

/// Their words.
const WORDS: [Words; KINDS.len()] = {
    let (mut words, mut at) = ([[0; 3]; KINDS.len()], 0);
    while at < KINDS.len() {
        words[at] = word_of(KINDS[at].word());
        at += 1;
    }
    words
};

/// The kind of a line that may be nothing but goods into a store or out of one.
#[inline]
pub(super) fn kind_of(word: Words) -> Option<Kind> {
    WORDS.iter().position(|own| *own == word).map(|at| KINDS[at])
}

/// What a line does that is nothing but goods into a store or out of one, and in which column it
/// stands: the part of the rules in `stock/ledger.rs` and `stock/statement.rs` that lines mostly go by.
#[inline]
pub(super) fn act(kind: Kind, from: Seat, to: Seat) -> Option<Act> {
    let into = |store, department, column| Act::In { store, department, column };
    let out = |store, department, column| Act::Out { store, department, column };
    Some(match (kind, from, to) {
        (Kind::Issue, Seat::Store(store), Seat::Department(to)) => {
            out(store, Some(to), Turnover::Issue)
        }
        (Kind::Receipt, Seat::Supplier, Seat::Store(store)) => into(store, None, Turnover::Receipt),
        (Kind::Receipt, Seat::Workshop, Seat::Store(store)) => into(store, None, Turnover::Made),
        (Kind::Return, Seat::Department(from), Seat::Store(store)) => {
            into(store, Some(from), Turnover::ReturnIn)
        }
        (Kind::Return, Seat::Store(store), Seat::Supplier) => out(store, None, Turnover::ReturnOut),
        (Kind::Exchange, Seat::Department(department), Seat::Pool) => Act::Old { department },
        (Kind::Opening, Seat::Opening, Seat::Store(store)) => into(store, None, Turnover::Opening),
        (Kind::Scrap, Seat::Store(store), Seat::Scrap) => out(store, None, Turnover::Scrap),
        (Kind::Adjustment, Seat::Store(store), Seat::Difference) => {
            out(store, None, Turnover::AdjustDown)
        }
        (Kind::Adjustment, Seat::Difference, Seat::Store(store)) => {
            into(store, None, Turnover::AdjustUp)
        }
        (Kind::Transfer, Seat::Store(store), Seat::Transit) => {
            Act::Sent { store, column: Turnover::TransferOut }
        }
        (Kind::Transfer, Seat::Transit, Seat::Store(store)) => {
            Act::Arrived { store, column: Turnover::TransferIn }
        }
        _ => return None,
    })
}

/// What a line does that takes an issue to a department back, or a return from one: in whose column
/// it stands.
pub(super) fn undo(from: Seat, to: Seat) -> Option<Act> {
    match (from, to) {
        (Seat::Department(from), Seat::Store(store)) => {
            Some(Act::In { store, department: Some(from), column: Turnover::Issue })
        }
        (Seat::Store(store), Seat::Department(to)) => {
            Some(Act::Out { store, department: Some(to), column: Turnover::ReturnIn })
        }
        _ => None,
    }
}

/// Whether a line is between a store and a department.
pub(super) const fn is_use(act: Act) -> bool {
    matches!(act, Act::In { department: Some(_), .. } | Act::Out { department: Some(_), .. })
}

/// Where a line stands on its day that does so.
#[inline]
pub(super) fn standing(kind: Kind, act: Act, time: Option<Time>) -> Standing {
    match act {
        Act::Sent { .. } | Act::Arrived { .. } => Standing::of_leg(time),
        Act::In { .. } | Act::Old { .. } => Standing::of_plain(kind, time, true),
        _ => Standing::of_plain(kind, time, false),
    }
}

/// What is asked by itself of a line that names no order.
#[inline]
pub(super) const fn mark(act: Act, durable: bool) -> Mark {
    match act {
        Act::In { department: Some(_), .. }
        | Act::Out { department: Some(_), .. }
        | Act::Old { .. }
            if durable =>
        {
            Mark::Claim
        }
        _ => Mark::None,
    }
}
