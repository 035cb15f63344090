//! Balances folded from movements: what every place holds of every item.
//!
//! A [`Pile`] is everything about one item; a [`Shelf`] is all piles. Lines come in canonical order
//! (`order.rs`); values come from the cost method (`cost.rs`). Folding never stops: a line that
//! cannot be carried out moves nothing and says why.

use std::collections::BTreeMap;

use litemap::LiteMap;

use crate::base::{ItemCode, Money, Quantity, RecordId, StoreCode};

use super::cost::{Keeping, LotKeeping, Moved, Origin, Planned};
use super::{Balance, CostMethod, Holding, Kind, Line, LotBalance, Movement, Part, Place, Refusal};

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
    /// The lots that it moved, of an item whose lots are told apart.
    pub parts: Vec<Part>,
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

    /// How much it took out of lots that it does not name, for want of the one that it names.
    pub fn beside_its_lot(&self) -> Quantity {
        let named = &self.line.movement.lot;
        if named.is_empty() || self.from().store().is_none() {
            return Quantity::ZERO;
        }
        let others = self.parts.iter().filter(|part| part.lot != *named);
        others.map(|part| part.moved.quantity).sum()
    }

    /// What the line changed on its store's card: above zero what came in.
    pub fn change(&self) -> Balance {
        let store = [self.to(), self.from()].into_iter().find(|place| place.store().is_some());
        store.map_or(Balance::ZERO, |store| self.change_at(store))
    }
}

/// What a line did, kept for the line that may take it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) effect: Effect,
    pub(super) parts: Vec<Part>,
    pub(super) movement: Movement,
    pub(super) taken_back_by: Option<RecordId>,
}

/// What a line does once it is carried out, before and after its balances are known.
struct Done {
    effect: Effect,
    parts: Vec<Part>,
    refusal: Option<Refusal>,
}

impl Done {
    const fn nothing(refusal: Option<Refusal>) -> Self {
        Self { effect: Effect::NONE, parts: Vec::new(), refusal }
    }
}

