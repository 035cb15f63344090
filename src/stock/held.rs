//! What an item holds while its lines stream by: the cards of the stores, and everything else.

use std::collections::BTreeMap;

use crate::base::{Money, Quantity, StoreCode};

use super::cost::Average;
use super::shelf::{Carried, is_valued};
use super::{Balance, Holding, Line, Movement, Pile, Place, Row};

/// Where the pool's card stands among those of the stores.
pub(super) const POOL: u16 = u16::MAX;

/// What an item comes to.
#[derive(Debug, Clone)]
pub(super) enum Held {
    /// The cards of the stores, by their places among all of them, and of the pool; and everything
    /// else. The goods of each of them are all alike.
    Cards(Vec<(u16, Average)>, Option<Box<Pile>>),
    /// All in one.
    Whole(Box<Pile>),
}

impl Held {
    /// Whether anything lies under a slip: on the way, lent, or not decided on.
    pub(super) fn has_slips(&self) -> bool {
        let pile = match self {
            Self::Cards(_, pile) => pile.as_deref(),
            Self::Whole(pile) => Some(&**pile),
        };
        pile.is_some_and(|pile| !pile.by_slip.is_empty())
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Cards(cards, None) if cards.is_empty())
    }

    /// What each store holds, by its place among all of them.
    pub(super) fn balances(&self, stores: &[StoreCode]) -> Vec<(u16, Balance)> {
        match self {
            Self::Cards(cards, _) => {
                let of_stores = cards.iter().filter(|(store, _)| *store != POOL);
                of_stores.map(|(store, held)| (*store, held.balance())).collect()
            }
            Self::Whole(pile) => {
                let of_store = |(place, balance): (&Place, Balance)| {
                    place.store().map(|store| (place_of(store, stores), balance))
                };
                pile.places().filter_map(of_store).collect()
            }
        }
    }

    /// The cards of the stores; none where their goods are not all alike.
    pub(super) fn cards(&mut self, stores: &[StoreCode]) -> Option<&mut Vec<(u16, Average)>> {
        if let Self::Whole(pile) = self {
            let mut pile = std::mem::take(pile);
            let cards = pile.take_cards().into_iter();
            let cards = cards.map(|(store, held)| (place_of(&store, stores), held));
            let pool = pile.take_pool().map(|held| (POOL, held));
            let alike = |(store, held): (u16, Holding)| Some((store, held.average()?));
            let cards: Option<Vec<_>> = cards.chain(pool).map(alike).collect();
            *self = Self::Cards(cards?, Some(pile));
        }
        match self {
            Self::Cards(cards, _) => Some(cards),
            Self::Whole(_) => None,
        }
    }

    /// Carries a line out on what it touches, all in one as long as that takes.
    pub(super) fn carry<T>(
        &mut self,
        stores: &[StoreCode],
        line: &Movement,
        carry: impl FnOnce(&mut Pile) -> T,
    ) -> T {
        let (cards, rest) = match self {
            Self::Whole(pile) => return carry(pile),
            Self::Cards(cards, rest) => (cards, rest),
        };
        let pile = rest.get_or_insert_default();
        let of_place = |place: &Place| match place {
            Place::Pool => Some(POOL),
            Place::Store(store) => Some(place_of(store, stores)),
            _ => None,
        };
        let touched = [&line.from, &line.to].map(|place| Some((place, of_place(place)?)));
        for (place, of) in touched.into_iter().flatten() {
            if let Some((_, held)) = cards.iter_mut().find(|(own, _)| *own == of) {
                pile.put_card(place.clone(), std::mem::take(held).into());
            }
        }
        let carried = carry(pile);
        for (place, of) in touched.into_iter().flatten() {
            if let Some(held) = pile.take_card(place) {
                *card(cards, of) = held.average().expect("BUG: lots or layers of goods alike");
            }
        }
        carried
    }

    /// Keeps what a line did, for the line that takes it back.
    pub(super) fn keep(&mut self, carried: Carried) {
        match self {
            Self::Cards(_, rest) => rest.get_or_insert_default().keep(carried),
            Self::Whole(pile) => pile.keep(carried),
        }
    }

    /// Everything in one.
    pub(super) fn whole(&mut self, stores: &[StoreCode]) -> &mut Pile {
        if let Self::Cards(cards, rest) = self {
            let mut pile = rest.take().unwrap_or_default();
            for (store, held) in std::mem::take(cards) {
                let place = match store {
                    POOL => Place::Pool,
                    store => Place::Store(stores[usize::from(store)].clone()),
                };
                pile.put_card(place, held.into());
            }
            *self = Self::Whole(pile);
        }
        match self {
            Self::Whole(pile) => pile,
            Self::Cards(..) => unreachable!("BUG: it has just been put together"),
        }
    }
}

