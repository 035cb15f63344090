//! What the lines of items came to as plain values, to be written down and to go on from later.
//!
//! It is what a [`Stock`] has in its opening, exactly: balances with the price that the next line
//! goes at, what is on the way under which slip, the lines that others take back, and what was
//! counted. Layers are left out: where the oldest goods leave first, there is no rest to go on from.

use std::collections::BTreeSet;

use litemap::LiteMap;
use smol_str::SmolStr;

use crate::base::{Day, ItemCode, Moment, Quantity, RecordId, SheetCode, StoreCode};

use super::cost::Rested;
use super::shelf::{Carried, keeps_slips};
use super::watch::Watch;
use super::{
    CostMethod, Effect, Flow, Holding, Kind, Line, Movement, Part, Pile, Place, Posting, Stock,
};

/// What one item came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// The item.
    pub item: ItemCode,
    /// What each place holds, under its slip where it keeps slips apart.
    pub held: Vec<HeldRest>,
    /// The lines that others take back, or may.
    pub kept: Vec<KeptRest>,
    /// What the pool holds, the cards and lots that sheets have counted, and the expiries that lots
    /// were stated with; none where no line told anything of these.
    pub watch: Option<WatchRest>,
    /// The lines by which it was lent and came back, in canonical order.
    pub lent: Vec<Movement>,
}

/// What one place holds of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRest {
    /// The place.
    pub place: Place,
    /// The slip; empty where the place keeps none apart.
    pub slip: String,
    /// What it holds, and what its price rests on.
    pub own: Rested,
    /// Its lots: the name, the expiry, what there is and what its price rests on.
    pub lots: Vec<(String, Option<Day>, Rested)>,
}

/// What a line did that another one takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRest {
    /// The line.
    pub movement: Movement,
    /// What it did.
    pub effect: Effect,
    /// The lots that it moved.
    pub parts: Vec<Part>,
    /// The line that took it back, if one did.
    pub taken_back_by: Option<RecordId>,
}

/// What is remembered of an item's lines to tell which others cannot be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchRest {
    /// What the pool holds.
    pub pool: Quantity,
    /// The store, the sheet and the lot.
    pub counted: Vec<(StoreCode, SmolStr, SmolStr)>,
    /// The lot and its expiry as it was first stated.
    pub expiries: Vec<(String, Day)>,
}

impl Stock {
    /// What is in the opening as plain values; none where the cost method keeps more than these.
    pub fn rests(&self) -> Option<Vec<Rest>> {
        if self.method != CostMethod::MovingAverage {
            return None;
        }
        let rests = self.opening.piles().map(|(item, pile)| {
            let watch = self.opening_watches.get(item).map(|watch| {
                let (pool, counted, expiries) = watch.parts();
                WatchRest {
                    pool,
                    counted: counted.clone(),
                    expiries: expiries.iter().map(|(lot, day)| (lot.clone(), *day)).collect(),
                }
            });
            let lent = self.trace(item).into_iter().flat_map(|trace| &trace.kept);
            let lent = lent.map(|line| line.movement.clone()).collect();
            Rest { item: item.clone(), held: held(pile), kept: kept(pile), watch, lent }
        });
        Some(rests.collect())
    }

    /// The lines in the opening that are kept for others to take back.
    pub fn kept_ids(&self) -> impl Iterator<Item = &RecordId> {
        let piles = self.opening.piles();
        piles.flat_map(|(_, pile)| pile.kept()).map(|carried| &carried.movement.id)
    }

    /// Puts such values into the opening; the last line in them was recorded at a moment, and what
    /// some sheets counted is not among them.
    pub fn begin_with(
        &mut self,
        rests: Vec<Rest>,
        sheets: BTreeSet<SheetCode>,
        recorded: Option<Moment>,
    ) {
        (self.opening_sheets, self.opening_recorded) = (sheets, recorded);
        for Rest { item, held, kept, watch, lent } in rests {
            let lent = lent.iter().filter_map(|movement| self.read(movement).ok()).collect();
            self.keep_before(&item, lent);
            let mut pile = Pile::default();
            for HeldRest { place, slip, own, lots } in held {
                pile.put(place, slip, own.holding(lots));
            }
            for KeptRest { movement, effect, parts, taken_back_by } in kept {
                pile.keep(Carried { effect, parts, movement, taken_back_by });
            }
            if let Some(WatchRest { pool, counted, expiries }) = watch {
                let watch = Watch::of(pool, counted, expiries);
                self.opening_watches.insert(item.clone(), watch);
            }
            self.opening.piles.insert(item, pile);
        }
    }
}