/// Everything about one item: what each place holds, and what is on the way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pile {
    /// What each place holds; there are few of them.
    pub(super) places: LiteMap<Place, Holding>,
    /// What is kept apart by the slip it went under: in transit, on loan, pending.
    pub(super) by_slip: BTreeMap<(Place, String), Holding>,
    pub(super) carried: BTreeMap<RecordId, Box<Carried>>,
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

    /// The lots that a store holds, earliest expiry first; none of an item without lots.
    pub fn lots_in_store(&self, store: &StoreCode) -> Vec<LotBalance> {
        let held = self.places.get(&Place::Store(store.clone()));
        held.map(Holding::lots).unwrap_or_default()
    }

    /// How much a store holds of a lot.
    pub fn in_lot(&self, store: &StoreCode, lot: &str) -> Quantity {
        let held = self.places.get(&Place::Store(store.clone()));
        held.map(|held| held.in_lot(lot)).unwrap_or_default()
    }

    /// What a quantity is worth at a store's current price: above zero what would be found there,
    /// below zero what would be missing; none when the store never had a price.
    pub fn worth(
        &self,
        store: &StoreCode,
        quantity: Quantity,
        method: CostMethod,
    ) -> Option<Money> {
        self.worth_of_lot(store, "", quantity, method)
    }

    /// The same of one lot.
    pub fn worth_of_lot(
        &self,
        store: &StoreCode,
        lot: &str,
        quantity: Quantity,
        method: CostMethod,
    ) -> Option<Money> {
        self.places.get(&Place::Store(store.clone()))?.worth(method, lot, quantity)
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
    pub(super) fn fold<'a>(
        &mut self,
        line: &'a Line,
        keeping: Keeping,
        planned: Planned,
    ) -> Step<'a> {
        let movement = &line.movement;
        let is_store = |place: &&Place| place.store().is_some();
        let store = [&movement.from, &movement.to].into_iter().find(is_store);
        let held = |pile: &Self| store.map(|store| pile.at(store)).unwrap_or_default();
        let before = held(self);
        let mut hand = Hand { pile: self, keeping, planned };
        let Done { effect, parts, refusal } = match (movement.kind, &movement.reverses) {
            (Kind::Count, _) => hand.assert(line),
            (_, Some(original)) => hand.take_back(movement, original),
            _ => hand.carry(line),
        };
        Step { line, effect, parts, before, after: held(self), refusal }
    }

    /// Keeps what a line did, for the line that takes it back.
    pub(super) fn remember(&mut self, step: &Step<'_>) {
        let Step { line, effect, parts, .. } = step;
        let movement = line.movement.clone();
        let carried =
            Carried { effect: *effect, parts: parts.clone(), movement, taken_back_by: None };
        self.carried.insert(line.movement.id.clone(), Box::new(carried));
    }

    /// What a line had to be corrected by.
    pub(super) fn corrected(&self, id: &RecordId) -> Money {
        self.carried.get(id).map(|carried| carried.effect.correction).unwrap_or_default()
    }

    /// The part of this pile that some lines touch, to try them on.
    pub(super) fn part_for(&self, lines: &[&Line]) -> Self {
        let mut part = Self::default();
        for line in lines {
            let movement = &line.movement;
            part.borrow(self, &movement.from, &movement.slip);
            part.borrow(self, &movement.to, &movement.slip);
            let original = movement.reverses.as_ref();
            if let Some((id, carried)) = original.and_then(|id| self.carried.get_key_value(id)) {
                part.borrow(self, &movement.from, &carried.movement.slip);
                part.borrow(self, &movement.to, &carried.movement.slip);
                part.carried.insert(id.clone(), carried.clone());
            }
        }
        part
    }

    fn borrow(&mut self, whole: &Self, place: &Place, slip: &str) {
        if keeps_slips(place) {
            let key = (place.clone(), slip.to_owned());
            if let Some(holding) = whole.by_slip.get(&key) {
                self.by_slip.entry(key).or_insert_with(|| holding.clone());
            }
        } else if let Some(holding) = whole.places.get(place) {
            self.places.entry(place.clone()).or_insert_with(|| holding.clone());
        }
    }

    /// Ends a month at a price: the pool is what it is the average of.
    pub(super) fn settle(&mut self, store: &StoreCode, pool: Balance) {
        if let Some(holding) = self.places.get_mut(&Place::Store(store.clone())) {
            holding.settle(pool);
        }
    }

    fn holding(&self, place: &Place, slip: &str) -> Option<&Holding> {
        if keeps_slips(place) {
            self.by_slip.get(&(place.clone(), slip.to_owned()))
        } else {
            self.places.get(place)
        }
    }

    fn holding_mut(&mut self, place: &Place, slip: &str) -> &mut Holding {
        if keeps_slips(place) {
            self.by_slip.entry((place.clone(), slip.to_owned())).or_default()
        } else {
            // Nearly always there is one: then the key is not copied only to look.
            if !self.places.contains_key(place) {
                self.places.insert(place.clone(), Holding::default());
            }
            self.places.get_mut(place).expect("BUG: put there just before")
        }
    }
}

/// Carries one line out on a pile.
struct Hand<'p> {
    pile: &'p mut Pile,
    keeping: Keeping,
    planned: Planned,
}

/// Which way goods go at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