/// The place of a store among all of them.
fn place_of(store: &StoreCode, stores: &[StoreCode]) -> u16 {
    let at = stores.binary_search(store).expect("BUG: a store that is not known");
    u16::try_from(at).expect("BUG: more stores than were counted")
}

/// The card of a store; there are few of an item, in the order of the stores.
pub(super) fn card(cards: &mut Vec<(u16, Average)>, store: u16) -> &mut Average {
    // Where all stores have one, it stands at its place.
    let mut at = usize::from(store);
    if cards.get(at).is_none_or(|(of, _)| *of != store) {
        at = cards.iter().position(|(of, _)| *of >= store).unwrap_or(cards.len());
        if cards.get(at).is_none_or(|(of, _)| *of != store) {
            cards.insert(at, (store, Average::default()));
        }
    }
    &mut cards[at].1
}

/// Sets a card to what was counted, at its price; gives what that changed and what the value had to
/// be corrected by. None where the card has no price.
pub(super) fn set_to(held: &mut Average, counted: Quantity) -> Option<(Balance, Money)> {
    let variance = counted - held.balance().quantity;
    let quantity = variance.abs();
    // A shelf on which nothing is left needs no price.
    let bare = (quantity.is_zero() || counted.is_zero()).then_some(Money::ZERO);
    let moved = Balance { quantity, value: held.worth(quantity).or(bare)? };
    let change = if variance.is_negative() { -moved } else { moved };
    Some((change, held.change(change)))
}

/// Carries goods into a store at what they cost, or at the store's price; gives what they are worth
/// and what the value of the card had to be corrected by. None where it has no price.
pub(super) fn carry_in(held: &mut Average, row: &Row) -> Option<(Money, Money)> {
    let value = row.stated.value().or_else(|| held.worth(row.base))?;
    Some((value, held.change(Balance { quantity: row.base, value })))
}

/// Carries goods out of a store at its price; gives the same.
pub(super) fn carry_out(held: &mut Average, row: &Row) -> (Money, Money) {
    let value = held.worth(row.base).unwrap_or_default();
    (value, held.change(-Balance { quantity: row.base, value }))
}

impl Pile {
    /// Lets go of what no later line can ask for, once a line that streamed by is carried out: what
    /// lies where it has no value, a transfer that has arrived, and what was taken back: whoever takes
    /// it back again finds nothing, which contradicts as well.
    pub(super) fn let_go(&mut self, line: &Line) {
        let Movement { from, to, slip, reverses, .. } = &line.movement;
        for place in [from, to] {
            if *place == Place::Transit {
                let key = (Place::Transit, slip.clone());
                if self.by_slip.get(&key).is_some_and(Holding::is_empty) {
                    self.by_slip.remove(&key);
                }
            } else if !is_valued(place) {
                self.places.remove(place);
            }
        }
        if let Some(original) = reverses {
            self.places.remove(&Place::Difference);
            if self.carried.get(original).is_some_and(|carried| carried.taken_back_by.is_some()) {
                self.carried.remove(original);
            }
        }
        // An empty map keeps its memory.
        if self.by_slip.is_empty() {
            self.by_slip = BTreeMap::new();
        }
        if self.carried.is_empty() {
            self.carried = BTreeMap::new();
        }
    }
}
