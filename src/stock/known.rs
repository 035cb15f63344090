//! What an opening comes to without the lines that were recorded after a moment.
//!
//! Lines that streamed by cannot be dropped again. Where a moment is asked about, an item of which
//! any line was recorded later comes to two things: with all of its lines, by which the ledger is
//! judged, and without the later ones, which [`Stock::forget_after`] puts in its place.

use std::collections::BTreeMap;

use crate::base::{Day, ItemCode, Moment};

use super::trace::Trace;
use super::watch::Watch;
use super::{Pile, Stock};

/// When the lines were recorded that are in an opening and nowhere else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The last of all.
    pub last: Option<Moment>,
    /// The last of those that were known at the moment asked about.
    pub known: Option<Moment>,
    /// Each of those recorded later, with its day.
    pub later: Vec<(Moment, Day)>,
}

/// What the lines of an item that streamed by came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Remains {
    /// What is held; none where there is nothing.
    pub(super) pile: Option<Pile>,
    /// What is remembered to tell which other lines cannot be right.
    pub(super) watch: Option<Watch>,
    /// What else they left behind.
    pub(super) trace: Trace,
}

/// The opening by what was known at a moment, as far as it is something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// The moment.
    pub(super) by: Moment,
    /// When its lines were recorded.
    pub(super) recorded: Recorded,
    /// The items of which any line was recorded later.
    pub(super) items: BTreeMap<ItemCode, Remains>,
}

impl Stock {
    /// Whether lines are in the opening that were recorded after a moment and cannot be dropped.
    pub fn holds_later(&self, moment: Moment) -> bool {
        let known = self.opening_known.as_ref().is_some_and(|known| known.by == moment);
        !known && self.opening_recorded.is_some_and(|recorded| recorded > moment)
    }

    /// Puts what the opening comes to without the lines recorded after a moment in its place.
    pub(super) fn forget_in_opening(&mut self, moment: Moment) {
        let Some(known) = self.opening_known.take_if(|known| known.by == moment) else { return };
        self.opening_recorded = known.recorded.known;
        for (item, remains) in known.items {
            self.put_remains(item, remains);
        }
    }

    /// Puts what the lines of an item came to in the place of the lines, and of what stood there.
    pub(super) fn put_remains(&mut self, item: ItemCode, remains: Remains) {
        let Remains { pile, watch, trace } = remains;
        match watch {
            Some(watch) => self.opening_watches.insert(item.clone(), watch),
            None => self.opening_watches.remove(&item),
        };
        if trace == Trace::default() {
            self.opening_traces.remove(&item);
        } else {
            self.opening_traces.insert(item.clone(), trace);
        }
        match pile {
            Some(pile) => self.opening.piles.insert(item, pile),
            None => self.opening.piles.remove(&item),
        };
    }

    /// The lines in the opening that were recorded after the moment asked about.
    pub(super) fn later_in_opening(&self) -> impl Iterator<Item = (Moment, Day)> {
        self.opening_known.iter().flat_map(|known| known.recorded.later.iter().copied())
    }
}