impl Hand<'_> {
    /// Carries an ordinary line out.
    fn carry(&mut self, line: &Line) -> Done {
        let movement = &line.movement;
        let quantity = line.base;
        let mut parts = self.parts(line);
        let (value, refusal) = match (&movement.from, &movement.to) {
            (Place::Pool, Place::Store(_)) if line.stated.is_some() => (line.stated, None),
            (Place::Store(_) | Place::Pool | Place::Pending, _) => {
                (self.worth(Way::Out, movement, quantity, &mut parts), None)
            }
            (_, Place::Pending) => (self.worth(Way::In, movement, quantity, &mut parts), None),
            (Place::Transit | Place::Loan(_), _) => {
                let sent = self.pile.holding(&movement.from, &movement.slip);
                let short = sent.is_none_or(|sent| sent.balance().quantity < quantity);
                let refusal = short.then(|| Refusal::NotSent {
                    item: movement.item.clone(),
                    slip: movement.slip.clone(),
                });
                (self.worth(Way::Out, movement, quantity, &mut parts), refusal)
            }
            (_, Place::Store(_)) => {
                let current = || self.worth(Way::In, movement, quantity, &mut parts);
                let value = line.stated.or_else(current);
                (value, self.price_missing(movement, value))
            }
            _ => (line.stated, None),
        };
        let value = match self.planned {
            Planned::Fixed(value) => value,
            Planned::Open | Planned::Borne => value.unwrap_or_default(),
        };
        let origin = Origin::Line(&movement.id);
        let moved = Moved { goods: Balance { quantity, value }, parts: &parts, origin };
        let correction = self.transfer((&movement.from, &movement.to), &movement.slip, moved);
        let effect = Effect { flow: Flow::Forward, quantity, value, correction };
        Done { effect, parts, refusal }
    }

    /// Takes back exactly what another line did.
    fn take_back(&mut self, movement: &Movement, original: &RecordId) -> Done {
        let Some(carried) = self.pile.carried.get_mut(original) else {
            return Done::nothing(Some(Refusal::UnknownMovement { id: original.to_string() }));
        };
        if let Some(by) = &carried.taken_back_by {
            let refusal = Refusal::ReversedAlready { id: original.clone(), by: by.clone() };
            return Done::nothing(Some(refusal));
        }
        if !mirrors(movement, &carried.movement) {
            return Done::nothing(Some(Refusal::Mirror { original: original.clone() }));
        }
        carried.taken_back_by = Some(movement.id.clone());
        let slip = carried.movement.slip.clone();
        let parts = carried.parts.clone();
        let Effect { quantity, value, correction: undone, .. } = carried.effect;
        let goods = Balance { quantity, value };
        let moved = Moved { goods, parts: &parts, origin: Origin::Reversal(original) };
        let mut correction = self.transfer((&movement.from, &movement.to), &slip, moved);
        if let Some(store) = movement.store().filter(|_| !undone.is_zero()) {
            let store = Place::Store(store.clone());
            let more = -undone + self.revalue(&store, -undone);
            self.pile.holding_mut(&Place::Difference, "").shift(Balance::of_value(-more));
            correction += more;
        }
        let effect = Effect { flow: Flow::Forward, quantity, value, correction };
        Done { effect, parts, refusal: None }
    }

    /// Sets the shelf to what was counted: the lot that is named, or the whole card.
    ///
    /// A difference of the whole card comes out of its lots, or goes to them, in the order in which
    /// they go: the earliest expiry first.
    fn assert(&mut self, line: &Line) -> Done {
        let movement = &line.movement;
        let (Some(counted), Some(store)) = (movement.counted, movement.store()) else {
            return Done::nothing(None);
        };
        let store = Place::Store(store.clone());
        let of_lot = self.keeping.lots == LotKeeping::Apart && !movement.lot.is_empty();
        let before = if of_lot {
            self.pile.places.get(&store).map(|held| held.in_lot(&movement.lot)).unwrap_or_default()
        } else {
            self.pile.at(&store).quantity
        };
        let variance = counted - before;
        let from = if variance.is_negative() { &store } else { &Place::Difference };
        let flow = if variance.is_zero() || (*from == store) == (movement.from == store) {
            Flow::Forward
        } else {
            Flow::Backward
        };
        let quantity = variance.abs();
        let way = if variance.is_negative() { Way::Out } else { Way::In };
        let mut parts = if quantity.is_zero() {
            Vec::new()
        } else {
            self.parts_counted(way, &store, movement, quantity)
        };
        let stated = || movement.unit_price.and_then(|price| Money::of(quantity, price));
        let current = self.pile.places.get(&store).and_then(|held| match way {
            Way::Out => held.worth_out(self.keeping.method, quantity, &mut parts),
            Way::In => held.worth_in(self.keeping.method, quantity, &mut parts),
        });
        // A shelf on which nothing is left needs no price: it is worth 0.00 at any.
        let bare = (quantity.is_zero() || counted.is_zero()).then_some(Money::ZERO);
        let value = current.or_else(stated).or(bare);
        let refusal = self.price_missing(movement, value);
        let value = match self.planned {
            Planned::Fixed(value) => value,
            Planned::Open | Planned::Borne => value.unwrap_or_default(),
        };
        let (from, to) = match flow {
            Flow::Forward => (&movement.from, &movement.to),
            Flow::Backward => (&movement.to, &movement.from),
        };
        let origin = Origin::Line(&movement.id);
        let moved = Moved { goods: Balance { quantity, value }, parts: &parts, origin };
        let correction = self.transfer((from, to), &movement.slip, moved);
        Done { effect: Effect { flow, quantity, value, correction }, parts, refusal }
    }

    /// Why a line cannot be valued; a month whose price is known has one for all.
    fn price_missing(&self, movement: &Movement, value: Option<Money>) -> Option<Refusal> {
        let missing = value.is_none() && self.planned == Planned::Open;
        missing.then(|| Refusal::PriceMissing { item: movement.item.clone() })
    }

    /// The lots of an ordinary line; none where lots are not told apart.
    fn parts(&self, line: &Line) -> Vec<Part> {
        if self.keeping.lots == LotKeeping::Together {
            return Vec::new();
        }
        let Movement { from, to, lot, slip, .. } = &line.movement;
        let none = Holding::default();
        let held = |place| self.pile.holding(place, slip).unwrap_or(&none);
        let mut parts = if is_valued(from) {
            held(from).parts_out(self.keeping, lot, line.base)
        } else {
            held(to).parts_in(self.keeping, lot, line.base)
        };
        date(&mut parts, &line.movement);
        parts
    }

    /// The lots of a difference that was counted.
    fn parts_counted(
        &self,
        way: Way,
        store: &Place,
        movement: &Movement,
        quantity: Quantity,
    ) -> Vec<Part> {
        let none = Holding::default();
        let held = self.pile.places.get(store).unwrap_or(&none);
        let mut parts = match way {
            Way::Out if movement.lot.is_empty() => held.parts_out(self.keeping, "", quantity),
            _ => held.parts_found(self.keeping, &movement.lot, quantity),
        };
        date(&mut parts, movement);
        parts
    }

    /// What goods are worth at the end of the line that knows it.
    fn worth(
        &self,
        way: Way,
        movement: &Movement,
        quantity: Quantity,
        parts: &mut [Part],
    ) -> Option<Money> {
        let place = if way == Way::Out { &movement.from } else { &movement.to };
        let held = self.pile.holding(place, &movement.slip)?;
        match way {
            Way::Out => held.worth_out(self.method(place), quantity, parts),
            Way::In => held.worth_in(self.method(place), quantity, parts),
        }
    }

    /// How a place is valued: what is on the way, lent or in the pool leaves at the value it
    /// bears, whatever the method.
    const fn method(&self, place: &Place) -> CostMethod {
        match (place, self.keeping.method) {
            (Place::Store(_), method) => method,
            (_, CostMethod::SpecificLot) => CostMethod::SpecificLot,
            _ => CostMethod::MovingAverage,
        }
    }

    /// Moves goods and their value from one place to the other.
    ///
    /// What a card had to be corrected by comes from the differences, so that nothing is lost;
    /// returns what it was for the store of the line.
    fn transfer(&mut self, (from, to): (&Place, &Place), slip: &str, moved: Moved<'_>) -> Money {
        let corrections =
            [self.change(Way::Out, from, slip, moved), self.change(Way::In, to, slip, moved)];
        let sum: Money = corrections.into_iter().sum();
        if !sum.is_zero() {
            self.pile.holding_mut(&Place::Difference, "").shift(Balance::of_value(-sum));
        }
        let of_store = |(place, _): &(&Place, Money)| place.store().is_some();
        [from, to].into_iter().zip(corrections).filter(of_store).map(|(_, fen)| fen).sum()
    }

    /// Changes what one place holds; the correction that its value needed.
    fn change(&mut self, way: Way, place: &Place, slip: &str, moved: Moved<'_>) -> Money {
        let method = self.method(place);
        let planned = place.store().is_some() && self.planned != Planned::Open;
        let holding = self.pile.holding_mut(place, slip);
        if planned || !is_valued(place) {
            match way {
                Way::In => holding.shift(moved.goods),
                Way::Out => holding.shift(-moved.goods),
            }
            if planned {
                holding.shift_lots(moved, |quantity| match way {
                    Way::In => quantity,
                    Way::Out => -quantity,
                });
            }
            return Money::ZERO;
        }
        match way {
            Way::In => holding.put(method, moved),
            Way::Out => holding.take(method, moved),
        }
    }

    /// Adds to the value of a store's card; the correction that this needed.
    fn revalue(&mut self, store: &Place, value: Money) -> Money {
        let (method, planned) = (self.method(store), self.planned);
        let holding = self.pile.holding_mut(store, "");
        if planned == Planned::Open {
            return holding.revalue(method, value);
        }
        holding.shift(Balance::of_value(value));
        Money::ZERO
    }
}

/// Gives the lot that a line names the expiry that it states.
fn date(parts: &mut [Part], movement: &Movement) {
    for part in parts.iter_mut().filter(|part| part.lot == movement.lot) {
        part.expiry = movement.expiry.or(part.expiry);
    }
}

/// Whether a place keeps what its goods are worth.
pub(super) const fn is_valued(place: &Place) -> bool {
    matches!(place, Place::Store(_) | Place::Pool) || keeps_slips(place)
}

/// Whether a place keeps goods apart by the slip they came under, so that they leave at the value
/// they came at.
pub(super) const fn keeps_slips(place: &Place) -> bool {
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
