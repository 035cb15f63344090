//! Issues to departments and returns from them that later lines take back, and the lines that do so,
//! as they stream by (`stream.rs`).
//!
//! What such a line did is kept until it is taken back, and no more of it. Whatever else is taken
//! back is carried out as a whole by `shelf.rs`, whose rules these are.

use smol_str::SmolStr;

use crate::base::{DepartmentCode, Money, RecordId, StoreCode};

use super::cost::Average;
use super::shelf::{Carried, Effect, Flow};
use super::{Act, Balance, Kind, Movement, Place, Row, Turnover};

/// What a line did that a later one takes back, as the line between a store and a department.
#[derive(Debug, Clone)]
pub(super) struct Doing {
    id: SmolStr,
    act: Act,
    moved: Balance,
    correction: Money,
}

/// What the lines of an item did that later ones take back; there are few at a time.
#[derive(Debug, Clone, Default)]
pub(super) struct Doings(Vec<Doing>);

impl Doings {
    /// Keeps what a line did: what it moved, and what the value of its card had to be corrected by.
    pub(super) fn keep(&mut self, (id, act): (&str, Act), moved: Balance, correction: Money) {
        self.0.push(Doing { id: id.into(), act, moved, correction });
    }

    /// Whether it is kept what a line did.
    pub(super) fn has(&self, id: &str) -> bool {
        self.0.iter().any(|doing| doing.id == id)
    }

    /// What a line did, which is taken back.
    pub(super) fn take(&mut self, id: &str) -> Option<Doing> {
        let at = self.0.iter().position(|doing| doing.id == id)?;
        let doing = self.0.swap_remove(at);
        // An empty list keeps its memory.
        if self.0.is_empty() {
            self.0 = Vec::new();
        }
        Some(doing)
    }
}

impl Doing {
    /// Takes it back on the card of its store; gives what it was worth and what the value of the card
    /// had to be corrected by. None where the line that takes it back is not its opposite.
    pub(super) fn undo(self, row: &Row, held: &mut Average) -> Option<(Money, Money)> {
        let Self { act, moved, correction: undone, .. } = self;
        let (change, is_opposite) = match (act, row.act) {
            (
                Act::Out { store, department, column },
                Act::In { store: of, department: from, column: own },
            ) => (moved, (store, department, column) == (of, from, own)),
            (
                Act::In { store, department, column },
                Act::Out { store: of, department: to, column: own },
            ) => (-moved, (store, department, column) == (of, to, own)),
            _ => return None,
        };
        if !is_opposite || row.base != moved.quantity {
            return None;
        }
        let mut correction = held.change(change);
        if !undone.is_zero() {
            correction += -undone + held.change(Balance::of_value(-undone));
        }
        Some((moved.value, correction))
    }

    /// The same as it is kept where a line is carried out as a whole: `by` takes it back, `unit` is
    /// the base unit, in which it was. None where it is none of those that are kept here.
    pub(super) fn whole(
        self,
        (by, unit): (&Movement, &str),
        (stores, departments): (&[StoreCode], &[DepartmentCode]),
    ) -> Option<(Carried, Turnover)> {
        let Self { id, act, moved, correction } = self;
        let places = |store: u16, department: Option<u16>| {
            let store = stores.get(usize::from(store))?.clone();
            let department = departments.get(usize::from(department?))?.clone();
            Some((Place::Store(store), Place::Department(department)))
        };
        let (kind, from, to, column) = match act {
            Act::Out { store, department, column } => {
                let (store, department) = places(store, department)?;
                (Kind::Issue, store, department, column)
            }
            Act::In { store, department, column } => {
                let (store, department) = places(store, department)?;
                (Kind::Return, department, store, column)
            }
            _ => return None,
        };
        let Balance { quantity, value } = moved;
        let movement = Movement {
            id: RecordId::parse(&id).ok()?,
            kind,
            quantity,
            unit: unit.to_owned(),
            from,
            to,
            reverses: None,
            ..by.clone()
        };
        let effect = Effect { flow: Flow::Forward, quantity, value, correction };
        Some((Carried { effect, parts: Vec::new(), movement, taken_back_by: None }, column))
    }
}
