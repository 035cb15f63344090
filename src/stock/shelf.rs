//! Balances folded from movements: what every place holds of every item.
//!
//! A [`Pile`] is everything about one item; a [`Shelf`] is all piles. Lines come in canonical order
//! (`order.rs`); values come from the cost method (`cost.rs`). Folding never stops: a line that
//! cannot be carried out moves nothing and says why.

use std::collections::BTreeMap;

use crate::base::{ItemCode, Money, Quantity, RecordId, StoreCode};

use super::{Balance, CostMethod, Holding, Kind, Line, Movement, Place, Refusal};

/// Which way the goods of a line went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// From the line's `from` to its `to`.
    Forward,
    /// The other way: a count whose variance has turned round since it was approved.
    Backward,
}

/// What one line did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Which way the goods went.
    pub flow: Flow,
    /// How much went, in base units; never below zero.
    pub quantity: Quantity,
    /// What it was worth.
    pub value: Money,
    /// What the value on the shelf had to be corrected by (价差), beside the value that moved.
    pub correction: Money,
}

impl Effect {
    const NONE: Self = Self {
        flow: Flow::Forward,
        quantity: Quantity::ZERO,
        value: Money::ZERO,
        correction: Money::ZERO,
    };
}

/// One line, carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// The line.
    pub line: &'a Line,
    /// What it did.
    pub effect: Effect,
    /// What the store of the line held before it; nothing for a line that touches no store.
    pub before: Balance,
    /// What the store of the line held after it.
    pub after: Balance,
    /// Why the line could not be carried out as it stands.
    pub refusal: Option<Refusal>,
}

impl<'a> Step<'a> {
    /// Where the goods really came from.
    pub const fn from(&self) -> &'a Place {
        match self.effect.flow {
            Flow::Forward => &self.line.movement.from,
            Flow::Backward => &self.line.movement.to,
        }
    }

    /// Where the goods really went.
    pub const fn to(&self) -> &'a Place {
        match self.effect.flow {
            Flow::Forward => &self.line.movement.to,
            Flow::Backward => &self.line.movement.from,
        }
    }

    /// What the line changed at a place: above zero what came in, without the correction.
    pub fn change_at(&self, place: &Place) -> Balance {
        let moved = Balance { quantity: self.effect.quantity, value: self.effect.value };
        if self.to() == place {
            moved
        } else if self.from() == place {
            -moved
        } else {
            Balance::ZERO
        }
    }

    /// What the line changed on its store's card: above zero what came in.
    pub fn change(&self) -> Balance {
        let store = [self.to(), self.from()].into_iter().find(|place| place.store().is_some());
        store.map_or(Balance::ZERO, |store| self.change_at(store))
    }
}

/// What a line did, kept for the line that may take it back.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Carried {
    effect: Effect,
    movement: Movement,
    taken_back_by: Option<RecordId>,
}

/// Everything about one item: what each place holds, and what is on the way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pile {
    places: BTreeMap<Place, Holding>,
    /// What is kept apart by the slip it went under: in transit, on loan, pending.
    by_slip: BTreeMap<(Place, String), Holding>,
    carried: BTreeMap<RecordId, Carried>,
}

impl Pile {
    /// What a place holds.
    pub fn at(&self, place: &Place) -> Balance {
        if keeps_slips(place) {
            return self.under_slips(place).map(|(_, balance)| balance).sum();
        }
        self.places.get(place).map(Holding::balance).unwrap_or_default()
    }

    /// What a store holds.
    pub fn in_store(&self, store: &StoreCode) -> Balance {
        self.at(&Place::Store(store.clone()))
    }

    /// What a quantity is worth at a store's current price; none when it never had one.
    pub fn worth(
        &self,
        store: &StoreCode,
        quantity: Quantity,
        method: CostMethod,
    ) -> Option<Money> {
        self.places.get(&Place::Store(store.clone()))?.worth(method, quantity)
    }

    /// All places with what they hold: first those without slips, in order, then those that keep
    /// slips apart, each as one.
    pub fn places(&self) -> impl Iterator<Item = (&Place, Balance)> {
        let mut apart: Vec<&Place> = self.by_slip.keys().map(|(place, _)| place).collect();
        apart.dedup();
        let apart = apart.into_iter().map(|place| (place, self.at(place)));
        self.places.iter().map(|(place, holding)| (place, holding.balance())).chain(apart)
    }