impl Stock {
    /// Puts the approvals of sheets into the book that go with such values; there are as many as ever
    /// were, and none contradicts another.
    pub fn begin_with_postings(&mut self, postings: Vec<Posting>) {
        let posted = postings.into_iter().map(|posting| (posting.sheet.clone(), posting));
        self.postings = posted.collect();
    }

    /// Whether a line says that it counts for a sheet of which is not remembered what it counted.
    pub fn counts_again(&self) -> bool {
        self.lines().any(|line| self.is_counted_again(line))
    }

    pub(super) fn is_counted_again(&self, line: &Line) -> bool {
        line.movement.kind == Kind::Count
            && self.opening_sheets.contains(line.movement.slip.as_str())
    }
}

impl Pile {
    /// Takes the cards of the stores out of it.
    pub(super) fn take_cards(&mut self) -> Vec<(StoreCode, Holding)> {
        let mut cards = Vec::new();
        let mut others = LiteMap::new_vec();
        for (place, held) in std::mem::take(&mut self.places) {
            match place {
                Place::Store(store) => cards.push((store, held)),
                other => drop(others.insert(other, held)),
            }
        }
        self.places = others;
        cards
    }

    /// Takes the card of a store, or the pool, out of it.
    pub(super) fn take_card(&mut self, place: &Place) -> Option<Holding> {
        let held = self.places.remove(place);
        if self.places.is_empty() {
            // An empty map keeps its memory.
            self.places = LiteMap::new_vec();
        }
        held
    }

    /// Takes the pool out of it.
    pub(super) fn take_pool(&mut self) -> Option<Holding> {
        self.places.remove(&Place::Pool)
    }

    /// Puts the card of a store, or the pool, into it.
    pub(super) fn put_card(&mut self, place: Place, held: Holding) {
        self.places.insert(place, held);
    }

    /// Every holding with its place and its slip; the slip is empty where the place keeps none
    /// apart.
    pub(super) fn holdings(&self) -> impl Iterator<Item = (&Place, &str, &Holding)> {
        let apart = self.by_slip.iter();
        let apart = apart.map(|((place, slip), held)| (place, slip.as_str(), held));
        self.places.iter().map(|(place, held)| (place, "", held)).chain(apart)
    }

    /// Puts a holding into it.
    pub(super) fn put(&mut self, place: Place, slip: String, held: Holding) {
        if keeps_slips(&place) {
            self.by_slip.insert((place, slip), held);
        } else {
            self.places.insert(place, held);
        }
    }

    /// What is kept of lines for others to take back.
    pub(super) fn kept(&self) -> impl Iterator<Item = &Carried> {
        self.carried.values().map(Box::as_ref)
    }

    /// Keeps what a line did.
    pub(super) fn keep(&mut self, carried: Carried) {
        self.carried.insert(carried.movement.id.clone(), Box::new(carried));
    }

    /// The lines that are kept for others to take back, each with the way its goods went.
    pub(super) fn kept_lines(&self) -> impl Iterator<Item = (&Movement, Flow)> {
        self.carried.values().map(|carried| (&carried.movement, carried.effect.flow))
    }
}

fn held(pile: &Pile) -> Vec<HeldRest> {
    let held = pile.holdings().map(|(place, slip, holding)| {
        let (own, lots) = holding.rested();
        HeldRest { place: place.clone(), slip: slip.to_owned(), own, lots }
    });
    held.collect()
}

fn kept(pile: &Pile) -> Vec<KeptRest> {
    let kept = pile.kept().map(|carried| {
        let Carried { effect, parts, movement, taken_back_by } = carried.clone();
        KeptRest { movement, effect, parts, taken_back_by }
    });
    kept.collect()
}