    /// What a place that keeps slips apart (in transit, on loan, pending) holds, by slip.
    pub fn under_slips(&self, place: &Place) -> impl Iterator<Item = (&str, Balance)> {
        let first = (place.clone(), String::new());
        let from = self.by_slip.range(first..).take_while(move |((at, _), _)| at == place);
        from.map(|((_, slip), holding)| (slip.as_str(), holding.balance()))
    }

    /// Carries a line out and says what it did.
    pub(super) fn fold<'a>(&mut self, line: &'a Line, method: CostMethod) -> Step<'a> {
        let movement = &line.movement;
        let store = movement.store().map(|store| Place::Store(store.clone()));
        let held = |pile: &Self| store.as_ref().map(|store| pile.at(store)).unwrap_or_default();
        let before = held(self);
        let (effect, refusal) = match (movement.kind, &movement.reverses) {
            (Kind::Count, _) => self.assert(line, method),
            (_, Some(original)) => self.take_back(movement, original),
            _ => self.carry(line, method),
        };
        Step { line, effect, before, after: held(self), refusal }
    }

    /// Keeps what a line did, for the line that takes it back.
    pub(super) fn remember(&mut self, movement: &Movement, effect: Effect) {
        let carried = Carried { effect, movement: movement.clone(), taken_back_by: None };
        self.carried.insert(movement.id.clone(), carried);
    }

    /// Carries an ordinary line out.
    fn carry(&mut self, line: &Line, method: CostMethod) -> (Effect, Option<Refusal>) {
        let movement = &line.movement;
        let quantity = line.base;
        let current = |place: &Place| {
            self.holding(place, &movement.slip).and_then(|holding| holding.worth(method, quantity))
        };
        let (value, refusal) = match (&movement.from, &movement.to) {
            (Place::Pool, Place::Store(_)) => {
                (line.stated.or_else(|| current(&movement.from)), None)
            }
            (Place::Store(_) | Place::Pool | Place::Pending, _) => (current(&movement.from), None),
            (_, Place::Pending) => (current(&movement.to), None),
            (Place::Transit | Place::Loan(_), _) => {
                let sent = self.holding(&movement.from, &movement.slip);
                let short = sent.is_none_or(|sent| sent.balance().quantity < quantity);
                let refusal = short.then(|| Refusal::NotSent {
                    item: movement.item.clone(),
                    slip: movement.slip.clone(),
                });
                (current(&movement.from), refusal)
            }
            (_, Place::Store(_)) => {
                let value = line.stated.or_else(|| current(&movement.to));
                let missing = || Refusal::PriceMissing { item: movement.item.clone() };
                (value, value.is_none().then(missing))
            }
            _ => (line.stated, None),
        };
        let value = value.unwrap_or_default();
        let moved = Balance { quantity, value };
        let correction = self.transfer((&movement.from, &movement.to), &movement.slip, moved);
        (Effect { flow: Flow::Forward, quantity, value, correction }, refusal)
    }

    /// Takes back exactly what another line did.
    fn take_back(&mut self, movement: &Movement, original: &RecordId) -> (Effect, Option<Refusal>) {
        let unknown = Refusal::UnknownMovement { id: original.to_string() };
        let Some(carried) = self.carried.get_mut(original) else {
            return (Effect::NONE, Some(unknown));
        };
        if let Some(by) = &carried.taken_back_by {
            let refusal = Refusal::ReversedAlready { id: original.clone(), by: by.clone() };
            return (Effect::NONE, Some(refusal));
        }
        if !mirrors(movement, &carried.movement) {
            return (Effect::NONE, Some(Refusal::Mirror { original: original.clone() }));
        }
        carried.taken_back_by = Some(movement.id.clone());
        let slip = carried.movement.slip.clone();
        let Effect { quantity, value, correction: undone, .. } = carried.effect;
        let moved = Balance { quantity, value };
        let mut correction = self.transfer((&movement.from, &movement.to), &slip, moved);
        if let Some(store) = movement.store().filter(|_| !undone.is_zero()) {
            let change = Balance { quantity: Quantity::ZERO, value: -undone };
            let more = change.value + self.change(&Place::Store(store.clone()), "", change);
            let taken = Balance { quantity: Quantity::ZERO, value: -more };
            self.change(&Place::Difference, "", taken);
            correction += more;
        }
        (Effect { flow: Flow::Forward, quantity, value, correction }, None)
    }

    /// Sets the shelf to what was counted.
    fn assert(&mut self, line: &Line, method: CostMethod) -> (Effect, Option<Refusal>) {
        let movement = &line.movement;
        let (Some(counted), Some(store)) = (movement.counted, movement.store()) else {
            return (Effect::NONE, None);
        };
        let store = Place::Store(store.clone());
        let before = self.at(&store);
        let variance = counted - before.quantity;
        let from = if variance.is_negative() { &store } else { &Place::Difference };
        let flow = if variance.is_zero() || *from == movement.from {
            Flow::Forward
        } else {
            Flow::Backward
        };
        let quantity = variance.abs();
        let current = self.places.get(&store).and_then(|held| held.worth(method, quantity));
        let stated = movement.unit_price.and_then(|price| Money::of(quantity, price));
        let value = if quantity.is_zero() { Some(Money::ZERO) } else { current.or(stated) };
        let missing = || Refusal::PriceMissing { item: movement.item.clone() };
        let refusal = value.is_none().then(missing);
        let value = value.unwrap_or_default();
        let (from, to) = match flow {
            Flow::Forward => (&movement.from, &movement.to),
            Flow::Backward => (&movement.to, &movement.from),
        };
        let correction = self.transfer((from, to), &movement.slip, Balance { quantity, value });
        (Effect { flow, quantity, value, correction }, refusal)
    }

    /// Moves goods and their value from one place to the other.
    ///
    /// What a card had to be corrected by comes from the differences, so that nothing is lost;
    /// returns what it was for the store of the line.
    fn transfer(&mut self, (from, to): (&Place, &Place), slip: &str, moved: Balance) -> Money {
        let corrections = [self.change(from, slip, -moved), self.change(to, slip, moved)];
        let sum: Money = corrections.into_iter().sum();
        if !sum.is_zero() {
            let taken = Balance { quantity: Quantity::ZERO, value: -sum };
            self.change(&Place::Difference, "", taken);
        }
        let of_store = |(place, _): &(&Place, Money)| place.store().is_some();
        [from, to].into_iter().zip(corrections).filter(of_store).map(|(_, fen)| fen).sum()
    }

    /// Changes what one place holds; the correction that its value needed.
    fn change(&mut self, place: &Place, slip: &str, change: Balance) -> Money {
        let holding = if keeps_slips(place) {
            self.by_slip.entry((place.clone(), slip.to_owned())).or_default()
        } else {
            self.places.entry(place.clone()).or_default()
        };
        match place {
            Place::Store(_) | Place::Pool => holding.change(change),
            _ if keeps_slips(place) => holding.change(change),
            _ => {
                holding.shift(change);
                Money::ZERO
            }
        }
    }

    fn holding(&self, place: &Place, slip: &str) -> Option<&Holding> {
        if keeps_slips(place) {
            self.by_slip.get(&(place.clone(), slip.to_owned()))
        } else {
            self.places.get(place)
        }
    }
}

/// Whether a place keeps goods apart by the slip they came under, so that they leave at the value
/// they came at.
const fn keeps_slips(place: &Place) -> bool {
    matches!(place, Place::Transit | Place::Loan(_) | Place::Pending)
}

/// Whether a reversal moves the same goods the other way.
fn mirrors(reversal: &Movement, original: &Movement) -> bool {
    reversal.from == original.to
        && reversal.to == original.from
        && (reversal.quantity, &reversal.unit) == (original.quantity, &original.unit)
}

/// What every place holds of every item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shelf {
    pub(super) piles: BTreeMap<ItemCode, Pile>,
}

impl Shelf {
    /// Everything about one item; none when nothing ever moved.
    pub fn pile(&self, item: &ItemCode) -> Option<&Pile> {
        self.piles.get(item)
    }

    /// All items that ever moved, in order.
    pub fn piles(&self) -> impl Iterator<Item = (&ItemCode, &Pile)> {
        self.piles.iter()
    }

    /// What a place holds of an item.
    pub fn at(&self, place: &Place, item: &ItemCode) -> Balance {
        self.piles.get(item).map(|pile| pile.at(place)).unwrap_or_default()
    }
}
